/** What each step does to the model, or why it is refused: written from the requirements alone, like the model itself. */
import {
  type Invoice, type Item, type Line, type Mode, type Model, type Settlement, type Step, balanceOf, dayOf, dueOf, isBefore, isOpen,
  note, paidOf, refundedOf, settlementsOf, share, statusOf, total,
} from './model.ts';

const LARGEST = 9_999_999_999;

class Refused extends Error {}
function refuseIf(condition: boolean, code: string): void {
  if (condition) throw new Refused(code);
}

/** C-21, C-23: rounded per line, the benefit of the client's category at this moment. */
function itemOf(line: Line, benefit: number): Item {
  const gross = share(line.quantity, line.unitPrice, 100);
  refuseIf(gross > LARGEST, 'AMOUNT_TOO_LARGE');
  const discount = share(gross, benefit, 10_000);
  return { gross, discount, adjustment: 0, total: gross - discount, vatRate: line.vatRate };
}

function refuseSums(items: Item[]): void {
  refuseIf(total(items.map((item) => item.gross)) === 0, 'SUBTOTAL_ZERO');
  const sums = [total(items.map((item) => item.gross)), total(items.map((item) => item.total))];
  refuseIf(sums.some((sum) => sum > LARGEST), 'AMOUNT_TOO_LARGE');
}

function itemsOf(model: Model, client: number, lines: Line[]): Item[] {
  refuseIf(lines.length === 0, 'ITEMS_EMPTY');
  const items = lines.map((line) => itemOf(line, model.clients[client]!.benefit));
  refuseSums(items);
  return items;
}

function invoiceAt(model: Model, index: number): Invoice {
  const invoice = model.invoices[index];
  if (!invoice || invoice.isDeleted) throw new Refused('INVOICE_NOT_FOUND');
  return invoice;
}

/** The client's invoices in the order of the queue. */
function queueOf(model: Model, client: number): number[] {
  return [...model.invoices.keys()]
    .filter((index) => model.invoices[index]!.client === client && model.invoices[index]!.issued !== null)
    .toSorted((a, b) => model.invoices[a]!.issued! - model.invoices[b]!.issued!);
}

function spend(model: Model, invoice: number, payment: number | null, amount: number): void {
  if (amount > 0) model.settlements.push({ invoice, payment, amount, refunded: 0, isReleased: false });
  note(model);
}

/** S4-014…S4-020: while the credit covers the oldest unpaid invoice, pay it; the first that it does not cover ends it. */
function runQueue(model: Model, client: number, payment: number | null = null): void {
  if (model.mode !== 'FIFO_BALANCE') return;
  for (const index of queueOf(model, client).filter((candidate) => isOpen(model, candidate))) {
    if (balanceOf(model, client) < dueOf(model, index)) return;
    spend(model, index, payment, dueOf(model, index));
  }
}

function release(model: Model, which: Settlement[]): void {
  for (const settlement of which) settlement.isReleased = true;
  note(model);
}

/** S4-024…S4-032 with C-17 and C-18. */
function reverse(model: Model, index: number): void {
  const payment = model.payments[index]!;
  const { client, amount } = payment;
  if (model.mode === 'DIRECTED') {
    const own = model.settlements.filter((s) => s.payment === index && !s.isReleased && refundedOf(model, s.invoice) === 0);
    release(model, own);
  }
  let remainder = amount - balanceOf(model, client);
  const paid = queueOf(model, client).toReversed()
    .filter((candidate) => paidOf(model, candidate) > 0 && refundedOf(model, candidate) === 0);
  while (remainder > 0) {
    const newest = paid.shift();
    if (newest === undefined) throw new Refused('REVERSAL_SHORTFALL');
    remainder -= paidOf(model, newest);
    release(model, settlementsOf(model, newest));
  }
  payment.isReversed = true;
  runQueue(model, client);
}

function refuseUnpayable(model: Model, index: number): void {
  const status = statusOf(model, index);
  refuseIf(status === 'PAID', 'INVOICE_ALREADY_PAID');
  refuseIf(status === 'DRAFT', 'INVOICE_IS_DRAFT');
  refuseIf(status === 'CANCELLED', 'INVOICE_CANCELLED');
}

