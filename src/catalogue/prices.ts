import { requireService } from './cards.ts';
import { type ServicePrice, serviceEndpoints } from './contract.ts';
import { priceWithVat, vatOf, vatRateOn } from './rules.ts';
import { type PriceRow, type ServiceOnDay, deletePrice, loadPrices, lockService, upsertPrice } from './store.ts';
import type { Day } from '../kernel/day.ts';
import { decimalText } from '../kernel/money.ts';
import { type Context, operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** The prices as the outside sees them, each with the VAT of the day it comes into force. */
async function presentPrices(context: Context, service: ServiceOnDay): Promise<{ prices: ServicePrice[] }> {
  const rows = await loadPrices(context, service.id);
  return {
    prices: rows.map(({ validFrom, basePrice }) => {
      const vatRate = vatRateOn(service.vat, validFrom);
      const price = { vatAmount: vatOf(basePrice, vatRate), priceWithVat: priceWithVat(basePrice, vatRate) };
      return { validFrom, basePrice, vatRate, ...price };
    }),
  };
}

/** The locked service and the price that begins on exactly this day, if there is one. */
async function lockPrice(context: Context, id: string, validFrom: Day) {
  const [, service, prices] = await Promise.all([
    lockService(context, id), requireService(context, id), loadPrices(context, id),
  ]);
  return { service, before: prices.find((price) => price.validFrom.equals(validFrom)) };
}

const factsOf = ({ validFrom, basePrice }: PriceRow) => ({ validFrom, basePrice: decimalText(basePrice) });

export const listPrices = reading(serviceEndpoints.prices, async (context, { id }) =>
  presentPrices(context, await requireService(context, id)));

export const setPrice = operation(serviceEndpoints.setPrice, async (context, { id, validFrom, basePrice }) => {
  const { service, before } = await lockPrice(context, id, validFrom);
  await upsertPrice(context, id, validFrom, basePrice);
  return {
    result: await presentPrices(context, service),
    audit: {
      entityType: 'service', entityId: id, before: before && factsOf(before), after: factsOf({ validFrom, basePrice }),
    },
  };
});

export const removePrice = operation(serviceEndpoints.removePrice, async (context, { id, validFrom }) => {
  const { service, before } = await lockPrice(context, id, validFrom);
  refuseUnless(before, 'NOT_FOUND');
  await deletePrice(context, id, validFrom);
  return {
    result: await presentPrices(context, service),
    audit: { entityType: 'service', entityId: id, before: factsOf(before) },
  };
});
