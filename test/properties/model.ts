/**
 * The money core once more, from the requirements alone (C-11…C-26, S4) and deliberately naive: no stored sums, no SQL,
 * nothing of the product's code. A balance is always payments − refunds − settlements (I-01), what is paid on an
 * invoice is always the sum of its settlements, and a status always follows from these facts (I-14).
 */
export type Mode = 'FIFO_BALANCE' | 'DIRECTED';
export type Line = { quantity: number; unitPrice: number; vatRate: number };
export type Item = { gross: number; discount: number; adjustment: number; total: number; vatRate: number };
export type Invoice = {
  client: number; items: Item[]; isCancelled: boolean; isDeleted: boolean; isViewed: boolean;
  /** The place in the queue (C-14), given when the invoice is issued; null for a draft. */
  issued: number | null;
  /** Every word the lifecycle went through, the present one last. */
  words: string[];
};
export type Settlement = { invoice: number; payment: number | null; amount: number; refunded: number; isReleased: boolean };
export type Model = {
  mode: Mode; allowPartial: boolean; now: Temporal.Instant; closedThrough: Temporal.PlainDate | null; issuedSoFar: number;
  clients: { benefit: number }[];
  invoices: Invoice[];
  payments: { client: number; amount: number; isReversed: boolean }[];
  refunds: { client: number; amount: number }[];
  settlements: Settlement[];
};

/** A step names things by their place in the model; a place beyond the end is something that does not exist. */
export type Step =
  | { do: 'create'; client: number; lines: Line[]; asDraft: boolean }
  | { do: 'redraft'; invoice: number; lines: Line[] }
  | { do: 'delete' | 'send' | 'view' | 'settle'; invoice: number }
  | { do: 'cancel'; invoice: number; reason: string }
  | { do: 'adjust'; invoice: number; item: number; newPrice: number; reason: string }
  | { do: 'add'; invoice: number; line: Line }
  | { do: 'remove'; invoice: number; item: number }
  | { do: 'pay'; client: number; amount: number; onDate: Temporal.PlainDate }
  | { do: 'payInvoice'; invoice: number; amount: number; onDate: Temporal.PlainDate }
  | { do: 'reverse'; payment: number; reason: string }
  | { do: 'refundInvoice'; invoice: number; amount: number; reason: string }
  | { do: 'refundCredit'; client: number; amount: number; reason: string }
  | { do: 'clock'; now: Temporal.Instant }
  | { do: 'close'; through: Temporal.PlainDate }
  | { do: 'mode'; mode: Mode };

export const emptyModel = (mode: Mode, allowPartial: boolean, now: Temporal.Instant, benefits: readonly number[]): Model => ({
  mode, allowPartial, now, closedThrough: null, issuedSoFar: 0, clients: benefits.map((benefit) => ({ benefit })),
  invoices: [], payments: [], refunds: [], settlements: [],
});

/** The day in Moscow, where every organisation of these tests lives. */
export const dayOf = (model: Model): Temporal.PlainDate => model.now.toZonedDateTimeISO('Europe/Moscow').toPlainDate();
export const isBefore = (a: Temporal.PlainDate, b: Temporal.PlainDate): boolean => Temporal.PlainDate.compare(a, b) < 0;

export const total = (amounts: number[]): number => amounts.reduce((all, amount) => all + amount, 0);
/** a × b ÷ c, rounded half up. */
export const share = (a: number, b: number, c: number): number => Number((2n * BigInt(a) * BigInt(b) + BigInt(c)) / (2n * BigInt(c)));

export const settlementsOf = (model: Model, invoice: number): Settlement[] =>
  model.settlements.filter((settlement) => settlement.invoice === invoice && !settlement.isReleased);
export const paidOf = (model: Model, invoice: number): number => total(settlementsOf(model, invoice).map((s) => s.amount));
export const refundedOf = (model: Model, invoice: number): number => total(settlementsOf(model, invoice).map((s) => s.refunded));
export const totalOf = (model: Model, invoice: number): number => total(model.invoices[invoice]!.items.map((item) => item.total));
export const dueOf = (model: Model, invoice: number): number => totalOf(model, invoice) - paidOf(model, invoice);

/** The VAT inside a line (C-23 as issue 1 changed it). */
export const vatOf = (item: Item): number => share(item.total, item.vatRate, 10_000 + item.vatRate);

/** I-01: B = P − R − A. */
export function balanceOf(model: Model, client: number): number {
  const paid = model.payments.filter((payment) => payment.client === client && !payment.isReversed);
  const refunded = model.refunds.filter((refund) => refund.client === client);
  const spent = model.settlements.filter((s) => !s.isReleased && model.invoices[s.invoice]!.client === client);
  return total(paid.map((p) => p.amount)) - total(refunded.map((r) => r.amount)) - total(spent.map((s) => s.amount - s.refunded));
}

/** I-14. Nothing here becomes overdue: that is the work of the daily job. */
export function statusOf(model: Model, index: number): string {
  const invoice = model.invoices[index]!;
  if (invoice.isCancelled) return 'CANCELLED';
  if (invoice.issued === null) return 'DRAFT';
  const paid = paidOf(model, index);
  if (paid === totalOf(model, index)) return 'PAID';
  return paid > 0 ? 'PARTIALLY_PAID' : 'PENDING';
}

export const isOpen = (model: Model, index: number): boolean => ['PENDING', 'PARTIALLY_PAID'].includes(statusOf(model, index));

/** C-01. */
function wordOf(model: Model, index: number): string {
  const status = statusOf(model, index);
  if (status === 'PENDING' || status === 'PARTIALLY_PAID') return model.invoices[index]!.isViewed ? 'viewed' : 'sent';
  return status.toLowerCase();
}

/** Writes down every word that changed. */
export function note(model: Model): void {
  for (const [index, invoice] of model.invoices.entries()) {
    const word = wordOf(model, index);
    if (invoice.words.at(-1) !== word) invoice.words.push(word);
  }
}
