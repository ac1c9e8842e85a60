import { type Member, memberEndpoints } from './contract.ts';
import { loadVisibleGroup, lockGroups } from './group-store.ts';
import { endMembership, enrol } from './member-steps.ts';
import { type MemberRow, type PromotedMember, findMembers, loadMember } from './member-store.ts';
import { type Context, operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

async function requireMember(context: Context, groupId: string, studentId: string): Promise<MemberRow> {
  const member = await loadMember(context, groupId, studentId);
  refuseUnless(member, 'NOT_FOUND');
  return member;
}

const auditOf = (groupId: string, { clientId, studentId, status }: MemberRow, before: MemberRow | undefined) => ({
  entityType: 'group', entityId: groupId, clientId, before: before && { studentId, status: before.status },
  after: { studentId, status },
});

const present = (promoted: PromotedMember): Member => {
  const { groupId: _, title: __, ...member } = promoted;
  return member;
};

export const listMembers = reading(memberEndpoints.list, async (context, { id, status, page, limit }) => {
  refuseUnless(await loadVisibleGroup(context, id), 'NOT_FOUND');
  const statuses = status === undefined ? ['ACTIVE', 'WAITING'] as const : [status];
  const { total, members } = await findMembers(context, id, { statuses, page, limit });
  return { members, pagination: { total, page, limit } };
});

export const joinGroup = operation(memberEndpoints.join, async (context, { id, studentId, waitingList }) => {
  await lockGroups(context, [id]);
  const before = await loadMember(context, id, studentId);
  await enrol(context, id, studentId, { waitingList });
  const member = await requireMember(context, id, studentId);
  return { result: member, audit: auditOf(id, member, before) };
});

export const leaveGroup = operation(memberEndpoints.leave, async (context, { id, studentId }) => {
  await lockGroups(context, [id]);
  const before = await requireMember(context, id, studentId);
  refuseUnless(before.status === 'ACTIVE' || before.status === 'WAITING', 'NOT_A_MEMBER');
  const promoted = await endMembership(context, [{ groupId: id, studentId }], 'LEFT');
  const member = await requireMember(context, id, studentId);
  const audit = auditOf(id, member, before);
  return {
    result: { member, promoted: promoted.map(present) },
    audit: { ...audit, after: { ...audit.after, promoted: promoted.map((row) => row.studentId) } },
  };
});
