import { noticeEndpoints } from './contract.ts';
import { findNotice, markAllAsRead, markAsRead } from './reading-store.ts';
import { audiencesOf } from './rules.ts';
import { operation } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** Whoever may see a notice may mark it, for himself alone; staff see what clients were told. */
export const markNoticeRead = operation(noticeEndpoints.markRead, async (context, { id }) => {
  const { scope, actor } = context;
  const found = await findNotice(context, id);
  refuseUnless(found, 'NOT_FOUND');
  const { audience, clientId } = found;
  const visible = audience === 'CLIENT'
    ? scope === 'all' || clientId === actor.clientId : audiencesOf(actor.role).includes(audience);
  refuseUnless(visible, 'NOT_FOUND');
  return {
    result: { id, readAt: await markAsRead(context, id) },
    audit: { entityType: 'notice', entityId: id, after: { read: true } },
  };
});

export const markAllNoticesRead = operation(noticeEndpoints.markAllRead, async (context) => {
  const { actor } = context;
  const read = await markAllAsRead(context, { audiences: audiencesOf(actor.role), clientId: actor.clientId ?? null });
  return { result: { read }, audit: { entityType: 'notice', after: { read } } };
});
