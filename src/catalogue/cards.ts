import type { Service } from './contract.ts';
import { priceWithVat, vatOf, vatRateOn } from './rules.ts';
import { type ServiceOnDay, loadServiceOn } from './store.ts';
import type { Day } from '../kernel/day.ts';
import { type Context, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** The service as the outside sees it, with the VAT of the day. */
export function presentService(service: ServiceOnDay, on: Day): Service {
  const { basePrice, vat } = service;
  const vatRate = vatRateOn(vat, on);
  return {
    ...service,
    vatRate,
    vatAmount: basePrice === null ? null : vatOf(basePrice, vatRate),
    priceWithVat: basePrice === null ? null : priceWithVat(basePrice, vatRate),
  };
}

/** The service with today's price, refused when it is not there. */
export async function requireService(context: Context, id: string): Promise<ServiceOnDay> {
  const service = await loadServiceOn(context.tx, context.orgId, id, today(context));
  refuseUnless(service, 'NOT_FOUND');
  return service;
}
