import { type Reservation, reservationEndpoints as endpoints } from './contract.ts';
import { checkActive, checkHeld } from './rules.ts';
import {
  type HeldItem, findReservations, insertReservation, loadHolder, loadReservation, lockReservation, replaceItems,
  updateReservation,
} from './store.ts';
import { loadServicesOn, lockTerm } from '../catalogue/store.ts';
import { clientOfInvoice } from '../invoices/store.ts';
import { changedFacts, statedFacts } from '../kernel/changes.ts';
import { type Context, operation, reading, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

export const createReservation = operation(endpoints.create, async (context, input) => {
  const { studentId, termId, items, invoiceId = null } = input;
  refuseUnless(await lockTerm(context, termId), 'NOT_FOUND');
  const student = await loadHolder(context, studentId);
  refuseUnless(student, 'NOT_FOUND');
  refuseUnless(student.isActive, 'STUDENT_INACTIVE');
  await checkItems(context, items);
  await checkInvoice(context, invoiceId, student.clientId);
  const id = uuidv7();
  await insertReservation(context, { id, studentId, termId, invoiceId, notes: input.notes || null });
  await replaceItems(context, id, items);
  const made = await requireReservation(context, id);
  return {
    result: made,
    audit: { entityType: 'reservation', entityId: id, clientId: made.clientId, after: statedFacts(factsOf(made)) },
  };
});

export const listReservations = reading(endpoints.list, async (context, query) => {
  const { total, reservations } = await findReservations(context, query);
  return { reservations, pagination: { total, page: query.page, limit: query.limit } };
});

export const getReservation = reading(endpoints.get, (context, { id }) => requireReservation(context, id));

export const changeReservation = operation(endpoints.update, async (context, { id, items, ...input }) => {
  const before = await lockActive(context, id);
  if (items) await checkItems(context, items);
  const invoiceId = input.invoiceId === undefined ? before.invoiceId : input.invoiceId;
  if (invoiceId !== before.invoiceId) await checkInvoice(context, invoiceId, before.clientId);
  const notes = input.notes === undefined ? before.notes : input.notes || null;
  await updateReservation(context, id, { status: before.status, invoiceId, notes });
  if (items) await replaceItems(context, id, items);
  return changed(before, await requireReservation(context, id));
});

/** What was held is free again. */
export const releaseReservation = operation(endpoints.release, async (context, { id }) => {
  const before = await lockActive(context, id);
  await updateReservation(context, id, { ...before, status: 'RELEASED' });
  return changed(before, await requireReservation(context, id));
});

const changed = (before: Reservation, after: Reservation) => ({
  result: after,
  audit: {
    entityType: 'reservation', entityId: after.id, clientId: after.clientId,
    ...changedFacts(factsOf(before), factsOf(after)),
  },
});

const factsOf = ({ studentName, termName, status, invoiceId, notes, items }: Reservation) => ({
  student: studentName, term: termName, status, invoiceId, notes,
  items: items.map(({ serviceName, quantity }) => ({ serviceName, quantity })),
});

async function requireReservation(context: Context, id: string): Promise<Reservation> {
  const reservation = await loadReservation(context, id);
  refuseUnless(reservation, 'NOT_FOUND');
  return reservation;
}

async function lockActive(context: Context, id: string): Promise<Reservation> {
  await lockReservation(context, id);
  const reservation = await requireReservation(context, id);
  checkActive(reservation);
  return reservation;
}

/** Every item is of a service that is sold. */
async function checkItems(context: Context, items: readonly HeldItem[]): Promise<void> {
  checkHeld(items);
  const ids = [...new Set(items.map((item) => item.serviceId))];
  const services = await loadServicesOn(context.tx, context.orgId, ids, today(context));
  refuseUnless(services.length === ids.length, 'NOT_FOUND');
  refuseUnless(services.every((service) => service.isActive), 'SERVICE_INACTIVE');
}

/** The invoice is the payer's own. */
async function checkInvoice(context: Context, invoiceId: string | null, clientId: string): Promise<void> {
  if (invoiceId === null) return;
  refuseUnless(await clientOfInvoice(context, invoiceId) === clientId, 'INVOICE_NOT_FOUND');
}
