import { type DIRECTIONS, LINE_STATES } from './contract.ts';
import type { Match } from './match-rules.ts';
import type { AccountTotals, LineFacts, Told } from './reading-rules.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type Column, type Row, type Sql, bool, day, instant, int, money, nullable, oneOf, select, sql, text, uuid, uuids,
} from '../kernel/sql.ts';

/** Statements and lines. A line is written once; what is decided about it changes. */

const texts = { oids: [1009], nullable: false } as Column<string[]>;
const SettingsColumns = { accounts: texts, words: texts, inns: texts };
export type SettingsRow = Row<typeof SettingsColumns>;

export const loadSettings = ({ tx, orgId }: Context): Promise<SettingsRow | undefined> =>
  tx.maybe(SettingsColumns, sql`select ${select(SettingsColumns)} from bank_settings where org_id = ${orgId}`);

export const saveSettings = ({ tx, orgId }: Context, { accounts, words, inns }: SettingsRow): Promise<number> =>
  tx.run(sql`
    insert into bank_settings (org_id, accounts, words, inns)
    values (${orgId}, ${accounts}::text[], ${words}::text[], ${inns}::text[])
        on conflict (org_id) do update set accounts = excluded.accounts, words = excluded.words, inns = excluded.inns`);

export type StatementFacts = {
  fileName: string; fileHash: string; encoding: 'utf-8' | 'windows-1251' | 'ibm866'; sender: string | null;
  periodFrom: Temporal.PlainDate | null; periodTo: Temporal.PlainDate | null; accounts: AccountTotals[];
  warnings: (Told & { line: number })[]; documentCount: number;
};

/** Writes the statement unless this file was here before; tells whether it was written. */
export async function insertStatement(
  { tx, orgId, actor, now }: Context, id: string, facts: StatementFacts,
): Promise<boolean> {
  const { fileName, fileHash, encoding, sender, periodFrom, periodTo, accounts, warnings, documentCount } = facts;
  return await tx.run(sql`
    insert into bank_statements (org_id, id, file_name, file_hash, encoding, sender, period_from, period_to, accounts,
                                 warnings, document_count, created_by, created_at)
    values (${orgId}, ${id}, ${fileName}, ${fileHash}, ${encoding}, ${sender}, ${periodFrom}, ${periodTo},
            ${JSON.stringify(accounts)}::jsonb, ${JSON.stringify(warnings)}::jsonb, ${documentCount}, ${actor.userId},
            ${now})
        on conflict (org_id, file_hash) do nothing`) === 1;
}

export const findByHash = ({ tx, orgId }: Context, hash: string): Promise<{ id: string } | undefined> =>
  tx.maybe({ id: uuid }, sql`select id from bank_statements where org_id = ${orgId} and file_hash = ${hash}`);

/** Writes the lines that no statement brought before, and gives their ids. What they are is decided afterwards. */
export async function insertLines(
  { tx, orgId }: Context, statementId: string, lines: readonly (LineFacts & { id: string; purposeHash: string })[],
): Promise<Set<string>> {
  const pick = <K extends keyof (typeof lines)[number]>(key: K) => lines.map((line) => line[key]);
  const written = await tx.rows({ id: uuid }, sql`
    insert into bank_lines (org_id, id, statement_id, file_line, account, direction, on_date, document_date, number, kind,
                            amount, payer_name, payer_inn, payer_account, payer_key, purpose, purpose_hash, state, reason,
                            facts)
    select ${orgId}, l.id, ${statementId}, l.file_line, l.account, l.direction, l.on_date, l.document_date, l.number,
           l.kind, l.amount, l.payer_name, l.payer_inn, l.payer_account, l.payer_key, l.purpose, l.purpose_hash, 'NEW',
           'NOBODY', '{}'
      from unnest(${pick('id')}::uuid[], ${pick('fileLine')}::int[], ${pick('account')}::text[],
                  ${pick('direction')}::text[], ${pick('onDate')}::date[], ${pick('documentDate')}::date[],
                  ${pick('number')}::text[], ${pick('kind')}::text[], ${pick('amount')}::bigint[],
                  ${pick('payerName')}::text[], ${pick('payerInn')}::text[], ${pick('payerAccount')}::text[],
                  ${pick('payerKey')}::text[], ${pick('purpose')}::text[], ${pick('purposeHash')}::text[])
           as l (id, file_line, account, direction, on_date, document_date, number, kind, amount, payer_name, payer_inn,
                 payer_account, payer_key, purpose, purpose_hash)
        on conflict on constraint bank_lines_natural_key do nothing
    returning id`);
  return new Set(written.map(({ id }) => id));
}

