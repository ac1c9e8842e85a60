/** GET /api/events: server-sent events, by which one desk sees within a second what another one does. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Heard, type Hub, type Listener, newHub } from './hub.ts';
import { toldTo } from './rules.ts';
import type { Database } from '../kernel/db.ts';
import type { Authenticate, Principal } from '../kernel/http.ts';
import { refuseUnless } from '../kernel/refusal.ts';

export type LivePace = {
  /** How often the audit trail is asked for what is new. */
  pollMs: number;
  /** How often a silent stream says that it is there, for the proxies on the way. */
  heartbeatMs: number;
  /** How often it is looked up whether the listener may still listen. */
  recheckMs: number;
};
const PACE: LivePace = { pollMs: 250, heartbeatMs: 20_000, recheckMs: 30_000 };
const STREAMS_PER_USER = 20;
/** Whoever does not read what is sent is let go; the browser comes back by itself. */
const MOST_UNREAD_BYTES = 1_000_000;
/** After which time of silence an organisation is forgotten, and with it what a listener may have missed. */
const REMEMBERED_MS = 600_000;
const RETRY_MS = 2000;

type Live = {
  authenticate: Authenticate; pace: LivePace; hubOf: (orgId: string) => Hub; open: Set<Stream>;
  /** No stream begins any more. */
  isOver: boolean;
};
type Stream = { user: string; end: (why?: 'end') => void };

/** Registers the address. The streams end at once when the server closes, so that it does not wait for them. */
export function mountEvents(
  app: FastifyInstance, { database, authenticate, pace = {} }: {
    database: Database; authenticate: Authenticate; pace?: Partial<LivePace> | undefined;
  },
): void {
  const { hubOf, close } = newHubs(database, { ...PACE, ...pace }.pollMs, (error) => app.log.error(error, 'live events'));
  const live: Live = { authenticate, pace: { ...PACE, ...pace }, hubOf, open: new Set(), isOver: false };
  app.route({
    method: 'GET', url: '/api/events', exposeHeadRoute: false, handler: (request, reply) => listen(live, request, reply),
  });
  app.addHook('preClose', async () => {
    live.isOver = true;
    for (const stream of live.open) stream.end();
  });
  app.addHook('onClose', close);
}

function newHubs(database: Database, pollMs: number, onError: (error: unknown) => void) {
  const hubs = new Map<string, { hub: Hub; usedAt: number }>();
  const hubOf = (orgId: string): Hub => {
    const now = performance.now();
    for (const [id, { hub, usedAt }] of hubs) if (hub.isSilent() && usedAt < now - REMEMBERED_MS) hubs.delete(id);
    const hub = hubs.get(orgId)?.hub ?? newHub(database, orgId, { pollMs, onError });
    hubs.set(orgId, { hub, usedAt: now });
    return hub;
  };
  const close = async (): Promise<void> => {
    await Promise.all([...hubs.values()].map(({ hub }) => hub.close()));
  };
  return { hubOf, close };
}

async function listen(live: Live, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const principal = await live.authenticate(request);
  refuseUnless(principal, 'UNAUTHENTICATED');
  const user = `${principal.orgId}:${principal.actor.userId}`;
  const theirs = [...live.open].filter((stream) => stream.user === user);
  refuseUnless(theirs.length < STREAMS_PER_USER, 'TOO_MANY_STREAMS');
  // Whoever was asked who he is when the server began to end would keep it from ending.
  refuseUnless(!live.isOver, 'SERVICE_BUSY');
  void reply.headers({
    'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no',
  });
  void reply.hijack();
  const headers = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined);
  reply.raw.writeHead(200, Object.fromEntries(headers));
  await stream(live, principal, request, reply.raw);
  return reply;
}

/** Ends when the reader goes, may not listen any more, does not read, or the server closes. */
async function stream(live: Live, first: Principal, request: FastifyRequest, raw: FastifyReply['raw']): Promise<void> {
  let principal = first;
  const hub = live.hubOf(first.orgId);
  const write = (text: string): void => {
    if (raw.destroyed || raw.writableEnded) return;
    raw.write(text);
    if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
  };
  const listener: Listener = {
    hear: (news) => write(framesOf(hub, principal, news)),
    lookAnew: () => write(`${idLine(hub, hub.position())}event: reset\ndata: {}\n\n`),
  };
  const heartbeat = setInterval(() => write(': still here\n\n'), live.pace.heartbeatMs);
  const recheck = setInterval(() => {
    live.authenticate(request).then((found) => {
      if (found === undefined) self.end('end');
      else principal = found;
    }, () => undefined); // the database is away: the next time will tell
  }, live.pace.recheckMs);
  const leave = (): void => {
    clearInterval(heartbeat);
    clearInterval(recheck);
    hub.leave(listener);
    live.open.delete(self);
  };
  const self: Stream = {
    user: `${first.orgId}:${first.actor.userId}`,
    end: (why) => {
      leave();
      raw.end(why === undefined ? undefined : `event: ${why}\ndata: {}\n\n`);
    },
  };
  live.open.add(self);
  raw.on('close', leave);
  raw.on('error', leave);
  write(`retry: ${RETRY_MS}\n\n`);
  await hub.join(listener, placeOf(hub, request)).catch((error: unknown) => {
    request.log.error({ err: error }, 'live events');
    self.end();
  });
  if (live.open.has(self)) write(`${idLine(hub, hub.position())}event: hello\ndata: {}\n\n`);
  else hub.leave(listener);
}

const idLine = ({ epoch }: Hub, sequence: number): string => `id: ${epoch}.${sequence}\n`;

/** Where a reader that comes back has stopped; a place that this server does not know was too long ago. */
function placeOf({ epoch }: Hub, { headers }: FastifyRequest): number | undefined {
  const last = headers['last-event-id'];
  if (typeof last !== 'string' || last === '') return undefined;
  const [its, sequence = ''] = last.split('.');
  return its === epoch && /^\d{1,15}$/.test(sequence) ? Number(sequence) : -1;
}

/** The news as this reader is told them; several ticks at once are one. */
function framesOf(hub: Hub, { actor }: Principal, news: readonly Heard[]): string {
  let ticked = 0;
  const told = news.flatMap(({ sequence, change }) => {
    const mine = toldTo(actor, change);
    if (mine === 'tick') ticked = sequence;
    return mine === undefined || mine === 'tick' ? [] : [`${idLine(hub, sequence)}data: ${JSON.stringify(mine)}\n\n`];
  });
  if (ticked > 0) told.push(`${idLine(hub, news.at(-1)?.sequence ?? ticked)}data: {}\n\n`);
  return told.join('');
}
