/** SQL of reconciliations: what they say beside what the ledger says as of a day. */
import type { Day } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import { type Sql, day, instant, int, join, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

type Place = Pick<Context, 'tx' | 'orgId'>;

/** A locked reconciliation that forbids documents of the day; the latest if there are several. */
export const loadLocked = ({ tx, orgId }: Place, onDate: Day) => tx.maybe({ name: text, asOf: day }, sql`
  select name, as_of from reconciliations
   where org_id = ${orgId} and locked_at is not null and as_of >= ${onDate} order by as_of desc, id limit 1`);

const called = (user: Sql): Sql => sql`btrim(${user}.first_name || ' ' || ${user}.last_name)`;
/** What each client had (positive) or owed (negative) at the end of the day, by the ledger. */
const ledgerOn = (orgId: string, asOf: Sql): Sql => sql`
  select t.client_id, sum(case when t.credit in ('CREDIT', 'RECEIVABLE') then t.amount else 0 end
                        - case when t.debit in ('CREDIT', 'RECEIVABLE') then t.amount else 0 end)::bigint as we_say
    from ledger_transfers t where t.org_id = ${orgId} and t.on_date <= ${asOf} group by t.client_id`;

/** One row for each client with a figure on either side. */
const linesOf = (orgId: string, id: Sql, asOf: Sql): Sql => sql`
  select coalesce(l.client_id, w.client_id) as client_id, l.they_say, coalesce(w.we_say, 0) as we_say, l.note
    from (select * from reconciliation_lines where org_id = ${orgId} and reconciliation_id = ${id}) l
    full join (${ledgerOn(orgId, asOf)}) w on w.client_id = l.client_id
   where l.client_id is not null or w.we_say <> 0`;

const Columns = {
  id: uuid, name: text, asOf: day, status: oneOf('OPEN', 'LOCKED'), lines: int, different: int, differenceAmount: money,
  theySay: money, weSay: money, createdAt: instant, createdBy: text, lockedAt: nullable(instant), lockedBy: nullable(text),
};
const records = (orgId: string, where: Sql): Sql => sql`
  select r.id, r.name, r.as_of, case when r.locked_at is null then 'OPEN' else 'LOCKED' end as status, s.lines, s.different,
         s.difference_amount, s.they_say, s.we_say, r.created_at, ${called(sql`u`)} as created_by, r.locked_at,
         ${called(sql`k`)} as locked_by
    from reconciliations r
    join users u on u.org_id = r.org_id and u.id = r.created_by
    left join users k on k.org_id = r.org_id and k.id = r.locked_by
    cross join lateral (
      select count(*) as lines, count(*) filter (where coalesce(l.they_say, 0) <> l.we_say) as different,
             coalesce(sum(abs(coalesce(l.they_say, 0) - l.we_say)), 0)::bigint as difference_amount,
             coalesce(sum(l.they_say), 0)::bigint as they_say, coalesce(sum(l.we_say), 0)::bigint as we_say
        from (${linesOf(orgId, sql`r.id`, sql`r.as_of`)}) l) s
   where r.org_id = ${orgId} ${where}`;

export const loadReconciliation = ({ tx, orgId }: Place, id: string) =>
  tx.maybe(Columns, records(orgId, sql`and r.id = ${id}`));

export async function findReconciliations({ tx, orgId }: Place, { page, limit }: { page: number; limit: number }) {
  const [{ total }, reconciliations] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from reconciliations where org_id = ${orgId}`),
    tx.rows(Columns, records(orgId, sql`
      and r.id in (select id from reconciliations where org_id = ${orgId}
                    order by created_at desc, id desc limit ${limit} offset ${(page - 1) * limit})
      order by r.created_at desc, r.id desc`)),
  ]);
  return { total, reconciliations };
}

/** Holds the reconciliation to the end of the operation. */
export const lockReconciliation = ({ tx, orgId }: Place, id: string) =>
  tx.maybe({ name: text, asOf: day, lockedAt: nullable(instant) }, sql`
    select name, as_of, locked_at from reconciliations where org_id = ${orgId} and id = ${id} for no key update`);

export const insertReconciliation = (
  { tx, orgId, actor, now }: Context, { id, name, asOf }: { id: string; name: string; asOf: Day },
): Promise<number> => tx.run(sql`
  insert into reconciliations (org_id, id, name, as_of, created_by, created_at)
  values (${orgId}, ${id}, ${name}, ${asOf}, ${actor.userId}, ${now})`);

export const setLocked = ({ tx, orgId, actor, now }: Context, id: string, locked: boolean): Promise<number> => tx.run(sql`
  update reconciliations
     set locked_at = ${locked ? now : null}::timestamptz, locked_by = ${locked ? actor.userId : null}::uuid
   where org_id = ${orgId} and id = ${id}`);

export type SaidLine = { clientId: string; theySay: Money; note?: string | null | undefined };
export const writeLines = ({ tx, orgId }: Place, id: string, lines: readonly SaidLine[]): Promise<number> => tx.run(sql`
  insert into reconciliation_lines (org_id, reconciliation_id, client_id, they_say, note)
  select ${orgId}, ${id}, r."clientId", r."theySay", r.note
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as r ("clientId" uuid, "theySay" bigint, note text)
  on conflict (org_id, reconciliation_id, client_id) do update set they_say = excluded.they_say, note = excluded.note`);

export const removeLines = ({ tx, orgId }: Place, id: string, clientIds: readonly string[]): Promise<number> => tx.run(sql`
  delete from reconciliation_lines
   where org_id = ${orgId} and reconciliation_id = ${id} and client_id = any(${[...clientIds]}::uuid[])`);

/** Of the ids, those of clients that are there. */
export const knownClients = async ({ tx, orgId }: Place, ids: readonly string[]): Promise<Set<string>> =>
  new Set((await tx.rows({ id: uuid }, sql`
    select id from clients where org_id = ${orgId} and id = any(${[...ids]}::uuid[])`)).map((row) => row.id));

const LineColumns = {
  clientId: uuid, clientName: text, phone: nullable(text), theySay: nullable(money), weSay: money, difference: money,
  note: nullable(text),
};
export type LineQuery = {
  only?: 'different' | undefined; patterns?: readonly string[]; clientId?: string; page: number; limit: number;
};
export async function findLines({ tx, orgId }: Place, id: string, asOf: Day, query: LineQuery) {
  const { only, patterns = [], clientId, page, limit } = query;
  const conditions = [
    sql`c.org_id = ${orgId}`, ...(only === undefined ? [] : [sql`coalesce(l.they_say, 0) <> l.we_say`]),
    ...(clientId === undefined ? [] : [sql`c.id = ${clientId}`]),
    ...patterns.map((pattern) => sql`c.search like ${pattern}`),
  ];
  const found = sql`
    from (${linesOf(orgId, sql`${id}::uuid`, sql`${asOf}::date`)}) l join clients c on c.id = l.client_id
   where ${join(conditions, ' and ')}`;
  const [{ total }, lines] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total ${found}`),
    tx.rows(LineColumns, sql`
      select c.id as client_id, c.name as client_name, c.phone, l.they_say, l.we_say,
             coalesce(l.they_say, 0) - l.we_say as difference, l.note ${found}
       order by c.name collate "und-x-icu", c.id limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { total, lines };
}
