/** Beginning, cancelling, resuming and ending a synchronisation. The work itself is in `sync-jobs.ts`. */
import { z } from 'zod';
import { type SyncCounts, Sync, SyncWithLog, syncEndpoints } from './contract.ts';
import { loadConnection } from './load-connection.ts';
import { NO_COUNTS, presentSync, requireSync } from './load-sync.ts';
import {
  type Place, endSync, insertLines, insertSync, loadLines, loadRunning, lockSync, lockSyncs, pageOfSyncs, reopenSync,
} from './sync-store.ts';
import { lineOf, sentenceOf } from './words-rules.ts';
import { Id, internal } from '../kernel/contract.ts';
import { type AuditFacts, type Context, operation, reading } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

const LINES_SHOWN = 1000;

const named = (id: string, facts: Pick<AuditFacts, 'before' | 'after'>): AuditFacts =>
  ({ entityType: 'onec-sync', entityId: id, ...facts });

const shown = async (context: Context, id: string): Promise<Sync> =>
  presentSync(await requireSync(context, id), context.language);

/** One at a time; whoever comes second is told who was first and since when. */
async function refuseSecond(context: Context): Promise<void> {
  await lockSyncs(context);
  const running = await loadRunning(context);
  if (running === undefined) return;
  const { firstName, lastName, startedAt, id } = running;
  const since = startedAt.toZonedDateTimeISO(context.timeZone).toPlainDateTime();
  const who = `${firstName} ${lastName}`.trim();
  throw new Refusal(
    'SYNC_RUNNING', { who, since: since.toString({ smallestUnit: 'minute' }).replace('T', ' ') }, { syncId: id },
  );
}

export const startSync = operation(syncEndpoints.start, async (context, { limit, days }) => {
  await refuseSecond(context);
  await loadConnection(context);
  const { now, actor } = context;
  const id = uuidv7();
  await insertSync(context, {
    id, limit, days, since: now.subtract({ hours: 24 * days }), counts: NO_COUNTS, startedBy: actor.userId, startedAt: now,
  });
  await insertLines(context, id, [lineOf('INFO', 'BEGUN', { limit, days })]);
  return { result: await shown(context, id), audit: named(id, { after: { limit, days } }) };
});

export const cancelSync = operation(syncEndpoints.cancel, async (context, { id }) => {
  await lockSync(context, id);
  const before = await requireSync(context, id);
  refuseUnless(before.status === 'RUNNING', 'SYNC_NOT_RUNNING');
  await endSync(context, id, { status: 'CANCELLED' });
  await insertLines(context, id, [lineOf('WARNING', 'CANCELLED', {}, context.operationId)]);
  return {
    result: await shown(context, id),
    audit: named(id, { before: { status: 'RUNNING' }, after: { status: 'CANCELLED' } }),
  };
});

export const resumeSync = operation(syncEndpoints.resume, async (context, { id }) => {
  await requireSync(context, id);
  await refuseSecond(context);
  await lockSync(context, id);
  const { status } = await requireSync(context, id);
  refuseUnless(status === 'FAILED' || status === 'CANCELLED', 'SYNC_NOT_RESUMABLE');
  await loadConnection(context);
  await reopenSync(context, id);
  await insertLines(context, id, [lineOf('INFO', 'RESUMED', {}, context.operationId)]);
  return {
    result: await shown(context, id),
    audit: named(id, { before: { status }, after: { status: 'RUNNING' } }),
  };
});

/** How a run came out: recorded once, and only while it is still under way. */
export const recordEnd = operation(
  internal({
    name: 'onec.sync.end', kind: 'operation', permission: 'onec.manage', summary: 'Record how a synchronisation ended',
    input: z.object({
      id: Id, status: z.enum(['DONE', 'FAILED']), failure: z.string().optional(),
      detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    }),
    result: Sync,
  }),
  async (context, { id, status, failure, detail = {} }) => {
    await lockSync(context, id);
    const before = await requireSync(context, id);
    refuseUnless(before.status === 'RUNNING', 'SYNC_NOT_RUNNING');
    await endSync(context, id, {
      status, ...(failure === undefined ? {} : { code: failure, detail }),
    });
    await insertLines(context, id, [status === 'DONE'
      ? lineOf('INFO', 'DONE', {}, context.operationId)
      : lineOf('ERROR', 'FAILED', { ...detail, failure: failure ?? '' }, context.operationId)]);
    return {
      result: await shown(context, id),
      audit: named(id, {
        before: { status: 'RUNNING' },
        after: { status, ...(failure === undefined ? {} : { failure }), ...counted(before.counts) },
      }),
    };
  },
);

/** What there was of each; what there was none of is not worth a word. */
const counted = (counts: SyncCounts): Partial<SyncCounts> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

export const listSyncs = reading(syncEndpoints.list, async (context, { page, limit }) => {
  const { total, rows } = await pageOfSyncs(context, page, limit);
  return { syncs: rows.map((row) => presentSync(row, context.language)), pagination: { total, page, limit } };
});

export const getSync = reading(syncEndpoints.get, async (context, { id }) => {
  const [sync, log] = await Promise.all([shown(context, id), logOf(context, id)]);
  return { ...sync, log };
});

async function logOf(context: Place & Pick<Context, 'language'>, id: string): Promise<z.output<typeof SyncWithLog>['log']> {
  const lines = await loadLines(context, id, LINES_SHOWN);
  return lines.map(({ at, level, ...line }) =>
    ({ at, level, code: line.code, message: sentenceOf(line, context.language) }));
}
