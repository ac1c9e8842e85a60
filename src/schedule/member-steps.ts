import { requireGroup } from './group-steps.ts';
import { loadGroup, lockGroups } from './group-store.ts';
import {
  type Membership, type PromotedMember, countActive, endMemberships, loadMember, loadStudents, promoteMembers, putMember,
  removeFromFuture,
} from './member-store.ts';
import { promoteWaitingIn } from './participant-steps.ts';
import { bookMembers } from './participant-store.ts';
import { placeFor } from './rules.ts';
import { futureTrainings, lockTrainings } from './training-store.ts';
import type { Context } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { notify } from '../notices/store.ts';

/**
 * Takes a student into a group and its coming trainings, or onto the waiting list when the group is full and that was
 * asked for. A member stays one. Locks the group and its coming trainings, so it comes before the locks of clients.
 */
export async function enrol(
  context: Context, groupId: string, studentId: string, { waitingList = false }: { waitingList?: boolean | undefined } = {},
): Promise<'ACTIVE' | 'WAITING'> {
  const group = await requireGroup(context, groupId);
  const [[student], member] = await Promise.all([
    loadStudents(context, [studentId]), loadMember(context, groupId, studentId),
  ]);
  refuseUnless(student, 'NOT_FOUND');
  if (member?.status === 'ACTIVE') return 'ACTIVE';
  refuseUnless(group.isActive, 'GROUP_INACTIVE');
  refuseUnless(student.isActive, 'STUDENT_INACTIVE');
  const taken = await countActive(context, groupId);
  const status = placeFor({ places: group.capacity, taken, waitingList }, 'ACTIVE', 'GROUP_FULL');
  if (member?.status === status) return status;
  await putMember(context, { groupId, studentId }, status);
  if (status === 'ACTIVE') await bookIntoFuture(context, { groupId, studentId });
  return status;
}

async function bookIntoFuture(context: Context, membership: Membership): Promise<void> {
  const trainingIds = await futureTrainings(context, [membership.groupId]);
  await lockTrainings(context, trainingIds);
  await bookMembers(context, trainingIds, [membership]);
}

/**
 * Ends memberships: the students come off the trainings that have not begun and were not charged, and whoever waits
 * gets the places, in the groups and at the trainings. Gives the new members.
 */
export async function endMembership(
  context: Context, memberships: readonly Membership[], status: 'LEFT' | 'EXPELLED',
): Promise<PromotedMember[]> {
  if (memberships.length === 0) return [];
  const groupIds = [...new Set(memberships.map(({ groupId }) => groupId))].sort();
  await lockGroups(context, groupIds);
  const trainingIds = await futureTrainings(context, groupIds);
  await lockTrainings(context, trainingIds);
  await endMemberships(context, memberships, status);
  await removeFromFuture(context, memberships);
  const promoted = await fillGroups(context, groupIds, trainingIds);
  await promoteWaitingIn(context, trainingIds);
  return promoted;
}

/** Expels the students, each from his group. */
export async function expel(context: Context, memberships: readonly Membership[]): Promise<void> {
  await endMembership(context, memberships, 'EXPELLED');
}

/** Gives free places of the groups to their waiting lists; the trainings must be locked. */
async function fillGroups(
  context: Context, groupIds: readonly string[], trainingIds: readonly string[],
): Promise<PromotedMember[]> {
  const promoted = await promoteMembers(context, groupIds);
  if (promoted.length === 0) return [];
  await bookMembers(context, trainingIds, promoted);
  await notify(context, promoted.map(({ groupId, clientId, studentName, title }) => ({
    kind: 'waiting-list-place', audience: 'CLIENT', clientId, entityType: 'group', entityId: groupId,
    params: { student: studentName, title },
  })));
  return promoted;
}

/** Gives places that a group has gained to those who wait for it and for its trainings. */
export async function fillGroup(context: Context, groupId: string): Promise<PromotedMember[]> {
  const trainingIds = await futureTrainings(context, [groupId]);
  await lockTrainings(context, trainingIds);
  const promoted = await fillGroups(context, [groupId], trainingIds);
  await promoteWaitingIn(context, trainingIds);
  return promoted;
}

/** Takes an expelled student back; false when the group is full or closed. Whoever was not expelled stays as he is. */
export async function restore(context: Context, groupId: string, studentId: string): Promise<boolean> {
  await lockGroups(context, [groupId]);
  const [group, member] = await Promise.all([loadGroup(context, groupId), loadMember(context, groupId, studentId)]);
  if (member?.status !== 'EXPELLED') return true;
  if (!group?.isActive) return false;
  if (group.capacity !== null && (await countActive(context, groupId)) >= group.capacity) return false;
  await putMember(context, { groupId, studentId }, 'ACTIVE');
  await bookIntoFuture(context, { groupId, studentId });
  return true;
}
