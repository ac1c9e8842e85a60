/** SQL of the jobs that look at due dates. */
import { InvoiceStatus } from './contract.ts';
import { BATCH } from './due-contract.ts';
import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { bool, day, empty, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

type After = { after?: string | undefined };
const afterId = ({ after }: After) => (after === undefined ? empty : sql`and i.id > ${after}`);
const idsOf = async (rows: Promise<{ id: string }[]>): Promise<string[]> => (await rows).map(({ id }) => id);

/** Late before `today`: unpaid, or partly paid and not yet told about this due date. */
const late = (timeZone: string, today: Day) => sql`
  i.status in ('PENDING', 'PARTIALLY_PAID') and i.due_date < ${today}
  and (i.status = 'PENDING' or i.overdue_notified_at is null
       or (i.overdue_notified_at at time zone ${timeZone})::date <= i.due_date)`;

export const findLate = ({ tx, orgId, timeZone }: Context, today: Day, from: After): Promise<string[]> =>
  idsOf(tx.rows({ id: uuid }, sql`
    select i.id from invoices i where i.org_id = ${orgId} and ${late(timeZone, today)} ${afterId(from)}
     order by i.id limit ${BATCH}`));

/** Whose invoices these are, in the order of locks. */
export const payersOf = ({ tx, orgId }: Context, invoiceIds: readonly string[]): Promise<string[]> =>
  idsOf(tx.rows({ id: uuid }, sql`
    select distinct i.client_id as id from invoices i
     where i.org_id = ${orgId} and i.id = any(${[...invoiceIds]}::uuid[]) order by 1`));

const LateColumns = {
  invoiceId: uuid, invoiceNumber: text, status: oneOf(...InvoiceStatus.options), clientId: uuid, clientName: text,
  dueDate: day, left: money,
};
/** Those of the invoices that are late and of which nobody was told. */
export const loadLate = ({ tx, orgId, timeZone }: Context, invoiceIds: readonly string[], today: Day) =>
  tx.rows(LateColumns, sql`
    select i.id as invoice_id, i.invoice_number, i.status, i.client_id, c.name as client_name, i.due_date,
           i.total_amount - i.paid_amount as left
      from invoices i join clients c on c.org_id = i.org_id and c.id = i.client_id
     where i.org_id = ${orgId} and i.id = any(${[...invoiceIds]}::uuid[]) and ${late(timeZone, today)} order by i.id`);

/** Marks unpaid invoices overdue, each with its entry in the log and the history. Their clients must be locked. */
export async function writeOverdue({ tx, orgId, actor, now }: Context, invoiceIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    with marked as (
      update invoices i set status = 'OVERDUE', updated_at = ${now}
       where org_id = ${orgId} and id = any(${[...invoiceIds]}::uuid[])
      returning i.id, i.viewed_at)
    insert into invoice_audit_logs (org_id, invoice_id, action, field_name, old_value, new_value, old_lifecycle,
                                    new_lifecycle, user_id, created_at)
    select ${orgId}, m.id, 'STATUS_CHANGED', 'status', 'PENDING', 'OVERDUE',
           case when m.viewed_at is not null then 'viewed' else 'sent' end, 'overdue', ${actor.userId}, ${now}
      from marked m order by m.id`);
}

export async function writeNotified({ tx, orgId, now }: Context, invoiceIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    update invoices set overdue_notified_at = ${now}
     where org_id = ${orgId} and id = any(${[...invoiceIds]}::uuid[])`);
}

/** The notice that is written once for an invoice and a due date. */
export const reminderKey = (invoiceId: string, dueDate: Day): string => `reminder:${invoiceId}:${dueDate.toString()}`;
const unpaidOn = (orgId: string, dueDate: Day) => sql`
  i.org_id = ${orgId} and i.status in ('PENDING', 'PARTIALLY_PAID') and i.due_date = ${dueDate}
  and not exists (select from notices n
                   where n.org_id = ${orgId} and n.once_key = 'reminder:' || i.id || ':' || i.due_date)`;

export const findUnpaidOn = ({ tx, orgId }: Context, dueDate: Day, from: After): Promise<string[]> =>
  idsOf(tx.rows({ id: uuid }, sql`
    select i.id from invoices i where ${unpaidOn(orgId, dueDate)} ${afterId(from)} order by i.id limit ${BATCH}`));

const UnpaidColumns = { invoiceId: uuid, invoiceNumber: text, clientId: uuid, left: money };
/** Those of the invoices that are still unpaid and of which nobody was reminded. */
export const loadUnpaidOn = ({ tx, orgId }: Context, invoiceIds: readonly string[], dueDate: Day) =>
  tx.rows(UnpaidColumns, sql`
    select i.id as invoice_id, i.invoice_number, i.client_id, i.total_amount - i.paid_amount as left
      from invoices i
     where ${unpaidOn(orgId, dueDate)} and i.id = any(${[...invoiceIds]}::uuid[]) order by i.id`);

/** The notice of a reminder by hand: one a day. */
export const dayKey = (invoiceId: string, on: Day): string => `reminder-by-hand:${invoiceId}:${on.toString()}`;
const ByHandColumns = { ...UnpaidColumns, dueDate: nullable(day), isUnpaid: bool, isTold: bool };
/** The invoices named: whether each asks for money, and whether its client was reminded by hand today. */
export const loadUnpaidNow = ({ tx, orgId }: Context, invoiceIds: readonly string[], on: Day) =>
  tx.rows(ByHandColumns, sql`
    select i.id as invoice_id, i.invoice_number, i.client_id, i.total_amount - i.paid_amount as left, i.due_date,
           i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE') as is_unpaid,
           exists (select from notices n
                    where n.org_id = ${orgId}
                      and n.once_key = 'reminder-by-hand:' || i.id || ':' || ${on.toString()}::text) as is_told
      from invoices i where i.org_id = ${orgId} and i.id = any(${[...invoiceIds]}::uuid[])
     order by i.issued_at, i.sequence`);
