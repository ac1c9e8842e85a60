import { presentService, requireService } from './cards.ts';
import { serviceEndpoints } from './contract.ts';
import { tidyName } from './rules.ts';
import { type ServiceFacts, findServices, insertService, lockService, updateService, upsertPrice } from './store.ts';
import { changedFacts, statedFacts } from '../kernel/changes.ts';
import { decimalText } from '../kernel/money.ts';
import { operation, reading, today } from '../kernel/operation.ts';
import { searchPatterns } from '../kernel/search.ts';
import { uuidv7 } from '../kernel/uuid.ts';

export const listServices = reading(serviceEndpoints.list, async (context, { q, page, limit, ...filters }) => {
  const on = today(context);
  const query = { ...filters, page, limit, patterns: searchPatterns(q ?? '') };
  const { total, services } = await findServices(context, query, on);
  return { services: services.map((service) => presentService(service, on)), pagination: { total, page, limit } };
});

export const getService = reading(serviceEndpoints.get, async (context, { id }) =>
  presentService(await requireService(context, id), today(context)));

export const createService = operation(serviceEndpoints.create, async (context, input) => {
  const { basePrice, serviceType, vat, writeOffTiming, validFrom = today(context) } = input;
  const facts: ServiceFacts = {
    name: tidyName(input.name), description: input.description || null, serviceType, vat, writeOffTiming, isActive: true,
  };
  const id = uuidv7();
  await insertService(context, id, facts);
  await upsertPrice(context, id, validFrom, basePrice);
  return {
    result: presentService(await requireService(context, id), today(context)),
    audit: {
      entityType: 'service', entityId: id, after: { ...statedFacts(facts), basePrice: decimalText(basePrice), validFrom },
    },
  };
});

export const changeService = operation(serviceEndpoints.update, async (context, { id, ...input }) => {
  const [, service] = await Promise.all([lockService(context, id), requireService(context, id)]);
  const { id: _, basePrice: __, ...before } = service;
  const after: ServiceFacts = {
    ...before,
    name: input.name === undefined ? before.name : tidyName(input.name),
    description: input.description === undefined ? before.description : input.description || null,
    vat: input.vat ?? before.vat,
    writeOffTiming: input.writeOffTiming ?? before.writeOffTiming,
    isActive: input.isActive ?? before.isActive,
  };
  await updateService(context, id, after);
  return {
    result: presentService({ ...service, ...after }, today(context)),
    audit: { entityType: 'service', entityId: id, ...changedFacts(before, after) },
  };
});
