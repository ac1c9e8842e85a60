import { z } from 'zod';
import type { Endpoint, Input, Result } from './contract.ts';
import { type Database, type Tx, beginText, inTransaction, transactionOn } from './db.ts';
import { type Day, type Instant, dayOf } from './day.ts';
import { type Role, type Scope, scopeOf } from './permissions.ts';
import type { Policy } from './policy.ts';
import { type Language, Refusal } from './refusal.ts';
import { bool, day, instant, json, nullable, sql, text } from './sql.ts';
import { canonicalJson, sha256 } from './token.ts';
import { uuidv7 } from './uuid.ts';

/** Who acts. Every actor is a row of `users`: a person, an API key's own user, or the organisation's system user. */
export type Actor = { userId: string; role: Role; clientId?: string; studentId?: string };

/** One request as a door hands it over. */
export type Call = {
  orgId: string;
  actor: Actor;
  requestId: string;
  language: Language;
  idempotencyKey?: string;
  dryRun?: boolean;
  previewHash?: string;
};

/** What the body of an operation or a reading knows. `now` never runs backwards for a client: see lockClients. */
export type Context = {
  tx: Tx;
  orgId: string;
  actor: Actor;
  scope: Scope;
  language: Language;
  requestId: string;
  /** The secret of the installation: see Database. */
  secret: string;
  operationId: string;
  policy: Policy;
  timeZone: string;
  closedThrough: Day | null;
  sandbox: boolean;
  now: Instant;
};
export const today = (context: Context): Day => dayOf(context.now, context.timeZone);

/** The audit record of an operation. `before` and `after` hold facts only, never ids or moments made in this run. */
export type AuditFacts = {
  entityType: string;
  entityId?: string;
  entityNumber?: string;
  clientId?: string;
  reason?: string;
  before?: unknown;
  after?: unknown;
};
export type Done<O> = { result: O; audit: AuditFacts };

export type Outcome<O> = { result: O; replayed: boolean; preview?: { dryRun: boolean; previewHash: string } };
export type Operation<E extends Endpoint> = {
  kind: 'operation';
  endpoint: E;
  run(database: Database, call: Call, input: Input<E>): Promise<Outcome<Result<E>>>;
};
export type Reading<E extends Endpoint> = {
  kind: 'reading';
  endpoint: E;
  run(database: Database, call: Call, input: Input<E>): Promise<Outcome<Result<E>>>;
};

const StartColumns = {
  settings: json<Policy>(), timeZone: text, sandbox: bool, now: instant, closedThrough: nullable(day),
  keyOperation: nullable(text), keyInputHash: nullable(text), keyResponse: nullable(json<unknown>()),
};
type Start = { context: Context; answered: Answered | undefined };
/** What an idempotency key already answered. */
type Answered = { operation: string; inputHash: string | null; response: unknown };

/** The organisation as the operation finds it and, in the same glance, what the call's idempotency key answered. */
async function start(tx: Tx, call: Call, endpoint: Endpoint, { secret }: Database): Promise<Start> {
  const found = await tx.maybe(StartColumns, sql`
    select o.settings, o.time_zone, o.sandbox_now is not null as sandbox,
           coalesce(o.sandbox_now, clock_timestamp()) as now, o.closed_through,
           k.operation as key_operation, k.input_hash as key_input_hash, k.response as key_response
      from organisations o
      left join idempotency_keys k on k.org_id = o.org_id and k.key = ${call.dryRun ? null : call.idempotencyKey}
     where o.org_id = ${call.orgId}`);
  if (!found) throw new Refusal('NOT_FOUND');
  const { settings: policy, keyOperation: operation, keyInputHash: inputHash, keyResponse: response,
    ...organisation } = found;
  const { permission } = endpoint;
  const scope = permission === 'public' || permission === 'signed-in'
    ? 'own'
    : scopeOf(permission, call.actor.role, policy['accountant.reverse']);
  if (!scope) throw new Refusal('FORBIDDEN');
  const { orgId, actor, language, requestId } = call;
  return {
    context: { tx, orgId, actor, scope, language, requestId, secret, operationId: uuidv7(), policy, ...organisation },
    answered: operation === null ? undefined : { operation, inputHash, response },
  };
}

type Body<E extends Endpoint, A> = (context: Context, input: Input<E>, ahead: A | undefined) => Promise<Done<Result<E>>>;
type Options<E extends Endpoint, A> = {
  exclusive?: boolean;
  /** What the body needs first, sent with the first statements to save a round trip. It may lock and read, not refuse. */
  ahead?: (place: Pick<Context, 'tx' | 'orgId'>, input: Input<E>) => Promise<A> | undefined;
  /** What somebody has to be told when the operation was refused: written after its rollback, by itself. */
  refused?: (place: Pick<Context, 'tx' | 'orgId' | 'now'>, refusal: Refusal, input: Input<E>) => Promise<void>;
};

