/** GET /api/admin/onec/customers/sync/{id}/events: how far a run is, told until it ends. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ProgressRow, loadProgress } from './sync-store.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import type { Authenticate, Principal } from '../kernel/http.ts';
import { scopeOf } from '../kernel/permissions.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { repeat } from '../kernel/repeat.ts';
import { isUuid } from '../kernel/uuid.ts';

type Events = {
  database: Database; authenticate: Authenticate; pollMs: number; open: Set<() => void>;
  /** No stream begins any more. */
  isOver: boolean;
};

const POLL_MS = 250;
const RETRY_MS = 2000;
/** How often it is looked up whether the listener may still listen, and the proxies on the way hear that he does. */
const RECHECK_MS = 30_000;
const MOST_STREAMS = 200;

/** Registers the address. The streams end at once when the server closes, so that it does not wait for them. */
export function mountSyncEvents(
  app: FastifyInstance, { database, authenticate, pollMs = POLL_MS }:
  { database: Database; authenticate: Authenticate; pollMs?: number | undefined },
): void {
  const events: Events = { database, authenticate, pollMs, open: new Set(), isOver: false };
  app.route({
    method: 'GET', url: '/api/admin/onec/customers/sync/:id/events', exposeHeadRoute: false,
    handler: (request, reply) => listen(events, request, reply),
  });
  app.addHook('preClose', async () => {
    events.isOver = true;
    for (const end of events.open) end();
  });
}

async function listen(events: Events, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const principal = await events.authenticate(request);
  refuseUnless(principal, 'UNAUTHENTICATED');
  refuseUnless(scopeOf('onec.manage', principal.actor.role, false), 'FORBIDDEN');
  const { id } = request.params as { id: string };
  const ask = (): Promise<ProgressRow | undefined> => progressOf(events.database, principal, id);
  refuseUnless(await ask(), 'NOT_FOUND');
  refuseUnless(events.open.size < MOST_STREAMS, 'TOO_MANY_STREAMS');
  // Whoever was asked who he is when the server began to end would keep it from ending for as long as the run.
  refuseUnless(!events.isOver, 'SERVICE_BUSY');
  void reply.headers({
    'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no',
  });
  void reply.hijack();
  const headers = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined);
  reply.raw.writeHead(200, Object.fromEntries(headers));
  tell(events, ask, request, reply.raw);
  return reply;
}

async function progressOf(database: Database, { orgId }: Principal, id: string): Promise<ProgressRow | undefined> {
  if (!isUuid(id)) return undefined;
  return inTransaction(database, orgId, 'read', (tx) => loadProgress({ tx, orgId }, id.toLowerCase()));
}

/** Tells every change once, and the end by an event of its own. */
function tell(
  { open, pollMs, authenticate }: Events, ask: () => Promise<ProgressRow | undefined>, request: FastifyRequest,
  raw: FastifyReply['raw'],
): void {
  let told = '';
  const end = (last = ''): void => {
    open.delete(end);
    clearInterval(recheck);
    void stop();
    if (!raw.destroyed && !raw.writableEnded) raw.end(last);
  };
  const look = async (): Promise<void> => {
    const progress = await ask();
    const text = JSON.stringify(progress);
    if (progress === undefined || !open.has(end)) return end();
    if (text !== told) raw.write(`data: ${text}\n\n`);
    told = text;
    if (progress.status !== 'RUNNING') end('event: end\ndata: {}\n\n');
  };
  open.add(end);
  raw.on('close', () => end());
  raw.on('error', () => end());
  raw.write(`retry: ${RETRY_MS}\n\n`);
  const recheck = setInterval(() => {
    authenticate(request).then((found) => {
      if (found === undefined) end('event: end\ndata: {}\n\n');
      else if (open.has(end)) raw.write(': still here\n\n');
    }, () => undefined); // the database is away: the next time will tell
  }, RECHECK_MS);
  const stop = repeat(pollMs, look, (error) => request.log.error({ err: error }, 'events of a synchronisation'));
}
