/** Customers of the shop as 1C knows them: synchronisation, cards, purchases, points. None of it is money of the ledger. */
import { z } from 'zod';
import { POINTS_STRATEGIES } from './connection-contract.ts';
import { Id, IdOut, InstantShape, MoneyOut, Page, Pagination, QuantityOut, endpoint } from '../kernel/contract.ts';

/** In the order in which they are gone through (S1-024). */
export const SYNC_STAGES = ['CARDS', 'INITIAL', 'PURCHASES', 'POINTS', 'DONE'] as const;
export type SyncStage = (typeof SYNC_STAGES)[number];
export const SYNC_STATUSES = ['RUNNING', 'DONE', 'CANCELLED', 'FAILED'] as const;
export const PURCHASE_KINDS = ['INITIAL', 'SALE'] as const;
export const LINE_LEVELS = ['INFO', 'WARNING', 'ERROR'] as const;

/** What a run has done so far; repeats of a row are counted once. */
export const SyncCounts = z.object({
  /** Cards read, clients found or made for them, clients that were made, clients that were changed. */
  cards: z.int(), customers: z.int(), created: z.int(), changed: z.int(),
  /** Rows of purchases and points that were kept, and those of cards that are not ours to know. */
  initial: z.int(), purchases: z.int(), packaging: z.int(), points: z.int(), unknownCards: z.int(),
  /** Rows that 1C does not have any more, and records that could not be understood. */
  removed: z.int(), failed: z.int(),
});
export type SyncCounts = z.output<typeof SyncCounts>;

export const Sync = z.object({
  id: IdOut, status: z.enum(SYNC_STATUSES), stage: z.enum(SYNC_STAGES), percent: z.int(), limit: z.int(), days: z.int(),
  counts: SyncCounts, startedBy: z.object({ id: IdOut, firstName: z.string(), lastName: z.string() }),
  startedAt: InstantShape, finishedAt: InstantShape.nullable(),
  /** When it was last seen at work. */
  aliveAt: InstantShape.nullable(),
  /** Why it FAILED: a code for programs, a sentence for people, and what to do next. */
  error: z.object({ code: z.string(), message: z.string(), advice: z.string().nullable() }).nullable(),
});
export type Sync = z.output<typeof Sync>;

const SyncLine = z.object({ at: InstantShape, level: z.enum(LINE_LEVELS), code: z.string(), message: z.string() });
export const SyncWithLog = Sync.extend({ log: z.array(SyncLine) });

const SYNCS = '/api/admin/onec/customers/sync';
const byId = { id: Id };
export const syncEndpoints = {
  start: endpoint({
    name: 'onec.sync.start', method: 'POST', path: `${SYNCS}/full`, permission: 'onec.manage', status: 201,
    summary: 'Begin a full synchronisation with 1C: at most so many customers, and ordinary purchases of so many days',
    query: ['limit', 'days'],
    input: z.object({
      limit: z.coerce.number().int().min(1).max(1_000_000).default(1000),
      days: z.coerce.number().int().min(1).max(36_500).default(365),
    }),
    result: Sync,
    refusals: ['SYNC_RUNNING', 'ONEC_NOT_CONNECTED'],
  }),
  list: endpoint({
    name: 'onec.sync.list', method: 'GET', path: SYNCS, permission: 'onec.manage',
    summary: 'Synchronisations with 1C, the newest first',
    input: z.object({ ...Page }), result: z.object({ syncs: z.array(Sync), pagination: Pagination }),
  }),
  get: endpoint({
    name: 'onec.sync.get', method: 'GET', path: `${SYNCS}/{id}`, permission: 'onec.manage',
    summary: 'One synchronisation: how far it is, and its log; /events beside it streams the same while it runs',
    input: z.object(byId), result: SyncWithLog, refusals: ['NOT_FOUND'],
  }),
  cancel: endpoint({
    name: 'onec.sync.cancel', method: 'POST', path: `${SYNCS}/{id}/cancel`, permission: 'onec.manage',
    summary: 'Stop a synchronisation; what is in stays', input: z.object(byId), result: Sync,
    refusals: ['NOT_FOUND', 'SYNC_NOT_RUNNING'],
  }),
  resume: endpoint({
    name: 'onec.sync.resume', method: 'POST', path: `${SYNCS}/{id}/resume`, permission: 'onec.manage',
    summary: 'Go on with a synchronisation that failed or was cancelled from where it stopped',
    input: z.object(byId), result: Sync,
    refusals: ['NOT_FOUND', 'SYNC_RUNNING', 'SYNC_NOT_RESUMABLE', 'ONEC_NOT_CONNECTED'],
  }),
};

