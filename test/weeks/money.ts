/** The money of the model: issuing, the queue, payments and reversals, and what a paid invoice does to its pass. */
import {
  type Invoice, type Model, type Pass, type Settlement, addDays, addMonths, at, balanceOf, dueOf, hasBegun, isOpen,
  paidOf, refuseIf, settlementsOf, statusOf, today,
} from './model.ts';

/** C-31: period n of a pass is counted from its anchor; frozen days move its end. */
export const endOf = (model: Model, pass: Pass): string => {
  const periods = pass.period - pass.anchorNumber + 1;
  return addDays(addMonths(pass.anchor, model.kinds[pass.kind]!.months * periods), pass.shifted - 1);
};

export function move(pass: Pass, kind: string, delta: number): void {
  pass.moved[kind] = (pass.moved[kind] ?? 0) + delta;
}

/** The sessions of an invoice go to its pass, once (I-24). */
export function grant(model: Model, invoice: Invoice): void {
  const pass = model.passes[invoice.pass!]!;
  const { sessions } = model.kinds[pass.kind]!;
  invoice.tookEffect = true;
  if (sessions !== null) move(pass, 'GRANT', sessions);
}

/** Whatever is left of a pass is gone, or only what the given invoices sold. */
export function expireSessions(model: Model, index: number, of: (invoice: Invoice) => boolean = () => true): void {
  for (const { item } of model.invoices.filter((invoice) => invoice.pass === index && invoice.tookEffect && of(invoice))) {
    if (item.left === null || item.left === 0) continue;
    move(model.passes[index]!, 'EXPIRE', -item.left);
    item.left = 0;
    if (item.state !== 'CANCELLED') item.state = 'COMPLETED';
  }
}

/** Members come to the trainings of their group that have not begun, unless they are on the list already. */
export function bookAhead(model: Model, group: number, student: number): void {
  for (const training of model.trainings) {
    if (training.group !== group || training.isCancelled || hasBegun(model, training)) continue;
    training.people[student] ??= { status: 'BOOKED', since: model.now };
  }
}

/** C-33: it begins anew on the day of payment; who was expelled gets his place back. */
function restart(model: Model, pass: Pass): void {
  const begun = { anchor: today(model), start: today(model), anchorNumber: pass.period };
  Object.assign(pass, { ...begun, shifted: 0, freeze: null, status: 'ACTIVE' });
  const key = `${pass.group}:${pass.student}`;
  if (model.members[key] !== 'EXPELLED') return;
  model.members[key] = 'ACTIVE';
  bookAhead(model, pass.group!, pass.student);
}

/** C-31, C-33: a first period that is over when it is paid, or a renewal of a pass that expired, begins on that day. */
function openPeriod(model: Model, index: number, { purpose, period }: Invoice): void {
  const pass = model.passes[index]!;
  const isFirst = purpose === 'INITIAL';
  const isOver = pass.end < today(model);
  pass.period = period!;
  if (isFirst ? pass.end < today(model) : pass.status === 'EXPIRED') restart(model, pass);
  pass.end = endOf(model, pass);
  if (!isFirst && isOver && !model.policy.carryOver) expireSessions(model, index);
}

/** C-30: one effect by purpose, once; a pass whose payment was taken back is active again when all of it is paid. */
function becamePaid(model: Model, index: number): void {
  const invoice = model.invoices[index]!;
  if (invoice.pass === null) {
    if (invoice.item.state === 'PENDING') invoice.item = { left: 0, state: 'COMPLETED' };
    return;
  }
  const pass = model.passes[invoice.pass]!;
  if (pass.status === 'CANCELLED') return;
  pass.paidPrice = invoice.total;
  if (!invoice.tookEffect) {
    openPeriod(model, invoice.pass, invoice);
    grant(model, invoice);
  }
  const owed = model.invoices.some((other, i) => other.pass === invoice.pass && other.tookEffect && isOpen(model, i));
  if (pass.status === 'PENDING' && !owed) pass.status = 'ACTIVE';
}

function spend(model: Model, invoice: number, payment: number | null, amount: number): void {
  if (amount > 0) model.settlements.push({ invoice, payment, amount, isReleased: false });
  if (statusOf(model, invoice) === 'PAID') becamePaid(model, invoice);
}

/** S4-014…S4-020: while the credit covers the oldest unpaid invoice, pay it; the first that it does not cover ends it. */
export function runQueue(model: Model, client: number, payment: number | null = null): void {
  if (model.policy.mode !== 'FIFO_BALANCE') return;
  for (const [index, invoice] of model.invoices.entries()) {
    if (invoice.client !== client || !isOpen(model, index)) continue;
    if (balanceOf(model, client) < dueOf(model, index)) return;
    spend(model, index, payment, dueOf(model, index));
  }
}