function pay(model: Model, client: number, amount: number, onDate: Temporal.PlainDate, index?: number): void {
  refuseIf(isBefore(dayOf(model), onDate), 'DATE_IN_FUTURE');
  refuseIf(model.closedThrough !== null && !isBefore(model.closedThrough, onDate), 'PERIOD_CLOSED');
  if (index !== undefined) refuseUnpayable(model, index);
  const due = index === undefined ? 0 : dueOf(model, index);
  refuseIf(model.mode === 'DIRECTED' && !model.allowPartial && amount < due, 'PARTIAL_NOT_ALLOWED');
  const payment = model.payments.push({ client, amount, isReversed: false }) - 1;
  if (model.mode === 'FIFO_BALANCE') runQueue(model, client, payment);
  else if (index !== undefined) spend(model, index, payment, Math.min(amount, due));
}

/** Money back against a paid invoice is taken from its settlements, oldest first. */
function refundInvoice(model: Model, index: number, amount: number): void {
  const left = paidOf(model, index) - refundedOf(model, index);
  refuseIf(statusOf(model, index) !== 'PAID', 'REFUND_NOT_PAID');
  refuseIf(amount > left, 'REFUND_TOO_LARGE');
  refuseIf(!model.allowPartial && amount < left, 'REFUND_FULL_ONLY');
  let rest = amount;
  for (const settlement of settlementsOf(model, index)) {
    const part = Math.min(rest, settlement.amount - settlement.refunded);
    settlement.refunded += part;
    rest -= part;
  }
  model.refunds.push({ client: model.invoices[index]!.client, amount });
}

function settleFromBalance(model: Model, index: number): void {
  refuseUnpayable(model, index);
  const { client } = model.invoices[index]!;
  const balance = balanceOf(model, client);
  const due = dueOf(model, index);
  // Where the queue rules, whatever could be settled already was (I-08).
  const isEnough = model.mode === 'DIRECTED' && (model.allowPartial ? balance > 0 : balance >= due);
  refuseIf(!isEnough, 'NOTHING_TO_SETTLE');
  spend(model, index, null, Math.min(balance, due));
}

/** C-22, C-24: only a draft or a waiting invoice that holds no money. */
const isChangeable = (model: Model, index: number): boolean =>
  statusOf(model, index) === 'DRAFT' || statusOf(model, index) === 'PENDING';

function changeItems(model: Model, index: number, items: Item[]): void {
  refuseSums(items);
  model.invoices[index]!.items = items;
  note(model);
  runQueue(model, model.invoices[index]!.client);
}

function issue(model: Model, index: number): void {
  model.issuedSoFar += 1;
  model.invoices[index]!.issued = model.issuedSoFar;
  const { words, client } = model.invoices[index]!;
  words.push('sent');
  note(model);
  runQueue(model, client);
}

function changeInvoice(model: Model, step: Extract<Step, { invoice: number }>): void {
  const index = step.invoice;
  const invoice = invoiceAt(model, index);
  const status = statusOf(model, index);
  switch (step.do) {
    case 'redraft':
      refuseIf(status !== 'DRAFT', 'INVOICE_NOT_EDITABLE');
      invoice.items = itemsOf(model, invoice.client, step.lines);
      return;
    case 'delete':
      refuseIf(status !== 'DRAFT', 'INVOICE_NOT_DRAFT');
      invoice.isDeleted = true;
      return;
    case 'send':
      refuseIf(status !== 'DRAFT', 'INVOICE_NOT_DRAFT');
      return issue(model, index);
    case 'view':
      refuseIf(!isOpen(model, index), 'INVOICE_NOT_VIEWABLE');
      invoice.isViewed = true;
      return note(model);
    case 'settle': return settleFromBalance(model, index);
    case 'cancel':
      refuseIf(status === 'PAID', 'CANCEL_PAID_INVOICE');
      refuseIf(status === 'CANCELLED', 'INVOICE_CANCELLED');
      refuseIf(step.reason.trim() === '', 'REASON_REQUIRED');
      release(model, settlementsOf(model, index));
      invoice.isCancelled = true;
      note(model);
      return runQueue(model, invoice.client);
    case 'adjust': {
      const item = invoice.items[step.item];
      if (!item) throw new Refused('ITEM_NOT_FOUND');
      refuseIf(!isChangeable(model, index), 'INVOICE_PRICE_FIXED');
      refuseIf(step.reason.trim().length < 10, 'ADJUSTMENT_REASON');
      const adjusted = { ...item, total: step.newPrice, adjustment: step.newPrice - (item.gross - item.discount) };
      return changeItems(model, index, invoice.items.with(step.item, adjusted));
    }
    case 'add':
      refuseIf(!isChangeable(model, index), 'INVOICE_NOT_EDITABLE');
      return changeItems(model, index, [...invoice.items, itemOf(step.line, model.clients[invoice.client]!.benefit)]);
    case 'remove':
      refuseIf(step.item >= invoice.items.length, 'ITEM_NOT_FOUND');
      refuseIf(!isChangeable(model, index), 'INVOICE_NOT_EDITABLE');
      refuseIf(invoice.items.length === 1, 'LAST_ITEM');
      return changeItems(model, index, invoice.items.toSpliced(step.item, 1));
    case 'payInvoice': return pay(model, invoice.client, step.amount, step.onDate, index);
    case 'refundInvoice':
      refuseIf(step.reason.trim() === '', 'REASON_REQUIRED');
      return refundInvoice(model, index, step.amount);
  }
}

