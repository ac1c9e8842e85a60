import type { Context } from '../kernel/operation.ts';
import { empty, instant, int, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';
import { ChargeCause, ChargeLabel } from './contract.ts';

const ChargeColumns = {
  id: uuid, trainingId: uuid, trainingTitle: text, startsAt: instant, studentId: uuid, studentName: text, clientId: uuid,
  clientName: text, trainerName: nullable(text),
  kind: oneOf('SESSION', 'INVOICE'), label: oneOf(...ChargeLabel.options), cause: oneOf(...ChargeCause.options),
  subscriptionId: nullable(uuid), subscriptionName: nullable(text), invoiceId: nullable(uuid),
  invoiceNumber: nullable(text), amount: nullable(money),
  state: oneOf('ACTIVE', 'REVERSED'), chargedAt: instant, reversedAt: nullable(instant), reversalReason: nullable(text),
};
export type ChargeFilter = {
  trainingId?: string | undefined; studentId?: string | undefined; clientId?: string | undefined;
  subscriptionId?: string | undefined; state?: string | undefined;
};

/** Whose charges are shown at all: those of a trainer's trainings, of a client's students, of one student. */
export type Only = { trainerId?: string; clientId?: string; studentId?: string };

/** Charges, newest first. */
export async function pageOfCharges(
  { tx, orgId }: Context, filter: ChargeFilter, only: Only, page: { page: number; limit: number },
) {
  const { trainingId, studentId, clientId, subscriptionId, state } = filter;
  const where = [
    sql`h.org_id = ${orgId}`,
    only.trainerId ? sql`and t.trainer_id = ${only.trainerId}` : empty,
    only.clientId
      ? sql`and h.student_id in (select id from students where org_id = ${orgId} and client_id = ${only.clientId})` : empty,
    only.studentId ? sql`and h.student_id = ${only.studentId}` : empty,
    trainingId ? sql`and h.training_id = ${trainingId}` : empty,
    studentId ? sql`and h.student_id = ${studentId}` : empty,
    clientId ? sql`and h.client_id = ${clientId}` : empty,
    subscriptionId ? sql`and h.subscription_id = ${subscriptionId}` : empty,
    state ? sql`and h.state = ${state}` : empty,
  ].reduce((all, part) => sql`${all} ${part}`, empty);
  const from = sql`training_charges h join trainings t on t.org_id = h.org_id and t.id = h.training_id`;
  const [{ total }, charges] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from ${from} where ${where}`),
    tx.rows(ChargeColumns, sql`
      select h.id, h.training_id, t.title as training_title, t.starts_at, h.student_id,
             btrim(s.first_name || ' ' || s.last_name) as student_name, h.client_id, c.name as client_name,
             nullif(btrim(u.first_name || ' ' || u.last_name), '') as trainer_name, h.kind, h.label, h.cause,
             h.subscription_id, b.name as subscription_name, h.invoice_id, i.invoice_number, i.total_amount as amount,
             h.state, h.charged_at,
             h.reversed_at, h.reversal_reason
        from ${from}
        join students s on s.org_id = h.org_id and s.id = h.student_id
        join clients c on c.org_id = h.org_id and c.id = h.client_id
        left join users u on u.org_id = t.org_id and u.id = t.trainer_id
        left join subscriptions b on b.org_id = h.org_id and b.id = h.subscription_id
        left join invoices i on i.org_id = h.org_id and i.id = h.invoice_id
       where ${where}
       order by h.charged_at desc, h.id desc limit ${page.limit} offset ${(page.page - 1) * page.limit}`),
  ]);
  return { total, charges };
}
