import { RESERVATION_STATUSES, type Reservation } from './contract.ts';
import type { Day } from '../kernel/day.ts';
import type { Quantity } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type Column, type Sql, bool, day, instant, int, join, nullable, oneOf, sql, text, uuid,
} from '../kernel/sql.ts';
import { uuidv7 } from '../kernel/uuid.ts';

const ReservationColumns = {
  id: uuid, studentId: uuid, studentName: text, clientId: uuid, termId: uuid, termName: text, termEndDate: day,
  status: oneOf(...RESERVATION_STATUSES), invoiceId: nullable(uuid), notes: nullable(text), createdBy: uuid,
  createdAt: instant,
};
const ItemColumns = { reservationId: uuid, id: uuid, serviceId: uuid, serviceName: text, quantity: int as Column<Quantity> };

/** Reservations with what they hold: two statements, whatever their number. */
async function load({ tx, orgId }: Context, where: Sql, tail: Sql): Promise<Reservation[]> {
  const rows = await tx.rows(ReservationColumns, sql`
    select r.id, r.student_id, btrim(s.first_name || ' ' || s.last_name) as student_name, s.client_id, r.term_id,
           t.name as term_name, t.end_date as term_end_date, r.status, r.invoice_id, r.notes, r.created_by, r.created_at
      from reservations r
      join students s on s.org_id = r.org_id and s.id = r.student_id
      join terms t on t.org_id = r.org_id and t.id = r.term_id
     where ${where} ${tail}`);
  const items = await tx.rows(ItemColumns, sql`
    select i.reservation_id, i.id, i.service_id, v.name as service_name, i.quantity
      from reservation_items i join services v on v.org_id = i.org_id and v.id = i.service_id
     where i.org_id = ${orgId} and i.reservation_id = any(${rows.map(({ id }) => id)}::uuid[]) order by i.id`);
  const held = Map.groupBy(items, ({ reservationId }) => reservationId);
  return rows.map((row) => ({
    ...row,
    items: (held.get(row.id) ?? [])
      .map(({ id, serviceId, serviceName, quantity }) => ({ id, serviceId, serviceName, quantity })),
  }));
}

export const loadReservation = async (context: Context, id: string): Promise<Reservation | undefined> =>
  (await load(context, sql`r.org_id = ${context.orgId} and r.id = ${id}`, sql``))[0];

export type ReservationQuery = {
  studentId?: string | undefined; termId?: string | undefined; status?: string | undefined; page: number; limit: number;
};
export async function findReservations(
  context: Context, { studentId, termId, status, page, limit }: ReservationQuery,
): Promise<{ total: number; reservations: Reservation[] }> {
  const conditions = [sql`r.org_id = ${context.orgId}`];
  if (studentId !== undefined) conditions.push(sql`r.student_id = ${studentId}`);
  if (termId !== undefined) conditions.push(sql`r.term_id = ${termId}`);
  if (status !== undefined) conditions.push(sql`r.status = ${status}`);
  const where = join(conditions, ' and ');
  const { total } = await context.tx.one({ total: int }, sql`select count(*) as total from reservations r where ${where}`);
  const tail = sql`order by r.created_at desc, r.id desc limit ${limit} offset ${(page - 1) * limit}`;
  return { total, reservations: await load(context, where, tail) };
}

export const lockReservation = ({ tx, orgId }: Context, id: string): Promise<number> =>
  tx.run(sql`select id from reservations where org_id = ${orgId} and id = ${id} for no key update`);

export type NewReservation = {
  id: string; studentId: string; termId: string; invoiceId: string | null; notes: string | null;
};
export const insertReservation = ({ tx, orgId, actor, now }: Context, row: NewReservation): Promise<number> =>
  tx.run(sql`
    insert into reservations (org_id, id, student_id, term_id, status, invoice_id, notes, created_by, created_at)
    values (${orgId}, ${row.id}, ${row.studentId}, ${row.termId}, 'ACTIVE', ${row.invoiceId}, ${row.notes},
            ${actor.userId}, ${now})`);

export const updateReservation = (
  { tx, orgId }: Context, id: string, row: Pick<Reservation, 'status' | 'invoiceId' | 'notes'>,
): Promise<number> =>
  tx.run(sql`
    update reservations set status = ${row.status}, invoice_id = ${row.invoiceId}, notes = ${row.notes}
     where org_id = ${orgId} and id = ${id}`);

export type HeldItem = { serviceId: string; quantity: Quantity };

/** Makes the given items, and nothing else, what the reservation holds. */
export async function replaceItems({ tx, orgId }: Context, id: string, items: readonly HeldItem[]): Promise<void> {
  await tx.run(sql`delete from reservation_items where org_id = ${orgId} and reservation_id = ${id}`);
  await tx.run(sql`
    insert into reservation_items (org_id, id, reservation_id, service_id, quantity)
    select ${orgId}, h.id, ${id}, h.service_id, h.quantity
      from unnest(${items.map(() => uuidv7())}::uuid[], ${items.map((item) => item.serviceId)}::uuid[],
                  ${items.map((item) => item.quantity)}::bigint[]) as h (id, service_id, quantity)`);
}

const StudentColumns = { clientId: uuid, isActive: bool };
export const loadHolder = ({ tx, orgId }: Context, studentId: string) =>
  tx.maybe(StudentColumns, sql`select client_id, is_active from students where org_id = ${orgId} and id = ${studentId}`);

/** Ends what is still held in terms that ended before the day; gives their number. */
export const expireBefore = ({ tx, orgId }: Context, on: Day): Promise<number> =>
  tx.run(sql`
    update reservations r set status = 'EXPIRED'
      from terms t
     where r.org_id = ${orgId} and r.status = 'ACTIVE' and t.org_id = r.org_id and t.id = r.term_id and t.end_date < ${on}`);
