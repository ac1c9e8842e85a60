/** How much there is of everything in the end. */
import type { Act } from './centre.ts';
import { listClients } from '../clients/read-clients.ts';
import { listStudents } from '../clients/students.ts';
import { listInvoices } from '../invoices/read-invoices.ts';
import type { Actor } from '../kernel/operation.ts';
import { listPayments, listRefunds } from '../payments/read-payments.ts';
import { listShifts } from '../payments/shifts.ts';
import { listRentals } from '../rentals/read-rentals.ts';
import { listTrainings } from '../trainings/read-trainings.ts';
import { listSubscriptions } from '../subscriptions/read-passes.ts';

export type Counts = Awaited<ReturnType<typeof countAll>>;

export async function countAll(act: Act, actor: Actor) {
  const one = { limit: 1 };
  const total = async (list: Promise<{ pagination: { total: number } }>): Promise<number> => (await list).pagination.total;
  return {
    clients: await total(act(actor, listClients, one)),
    students: await total(act(actor, listStudents, one)),
    subscriptions: await total(act(actor, listSubscriptions, one)),
    trainings: await total(act(actor, listTrainings, one)),
    rentals: await total(act(actor, listRentals, one)),
    invoices: await total(act(actor, listInvoices, one)),
    payments: await total(act(actor, listPayments, one)),
    reversals: await total(act(actor, listPayments, { ...one, status: 'REVERSED' })),
    refunds: await total(act(actor, listRefunds, one)),
    shifts: await total(act(actor, listShifts, one)),
  };
}
