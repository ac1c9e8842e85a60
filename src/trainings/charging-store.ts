import type { Day, Instant } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type Row, bool, day, empty, instant, int, json, money, nullable, oneOf, sql, text, uuid,
} from '../kernel/sql.ts';
import { ChargeCause, ChargeLabel } from './contract.ts';

const TrainingColumns = {
  id: uuid, title: text, groupId: nullable(uuid), onDate: day, startsAt: instant, endsAt: instant,
  roomId: nullable(uuid), trainerId: nullable(uuid), status: oneOf('PLANNED', 'CANCELLED'), price: nullable(money),
  groupPrice: nullable(money), trialPrice: nullable(money), safeMinutes: nullable(int), groupSafeMinutes: nullable(int),
};
export type ChargedTraining = Row<typeof TrainingColumns>;

/** The training with what its group says where it does not say it itself. */
export const loadTraining = ({ tx, orgId }: Pick<Context, 'tx' | 'orgId'>, id: string) =>
  tx.maybe(TrainingColumns, sql`
    select t.id, t.title, t.group_id, t.on_date, t.starts_at, t.ends_at, t.room_id, t.trainer_id, t.status, t.price,
           g.single_price as group_price, g.trial_price, t.safe_minutes, g.safe_minutes as group_safe_minutes
      from trainings t
      left join groups g on g.org_id = t.org_id and g.id = t.group_id
     where t.org_id = ${orgId} and t.id = ${id}`);

/** The training itself, locked against everything else that books, cancels or charges it. */
export const lockTraining = ({ tx, orgId }: Pick<Context, 'tx' | 'orgId'>, id: string): Promise<number> =>
  tx.run(sql`select id from trainings where org_id = ${orgId} and id = ${id} for no key update`);

const LockedColumns = {
  id: uuid, name: text, kind: oneOf('PERSON', 'LEGAL'), balance: money, isActive: bool, touchedAt: instant, clock: instant,
};
/**
 * The payers of everybody on the training's list, and of a student who may come onto it, locked in id order: in the same
 * packet as the training itself.
 */
export const lockPayers = (
  { tx, orgId }: Pick<Context, 'tx' | 'orgId'>, trainingId: string, newcomerId: string | null = null,
) =>
  tx.rows(LockedColumns, sql`
    with locked as materialized (
      select id, name, kind, balance, is_active, touched_at from clients
       where org_id = ${orgId} and id in (
         select s.client_id from training_participants p
           join students s on s.org_id = p.org_id and s.id = p.student_id
          where p.org_id = ${orgId} and p.training_id = ${trainingId}
         union all
         select client_id from students where org_id = ${orgId} and id = ${newcomerId}::uuid)
       order by id for update)
    select l.*, clock_timestamp() as clock from (select * from locked order by touched_at offset 0) l`);

const ParticipantColumns = {
  studentId: uuid, studentName: text, clientId: uuid, clientName: text, kind: oneOf('REGULAR', 'TRIAL', 'FREE'),
  status: oneOf('BOOKED', 'WAITING', 'CANCELLED'), chargeId: nullable(uuid), label: nullable(oneOf(...ChargeLabel.options)),
  cause: nullable(oneOf(...ChargeCause.options)), chargeKind: nullable(oneOf('SESSION', 'INVOICE')),
  subscriptionId: nullable(uuid), invoiceId: nullable(uuid),
};
export type ParticipantRow = Row<typeof ParticipantColumns>;

/** Everybody on the list of a training, or those named, with the charge in force of each. */
export const loadParticipants = ({ tx, orgId }: Context, trainingId: string, studentIds: readonly string[] | null) =>
  tx.rows(ParticipantColumns, sql`
    select p.student_id, btrim(s.first_name || ' ' || s.last_name) as student_name, s.client_id, c.name as client_name,
           p.kind, p.status, h.id as charge_id, h.label, h.cause, h.kind as charge_kind, h.subscription_id, h.invoice_id
      from training_participants p
      join students s on s.org_id = p.org_id and s.id = p.student_id
      join clients c on c.org_id = s.org_id and c.id = s.client_id
      left join training_charges h on h.org_id = p.org_id and h.training_id = p.training_id
            and h.student_id = p.student_id and h.state = 'ACTIVE'
     where p.org_id = ${orgId} and p.training_id = ${trainingId}
       ${studentIds === null ? empty : sql`and p.student_id = any(${[...studentIds]}::uuid[])`}
     order by p.since, p.student_id`);