/** What a match leaves on its line beside the state and the client. */
export type LineReasons = Pick<Match, 'notes' | 'candidates'> & { values?: NonNullable<Told['values']> };

/** Writes what was found out about each line. */
export async function writeMatches(
  { tx, orgId }: Context, matches: readonly (Match & { id: string })[],
): Promise<void> {
  if (matches.length === 0) return;
  const facts = matches.map(({ reason, notes, candidates }) => JSON.stringify({ values: reason.values, notes, candidates }));
  await tx.run(sql`
    update bank_lines b
       set state = m.state, client_id = m.client_id, invoice_ids = m.invoice_ids::uuid[], reason = m.reason,
           facts = m.facts::jsonb, score = m.score
      from unnest(${matches.map(({ id }) => id)}::uuid[], ${matches.map(({ state }) => state)}::text[],
                  ${matches.map(({ clientId }) => clientId)}::uuid[],
                  ${matches.map(({ invoiceIds }) => `{${invoiceIds.join(',')}}`)}::text[],
                  ${matches.map(({ reason }) => reason.code)}::text[], ${facts}::text[],
                  ${matches.map(({ score }) => score)}::int[])
           as m (id, state, client_id, invoice_ids, reason, facts, score)
     where b.org_id = ${orgId} and b.id = m.id and b.state <> 'POSTED'`);
}

const LineColumns = {
  id: uuid, statementId: uuid, fileLine: int, account: text, direction: oneOf<(typeof DIRECTIONS)[number]>('IN', 'OUT'),
  onDate: day, documentDate: day, number: text, kind: text, amount: money, payerName: text, payerInn: nullable(text),
  payerAccount: nullable(text), payerKey: text, purpose: text, state: oneOf(...LINE_STATES), clientId: nullable(uuid),
  invoiceIds: uuids, isIncluded: bool, paymentId: nullable(uuid), decidedAt: nullable(instant),
};
export type LineRow = Row<typeof LineColumns>;
const lineRows = (where: Sql): Sql => sql`select ${select(LineColumns, 'l')} from bank_lines l where ${where}`;

/** The line, locked until the operation ends; undefined when there is none. */
export async function lockLine({ tx, orgId }: Context, id: string): Promise<LineRow | undefined> {
  const [, found] = await Promise.all([
    tx.run(sql`select id from bank_lines where org_id = ${orgId} and id = ${id} for update`),
    tx.maybe(LineColumns, lineRows(sql`l.org_id = ${orgId} and l.id = ${id}`)),
  ]);
  return found;
}

/** The lines of a statement that neither a person decided about nor a payment was made of, locked. */
export async function lockUndecided({ tx, orgId }: Context, statementId: string): Promise<LineRow[]> {
  const where = sql`l.org_id = ${orgId} and l.statement_id = ${statementId} and l.decided_by is null
    and l.state <> 'POSTED'`;
  await tx.run(sql`select id from bank_lines l where ${where} order by id for update`);
  return tx.rows(LineColumns, sql`${lineRows(where)} order by l.id`);
}

export const loadLines = ({ tx, orgId }: Context, ids: readonly string[]): Promise<LineRow[]> =>
  tx.rows(LineColumns, lineRows(sql`l.org_id = ${orgId} and l.id = any(${[...ids]}::uuid[])`));

/** The lines of the statement that are ready to be posted, oldest first; of those named, if any are. */
export async function readyLines(
  { tx, orgId }: Pick<Context, 'tx' | 'orgId'>, statementId: string, only: readonly string[] | undefined,
): Promise<string[]> {
  const rows = await tx.rows({ id: uuid }, sql`
    select l.id from bank_lines l
     where l.org_id = ${orgId} and l.statement_id = ${statementId} and l.state = 'MATCHED'
       and (${only === undefined} or l.id = any(${[...only ?? []]}::uuid[]))
     order by l.on_date, l.file_line, l.id`);
  return rows.map(({ id }) => id);
}