type NewInvoice = Omit<Invoice, 'total' | 'isCancelled' | 'isOverdue' | 'tookEffect'> & { price: number };
/** Issues an invoice at the price less the client's benefit, rounded half up, and settles what can be settled (C-13). */
export function issue(model: Model, { price, ...rest }: NewInvoice, atOnce = false): void {
  const discount = Math.floor((2 * price * model.clients[rest.client]!.benefit + 10_000) / 20_000);
  const invoice: Invoice = { ...rest, total: price - discount, isCancelled: false, isOverdue: false, tookEffect: false };
  const index = model.invoices.push(invoice) - 1;
  if (atOnce) grant(model, invoice);
  if (invoice.total === 0) becamePaid(model, index);
  runQueue(model, invoice.client);
}

/** C-17: what was paid is not paid any more; a pass whose invoice had taken effect waits for payment again. */
function release(model: Model, settlements: readonly Settlement[]): void {
  for (const settlement of settlements) {
    settlement.isReleased = true;
    const invoice = model.invoices[settlement.invoice]!;
    invoice.isOverdue = false;
    if (invoice.pass === null || !invoice.tookEffect) continue;
    const pass = model.passes[invoice.pass]!;
    if (pass.status === 'ACTIVE' && model.policy.activation === 'ON_FULL_PAYMENT') pass.status = 'PENDING';
  }
}

/** C-19: void by an event. The caller runs the queue. */
export function voidByEvent(model: Model, index: number): void {
  const invoice = model.invoices[index]!;
  release(model, settlementsOf(model, index));
  invoice.isCancelled = true;
  invoice.item.state = 'CANCELLED';
}

/** C-19: cancelled by a person. */
export function voidByHand(model: Model, index: number): void {
  const invoice = at(model.invoices, index, 'INVOICE_NOT_FOUND');
  refuseIf(statusOf(model, index) === 'PAID', 'CANCEL_PAID_INVOICE');
  refuseIf(invoice.isCancelled, 'INVOICE_CANCELLED');
  release(model, settlementsOf(model, index));
  invoice.isCancelled = true;
  if (invoice.item.state !== 'COMPLETED') invoice.item.state = 'CANCELLED';
  runQueue(model, invoice.client);
}

function refuseUnpayable(model: Model, index: number): void {
  const status = statusOf(model, index);
  refuseIf(status === 'PAID', 'INVOICE_ALREADY_PAID');
  refuseIf(status === 'CANCELLED', 'INVOICE_CANCELLED');
}

export function pay(model: Model, amount: number, { client, invoice }: { client?: number; invoice?: number }): void {
  const { mode, allowPartial } = model.policy;
  const payer = client ?? at(model.invoices, invoice!, 'INVOICE_NOT_FOUND').client;
  if (invoice !== undefined) {
    refuseUnpayable(model, invoice);
    refuseIf(mode === 'DIRECTED' && !allowPartial && amount < dueOf(model, invoice), 'PARTIAL_NOT_ALLOWED');
  }
  const payment = model.payments.push({ client: payer, amount, isReversed: false }) - 1;
  if (mode === 'FIFO_BALANCE') runQueue(model, payer, payment);
  else if (invoice !== undefined) spend(model, invoice, payment, Math.min(amount, dueOf(model, invoice)));
}

/** C-15. */
export function settleFromBalance(model: Model, index: number): void {
  const { client } = at(model.invoices, index, 'INVOICE_NOT_FOUND');
  refuseUnpayable(model, index);
  const [balance, due] = [balanceOf(model, client), dueOf(model, index)];
  const { mode, allowPartial } = model.policy;
  refuseIf(mode !== 'DIRECTED' || (allowPartial ? balance === 0 : balance < due), 'NOTHING_TO_SETTLE');
  spend(model, index, null, Math.min(balance, due));
}

/** S4-024…S4-032 with C-17 and C-18. */
export function reverse(model: Model, index: number): void {
  const payment = at(model.payments, index);
  refuseIf(payment.isReversed, 'PAYMENT_ALREADY_REVERSED');
  const own = model.settlements.filter((settlement) => settlement.payment === index && !settlement.isReleased);
  if (model.policy.mode === 'DIRECTED') release(model, own);
  let remainder = payment.amount - balanceOf(model, payment.client);
  for (let i = model.invoices.length - 1; i >= 0 && remainder > 0; i -= 1) {
    if (model.invoices[i]!.client !== payment.client || paidOf(model, i) === 0) continue;
    remainder -= paidOf(model, i);
    release(model, settlementsOf(model, i));
  }
  refuseIf(remainder > 0, 'REVERSAL_SHORTFALL');
  payment.isReversed = true;
  runQueue(model, payment.client);
}
