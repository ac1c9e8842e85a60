import { apiKeyEndpoints } from './contract.ts';
import { compactId, personOf } from './rules.ts';
import {
  type ApiKeyRow, countApiKeys, findApiKey, insertApiKey, insertUser, listApiKeys as findApiKeys, personExists,
  revokeKey,
} from './store.ts';
import { statedFacts } from '../kernel/changes.ts';
import { operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { hashToken, newToken } from '../kernel/token.ts';
import { uuidv7 } from '../kernel/uuid.ts';

const factsOf = ({ name, role, clientId, studentId }: ApiKeyRow) => ({ name, role, clientId, studentId });

export const listApiKeys = reading(apiKeyEndpoints.list, async (context, { page, limit }) => {
  const [apiKeys, total] = await Promise.all([findApiKeys(context, { page, limit }), countApiKeys(context)]);
  return { apiKeys, pagination: { total, page, limit } };
});

/** A key acts as a user of its own, so that the history tells what it did. Only its hash is kept. */
export const createApiKey = operation(apiKeyEndpoints.create, async (context, input) => {
  const { tx, orgId, now } = context;
  const { name, role } = input;
  const person = personOf(role, input);
  refuseUnless(await personExists(context, person), 'NOT_FOUND');
  const [id, userId] = [uuidv7(), uuidv7()];
  const key = `saldo_${compactId(orgId)}_${newToken(32)}`;
  await insertUser(tx, orgId, {
    id: userId, kind: 'KEY', loginId: null, firstName: name, lastName: '', role, ...person, createdAt: now,
  });
  await insertApiKey(context, { id, name, userId, keyHash: hashToken(key) });
  const apiKey: ApiKeyRow = { id, name, role, ...person, createdAt: now, revokedAt: null };
  return {
    result: { apiKey, key },
    audit: { entityType: 'apiKey', entityId: id, after: statedFacts(factsOf(apiKey)) },
  };
});

/** Revoking twice is no fault: the key is as dead as was asked. */
export const revokeApiKey = operation(apiKeyEndpoints.revoke, async (context, { id }) => {
  const before = await findApiKey(context, id);
  refuseUnless(before, 'NOT_FOUND');
  const revoked = await revokeKey(context, id);
  const after = await findApiKey(context, id);
  return {
    result: after ?? before,
    audit: {
      entityType: 'apiKey', entityId: id,
      before: { ...factsOf(before), revoked: before.revokedAt !== null }, after: { revoked: true, now: revoked > 0 },
    },
  };
});
