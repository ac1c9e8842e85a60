import { RENTAL_STATUSES } from './contract.ts';
import type { RentalPrice } from './rules.ts';
import type { Day, Instant } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type Row, type Sql, bool, day, instant, int, join, money, nullable, oneOf, select, sql, text, uuid,
} from '../kernel/sql.ts';

const RentalColumns = {
  id: uuid, roomId: uuid, clientId: uuid, status: oneOf(...RENTAL_STATUSES), eventType: nullable(text), onDate: day,
  startsAt: instant, endsAt: instant, minutes: int, hourlyRate: money, price: money, discountAmount: money,
  totalPrice: money, autoCreateInvoice: bool, notes: nullable(text), cancelledAt: nullable(instant),
  cancelReason: nullable(text), createdBy: uuid, createdAt: instant,
};
const NamedColumns = { ...RentalColumns, roomName: text, clientName: text, clientPhone: nullable(text) };
export type RentalRow = Row<typeof NamedColumns>;

const visible = ({ scope, actor }: Context): Sql =>
  scope === 'all' ? sql`true` : sql`r.client_id = ${actor.clientId ?? null}::uuid`;

const named = sql`
  select ${select(RentalColumns, 'r')}, m.name as room_name, c.name as client_name, c.phone as client_phone
    from rentals r
    join rooms m on m.org_id = r.org_id and m.id = r.room_id
    join clients c on c.org_id = r.org_id and c.id = r.client_id`;

/** One rental that the actor may see. */
export const loadRentalRow = (context: Context, id: string): Promise<RentalRow | undefined> =>
  context.tx.maybe(NamedColumns, sql`
    ${named} where r.org_id = ${context.orgId} and r.id = ${id} and ${visible(context)}`);

export type RentalQuery = {
  roomId?: string | undefined; clientId?: string | undefined; from?: Day | undefined; to?: Day | undefined;
  status?: string | undefined; page: number; limit: number;
};

/** Rentals of the actor's sight, latest first; `from` and `to` are both days of the list. */
export async function findRentals(context: Context, query: RentalQuery): Promise<{ total: number; rentals: RentalRow[] }> {
  const { tx, orgId } = context;
  const conditions = [sql`r.org_id = ${orgId}`, visible(context)];
  if (query.roomId !== undefined) conditions.push(sql`r.room_id = ${query.roomId}`);
  if (query.clientId !== undefined) conditions.push(sql`r.client_id = ${query.clientId}`);
  if (query.from !== undefined) conditions.push(sql`r.on_date >= ${query.from}`);
  if (query.to !== undefined) conditions.push(sql`r.on_date <= ${query.to}`);
  if (query.status !== undefined) conditions.push(sql`r.status = ${query.status}`);
  const where = join(conditions, ' and ');
  const [{ total }, rentals] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from rentals r where ${where}`),
    tx.rows(NamedColumns, sql`${named}
      where ${where}
      order by r.starts_at desc, r.id desc limit ${query.limit} offset ${(query.page - 1) * query.limit}`),
  ]);
  return { total, rentals };
}

export type NewRental = RentalPrice & {
  id: string; roomId: string; clientId: string; eventType: string | null; onDate: Day; startsAt: Instant; endsAt: Instant;
  hourlyRate: Money; autoCreateInvoice: boolean; notes: string | null;
};

export const insertRental = ({ tx, orgId, actor, now }: Context, row: NewRental): Promise<number> =>
  tx.run(sql`
    insert into rentals (org_id, id, room_id, client_id, status, event_type, on_date, starts_at, ends_at, minutes,
                         hourly_rate, price, discount_amount, total_price, auto_create_invoice, notes, created_by,
                         created_at)
    values (${orgId}, ${row.id}, ${row.roomId}, ${row.clientId}, 'PLANNED', ${row.eventType}, ${row.onDate},
            ${row.startsAt}, ${row.endsAt}, ${row.minutes}, ${row.hourlyRate}, ${row.price}, ${row.discountAmount},
            ${row.totalPrice}, ${row.autoCreateInvoice}, ${row.notes}, ${actor.userId}, ${now})`);

export type ChangedRental = RentalPrice & Pick<NewRental, 'eventType' | 'notes' | 'onDate' | 'startsAt' | 'endsAt'>;

export const updateRental = ({ tx, orgId }: Context, id: string, row: ChangedRental): Promise<number> =>
  tx.run(sql`
    update rentals
       set event_type = ${row.eventType}, notes = ${row.notes}, on_date = ${row.onDate}, starts_at = ${row.startsAt},
           ends_at = ${row.endsAt}, minutes = ${row.minutes}, price = ${row.price},
           discount_amount = ${row.discountAmount}, total_price = ${row.totalPrice}
     where org_id = ${orgId} and id = ${id}`);

export const markRentalCancelled = ({ tx, orgId, now }: Context, id: string, reason: string): Promise<number> =>
  tx.run(sql`
    update rentals set status = 'CANCELLED', cancelled_at = ${now}, cancel_reason = ${reason}
     where org_id = ${orgId} and id = ${id}`);

/** The invoice of the rental that is not cancelled, if there is one. */
export const loadLiveInvoice = ({ tx, orgId }: Context, rentalId: string) =>
  tx.maybe({ id: uuid, refundedAmount: money }, sql`
    select id, refunded_amount from invoices
     where org_id = ${orgId} and rental_id = ${rentalId} and status <> 'CANCELLED'`);

/** Makes those who look for a renter of this phone follow one another, so that two desks do not add him twice. */
export const lockPhone = ({ tx, orgId }: Context, phone: string): Promise<number> =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`${orgId}:${phone}`}, 3))`);

/** The clients of the phone, oldest first. */
export const clientsOfPhone = ({ tx, orgId }: Context, phone: string) =>
  tx.rows({ id: uuid, name: text, isActive: bool }, sql`
    select id, name, is_active from clients where org_id = ${orgId} and phone = ${phone} order by created_at, id`);
