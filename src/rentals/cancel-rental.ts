import { rentalEndpoints } from './contract.ts';
import { requireRental } from './load-rental.ts';
import { checkCancellation } from './rules.ts';
import { loadLiveInvoice, markRentalCancelled } from './store.ts';
import { lockClients } from '../clients/store.ts';
import { voidInvoices } from '../invoices/issuing-steps.ts';
import { sum } from '../kernel/money.ts';
import { operation } from '../kernel/operation.ts';
import { settleQueues } from '../ledger/settling-steps.ts';
import { freeRoom } from '../schedule/room-steps.ts';

/** Cancels a rental before it starts: the room is free, its invoice is void, and what was paid is the client's credit. */
export const cancelRental = operation(rentalEndpoints.cancel, async (context, input) => {
  const { id } = input;
  const { clientId } = await requireRental(context, id);
  const [client] = await lockClients(context, [clientId]);
  const before = await requireRental(context, id);
  const reason = input.reason.trim();
  checkCancellation(before, context.now, reason);

  const invoice = await loadLiveInvoice(context, id);
  // A refunded invoice keeps its payment: the money has already left.
  const invoiceIds = invoice && invoice.refundedAmount === 0 ? [invoice.id] : [];
  const voided = (await voidInvoices(context, { invoiceIds, reason }))
    .map(({ id: invoiceId, invoiceNumber, returned }) => ({ id: invoiceId, invoiceNumber, returned }));
  await markRentalCancelled(context, id, reason);
  await freeRoom(context, { rentalId: id });
  await settleQueues(context, [clientId]);
  const [after] = await lockClients(context, [clientId]);
  const returned = sum(voided.map((one) => one.returned));
  return {
    result: { rental: await requireRental(context, id), voided, returned, balance: after!.balance },
    audit: {
      entityType: 'rental', entityId: id, clientId, reason,
      before: { status: before.status, balance: client?.balance },
      after: { status: 'CANCELLED', balance: after?.balance, voided },
    },
  };
});
