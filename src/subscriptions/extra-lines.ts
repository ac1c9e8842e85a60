import { priceWithVat, vatRateOn } from '../catalogue/rules.ts';
import { type ServiceOnDay, loadServicesOn } from '../catalogue/store.ts';
import { lineDefaults } from '../invoices/issuing-steps.ts';
import { lineOf } from '../invoices/rules.ts';
import { type NewLine, newId } from '../invoices/writing-store.ts';
import { type Percent, type Quantity, percentHundredths } from '../kernel/money.ts';
import { type Context, today } from '../kernel/operation.ts';
import { refuseUnless, required } from '../kernel/refusal.ts';
import type { Extra } from './contract.ts';

/** What is sold on the same invoice as a pass; the benefit is taken off it too (special case 8). */
export async function extraLines(context: Context, items: readonly Extra[], benefit: Percent): Promise<NewLine[]> {
  const wanted = items.flatMap(({ serviceId }) => serviceId ?? []);
  const services = wanted.length === 0 ? [] : await loadServicesOn(context.tx, context.orgId, wanted, today(context));
  return items.map((item) => {
    if (item.serviceId === undefined) return freeLine(item, benefit);
    const service = services.find(({ id }) => id === item.serviceId);
    refuseUnless(service, 'NOT_FOUND');
    return serviceLine(context, service, item.quantity, benefit);
  });
}

function freeLine(item: Extra, benefit: Percent): NewLine {
  const { quantity, serviceType, writeOffTiming } = item;
  const unitPrice = required(item.unitPrice, 'items.unitPrice');
  return {
    ...lineDefaults, ...lineOf({ quantity, unitPrice, vatRate: percentHundredths(0), benefit }), id: newId(), serviceType,
    serviceName: required(item.serviceName, 'items.serviceName'), writeOffTiming,
    remainingQuantity: leftOf(writeOffTiming, quantity),
  };
}

function serviceLine(context: Context, service: ServiceOnDay, quantity: Quantity, benefit: Percent): NewLine {
  refuseUnless(service.isActive, 'SERVICE_INACTIVE');
  refuseUnless(service.basePrice !== null, 'NO_PRICE');
  const vatRate = vatRateOn(service.vat, today(context));
  const unitPrice = priceWithVat(service.basePrice, vatRate);
  return {
    ...lineDefaults, ...lineOf({ quantity, unitPrice, vatRate, benefit, unitBasePrice: service.basePrice }), id: newId(),
    serviceId: service.id, serviceType: service.serviceType, serviceName: service.name,
    serviceDescription: service.description, writeOffTiming: service.writeOffTiming,
    remainingQuantity: leftOf(service.writeOffTiming, quantity),
  };
}

const leftOf = (timing: 'ON_SALE' | 'ON_USE', quantity: Quantity): Quantity | null =>
  (timing === 'ON_USE' ? quantity : null);
