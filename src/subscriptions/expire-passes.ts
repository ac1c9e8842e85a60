import { expireSessions, recordPassEvent } from '../ledger/effects-store.ts';
import { lockClients } from '../clients/store.ts';
import { notify } from '../notices/store.ts';
import { expel } from '../schedule/member-steps.ts';
import { lockGroups } from '../schedule/group-store.ts';
import { loadMember } from '../schedule/member-store.ts';
import { futureTrainings, lockTrainings } from '../schedule/training-store.ts';
import { isBefore } from '../kernel/day.ts';
import { type Context, operation, reading } from '../kernel/operation.ts';
import {
  findActiveEndedBefore, findEnded, findWithOldSessions, hasOtherPass, isEndWritten, loadClaim, markExpired,
} from './expiry-store.ts';
import { passJobEndpoints } from './jobs-contract.ts';
import { lockPass, requirePass } from './load-passes.ts';
import { expelsWhenEndedBefore, valueOf } from './rules.ts';
import type { PassRow } from './store.ts';

/** The passes that have ended and were not told of yet, and those whose grace is over, where there is one. */
export const listEnded = reading(passJobEndpoints.ended, async (context, { date }) => {
  const grace = context.policy['expulsion.graceDays'];
  const ended = await findEnded(context, date);
  const overdue = grace === null ? [] : await findActiveEndedBefore(context, expelsWhenEndedBefore(date, grace));
  return { ended, overdue, unused: context.policy['subscription.carryOver'] ? [] : await findWithOldSessions(context) };
});

/** Writes down once that a pass ended with these sessions left and what they are worth, and tells the family. */
export const endPass = operation(passJobEndpoints.end, async (context, { id, date }) => {
  const { pass } = await lockPass(context, id);
  const { endDate, sessionsLeft } = pass;
  const audit = { entityType: 'subscription', entityId: id, clientId: pass.clientId };
  const isNew = pass.status === 'ACTIVE' && isBefore(endDate, date) && !(await isEndWritten(context, id, endDate));
  if (!isNew) return { result: { done: false, sessionsLeft, value: null }, audit };
  const value = valueOf(pass, sessionsLeft);
  await recordPassEvent(context, id, { kind: 'ENDED', value });
  if (sessionsLeft !== null && sessionsLeft > 0) {
    await notify(context, [{
      kind: 'subscription-ended', audience: 'CLIENT', clientId: pass.clientId, entityType: 'subscription', entityId: id,
      params: {
        student: pass.studentName, subscription: pass.name, endDate: endDate.toString(), sessionsLeft, leftAmount: value,
      },
    }]);
  }
  return { result: { done: true, sessionsLeft, value }, audit: { ...audit, after: { endDate, sessionsLeft, value } } };
});

/** Where sessions do not carry over, those of a period that is over go when the next one has begun (C-35). */
export const dropUnused = operation(passJobEndpoints.dropUnused, async (context, { id, date }) => {
  const { pass } = await lockPass(context, id);
  const isActive = pass.status === 'ACTIVE' && !context.policy['subscription.carryOver'];
  const sessions = isActive ? await expireSessions(context, id, 'Занятия прошлого периода не переносятся', date) : 0;
  return {
    result: { sessions },
    audit: {
      entityType: 'subscription', entityId: id, clientId: pass.clientId,
      before: { sessionsLeft: pass.sessionsLeft }, after: { sessionsLeft: (pass.sessionsLeft ?? 0) - sessions },
    },
  };
});

/** Expires a pass whose grace is over; its student leaves the group unless another pass is good for it (C-33). */
export const expirePass = operation(passJobEndpoints.expire, async (context, { id, date }) => {
  const seen = await requirePass(context, id);
  if (seen.groupId !== null) {
    await lockGroups(context, [seen.groupId]);
    await lockTrainings(context, await futureTrainings(context, [seen.groupId]));
  }
  await lockClients(context, [seen.clientId]);
  const pass = await requirePass(context, id);
  const grace = context.policy['expulsion.graceDays'];
  const audit = { entityType: 'subscription', entityId: id, clientId: pass.clientId };
  const isOver = grace !== null && pass.status === 'ACTIVE' && isBefore(pass.endDate, expelsWhenEndedBefore(date, grace));
  if (!isOver) return { result: { done: false, isExpelled: false }, audit };
  await markExpired(context, id);
  await recordPassEvent(context, id, { kind: 'EXPIRED', value: valueOf(pass, pass.sessionsLeft) });
  const isExpelled = await expelFrom(context, pass);
  return {
    result: { done: true, isExpelled },
    audit: { ...audit, before: { status: 'ACTIVE', endDate: pass.endDate }, after: { status: 'EXPIRED', isExpelled } },
  };
});

async function expelFrom(context: Context, pass: PassRow): Promise<boolean> {
  const { groupId, studentId } = pass;
  if (groupId === null || await hasOtherPass(context, { ...pass, groupId })) return false;
  const member = await loadMember(context, groupId, studentId);
  if (member?.status !== 'ACTIVE' && member?.status !== 'WAITING') return false;
  await expel(context, [{ groupId, studentId }]);
  const claim = await loadClaim(context, { ...pass, groupId });
  await notify(context, [{
    kind: 'subscription-expelled', audience: 'CLIENT', clientId: pass.clientId, entityType: 'subscription',
    entityId: pass.id,
    params: {
      student: pass.studentName, subscription: pass.name, group: claim.groupName, invoiceNumber: claim.invoiceNumber,
      dueDate: claim.dueDate?.toString() ?? null,
    },
  }]);
  return true;
}