/** Whose the lines are, for the lock of all of them: lines first, then clients, each in the order of ids. */
export async function clientsOfLines({ tx, orgId }: Context, ids: readonly string[]): Promise<string[]> {
  const among = sql`org_id = ${orgId} and id = any(${[...ids]}::uuid[])`;
  await tx.run(sql`select id from bank_lines where ${among} order by id for update`);
  const rows = await tx.rows({ id: nullable(uuid) }, sql`
    select distinct client_id as id from bank_lines where ${among} and client_id is not null order by 1`);
  return rows.flatMap(({ id }) => id ?? []);
}

/** A person decided: the line is of this client, or is none of a client's. */
export const writeDecision = (
  { tx, orgId, actor, now }: Context, id: string,
  { state, clientId, invoiceIds, reason, notes, isIncluded }: {
    state: 'MATCHED' | 'IGNORED'; clientId: string | null; invoiceIds: readonly string[]; reason: Told; notes: Told[];
    isIncluded: boolean;
  },
): Promise<number> =>
  tx.run(sql`
    update bank_lines
       set state = ${state}, client_id = ${clientId}, invoice_ids = ${[...invoiceIds]}::uuid[], reason = ${reason.code},
           facts = facts || ${JSON.stringify({ values: reason.values ?? {}, notes })}::jsonb, score = 100,
           is_included = ${isIncluded}, payment_id = null, decided_by = ${actor.userId}, decided_at = ${now}
     where org_id = ${orgId} and id = ${id}`);

/** The line is back at work and is to be matched anew. */
export const reopenLine = ({ tx, orgId }: Context, id: string): Promise<number> =>
  tx.run(sql`
    update bank_lines
       set state = 'NEW', is_included = true, payment_id = null, client_id = null, decided_by = null, decided_at = null
     where org_id = ${orgId} and id = ${id}`);

/** The payment was made of the line. */
export const markPosted = ({ tx, orgId }: Context, id: string, paymentId: string): Promise<number> =>
  tx.run(sql`
    update bank_lines set state = 'POSTED', payment_id = ${paymentId}
     where org_id = ${orgId} and id = ${id} and state = 'MATCHED'`);

const FateColumns = { isReversed: bool, isCorrected: bool };
/** What became of a payment: reversed, and whether the money was booked anew by its correction. */
export const loadFate = ({ tx, orgId }: Context, paymentId: string): Promise<Row<typeof FateColumns> | undefined> =>
  tx.maybe(FateColumns, sql`
    select p.status = 'REVERSED' as is_reversed, ${correctedOf(sql`p.org_id`, sql`p.id`)} as is_corrected
      from payments p where p.org_id = ${orgId} and p.id = ${paymentId}`);

/** A correction reverses a payment and takes another in one operation; only the audit trail ties them together. */
export const correctedOf = (orgId: Sql, paymentId: Sql): Sql => sql`exists (
  select from audit_log a where a.org_id = ${orgId} and a.entity_id = ${paymentId} and a.operation = 'payment.correct')`;

/** Forgets what a line had taught about its payer. */
export const forgetPayer = ({ tx, orgId }: Context, lineId: string): Promise<number> =>
  tx.run(sql`delete from payer_accounts where org_id = ${orgId} and line_id = ${lineId}`);

/** Whose the payer is from now on, by this line. */
export async function learnPayer(
  { tx, orgId, actor, now }: Context, lineId: string, clientId: string,
  traces: readonly { kind: 'ACCOUNT' | 'INN'; value: string }[],
): Promise<void> {
  await tx.run(sql`
    insert into payer_accounts (org_id, kind, value, client_id, line_id, created_by, created_at)
    select ${orgId}, t.kind, t.value, ${clientId}, ${lineId}, ${actor.userId}, ${now}
      from unnest(${traces.map(({ kind }) => kind)}::text[], ${traces.map(({ value }) => value)}::text[]) as t (kind, value)
        on conflict do nothing`);
}
