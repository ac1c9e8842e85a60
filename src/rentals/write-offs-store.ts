import type { Day } from '../kernel/day.ts';
import type { Quantity } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type Column, type Row, type Sql, day, instant, int, join, money, nullable, oneOf, sql, text, uuid,
} from '../kernel/sql.ts';

const quantity = int as Column<Quantity>;

const DaysColumns = {
  itemId: uuid, left: quantity, status: oneOf('PAID'), totalAmount: money, refundedAmount: money,
};
/** The coworking days that the client has left on paid invoices, oldest first (C-14). */
export const loadCoworkingDays = ({ tx, orgId }: Context, clientId: string): Promise<Row<typeof DaysColumns>[]> =>
  tx.rows(DaysColumns, sql`
    select t.id as item_id, t.remaining_quantity as left, i.status, i.total_amount, i.refunded_amount
      from invoices i
      join invoice_items t on t.org_id = i.org_id and t.invoice_id = i.id
     where i.org_id = ${orgId} and i.client_id = ${clientId} and i.status = 'PAID'
       and t.service_type = 'COWORKING' and t.write_off_timing = 'ON_USE' and t.remaining_quantity > 0
     order by i.issued_at, i.sequence, t.position`);

export type WriteOff = {
  id: string; itemId: string; clientId: string; kind: 'COWORKING' | 'OTHER'; quantity: Quantity; onDate: Day;
  notes: string | null;
};

export const insertWriteOff = ({ tx, orgId, actor, now }: Context, row: WriteOff): Promise<number> =>
  tx.run(sql`
    insert into item_write_offs (org_id, id, item_id, client_id, kind, quantity, on_date, notes, created_by, created_at)
    values (${orgId}, ${row.id}, ${row.itemId}, ${row.clientId}, ${row.kind}, ${row.quantity}, ${row.onDate},
            ${row.notes}, ${actor.userId}, ${now})`);

/** What the item has left from now on. */
export const setLeft = (
  { tx, orgId, now }: Context, itemId: string, left: Quantity | null, status: 'IN_PROGRESS' | 'COMPLETED',
): Promise<number> =>
  tx.run(sql`
    update invoice_items set remaining_quantity = ${left}, write_off_status = ${status}, updated_at = ${now}
     where org_id = ${orgId} and id = ${itemId}`);

const VisitColumns = {
  id: uuid, clientId: uuid, clientName: text, invoiceId: uuid, invoiceNumber: text, itemId: uuid, onDate: day, quantity,
  notes: nullable(text), createdBy: uuid, createdAt: instant, left: quantity,
  writeOffStatus: oneOf('PENDING', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED'),
};
export type VisitRow = Row<typeof VisitColumns>;

const visible = ({ scope, actor }: Context): Sql =>
  scope === 'all' ? sql`true` : sql`w.client_id = ${actor.clientId ?? null}::uuid`;

/** Visits with what is left of their days now. */
const visits = sql`
  select w.id, w.client_id, c.name as client_name, t.invoice_id, i.invoice_number, w.item_id, w.on_date, w.quantity,
         w.notes, w.created_by, w.created_at, t.remaining_quantity as left, t.write_off_status
    from item_write_offs w
    join clients c on c.org_id = w.org_id and c.id = w.client_id
    join invoice_items t on t.org_id = w.org_id and t.id = w.item_id
    join invoices i on i.org_id = t.org_id and i.id = t.invoice_id`;

/** The client's visit on that date. */
export const loadVisit = ({ tx, orgId }: Context, clientId: string, onDate: Day): Promise<VisitRow | undefined> =>
  tx.maybe(VisitColumns, sql`${visits}
    where w.org_id = ${orgId} and w.client_id = ${clientId} and w.on_date = ${onDate} and w.kind = 'COWORKING'`);

export type VisitQuery = {
  clientId?: string | undefined; from?: Day | undefined; to?: Day | undefined; page: number; limit: number;
};

export async function findVisits(context: Context, query: VisitQuery): Promise<{ total: number; visits: VisitRow[] }> {
  const { tx, orgId } = context;
  const conditions = [sql`w.org_id = ${orgId}`, sql`w.kind = 'COWORKING'`, visible(context)];
  if (query.clientId !== undefined) conditions.push(sql`w.client_id = ${query.clientId}`);
  if (query.from !== undefined) conditions.push(sql`w.on_date >= ${query.from}`);
  if (query.to !== undefined) conditions.push(sql`w.on_date <= ${query.to}`);
  const where = join(conditions, ' and ');
  const [{ total }, rows] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from item_write_offs w where ${where}`),
    tx.rows(VisitColumns, sql`${visits}
      where ${where}
      order by w.on_date desc, w.id desc limit ${query.limit} offset ${(query.page - 1) * query.limit}`),
  ]);
  return { total, visits: rows };
}

const PassColumns = {
  id: uuid, studentId: uuid, studentName: text, name: text, status: oneOf('PENDING', 'ACTIVE', 'EXPIRED', 'CANCELLED'),
  endDate: day, sessionsLeft: nullable(int), held: int,
};
/** The pass that an item sells, with the sessions that it holds by that item. */
export const loadPass = ({ tx, orgId }: Context, id: string, itemId: string) =>
  tx.maybe(PassColumns, sql`
    select s.id, s.student_id, btrim(p.first_name || ' ' || p.last_name) as student_name, s.name, s.status, s.end_date,
           s.sessions_left, (
             select coalesce(sum(m.delta), 0) from session_movements m
              where m.org_id = s.org_id and m.subscription_id = s.id and m.item_id = ${itemId}) as held
      from subscriptions s join students p on p.org_id = s.org_id and p.id = s.student_id
     where s.org_id = ${orgId} and s.id = ${id}`);

/** Charges whole sessions of a pass by hand: the movement and the count of the pass move together (I-09). */
export async function chargeSessions(
  context: Context, charge: { subscriptionId: string; itemId: string; sessions: number; reason: string },
): Promise<void> {
  const { tx, orgId, operationId, actor, now } = context;
  const { subscriptionId, itemId, sessions, reason } = charge;
  await tx.run(sql`
    with charged as (
      insert into session_movements (org_id, subscription_id, item_id, student_id, kind, delta, reason, operation_id,
                                     created_by, created_at)
      select ${orgId}, s.id, ${itemId}, s.student_id, 'CHARGE', ${-sessions}::integer, ${reason}, ${operationId},
             ${actor.userId}, ${now}
        from subscriptions s where s.org_id = ${orgId} and s.id = ${subscriptionId})
    update subscriptions set sessions_left = sessions_left - ${sessions}
     where org_id = ${orgId} and id = ${subscriptionId} and sessions_left is not null`);
}
