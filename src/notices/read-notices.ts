import { noticeEndpoints } from './contract.ts';
import {
  type DeliveryRow, type Inbox, type NoticeRow, loadDeliveries, loadTemplates, pageOfNotices,
} from './reading-store.ts';
import { audiencesOf, renderNotice } from './rules.ts';
import { isNoticeKind } from './wordings.ts';
import { type Context, reading } from '../kernel/operation.ts';

/** What the reader was told; who sees all clients may also ask what one of them was told, and whether it arrived. */
export const listNotices = reading(noticeEndpoints.list, async (context, { unread = false, clientId, page, limit }) => {
  const about = clientId !== undefined && context.scope === 'all';
  const inbox = inboxFor(context, clientId);
  const { total, notices } = await pageOfNotices(context, { ...inbox, unread, page, limit });
  const [templates, deliveries] = await Promise.all([
    loadTemplates(context), about ? loadDeliveries(context, notices.map(({ id }) => id)) : undefined,
  ]);
  const ownWording = new Map(templates.map(({ kind, language, ...wording }) => [`${kind} ${language}`, wording]));
  return {
    notices: notices.map((row) =>
      presentNotice(context, row, ownWording.get(`${row.kind} ${context.language}`), deliveries)),
    pagination: { total, page, limit },
  };
});

/** A client who asks for another client's notices finds none. */
function inboxFor({ actor, scope }: Context, clientId: string | undefined): Inbox {
  if (clientId === undefined) return { audiences: audiencesOf(actor.role), clientId: actor.clientId ?? null };
  const may = scope === 'all' || actor.clientId === clientId;
  return { audiences: may ? ['CLIENT'] : [], clientId };
}

function presentNotice(
  { language, timeZone }: Context, { params, ...row }: NoticeRow, own: { subject: string; body: string } | undefined,
  deliveries: readonly DeliveryRow[] | undefined,
) {
  // A kind that a later version of the program wrote still shows that something was said.
  const text = isNoticeKind(row.kind)
    ? renderNotice(row.kind, params, language, timeZone, own) : { subject: row.kind, body: '' };
  const arrived = deliveries?.filter(({ noticeId }) => noticeId === row.id);
  return { ...row, ...text, ...(arrived === undefined ? {} : { deliveries: arrived }) };
}
