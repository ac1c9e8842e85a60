/** An import is applied: all of it in one transaction, after everything it was checked against was looked at again. */
import { importEndpoints } from './contract.ts';
import { bringIn, refuseDay } from './bringing-steps.ts';
import { fillClients, insertClients, insertStudents, markPasses, whoCanPay } from './bringing-store.ts';
import {
  type ImportRecord, type Staged, beat, clientsOfRows, endProgress, loadImport, lockApplying, lockImport, markApplied,
  rowsAfter,
} from './imports-store.ts';
import { type Seen, judgeRows } from './judging-steps.ts';
import { documentsOf } from './opening-rules.ts';
import { presentImport } from './present-import.ts';
import { BATCH } from './stage.ts';
import { lockClients } from '../clients/store.ts';
import { settleQueues } from '../ledger/settling-steps.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import { type Day, parseDay } from '../kernel/day.ts';
import { ZERO } from '../kernel/money.ts';
import { type Call, type Context, procedure } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { canonicalJson } from '../kernel/token.ts';
import { bringInPasses } from '../subscriptions/migration-steps.ts';
import { groupsOf, periodBroughtIn } from '../subscriptions/rules.ts';
import type { NewPass } from '../subscriptions/selling-store.ts';
import { loadTypes } from '../subscriptions/types-store.ts';

/** Says how far the work is, through a connection of its own: the transaction itself shows nothing until its end. */
type Report = (percent: number) => Promise<void>;

const applying = procedure(importEndpoints.apply,
  async (database, call, { id }): Promise<Report> => reporter(database, call, id),
  async (context, { id, skipRefused }, report) => {
    await lockApplying(context);
    const locked = await lockImport(context, id);
    refuseUnless(locked, 'NOT_FOUND');
    const found = await loadImport(context, id);
    refuseUnless(found, 'NOT_FOUND');
    const status = locked.status === 'READY' ? 'READY' : presentImport(found).status;
    refuseUnless(status === 'READY', 'IMPORT_NOT_READY', { status });
    refuseUnless(skipRefused || found.refused === 0, 'IMPORT_HAS_REFUSED', { count: found.refused });
    if (found.credit + found.debt + found.points + found.turnover > 0) await refuseDay(context, found.asOf);
    await lockClients(context, await clientsOfRows(context, id));
    await report(1);
    await refuseStale(context, found, report);
    await bringRows(context, found, report);
    await settleQueues(context, await whoCanPay(context, id));
    await markApplied(context, id, found.refused);
    await endProgress(context, id);
    const after = await loadImport(context, id);
    refuseUnless(after, 'NOT_FOUND');
    const result = presentImport(after);
    return {
      result,
      audit: {
        entityType: 'import', entityId: id, before: { status: 'READY' },
        after: {
          status: 'APPLIED', kind: found.kind, asOf: found.asOf, fileName: found.fileName, sha256: found.sha256,
          counts: result.counts, totals: result.totals, skipped: found.refused,
        },
      },
    };
  });

/** Whatever ends it, the import is not being applied any more; a killed process falls silent instead. */
export const applyImport: typeof applying = {
  ...applying,
  run: async (database, call, input) => {
    try {
      return await applying.run(database, call, input);
    } catch (error) {
      const { orgId } = call;
      await inTransaction(database, orgId, 'write', (tx) => endProgress({ tx, orgId }, input.id));
      throw error;
    }
  },
};

function reporter(database: Database, { orgId, dryRun }: Call, id: string): Report {
  return async (percent) => {
    if (dryRun === true) return;
    await inTransaction(database, orgId, 'write', (tx) => beat({ tx, orgId }, id, 'APPLY', percent));
  };
}

/** Goes through the staged rows in their order. */
async function eachBatch(context: Context, id: string, work: (rows: readonly Staged[]) => Promise<void>): Promise<void> {
  for (let after = 0; ;) {
    const rows = await rowsAfter(context, id, after, BATCH);
    const last = rows.at(-1);
    if (last === undefined) return;
    await work(rows);
    after = last.row;
  }
}

