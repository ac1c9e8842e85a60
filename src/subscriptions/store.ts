import { MOVEMENT_KINDS, PASS_EVENTS, PASS_STATUSES } from './contract.ts';
import { InvoiceStatus, Purpose } from '../invoices/contract.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type Row, type Sql, day, empty, instant, int, json, money, nullable, oneOf, select, sql, text, uuid, uuids,
} from '../kernel/sql.ts';

const PassColumns = {
  id: uuid, clientId: uuid, studentId: uuid, subscriptionTypeId: uuid, groupId: nullable(uuid),
  groupIds: nullable(uuids), name: text, status: oneOf(...PASS_STATUSES), sessionsPerPeriod: nullable(int),
  periodMonths: int, originalPrice: money, paidPrice: money, startDate: day, endDate: day, anchorDate: day,
  anchorNumber: int, periodNumber: int, shiftedDays: int, freezeStart: nullable(day), freezeEnd: nullable(day),
  sessionsLeft: nullable(int), cancelledAt: nullable(instant), cancelReason: nullable(text), createdAt: instant,
};
export const CardColumns = { ...PassColumns, purchaseDate: day, clientName: text, studentName: text };
export type PassRow = Row<typeof CardColumns>;

/** Whose passes may be seen: a trainer's own students', a family's own. */
export function visible({ scope, actor, orgId }: Context): Sql {
  if (scope === 'all') return sql`true`;
  if (actor.role === 'CLIENT') return sql`s.client_id = ${actor.clientId ?? null}::uuid`;
  if (actor.role === 'STUDENT') return sql`s.student_id = ${actor.studentId ?? null}::uuid`;
  return sql`s.student_id in (
    select t.student_id from student_trainers t where t.org_id = ${orgId} and t.user_id = ${actor.userId})`;
}

export const passes = sql`
  select ${select(PassColumns, 's')}, s.purchased_on as purchase_date, c.name as client_name,
         btrim(p.first_name || ' ' || p.last_name) as student_name
    from subscriptions s
    join clients c on c.org_id = s.org_id and c.id = s.client_id
    join students p on p.org_id = s.org_id and p.id = s.student_id`;

export const loadPasses = (context: Context, ids: readonly string[]): Promise<PassRow[]> =>
  context.tx.rows(CardColumns, sql`${passes}
    where s.org_id = ${context.orgId} and s.id = any(${[...ids]}::uuid[]) and ${visible(context)} order by s.id`);

/** Whose pass it is, for those who may see it: what an operation locks before it reads the pass. */
export const findOwner = (context: Context, id: string) =>
  context.tx.maybe({ clientId: uuid, studentId: uuid, groupId: nullable(uuid) }, sql`
    select s.client_id, s.student_id, s.group_id from subscriptions s
     where s.org_id = ${context.orgId} and s.id = ${id} and ${visible(context)}`);

const InvoiceColumns = {
  id: uuid, invoiceNumber: text, purpose: oneOf(...Purpose.options), status: oneOf(...InvoiceStatus.options),
  periodNumber: nullable(int), totalAmount: money, paidAmount: money, refundedAmount: money, dueDate: nullable(day),
};
export type PassInvoiceRow = Row<typeof InvoiceColumns>;

/** The invoices of a pass, oldest first; a family sees no drafts. */
export function loadPassInvoices(context: Context, id: string): Promise<PassInvoiceRow[]> {
  const { tx, orgId, scope, actor } = context;
  const issued = scope === 'own' && actor.role !== 'TRAINER'
    ? sql`and (i.sent_at is not null or i.purpose = 'MIGRATION')` : empty;
  return tx.rows(InvoiceColumns, sql`
    select ${select(InvoiceColumns, 'i')} from invoices i
     where i.org_id = ${orgId} and i.subscription_id = ${id} ${issued} order by i.issued_at, i.sequence`);
}

const EventColumns = {
  kind: oneOf(...PASS_EVENTS), onDate: day, endDate: day, sessionsLeft: nullable(int), value: nullable(money),
  invoiceId: nullable(uuid), details: nullable(json<Record<string, unknown>>()), createdBy: uuid, createdAt: instant,
};
export type PassEventRow = Row<typeof EventColumns>;

/** What happened to a pass, oldest first. */
export const loadPassEvents = ({ tx, orgId }: Context, id: string): Promise<PassEventRow[]> =>
  tx.rows(EventColumns, sql`
    select ${select(EventColumns)} from subscription_events
     where org_id = ${orgId} and subscription_id = ${id} order by subscription_events.id`);

const MovementColumns = {
  id: text, kind: oneOf(...MOVEMENT_KINDS), delta: int, left: nullable(int), reason: text, itemId: nullable(uuid),
  trainingId: nullable(uuid), createdBy: uuid, createdAt: instant,
};
/** Every movement of a pass with the sessions left after it, oldest first. */
export const loadMovements = ({ tx, orgId }: Context, id: string) =>
  tx.rows(MovementColumns, sql`
    select m.id::text as id, m.kind, m.delta,
           case when s.sessions_per_period is not null then sum(m.delta) over (order by m.id) end as left,
           m.reason, m.item_id, m.training_id, m.created_by, m.created_at
      from session_movements m
      join subscriptions s on s.org_id = m.org_id and s.id = m.subscription_id
     where m.org_id = ${orgId} and m.subscription_id = ${id} order by m.id`);