/**
 * An operation: one thing the business does, in one transaction, with one audit record.
 * The body locks, loads, refuses or decides, writes and returns. It never opens a transaction and never calls
 * another operation. `exclusive` operations wait for all others of the organisation to end (a change of policy).
 */
export function operation<E extends Endpoint, A = never>(
  endpoint: E, body: Body<E, A>, options: Options<E, A> = {},
): Operation<E> {
  const once = (database: Database, call: Call, input: Input<E>) => attempt(database, call, endpoint, input, body, options);
  const run: Operation<E>['run'] = async (database, call, input) => {
    try {
      return await repeatOnConflict(() => once(database, call, input));
    } catch (error) {
      const { orgId } = call;
      if (error instanceof Refusal && !call.dryRun && options.refused) {
        await inTransaction(database, orgId, 'write', async (tx) =>
          options.refused?.({ tx, orgId, now: await clockOf(tx, orgId) }, error, input));
      }
      throw error;
    }
  };
  return { kind: 'operation', endpoint, run };
}

/** The moment as the organisation has it: a sandbox has a clock of its own. */
const clockOf = async (tx: Tx, orgId: string): Promise<Instant> => (await tx.one({ now: instant }, sql`
  select coalesce(sandbox_now, clock_timestamp()) as now from organisations where org_id = ${orgId}`)).now;

/** A reading: a consistent snapshot of the tenant, in a read-only transaction. */
export function reading<E extends Endpoint>(
  endpoint: E,
  body: (context: Context, input: Input<E>) => Promise<Result<E>>,
): Reading<E> {
  const run: Reading<E>['run'] = (database, call, input) =>
    inTransaction(database, call.orgId, 'read', async (tx) => {
      const { context } = await start(tx, call, endpoint, database);
      return { result: await body(context, input), replayed: false };
    });
  return { kind: 'reading', endpoint, run };
}

/**
 * A procedure: work in many transactions, such as a job, behind one door. Who may call and what an idempotency key
 * already answered is looked up first; then `work` does it, or with `call.dryRun` only looks; `close` is the body of the
 * operation that records the end, with one audit record. It is previewed and confirmed as an operation is.
 */
export function procedure<E extends Endpoint, W>(
  endpoint: E,
  work: (database: Database, call: Call, input: Input<E>) => Promise<W>,
  close: (context: Context, input: Input<E>, worked: W) => Promise<Done<Result<E>>>,
  options: { exclusive?: boolean } = {},
): Operation<E> {
  const run: Operation<E>['run'] = async (database, call, input) => {
    const { answered } = await inTransaction(database, call.orgId, 'read', (tx) => start(tx, call, endpoint, database));
    if (answered) {
      return { result: replayOf(answered, call, endpoint, canonicalJson(withoutSecrets(input))), replayed: true };
    }
    const { previewHash, ...unconfirmed } = call;
    if (previewHash !== undefined && !call.dryRun) {
      const { result, preview } = await run(database, { ...unconfirmed, dryRun: true }, input);
      if (preview?.previewHash !== previewHash) throw stale(endpoint, result, preview!.previewHash);
    }
    const worked = await work(database, call, input);
    const ending = operation(endpoint, (context) => close(context, input, worked), options);
    return ending.run(database, unconfirmed, input);
  };
  return { kind: 'operation', endpoint, run };
}

const RETRIED = new Set(['40001', '40P01']); // serialization failure, deadlock

async function repeatOnConflict<T>(attemptOnce: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attemptOnce();
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (!RETRIED.has(code)) throw error;
      if (attempts === 3) throw new Refusal('SERVICE_BUSY');
    }
  }
}

/** Thrown to leave a transaction that must not be kept, carrying its answer. */
class RolledBack<O> extends Error {
  readonly outcome: Outcome<O>;
  constructor(outcome: Outcome<O>) {
    super('rolled back on purpose');
    this.outcome = outcome;
  }
}

async function attempt<E extends Endpoint, A>(
  database: Database, call: Call, endpoint: E, input: Input<E>, body: Body<E, A>, options: Options<E, A>,
): Promise<Outcome<Result<E>>> {
  const client = await database.app.connect();
  const tx = transactionOn(client);
  const inputJson = canonicalJson(withoutSecrets(input));
  let broken: Error | undefined;
  try {
    // Sent together, answered in order: BEGIN, the locks, the organisation with what the key already answered.
    const [, , { context, answered }, ahead] = await Promise.all([
      tx.raw(beginText(call.orgId, 'write')),
      lock(tx, call, options.exclusive ?? false),
      start(tx, call, endpoint, database),
      options.ahead?.({ tx, orgId: call.orgId }, input),
    ]);
    if (answered) throw new RolledBack({ result: replayOf(answered, call, endpoint, inputJson), replayed: true });
    const done = await body(context, input, ahead);
    if (call.dryRun || call.previewHash !== undefined) comparePreview(call, endpoint, input, done);
    await Promise.all([record(context, call, endpoint, inputJson, done), tx.raw('commit')]);
    return { result: done.result, replayed: false };
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    if (error instanceof RolledBack) return error.outcome as Outcome<Result<E>>;
    throw error;
  } finally {
    client.release(broken);
  }
}