/** Judges every row again before anything is written: the first that would come out otherwise makes the import stale. */
async function refuseStale(context: Context, { id, kind, asOf, totalRows }: ImportRecord, report: Report): Promise<void> {
  const seen: Seen = new Map();
  let done = 0;
  await eachBatch(context, id, async (all) => {
    const rows = all.filter(({ verdict }) => verdict !== 'REFUSE');
    const judged = await judgeRows(context, { kind, asOf }, rows, seen);
    for (const [index, row] of rows.entries()) {
      const { verdict, clientId, studentId, kindId, fills, brings } = judged[index]!;
      const now = canonicalJson({ verdict, clientId, studentId, kindId, fills, brings });
      const { fields } = row;
      const then = canonicalJson({
        verdict: row.verdict, clientId: row.clientId, studentId: row.studentId, kindId: fields.kindId,
        fills: fields.fills, brings: fields.brings,
      });
      refuseUnless(now === then, 'IMPORT_STALE', { row: row.row });
    }
    done += all.length;
    await report(Math.min(40, Math.floor((done * 40) / totalRows)));
  });
}

async function bringRows(context: Context, record: ImportRecord, report: Report): Promise<void> {
  let done = 0;
  await eachBatch(context, record.id, async (all) => {
    await bringBatch(context, record, all.filter(({ verdict }) => verdict === 'CREATE' || verdict === 'UPDATE'));
    done += all.length;
    await report(Math.min(99, 40 + Math.floor((done * 59) / record.totalRows)));
  });
}

async function bringBatch(context: Context, { id, kind, asOf }: ImportRecord, rows: readonly Staged[]): Promise<void> {
  if (kind === 'STUDENTS') return bringStudents(context, id, rows);
  if (kind === 'PASSES') return bringPasses(context, id, rows);
  const clients = rows.flatMap(({ verdict, newId, fields: { client } }) =>
    (verdict === 'CREATE' && client !== null ? [{ ...client, id: newId }] : []));
  if (clients.length > 0) await insertClients(context, id, clients);
  const filled = rows.flatMap(({ clientId, fields: { client, fills } }) =>
    (clientId === null || client === null || fills.length === 0 ? []
      : [{ id: clientId, ...Object.fromEntries(fills.map((name) => [name, client[name]])) }]));
  if (filled.length > 0) await fillClients(context, filled);
  await bringIn(context, rows.flatMap(({ clientId, newId, fields: { brings, comment } }) =>
    documentsOf(brings).map((document) =>
      ({ ...document, clientId: clientId ?? newId, onDate: asOf, comment, importId: id }))));
}

async function bringStudents(context: Context, importId: string, rows: readonly Staged[]): Promise<void> {
  const students = rows.flatMap(({ newId, clientId, fields: { student } }) =>
    (clientId === null || student === null ? [] : [{ ...student, id: newId, clientId }]));
  if (students.length > 0) await insertStudents(context, importId, students);
}

/** Old passes come in active with what they have left, and with their historical invoices (S2-248…S2-250, C-57). */
async function bringPasses(context: Context, importId: string, rows: readonly Staged[]): Promise<void> {
  const kindIds = [...new Set(rows.flatMap(({ fields }) => fields.kindId ?? []))];
  const kinds = new Map((await loadTypes(context, kindIds)).map((kind) => [kind.id, kind]));
  const sessions = new Map<string, number>();
  const passes = rows.flatMap(({ newId: id, clientId, studentId, fields: { pass, kindId } }): NewPass[] => {
    const kind = kinds.get(kindId ?? '');
    if (clientId === null || studentId === null || pass === null || kind === undefined) return [];
    const startDate = parseDay(pass.startDate);
    const endDate: Day | undefined = pass.endDate === null ? undefined : parseDay(pass.endDate);
    const price = pass.price ?? kind.price;
    const left = pass.sessionsLeft;
    if (left !== null) sessions.set(id, left);
    return [{
      id, clientId, studentId, subscriptionTypeId: kind.id, groupId: null, groupIds: groupsOf(kind.groupIds, null),
      name: kind.name, status: 'ACTIVE', periodMonths: kind.periodMonths,
      sessionsPerPeriod: left === null ? null : kind.sessionsPerPeriod ?? Math.max(1, left),
      originalPrice: price > ZERO ? price : ZERO, paidPrice: price, purchaseDate: startDate, startDate,
      ...periodBroughtIn({ startDate, endDate }, kind.periodMonths),
    }];
  });
  if (passes.length === 0) return;
  await bringInPasses(context, passes, sessions);
  await markPasses(context, importId, passes.map(({ id }) => id));
}
