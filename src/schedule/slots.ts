import { slotEndpoints } from './contract.ts';
import { tidyName } from './fields.ts';
import { checkPlan, requireGroup } from './group-steps.ts';
import { loadVisibleGroup } from './group-store.ts';
import { removeTrainings } from './removing-steps.ts';
import { checkValidity, lastDayBefore } from './rules.ts';
import { type SlotRow, findSlots, insertSlot, loadSlot, updateSlot } from './slot-store.ts';
import { futureOfSlot, lockTrainings } from './training-store.ts';
import { statedFacts } from '../kernel/changes.ts';
import { decimalText } from '../kernel/money.ts';
import { operation, reading, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

function present(row: SlotRow) {
  const { skippedDates: _, ...slot } = row;
  return slot;
}

function factsOf(row: SlotRow) {
  const { id: _, skippedDates: __, price, ...slot } = row;
  return { ...slot, price: price === null ? null : decimalText(price) };
}

export const listSlots = reading(slotEndpoints.list, async (context, { id }) => {
  refuseUnless(await loadVisibleGroup(context, id), 'NOT_FOUND');
  return { slots: (await findSlots(context, id, today(context))).map(present) };
});

export const createSlot = operation(slotEndpoints.create, async (context, { id: groupId, ...input }) => {
  const group = await requireGroup(context, groupId);
  refuseUnless(group.isActive, 'GROUP_INACTIVE');
  const { roomId = null, trainerId = null, capacity = null, price = null, validUntil = null } = input;
  const { weekday, startTime, durationMinutes, validFrom } = input;
  checkValidity({ validFrom, validUntil });
  await checkPlan(context, { roomId, trainerId });
  const slot: SlotRow = {
    id: uuidv7(), groupId, weekday, startTime, durationMinutes, roomId, trainerId, capacity, price, validFrom, validUntil,
    title: input.title == null ? null : tidyName(input.title), skippedDates: [],
  };
  await insertSlot(context, slot);
  return {
    result: present(slot),
    audit: { entityType: 'group', entityId: groupId, after: { slot: statedFacts(factsOf(slot)) } },
  };
});

/** Ends the weekly line with yesterday and removes its trainings that have not begun. */
export const endSlot = operation(slotEndpoints.end, async (context, { id: groupId, slotId }) => {
  await requireGroup(context, groupId);
  const slot = await loadSlot(context, slotId);
  refuseUnless(slot?.groupId === groupId, 'NOT_FOUND');
  const trainingIds = await futureOfSlot(context, slotId);
  await lockTrainings(context, trainingIds);
  await removeTrainings(context, trainingIds);
  await updateSlot(context, { ...slot, validUntil: lastDayBefore(today(context), slot) });
  return {
    result: { deleted: true, removedTrainings: trainingIds.length },
    audit: {
      entityType: 'group', entityId: groupId, before: { slot: statedFacts(factsOf(slot)) },
      after: { removedTrainings: trainingIds.length },
    },
  };
});
