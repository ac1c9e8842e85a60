/** The work of a synchronisation: the stages in their order, each page kept in one transaction with how far the run is. */
import { countSeenCards, retireUnseenCards } from './cards-store.ts';
import type { CardFacts } from './cards-rules.ts';
import { SYNC_STAGES, type SyncStage } from './contract.ts';
import { refusalOf } from './failures.ts';
import { keepingCards } from './keep-cards.ts';
import { badLine, readPoints, readPurchases } from './keep-rows.ts';
import { loadConnection } from './load-connection.ts';
import { type Lookup, readGoods, readOwners } from './lookups.ts';
import { type Kept, type Table, readTable } from './read-table.ts';
import { type OwnerFacts, cardOf, isBad } from './rows.ts';
import { endOf } from './rules.ts';
import { type Run, SyncStopped, inPage, stepped } from './run.ts';
import { type Step, claimSync, keepAlive, listRunning } from './sync-store.ts';
import { recordEnd } from './syncs.ts';
import { type LineCode, lineOf } from './words-rules.ts';
import { OneCFailure, type OneCRow, openOneC } from '../integrations/onec/client.ts';
import { tryJobLock } from '../jobs/lock-store.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import type { Call } from '../kernel/operation.ts';
import { Refusal } from '../kernel/refusal.ts';
import { repeat } from '../kernel/repeat.ts';
import { uuidv7 } from '../kernel/uuid.ts';

export type RunOptions = {
  /** Ends the work and leaves the run under way, for whoever comes next. */
  signal?: AbortSignal;
  onStep?: (step: Step) => void;
  /** The pause before a request to 1C is repeated; the client's own unless given. */
  pauseMs?: number;
};

const LOCK = 'onec.sync';
const HEARTBEAT_MS = 1000;

/** The right to work on the synchronisations of the organisation; undefined while somebody else has it. */
export const tryWork = (database: Database, orgId: string): Promise<(() => Promise<void>) | undefined> =>
  tryJobLock(database, orgId, LOCK);

/** Works on the run until it ends, whoever worked on it before. Gives false when somebody else is at it. */
export async function workOn(database: Database, orgId: string, id: string, options: RunOptions = {}): Promise<boolean> {
  const release = await tryWork(database, orgId);
  if (release === undefined) return false;
  try {
    await goThrough(database, orgId, id, options);
  } finally {
    await release();
  }
  return true;
}

const systemCall = (orgId: string): Call =>
  ({ orgId, actor: { userId: orgId, role: 'ADMIN' }, requestId: uuidv7(), language: 'ru' });

/** The same for whoever has the right already. */
export async function goThrough(database: Database, orgId: string, id: string, options: RunOptions = {}): Promise<void> {
  const { onStep = () => undefined, pauseMs } = options;
  const worker = uuidv7();
  const over = new AbortController();
  const sync = await inTransaction(database, orgId, 'write', (tx) => claimSync({ tx, orgId }, id, worker));
  if (sync === undefined) return;
  const quit = (): void => over.abort();
  options.signal?.addEventListener('abort', quit);
  if (options.signal?.aborted === true) quit();
  // A cancellation is noticed in the middle of a request, too.
  const stopBeating = repeat(HEARTBEAT_MS, async () => {
    const mine = await inTransaction(database, orgId, 'write', (tx) => keepAlive({ tx, orgId }, id, worker));
    if (!mine) over.abort();
  }, () => undefined);
  try {
    const connection = await inTransaction(database, orgId, 'read', (tx) =>
      loadConnection({ tx, orgId, secret: database.secret }));
    const { stage, percent, cursor, counts } = sync;
    const settings = { ...connection.settings, signal: over.signal, ...(pauseMs !== undefined && { pauseMs }) };
    const run: Run = {
      database, orgId, sync, worker, connection, onec: openOneC(settings), state: { stage, percent, cursor, counts }, onStep,
    };
    await goThroughStages(run);
    await recordEnd.run(database, systemCall(orgId), { id, status: 'DONE' });
    onStep({ ...run.state, stage: 'DONE', percent: 100 });
  } catch (error) {
    if (!over.signal.aborted && !(error instanceof SyncStopped)) await recordFailure(database, orgId, id, error);
  } finally {
    await stopBeating();
    options.signal?.removeEventListener('abort', quit);
  }
}

/** What went wrong is in the row, for people; a run that was cancelled meanwhile stays cancelled. */
async function recordFailure(database: Database, orgId: string, id: string, error: unknown): Promise<void> {
  const why = error instanceof OneCFailure ? refusalOf(error) : error;
  const known = why instanceof Refusal;
  const detail = known ? why.detail : { message: why instanceof Error ? why.message.slice(0, 500) : String(why) };
  const failure = known ? why.code : 'INTERNAL';
  try {
    await recordEnd.run(database, systemCall(orgId), { id, status: 'FAILED', failure, detail });
  } catch (refusal) {
    if (!(refusal instanceof Refusal && refusal.code === 'SYNC_NOT_RUNNING')) throw refusal;
  }
  if (!known) throw why;
}

