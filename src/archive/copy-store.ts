/** Rows of an organisation as streams, out of the database and into it, in one transaction of the owner of the tables. */
import type { Readable, Writable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { type Database, type Tx, transactionOn } from '../kernel/db.ts';
import { isUuid } from '../kernel/uuid.ts';
import { int, nullable, sql, raw, text, types } from '../kernel/sql.ts';

export type Plain = {
  tx: Tx;
  /** The rows of a query as CSV with a header; every value in quotes, so that an empty field is null. */
  read(query: string): Readable;
  /** Rows in the text form of COPY. */
  write(table: string, columns: readonly string[]): Writable;
};

/** A connection of its own: the pools send statements ahead of answers, and a stream cannot share its connection. */
export async function onPlainConnection<T>(
  database: Database, begin: string, work: (plain: Plain) => Promise<T>,
): Promise<T> {
  const { connectionString } = database.owner.options;
  const client = new pg.Client({ connectionString, types });
  // A connection that breaks fails what is under way; without a listener the whole process would end.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`${begin}; set local datestyle = 'ISO'; set local timezone = 'UTC'; set local statement_timeout = 0`);
    const result = await work({
      tx: transactionOn(client),
      read: (query) => client.query(copyTo(`copy (${query}) to stdout with (format csv, header, force_quote *)`)),
      write: (table, columns) =>
        client.query(copyFrom(`copy ${quoted(table)} (${columns.map(quoted).join(', ')}) from stdin`)),
    });
    await client.query('commit');
    return result;
  } finally {
    await client.end(); // what was not committed is rolled back
  }
}

export const SNAPSHOT = 'begin transaction isolation level repeatable read read only';
export const WRITING = 'begin';

const isText = (type: string): boolean => /^(text|character)/.test(type) && !type.endsWith('[]');
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

type Column = { name: string; type: string; key: boolean };
/** How a value is written down: the other side of `copied` in the rules. */
function written({ name, type }: Column): string {
  const column = `t.${quoted(name)}`;
  if (isText(type)) return `case when ${column} ~ '^''*[-=+@\t\r]' then '''' || ${column} else ${column} end`;
  if (type === 'timestamp with time zone') return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  if (type === 'bytea') return `translate(encode(${column}, 'base64'), E'\\n', '')`;
  if (type.endsWith('[]')) return `to_jsonb(${column})::text`;
  return `${column}::text`;
}

/** People without their logins come by links of the office, and staff is switched off until it gets a new login. */
const WITHOUT_LOGINS: Readonly<Record<string, string>> = {
  kind: "case t.kind when 'LOGIN' then 'LINK' else t.kind end", login_id: 'null::text',
  is_active: "(t.is_active and (t.kind <> 'LOGIN' or t.role in ('CLIENT', 'STUDENT')))::text",
};

/** The query of a table's rows as the archive has them, in the order of its key. */
export function archiveQuery(
  table: string, columns: readonly Column[], orgId: string, { withoutLogins }: { withoutLogins: boolean },
): string {
  if (!isUuid(orgId)) throw new TypeError('An organisation id is a UUID');
  const instead = withoutLogins && table === 'users' ? WITHOUT_LOGINS : {};
  const list = columns.map((column) => `${instead[column.name] ?? written(column)} as ${quoted(column.name)}`);
  const order = columns.filter(({ key }) => key)
    .map(({ name, type }) => `t.${quoted(name)}${isText(type) ? ' collate "C"' : ''}`);
  const where = table === 'logins'
    ? `t.id in (select login_id from users where org_id = '${orgId}')` : `t.org_id = '${orgId}'`;
  return `select ${list.join(', ')} from ${quoted(table)} t where ${where} order by ${order.join(', ')}`;
}

export const countArchived = async (tx: Tx, query: string): Promise<number> =>
  (await tx.one({ rows: int }, sql`select count(*) as rows from (${raw(query)}) q`)).rows;

/** E-mails of logins that are here already, and ids that are taken. */
export const findLogins = (tx: Tx, emails: readonly string[], ids: readonly string[]) => tx.rows({ email: text }, sql`
  select email from logins where email = any(${[...emails]}::text[]) or id = any(${[...ids]}::uuid[]) order by email`);

/**
 * Lets the numbering of a table go on after the rows that came in. Whoever is about to insert waits, so that no number
 * is given twice.
 */
export async function moveSequence(tx: Tx, table: string, column: string, sequence: string): Promise<void> {
  const { last } = await tx.one({ last: nullable(int) }, sql`
    select max(${raw(quoted(column))}) as last from ${raw(quoted(table))}`);
  if (last === null) return;
  const { reached } = await tx.one({ reached: int }, sql`select last_value as reached from ${raw(sequence)}`);
  if (reached > last) return;
  await tx.run(sql`lock table ${raw(quoted(table))} in share row exclusive mode`);
  await tx.run(sql`select setval(${sequence}::regclass, greatest((select last_value from ${raw(sequence)}), ${last}))`);
}

/** The statistics know nothing of the new rows, and the proof would be planned as for an empty table. */
export async function analyse(tx: Tx, tables: readonly string[]): Promise<void> {
  for (const table of tables) await tx.run(sql`analyze ${raw(quoted(table))}`);
}

/** What tables point into each other by in a circle is looked at when all of them are there. */
export const lookLater = (tx: Tx): Promise<number> => tx.run(sql`set constraints all deferred`);
export const lookNow = (tx: Tx): Promise<number> => tx.run(sql`set constraints all immediate`);
