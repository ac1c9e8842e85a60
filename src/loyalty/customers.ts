/** Reading customers, what they bought, and the check of one of them. */
import { z } from 'zod';
import { type Points, customerEndpoints } from './contract.ts';
import { type PointsStrategy, POINTS_STRATEGIES } from './connection-contract.ts';
import { type PurchaseFacts, balanceBy, phoneToFind, totalsOf } from './rules.ts';
import {
  type TotalsRow, findByPhone, findCustomers, loadCards, loadTerms, loadTotals, pageOfPurchases,
} from './store.ts';
import { requireClient } from '../clients/load-client.ts';
import { visible } from '../clients/store.ts';
import { IdOut, MoneyOut, QuantityOut, internal } from '../kernel/contract.ts';
import { type Instant, parseInstant } from '../kernel/day.ts';
import { type Money, add, hundredths } from '../kernel/money.ts';
import { type Context, reading } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { searchPatterns } from '../kernel/search.ts';

type Terms = { since: Instant; days: number | null; strategy: PointsStrategy };

/** Before the first run every purchase there may be counts. */
async function termsOf(context: Context): Promise<Terms> {
  const { since, days, strategy } = await loadTerms(context);
  return { since: since ?? parseInstant('1900-01-01T00:00:00Z'), days, strategy: strategy ?? 'LAST' };
}

function pointsOf({ last, sum }: Pick<TotalsRow, 'last' | 'sum'>, strategy: PointsStrategy): Points {
  const none = hundredths(0);
  const balance = balanceBy(strategy, { last: last ?? none, sum: sum ?? none });
  return { balance, strategy, last, sum, differ: last !== sum };
}

const withTotal = ({ initial, purchases }: { initial: Money; purchases: Money }) =>
  ({ initial, purchases, total: add(initial, purchases) });

export const listCustomers = reading(customerEndpoints.list, async (context, { q, sort, page, limit }) => {
  const terms = await termsOf(context);
  const query = { patterns: searchPatterns(q ?? ''), sort, page, limit };
  const { total, customers } = await findCustomers(context, query, terms);
  const cards = await loadCards(context, customers.map(({ id }) => id));
  const numbersOf = (clientId: string): string[] =>
    cards.filter((card) => card.clientId === clientId).flatMap(({ number }) => (number === null ? [] : [number]));
  return {
    customers: customers.map(({ last, sum, initial, purchases, ...row }) => ({
      ...row, cardNumbers: numbersOf(row.id), ...withTotal({ initial, purchases }),
      points: pointsOf({ last, sum }, terms.strategy),
    })),
    pagination: { total, page, limit },
  };
});

async function totalsFor(context: Context, clientId: string, { since }: Terms): Promise<TotalsRow> {
  const row = await loadTotals(context, clientId, since, visible(context));
  refuseUnless(row, 'NOT_FOUND');
  return row;
}

export const readLoyalty = reading(customerEndpoints.loyalty, async (context, { id: clientId }) => {
  const terms = await termsOf(context);
  const [row, cards] = await Promise.all([totalsFor(context, clientId, terms), loadCards(context, [clientId])]);
  return {
    clientId, cards: cards.map(({ clientId: _client, ...card }) => card), ...withTotal(row),
    points: pointsOf(row, terms.strategy), syncedAt: row.syncedAt,
  };
});

export const listPurchases = reading(customerEndpoints.purchases, async (context, { id: clientId, ...query }) => {
  const { page, limit } = query;
  await requireClient(context, clientId);
  const { since } = await termsOf(context);
  const { total, rows } = await pageOfPurchases(context, { clientId, ...query });
  const purchases = rows.map(({ recorder, recorderType, lineNumber, cardIsActive, ...row }) => ({
    ...row, id: `${recorder}:${recorderType}:${lineNumber}`, inTotal: isInTotal({ ...row, cardIsActive }, since),
    document: { type: recorderType, key: recorder, line: lineNumber },
  }));
  return { purchases, pagination: { total, page, limit } };
});

/** Whether it would count if it cost something, as a gift does not. */
const isInTotal = (purchase: PurchaseFacts, since: Instant): boolean => {
  const one = { ...purchase, amount: 1 as Money };
  return totalsOf([one], since).total !== 0;
};

/** The check of S1-042…S1-044, for the command line. */
export const checkCustomer = reading(
  internal({
    name: 'onec.check', kind: 'reading', permission: 'onec.read', summary: 'What one customer has bought, by phone',
    input: z.object({ phone: z.string().min(1).max(40) }),
    result: z.object({
      clientId: IdOut, name: z.string(), initial: MoneyOut, purchases: MoneyOut, total: MoneyOut, points: QuantityOut,
      strategy: z.enum(POINTS_STRATEGIES), last: QuantityOut.nullable(), sum: QuantityOut.nullable(),
      city: z.string().nullable(),
      /** Whether 1C knows him, and a run that read all of him came to its end; the period of its purchases. */
      isKnown: z.boolean(), isComplete: z.boolean(), days: z.int().nullable(),
    }),
  }),
  async (context, { phone }) => {
    const client = await findByPhone(context, phoneToFind(phone));
    if (client === undefined) throw new Refusal('CUSTOMER_PHONE_UNKNOWN', { phone });
    const terms = await termsOf(context);
    const row = await totalsFor(context, client.id, terms);
    const { balance, strategy, last, sum } = pointsOf(row, terms.strategy);
    const { id: clientId, name, city } = client;
    const { syncedAt, isComplete } = row;
    const read = { isKnown: syncedAt !== null, isComplete, days: terms.days };
    return { clientId, name, city, ...withTotal(row), points: balance, strategy, last, sum, ...read };
  },
);