const text = z.string().nullable();
/** What was bought for: the carry-over of the old system, the sales of the period, and both (I-36). */
const Totals = { initial: MoneyOut, purchases: MoneyOut, total: MoneyOut };
/** The balance by the strategy in force, and what each strategy gives; null when 1C has said nothing of points yet. */
const Points = z.object({
  balance: QuantityOut, strategy: z.enum(POINTS_STRATEGIES), last: QuantityOut.nullable(), sum: QuantityOut.nullable(),
  differ: z.boolean(),
});
export type Points = z.output<typeof Points>;

export const CUSTOMER_SORTS = [
  'name', '-name', 'city', '-city', 'total', '-total', 'points', '-points', 'syncedAt', '-syncedAt',
] as const;
export const Customer = z.object({
  id: IdOut, name: z.string(), phone: text, email: text, city: text, cardNumbers: z.array(z.string()), ...Totals,
  points: Points, syncedAt: InstantShape, isActive: z.boolean(),
});

export const DiscountCard = z.object({
  id: IdOut, number: text, barcode: text, description: text,
  /** Not marked for deletion in 1C; what was bought with other cards is not part of the totals. */
  isActive: z.boolean(),
});
export const Purchase = z.object({
  id: IdOut, kind: z.enum(PURCHASE_KINDS), at: InstantShape, product: text, quantity: QuantityOut.nullable(),
  amount: MoneyOut, packaging: z.boolean(),
  /** Within the period of the last synchronisation, and so part of the total. */
  inTotal: z.boolean(),
  document: z.object({ type: z.string(), key: z.string(), line: z.int() }), cardNumber: text,
});

export const customerEndpoints = {
  list: endpoint({
    name: 'onec.customer.list', method: 'GET', path: '/api/onec/customers', permission: 'onec.read',
    summary: 'Customers known from 1C, by any part of a name, phone, e-mail, city or card number',
    input: z.object({
      q: z.string().max(200).optional(), sort: z.enum(CUSTOMER_SORTS).default('name'), ...Page,
    }),
    result: z.object({ customers: z.array(Customer), pagination: Pagination }),
  }),
  loyalty: endpoint({
    name: 'client.loyalty', method: 'GET', path: '/api/clients/{id}/loyalty', permission: 'client.read',
    summary: 'Cards, totals and points of a client in 1C', input: z.object(byId),
    result: z.object({
      clientId: IdOut, cards: z.array(DiscountCard), ...Totals, points: Points, syncedAt: InstantShape.nullable(),
    }),
    refusals: ['NOT_FOUND'],
  }),
  purchases: endpoint({
    name: 'client.purchases', method: 'GET', path: '/api/clients/{id}/purchases', permission: 'client.read',
    summary: 'Purchases of a client in 1C: the carry-over first, then the newest; packaging only when asked for',
    input: z.object({
      ...byId, kind: z.enum(PURCHASE_KINDS).optional(), packaging: z.stringbool().default(false), ...Page,
    }),
    result: z.object({ purchases: z.array(Purchase), pagination: Pagination }),
    refusals: ['NOT_FOUND'],
  }),
};
