/** SQL of imports and of their staged rows. */
import { IMPORT_KINDS, type ImportField, type Reason, VERDICTS, type Verdict } from './contract.ts';
import type { NewClient, RowFields, Sums } from './row-rules.ts';
import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type Row, type Sql, day, empty, instant, int, json, money, nullable, oneOf, sql, text, uuid, uuids,
} from '../kernel/sql.ts';

type Place = Pick<Context, 'tx' | 'orgId'>;
export type Column = { column: string; field: ImportField | null; sample: string[] };
export type Problem = Reason & { row: number | null };
export type Counts = { rows: number; create: number; match: number; update: number; refuse: number };
/** What an import comes to, by its rows that are not refused. */
export type Figures = Counts & { credit: number; debt: number; points: number; turnover: number };

/** How long after the last sign of life the work on an import counts as interrupted. */
const SILENCE = sql`interval '60 seconds'`;

const STORED = ['CHECKING', 'READY', 'APPLIED', 'DISCARDED', 'FAILED'] as const;
const ImportColumns = {
  id: uuid, kind: oneOf(...IMPORT_KINDS), status: oneOf(...STORED), fileName: text, sha256: text, uploadId: nullable(uuid),
  asOf: day,  columns: json<Column[]>(), problem: nullable(json<Problem>()), totalRows: int, toCreate: int, toMatch: int,
  toUpdate: int, refused: int, credit: money, debt: money, points: money, turnover: money, skipped: nullable(int),
  createdAt: instant, createdBy: text, appliedAt: nullable(instant), appliedBy: nullable(text),
  stage: nullable(oneOf('CHECK', 'APPLY')), percent: nullable(int), alive: oneOf('YES', 'NO'),
};
export type ImportRecord = Row<typeof ImportColumns>;

const called = (user: Sql): Sql => sql`btrim(${user}.first_name || ' ' || ${user}.last_name)`;
const records = (orgId: string, where: Sql): Sql => sql`
  select i.id, i.kind, i.status, i.file_name, i.sha256, f.id as upload_id, i.as_of,
         i.columns, i.problem, i.total_rows, i.to_create,
         i.to_match, i.to_update, i.refused, i.credit, i.debt, i.points, i.turnover, i.skipped, i.created_at,
         ${called(sql`u`)} as created_by, i.applied_at, ${called(sql`a`)} as applied_by, p.stage, p.percent,
         case when p.beat_at > clock_timestamp() - ${SILENCE} then 'YES' else 'NO' end as alive
    from imports i
    join users u on u.org_id = i.org_id and u.id = i.created_by
    left join uploads f on f.org_id = i.org_id and f.id = i.upload_id
    left join users a on a.org_id = i.org_id and a.id = i.applied_by
    left join import_progress p on p.org_id = i.org_id and p.import_id = i.id
   where i.org_id = ${orgId} and ${where}`;

export const loadImport = ({ tx, orgId }: Place, id: string): Promise<ImportRecord | undefined> =>
  tx.maybe(ImportColumns, records(orgId, sql`i.id = ${id}`));

export async function findImports(
  { tx, orgId }: Place, { kind, page, limit }: { kind?: string | undefined; page: number; limit: number },
) {
  const where = kind === undefined ? sql`true` : sql`i.kind = ${kind}`;
  const [{ total }, imports] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from imports i where i.org_id = ${orgId} and ${where}`),
    tx.rows(ImportColumns, sql`
      ${records(orgId, where)} order by i.created_at desc, i.id desc limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { total, imports };
}

/** Holds the import against a second work on it, to the end of the transaction; gives nothing when it is not there. */
export const lockImport = ({ tx, orgId }: Place, id: string) => tx.maybe({ status: oneOf(...STORED) }, sql`
  select status from imports where org_id = ${orgId} and id = ${id} for no key update`);

