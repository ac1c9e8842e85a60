/** SQL of what the registers hold, purchases and points: a page of any size is a constant number of statements. */
import type { Document, PointsRow, PurchaseRow } from './rows.ts';
import type { Place } from './sync-store.ts';
import type { Instant } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { type Sql, int, raw, sql, text, uuid } from '../kernel/sql.ts';

const WrittenColumns = { known: int, fresh: int, packaging: int };
/** Rows of cards that we know, rows seen for the first time in this run, and how many of those are packaging. */
export type Written = { known: number; fresh: number; packaging: number };

export const upsertPurchases = (
  { tx, orgId }: Place, syncId: string, kind: 'INITIAL' | 'SALE', rows: readonly PurchaseRow[],
): Promise<Written> => tx.one(WrittenColumns, sql`
  with given as (
    select d.id as card_id, d.client_id, g.*
      from unnest(${rows.map(({ card }) => card)}::uuid[], ${rows.map(({ recorder }) => recorder)}::uuid[],
                  ${rows.map(({ recorderType }) => recorderType)}::text[], ${rows.map(({ line }) => line)}::int[],
                  ${rows.map(({ at }) => at)}::timestamptz[], ${rows.map(({ product }) => product)}::text[],
                  ${rows.map(({ quantity }) => quantity)}::bigint[], ${rows.map(({ amount }) => amount)}::bigint[],
                  ${rows.map(({ packaging }) => packaging)}::boolean[])
           as g (card_key, recorder, recorder_type, line_number, at, product, quantity, amount, packaging)
      join discount_cards d on d.org_id = ${orgId} and d.card_key = g.card_key),
  written as (
    insert into purchases as p (org_id, client_id, card_id, kind, recorder, recorder_type, line_number, at, product,
                                quantity, amount, packaging, seen_sync)
    select ${orgId}, client_id, card_id, ${kind}, recorder, recorder_type, line_number, at, product, quantity, amount,
           packaging, ${syncId}
      from given order by client_id -- the foreign keys lock clients in id order, as everybody does
        on conflict (org_id, recorder, recorder_type, line_number) do update
       set client_id = excluded.client_id, card_id = excluded.card_id, kind = excluded.kind, at = excluded.at,
           product = excluded.product, quantity = excluded.quantity, amount = excluded.amount,
           packaging = excluded.packaging, seen_sync = excluded.seen_sync
     where (p.client_id, p.card_id, p.kind, p.at, p.product, p.quantity, p.amount, p.packaging, p.seen_sync)
           is distinct from (excluded.client_id, excluded.card_id, excluded.kind, excluded.at, excluded.product,
                             excluded.quantity, excluded.amount, excluded.packaging, excluded.seen_sync)
    returning packaging)
  select (select count(*) from given) as known, count(*) as fresh, count(*) filter (where packaging) as packaging
    from written`);

export const upsertRecords = ({ tx, orgId }: Place, syncId: string, rows: readonly PointsRow[]): Promise<Written> =>
  tx.one(WrittenColumns, sql`
  with given as (
    select d.id as card_id, d.client_id, g.*
      from unnest(${rows.map(({ card }) => card)}::uuid[], ${rows.map(({ recorder }) => recorder)}::uuid[],
                  ${rows.map(({ recorderType }) => recorderType)}::text[], ${rows.map(({ line }) => line)}::int[],
                  ${rows.map(({ at }) => at)}::timestamptz[], ${rows.map(({ accrued }) => accrued)}::bigint[],
                  ${rows.map(({ spent }) => spent)}::bigint[])
           as g (card_key, recorder, recorder_type, line_number, at, accrued, spent)
      join discount_cards d on d.org_id = ${orgId} and d.card_key = g.card_key),
  written as (
    insert into loyalty_records as p (org_id, client_id, card_id, recorder, recorder_type, line_number, at, accrued,
                                      spent, seen_sync)
    select ${orgId}, client_id, card_id, recorder, recorder_type, line_number, at, accrued, spent, ${syncId}
      from given order by client_id
        on conflict (org_id, recorder, recorder_type, line_number) do update
       set client_id = excluded.client_id, card_id = excluded.card_id, at = excluded.at, accrued = excluded.accrued,
           spent = excluded.spent, seen_sync = excluded.seen_sync
     where (p.client_id, p.card_id, p.at, p.accrued, p.spent, p.seen_sync)
           is distinct from (excluded.client_id, excluded.card_id, excluded.at, excluded.accrued, excluded.spent,
                             excluded.seen_sync)
    returning spent)
  select (select count(*) from given) as known, count(*) as fresh, 0 as packaging from written`);

/** What a stage keeps, and which of it the stage answers for. */
export type Scope = { table: 'purchases' | 'loyalty_records'; kind?: 'INITIAL' | 'SALE'; since?: Instant };

