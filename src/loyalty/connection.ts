import { type ConnectionCheck, connectionEndpoints } from './connection-contract.ts';
import { type CheckFacts, describeCheck } from './connection-check-rules.ts';
import {
  DEFAULT_MAPPING, DEFAULT_PACKAGING_WORDS, DEFAULT_PAGE_SIZE, DEFAULT_POINTS_STRATEGY, mappingAfter, mayKeepPassword,
  tidyBaseUrl, tidyWords,
} from './connection-rules.ts';
import {
  type ConnectionFacts, type ConnectionRow, findConnection, lockConnection, updateCheck, upsertConnection,
} from './connection-store.ts';
import { loadConnection } from './load-connection.ts';
import { lookAtBase } from './look-at-base.ts';
import type { Result } from '../kernel/contract.ts';
import { changedFacts, type Facts } from '../kernel/changes.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import { isTimeZone } from '../kernel/day.ts';
import { type Call, type Context, operation, procedure, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { sealText } from '../kernel/sealed.ts';

type Answer = Result<typeof connectionEndpoints.get>;

export const readConnection = reading(connectionEndpoints.get, async (context) =>
  answerOf(context, await findConnection(context)));

function answerOf({ timeZone, language }: Context, row: ConnectionRow | undefined): Answer {
  const defaults = {
    timeZone, mapping: DEFAULT_MAPPING, pointsStrategy: DEFAULT_POINTS_STRATEGY,
    packagingWords: [...DEFAULT_PACKAGING_WORDS], pageSize: DEFAULT_PAGE_SIZE,
  };
  if (row === undefined) return { connection: null, defaults };
  const { passwordSealed, checkedAt, lastCheck, ...shown } = row;
  const described = checkedAt === null || lastCheck === null
    ? null
    : describeCheck(lastCheck, checkedAt, row.username, language);
  return { connection: { ...shown, hasPassword: passwordSealed !== '', lastCheck: described }, defaults };
}

/** What the audit trail keeps: everything but the password, of which it says only whether it was changed. */
const shownFacts = ({ passwordSealed: _sealed, ...facts }: ConnectionFacts): Facts => facts;

export const connectOneC = operation(connectionEndpoints.set, async (context, { password, mapping, ...input }) => {
  const before = await lockConnection(context);
  const { baseUrl, username } = { baseUrl: tidyBaseUrl(input.baseUrl), username: input.username };
  const given = password === undefined || password === '' ? undefined : sealText(context.secret, password);
  const kept = mayKeepPassword(before, { baseUrl, username }) ? before?.passwordSealed : undefined;
  const passwordSealed = given ?? kept;
  refuseUnless(passwordSealed !== undefined, 'ONEC_PASSWORD_REQUIRED');
  const timeZone = input.timeZone ?? before?.timeZone ?? context.timeZone;
  refuseUnless(isTimeZone(timeZone), 'TIME_ZONE_UNKNOWN', { timeZone });
  const after: ConnectionFacts = {
    baseUrl, username, passwordSealed, timeZone,
    mapping: mappingAfter(before?.mapping ?? DEFAULT_MAPPING, mapping),
    pointsStrategy: input.pointsStrategy ?? before?.pointsStrategy ?? DEFAULT_POINTS_STRATEGY,
    packagingWords: tidyWords(input.packagingWords ?? before?.packagingWords ?? DEFAULT_PACKAGING_WORDS),
    pageSize: input.pageSize ?? before?.pageSize ?? DEFAULT_PAGE_SIZE,
  };
  await upsertConnection(context, after);
  const changed = changedFacts(before === undefined ? {} : shownFacts(before), shownFacts(after));
  return {
    result: answerOf(context, await findConnection(context)),
    audit: {
      entityType: 'onec-connection', before: changed.before,
      after: { ...changed.after, ...(given === undefined ? {} : { password: 'changed' }) },
    },
  };
});

type Looked = { facts: CheckFacts; username: string; updatedAt: ConnectionRow['updatedAt'] };

/** The base is asked between two transactions, so that none waits for a machine that is not ours. */
async function look(database: Database, call: Call): Promise<Looked> {
  const connection = await inTransaction(database, call.orgId, 'read', (tx) =>
    loadConnection({ tx, orgId: call.orgId, secret: database.secret }));
  const { settings, updatedAt } = connection;
  return { facts: await lookAtBase(connection), username: settings.username, updatedAt };
}

export const checkConnection = procedure(connectionEndpoints.check, look, async (context, _input, looked) => {
  const { facts, username, updatedAt } = looked;
  await updateCheck(context, updatedAt, facts);
  const result: ConnectionCheck = describeCheck(facts, context.now, username, context.language);
  const statuses = Object.fromEntries(facts.entities.map(({ purpose, status }) => [purpose, status]));
  return {
    result,
    audit: { entityType: 'onec-connection', after: { ok: result.ok, problem: facts.problem, ...statuses } },
  };
});