/** A dry run ends here with its hash; a confirmed preview goes on only if it would still come out the same. */
function comparePreview<E extends Endpoint>(call: Call, endpoint: E, input: object, done: Done<Result<E>>): void {
  const previewHash = hashOfFacts(endpoint, input, done.audit);
  if (call.dryRun) throw new RolledBack({ result: done.result, replayed: false, preview: { dryRun: true, previewHash } });
  if (call.previewHash === previewHash) return;
  throw stale(endpoint, done.result, previewHash);
}

const stale = <E extends Endpoint>(endpoint: E, result: Result<E>, previewHash: string): Refusal =>
  new Refusal('PREVIEW_STALE', {}, {
    preview: { ...(z.encode(endpoint.result, result) as object), dryRun: true, previewHash },
  });

/** The organisation's lock (shared, so that a change of policy waits) and, claimed before any look-up, the key's. */
function lock(tx: Tx, call: Call, exclusive: boolean): Promise<unknown> {
  const { orgId, idempotencyKey: key } = call;
  const organisation = exclusive
    ? sql`pg_advisory_xact_lock(hashtextextended(${orgId}, 1))`
    : sql`pg_advisory_xact_lock_shared(hashtextextended(${orgId}, 1))`;
  return key === undefined
    ? tx.run(sql`select ${organisation}`)
    : tx.run(sql`select ${organisation}, pg_advisory_xact_lock(hashtextextended(${`${orgId}:${key}`}, 2))`);
}

/** The answer given before, as a result. The same key with another body is refused. */
function replayOf<E extends Endpoint>(answered: Answered, call: Call, endpoint: E, inputJson: string): Result<E> {
  if (answered.operation !== endpoint.name || answered.inputHash !== sha256(`${call.actor.userId}${inputJson}`)) {
    throw new Refusal('IDEMPOTENCY_KEY_REUSED');
  }
  return z.decode(endpoint.result, answered.response as never) as Result<E>;
}

/** The reason is a person's words beside the facts: a preview is looked at before it is given, and holds with any. */
const hashOfFacts = (endpoint: Endpoint, input: object, { before, after }: AuditFacts): string =>
  sha256(canonicalJson({ operation: endpoint.name, input: { ...withoutSecrets(input), reason: null }, before, after }));

/** Neither in the audit trail nor in a hash: a quick hash of a password would give it away. */
const SECRETS = new Set(['password', 'newPassword', 'totp', 'code']);
const withoutSecrets = (input: object): object => Object.fromEntries(Object.entries(input).flatMap(([name, value]) =>
  (SECRETS.has(name) ? [] : [[name, value instanceof Uint8Array ? { sha256: sha256(value) } : value as unknown]])));

/** The answer as a repetition of the request gets it: what is shown once is not kept. */
function storedAnswer({ result: shape, shownOnce }: Endpoint, result: unknown): string {
  const answer = z.encode(shape, result);
  if (shownOnce === undefined) return JSON.stringify(answer);
  return JSON.stringify(answer, (key, value: unknown) => (shownOnce.includes(key) ? undefined : value));
}

/** One statement: the audit record, its place in the queue for a seal, and the answer under the idempotency key. */
function record<E extends Endpoint>(
  context: Context, call: Call, endpoint: E, inputJson: string, { result, audit }: Done<Result<E>>,
): Promise<number> {
  const { orgId, operationId, actor, now } = context;
  const asJson = (value: unknown) => (value === undefined ? null : canonicalJson(value));
  const key = call.idempotencyKey;
  const answer = key === undefined ? sql`` : sql`, answered as (
    insert into idempotency_keys (org_id, key, operation, input_hash, response, created_at)
    values (${orgId}, ${key}, ${endpoint.name}, ${sha256(`${actor.userId}${inputJson}`)},
            ${storedAnswer(endpoint, result)}, ${now}))`;
  return context.tx.run(sql`
    with recorded as (
      insert into audit_log (org_id, id, operation, entity_type, entity_id, entity_number, client_id, actor_id,
                             request_id, reason, input, before, after, at)
      values (${orgId}, ${operationId}, ${endpoint.name}, ${audit.entityType}, ${audit.entityId},
              ${audit.entityNumber}, ${audit.clientId}, ${actor.userId}, ${call.requestId}, ${audit.reason},
              ${inputJson}, ${asJson(audit.before)}, ${asJson(audit.after)}, ${now}))${answer}
    insert into audit_unsealed (org_id, audit_id) values (${orgId}, ${operationId})`);
}
