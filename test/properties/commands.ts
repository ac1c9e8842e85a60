/** Random commands. They say what to do in general; `resolve` makes a step of one, looking at the model as it is then. */
import fc from 'fast-check';
import { type Line, type Model, type Step, balanceOf, dayOf, dueOf, isOpen, statusOf, totalOf } from './model.ts';

const LARGEST = 9_999_999_999;
const REASON = 'Исправление ошибки кассира';

const often = <T>(...choices: [weight: number, value: T][]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
const price = often([6, 100], [6, 150], [4, 200], [3, 333], [3, 500], [1, 1], [2, 0], [0.1, LARGEST]);
const line: fc.Arbitrary<Line> = fc.record({
  quantity: often([8, 100], [2, 200], [1, 33], [1, 150]), unitPrice: price, vatRate: often([3, 0], [1, 2000], [1, 2200]),
});
const lines = fc.array(line, { minLength: 1, maxLength: 3 });

/** An amount by itself, or beside what is due. */
const amount = fc.oneof(
  { weight: 3, arbitrary: fc.record({ beside: fc.constant(false), value: often([3, 100], [3, 150], [2, 333], [2, 700], [1, 1]) }) },
  { weight: 3, arbitrary: fc.record({ beside: fc.constant(true), value: often([4, 0], [1, -1], [1, 1], [1, 120]) }) },
);
type Amount = { beside: boolean; value: number };

const command = fc.record({
  what: often(
    [6, 'create'], [2, 'draft'], [1, 'redraft'], [0.5, 'delete'], [3, 'send'], [2, 'view'], [3, 'settle'], [3, 'cancel'],
    [3, 'adjust'], [2, 'add'], [2, 'remove'], [6, 'pay'], [6, 'payInvoice'], [6, 'reverse'], [3, 'refundInvoice'],
    [3, 'refundCredit'], [3, 'clock'], [0.7, 'close'],
  ),
  client: fc.nat(2), pick: fc.nat(30), item: fc.nat(3), lines, amount, price,
  /** Picks among everything, also what cannot succeed, rather than among what probably can. */
  wild: often([4, false], [1, true]),
  missing: often([40, false], [1, true]),
  reason: often([20, REASON], [1, '   '], [1, 'Ошибка']),
  days: often([8, 0], [2, -1], [1, 1]),
  pause: often([5, 1], [3, 3600], [3, 86_400], [1, 40 * 86_400], [0.5, 366 * 86_400]),
  /** Alone, after a preview whose hash it carries, or twice under one idempotency key. */
  manner: often([10, 'plain'], [1, 'previewed'], [1, 'twice']),
});
export type Command = { manner: string } & Omit<fc.GeneratorValue, never> & ReturnType<typeof commandOf>;
declare function commandOf(): typeof command extends fc.Arbitrary<infer T> ? T : never;
export const commands = (minLength: number, maxLength: number): fc.Arbitrary<Command[]> =>
  fc.array(command, { minLength, maxLength, size: 'max' }) as fc.Arbitrary<Command[]>;
