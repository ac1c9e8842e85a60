/** Reads a file to its end into staged rows: a few thousand at a time, so that memory does not grow with the file. */
import type { ImportKind } from './contract.ts';
import type { Figures, Problem, Staged } from './imports-store.ts';
import { beat, endProgress, failImport, finishChecking, insertRows, lockImport } from './imports-store.ts';
import { type Seen, judgeRows } from './judging-steps.ts';
import type { Judged } from './judge-rules.ts';
import type { DataRow, OpenFile } from './open-file.ts';
import { type RowFields, type Sums, understand } from './row-rules.ts';
import { TableFailure } from '../integrations/tables/table.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import type { Day } from '../kernel/day.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

export const BATCH = 2000;

export type Staging = {
  database: Database; orgId: string; importId: string; kind: ImportKind; asOf: Day; file: OpenFile;
  /** About how many rows the file has. */
  expected: number; signal?: AbortSignal;
};

export const NO_FIGURES: Figures = {
  rows: 0, create: 0, match: 0, update: 0, refuse: 0, credit: 0, debt: 0, points: 0, turnover: 0,
};

/** Reads, checks and stages every row; the import is READY when this ends. */
export async function stage(staging: Staging): Promise<void> {
  const { database, orgId, importId, file } = staging;
  const write = <T>(work: (place: Parameters<typeof insertRows>[0]) => Promise<T>): Promise<T> =>
    inTransaction(database, orgId, 'write', (tx) => work({ tx, orgId }));
  const figures = { ...NO_FIGURES };
  const seen: Seen = new Map();
  let batch: DataRow[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    staging.signal?.throwIfAborted();
    const rows = batch;
    batch = [];
    await write(async (place) => {
      // Somebody may have discarded it meanwhile; then its rows are not to come back.
      if ((await lockImport(place, importId))?.status !== 'CHECKING') throw new Error('no longer being checked');
      const staged = await look(place, staging, rows, seen);
      for (const row of staged) count(figures, row);
      await insertRows(place, importId, staged);
    });
    const percent = Math.min(99, Math.floor((figures.rows * 100) / Math.max(staging.expected, figures.rows + 1)));
    await write((place) => beat(place, importId, 'CHECK', percent));
  };
  for await (const row of file.rows()) {
    batch.push(row);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  if (figures.rows === 0) {
    throw new TableFailure('EMPTY', 0, {
      ru: 'под заголовком нет ни одной строки', en: 'there are no rows below the headings' });
  }
  await write(async (place) => {
    await finishChecking(place, importId, file.columns, figures);
    await endProgress(place, importId);
  });
}

/** Understands rows and judges those that could be understood. */
async function look(
  place: Parameters<typeof insertRows>[0], { kind, asOf }: Staging, rows: readonly DataRow[], seen: Seen,
): Promise<Staged[]> {
  const understood = rows.map((row) => ({ ...row, ...understand(kind, row.known, row.formulas, asOf) }));
  const sound = understood.filter(({ reasons }) => reasons.length === 0);
  const judged = await judgeRows(place, { kind, asOf }, sound, seen);
  const verdicts = new Map(sound.map(({ row }, index) => [row, judged[index]!]));
  return understood.map(({ row, cells, fields, reasons }) => stagedOf({ row, cells, fields },
    verdicts.get(row) ?? { ...REFUSED, reasons }));
}

const NO_SUMS: Sums = { balance: null, points: null, turnover: null };
const REFUSED: Judged = {
  verdict: 'REFUSE', reasons: [], clientId: null, studentId: null, kindId: null, candidates: [], fills: [], brings: NO_SUMS,
};

function stagedOf(
  { row, cells, fields }: { row: number; cells: readonly string[]; fields: RowFields }, judged: Judged): Staged {
  const { verdict, reasons, clientId, studentId, candidates, fills, brings, kindId } = judged;
  return {
    row, cells: cells.map(printable), newId: uuidv7(), verdict, reasons, clientId, studentId, candidates,
    fields: { ...(verdict === 'REFUSE' ? emptied(fields) : fields), fills, brings, kindId },
  };
}

/** What the database cannot keep, half a character included, is shown as a mark; the row is refused for it. */
const printable = (text: string): string => text.replaceAll(/(?![\t\n\r])\p{Cc}/gu, '␀').toWellFormed();
const emptied = (fields: RowFields): RowFields => ({
  ...fields, client: null, student: null, pass: null, comment: null,
  ref: { externalId: null, phone: null, email: null, nameKey: null, name: fields.ref.name && printable(fields.ref.name) },
});

function count(figures: Figures, { verdict, fields: { brings } }: Staged): void {
  figures.rows += 1;
  if (verdict === 'CREATE') figures.create += 1;
  if (verdict === 'MATCH') figures.match += 1;
  if (verdict === 'UPDATE') figures.update += 1;
  if (verdict === 'REFUSE') figures.refuse += 1;
  if (verdict === 'REFUSE') return;
  figures.credit += Math.max(0, brings.balance ?? 0);
  figures.debt += Math.max(0, -(brings.balance ?? 0));
  figures.points += brings.points ?? 0;
  figures.turnover += brings.turnover ?? 0;
}

const failed = (
  { database, orgId, importId }: Pick<Staging, 'database' | 'orgId' | 'importId'>, problem: Problem): Promise<void> =>
  inTransaction(database, orgId, 'write', async (tx) => {
    await failImport({ tx, orgId }, importId, problem);
    await endProgress({ tx, orgId }, importId);
  });

/** A file without the columns it needs is shown with those it has, so that a person can say what they mean. */
export const noteMissing = (staging: Pick<Staging, 'database' | 'orgId' | 'importId'>, missing: Refusal): Promise<void> =>
  failed(staging, {
    code: missing.code, field: null, row: null, ru: missing.sentence('ru'), en: missing.sentence('en'),
  });

/** Notes that reading ended badly; the reason of a file is told with its row, any other only that it broke off. */
export function noteFailure(staging: Staging, error: unknown): Promise<void> {
  const problem = error instanceof TableFailure
    ? { code: error.code, field: null, ...error.words, row: error.row === 0 ? null : error.row }
    : { code: 'INTERRUPTED', field: null, row: null, ru: 'проверка прервана, загрузите файл ещё раз',
      en: 'checking was interrupted, send the file again' };
  return failed(staging, problem);
}
