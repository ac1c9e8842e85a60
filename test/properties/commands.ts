/** Random commands. They say what to do in general; `resolve` makes a step of one, looking at the model as it is then. */
import fc from 'fast-check';
import { type Line, type Model, type Step, balanceOf, dayOf, dueOf, isOpen, statusOf, totalOf } from './model.ts';

const LARGEST = 9_999_999_999;
const REASON = 'Исправление ошибки кассира';

const often = <const T>(...choices: (readonly [weight: number, value: T])[]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
const price = often([60, 100], [60, 150], [40, 200], [30, 333], [30, 500], [10, 1], [20, 0], [1, LARGEST]);
const line: fc.Arbitrary<Line> = fc.record({
  quantity: often([8, 100], [2, 200], [1, 33], [1, 150]), unitPrice: price, vatRate: often([3, 0], [1, 2000], [1, 2200]),
});
const lines = fc.array(line, { minLength: 1, maxLength: 3 });

/** An amount by itself, or beside what is due. */
const amount = fc.oneof(
  { weight: 3, arbitrary: fc.record({ beside: fc.constant(false), value: often([3, 100], [3, 150], [2, 333], [2, 700], [1, 1]) }) },
  { weight: 3, arbitrary: fc.record({ beside: fc.constant(true), value: often([4, 0], [1, -1], [1, 1], [1, 120]) }) },
);

const command = fc.record({
  what: often(
    [12, 'create'], [4, 'draft'], [2, 'redraft'], [1, 'delete'], [6, 'send'], [4, 'view'], [6, 'settle'], [6, 'cancel'],
    [6, 'adjust'], [4, 'add'], [4, 'remove'], [12, 'pay'], [12, 'payInvoice'], [12, 'reverse'], [6, 'refundInvoice'],
    [6, 'refundCredit'], [6, 'clock'], [1, 'close'], [1, 'mode'],
  ),
  client: fc.nat(2), pick: fc.nat(30), item: fc.nat(3), lines, amount, price,
  /** Picks among everything, also what cannot succeed, rather than among what probably can. */
  wild: often([4, false], [1, true]),
  missing: often([40, false], [1, true]),
  reason: often([20, REASON], [1, '   '], [1, 'Ошибка']),
  days: often([8, 0], [2, -1], [1, 1]),
  pause: often([10, 1], [6, 3600], [6, 86_400], [2, 40 * 86_400], [1, 366 * 86_400]),
  /** Alone, after a preview whose hash it carries, or twice under one idempotency key. */
  manner: often([10, 'plain'], [1, 'previewed'], [1, 'twice']),
});
export type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;
export const commands = (minLength: number, maxLength: number): fc.Arbitrary<Command[]> =>
  fc.array(command, { minLength, maxLength, size: 'max' });

/** One of the likely places, or of all; a place beyond the end when there is none or the command asks for it. */
function choose(command: Command, all: number, likely: (index: number) => boolean): number {
  const places = [...Array(all).keys()];
  const good = command.wild ? places : places.filter(likely);
  const from = good.length > 0 ? good : places;
  return command.missing || from.length === 0 ? all : from[command.pick % from.length]!;
}

/** The step that a command means for this model. */
export function resolve(model: Model, command: Command): Step {
  const { what, reason, lines: chosen } = command;
  const client = command.client % model.clients.length;
  const invoiceWhere = (likely: (index: number) => boolean) => choose(command, model.invoices.length, likely);
  const changeable = (index: number) => ['DRAFT', 'PENDING'].includes(statusOf(model, index));
  const isDraft = (index: number) => statusOf(model, index) === 'DRAFT' && !model.invoices[index]!.isDeleted;
  const isPaid = (index: number) => statusOf(model, index) === 'PAID';
  // Less than nothing and more than a document may hold is refused at the door.
  const beside = (value: number) => Math.min(LARGEST, Math.max(1, command.amount.value + (command.amount.beside ? value : 0)));
  const onDate = dayOf(model).add({ days: command.days });
  const existing = (invoice: number, of: (model: Model, index: number) => number) =>
    invoice < model.invoices.length ? of(model, invoice) : 0;
  switch (what) {
    case 'create': return { do: 'create', client, lines: chosen, asDraft: false };
    case 'draft': return { do: 'create', client, lines: chosen, asDraft: true };
    case 'redraft': return { do: 'redraft', invoice: invoiceWhere(isDraft), lines: chosen };
    case 'delete': case 'send': return { do: what, invoice: invoiceWhere(isDraft) };
    case 'view': case 'settle': return { do: what, invoice: invoiceWhere((index) => isOpen(model, index)) };
    case 'cancel': return { do: 'cancel', reason, invoice: invoiceWhere((index) => isOpen(model, index)) };
    case 'adjust': {
      const invoice = invoiceWhere(changeable);
      const items = model.invoices[invoice]?.items.length ?? 1;
      return { do: 'adjust', invoice, item: command.missing ? items : command.item % items, newPrice: command.price, reason };
    }
    case 'add': return { do: 'add', invoice: invoiceWhere(changeable), line: chosen[0]! };
    case 'remove': {
      const invoice = invoiceWhere(changeable);
      return { do: 'remove', invoice, item: command.item % (model.invoices[invoice]?.items.length ?? 1) };
    }
    case 'pay': {
      const due = model.invoices.map((invoice, index) => (invoice.client === client && isOpen(model, index) ? dueOf(model, index) : 0));
      return { do: 'pay', client, amount: beside(due.reduce((a, b) => a + b, 0)), onDate };
    }
    case 'payInvoice': {
      const invoice = invoiceWhere((index) => isOpen(model, index));
      return { do: 'payInvoice', invoice, amount: beside(existing(invoice, dueOf)), onDate };
    }
    case 'reverse':
      return { do: 'reverse', reason, payment: choose(command, model.payments.length, (index) => !model.payments[index]!.isReversed) };
    case 'refundInvoice': {
      const invoice = invoiceWhere(isPaid);
      return { do: 'refundInvoice', invoice, amount: beside(existing(invoice, totalOf)), reason };
    }
    case 'refundCredit': return { do: 'refundCredit', client, amount: beside(balanceOf(model, client)), reason };
    case 'clock': return { do: 'clock', now: model.now.add({ seconds: command.pause }) };
    case 'mode': return { do: 'mode', mode: command.wild === (model.mode === 'DIRECTED') ? 'DIRECTED' : 'FIFO_BALANCE' };
    case 'close': return { do: 'close', through: dayOf(model).add({ days: command.days - 1 }) };
  }
}