async function goThroughStages(run: Run): Promise<void> {
  let goods: Lookup<string> | undefined;
  const loadGoods = async (): Promise<Lookup<string>> => (goods ??= await readGoods(run));
  const work: Readonly<Record<SyncStage, () => Promise<void>>> = {
    CARDS: () => readCards(run),
    INITIAL: async () => readPurchases(run, 'INITIAL', await loadGoods()),
    PURCHASES: async () => readPurchases(run, 'SALE', await loadGoods()),
    POINTS: () => readPoints(run),
    DONE: () => Promise.resolve(),
  };
  for (const stage of SYNC_STAGES.slice(SYNC_STAGES.indexOf(run.state.stage))) {
    await work[stage]();
    if (stage !== 'DONE') await closeStage(run, stage);
  }
}

/** Between two stages the progress stays where the first ended. */
async function closeStage(run: Run, stage: Exclude<SyncStage, 'DONE'>): Promise<void> {
  const next = SYNC_STAGES[SYNC_STAGES.indexOf(stage) + 1] ?? 'DONE';
  await inPage(run, () => {
    const { cards, customers, created, initial, purchases, packaging, points } = run.state.counts;
    const said: Record<typeof stage, [LineCode, Record<string, number>]> = {
      CARDS: ['CARDS', { cards, customers, created }], INITIAL: ['INITIAL', { rows: initial }],
      PURCHASES: ['PURCHASES', { rows: purchases, packaging }], POINTS: ['POINTS', { rows: points }],
    };
    return Promise.resolve({ stage: next, cursor: {}, percent: endOf(stage), lines: [lineOf('INFO', ...said[stage])] });
  });
}

async function readCards(run: Run): Promise<void> {
  const { mapping, pageSize } = run.connection;
  const { entity, key, code, name, phone, owner, deleted } = mapping.cards;
  const owners = await readOwners(run);
  const table: Table = {
    stage: 'CARDS', entity, most: run.sync.mostCustomers,
    query: { select: [key, code, name, phone, owner, deleted], orderBy: [key], pageSize },
    keep: (rows, step) => keepCards(run, rows, owners, step),
    countSeen: () => inTransaction(run.database, run.orgId, 'read', (tx) =>
      countSeenCards({ tx, orgId: run.orgId }, run.sync.id)),
  };
  const { complete, isFull } = await readTable(run, table);
  await inPage(run, async (context) => {
    if (isFull) return { lines: [lineOf('WARNING', 'LIMIT', { limit: run.sync.mostCustomers })] };
    if (run.state.counts.cards === 0) return { lines: [lineOf('WARNING', 'EMPTY', { entity }, entity)] };
    if (complete !== true) return { lines: [lineOf('WARNING', 'UNVERIFIED', { entity }, entity)] };
    const { counts } = run.state;
    return { counts: { ...counts, removed: counts.removed + await retireUnseenCards(context, run.sync.id) } };
  });
}

async function keepCards(
  run: Run, rows: readonly OneCRow[], owners: Lookup<OwnerFacts>, step: Parameters<Table['keep']>[1],
): Promise<Kept> {
  const { mapping } = run.connection;
  await owners.require(rows.map((row) => row[mapping.cards.owner]));
  const parsed = rows.map((row) => cardOf(row, mapping, owners.values));
  const cards = parsed.filter((row): row is CardFacts => 'said' in row);
  const distinct = [...new Map(cards.map((card) => [card.key, card])).values()];
  const marked = parsed.flatMap((row) => ('marked' in row ? [row.marked] : []));
  const lines = parsed.filter(isBad).map((bad) => badLine(mapping.cards.entity, bad));
  const others = rows.length - distinct.length;
  const page = keepingCards(run, { cards: distinct, marked, lines, step: step(others) });
  const { result } = await page.run(run.database, systemCall(run.orgId), { id: run.sync.id });
  const fresh = result.step.counts.cards - run.state.counts.cards;
  stepped(run, result.step);
  return { others: others + result.left + result.forgotten, fresh, isFull: result.left > 0 };
}

const LOOK_EVERY_MS = 1000;
/** Each holds one of the connections that locks are held on. */
const AT_ONCE = 3;

/**
 * Works on every synchronisation that nobody works on: one that was just begun, and one whose process was killed. The
 * right to work ends with the process that has it, so nobody has to be waited for.
 */
export function startSyncs(database: Database, onError: (error: unknown) => void): () => Promise<void> {
  const stop = new AbortController();
  const working = new Map<string, Promise<void>>();
  const look = async (): Promise<void> => {
    for (const { orgId, id } of await listRunning(database)) {
      if (working.has(id) || working.size >= AT_ONCE || stop.signal.aborted) continue;
      const work = workOn(database, orgId, id, { signal: stop.signal }).then(() => undefined, onError)
        .finally(() => working.delete(id));
      working.set(id, work);
    }
  };
  const stopLooking = repeat(LOOK_EVERY_MS, look, onError);
  return async () => {
    stop.abort();
    await stopLooking();
    await Promise.all(working.values());
  };
}
