import { type Group, groupEndpoints } from './contract.ts';
import { orKept, tidyName } from './fields.ts';
import { checkPlan, requireGroup } from './group-steps.ts';
import {
  type GroupFacts, type GroupRow, findGroups, insertGroup, loadGroup, loadVisibleGroup, updateGroup,
} from './group-store.ts';
import { fillGroup } from './member-steps.ts';
import { branchExists, isNameClash } from './room-store.ts';
import { hoursOf, minutesOf } from './rules.ts';
import { changedFacts, statedFacts } from '../kernel/changes.ts';
import { decimalText } from '../kernel/money.ts';
import { type Context, operation, reading } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { searchPatterns } from '../kernel/search.ts';
import { uuidv7 } from '../kernel/uuid.ts';

const present = ({ safeMinutes, ...group }: GroupRow): Group => ({ ...group, safeHours: hoursOf(safeMinutes) });

const factsOf = (group: GroupFacts) => {
  const { name, capacity, singlePrice, trialPrice, safeMinutes, trainerId, roomId, branchId, isActive } = group;
  return {
    name, capacity, safeMinutes, trainerId, roomId, branchId, isActive,
    singlePrice: singlePrice === null ? null : decimalText(singlePrice),
    trialPrice: trialPrice === null ? null : decimalText(trialPrice),
  };
};

/** Refuses what the group cannot name; what it named before is not looked at again. */
async function check(context: Context, after: GroupFacts, before?: GroupFacts): Promise<void> {
  const fresh = <K extends 'trainerId' | 'roomId' | 'branchId'>(key: K) =>
    (after[key] === before?.[key] ? null : after[key]);
  await checkPlan(context, { trainerId: fresh('trainerId'), roomId: fresh('roomId') });
  const branchId = fresh('branchId');
  if (branchId !== null) refuseUnless(await branchExists(context, branchId), 'NOT_FOUND');
}

async function reload(context: Context, id: string): Promise<Group> {
  const group = await loadGroup(context, id);
  refuseUnless(group, 'NOT_FOUND');
  return present(group);
}

export const listGroups = reading(groupEndpoints.list, async (context, { q, ...query }) => {
  const { total, groups } = await findGroups(context, { ...query, patterns: searchPatterns(q ?? '') });
  return { groups: groups.map(present), pagination: { total, page: query.page, limit: query.limit } };
});

export const getGroup = reading(groupEndpoints.get, async (context, { id }) => {
  const group = await loadVisibleGroup(context, id);
  refuseUnless(group, 'NOT_FOUND');
  return present(group);
});

export const createGroup = operation(groupEndpoints.create, async (context, input) => {
  const facts: GroupFacts = {
    name: tidyName(input.name), capacity: input.capacity ?? null, singlePrice: input.singlePrice ?? null,
    trialPrice: input.trialPrice ?? null, safeMinutes: minutesOf(input.safeHours), trainerId: input.trainerId ?? null,
    roomId: input.roomId ?? null, branchId: input.branchId ?? null, isActive: true,
  };
  await check(context, facts);
  const id = uuidv7();
  refuseUnless(await insertGroup(context, id, facts), 'NAME_TAKEN');
  return {
    result: await reload(context, id),
    audit: { entityType: 'group', entityId: id, after: statedFacts(factsOf(facts)) },
  };
});

export const changeGroup = operation(groupEndpoints.update, async (context, { id, ...input }) => {
  const before = await requireGroup(context, id);
  const after: GroupFacts = {
    name: input.name === undefined ? before.name : tidyName(input.name),
    capacity: orKept(input.capacity, before.capacity),
    singlePrice: orKept(input.singlePrice, before.singlePrice),
    trialPrice: orKept(input.trialPrice, before.trialPrice),
    safeMinutes: input.safeHours === undefined ? before.safeMinutes : minutesOf(input.safeHours),
    trainerId: orKept(input.trainerId, before.trainerId),
    roomId: orKept(input.roomId, before.roomId),
    branchId: orKept(input.branchId, before.branchId),
    isActive: orKept(input.isActive, before.isActive),
  };
  await check(context, after, before);
  await updateGroup(context, id, after).catch((error: unknown) => {
    throw isNameClash(error) ? new Refusal('NAME_TAKEN') : error;
  });
  await fillGroup(context, id);
  return {
    result: await reload(context, id),
    audit: { entityType: 'group', entityId: id, ...changedFacts(factsOf(before), factsOf(after)) },
  };
});
