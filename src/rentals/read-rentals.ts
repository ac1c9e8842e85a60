import { rentalEndpoints } from './contract.ts';
import { presentRental, requireRental } from './load-rental.ts';
import { findRentals } from './store.ts';
import { loadInvoices } from '../invoices/load-invoice.ts';
import { filterOf, newestFirst } from '../invoices/store.ts';
import { reading } from '../kernel/operation.ts';

export const listRentals = reading(rentalEndpoints.list, async (context, query) => {
  const { total, rentals } = await findRentals(context, query);
  return {
    rentals: rentals.map((row) => presentRental(context, row)),
    pagination: { total, page: query.page, limit: query.limit },
  };
});

export const getRental = reading(rentalEndpoints.get, async (context, { id }) => {
  const rental = await requireRental(context, id);
  return { ...rental, invoices: await loadInvoices(context, filterOf(context, { rentalId: id }), newestFirst) };
});
