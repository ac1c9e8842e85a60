import type { Context } from '../kernel/operation.ts';
import { today } from '../kernel/operation.ts';
import type { Day } from '../kernel/day.ts';
import { bool, day, int, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';
import { EFFECTFUL } from './contract.ts';
import type { PassState, PassStatus } from './effects-rules.ts';

const EffectColumns = {
  invoiceId: uuid, invoiceNumber: text, purpose: oneOf('INITIAL', 'RENEWAL', 'RENTAL'), clientId: uuid,
  passAmount: money, number: nullable(int), applied: bool, rentalId: nullable(uuid), subscriptionId: nullable(uuid),
};
/** Of the invoices given, those that set something in motion, in the order of the queue; what each asks for a pass. */
export const loadEffects = ({ tx, orgId }: Context, invoiceIds: readonly string[]) => tx.rows(EffectColumns, sql`
  select i.id as invoice_id, i.invoice_number, i.purpose, i.client_id,
         (select coalesce(sum(t.total_price), 0)::bigint from invoice_items t
           where t.org_id = i.org_id and t.invoice_id = i.id and t.subscription_type_id = s.subscription_type_id)
           as pass_amount,
         i.period_number as number, i.effects_applied_at is not null as applied, i.rental_id, i.subscription_id
    from invoices i
    left join subscriptions s on s.org_id = i.org_id and s.id = i.subscription_id
   where i.org_id = ${orgId} and i.id = any(${[...invoiceIds]}::uuid[]) and i.purpose = any(${EFFECTFUL}::text[])
   order by i.issued_at, i.sequence`);

const PassColumns = {
  id: uuid, studentId: uuid, groupId: nullable(uuid),
  status: oneOf<PassStatus>('PENDING', 'ACTIVE', 'EXPIRED', 'CANCELLED'), anchorDate: day, anchorNumber: int,
  periodNumber: int, periodMonths: int, shiftedDays: int, startDate: day, endDate: day, freezeStart: nullable(day),
  freezeEnd: nullable(day), sessionsLeft: nullable(int), name: text,
  clientName: text, studentName: text, groupName: nullable(text), othersPaid: bool,
};
/** A pass with whether all its other invoices that took effect are paid. */
export const loadPassState = ({ tx, orgId }: Context, id: string, invoiceId: string) => tx.one(PassColumns, sql`
  select s.id, s.student_id, s.group_id, s.status, s.anchor_date, s.anchor_number, s.period_number, s.period_months,
         s.shifted_days, s.start_date, s.end_date, s.freeze_start, s.freeze_end, s.sessions_left, s.name,
         c.name as client_name,
         btrim(st.first_name || ' ' || st.last_name) as student_name, g.name as group_name,
         not exists (select from invoices i
                      where i.org_id = ${orgId} and i.subscription_id = s.id and i.id <> ${invoiceId}
                        and i.effects_applied_at is not null
                        and i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')) as others_paid
    from subscriptions s
    join clients c on c.org_id = s.org_id and c.id = s.client_id
    join students st on st.org_id = s.org_id and st.id = s.student_id
    left join groups g on g.org_id = s.org_id and g.id = s.group_id
   where s.org_id = ${orgId} and s.id = ${id}`);
export type PassRow = Awaited<ReturnType<typeof loadPassState>>;

export async function writePass(context: Context, id: string, pass: PassState, paidPrice: number): Promise<void> {
  const { tx, orgId } = context;
  await tx.run(sql`
    update subscriptions
       set status = ${pass.status}, anchor_date = ${pass.anchorDate}, anchor_number = ${pass.anchorNumber},
           period_number = ${pass.periodNumber}, shifted_days = ${pass.shiftedDays}, start_date = ${pass.startDate},
           end_date = ${pass.endDate}, freeze_start = ${pass.freezeStart}, freeze_end = ${pass.freezeEnd},
           paid_price = ${paidPrice}
     where org_id = ${orgId} and id = ${id}`);
}

export type PassEvent = 'SOLD' | 'ACTIVATED' | 'SUSPENDED' | 'RENEWED' | 'RESTARTED' | 'FROZEN' | 'UNFROZEN' | 'ENDED'
  | 'EXPIRED' | 'CANCELLED';

/** Writes down what happened to a pass, as it stands after it. */
export async function recordPassEvent(
  context: Context, id: string,
  event: { kind: PassEvent; invoiceId?: string | null; value?: number | null; details?: object },
): Promise<void> {
  const { tx, orgId, actor, now } = context;
  await tx.run(sql`
    insert into subscription_events (org_id, subscription_id, kind, on_date, end_date, sessions_left, value, invoice_id,
                                     details, created_by, created_at)
    select ${orgId}, s.id, ${event.kind}, ${today(context)}, s.end_date, s.sessions_left, ${event.value ?? null}::bigint,
           ${event.invoiceId ?? null}::uuid, ${event.details ? JSON.stringify(event.details) : null}::jsonb,
           ${actor.userId}, ${now}
      from subscriptions s where s.org_id = ${orgId} and s.id = ${id}`);
}

/**
 * Grants the sessions that an invoice sells. What is used up by visits hangs on its item, so that the oldest is used
 * first; a pass written off when sold has no such item. A pass without a limit gets nothing to count.
 */
export async function grantSessions(
  context: Context, subscriptionId: string, invoiceId: string, reason: string,
): Promise<void> {
  const { tx, orgId, operationId, actor, now } = context;
  await tx.run(sql`
    with granted as (
      insert into session_movements (org_id, subscription_id, item_id, student_id, kind, delta, reason, operation_id,
                                     created_by, created_at)
      select ${orgId}, s.id, case when t.write_off_timing = 'ON_USE' then t.id end, s.student_id, 'GRANT',
             s.sessions_per_period * (t.quantity / 100)::integer, ${reason}, ${operationId}, ${actor.userId}, ${now}
        from subscriptions s
        join invoice_items t on t.org_id = s.org_id and t.invoice_id = ${invoiceId}
             and t.service_type = 'SUBSCRIPTION' and t.subscription_type_id = s.subscription_type_id
       where s.org_id = ${orgId} and s.id = ${subscriptionId} and s.sessions_per_period is not null
       order by t.position
      returning delta)
    update subscriptions set sessions_left = sessions_left + (select sum(delta) from granted)::integer
     where org_id = ${orgId} and id = ${subscriptionId} and exists (select from granted)`);
}

/**
 * Takes away every session left of a pass, item by item; with a day, only what belongs to periods that ended before it
 * and are not the last. Gives how many went.
 */
export async function expireSessions(
  context: Context, subscriptionId: string, reason: string, endedBefore: Day | null = null,
): Promise<number> {
  const { tx, orgId, operationId, actor, now } = context;
  const { expired } = await tx.one({ expired: int }, sql`
    with held as materialized (
      select m.item_id, sum(m.delta)::integer as held
        from session_movements m
        join subscriptions s on s.org_id = m.org_id and s.id = m.subscription_id
        left join invoice_items t on t.org_id = m.org_id and t.id = m.item_id
        left join invoices i on i.org_id = t.org_id and i.id = t.invoice_id,
             lateral (select coalesce(i.period_number, s.anchor_number) as number) p
       where m.org_id = ${orgId} and m.subscription_id = ${subscriptionId}
         and (${endedBefore}::date is null or p.number < s.period_number and (s.anchor_date
                + greatest(s.period_months * (p.number - s.anchor_number + 1), 0) * interval '1 month')::date - 1
                + s.shifted_days < ${endedBefore}::date)
       group by m.item_id having sum(m.delta) > 0),
    expired as (
      insert into session_movements (org_id, subscription_id, item_id, student_id, kind, delta, reason, operation_id,
                                     created_by, created_at)
      select ${orgId}, s.id, h.item_id, s.student_id, 'EXPIRE', -h.held, ${reason}, ${operationId}, ${actor.userId}, ${now}
        from held h, subscriptions s
       where s.org_id = ${orgId} and s.id = ${subscriptionId} and s.sessions_left is not null),
    emptied as (
      update invoice_items t set remaining_quantity = 0, write_off_status = 'COMPLETED', updated_at = ${now}
        from held h where t.org_id = ${orgId} and t.id = h.item_id and t.write_off_status <> 'CANCELLED'),
    counted as (
      update subscriptions set sessions_left = sessions_left - (select sum(held) from held)::integer
       where org_id = ${orgId} and id = ${subscriptionId} and sessions_left > 0 and exists (select from held))
    select coalesce(sum(held), 0)::integer as expired from held`);
  return expired;
}

/** From now on the invoice's effects are done: another payment of it grants nothing twice (I-24). */
export async function markApplied(context: Context, invoiceId: string): Promise<void> {
  const { tx, orgId, now } = context;
  await tx.run(sql`
    update invoices set effects_applied_at = ${now}
     where org_id = ${orgId} and id = ${invoiceId} and effects_applied_at is null`);
}

export async function confirmRental({ tx, orgId }: Context, id: string): Promise<void> {
  await tx.run(sql`
    update rentals set status = 'CONFIRMED' where org_id = ${orgId} and id = ${id} and status = 'PLANNED'`);
}

/** A rental that has not begun is planned again when its payment is taken back (C-17). */
export async function replanRental({ tx, orgId, now }: Context, id: string): Promise<void> {
  await tx.run(sql`
    update rentals set status = 'PLANNED'
     where org_id = ${orgId} and id = ${id} and status = 'CONFIRMED' and starts_at > ${now}`);
}

export async function suspendPass({ tx, orgId }: Context, id: string): Promise<void> {
  await tx.run(sql`
    update subscriptions set status = 'PENDING' where org_id = ${orgId} and id = ${id} and status = 'ACTIVE'`);
}
