import { tidyName } from '../catalogue/rules.ts';
import { isNameClash } from '../clients/benefits-store.ts';
import { changedFacts, statedFacts } from '../kernel/changes.ts';
import { type Context, operation, reading, today } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import { typeEndpoints } from './contract.ts';
import { presentType, requireType } from './load-types.ts';
import { type TypeRow, countGroups, findTypes, insertType, lockType, updateType } from './types-store.ts';

export const listTypes = reading(typeEndpoints.list, async (context, { active, sort, page, limit }) => {
  const { total, types } = await findTypes(context, { active, sort, page, limit });
  const on = today(context);
  return { subscriptionTypes: types.map((type) => presentType(type, on)), pagination: { total, page, limit } };
});

export const getType = reading(typeEndpoints.get, async (context, { id }) =>
  presentType(await requireType(context, id), today(context)));

type Groups = { groupIds?: readonly string[] | null | undefined; groupId?: string | undefined };

/** The groups named, each once, in one order; null for every group, undefined when nothing is said. */
async function groupsNamed(context: Context, { groupIds, groupId }: Groups): Promise<string[] | null | undefined> {
  if (groupId === undefined && (groupIds === undefined || groupIds === null)) return groupIds;
  const named = [...new Set([...(groupIds ?? []), ...(groupId === undefined ? [] : [groupId])])].sort();
  refuseUnless(await countGroups(context, named) === named.length, 'NOT_FOUND');
  return named;
}

function factsOf(type: TypeRow): Omit<TypeRow, 'id' | 'createdAt'> {
  const { id: _, createdAt: __, ...facts } = type;
  return facts;
}

export const createType = operation(typeEndpoints.create, async (context, input) => {
  const type: TypeRow = {
    id: uuidv7(), name: tidyName(input.name), price: input.price, vat: input.vat ?? 'NONE',
    sessionsPerPeriod: input.sessionsPerPeriod ?? null, periodMonths: input.periodMonths ?? 1,
    writeOffTiming: input.writeOffTiming ?? 'ON_USE', groupIds: await groupsNamed(context, input) ?? null,
    isActive: true, createdAt: context.now,
  };
  refuseUnless(await insertType(context, type) === 1, 'NAME_TAKEN');
  return {
    result: presentType(type, today(context)),
    audit: { entityType: 'subscription-type', entityId: type.id, after: statedFacts(factsOf(type)) },
  };
});

export const changeType = operation(typeEndpoints.update, async (context, { id, ...input }) => {
  const [, before] = await Promise.all([lockType(context, id), requireType(context, id)]);
  const groupIds = await groupsNamed(context, input);
  const after: TypeRow = {
    ...before,
    name: input.name === undefined ? before.name : tidyName(input.name),
    price: input.price ?? before.price,
    vat: input.vat ?? before.vat,
    sessionsPerPeriod: input.sessionsPerPeriod === undefined ? before.sessionsPerPeriod : input.sessionsPerPeriod,
    periodMonths: input.periodMonths ?? before.periodMonths,
    writeOffTiming: input.writeOffTiming ?? before.writeOffTiming,
    groupIds: groupIds === undefined ? before.groupIds : groupIds,
    isActive: input.isActive ?? before.isActive,
  };
  try {
    await updateType(context, after);
  } catch (error) {
    if (isNameClash(error)) throw new Refusal('NAME_TAKEN');
    throw error;
  }
  return {
    result: presentType(after, today(context)),
    audit: { entityType: 'subscription-type', entityId: id, ...changedFacts(factsOf(before), factsOf(after)) },
  };
});
