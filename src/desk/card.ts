import { loadEvents } from '../audit/load-timeline.ts';
import { benefitsOf } from '../clients/load-benefits.ts';
import { presentClient, requireClient } from '../clients/load-client.ts';
import { toPayOf } from '../clients/rules.ts';
import { type ClientCard, loadContacts } from '../clients/store.ts';
import { loadListed as loadListedInvoices } from '../invoices/list-store.ts';
import { loadInvoices } from '../invoices/load-invoice.ts';
import { daysOverdue } from '../invoices/rules.ts';
import { filterOf } from '../invoices/store.ts';
import { type Day, addDays, ageOn } from '../kernel/day.ts';
import { type Context, reading, today } from '../kernel/operation.ts';
import { listPasses, loadListed as loadListedPasses } from '../subscriptions/list-store.ts';
import { isFrozenOn } from '../subscriptions/rules.ts';
import { oldestFirst } from '../subscriptions/selling-store.ts';
import { zoneOf } from '../trainings/roster-rules.ts';
import { safeMinutesOf, safeUntil } from '../trainings/rules.ts';
import { getCard as endpoint } from './card-contract.ts';
import { loadComing, loadPaidOn, loadStudents } from './card-store.ts';
import { CARD_DAYS, CARD_EVENTS } from './rules.ts';

/** A family opens its own card only; another's is answered as missing. */
export const getCard = reading(endpoint, async (context, { id }) => {
  const card = await requireClient(context, id);
  const on = today(context);
  const [students, benefit, passes, invoices, trainings, events, todayPayments, contacts] = await Promise.all([
    loadStudents(context, id), benefitOf(context, card), passesOf(context, id, on), invoicesOf(context, id, on),
    trainingsOf(context, id, on), loadEvents(context, id, CARD_EVENTS), loadPaidOn(context, id, on),
    loadContacts(context, id),
  ]);
  const { balance: credit, due, overdue } = card;
  return {
    client: presentClient(card),
    students: students.map((student) =>
      ({ ...student, age: student.birthDate === null ? null : ageOn(student.birthDate, on) })),
    benefit, figures: { credit, due, overdue, toPay: toPayOf(due, credit) }, passes, invoices, trainings,
    events: events.toReversed(), todayPayments, contacts,
  };
});

async function benefitOf(context: Context, card: ClientCard) {
  const { categoryName: name, discountPercent, benefitValidUntil: validUntil, benefitDocumentNumber } = card;
  if (name === null || discountPercent === null) return null;
  const inForce = ((await benefitsOf(context, [card.id])).get(card.id) ?? 0) > 0;
  return { name, discountPercent, validUntil, hasDocument: benefitDocumentNumber !== null, inForce };
}

async function passesOf(context: Context, clientId: string, on: Day) {
  const passes = await listPasses(context, {
    clientId, statuses: ['PENDING', 'ACTIVE'], sort: 'end', page: 1, limit: 50,
  });
  const more = await loadListedPasses(context, passes.map(({ id }) => id));
  return passes.map((pass) => {
    const { id, name, studentId, studentName, status, freezeEnd, startDate, endDate, sessionsLeft } = pass;
    return {
      id, name, studentId, studentName, status: status === 'PENDING' ? 'PENDING' as const : 'ACTIVE' as const,
      isFrozen: isFrozenOn(pass, on), freezeEnd, startDate, endDate, sessionsLeft,
      sessionsTotal: sessionsLeft === null ? null : sessionsLeft + (more.get(id)?.usedSessions ?? 0),
    };
  });
}

async function invoicesOf(context: Context, clientId: string, on: Day) {
  const invoices = await loadInvoices(context, filterOf(context, { clientId, unpaidOnly: true }), oldestFirst);
  const more = await loadListedInvoices(context, invoices.map(({ id }) => id));
  return invoices.map((invoice) => {
    const { id, invoiceNumber, purpose, status, issuedAt, dueDate, isOverdue, totalAmount, dueAmount, items } = invoice;
    return {
      id, invoiceNumber, purpose, status, issuedAt, dueDate, totalAmount, dueAmount,
      studentName: more.get(id)?.studentName ?? null, firstItemName: items[0]?.serviceName ?? null,
      itemCount: items.length, daysOverdue: isOverdue && dueDate !== null ? daysOverdue(dueDate, on) : 0,
    };
  });
}

async function trainingsOf(context: Context, clientId: string, on: Day) {
  const { now, policy } = context;
  const coming = await loadComing(context, clientId, addDays(on, CARD_DAYS));
  return coming.map(({ safeMinutes: own, groupSafeMinutes, ...training }) => {
    const safeMinutes = safeMinutesOf(own, groupSafeMinutes, policy);
    return {
      ...training, safeUntil: safeUntil(training.startsAt, safeMinutes),
      zone: zoneOf(training.startsAt, now, safeMinutes, training.status === 'WAITING'),
    };
  });
}
