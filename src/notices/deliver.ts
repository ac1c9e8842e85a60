/** Plans and makes the deliveries of what was said: after the business has committed, and never in its transaction. */
import {
  type UnplannedRow, type DueRow, claimDue, insertDeliveries, loadHouse, loadStaff, markAttempt, markSent,
  organisationsWaiting, takeUnplanned,
} from './delivery-store.ts';
import { type Addressee, type Channel, DEFAULT_PREFERENCES, deliveriesOf, nextAttempt, renderNotice } from './rules.ts';
import { type Mail, MailError } from '../integrations/mail/smtp.ts';
import type { Instant } from '../kernel/day.ts';
import { type Database, type Tx, inTransaction } from '../kernel/db.ts';

export type Delivered = { sent: number; retried: number; failed: number };

const BATCH = 500;
const ERROR_LENGTH = 500;

/**
 * Plans and sends what waits in every organisation. Without a mail server nothing is planned to be sent, and people read
 * it in the program. One organisation's failure does not keep the others waiting; the first is thrown at the end.
 */
export async function deliverAll(database: Database, mail: Mail | undefined): Promise<Delivered> {
  const total: Delivered = { sent: 0, retried: 0, failed: 0 };
  const errors: unknown[] = [];
  for (const { orgId, now } of await organisationsWaiting(database)) {
    try {
      await planDeliveries(database, orgId, mail === undefined ? [] : ['EMAIL']);
      if (mail !== undefined && !await deliverDue(database, orgId, mail, now, total)) break;
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return total;
}

/** Turns notices into deliveries by the channels that the organisation has and this program can use. */
export async function planDeliveries(database: Database, orgId: string, usable: readonly Channel[]): Promise<void> {
  for (let taken = BATCH; taken === BATCH;) {
    taken = await inTransaction(database, orgId, 'write', async (tx) => {
      const { settings, timeZone, now } = await loadHouse(tx, orgId);
      const channels = usable.filter((channel) => settings['notify.channels'].includes(channel));
      const [notices, staff] = await Promise.all([takeUnplanned(tx, orgId, BATCH), loadStaff(tx, orgId)]);
      const deliveries = notices.flatMap((notice) =>
        deliveriesOf(addresseeOf(notice), staff, channels, now, timeZone)
          .map((delivery) => ({ ...delivery, noticeId: notice.id })));
      await insertDeliveries(tx, orgId, now, deliveries);
      return notices.length;
    });
  }
}

function addresseeOf(row: UnplannedRow): Addressee {
  const { audience, clientEmail, language, email, sms, telegram, quietFrom, quietUntil } = row;
  const said = language !== null && email !== null && sms !== null && telegram !== null;
  const preferences = said ? { language, email, sms, telegram, quietFrom, quietUntil } : DEFAULT_PREFERENCES;
  return { audience, email: clientEmail, preferences };
}

/**
 * Sends what is due, one by one. Each is locked while it is sent, so no other worker sends it too, and a crash gives it
 * back; one that came between sending and marking repeats the letter under the same Message-ID. Gives false when the
 * mail server is away: the rest waits for the next round.
 */
export async function deliverDue(
  database: Database, orgId: string, mail: Mail, now: Instant, total: Delivered = { sent: 0, retried: 0, failed: 0 },
): Promise<boolean> {
  for (;;) {
    const outcome = await inTransaction(database, orgId, 'write', async (tx) => {
      const due = await claimDue(tx, orgId, now);
      return due && await deliver(tx, orgId, due, mail, now);
    });
    if (outcome === undefined) return true;
    total[outcome.counted] += 1;
    if (outcome.serverFailed) return false;
  }
}

async function deliver(
  tx: Tx, orgId: string, due: DueRow, mail: Mail, now: Instant,
): Promise<{ counted: keyof Delivered; serverFailed: boolean }> {
  try {
    const { id, address: to } = due;
    const { subject, body: text } = textOf(due);
    await markSent(tx, orgId, id, now, (await mail.send({ id, to, subject, text })).slice(0, ERROR_LENGTH));
    return { counted: 'sent', serverFailed: false };
  } catch (error) {
    // A text that cannot be made fails for good, and is told beside the delivery: it must not stop those behind it.
    const { message, permanent, serverFailed } = error instanceof MailError
      ? error : { message: String(error), permanent: true, serverFailed: false };
    const next = nextAttempt(due.attempts + 1, permanent, now);
    await markAttempt(tx, orgId, due.id, message.slice(0, ERROR_LENGTH), next);
    return { counted: next === undefined ? 'failed' : 'retried', serverFailed };
  }
}

function textOf({ kind, params, language, timeZone, ownSubject, ownBody }: DueRow): { subject: string; body: string } {
  const own = ownSubject !== null && ownBody !== null ? { subject: ownSubject, body: ownBody } : undefined;
  return renderNotice(kind, params, language, timeZone, own);
}
