/** A run under way: what it works with, how far it is, and how a page of rows is kept together with that. */
import type { LoadedConnection } from './load-connection.ts';
import { furthest } from './rules.ts';
import {
  type Place, type Step, type SyncCard, holdSync, insertLines, moveSync, readClock,
} from './sync-store.ts';
import type { SyncCounts } from './contract.ts';
import { type NewLine, lineOf } from './words-rules.ts';
import type { OneC } from '../integrations/onec/client.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import type { Context } from '../kernel/operation.ts';

export type Run = {
  readonly database: Database; readonly orgId: string; readonly sync: SyncCard; readonly worker: string;
  readonly connection: LoadedConnection; readonly onec: OneC;
  /** How far it is; changed only when the transaction that says so was kept. */
  state: Step;
  readonly onStep: (step: Step) => void;
};
export type PageContext = Pick<Context, 'tx' | 'orgId' | 'now'>;

/** The run was cancelled, or somebody else works on it now. */
export class SyncStopped extends Error {}

/** What a page changes of the run. */
export type Change = Partial<Step> & { lines?: readonly NewLine[] };

/** Lines about single records that one run keeps; beyond them they are only counted. */
const LINES_KEPT = 500;

/** Writes how far the run is after the page, in the page's transaction. Whoever lost the run writes nothing. */
export async function stepIn(run: Run, place: Place, change: () => Promise<Change>): Promise<Step> {
  const { sync: { id }, worker, state } = run;
  if (!await holdSync(place, id, worker)) throw new SyncStopped();
  const { lines = [], ...after } = await change();
  const counts: SyncCounts = { ...(after.counts ?? state.counts) };
  const isFull = state.counts.failed >= LINES_KEPT;
  const kept = isFull ? [lineOf('WARNING', 'MORE'), ...lines.filter(({ code }) => code !== 'ROW')] : lines;
  const added = kept.length === 0 ? 0 : await insertLines(place, id, kept);
  const bad = lines.filter(({ code }) => code === 'ROW').length;
  counts.failed += isFull ? bad : Math.min(added, bad);
  const step = { ...state, ...after, counts, percent: furthest(state.percent, after.percent ?? 0) };
  await moveSync(place, id, step);
  return step;
}

export function stepped(run: Run, step: Step): void {
  run.state = step;
  run.onStep(step);
}

const RETRIED = new Set(['40001', '40P01']); // serialization failure, deadlock

/** A page in a transaction of its own. */
export async function inPage(run: Run, work: (context: PageContext) => Promise<Change>): Promise<void> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      const step = await inTransaction(run.database, run.orgId, 'write', async (tx) => {
        const place = { tx, orgId: run.orgId };
        const now = await readClock(place);
        return stepIn(run, place, () => work({ ...place, now }));
      });
      stepped(run, step);
      return;
    } catch (error) {
      if (attempts === 3 || !RETRIED.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}
