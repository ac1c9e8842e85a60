import { VAT_KINDS, WRITE_OFF_TIMINGS } from '../catalogue/contract.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type Row, bool, empty, instant, int, join, money, nullable, oneOf, select, sql, text, uuid, uuids,
} from '../kernel/sql.ts';

const TypeColumns = {
  id: uuid, name: text, price: money, vat: oneOf(...VAT_KINDS), sessionsPerPeriod: nullable(int), periodMonths: int,
  writeOffTiming: oneOf(...WRITE_OFF_TIMINGS), groupIds: nullable(uuids), isActive: bool, createdAt: instant,
};
export type TypeRow = Row<typeof TypeColumns>;

/** Kinds of passes by name, or the kinds sold last before the others. */
export async function findTypes(
  { tx, orgId }: Context, query: { active?: boolean | undefined; sort: 'name' | 'recent'; page: number; limit: number },
): Promise<{ total: number; types: TypeRow[] }> {
  const conditions = [sql`org_id = ${orgId}`];
  if (query.active !== undefined) conditions.push(sql`is_active = ${query.active}`);
  const where = join(conditions, ' and ');
  const order = query.sort === 'name' ? empty : sql`(
    select sold.at from (select s.subscription_type_id as id, max(s.created_at) as at
                           from subscriptions s where s.org_id = ${orgId} group by 1) sold
     where sold.id = subscription_types.id) desc nulls last, `;
  const [{ total }, types] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from subscription_types where ${where}`),
    tx.rows(TypeColumns, sql`
      select ${select(TypeColumns)} from subscription_types where ${where}
       order by ${order}name collate "und-x-icu", id limit ${query.limit} offset ${(query.page - 1) * query.limit}`),
  ]);
  return { total, types };
}

export const loadTypes = ({ tx, orgId }: Context, ids: readonly string[]): Promise<TypeRow[]> =>
  tx.rows(TypeColumns, sql`
    select ${select(TypeColumns)} from subscription_types
     where org_id = ${orgId} and id = any(${[...ids]}::uuid[])`);

export const loadTypesNamed = ({ tx, orgId }: Context, names: readonly string[]): Promise<TypeRow[]> =>
  tx.rows(TypeColumns, sql`
    select ${select(TypeColumns)} from subscription_types
     where org_id = ${orgId} and name = any(${[...names]}::text[])`);

/** Locks the kind of pass, so that two changes of it follow one another. */
export const lockType = ({ tx, orgId }: Context, id: string): Promise<number> =>
  tx.run(sql`select id from subscription_types where org_id = ${orgId} and id = ${id} for no key update`);

/** Gives 0 when another kind of pass has the name. */
export const insertType = ({ tx, orgId }: Context, row: TypeRow): Promise<number> =>
  tx.run(sql`
    insert into subscription_types (org_id, id, name, price, vat, sessions_per_period, period_months, write_off_timing,
                                    group_ids, is_active, created_at)
    values (${orgId}, ${row.id}, ${row.name}, ${row.price}, ${row.vat}, ${row.sessionsPerPeriod}, ${row.periodMonths},
            ${row.writeOffTiming}, ${row.groupIds}::uuid[], ${row.isActive}, ${row.createdAt})
        on conflict (org_id, name) do nothing`);

export const updateType = ({ tx, orgId }: Context, row: TypeRow): Promise<number> =>
  tx.run(sql`
    update subscription_types
       set name = ${row.name}, price = ${row.price}, vat = ${row.vat}, sessions_per_period = ${row.sessionsPerPeriod},
           period_months = ${row.periodMonths}, write_off_timing = ${row.writeOffTiming},
           group_ids = ${row.groupIds}::uuid[], is_active = ${row.isActive}
     where org_id = ${orgId} and id = ${row.id}`);

/** How many of the groups there are. */
export const countGroups = async ({ tx, orgId }: Context, ids: readonly string[]): Promise<number> =>
  (await tx.one({ found: int }, sql`
    select count(*) as found from groups where org_id = ${orgId} and id = any(${[...ids]}::uuid[])`)).found;
