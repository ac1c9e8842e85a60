/**
 * A club once more, from the requirements alone (C-11…C-20, C-29…C-52, S4) and deliberately naive: no SQL, nothing of
 * the product's code. Balances and what is paid are sums of settlements, sessions left are sums over the invoices that
 * granted them. Days are texts and moments are milliseconds, so that a model is copied by structuredClone.
 */
export type Day = string;
export type Policy = {
  mode: 'FIFO_BALANCE' | 'DIRECTED'; allowPartial: boolean; activation: 'ON_FULL_PAYMENT' | 'ON_CREATION';
  carryOver: boolean; freezeExtendsEnd: boolean; timing: 'NIGHTLY' | 'ON_ATTENDANCE' | 'BOTH'; chargeAbsent: boolean;
  uncovered: 'INVOICE' | 'RECORD_ONLY'; safeHours: number; renews: boolean; leadDays: number; graceDays: number | null;
  dueDays: number;
};
export type Mark = 'PRESENT' | 'ABSENT';
export type Label = 'NORMAL' | 'ABSENCE' | 'FINE';
export type Cause = 'NIGHT' | 'ATTENDANCE' | 'CANCELLATION' | 'MANUAL';
export type Purpose = 'INITIAL' | 'RENEWAL' | 'TRAINING' | 'ABSENCE' | 'FINE';

export type Kind = { price: number; sessions: number | null; months: number; groups: number[] | null };
export type Training = {
  group: number | null; starts: number; ends: number; day: Day; price: number | null; isCancelled: boolean;
  people: Record<number, { status: 'BOOKED' | 'SAFE' | 'FINE'; since: number }>;
  marks: Record<number, Mark>;
};
export type Pass = {
  client: number; student: number; kind: number; group: number | null; groups: number[] | null;
  status: 'PENDING' | 'ACTIVE' | 'EXPIRED' | 'CANCELLED'; paidPrice: number; start: Day; end: Day;
  anchor: Day; anchorNumber: number; period: number; shifted: number;
  freeze: { from: Day; through: Day; moved: number } | null;
  /** Sums of the movements by their kind. */
  moved: Record<string, number>;
};
/** The one line of an invoice: what it still has to give, and how far it is used up (I-23). */
export type Item = { left: number | null; state: 'PENDING' | 'IN_PROGRESS' | 'COMPLETED' | 'CANCELLED' };
export type Invoice = {
  client: number; student: number; purpose: Purpose; total: number; pass: number | null; training: number | null;
  period: number | null; due: Day; isCancelled: boolean; isOverdue: boolean; tookEffect: boolean; item: Item;
};
export type Charge = {
  training: number; student: number; kind: 'SESSION' | 'INVOICE'; label: Label; cause: Cause; pass: number | null;
  /** The invoice whose session was taken, or that was made for the visit. */
  invoice: number | null; isActive: boolean;
};
export type Settlement = { invoice: number; payment: number | null; amount: number; isReleased: boolean };
export type Model = {
  policy: Policy; now: number;
  clients: { benefit: number }[]; students: { client: number }[]; groups: { price: number | null }[]; kinds: Kind[];
  members: Record<string, 'ACTIVE' | 'EXPELLED'>;
  trainings: Training[]; passes: Pass[]; invoices: Invoice[]; charges: Charge[];
  payments: { client: number; amount: number; isReversed: boolean }[]; settlements: Settlement[];
};

/** A step names things by their place in the model; a place beyond the end is something that does not exist. */
export type Step =
  | { do: 'clock'; to: number }
  | { do: 'training'; group: number | null; starts: number; price: number | null; students: number[] | null }
  | { do: 'book' | 'unmark' | 'leave'; training: number; student: number }
  | { do: 'mark'; training: number; student: number; mark: Mark }
  | { do: 'markAll'; training: number; mark: Mark; but: number | null }
  | { do: 'charge'; training: number }
  | { do: 'cancelTraining'; training: number; reason: string }
  | { do: 'night' | 'overdue' | 'renewals' | 'expulsion' }
  | { do: 'sell'; student: number; kind: number; group: number | null; start: Day }
  | { do: 'freeze'; pass: number; from: Day; through: Day; release: boolean }
  | { do: 'unfreeze'; pass: number; on: Day | null }
  | { do: 'renew' | 'cancelPass'; pass: number }
  | { do: 'pay'; client: number; amount: number }
  | { do: 'payInvoice'; invoice: number; amount: number }
  | { do: 'settle' | 'void'; invoice: number }
  | { do: 'reverse'; payment: number };