/** Imports of an organisation are applied one after the other, or two of one file would make everybody twice. */
export const lockApplying = ({ tx, orgId }: Place): Promise<number> =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${orgId}, 5))`);

export type NewImport = {
  id: string; kind: string; fileName: string; sha256: string; uploadId: string; asOf: Day;
  columns: readonly Column[]; userId: string;
};
export const insertImport = ({ tx, orgId }: Place, row: NewImport): Promise<number> => tx.run(sql`
  insert into imports (org_id, id, kind, status, file_name, sha256, upload_id, as_of, columns, created_by, created_at)
  select org_id, ${row.id}, ${row.kind}, 'CHECKING', ${row.fileName}, ${row.sha256}, ${row.uploadId}, ${row.asOf},
         ${JSON.stringify(row.columns)}, ${row.userId}, coalesce(sandbox_now, clock_timestamp())
    from organisations where org_id = ${orgId}`);

export const finishChecking = ({ tx, orgId }: Place, id: string, columns: readonly Column[], f: Figures): Promise<number> =>
  tx.run(sql`
    update imports
       set status = 'READY', columns = ${JSON.stringify(columns)}, total_rows = ${f.rows}, to_create = ${f.create},
           to_match = ${f.match}, to_update = ${f.update}, refused = ${f.refuse}, credit = ${f.credit}, debt = ${f.debt},
           points = ${f.points}, turnover = ${f.turnover}
     where org_id = ${orgId} and id = ${id} and status = 'CHECKING'`);

/** The rows go as well: of a file that was not read to its end nothing is kept. */
export const failImport = ({ tx, orgId }: Place, id: string, problem: Problem): Promise<number> => tx.run(sql`
  with emptied as (delete from import_rows where org_id = ${orgId} and import_id = ${id})
  update imports set status = 'FAILED', problem = ${JSON.stringify(problem)}
   where org_id = ${orgId} and id = ${id} and status = 'CHECKING'`);

export const deleteImport = ({ tx, orgId }: Place, id: string): Promise<number> =>
  tx.run(sql`delete from imports where org_id = ${orgId} and id = ${id}`);

export const discardRows = ({ tx, orgId }: Place, id: string): Promise<number> => tx.run(sql`
  with emptied as (delete from import_rows where org_id = ${orgId} and import_id = ${id})
  update imports set status = 'DISCARDED' where org_id = ${orgId} and id = ${id}`);

export const markApplied = ({ tx, orgId, actor, now }: Context, id: string, skipped: number): Promise<number> => tx.run(sql`
  update imports set status = 'APPLIED', applied_by = ${actor.userId}, applied_at = ${now}, skipped = ${skipped}
   where org_id = ${orgId} and id = ${id}`);

/** Says how far the work is. The percent of a stage never goes back. */
export const beat = ({ tx, orgId }: Place, id: string, stage: 'CHECK' | 'APPLY', percent: number): Promise<number> =>
  tx.run(sql`
    insert into import_progress as p (org_id, import_id, stage, percent, beat_at)
    values (${orgId}, ${id}, ${stage}, ${percent}, clock_timestamp())
    on conflict (org_id, import_id) do update
       set stage = excluded.stage, beat_at = excluded.beat_at,
           percent = case when p.stage = excluded.stage then greatest(p.percent, excluded.percent)
                     else excluded.percent end`);
/** Nothing is being done any more. */
export const endProgress = ({ tx, orgId }: Place, id: string): Promise<number> => tx.run(sql`
  update import_progress set stage = 'CHECK', percent = 100 where org_id = ${orgId} and import_id = ${id}`);

/** What is kept of a row: as it was understood, and what is to be done. */
export type Staged = {
  row: number; cells: readonly string[]; newId: string; verdict: Verdict; reasons: readonly Reason[];
  clientId: string | null; studentId: string | null; candidates: readonly string[]; fields: StagedFields;
};
export type StagedFields = RowFields & { fills: readonly (keyof NewClient)[]; brings: Sums; kindId: string | null };

export const insertRows = ({ tx, orgId }: Place, id: string, rows: readonly Staged[]): Promise<number> => tx.run(sql`
  insert into import_rows (org_id, import_id, row_number, verdict, cells, fields, reasons, new_id, client_id, student_id,
                           candidates)
  select ${orgId}, ${id}, r."row", r.verdict, r.cells, r.fields, r.reasons, r."newId", r."clientId", r."studentId",
         r.candidates
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r ("row" integer, verdict text, cells jsonb, fields jsonb,
         reasons jsonb, "newId" uuid, "clientId" uuid, "studentId" uuid, candidates uuid[])`);

const RowColumns = {
  row: int, verdict: oneOf(...VERDICTS), cells: json<string[]>(), fields: json<StagedFields>(), reasons: json<Reason[]>(),
  newId: uuid, clientId: nullable(uuid), studentId: nullable(uuid), candidates: uuids,
};
const rowsOf = sql`
  select r.row_number as row, r.verdict, r.cells, r.fields, r.reasons, r.new_id, r.client_id, r.student_id, r.candidates
    from import_rows r`;

/** The next rows after a row, in their order. */
export const rowsAfter = ({ tx, orgId }: Place, id: string, after: number, limit: number) => tx.rows(RowColumns, sql`
  ${rowsOf} where r.org_id = ${orgId} and r.import_id = ${id} and r.row_number > ${after}
   order by r.row_number limit ${limit}`);

export async function findRows(
  { tx, orgId }: Place, id: string, { verdict, page, limit }: { verdict?: Verdict | undefined; page: number; limit: number },
) {
  const where = sql`r.org_id = ${orgId} and r.import_id = ${id}
    ${verdict === undefined ? empty : sql`and r.verdict = ${verdict}`}`;
  const [{ total }, rows] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from import_rows r where ${where}`),
    tx.rows(RowColumns, sql`
      ${rowsOf} where ${where} order by r.row_number limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { total, rows };
}

/** The clients that rows were matched with, once each. */
export const clientsOfRows = async ({ tx, orgId }: Place, id: string): Promise<string[]> =>
  (await tx.rows({ id: uuid }, sql`
    select distinct client_id as id from import_rows
     where org_id = ${orgId} and import_id = ${id} and client_id is not null and verdict <> 'REFUSE' order by 1`))
    .map((row) => row.id);