export const PassColumns = {
  id: uuid, studentId: uuid, name: text, status: oneOf('PENDING', 'ACTIVE', 'EXPIRED', 'CANCELLED'),
  groupIds: nullable(json<string[]>()), startDate: day, endDate: day, freezeStart: nullable(day), freezeEnd: nullable(day),
  sessionsLeft: nullable(int), createdAt: instant,
};
export type PassRow = Row<typeof PassColumns>;

/**
 * The passes that may decide about a visit on a day: those that end on it or later, and of the ended ones the last,
 * which says why there is none. So the work does not grow with the history of the student.
 */
export const loadPasses = ({ tx, orgId }: Context, trainingId: string, on: Day, studentIds: readonly string[] | null) =>
  tx.rows(PassColumns, sql`
    select q.id, q.student_id, q.name, q.status, to_jsonb(q.group_ids) as group_ids, q.start_date, q.end_date,
           q.freeze_start, q.freeze_end, q.sessions_left, q.created_at
      from training_participants p
     cross join lateral (
       (select * from subscriptions s
         where s.org_id = ${orgId} and s.student_id = p.student_id and s.end_date >= ${on} and s.status <> 'CANCELLED')
       union all
       (select * from subscriptions s
         where s.org_id = ${orgId} and s.student_id = p.student_id and s.end_date < ${on} and s.status <> 'CANCELLED'
         order by s.end_date desc limit 1)) q
     where p.org_id = ${orgId} and p.training_id = ${trainingId}
       ${studentIds === null ? empty : sql`and p.student_id = any(${[...studentIds]}::uuid[])`}`);

export const PriceColumns = {
  basePrice: money, vat: oneOf('STANDARD', 'VAT_10', 'VAT_7', 'VAT_5', 'VAT_0', 'NONE'), serviceId: uuid,
};
/** The single-session service of the catalogue with its price on a day: the oldest one that has a price. */
export const loadSingleSession = ({ tx, orgId }: Context, on: Day) => tx.maybe(PriceColumns, sql`
  select p.base_price, s.vat, s.id as service_id
    from services s
   cross join lateral (
     select base_price from service_prices p
      where p.org_id = s.org_id and p.service_id = s.id and p.valid_from <= ${on}
      order by p.valid_from desc limit 1) p
   where s.org_id = ${orgId} and s.service_type = 'SINGLE_SESSION' and s.is_active
   order by s.created_at, s.id limit 1`);

export type NewCharge = {
  id: string; studentId: string; clientId: string; label: ChargeLabel; subscriptionId?: string; invoiceId?: string;
  /** For a session of a pass with a limit: what is left after it. */
  sessionsLeft?: number | null;
};
type Place = { trainingId: string; cause: ChargeCause; reason: string };

/** Writes charges that invoices were issued for. */
export const insertInvoiceCharges = (context: Context, { trainingId, cause }: Place, charges: readonly NewCharge[]) => {
  const { tx, orgId, now, operationId } = context;
  return tx.run(sql`
    insert into training_charges (org_id, id, training_id, student_id, client_id, kind, label, cause, invoice_id, state,
                                  operation_id, charged_at)
    select ${orgId}, r.id, ${trainingId}, r."studentId", r."clientId", 'INVOICE', r.label, ${cause}, r."invoiceId",
           'ACTIVE', ${operationId}, ${now}
      from jsonb_to_recordset(${JSON.stringify(charges)}::jsonb) as r (id uuid, "studentId" uuid, "clientId" uuid,
        label text, "invoiceId" uuid)`);
};

/**
 * Takes one session of a pass for each charge: the charge, the movement, the pass and the oldest item of the pass that
 * has sessions left (S2-155), in one statement whatever their number. A pass without a limit only logs the movement.
 */
