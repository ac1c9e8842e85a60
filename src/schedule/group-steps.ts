import { type GroupRow, loadGroup, lockGroups, mayTeach } from './group-store.ts';
import { requireRoom } from './room-steps.ts';
import type { Context } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** The group, locked until the operation ends. */
export async function requireGroup(context: Context, id: string): Promise<GroupRow> {
  await lockGroups(context, [id]);
  const group = await loadGroup(context, id);
  refuseUnless(group, 'NOT_FOUND');
  return group;
}

/** Refuses a trainer or a room that a schedule cannot name; nothing is checked of what is not given. */
export async function checkPlan(
  context: Context, { trainerId, roomId }: { trainerId?: string | null | undefined; roomId?: string | null | undefined },
): Promise<void> {
  if (trainerId != null) {
    const teaches = await mayTeach(context, trainerId);
    refuseUnless(teaches !== undefined, 'NOT_FOUND');
    refuseUnless(teaches, 'TRAINER_REQUIRED');
  }
  if (roomId != null) await requireRoom(context, roomId);
}
