/** SQL of the reset of invoices. It runs as the role that owns the tables: the application's may delete none of this. */
import type { Plan } from './reset-rules.ts';
import type { TableShape } from './reset-shape-store.ts';
import type { Counts } from './reset-contract.ts';
import { type Context, today } from '../kernel/operation.ts';
import { type Sql, int, join, raw, sql, text, uuid } from '../kernel/sql.ts';

const CountColumns = {
  invoices: int, invoiceLines: int, creditAllocations: int, reservations: int, reservationItems: int,
};
/** The five counts of the report. */
export const countTables = ({ tx, orgId }: Context): Promise<Counts> => tx.one(CountColumns, sql`
  select (select count(*) from invoices where org_id = ${orgId}) as invoices,
         (select count(*) from invoice_items where org_id = ${orgId}) as invoice_lines,
         (select count(*) from credit_allocations where org_id = ${orgId}) as credit_allocations,
         (select count(*) from reservations where org_id = ${orgId}) as reservations,
         (select count(*) from reservation_items where org_id = ${orgId}) as reservation_items`);

export const findPayers = async ({ tx, orgId }: Context): Promise<string[]> =>
  (await tx.rows({ id: uuid }, sql`select distinct client_id as id from invoices where org_id = ${orgId} order by 1`))
    .map(({ id }) => id);

export const loadSchema = async ({ tx }: Pick<Context, 'tx'>): Promise<string[]> =>
  (await tx.rows({ name: text }, sql`select name from public.schema_migrations order by name`)).map(({ name }) => name);

const PlaceColumns = { name: text, lastTransfer: int, lastMovement: int };
/** Where the books stand: what comes later was done after the reset. */
export const loadPlace = ({ tx, orgId }: Context) => tx.one(PlaceColumns, sql`
  select name, coalesce((select max(id) from ledger_transfers where org_id = ${orgId}), 0) as last_transfer,
         coalesce((select max(id) from session_movements where org_id = ${orgId}), 0) as last_movement
    from organisations where org_id = ${orgId}`);

/** A name out of the catalogue of the database, as a word of SQL. */
export function word(name: string): Sql {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new TypeError(`Not a name of a table or column: ${name}`);
  return raw(`"${name}"`);
}
const anySet = (columns: readonly string[]): Sql =>
  join(columns.map((column) => sql`t.${word(column)} is not null`), ' or ');

export type Gone = Plan['gone'][number];
export type Changed = Plan['changed'][number];
const whichGo = (orgId: string, { links }: Gone): Sql =>
  (links.length === 0 ? sql`t.org_id = ${orgId}` : sql`t.org_id = ${orgId} and (${anySet(links)})`);

/** What a row is changed into besides losing its links; both the bundle and the change itself read it here. */
export type Change = { table: string; columns: readonly string[]; which: Sql; into: (column: string) => Sql };

const RESET = sql`t.kind = 'INVOICE' and t.state = 'ACTIVE'`;
const OF_CHARGE = ['state', 'reversed_at', 'reversal_reason'];

/** Everything that stays and changes: lost links, charges that no invoice bears out any more, and clients' credit. */
export function changesOf({ orgId, now }: Context, changed: readonly Changed[]): Change[] {
  const links = changed.map(({ table, columns }): Change => {
    if (table !== 'training_charges') {
      return { table, columns, which: sql`t.org_id = ${orgId} and (${anySet(columns)})`, into: () => sql`null` };
    }
    return {
      table, columns: [...columns, ...OF_CHARGE], which: sql`t.org_id = ${orgId} and (${RESET} or ${anySet(columns)})`,
      into: (column) => {
        if (!OF_CHARGE.includes(column)) return sql`null`;
        const became = { state: sql`'REVERSED'`, reversed_at: sql`${now}::timestamptz`, reversal_reason: sql`'RESET'` };
        return sql`case when ${RESET} then ${became[column as keyof typeof became]} else t.${word(column)} end`;
      },
    };
  });
  const clients: Change = {
    table: 'clients', columns: ['balance', 'touched_at'],
    which: sql`t.org_id = ${orgId} and exists (select from invoices i where i.org_id = ${orgId} and i.client_id = t.id)`,
    into: (column) => (column === 'touched_at' ? sql`${now}::timestamptz` : sql`t.balance + (
      select coalesce(sum(a.amount - a.refunded_amount), 0) from credit_allocations a
       where a.org_id = ${orgId} and a.client_id = t.id and a.released_at is null)::bigint`),
  };
  return [...links, clients];
}

export const countReversed = async ({ tx, orgId }: Context): Promise<number> => (await tx.one({ rows: int }, sql`
  select count(*) as rows from training_charges t where t.org_id = ${orgId} and ${RESET}`)).rows;