export const chargeSessions = (context: Context, { trainingId, cause, reason }: Place, charges: readonly NewCharge[]) => {
  const { tx, orgId, now, operationId, actor } = context;
  return tx.run(sql`
    with given as materialized (
      select r.*, t.item_id, t.remaining
        from jsonb_to_recordset(${JSON.stringify(charges)}::jsonb) as r (id uuid, "studentId" uuid, "clientId" uuid,
               label text, "subscriptionId" uuid)
        left join lateral (
          select t.id as item_id, t.remaining_quantity as remaining
            from invoices i
            join subscriptions s on s.org_id = i.org_id and s.id = i.subscription_id
            join invoice_items t on t.org_id = i.org_id and t.invoice_id = i.id and t.service_type = 'SUBSCRIPTION'
                 and t.subscription_type_id = s.subscription_type_id
                 and t.write_off_timing = 'ON_USE' and t.remaining_quantity >= 100
                 and t.write_off_status in ('PENDING', 'IN_PROGRESS')
           where i.org_id = ${orgId} and i.subscription_id = r."subscriptionId"
             and (i.effects_applied_at is not null or i.purpose = 'MIGRATION')
           order by i.issued_at, i.sequence, t.position limit 1) t on true
         -- Says that they are few: for a list in JSON the planner thinks of a hundred, and reads whole tables for them.
         limit ${charges.length}),
    charged as (
      insert into training_charges (org_id, id, training_id, student_id, client_id, kind, label, cause, subscription_id,
                                    item_id, state, operation_id, charged_at)
      select ${orgId}, g.id, ${trainingId}, g."studentId", g."clientId", 'SESSION', g.label, ${cause},
             g."subscriptionId", g.item_id, 'ACTIVE', ${operationId}, ${now} from given g),
    moved as (
      insert into session_movements (org_id, subscription_id, item_id, training_id, student_id, kind, delta, reason,
                                     operation_id, created_by, created_at)
      select ${orgId}, g."subscriptionId", g.item_id, ${trainingId}, g."studentId", 'CHARGE', -1, ${reason},
             ${operationId}, ${actor.userId}, ${now} from given g),
    used as (
      update invoice_items t
         set remaining_quantity = t.remaining_quantity - 100, updated_at = ${now},
             write_off_status = case when t.remaining_quantity = 100 then 'COMPLETED' else 'IN_PROGRESS' end
        from given g where t.org_id = ${orgId} and t.id = g.item_id)
    update subscriptions s set sessions_left = s.sessions_left - 1
      from given g where s.org_id = ${orgId} and s.id = g."subscriptionId" and s.sessions_left is not null`);
};

const ActiveColumns = {
  id: uuid, studentId: uuid, clientId: uuid, kind: oneOf('SESSION', 'INVOICE'), subscriptionId: nullable(uuid),
  invoiceId: nullable(uuid), invoiceNumber: nullable(text), refunded: bool,
};
/** The charges in force of a training, or of the students named. */
export const loadActiveCharges = ({ tx, orgId }: Context, trainingId: string, studentIds: readonly string[] | null) =>
  tx.rows(ActiveColumns, sql`
    select h.id, h.student_id, h.client_id, h.kind, h.subscription_id, h.invoice_id, i.invoice_number,
           coalesce(i.refunded_amount > 0, false) as refunded
      from training_charges h
      left join invoices i on i.org_id = h.org_id and i.id = h.invoice_id
     where h.org_id = ${orgId} and h.training_id = ${trainingId} and h.state = 'ACTIVE'
       ${studentIds === null ? empty : sql`and h.student_id = any(${[...studentIds]}::uuid[])`}
     order by h.id`);

/**
 * Reverses charges: each is marked, and a session goes back to the very pass and item that it came from, even if they
 * have expired or were frozen since (C-47).
 */
