import type { Day } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import { type Sql, bool, nullable, sql, text, uuid } from '../kernel/sql.ts';
import type { PassStatus } from './contract.ts';

/** A pass ready to be written, with what it was sold with (I-29). */
export type NewPass = {
  id: string; clientId: string; studentId: string; subscriptionTypeId: string; groupId: string | null;
  groupIds: readonly string[] | null; name: string; status: PassStatus; sessionsPerPeriod: number | null;
  periodMonths: number; originalPrice: Money; paidPrice: Money; purchaseDate: Day; startDate: Day; endDate: Day;
  anchorDate: Day; shiftedDays: number;
};

/** Writes passes that have no sessions yet. */
export async function insertPasses(context: Context, passes: readonly NewPass[]): Promise<void> {
  const { tx, orgId, actor, now } = context;
  await tx.run(sql`
    insert into subscriptions (org_id, id, client_id, student_id, subscription_type_id, group_id, group_ids, name, status,
      sessions_per_period, period_months, original_price, paid_price, purchased_on, start_date, end_date, anchor_date,
      shifted_days, sessions_left, created_by, created_at)
    select ${orgId}, r.id, r."clientId", r."studentId", r."subscriptionTypeId", r."groupId", r."groupIds", r.name,
           r.status, r."sessionsPerPeriod", r."periodMonths", r."originalPrice", r."paidPrice", r."purchaseDate",
           r."startDate", r."endDate", r."anchorDate", r."shiftedDays",
           case when r."sessionsPerPeriod" is not null then 0 end, ${actor.userId}, ${now}
      from jsonb_to_recordset(${JSON.stringify(passes)}::jsonb) as r (id uuid, "clientId" uuid, "studentId" uuid,
        "subscriptionTypeId" uuid, "groupId" uuid, "groupIds" uuid[], name text, status text,
        "sessionsPerPeriod" integer, "periodMonths" integer, "originalPrice" bigint, "paidPrice" bigint,
        "purchaseDate" date, "startDate" date, "endDate" date, "anchorDate" date, "shiftedDays" integer)`);
}

const BuyerColumns = { id: uuid, clientId: uuid, isActive: bool };
export type Buyer = { id: string; clientId: string; isActive: boolean };

export const loadBuyers = ({ tx, orgId }: Context, studentIds: readonly string[]): Promise<Buyer[]> =>
  tx.rows(BuyerColumns, sql`
    select id, client_id, is_active from students
     where org_id = ${orgId} and id = any(${[...studentIds]}::uuid[])`);

/** At most two active students of a client: whoever asks only wants to know which, if it is one. */
export const loadActiveStudents = ({ tx, orgId }: Context, clientId: string): Promise<Buyer[]> =>
  tx.rows(BuyerColumns, sql`
    select id, client_id, is_active from students
     where org_id = ${orgId} and client_id = ${clientId} and is_active order by created_at, id limit 2`);

/** What a person is called, as a client and as a student. */
export const loadPersonName = ({ tx, orgId }: Context, clientId: string) =>
  tx.one({ name: text, firstName: nullable(text), lastName: nullable(text) }, sql`
    select name, first_name, last_name from clients where org_id = ${orgId} and id = ${clientId}`);

/** The invoices of a pass that wait for payment, drafts included (C-37). */
export const unpaidOf = (id: string): Sql =>
  sql`and i.subscription_id = ${id} and i.status in ('DRAFT', 'PENDING', 'OVERDUE', 'PARTIALLY_PAID')`;
export const oldestFirst = sql`order by i.issued_at, i.sequence`;