/** Makes the change in one statement; gives the number of rows. */
export const applyChange = ({ tx }: Context, { table, columns, which, into }: Change): Promise<number> => tx.run(sql`
  update ${word(table)} t
     set ${join(columns.map((column) => sql`${word(column)} = ${into(column)}`), ', ')}
   where ${which}`);

const pairs = (columns: readonly string[], value: (column: string) => Sql): Sql =>
  sql`jsonb_build_object(${join(columns.map((column) => sql`${column}::text, ${value(column)}`), ', ')})`;

/** Every row that is about to go or to change, as many lines of JSON at a time, in the order of putting them back. */
export async function* linesOf(
  context: Context, plan: Plan, changes: readonly Change[], shapes: ReadonlyMap<string, TableShape>,
): AsyncGenerator<string[]> {
  for (const gone of plan.gone) {
    yield* fetched(context, sql`
      select jsonb_build_object('table', ${gone.table}::text, 'row', to_jsonb(t))::text as line
        from ${word(gone.table)} t where ${whichGo(context.orgId, gone)}
       order by ${join((shapes.get(gone.table)?.keys ?? []).map((key) => sql`t.${word(key)}`), ', ')}`);
  }
  for (const { table, columns, which, into } of changes) {
    const own = (column: string): Sql => sql`t.${word(column)}`;
    yield* fetched(context, sql`
      select jsonb_build_object('table', ${table}::text, 'key', ${pairs(shapes.get(table)?.keys ?? [], own)},
                                'before', ${pairs(columns, own)}, 'after', ${pairs(columns, into)})::text as line
        from ${word(table)} t where ${which}`);
  }
}

const AT_ONCE = 2000;
/** Reads by a cursor, so that no table has to fit into memory. */
async function* fetched({ tx }: Context, query: Sql): AsyncGenerator<string[]> {
  await tx.run(sql`declare undo no scroll cursor for ${query}`);
  for (;;) {
    const rows = await tx.rows({ line: text }, sql`fetch ${raw(String(AT_ONCE))} from undo`);
    if (rows.length > 0) yield rows.map(({ line }) => line);
    if (rows.length < AT_ONCE) break;
  }
  await tx.run(sql`close undo`);
}

/**
 * Takes back, invoice by invoice, what the ledger holds: what was settled becomes credit again, and what was claimed is
 * no longer revenue, VAT or an opening debt. Money that was paid in or out stays where it is.
 */
export const postBack = (context: Context): Promise<number> => context.tx.run(sql`
  with held as materialized (
    select t.client_id, t.invoice_id,
           ${join(['REVENUE', 'VAT', 'OPENING'].map((account) => sql`
           sum(case ${account}::text when t.credit then t.amount when t.debit then -t.amount else 0 end)
             as ${word(account.toLowerCase())}`), ', ')},
           sum(case 'RECEIVABLE' when t.debit then t.amount when t.credit then -t.amount else 0 end) as due
      from ledger_transfers t where t.org_id = ${context.orgId} and t.invoice_id is not null
       and t.debit || t.credit ~ 'RECEIVABLE|REVENUE|VAT'
     group by t.client_id, t.invoice_id)
  insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, invoice_id, on_date, created_at)
  select ${context.orgId}, ${context.operationId}, case when p.amount > 0 then p.debit else p.credit end,
         case when p.amount > 0 then p.credit else p.debit end, abs(p.amount), h.client_id, h.invoice_id,
         ${today(context)}, ${context.now}
    from held h
    join lateral (values
      (1, 'RECEIVABLE', 'CREDIT', h.revenue + h.vat + h.opening - h.due), (2, 'REVENUE', 'RECEIVABLE', h.revenue),
      (3, 'VAT', 'RECEIVABLE', h.vat), (4, 'OPENING', 'RECEIVABLE', h.opening))
      as p (k, debit, credit, amount) on p.amount <> 0
   order by h.client_id, h.invoice_id, p.k`);

/** How many rows of a table go with the others. */
export const countGone = async ({ tx, orgId }: Context, gone: Gone): Promise<number> => (await tx.one({ rows: int }, sql`
  select count(*) as rows from ${word(gone.table)} t where ${whichGo(orgId, gone)}`)).rows;

/** Deletes what goes by hand: its foreign key does not take it along. */
export const deletePart = ({ tx, orgId }: Context, gone: Gone): Promise<number> =>
  tx.run(sql`delete from ${word(gone.table)} t where ${whichGo(orgId, gone)}`);

export const deleteAll = ({ tx, orgId }: Context, table: string): Promise<number> =>
  tx.run(sql`delete from ${word(table)} where org_id = ${orgId}`);
