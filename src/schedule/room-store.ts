import type { Instant } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { type Row, bool, instant, int, money, nullable, select, sql, text, uuid } from '../kernel/sql.ts';
import { uuidv7 } from '../kernel/uuid.ts';

const RoomColumns = {
  id: uuid, name: text, capacity: nullable(int), hourlyRate: money, autoCreateInvoice: nullable(bool),
  branchId: nullable(uuid), isActive: bool,
};
export type RoomRow = Row<typeof RoomColumns>;

export const loadRoom = ({ tx, orgId }: Context, id: string): Promise<RoomRow | undefined> =>
  tx.maybe(RoomColumns, sql`select ${select(RoomColumns)} from rooms where org_id = ${orgId} and id = ${id}`);

export const loadRooms = ({ tx, orgId }: Context, ids: readonly string[]): Promise<RoomRow[]> =>
  tx.rows(RoomColumns, sql`
    select ${select(RoomColumns)} from rooms where org_id = ${orgId} and id = any(${[...ids]}::uuid[])`);

export type RoomQuery = { active?: boolean | undefined; page: number; limit: number };
export async function findRooms(
  { tx, orgId }: Context, { active, page, limit }: RoomQuery,
): Promise<{ total: number; rooms: RoomRow[] }> {
  const where = sql`
    org_id = ${orgId} and (${active ?? null}::boolean is null or is_active = ${active ?? null}::boolean)`;
  const [{ total }, rooms] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from rooms where ${where}`),
    tx.rows(RoomColumns, sql`
      select ${select(RoomColumns)} from rooms where ${where}
       order by name collate "und-x-icu", id limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { total, rooms };
}

export const lockRoom = ({ tx, orgId }: Context, id: string): Promise<number> =>
  tx.run(sql`select id from rooms where org_id = ${orgId} and id = ${id} for no key update`);

/** Gives 0 when another room has the name. */
export const insertRoom = ({ tx, orgId, now }: Context, row: RoomRow): Promise<number> =>
  tx.run(sql`
    insert into rooms (org_id, id, name, capacity, hourly_rate, auto_create_invoice, branch_id, is_active, created_at)
    values (${orgId}, ${row.id}, ${row.name}, ${row.capacity}, ${row.hourlyRate}, ${row.autoCreateInvoice},
            ${row.branchId}, ${row.isActive}, ${now})
        on conflict (org_id, name) do nothing`);

export const updateRoom = ({ tx, orgId }: Context, row: RoomRow): Promise<number> =>
  tx.run(sql`
    update rooms
       set name = ${row.name}, capacity = ${row.capacity}, hourly_rate = ${row.hourlyRate},
           auto_create_invoice = ${row.autoCreateInvoice}, branch_id = ${row.branchId}, is_active = ${row.isActive}
     where org_id = ${orgId} and id = ${row.id}`);

/** Names are unique: the database says so even to two renamings at once. */
export const isNameClash = (error: unknown): boolean => (error as { code?: string }).code === '23505';

export const branchExists = async ({ tx, orgId }: Context, id: string): Promise<boolean> =>
  (await tx.one({ found: bool }, sql`
    select exists (select from branches where org_id = ${orgId} and id = ${id}) as found`)).found;

/** A stretch of time in a room for exactly one training or one rental. */
export type Booking = Readonly<{
  roomId: string; startsAt: Instant; endsAt: Instant; trainingId?: string | undefined; rentalId?: string | undefined;
}>;

/**
 * Books the rooms and gives the trainings and rentals that got theirs. Whoever finds a room taken is left out, also when
 * the other booking is not committed yet: then this waits for it, so that of two desks exactly one gets the room.
 */
export async function insertBookings({ tx, orgId }: Context, bookings: readonly Booking[]): Promise<Set<string>> {
  if (bookings.length === 0) return new Set();
  const rows = bookings.map((booking) => ({ ...booking, id: uuidv7() }));
  const made = await tx.rows({ holder: uuid }, sql`
    insert into room_bookings (org_id, id, room_id, training_id, rental_id, starts_at, ends_at)
    select ${orgId}, r.id, r."roomId", r."trainingId", r."rentalId", r."startsAt", r."endsAt"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, "roomId" uuid, "trainingId" uuid,
           "rentalId" uuid, "startsAt" timestamptz, "endsAt" timestamptz)
     order by r."roomId", r."startsAt"
        on conflict on constraint room_bookings_no_overlap do nothing
    returning coalesce(training_id, rental_id) as holder`);
  return new Set(made.map(({ holder }) => holder));
}

export const deleteBookings = (
  { tx, orgId }: Context,
  { trainingIds = [], rentalIds = [] }: { trainingIds?: readonly string[]; rentalIds?: readonly string[] },
): Promise<number> =>
  tx.run(sql`
    delete from room_bookings
     where org_id = ${orgId} and (training_id = any(${trainingIds}::uuid[]) or rental_id = any(${rentalIds}::uuid[]))`);

const BusyColumns = { n: int, title: nullable(text), startsAt: instant, endsAt: instant };
export type Busy = Row<typeof BusyColumns>;
export type Stretch = Pick<Booking, 'roomId' | 'startsAt' | 'endsAt'>;

/** For each stretch, counted from 1, the first booking of its room that overlaps it. */
export const findBusy = ({ tx, orgId }: Context, stretches: readonly Stretch[]): Promise<Busy[]> =>
  tx.rows(BusyColumns, sql`
    select w.n, b.title, b.starts_at, b.ends_at
      from unnest(${stretches.map((one) => one.roomId)}::uuid[], ${stretches.map((one) => one.startsAt)}::timestamptz[],
                  ${stretches.map((one) => one.endsAt)}::timestamptz[]) with ordinality as w (room_id, starts_at, ends_at, n)
     cross join lateral (
       select coalesce(t.title, r.event_type) as title, k.starts_at, k.ends_at
         from room_bookings k
         left join trainings t on t.org_id = k.org_id and t.id = k.training_id
         left join rentals r on r.org_id = k.org_id and r.id = k.rental_id
        where k.org_id = ${orgId} and k.room_id = w.room_id
          and tstzrange(k.starts_at, k.ends_at) && tstzrange(w.starts_at, w.ends_at)
        order by k.starts_at limit 1) b`);
