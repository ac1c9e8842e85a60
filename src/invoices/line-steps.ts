import { priceWithVat, vatRateOn } from '../catalogue/rules.ts';
import { loadServiceOn } from '../catalogue/store.ts';
import { benefitsOf } from '../clients/load-benefits.ts';
import { type Context, today } from '../kernel/operation.ts';
import { type Money, type Percent, type Quantity, hundredths } from '../kernel/money.ts';
import { Refusal, refuseUnless, required } from '../kernel/refusal.ts';
import type { NewItem } from './contract.ts';
import { lineOf } from './rules.ts';
import { areTypes } from './store.ts';
import { type NewLine, newId } from './writing-store.ts';

/** Lines as a request names them, priced by the catalogue of today where they name a service (S2-186, S2-193). */
export async function buildLines(context: Context, clientId: string, items: readonly NewItem[]): Promise<NewLine[]> {
  refuseUnless(items.length > 0, 'ITEMS_EMPTY');
  const types = items.flatMap((item) => item.subscriptionTypeId ?? []);
  refuseUnless(types.length === 0 || await areTypes(context, types), 'NOT_FOUND');
  const benefit = (await benefitsOf(context, [clientId])).get(clientId);
  if (benefit === undefined) throw new Refusal('NOT_FOUND');
  return Promise.all(items.map(async (item) =>
    item.serviceId === undefined ? freeLine(item, benefit) : serviceLine(context, item, item.serviceId, benefit)));
}

function freeLine(item: NewItem, benefit: Percent): NewLine {
  const { quantity, vatRate = 0 as Percent, serviceType = 'OTHER', writeOffTiming = 'ON_SALE' } = item;
  const serviceName = required(item.serviceName, 'items.serviceName');
  const unitPrice = required(item.unitPrice, 'items.unitPrice');
  const figures = lineOf({ quantity, unitPrice, vatRate, benefit });
  return {
    ...figures, id: newId(), serviceId: null, subscriptionTypeId: item.subscriptionTypeId ?? null, roomId: null, serviceType,
    serviceName, serviceDescription: item.serviceDescription ?? null, writeOffTiming,
    ...writeOffOf(writeOffTiming, quantity),
  };
}

async function serviceLine(context: Context, item: NewItem, serviceId: string, benefit: Percent): Promise<NewLine> {
  const day = today(context);
  const service = await loadServiceOn(context.tx, context.orgId, serviceId, day);
  refuseUnless(service, 'NOT_FOUND');
  refuseUnless(service.isActive, 'SERVICE_INACTIVE');
  refuseUnless(service.basePrice !== null, 'NO_PRICE');
  const vatRate = vatRateOn(service.vat, day);
  const { quantity } = item;
  const figures = lineOf({
    quantity, unitPrice: priceWithVat(service.basePrice, vatRate), vatRate, benefit, unitBasePrice: service.basePrice,
  });
  return {
    ...figures, id: newId(), serviceId, subscriptionTypeId: item.subscriptionTypeId ?? null,
    roomId: null,
    serviceType: service.serviceType, serviceName: service.name, serviceDescription: service.description,
    writeOffTiming: service.writeOffTiming, ...writeOffOf(service.writeOffTiming, quantity),
  };
}

/** A service used up by visits starts with its whole quantity left (S2-126). */
const writeOffOf = (timing: 'ON_SALE' | 'ON_USE', quantity: Quantity) =>
  ({ writeOffStatus: 'PENDING', remainingQuantity: timing === 'ON_USE' ? quantity : null }) as const;

const ONE = hundredths(100);

/** The S3 form is an invoice of one line. */
export function itemsOf(input: {
  items?: NewItem[] | undefined; amount?: Money | undefined; description?: string | null | undefined;
}): readonly NewItem[] {
  if (input.items !== undefined) {
    refuseUnless(input.amount === undefined, 'VALIDATION', {}, { errors: [{ path: 'amount', message: 'items | amount' }] });
    return input.items;
  }
  const { amount, description } = input;
  refuseUnless(amount !== undefined, 'ITEMS_EMPTY');
  const serviceName = required(description, 'description').slice(0, 200);
  return [{ serviceName, serviceType: 'OTHER', unitPrice: amount, quantity: ONE, writeOffTiming: 'ON_SALE' }];
}

