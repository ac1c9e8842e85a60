/** SQL that reads customers: cards, what was bought, points. */
import { type CUSTOMER_SORTS, PURCHASE_KINDS } from './contract.ts';
import { POINTS_STRATEGIES, type PointsStrategy } from './connection-contract.ts';
import type { Place } from './sync-store.ts';
import type { Instant } from '../kernel/day.ts';
import type { Quantity } from '../kernel/money.ts';
import {
  type Column, type Row, type Sql, bool, instant, int, join, money, nullable, oneOf, raw, select, sql, text, uuid,
} from '../kernel/sql.ts';

const points = int as Column<Quantity>;

const TermsColumns = { since: nullable(instant), days: nullable(int), strategy: nullable(oneOf(...POINTS_STRATEGIES)) };
export type TermsRow = Row<typeof TermsColumns>;
/** By which period purchases count, that of the last finished run or else of the last, and which points are in force. */
export const loadTerms = ({ tx, orgId }: Place): Promise<TermsRow> => tx.one(TermsColumns, sql`
  select s.since, s.days, (select points_strategy from onec_connections where org_id = ${orgId}) as strategy
    from organisations o
    left join lateral (select since, days from onec_syncs where org_id = o.org_id
                        order by status = 'DONE' desc, started_at desc, id desc limit 1) s on true
   where o.org_id = ${orgId}`);

const counts = (since: Instant): Sql =>
  sql`(p.kind = 'INITIAL' or p.kind = 'SALE' and not p.packaging and p.at >= ${since}) and (d.id is null or d.is_active)`;
const purchasesWithCards = sql`purchases p left join discount_cards d on d.org_id = p.org_id and d.id = p.card_id`;

/** What the client c has bought in all, by LOY-8. */
const totals = (orgId: string, since: Instant): Sql => sql`
  select coalesce(sum(p.amount) filter (where p.kind = 'INITIAL'), 0)::bigint as initial,
         coalesce(sum(p.amount) filter (where p.kind = 'SALE'), 0)::bigint as purchases
    from ${purchasesWithCards} where p.org_id = ${orgId} and p.client_id = c.id and ${counts(since)}`;
/** The same of everybody at once: their rows are gone through one time. */
const totalsOfAll = (orgId: string, since: Instant): Sql => sql`
  select p.client_id, sum(p.amount) as total
    from ${purchasesWithCards} where p.org_id = ${orgId} and ${counts(since)} group by p.client_id`;

const TotalsColumns = {
  initial: money, purchases: money, last: nullable(points), sum: nullable(points), syncedAt: nullable(instant),
  isComplete: bool,
};
export type TotalsRow = Row<typeof TotalsColumns>;
/**
 * Totals, points and the last reading of one client, and whether the run that saw him came to its end; undefined when
 * there is no such client to be seen.
 */
export const loadTotals = (
  { tx, orgId }: Place, clientId: string, since: Instant, visible: Sql,
): Promise<TotalsRow | undefined> => tx.maybe(TotalsColumns, sql`
  select t.initial, t.purchases, l.last, l.sum, o.synced_at, coalesce(s.status = 'DONE', false) as is_complete
    from clients c
   cross join lateral (${totals(orgId, since)}) t
    left join loyalty_points l on l.org_id = c.org_id and l.client_id = c.id
    left join onec_customers o on o.org_id = c.org_id and o.client_id = c.id
    left join onec_syncs s on s.org_id = o.org_id and s.id = o.seen_sync
   where c.org_id = ${orgId} and c.id = ${clientId} and ${visible}`);

const CustomerColumns = {
  id: uuid, name: text, phone: nullable(text), email: nullable(text), city: nullable(text), isActive: bool,
  syncedAt: instant, initial: money, purchases: money, last: nullable(points), sum: nullable(points),
};
export type CustomerRow = Row<typeof CustomerColumns>;
export type CustomerQuery = {
  patterns: readonly string[]; sort: (typeof CUSTOMER_SORTS)[number]; page: number; limit: number;
};

function orderOf(sort: CustomerQuery['sort'], strategy: PointsStrategy): Sql {
  const way = raw(sort.startsWith('-') ? 'desc' : 'asc');
  const byName = sql`c.name collate "und-x-icu"`;
  switch (sort.replace('-', '')) {
    case 'city': return sql`c.city collate "und-x-icu" ${way} nulls last, ${byName}, c.id`;
    case 'total': return sql`coalesce(a.total, 0) ${way}, ${byName}, c.id`;
    case 'points': return sql`${raw(strategy === 'LAST' ? 'l.last' : 'l.sum')} ${way} nulls last, ${byName}, c.id`;
    case 'syncedAt': return sql`o.synced_at ${way}, ${byName}, c.id`;
    default: return sql`${byName} ${way}, c.id`;
  }
}