export const reverseCharges = (context: Context, ids: readonly string[], reason: string) => {
  const { tx, orgId, now, operationId, actor } = context;
  return tx.run(sql`
    with reversed as (
      update training_charges set state = 'REVERSED', reversed_at = ${now}, reversal_reason = ${reason}
       where org_id = ${orgId} and id = any(${[...ids]}::uuid[]) and state = 'ACTIVE'
      returning subscription_id, item_id, training_id, student_id, kind),
    given as materialized (select * from reversed where kind = 'SESSION'),
    moved as (
      insert into session_movements (org_id, subscription_id, item_id, training_id, student_id, kind, delta, reason,
                                     operation_id, created_by, created_at)
      select ${orgId}, g.subscription_id, g.item_id, g.training_id, g.student_id, 'RETURN', 1, ${reason},
             ${operationId}, ${actor.userId}, ${now} from given g),
    unused as (
      update invoice_items t
         set remaining_quantity = t.remaining_quantity + 100, updated_at = ${now},
             write_off_status = case
               when i.status = 'CANCELLED' then 'CANCELLED'
               when t.remaining_quantity + 100 = t.quantity * s.sessions_per_period and i.purpose <> 'MIGRATION'
                 then 'PENDING'
               else 'IN_PROGRESS' end
        from given g
        join subscriptions s on s.org_id = ${orgId} and s.id = g.subscription_id
        join invoice_items o on o.org_id = ${orgId} and o.id = g.item_id
        join invoices i on i.org_id = ${orgId} and i.id = o.invoice_id
       where t.org_id = ${orgId} and t.id = g.item_id)
    update subscriptions s set sessions_left = s.sessions_left + 1
      from given g where s.org_id = ${orgId} and s.id = g.subscription_id and s.sessions_left is not null`);
};

/** Gives a charge another name; the invoice that it made takes the purpose of that name. */
export const relabel = ({ tx, orgId, now }: Context, chargeId: string, label: ChargeLabel, purpose: string) => tx.run(sql`
  with named as (
    update training_charges set label = ${label} where org_id = ${orgId} and id = ${chargeId} and state = 'ACTIVE'
    returning invoice_id)
  update invoices i set purpose = ${purpose}, updated_at = ${now}
    from named n where i.org_id = ${orgId} and i.id = n.invoice_id`);

export type NightDecision = {
  studentId: string; decision: string; reason: string; details: Record<string, string | number | null>;
};
/** What the night decided about everybody, written with the charges themselves (S4-119). */
export const insertDecisions = (context: Context, runId: string, trainingId: string, rows: readonly NightDecision[]) => {
  const { tx, orgId, now } = context;
  return tx.run(sql`
    insert into night_decisions (org_id, run_id, training_id, student_id, decision, reason, details, created_at)
    select ${orgId}, ${runId}, ${trainingId}, r."studentId", r.decision, r.reason, r.details, ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r ("studentId" uuid, decision text, reason text,
        details jsonb)`);
};

/** Locks the trainings of a day and everybody who pays for them, each in id order: what a whole night may touch. */
export const lockNight = ({ tx, orgId }: Context, on: Day): Promise<unknown> => Promise.all([
  tx.run(sql`
    select id from trainings where org_id = ${orgId} and on_date = ${on} and status = 'PLANNED'
     order by id for no key update`),
  tx.run(sql`
    select id from clients
     where org_id = ${orgId} and id in (
       select s.client_id from trainings t
         join training_participants p on p.org_id = t.org_id and p.training_id = t.id
         join students s on s.org_id = p.org_id and s.id = p.student_id
        where t.org_id = ${orgId} and t.on_date = ${on} and t.status = 'PLANNED')
     order by id for update`),
]);

const NightColumns = { id: uuid, title: text, startsAt: instant };
export type NightTraining = Row<typeof NightColumns>;
/** One page of the trainings of a day in chronological order, cancelled ones left out (S4-130, S4-080). */
export const trainingsOf = (
  { tx, orgId }: Pick<Context, 'tx' | 'orgId'>, on: Day, after: { startsAt: Instant; id: string } | null, limit: number,
) => tx.rows(NightColumns, sql`
  select id, title, starts_at from trainings
   where org_id = ${orgId} and on_date = ${on} and status = 'PLANNED'
     ${after === null ? empty : sql`and (starts_at, id) > (${after.startsAt}, ${after.id}::uuid)`}
   order by starts_at, id limit ${limit}`);
