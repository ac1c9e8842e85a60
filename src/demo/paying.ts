/** How money comes and goes: payments by habit, credit kept in advance, mistakes put right, refunds. */
import { anyTime, dayAt, isBusiness, isWorkingDay, workingDayFrom } from './calendar.ts';
import { type Centre, deskOn, roubles } from './centre.ts';
import type { Family } from './people.ts';
import { getClient } from '../clients/read-clients.ts';
import type { Invoice } from '../invoices/contract.ts';
import { clientUnpaidInvoices, getInvoice } from '../invoices/read-invoices.ts';
import { settleFromBalance } from '../invoices/settle-from-balance.ts';
import { createRefund } from '../payments/create-refund.ts';
import { registerPayment } from '../payments/register-payment.ts';
import { reversePayment } from '../payments/reverse-payment.ts';
import type { Method } from '../kernel/contract.ts';
import type { Actor } from '../kernel/operation.ts';

/** Days after which a bank transfer is on the statement, at the latest. */
const LONGEST_LAG = 2;

type Paid = { paymentId: string; method: Method; amount: number };

/** Puts down when the invoice will be paid, if at all; a visit is mostly paid when one comes to it. */
export function willPay(centre: Centre, family: Family, invoiceId: string, { isVisit = false } = {}): void {
  const { random, habit } = family;
  const late = random.chance(0.3) ? random.whole(8, 24) : random.whole(2, 8);
  const days = { PROMPT: random.whole(0, isVisit ? 1 : 4), LATE: late, TOPUP: 0, DEBTOR: random.whole(10, 45) }[habit];
  if (habit === 'DEBTOR' && random.chance(0.45)) return;
  payLater(centre, family, invoiceId, habit === 'LATE' && random.chance(0.04) ? 60 : days);
}

function payLater(centre: Centre, family: Family, invoiceId: string, days: number, method = methodOf(family)): void {
  const { agenda } = centre;
  const { random, who } = family;
  const task = () => payInvoice(centre, family, invoiceId, method);
  const day = agenda.day + (method === 'BANK_TRANSFER' ? Math.max(days, LONGEST_LAG) : days);
  const wanted = method === 'ONLINE' ? day : workingDayFrom(day);
  const moment = anyTime(random);
  if (wanted > agenda.day || moment > agenda.moment) agenda.at(who, wanted, moment, task);
  else if (method === 'ONLINE') agenda.at(who, wanted + 1, moment, task);
  else agenda.soon(who, task);
}

const methodOf = ({ random, method }: Family): Method =>
  random.chance(0.85) || method === 'BANK_TRANSFER' ? method : random.pick(['CARD', 'CASH', 'ONLINE']);

async function unpaid(centre: Centre, family: Family): Promise<Invoice[]> {
  return (await centre.act(deskOn(centre), clientUnpaidInvoices, { id: family.clientId })).invoices;
}

/** Pays what is still due on the invoice: from the credit first, the rest with money. */
async function payInvoice(centre: Centre, family: Family, invoiceId: string, method: Method): Promise<void> {
  const { random } = family;
  // Whoever does not come any more pays more seldom what he owes.
  if (centre.agenda.day >= family.leaves && random.chance(0.6)) return;
  const open = await unpaid(centre, family);
  const invoice = open.find(({ id }) => id === invoiceId);
  if (!invoice) return;
  const { balance } = await centre.act(deskOn(centre), getClient, { id: family.clientId });
  let due: number = invoice.dueAmount;
  if (isDirected(centre)) {
    if (balance >= due || (balance > 0 && allowsPartial(centre))) {
      await centre.act(deskOn(centre), settleFromBalance, { id: invoiceId });
      due -= Math.min(balance, due);
    }
  } else {
    // Where the oldest invoice is paid first, people bring what they owe up to this one.
    const older = open.filter((one) => Temporal.Instant.compare(one.issuedAt, invoice.issuedAt) <= 0);
    due = older.reduce((total, one) => total + one.dueAmount, 0) - balance;
  }
  if (due <= 0) return;
  if (family.habit === 'TOPUP') return topUp(centre, family, { invoiceId, amount: due, method });
  if (allowsPartial(centre) && isDirected(centre) && due > 300_000 && random.chance(0.08)) {
    await take(centre, family, { invoiceId, amount: Math.floor(due / 20_000) * 10_000, method });
    // The rest comes later, from most of them.
    return random.chance(0.85) ? payLater(centre, family, invoiceId, random.whole(5, 12)) : undefined;
  }
  const amount = random.chance(0.05) ? Math.ceil(due / 50_000) * 50_000 : due;
  if (isDeskOpen(centre) && method !== 'ONLINE' && due < 2_000_000 && !family.isBeingCorrected && random.chance(0.018)) {
    return mistake(centre, family, { invoiceId, amount, method });
  }
  const payment = await take(centre, family, { invoiceId, amount, method });
  planReturn(centre, family, payment, invoiceId);
}

const isDirected = ({ policy }: Centre): boolean => policy['settlement.mode'] === 'DIRECTED';
const allowsPartial = ({ policy }: Centre): boolean => policy['settlement.allowPartial'];

