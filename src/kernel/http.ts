/** The HTTP door: turns the table of endpoints into Fastify routes. Knows nothing of the business. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Endpoint, Input, Result } from './contract.ts';
import type { Database } from './db.ts';
import { gather, parseInput, parseJson } from './http-input.ts';
import { languageOf, sendProblem } from './http-problem.ts';
import type { Actor, Call, Operation, Outcome, Reading } from './operation.ts';
import { permissions } from './permissions.ts';
import type { Watch } from './pulse.ts';
import { type Language, Refusal, refuseUnless } from './refusal.ts';

/** Who is at the door, and whether a browser's cookie says so. */
export type Principal = { orgId: string; actor: Actor; byCookie: boolean };
/** Finds out who is at the door; undefined when nobody valid is. */
export type Authenticate = (request: FastifyRequest) => Promise<Principal | undefined>;

export type PublicCall = {
  database: Database; request: FastifyRequest; reply: FastifyReply; language: Language;
  /** This installation has a mail server, so that letters arrive. */
  mail: boolean;
  watch: Watch;
};
/** An endpoint with a handler of its own, open to everybody: sign-in, sign-out, health. */
export type PublicRoute<E extends Endpoint = Endpoint> = {
  kind: 'public';
  endpoint: E;
  handle(call: PublicCall, input: Input<E>): Promise<Result<E>>;
};
export type Route = Operation<Endpoint> | Reading<Endpoint> | PublicRoute;

/** Ties a public endpoint to its handler. */
export const publicRoute = <E extends Endpoint>(
  endpoint: E,
  handle: (call: PublicCall, input: Input<E>) => Promise<Result<E>>,
): PublicRoute<E> => ({ kind: 'public', endpoint, handle });

export type MountOptions = {
  database: Database;
  routes: readonly Route[];
  authenticate: Authenticate;
  /** Requests a minute from one address to the endpoints that try a password or a code. */
  signInsPerMinute?: number;
  /** Whether the installation has a mail server. */
  mail?: boolean;
  watch?: Watch;
  /** Answers a browser that asks for an address of the client; false where there is no such page. */
  page?: (request: FastifyRequest, reply: FastifyReply) => boolean;
};

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | undefined;
  }
}

const parsed = async (_request: FastifyRequest, body: Buffer): Promise<unknown> => parseJson(body);

const FILE = 'application/octet-stream';

/** Registers every route. The plug-ins for cookies and rate limits are registered before. */
export function mount(app: FastifyInstance, options: MountOptions): void {
  app.decorateRequest('principal', undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, parsed);
  app.addContentTypeParser(FILE, { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) => body);
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  // A reply is a thenable: awaited, it would be there only after it was sent.
  app.setNotFoundHandler((request, reply) =>
    (options.page?.(request, reply) ? reply : sendProblem(new Refusal('NOT_FOUND'), request, reply)));
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  for (const route of options.routes) mountOne(app, options, route);
}

function mountOne(app: FastifyInstance, options: MountOptions, route: Route): void {
  const { endpoint } = route;
  const { limited } = endpoint;
  const max = typeof limited === 'number' ? limited : options.signInsPerMinute ?? 20;
  app.route({
    method: endpoint.method,
    url: endpoint.path.replace(/\{(\w+)\}/g, ':$1'),
    ...(endpoint.binary === undefined ? {} : { bodyLimit: endpoint.binary }),
    ...(limited ? { config: { rateLimit: { max, timeWindow: 60_000 } } } : {}),
    onRequest: route.kind === 'public' ? checkVisitor : admit(endpoint, options.authenticate),
    handler: (request, reply) => answer(options, route, request, reply),
  });
}

/** Nobody else's page may send a public write either: signing a visitor in as somebody else is an attack too. */
async function checkVisitor(request: FastifyRequest): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') refuseUnless(isSameOrigin(request), 'CROSS_SITE');
}

/** 401 and 403 come before the body is even read, so that bad input never hides a missing permission. */
function admit(endpoint: Endpoint, authenticate: Authenticate): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const principal = await authenticate(request);
    refuseUnless(principal, 'UNAUTHENTICATED');
    if (principal.byCookie && endpoint.method !== 'GET') refuseUnless(isSameOrigin(request), 'CROSS_SITE');
    const { permission } = endpoint;
    if (permission !== 'signed-in' && permission !== 'public') {
      refuseUnless(Object.hasOwn(permissions[permission], principal.actor.role), 'FORBIDDEN');
    }
    const file = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() === FILE;
    if (request.headers['content-type'] !== undefined) {
      refuseUnless(file === (endpoint.binary !== undefined), 'UNSUPPORTED_MEDIA_TYPE');
    }
    request.principal = principal;
  };
}

/** Browsers say where a request comes from. Other programs say nothing, and carry no cookie by accident. */
function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host = '' } = request.headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  const here = `${from.protocol}//${host}`; // so that a default port counts as none on both sides
  return URL.canParse(here) && new URL(here).host === from.host;
}

const UNWATCHED: Watch = { metrics: async () => '' };

async function answer(
  { database, mail = false, watch = UNWATCHED }: MountOptions, route: Route, request: FastifyRequest, reply: FastifyReply,
): Promise<FastifyReply> {
  const { endpoint } = route;
  const language = languageOf(request);
  const raw = gather(endpoint, request, route.kind === 'operation', language);
  const input = parseInput(endpoint, raw.fields, language);
  if (route.kind === 'public') {
    const result = await route.handle({ database, request, reply, language, mail, watch }, input);
    return reply.code(endpoint.status ?? 200).send(z.encode(endpoint.result, result));
  }
  const outcome = await route.run(database, callOf(request, language, route.kind, raw), input);
  return sendOutcome(endpoint, outcome, reply);
}

function callOf(
  request: FastifyRequest, language: Language, kind: 'operation' | 'reading',
  raw: { dryRun?: boolean; previewHash?: string },
): Call {
  const { orgId, actor } = request.principal!;
  const call: Call = { orgId, actor, requestId: request.id, language };
  if (kind === 'reading') return call;
  const key = request.headers['idempotency-key'];
  if (key !== undefined) {
    const fits = typeof key === 'string' && /^[\x20-\x7e]{1,200}$/.test(key) && key.trim() !== '';
    refuseUnless(fits, 'IDEMPOTENCY_KEY_MALFORMED');
    call.idempotencyKey = key;
  }
  if (raw.dryRun) call.dryRun = true;
  if (raw.previewHash !== undefined) call.previewHash = raw.previewHash;
  return call;
}

function sendOutcome(endpoint: Endpoint, outcome: Outcome<unknown>, reply: FastifyReply): FastifyReply {
  const body = z.encode(endpoint.result, outcome.result);
  if (outcome.preview) return reply.code(200).send({ ...(body as object), ...outcome.preview });
  if (outcome.replayed) void reply.header('idempotency-replayed', 'true');
  return reply.code(endpoint.status ?? 200).send(body);
}