const within = ({ table, kind, since }: Scope, orgId: string): Sql => {
  const ours = sql`t.org_id = ${orgId} and t.seen_sync is not null`;
  if (table === 'loyalty_records') return ours;
  if (kind === 'INITIAL') return sql`${ours} and t.kind = 'INITIAL'`;
  return sql`${ours} and t.kind = 'SALE' and t.at >= ${since ?? null}::timestamptz`;
};

/** Rows that are not in force any more. */
export const deleteRows = ({ tx, orgId }: Place, { table }: Scope, documents: readonly Document[]): Promise<number> =>
  tx.run(sql`
    delete from ${raw(table)} t
     using unnest(${documents.map(({ recorder }) => recorder)}::uuid[],
                  ${documents.map(({ recorderType }) => recorderType)}::text[],
                  ${documents.map(({ line }) => line)}::int[]) as g (recorder, recorder_type, line_number)
     where t.org_id = ${orgId} and t.recorder = g.recorder and t.recorder_type = g.recorder_type
       and t.line_number = g.line_number and t.seen_sync is not null`);

/** Everything that this run has not seen, after it has read everything. */
export const deleteUnseen = ({ tx, orgId }: Place, scope: Scope, syncId: string): Promise<number> => tx.run(sql`
  delete from ${raw(scope.table)} t where ${within(scope, orgId)} and t.seen_sync <> ${syncId}`);

/** Unseen rows of documents of which this run has seen others: only where a document comes whole or not at all. */
export const deleteUnseenOfSeen = ({ tx, orgId }: Place, scope: Scope, syncId: string): Promise<number> => tx.run(sql`
  delete from ${raw(scope.table)} t
   where ${within(scope, orgId)} and t.seen_sync <> ${syncId}
     and exists (select from ${raw(scope.table)} o
                  where o.org_id = t.org_id and o.recorder = t.recorder and o.recorder_type = t.recorder_type
                    and o.seen_sync = ${syncId})`);

/** Unseen rows of these documents, after each of them was asked for. */
export const deleteUnseenOf = (
  { tx, orgId }: Place, scope: Scope, syncId: string, documents: readonly Pick<Document, 'recorder' | 'recorderType'>[],
): Promise<number> => tx.run(sql`
  delete from ${raw(scope.table)} t
   using unnest(${documents.map(({ recorder }) => recorder)}::uuid[],
                ${documents.map(({ recorderType }) => recorderType)}::text[]) as g (recorder, recorder_type)
   where ${within(scope, orgId)} and t.recorder = g.recorder and t.recorder_type = g.recorder_type
     and t.seen_sync <> ${syncId}`);

/** Documents with rows that this run has not seen. */
export const loadUnseen = ({ tx, orgId }: Place, scope: Scope, syncId: string, limit: number) =>
  tx.rows({ recorder: uuid, recorderType: text }, sql`
    select distinct t.recorder, t.recorder_type from ${raw(scope.table)} t
     where ${within(scope, orgId)} and t.seen_sync <> ${syncId} limit ${limit}`);

export const countSeen = async ({ tx, orgId }: Place, scope: Scope, syncId: string): Promise<number> =>
  (await tx.one({ seen: int }, sql`
    select count(*) as seen from ${raw(scope.table)} t
     where ${within(scope, orgId)} and t.seen_sync = ${syncId}`)).seen;

/** The balances of everybody by both strategies (LOY-9), in one statement for any number of records. */
export const countPoints = ({ tx, orgId, now }: Pick<Context, 'tx' | 'orgId' | 'now'>): Promise<number> => tx.run(sql`
  insert into loyalty_points as p (org_id, client_id, last, sum, counted_at)
  select ${orgId}, o.client_id, coalesce(l.spent, 0), greatest(coalesce(s.sum, 0), 0), ${now}
    from onec_customers o
    left join (
      select distinct on (r.client_id) r.client_id, r.spent
        from loyalty_records r join discount_cards d on d.org_id = r.org_id and d.id = r.card_id and d.is_active
       where r.org_id = ${orgId}
       order by r.client_id, r.at desc, r.line_number desc, r.recorder desc) l on l.client_id = o.client_id
    left join (
      select r.client_id, sum(r.accrued - r.spent)::bigint as sum
        from loyalty_records r join discount_cards d on d.org_id = r.org_id and d.id = r.card_id and d.is_active
       where r.org_id = ${orgId} and r.at <= ${now} group by r.client_id) s on s.client_id = o.client_id
   where o.org_id = ${orgId}
      on conflict (org_id, client_id) do update
     set last = excluded.last, sum = excluded.sum, counted_at = excluded.counted_at`);