/** A round sum in advance, from which the invoice is settled. */
async function topUp(centre: Centre, family: Family, { invoiceId, amount, method }: Required<Taking>): Promise<void> {
  await take(centre, family, { amount: Math.ceil(amount / 500_000) * 500_000, method });
  if (isDirected(centre)) await centre.act(deskOn(centre), settleFromBalance, { id: invoiceId });
}

type Taking = { amount: number; method: Method; invoiceId?: string };

/** Takes money. A bank transfer is found on the statement of the next days, and dated as the bank dates it. */
async function take(centre: Centre, family: Family, taking: Taking, notes?: string): Promise<Paid> {
  const { amount, method, invoiceId } = taking;
  const lag = method === 'BANK_TRANSFER' ? Math.min(family.random.whole(0, LONGEST_LAG), centre.agenda.day) : 0;
  const actor: Actor = method === 'ONLINE' ? centre.staff.site : deskOn(centre);
  const { payment } = await centre.act(actor, registerPayment, {
    clientId: family.clientId, amount: roubles(amount), paymentMethod: method,
    ...(invoiceId !== undefined && { invoiceId }), ...(notes !== undefined && { notes }),
    ...(lag > 0 && { onDate: dayAt(centre.agenda.day - lag).toString() }),
  });
  return { paymentId: payment.id, method, amount };
}

/** The desk errs: a nought too many, or the wrong method. It is noticed soon, reversed and entered again. */
async function mistake(centre: Centre, family: Family, right: Taking): Promise<void> {
  const { random, who } = family;
  const nought = random.chance(0.5);
  const otherMethod: Method = right.method === 'CASH' ? 'CARD' : 'CASH';
  const wrong = nought ? { ...right, amount: right.amount * 10 } : { ...right, method: otherMethod };
  const { paymentId } = await take(centre, family, wrong);
  family.isBeingCorrected = true;
  const reason = nought ? 'Опечатка в сумме: лишний ноль' : 'Неверно указан способ оплаты';
  centre.agenda.soon(who, async () => {
    await reverse(centre, paymentId, reason);
    const { invoiceId, ...rest } = right;
    const waits = (await unpaid(centre, family)).some(({ id }) => id === invoiceId);
    const notes = 'Взамен отменённого платежа';
    await take(centre, family, waits ? right : rest, notes);
    family.isBeingCorrected = false;
    for (const { id } of await unpaid(centre, family)) {
      if (id !== invoiceId) payLater(centre, family, id, random.whole(2, 7));
    }
  });
}

const reverse = (centre: Centre, id: string, reason: string) =>
  centre.act(centre.staff.director, reversePayment, { id, reason });

/** Seldom the bank takes an online payment back, and seldom lessons that were paid are returned. */
function planReturn(centre: Centre, family: Family, { paymentId, method }: Paid, invoiceId: string): void {
  const { agenda } = centre;
  const { random, who } = family;
  if (method === 'ONLINE' && random.chance(0.015)) {
    agenda.at(who, agenda.day + random.whole(3, 10), anyTime(random), async () => {
      if (family.wasRefunded) return;
      await reverse(centre, paymentId, 'Банк отозвал платёж по заявлению держателя карты');
      for (const { id } of await unpaid(centre, family)) payLater(centre, family, id, random.whole(2, 6), 'CARD');
    });
  } else if (random.chance(0.02)) {
    const day = workingDayFrom(agenda.day + random.whole(4, 15));
    agenda.at(who, day, anyTime(random), () => refundInvoice(centre, family, invoiceId, method));
  }
}

const RETURNS = [
  'Ребёнок болел, перерасчёт по справке', 'Занятия отменил центр', 'Переезд семьи, возврат за месяц',
] as const;

async function refundInvoice(centre: Centre, family: Family, id: string, method: Method): Promise<void> {
  const { random } = family;
  const { status, paidAmount, refundedAmount } = await centre.act(centre.staff.director, getInvoice, { id });
  if (status !== 'PAID' || refundedAmount > 0 || paidAmount === 0 || family.isBeingCorrected) return;
  const part = allowsPartial(centre) ? Math.floor(paidAmount / 400) * 100 * random.whole(1, 3) : paidAmount;
  await refund(centre, family, { invoiceId: id, amount: Math.max(part, 100), method });
}

/** Whoever leaves may take his credit along. */
export async function sayGoodbye(centre: Centre, family: Family): Promise<void> {
  const { balance } = await centre.act(deskOn(centre), getClient, { id: family.clientId });
  if (balance === 0 || family.isBeingCorrected || family.random.chance(0.25)) return;
  await refund(centre, family, { amount: balance, method: family.method });
}

async function refund(
  centre: Centre, family: Family, what: { invoiceId?: string; amount: number; method: Method },
): Promise<void> {
  const { invoiceId, amount, method } = what;
  family.wasRefunded = true;
  await centre.act(centre.staff.director, createRefund, {
    clientId: family.clientId, ...(invoiceId !== undefined && { invoiceId }), amount: roubles(amount),
    method: method === 'CASH' && amount > 300_000 ? 'CARD' : method,
    reason: invoiceId === undefined ? 'Семья больше не занимается, возврат остатка' : family.random.pick(RETURNS),
  });
}

/** A mistake of the desk is noticed on the same day, before the cash is counted. */
const isDeskOpen = ({ agenda }: Centre): boolean =>
  isWorkingDay(agenda.day) && isBusiness(agenda.moment) && isBusiness(agenda.moment + 1);
