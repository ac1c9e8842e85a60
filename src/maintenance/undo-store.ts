/** SQL that brings back what a reset deleted, and finds what stands against it. */
import type { TableShape } from './reset-shape-store.ts';
import { word } from './reset-store.ts';
import type { Context } from '../kernel/operation.ts';
import { type Sql, int, join, nullable, sql, text } from '../kernel/sql.ts';

type Rows = readonly Record<string, unknown>[];
type Changes = readonly { key: Record<string, unknown>; before: Record<string, unknown>; after: Record<string, unknown> }[];

const recordset = (table: string, rows: Rows): Sql =>
  sql`jsonb_populate_recordset(null::${word(table)}, ${JSON.stringify(rows)}::jsonb)`;
const list = (columns: readonly string[], alias: string): Sql =>
  join(columns.map((column) => sql`${join([sql`${word(alias)}`, word(column)], '.')}`), ', ');
const same = (keys: readonly string[]): Sql =>
  join(keys.map((key) => sql`t.${word(key)} = r.${word(key)}`), ' and ');

/** Puts deleted rows back as they were. The numbers that the database gave them are theirs. */
export const putBack = ({ tx, orgId }: Context, shape: TableShape, rows: Rows): Promise<number> => tx.run(sql`
  insert into ${word(shape.name)} (${join(shape.columns.map(word), ', ')}) overriding system value
  select ${list(shape.columns, 'r')} from ${recordset(shape.name, rows)} r where r.org_id = ${orgId}`);

/** When a row was last touched: it contradicts nothing, and whoever touched it since has the last word. */
const TOUCHED = 'touched_at';

const touched = ([change]: Changes): Sql => sql`
  case when t.touched_at = ${String(change?.after[TOUCHED])}::timestamptz then r.touched_at else t.touched_at end`;

/** Gives changed rows the values that they had before. */
export const changeBack = ({ tx, orgId }: Context, shape: TableShape, columns: readonly string[], changes: Changes) => {
  const formerly = (column: string): Sql => (column === TOUCHED ? touched(changes) : sql`r.${word(column)}`);
  return tx.run(sql`
  update ${word(shape.name)} t
     set ${join(columns.map((column) => sql`${word(column)} = ${formerly(column)}`), ', ')}
    from ${recordset(shape.name, changes.map(({ key, before }) => ({ ...before, ...key })))} r
   where t.org_id = ${orgId} and ${same(shape.keys)}`);
};

const DifferenceColumns = { rows: int, sample: nullable(text) };
/** Rows that are not as the reset left them: changed or gone since. */
export const countDifferent = ({ tx, orgId }: Context, shape: TableShape, all: readonly string[], changes: Changes) => {
  const columns = all.filter((column) => column !== TOUCHED);
  return tx.one(DifferenceColumns, sql`
  select count(*) as rows, min(${list(shape.keys.filter((key) => key !== 'org_id').slice(0, 1), 'r')}::text) as sample
    from ${recordset(shape.name, changes.map(({ key, after }) => ({ ...after, ...key })))} r
    left join ${word(shape.name)} t on t.org_id = ${orgId} and ${same(shape.keys)}
   where t.org_id is null or (${list(columns, 't')}) is distinct from (${list(columns, 'r')})`);
};

const ResetColumns = { found: int, undone: int };
/** The record of the reset, and of an undoing of it. */
export const findReset = ({ tx, orgId }: Context, resetId: string) => tx.one(ResetColumns, sql`
  select count(*) filter (where operation = 'maintenance.reset-invoices' and id = ${resetId}) as found,
         count(*) filter (where operation = 'maintenance.undo-reset' and entity_id = ${resetId}) as undone
    from audit_log where org_id = ${orgId} and (id = ${resetId} or entity_id = ${resetId})`);

export type Since = { resetId: string; lastTransfer: number; lastMovement: number; clientIds: readonly string[] };
const FoundColumns = { kind: text, rows: int, sample: nullable(text) };
/** What was done since to the clients and passes that the reset touched, by kind, with the first of each. */
export const findDoneSince = ({ tx, orgId }: Context, { resetId, lastTransfer, lastMovement, clientIds }: Since) => {
  const theirs = sql`any(${[...clientIds]}::uuid[])`;
  return tx.rows(FoundColumns, sql`
    select 'invoice' as kind, count(*) as rows, min(invoice_number) as sample
      from invoices where org_id = ${orgId} and client_id = ${theirs} having count(*) > 0
    union all
    select 'posting', count(*), min(c.name)
      from ledger_transfers t join clients c on c.org_id = t.org_id and c.id = t.client_id
     where t.org_id = ${orgId} and t.client_id = ${theirs} and t.id > ${lastTransfer} and t.operation_id <> ${resetId}
    having count(*) > 0
    union all
    select 'session', count(*), min(s.name)
      from session_movements m join subscriptions s on s.org_id = m.org_id and s.id = m.subscription_id
     where m.org_id = ${orgId} and m.id > ${lastMovement} and s.client_id = ${theirs} having count(*) > 0
    union all
    select 'charge', count(*), min(n.title)
      from training_charges h
      join training_charges n0 on n0.org_id = h.org_id and n0.training_id = h.training_id
       and n0.student_id = h.student_id and n0.state = 'ACTIVE'
      join trainings n on n.org_id = h.org_id and n.id = h.training_id
     where h.org_id = ${orgId} and h.client_id = ${theirs} and h.reversal_reason = 'RESET' and h.state = 'REVERSED'
    having count(*) > 0
    union all
    select 'period', count(*), max(p.closed_through)::text
      from closed_periods p
     where p.org_id = ${orgId} and p.last_transfer_id > ${lastTransfer} and p.action = 'CLOSE'
       and exists (select from ledger_transfers t where t.org_id = ${orgId} and t.operation_id = ${resetId}
                      and t.on_date <= p.closed_through)
    having count(*) > 0`);
};

/** The postings of the reset go with it: what they took back is there again. */
export const removePostings = ({ tx, orgId }: Context, resetId: string): Promise<number> =>
  tx.run(sql`delete from ledger_transfers where org_id = ${orgId} and operation_id = ${resetId}`);

