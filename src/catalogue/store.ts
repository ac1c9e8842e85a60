import { VAT_KINDS } from './rules.ts';
import type { Tx } from '../kernel/db.ts';
import type { Day, Instant } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import {
  type Row, type Sql, bool, day, empty, instant, int, join, money, nullable, oneOf, sql, text, uuid,
} from '../kernel/sql.ts';

export const SERVICE_TYPES = [
  'SUBSCRIPTION', 'RENTAL', 'SINGLE_SESSION', 'INDIVIDUAL_LESSON', 'COWORKING', 'OTHER',
] as const;

const ServiceColumns = {
  id: uuid, name: text, description: nullable(text), serviceType: oneOf(...SERVICE_TYPES), vat: oneOf(...VAT_KINDS),
  basePrice: nullable(money), writeOffTiming: oneOf('ON_SALE', 'ON_USE'), isActive: bool,
};
/** A service with its base price on one day, null when it has none yet. */
export type ServiceOnDay = Row<typeof ServiceColumns>;

/** The select list of `ServiceColumns`: the price is the latest one that was in force on the day. */
const serviceOn = (on: Day): Sql => sql`
  s.id, s.name, s.description, s.service_type, s.vat,
  (select p.base_price from service_prices p
    where p.org_id = s.org_id and p.service_id = s.id and p.valid_from <= ${on}
    order by p.valid_from desc limit 1) as base_price,
  s.write_off_timing, s.is_active`;

/** One service as it is sold on the day; undefined when there is no such service. */
export function loadServiceOn(tx: Tx, orgId: string, serviceId: string, on: Day): Promise<ServiceOnDay | undefined> {
  return tx.maybe(ServiceColumns, sql`
    select ${serviceOn(on)} from services s where s.org_id = ${orgId} and s.id = ${serviceId}`);
}