/** Customers where every part of the query is found in the client or in one of the cards. */
export async function findCustomers(
  { tx, orgId }: Place, query: CustomerQuery, { since, strategy }: { since: Instant; strategy: PointsStrategy },
): Promise<{ total: number; customers: CustomerRow[] }> {
  const conditions = [sql`o.org_id = ${orgId}`, ...query.patterns.map((pattern) => sql`
    (c.search like ${pattern} or c.id in (
      select d.client_id from discount_cards d where d.org_id = ${orgId} and d.search like ${pattern}))`)];
  const from = sql`onec_customers o join clients c on c.org_id = o.org_id and c.id = o.client_id`;
  const where = join(conditions, ' and ');
  const order = orderOf(query.sort, strategy);
  const known = sql`left join loyalty_points l on l.org_id = o.org_id and l.client_id = o.client_id`;
  const counted = sql`cross join lateral (${totals(orgId, since)}) t`;
  // Totals of everybody are only made where the rows are sorted by them.
  const early = query.sort.endsWith('total')
    ? sql`left join (${totalsOfAll(orgId, since)}) a on a.client_id = o.client_id`
    : sql``;
  const [{ total }, customers] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from ${from} where ${where}`),
    tx.rows(CustomerColumns, sql`
      with chosen as materialized (
        select o.client_id, row_number() over (order by ${order}) as place
          from ${from} ${known} ${early} where ${where}
         order by ${order} limit ${query.limit} offset ${(query.page - 1) * query.limit})
      select c.id, c.name, c.phone, c.email, c.city, c.is_active, o.synced_at, t.initial, t.purchases, l.last, l.sum
        from chosen
        join onec_customers o on o.org_id = ${orgId} and o.client_id = chosen.client_id
        join clients c on c.org_id = o.org_id and c.id = o.client_id
        ${known} ${counted}
       order by chosen.place`),
  ]);
  return { total, customers };
}

const CardColumns = {
  id: uuid, clientId: uuid, number: nullable(text), barcode: nullable(text), description: nullable(text), isActive: bool,
};
export type CardRow = Row<typeof CardColumns>;
export const loadCards = ({ tx, orgId }: Place, clientIds: readonly string[]): Promise<CardRow[]> =>
  tx.rows(CardColumns, sql`
    select ${select(CardColumns)} from discount_cards
     where org_id = ${orgId} and client_id = any(${[...clientIds]}::uuid[])
     order by is_active desc, number nulls last, card_key`);

const PurchaseColumns = {
  kind: oneOf(...PURCHASE_KINDS), recorder: uuid, recorderType: text, lineNumber: int, at: instant,
  product: nullable(text), quantity: nullable(points), amount: money, packaging: bool, cardNumber: nullable(text),
  cardIsActive: bool,
};
export type PurchaseLine = Row<typeof PurchaseColumns>;
export type PurchaseQuery = {
  clientId: string; kind?: (typeof PURCHASE_KINDS)[number] | undefined; packaging: boolean; page: number; limit: number;
};

/** What a client has bought: the carry-over first, then the newest. */
export async function pageOfPurchases(
  { tx, orgId }: Place, { clientId, kind, packaging, page, limit }: PurchaseQuery,
): Promise<{ total: number; rows: PurchaseLine[] }> {
  const conditions = [sql`p.org_id = ${orgId}`, sql`p.client_id = ${clientId}`];
  if (kind !== undefined) conditions.push(sql`p.kind = ${kind}`);
  if (!packaging) conditions.push(sql`not p.packaging`);
  const where = join(conditions, ' and ');
  const [{ total }, rows] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from purchases p where ${where}`),
    tx.rows(PurchaseColumns, sql`
      select p.kind, p.recorder, p.recorder_type, p.line_number, p.at, p.product, p.quantity, p.amount, p.packaging,
             d.number as card_number, coalesce(d.is_active, true) as card_is_active
        from purchases p left join discount_cards d on d.org_id = p.org_id and d.id = p.card_id
       where ${where}
       order by (p.kind = 'INITIAL') desc, p.at desc, p.recorder, p.line_number
       limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { total, rows };
}

const FoundColumns = { id: uuid, name: text, city: nullable(text) };
/** The client with the phone, first of all one whom 1C knows. */
export const findByPhone = ({ tx, orgId }: Place, phone: string): Promise<Row<typeof FoundColumns> | undefined> =>
  tx.maybe(FoundColumns, sql`
    select c.id, c.name, c.city
      from clients c left join onec_customers o on o.org_id = c.org_id and o.client_id = c.id
     where c.org_id = ${orgId} and c.phone = ${phone}
     order by o.client_id is null, c.is_active desc, c.created_at, c.id limit 1`);
