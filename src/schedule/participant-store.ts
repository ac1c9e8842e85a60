import {
  CANCEL_LABELS, type CancelLabel, CHARGE_KINDS, CHARGE_LABELS, MARKS, PARTICIPANT_KINDS, PARTICIPANT_STATUSES,
  type ParticipantKind,
} from './training-contract.ts';
import type { Membership } from './member-store.ts';
import { visibleRow } from './own-store.ts';
import type { Context } from '../kernel/operation.ts';
import { type Row, type Sql, instant, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

const ParticipantColumns = {
  studentId: uuid, studentName: text, clientId: uuid, kind: oneOf(...PARTICIPANT_KINDS),
  status: oneOf(...PARTICIPANT_STATUSES), cancelLabel: nullable(oneOf(...CANCEL_LABELS)), cancelReason: nullable(text),
  mark: nullable(oneOf(...MARKS)), chargeKind: nullable(oneOf(...CHARGE_KINDS)),
  chargeLabel: nullable(oneOf(...CHARGE_LABELS)), subscriptionId: nullable(uuid), invoiceId: nullable(uuid),
};
export type ParticipantRow = Row<typeof ParticipantColumns>;

const participants: Sql = sql`
  select p.student_id, btrim(s.first_name || ' ' || s.last_name) as student_name, s.client_id, p.kind, p.status,
         p.cancel_label, p.cancel_reason, a.status as mark, c.kind as charge_kind, c.label as charge_label,
         c.subscription_id, c.invoice_id
    from training_participants p
    join students s on s.org_id = p.org_id and s.id = p.student_id
    left join attendance a on a.org_id = p.org_id and a.training_id = p.training_id and a.student_id = p.student_id
    left join training_charges c on c.org_id = p.org_id and c.training_id = p.training_id
          and c.student_id = p.student_id and c.state = 'ACTIVE'`;

/** Who comes, who waits in the order of the waiting list, who cancelled; a family sees only its own. */
export const loadParticipants = (context: Context, trainingId: string): Promise<ParticipantRow[]> =>
  context.tx.rows(ParticipantColumns, sql`${participants}
    where p.org_id = ${context.orgId} and p.training_id = ${trainingId} and ${visibleRow(context, sql`p.student_id`)}
    order by p.status, case when p.status = 'WAITING' then p.since end, s.last_name collate "und-x-icu",
             s.first_name collate "und-x-icu", p.student_id`);

/** One participant, whoever asks. */
export const loadParticipant = (
  { tx, orgId }: Context, trainingId: string, studentId: string,
): Promise<ParticipantRow | undefined> =>
  tx.maybe(ParticipantColumns, sql`${participants}
    where p.org_id = ${orgId} and p.training_id = ${trainingId} and p.student_id = ${studentId}`);

/** Books students, also those who cancelled before: their cancellation is history of the charge (C-48). */
export const putParticipants = (
  { tx, orgId, now }: Context, trainingId: string, studentIds: readonly string[], kind: ParticipantKind,
  status: 'BOOKED' | 'WAITING',
): Promise<number> =>
  tx.run(sql`
    insert into training_participants (org_id, training_id, student_id, kind, status, since)
    select ${orgId}, ${trainingId}, given.student_id, ${kind}, ${status}, ${now}::timestamptz
      from unnest(${[...studentIds]}::uuid[]) as given (student_id)
        on conflict (org_id, training_id, student_id) do update
       set kind = excluded.kind, status = excluded.status, since = excluded.since, cancel_label = null,
           cancel_reason = null, cancelled_by = null`);

/**
 * Books active members of the groups of these trainings, all or the given ones: while there are places, then onto the
 * waiting list, longest members first. Who is on a training's list already, also as cancelled, stays as he is; who is
 * switched off is not booked.
 */
export const bookMembers = (
  { tx, orgId, now }: Context, trainingIds: readonly string[], memberships: readonly Membership[] | null,
): Promise<number> =>
  tx.run(sql`
    insert into training_participants (org_id, training_id, student_id, kind, status, since)
    select ${orgId}, w.training_id, w.student_id, 'REGULAR',
           case when w.places is null or w.taken + w.n <= w.places then 'BOOKED' else 'WAITING' end, ${now}::timestamptz
      from (
        select t.id as training_id, m.student_id, coalesce(t.capacity, g.capacity, r.capacity) as places,
               (select count(*) from training_participants b
                 where b.org_id = ${orgId} and b.training_id = t.id and b.status = 'BOOKED') as taken,
               row_number() over (partition by t.id order by m.since, m.student_id) as n
          from trainings t
          join groups g on g.org_id = t.org_id and g.id = t.group_id
          left join rooms r on r.org_id = t.org_id and r.id = t.room_id
          join group_members m on m.org_id = t.org_id and m.group_id = t.group_id and m.status = 'ACTIVE'
          join students s on s.org_id = m.org_id and s.id = m.student_id and s.is_active
         where t.org_id = ${orgId} and t.id = any(${[...trainingIds]}::uuid[])
           and (${memberships === null} or (m.group_id, m.student_id) in (
             select * from unnest(${(memberships ?? []).map((one) => one.groupId)}::uuid[],
                                  ${(memberships ?? []).map((one) => one.studentId)}::uuid[])))
           and not exists (select from training_participants e
                            where e.org_id = ${orgId} and e.training_id = t.id and e.student_id = m.student_id)) w
        on conflict (org_id, training_id, student_id) do nothing`);

const PromotedColumns = {
  trainingId: uuid, title: text, startsAt: instant, studentId: uuid, studentName: text, clientId: uuid,
};
export type PromotedParticipant = Row<typeof PromotedColumns>;

/** Gives the free places of planned trainings that have not begun to those who have waited longest. */
export const promoteParticipants = (
  { tx, orgId, now }: Context, trainingIds: readonly string[],
): Promise<PromotedParticipant[]> =>
  tx.rows(PromotedColumns, sql`
    with free as (
      select t.id, t.title, t.starts_at,
             coalesce(t.capacity, g.capacity, r.capacity)
               - (select count(*) from training_participants b
                   where b.org_id = ${orgId} and b.training_id = t.id and b.status = 'BOOKED') as places
        from trainings t
        left join groups g on g.org_id = t.org_id and g.id = t.group_id
        left join rooms r on r.org_id = t.org_id and r.id = t.room_id
       where t.org_id = ${orgId} and t.id = any(${[...trainingIds]}::uuid[]) and t.status = 'PLANNED'
         and t.starts_at > ${now}),
    next as (
      select training_id, student_id, row_number() over (partition by training_id order by since, student_id) as n
        from training_participants
       where org_id = ${orgId} and training_id = any(${[...trainingIds]}::uuid[]) and status = 'WAITING'),
    promoted as (
      update training_participants p set status = 'BOOKED', since = ${now}
        from next join free on free.id = next.training_id
       where p.org_id = ${orgId} and p.training_id = next.training_id and p.student_id = next.student_id
         and (free.places is null or next.n <= free.places)
      returning p.training_id, free.title, free.starts_at, p.student_id)
    select p.training_id, p.title, p.starts_at, p.student_id, btrim(s.first_name || ' ' || s.last_name) as student_name,
           s.client_id
      from promoted p join students s on s.org_id = ${orgId} and s.id = p.student_id
     order by p.starts_at, p.training_id, p.student_id`);

/** Takes the students off the training, keeping that they were booked and how they cancelled. */
export const setParticipantCancelled = (
  { tx, orgId, now, actor }: Context,
  { trainingId, studentIds, label, reason }: {
    trainingId: string; studentIds: readonly string[]; label: CancelLabel; reason: string | null;
  },
): Promise<number> =>
  tx.run(sql`
    update training_participants
       set status = 'CANCELLED', since = ${now}, cancel_label = ${label}, cancel_reason = ${reason},
           cancelled_by = ${actor.userId}
     where org_id = ${orgId} and training_id = ${trainingId} and student_id = any(${[...studentIds]}::uuid[])
       and status <> 'CANCELLED'`);