/** C-12: balances that pay by themselves pay whole invoices, and at once what they cover. */
function changeMode(model: Model, mode: Mode): void {
  const isHalfPaid = model.invoices.some((_, index) => statusOf(model, index) === 'PARTIALLY_PAID');
  refuseIf(mode === 'FIFO_BALANCE' && model.mode === 'DIRECTED' && isHalfPaid, 'PARTIALLY_PAID_OPEN');
  model.mode = mode;
  if (mode === 'FIFO_BALANCE') model.allowPartial = false;
  for (const client of model.clients.keys()) runQueue(model, client);
}

function perform(model: Model, step: Step): void {
  if ('invoice' in step) return changeInvoice(model, step);
  switch (step.do) {
    case 'create': {
      const items = itemsOf(model, step.client, step.lines);
      const invoice: Invoice = {
        client: step.client, items, isCancelled: false, isDeleted: false, isViewed: false, issued: null, words: [],
      };
      const index = model.invoices.push(invoice) - 1;
      if (step.asDraft) return note(model);
      return issue(model, index);
    }
    case 'pay': return pay(model, step.client, step.amount, step.onDate);
    case 'refundCredit':
      refuseIf(step.reason.trim() === '', 'REASON_REQUIRED');
      refuseIf(step.amount > balanceOf(model, step.client), 'BALANCE_TOO_LOW');
      model.refunds.push({ client: step.client, amount: step.amount });
      return;
    case 'reverse':
      refuseIf(step.payment >= model.payments.length, 'NOT_FOUND');
      refuseIf(model.payments[step.payment]!.isReversed, 'PAYMENT_ALREADY_REVERSED');
      refuseIf(step.reason.trim() === '', 'REASON_REQUIRED');
      return reverse(model, step.payment);
    case 'clock':
      model.now = step.now;
      return;
    case 'close':
      refuseIf(!isBefore(step.through, dayOf(model)), 'PERIOD_NOT_PAST');
      refuseIf(model.closedThrough !== null && !isBefore(model.closedThrough, step.through), 'PERIOD_NOT_FORWARD');
      model.closedThrough = step.through;
      return;
    case 'mode': return changeMode(model, step.mode);
  }
}

const copy = (model: Model): Model => ({
  ...model,
  invoices: model.invoices.map((invoice) => ({ ...invoice, items: [...invoice.items], words: [...invoice.words] })),
  payments: model.payments.map((payment) => ({ ...payment })),
  refunds: [...model.refunds],
  settlements: model.settlements.map((settlement) => ({ ...settlement })),
});

/** What must come of a step: the next model, or the code of the refusal with nothing changed. */
export function predict(model: Model, step: Step): { next: Model; refusal?: undefined } | { next: Model; refusal: string } {
  const next = copy(model);
  try {
    perform(next, step);
    return { next };
  } catch (error) {
    if (error instanceof Refused) return { next: model, refusal: error.message };
    throw error;
  }
}
