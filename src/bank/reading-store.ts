import { DIRECTIONS, LINE_STATES, type LineState } from './contract.ts';
import type { AccountTotals, Told } from './reading-rules.ts';
import { type LineReasons, correctedOf } from './store.ts';
import { PaymentStatus } from '../payments/contract.ts';
import type { Context } from '../kernel/operation.ts';
import { searchPatterns } from '../kernel/search.ts';
import {
  type Row, type Sql, bool, day, empty, instant, int, join, json, money, nullable, oneOf, sql, text, uuid, uuids,
} from '../kernel/sql.ts';

/** What the screens show of statements and lines. */

/** Days are texts in the JSON that is kept. */
export type KeptTotals = Omit<AccountTotals, 'from' | 'to'> & { from: string | null; to: string | null };
const StatementColumns = {
  id: uuid, fileName: text, encoding: oneOf('utf-8', 'windows-1251', 'ibm866'), sender: nullable(text),
  periodFrom: nullable(day), periodTo: nullable(day), accounts: json<KeptTotals[]>(),
  warnings: json<(Told & { line: number })[]>(), documentCount: int, createdBy: uuid, createdByName: text,
  createdAt: instant,
};
export type StatementRow = Row<typeof StatementColumns>;

const statementRows = sql`
  select b.id, b.file_name, b.encoding, b.sender, b.period_from, b.period_to, b.accounts, b.warnings, b.document_count,
         b.created_by, btrim(u.first_name || ' ' || u.last_name) as created_by_name, b.created_at
    from bank_statements b join users u on u.org_id = b.org_id and u.id = b.created_by`;

export async function pageOfStatements({ tx, orgId }: Context, page: number, limit: number) {
  const [{ total }, statements] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from bank_statements where org_id = ${orgId}`),
    tx.rows(StatementColumns, sql`${statementRows} where b.org_id = ${orgId}
       order by b.created_at desc, b.id desc limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { total, statements };
}
export const loadStatement = ({ tx, orgId }: Context, id: string): Promise<StatementRow | undefined> =>
  tx.maybe(StatementColumns, sql`${statementRows} where b.org_id = ${orgId} and b.id = ${id}`);

/** A line whose payment was reversed waits for a decision again, unless a correction booked the money anew. */
const isFree = sql`(l.state = 'POSTED' and (
  p.id is null or p.status = 'REVERSED' and not ${correctedOf(sql`p.org_id`, sql`p.id`)}))`;
const stateNow = sql`case when ${isFree} then 'DOUBTFUL' else l.state end`;
const withPayment = sql`bank_lines l left join payments p on p.org_id = l.org_id and p.id = l.payment_id`;

const StateColumns = { statementId: uuid, state: oneOf(...LINE_STATES), count: int, amount: money };
/** How many lines of each statement are in each state. */
export const statesOf = ({ tx, orgId }: Context, statementIds: readonly string[]) =>
  tx.rows(StateColumns, sql`
    select l.statement_id, ${stateNow} as state, count(*) as count, sum(l.amount)::bigint as amount
      from ${withPayment}
     where l.org_id = ${orgId} and l.statement_id = any(${[...statementIds]}::uuid[]) group by 1, 2 order by 2`);

export type LineFilter = {
  state?: LineState | undefined; direction?: string | undefined; statementId?: string | undefined;
  clientId?: string | undefined; q?: string | undefined; id?: string;
};
function whereOf(orgId: string, { direction, statementId, clientId, q = '', id }: LineFilter): Sql {
  const said = sql`replace(lower((l.payer_name || ' ' || l.purpose || ' ' || l.number || ' ' || coalesce(l.payer_inn, ''))
    collate "und-x-icu"), 'ё', 'е')`;
  return join([
    sql`l.org_id = ${orgId}`,
    ...id === undefined ? [] : [sql`l.id = ${id}`],
    ...direction === undefined ? [] : [sql`l.direction = ${direction}`],
    ...statementId === undefined ? [] : [sql`l.statement_id = ${statementId}`],
    ...clientId === undefined ? [] : [sql`l.client_id = ${clientId}`],
    ...searchPatterns(q).map((pattern) => sql`${said} like ${pattern}`),
  ], ' and ');
}

const LineColumns = {
  id: uuid, statementId: uuid, account: text, direction: oneOf(...DIRECTIONS), onDate: day, number: text,
  documentDate: day, kind: text, amount: money, payerName: text, payerInn: nullable(text), payerAccount: nullable(text),
  purpose: text, state: oneOf(...LINE_STATES), clientId: nullable(uuid), invoiceIds: uuids, reason: text,
  facts: json<Partial<LineReasons>>(), score: int, paymentId: nullable(uuid),
  paymentStatus: nullable(oneOf(...PaymentStatus.options)), reversedAt: nullable(instant), isFree: bool,
  decidedBy: nullable(text), decidedAt: nullable(instant),
};
export type ShownLine = Row<typeof LineColumns>;

export async function pageOfLines({ tx, orgId }: Context, filter: LineFilter, page: number, limit: number) {
  const where = whereOf(orgId, filter);
  const inState = filter.state === undefined ? empty : sql`and ${stateNow} = ${filter.state}`;
  const [states, lines] = await Promise.all([
    tx.rows({ state: oneOf(...LINE_STATES), count: int, amount: money }, sql`
      select ${stateNow} as state, count(*) as count, sum(l.amount)::bigint as amount
        from ${withPayment} where ${where} group by 1 order by 1`),
    tx.rows(LineColumns, sql`
      select l.id, l.statement_id, l.account, l.direction, l.on_date, l.number, l.document_date, l.kind, l.amount,
             l.payer_name, l.payer_inn, l.payer_account, l.purpose, ${stateNow} as state, l.client_id, l.invoice_ids,
             l.reason, l.facts, l.score, l.payment_id, p.status as payment_status, p.reversed_at, ${isFree} as is_free,
             btrim(u.first_name || ' ' || u.last_name) as decided_by, l.decided_at
        from ${withPayment} left join users u on u.org_id = l.org_id and u.id = l.decided_by
       where ${where} ${inState}
       order by l.on_date desc, l.id desc limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { states, lines };
}

export const namesOf = async ({ tx, orgId }: Context, clientIds: readonly string[]): Promise<Map<string, string>> => {
  const rows = await tx.rows({ id: uuid, name: text }, sql`
    select id, name from clients where org_id = ${orgId} and id = any(${[...clientIds]}::uuid[])`);
  return new Map(rows.map(({ id, name }) => [id, name]));
};

export const statementExists = async ({ tx, orgId }: Pick<Context, 'tx' | 'orgId'>, id: string): Promise<boolean> =>
  (await tx.one({ found: bool }, sql`
    select exists (select from bank_statements where org_id = ${orgId} and id = ${id}) as found`)).found;