export class Refused extends Error {}
export function refuseIf(condition: boolean, code: string): void {
  if (condition) throw new Refused(code);
}

const ZONE = 'Europe/Moscow';
export const HOUR = 3_600_000;
export const dayAt = (moment: number): Day =>
  Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(ZONE).toPlainDate().toString();
export const today = (model: Model): Day => dayAt(model.now);
export const momentOf = (day: Day, time: string): number =>
  Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(ZONE).epochMilliseconds;
export const addDays = (day: Day, days: number): Day => Temporal.PlainDate.from(day).add({ days }).toString();
export const addMonths = (day: Day, months: number): Day => Temporal.PlainDate.from(day).add({ months }).toString();
export const daysFrom = (from: Day, to: Day): number =>
  Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days;

export const total = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);
export const settlementsOf = (model: Model, invoice: number): Settlement[] =>
  model.settlements.filter((settlement) => settlement.invoice === invoice && !settlement.isReleased);
export const paidOf = (model: Model, invoice: number): number =>
  total(settlementsOf(model, invoice).map((settlement) => settlement.amount));
export const dueOf = (model: Model, invoice: number): number => model.invoices[invoice]!.total - paidOf(model, invoice);

/** I-01: what was paid in less what was spent. */
export function balanceOf(model: Model, client: number): number {
  const paid = model.payments.filter((payment) => payment.client === client && !payment.isReversed);
  const spent = model.settlements.filter((s) => !s.isReleased && model.invoices[s.invoice]!.client === client);
  return total(paid.map((payment) => payment.amount)) - total(spent.map((settlement) => settlement.amount));
}

/** I-14. */
export function statusOf(model: Model, index: number): 'CANCELLED' | 'PAID' | 'PARTIALLY_PAID' | 'OVERDUE' | 'PENDING' {
  const invoice = model.invoices[index]!;
  if (invoice.isCancelled) return 'CANCELLED';
  const paid = paidOf(model, index);
  if (paid === invoice.total) return 'PAID';
  if (paid > 0) return 'PARTIALLY_PAID';
  return invoice.isOverdue ? 'OVERDUE' : 'PENDING';
}
export const isOpen = (model: Model, index: number): boolean =>
  ['PENDING', 'PARTIALLY_PAID', 'OVERDUE'].includes(statusOf(model, index));

/** The invoices that granted sessions to a pass, oldest first. */
export const grantsOf = (model: Model, pass: number): Invoice[] =>
  model.invoices.filter((invoice) => invoice.pass === pass && invoice.tookEffect);
/** I-09; null when there is no limit. */
export const sessionsOf = (model: Model, index: number): number | null =>
  model.kinds[model.passes[index]!.kind]!.sessions === null
    ? null : total(grantsOf(model, index).map((invoice) => invoice.item.left ?? 0));

export const chargeOf = (model: Model, training: number, student: number): Charge | undefined =>
  model.charges.find((charge) => charge.isActive && charge.training === training && charge.student === student);
export const hasBegun = (model: Model, training: Training): boolean => training.starts <= model.now;

/** C-39: every group, or those named. */
export const isForGroup = ({ groups }: Pick<Pass, 'groups'>, group: number | null): boolean =>
  groups === null || (group !== null && groups.includes(group));

export function at<T>(list: readonly T[], index: number, code = 'NOT_FOUND'): T {
  const found = list[index];
  if (found === undefined) throw new Refused(code);
  return found;
}
