import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { type Row, day, empty, instant, int, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';
import { InvoiceStatus } from '../invoices/contract.ts';
import { ChargeCause, ChargeLabel, Mark } from './contract.ts';
import { PassColumns, type PassRow, PriceColumns } from './charging-store.ts';

const RosterColumns = {
  trainingId: uuid, studentId: uuid, studentName: text, birthDate: nullable(day), clientId: uuid,
  kind: oneOf('REGULAR', 'TRIAL', 'FREE'), status: oneOf('BOOKED', 'WAITING', 'CANCELLED'), since: instant,
  cancelLabel: nullable(oneOf('SAFE', 'FINE')), cancelReason: nullable(text), mark: nullable(oneOf(...Mark.options)),
  chargeId: nullable(uuid), chargeKind: nullable(oneOf('SESSION', 'INVOICE')),
  chargeLabel: nullable(oneOf(...ChargeLabel.options)), chargeCause: nullable(oneOf(...ChargeCause.options)),
  subscriptionId: nullable(uuid), passName: nullable(text), passSessions: nullable(int), invoiceId: nullable(uuid),
  invoiceNumber: nullable(text), invoiceStatus: nullable(oneOf(...InvoiceStatus.options)), invoiceTotal: nullable(money),
  overdue: money,
};
export type RosterFacts = Row<typeof RosterColumns>;

/** Everybody on the lists of the trainings, or the students of one family: who comes, who waits, who cancelled. */
export function loadRosters(
  { tx, orgId }: Context, trainingIds: readonly string[], only: { clientId?: string; studentId?: string }, on: Day,
): Promise<RosterFacts[]> {
  return tx.rows(RosterColumns, sql`
    with listed as materialized (
      select p.training_id, p.student_id, s.first_name, s.last_name, s.birth_date, s.client_id, p.kind, p.status, p.since,
             p.cancel_label, p.cancel_reason
        from training_participants p
        join students s on s.org_id = p.org_id and s.id = p.student_id
       where p.org_id = ${orgId} and p.training_id = any(${[...trainingIds]}::uuid[])
         ${only.clientId === undefined ? empty : sql`and s.client_id = ${only.clientId}`}
         ${only.studentId === undefined ? empty : sql`and s.id = ${only.studentId}`}),
    debts as (
      select i.client_id, sum(i.total_amount - i.paid_amount)::bigint as overdue
        from invoices i
       where i.org_id = ${orgId} and i.client_id in (select client_id from listed)
         and i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE') and i.due_date < ${on}
       group by i.client_id)
    select l.training_id, l.student_id, btrim(l.first_name || ' ' || l.last_name) as student_name, l.birth_date,
           l.client_id, l.kind, l.status, l.since, l.cancel_label, l.cancel_reason, a.status as mark, h.id as charge_id,
           h.kind as charge_kind, h.label as charge_label, h.cause as charge_cause, h.subscription_id,
           b.name as pass_name, b.sessions_left as pass_sessions, h.invoice_id, i.invoice_number,
           i.status as invoice_status, i.total_amount as invoice_total, coalesce(d.overdue, 0)::bigint as overdue
      from listed l
      left join debts d on d.client_id = l.client_id
      left join attendance a on a.org_id = ${orgId} and a.training_id = l.training_id and a.student_id = l.student_id
      left join training_charges h on h.org_id = ${orgId} and h.training_id = l.training_id
            and h.student_id = l.student_id and h.state = 'ACTIVE'
      left join subscriptions b on b.org_id = ${orgId} and b.id = h.subscription_id
      left join invoices i on i.org_id = ${orgId} and i.id = h.invoice_id
     order by l.training_id, l.status, case when l.status = 'WAITING' then l.since end,
              l.last_name collate "und-x-icu", l.first_name collate "und-x-icu", l.student_id`);
}

/** The passes of the students that may cover a visit on the day or later. */
export const loadPassesOf = ({ tx, orgId }: Context, studentIds: readonly string[], from: Day): Promise<PassRow[]> =>
  tx.rows(PassColumns, sql`
    select id, student_id, name, status, to_jsonb(group_ids) as group_ids, start_date, end_date, freeze_start, freeze_end,
           sessions_left, created_at
      from subscriptions
     where org_id = ${orgId} and student_id = any(${[...studentIds]}::uuid[]) and end_date >= ${from}
       and status <> 'CANCELLED'`);

/** The single-session service of the catalogue with its price on each of the days. */
export const loadSinglePrices = ({ tx, orgId }: Context, days: readonly Day[]) =>
  tx.rows({ onDate: day, ...PriceColumns }, sql`
    select d.on_date, v.base_price, v.vat, v.service_id
      from unnest(${days.map(String)}::date[]) as d (on_date)
     cross join lateral (
       select p.base_price, s.vat, s.id as service_id
         from services s
        cross join lateral (
          select base_price from service_prices p
           where p.org_id = s.org_id and p.service_id = s.id and p.valid_from <= d.on_date
           order by p.valid_from desc limit 1) p
        where s.org_id = ${orgId} and s.service_type = 'SINGLE_SESSION' and s.is_active
        order by s.created_at, s.id limit 1) v`);

/** Who leads the training, whoever asks. */
export const findLeader = ({ tx, orgId }: Context, trainingId: string) =>
  tx.maybe({ id: uuid, name: text }, sql`
    select u.id, btrim(u.first_name || ' ' || u.last_name) as name
      from trainings t join users u on u.org_id = t.org_id and u.id = t.trainer_id
     where t.org_id = ${orgId} and t.id = ${trainingId}`);

const MarkColumns = { trainingId: uuid, came: int, unmarked: int, unpaid: int };
/**
 * How many came to each training, how many of the booked have no mark although it has begun, and how many of them have
 * a payer with an overdue debt.
 */
export const loadMarks = ({ tx, orgId, now }: Context, trainingIds: readonly string[], on: Day) =>
  tx.rows(MarkColumns, sql`
    select t.id as training_id, count(a.student_id) filter (where a.status = 'PRESENT') as came,
           count(*) filter (where p.status = 'BOOKED' and a.student_id is null
                                  and t.status = 'PLANNED' and t.starts_at <= ${now}) as unmarked,
           count(*) filter (where p.status = 'BOOKED' and s.client_id in (
             select i.client_id from invoices i
              where i.org_id = ${orgId} and i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')
                and i.due_date < ${on})) as unpaid
      from trainings t
      join training_participants p on p.org_id = t.org_id and p.training_id = t.id
      join students s on s.org_id = p.org_id and s.id = p.student_id
      left join attendance a on a.org_id = p.org_id and a.training_id = p.training_id and a.student_id = p.student_id
     where t.org_id = ${orgId} and t.id = any(${[...trainingIds]}::uuid[])
     group by t.id`);
