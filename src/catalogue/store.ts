import { SERVICE_TYPES, VAT_KINDS, WRITE_OFF_TIMINGS } from './contract.ts';
import type { Tx } from '../kernel/db.ts';
import type { Day } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import {
  type Row, type Sql, bool, day, int, join, money, nullable, oneOf, select, sql, text, uuid,
} from '../kernel/sql.ts';

const ServiceColumns = {
  id: uuid, name: text, description: nullable(text), serviceType: oneOf(...SERVICE_TYPES), vat: oneOf(...VAT_KINDS),
  basePrice: nullable(money), writeOffTiming: oneOf(...WRITE_OFF_TIMINGS), isActive: bool,
};
/** A service with its base price on one day, null when it has none yet. */
export type ServiceOnDay = Row<typeof ServiceColumns>;

/** Services with the latest price that was in force on the day. */
const servicesOn = (on: Day): Sql => sql`
  select s.id, s.name, s.description, s.service_type, s.vat, price.base_price, s.write_off_timing, s.is_active
    from services s
    left join lateral (
      select p.base_price from service_prices p
       where p.org_id = s.org_id and p.service_id = s.id and p.valid_from <= ${on}
       order by p.valid_from desc limit 1) price on true`;

/** One service as it is sold on the day; undefined when there is no such service. */
export const loadServiceOn = (tx: Tx, orgId: string, serviceId: string, on: Day): Promise<ServiceOnDay | undefined> =>
  tx.maybe(ServiceColumns, sql`${servicesOn(on)} where s.org_id = ${orgId} and s.id = ${serviceId}`);

/** The same for several services in one statement, in no particular order. */
export const loadServicesOn = (tx: Tx, orgId: string, serviceIds: readonly string[], on: Day): Promise<ServiceOnDay[]> =>
  tx.rows(ServiceColumns, sql`${servicesOn(on)} where s.org_id = ${orgId} and s.id = any(${serviceIds}::uuid[])`);

export type ServiceQuery = {
  patterns: readonly string[]; active?: boolean | undefined; type?: string | undefined; page: number; limit: number;
};

/** Services by name; every pattern must be found in the name or the description. */
export async function findServices(
  { tx, orgId }: Context, query: ServiceQuery, on: Day,
): Promise<{ total: number; services: ServiceOnDay[] }> {
  const conditions = [sql`s.org_id = ${orgId}`];
  if (query.active !== undefined) conditions.push(sql`s.is_active = ${query.active}`);
  if (query.type !== undefined) conditions.push(sql`s.service_type = ${query.type}`);
  for (const pattern of query.patterns) {
    conditions.push(sql`
      replace(lower((s.name || ' ' || coalesce(s.description, '')) collate "und-x-icu"), 'ё', 'е') like ${pattern}`);
  }
  const where = join(conditions, ' and ');
  const [{ total }, services] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from services s where ${where}`),
    tx.rows(ServiceColumns, sql`${servicesOn(on)}
      where ${where}
      order by s.name collate "und-x-icu", s.id limit ${query.limit} offset ${(query.page - 1) * query.limit}`),
  ]);
  return { total, services };
}

/** Locks the service, so that changes of it and of its prices follow one another; its items do not wait. */
export const lockService = ({ tx, orgId }: Context, id: string): Promise<number> =>
  tx.run(sql`select id from services where org_id = ${orgId} and id = ${id} for no key update`);

export type ServiceFacts = Omit<ServiceOnDay, 'id' | 'basePrice'>;

export const insertService = ({ tx, orgId, now }: Context, id: string, facts: ServiceFacts): Promise<number> =>
  tx.run(sql`
    insert into services (org_id, id, name, description, service_type, vat, write_off_timing, is_active, created_at)
    values (${orgId}, ${id}, ${facts.name}, ${facts.description}, ${facts.serviceType}, ${facts.vat},
            ${facts.writeOffTiming}, ${facts.isActive}, ${now})`);

export const updateService = ({ tx, orgId }: Context, id: string, facts: ServiceFacts): Promise<number> =>
  tx.run(sql`
    update services
       set name = ${facts.name}, description = ${facts.description}, vat = ${facts.vat},
           write_off_timing = ${facts.writeOffTiming}, is_active = ${facts.isActive}
     where org_id = ${orgId} and id = ${id}`);

const PriceColumns = { validFrom: day, basePrice: money };
export type PriceRow = Row<typeof PriceColumns>;

/** Every price of the service, newest first. */
export const loadPrices = ({ tx, orgId }: Context, serviceId: string): Promise<PriceRow[]> =>
  tx.rows(PriceColumns, sql`
    select valid_from, base_price from service_prices
     where org_id = ${orgId} and service_id = ${serviceId} order by valid_from desc`);

export const upsertPrice = (
  { tx, orgId, now }: Context, serviceId: string, validFrom: Day, basePrice: Money,
): Promise<number> =>
  tx.run(sql`
    insert into service_prices (org_id, service_id, valid_from, base_price, created_at)
    values (${orgId}, ${serviceId}, ${validFrom}, ${basePrice}, ${now})
        on conflict (org_id, service_id, valid_from) do update set base_price = excluded.base_price`);

export const deletePrice = ({ tx, orgId }: Context, serviceId: string, validFrom: Day): Promise<number> =>
  tx.run(sql`
    delete from service_prices where org_id = ${orgId} and service_id = ${serviceId} and valid_from = ${validFrom}`);

const TermColumns = { id: uuid, name: text, startDate: day, endDate: day };
export type TermRow = Row<typeof TermColumns>;

export const findTerms = ({ tx, orgId }: Context): Promise<TermRow[]> =>
  tx.rows(TermColumns, sql`
    select ${select(TermColumns)} from terms where org_id = ${orgId} order by start_date desc, end_date desc, id`);

/** The term, locked until the operation ends. */
export async function lockTerm({ tx, orgId }: Context, id: string): Promise<TermRow | undefined> {
  const [, found] = await Promise.all([
    tx.run(sql`select id from terms where org_id = ${orgId} and id = ${id} for update`),
    tx.maybe(TermColumns, sql`select ${select(TermColumns)} from terms where org_id = ${orgId} and id = ${id}`),
  ]);
  return found;
}

export const insertTerm = ({ tx, orgId, now }: Context, row: TermRow): Promise<number> =>
  tx.run(sql`
    insert into terms (org_id, id, name, start_date, end_date, created_at)
    values (${orgId}, ${row.id}, ${row.name}, ${row.startDate}, ${row.endDate}, ${now})`);

export const updateTerm = ({ tx, orgId }: Context, row: TermRow): Promise<number> =>
  tx.run(sql`
    update terms set name = ${row.name}, start_date = ${row.startDate}, end_date = ${row.endDate}
     where org_id = ${orgId} and id = ${row.id}`);

/** Whether anything is or was reserved in the term. */
export const termHasReservations = async ({ tx, orgId }: Context, id: string): Promise<boolean> =>
  (await tx.one({ found: bool }, sql`
    select exists (select from reservations where org_id = ${orgId} and term_id = ${id}) as found`)).found;

export const deleteTerm = ({ tx, orgId }: Context, id: string): Promise<number> =>
  tx.run(sql`delete from terms where org_id = ${orgId} and id = ${id}`);
