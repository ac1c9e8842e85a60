import { describe, expect, test } from 'vitest';
import { Service } from '../../src/catalogue/contract.ts';
import { listPrices, removePrice, setPrice } from '../../src/catalogue/prices.ts';
import { changeService, createService, getService, listServices } from '../../src/catalogue/services.ts';
import { loadServiceOn, loadServicesOn } from '../../src/catalogue/store.ts';
import { changeTerm, createTerm, listTerms, removeTerm } from '../../src/catalogue/terms.ts';
import { inTransaction } from '../../src/kernel/db.ts';
import { parseDay } from '../../src/kernel/day.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { lastAudit, refusal, send } from '../clients/fixtures.ts';
import { newWorld } from '../world.ts';

const yoga = { name: 'Йога', serviceType: 'SUBSCRIPTION', basePrice: 5000, writeOffTiming: 'ON_USE' };

describe('services', () => {
  test('are added with a price of today and its VAT', async () => {
    const world = await newWorld();
    const service = await send(world, createService, { ...yoga, vat: 'STANDARD' });
    expect(Service.encode(service)).toEqual({
      id: service.id, name: 'Йога', description: null, serviceType: 'SUBSCRIPTION', vat: 'STANDARD', vatRate: 20,
      basePrice: 5000, vatAmount: 1000, priceWithVat: 6000, writeOffTiming: 'ON_USE', isActive: true,
    });
    expect((await lastAudit(world)).after).toMatchObject({ basePrice: '5000.00', validFrom: '2025-02-12' });
    await world.setClock('2026-01-01T09:00:00Z');
    expect(await send(world, getService, { id: service.id })).toMatchObject({ vatRate: 2200, priceWithVat: 610_000 });
    await expect(send(world, getService, { id: uuidv7() })).rejects.toEqual(refusal('NOT_FOUND'));
  });

  test('without VAT by default; a price of tomorrow is none today', async () => {
    const world = await newWorld();
    expect(await send(world, createService, { ...yoga, validFrom: '2025-02-13' })).toMatchObject({
      vat: 'NONE', vatRate: 0, basePrice: null, vatAmount: null, priceWithVat: null,
    });
  });

  test('are found by name, kind and activity', async () => {
    const world = await newWorld();
    const { id } = await send(world, createService, yoga);
    await send(world, createService, { ...yoga, name: 'Зал', description: 'Съёмка', serviceType: 'RENTAL' });
    await send(world, changeService, { id, isActive: false });
    const found = async (wire: Record<string, unknown>) =>
      (await send(world, listServices, wire)).services.map(({ name }) => name);
    expect(await found({})).toEqual(['Зал', 'Йога']);
    expect(await found({ q: 'съем' })).toEqual(['Зал']);
    expect(await found({ type: 'SUBSCRIPTION' })).toEqual(['Йога']);
    expect(await found({ active: 'true' })).toEqual(['Зал']);
    expect((await send(world, listServices, { page: '2', limit: '1' })).pagination).toEqual({ total: 2, page: 2, limit: 1 });
  });

  test('change, with an audit of what changed, by the office alone', async () => {
    const world = await newWorld();
    const { id } = await send(world, createService, yoga);
    const changed = await send(world, changeService, { id, vat: 'VAT_10', name: ' Йога  утро ', writeOffTiming: 'ON_SALE' });
    expect(changed).toMatchObject({ name: 'Йога утро', vat: 'VAT_10', priceWithVat: 550_000, writeOffTiming: 'ON_SALE' });
    expect(await lastAudit(world)).toMatchObject({
      before: { name: 'Йога', vat: 'NONE', writeOffTiming: 'ON_USE' },
      after: { name: 'Йога утро', vat: 'VAT_10', writeOffTiming: 'ON_SALE' },
    });
    await expect(send(world, changeService, { id: uuidv7() })).rejects.toEqual(refusal('NOT_FOUND'));
    const actor = await world.as('TRAINER');
    expect(await send(world, getService, { id }, { actor })).toMatchObject({ id });
    await expect(send(world, changeService, { id, name: 'Я' }, { actor })).rejects.toEqual(refusal('FORBIDDEN'));
  });
});

describe('prices', () => {
  test('begin on a day, replace the same day, and can be removed', async () => {
    const world = await newWorld();
    const { id } = await send(world, createService, { ...yoga, vat: 'STANDARD' });
    await send(world, setPrice, { id, basePrice: 6000, validFrom: '2026-01-01' });
    const { prices } = await send(world, setPrice, { id, basePrice: 6100, validFrom: '2026-01-01' });
    expect(await lastAudit(world)).toMatchObject({ before: { basePrice: '6000.00' }, after: { basePrice: '6100.00' } });
    expect(prices.map(({ validFrom, basePrice, vatRate, priceWithVat }) => [String(validFrom), basePrice, vatRate, priceWithVat]))
      .toEqual([['2026-01-01', 610_000, 2200, 744_200], ['2025-02-12', 500_000, 2000, 600_000]]);
    expect(await send(world, listPrices, { id })).toEqual({ prices });

    const on = (day: string) =>
      inTransaction(world.database, world.orgId, 'read', (tx) => loadServiceOn(tx, world.orgId, id, parseDay(day)));
    expect([(await on('2025-02-11'))?.basePrice, (await on('2025-12-31'))?.basePrice, (await on('2026-01-01'))?.basePrice])
      .toEqual([null, 500_000, 610_000]);

    expect((await send(world, removePrice, { id, validFrom: '2026-01-01' })).prices).toHaveLength(1);
    await expect(send(world, removePrice, { id, validFrom: '2026-01-01' })).rejects.toEqual(refusal('NOT_FOUND'));
    const missing = { id: uuidv7(), validFrom: '2026-01-01', basePrice: 1 };
    await expect(send(world, setPrice, missing)).rejects.toEqual(refusal('NOT_FOUND'));
  });

  test('several services load at once', async () => {
    const world = await newWorld();
    const [a, b] = [await send(world, createService, yoga), await send(world, createService, { ...yoga, basePrice: 1 })];
    const loaded = await inTransaction(world.database, world.orgId, 'read', (tx) =>
      loadServicesOn(tx, world.orgId, [a.id, b.id, uuidv7()], parseDay('2025-02-12')));
    expect(new Map(loaded.map(({ id, basePrice }) => [id, basePrice]))).toEqual(new Map([[a.id, 500_000], [b.id, 100]]));
  });
});

test('terms are added, changed, listed and removed; dates do not run backwards', async () => {
  const world = await newWorld();
  const wire = { name: '2025/26', startDate: '2025-09-01', endDate: '2026-05-31' };
  const term = await send(world, createTerm, wire);
  await expect(send(world, createTerm, { ...wire, endDate: '2025-08-31' })).rejects.toEqual(refusal('DATES_REVERSED'));
  const { id } = term;
  await expect(send(world, changeTerm, { id, startDate: '2026-06-01' })).rejects.toEqual(refusal('DATES_REVERSED'));
  const changed = await send(world, changeTerm, { id, endDate: '2026-06-30' });
  expect(await lastAudit(world)).toMatchObject({ before: { endDate: '2026-05-31' }, after: { endDate: '2026-06-30' } });
  expect(await send(world, listTerms)).toEqual({ terms: [changed] });
  expect(await send(world, removeTerm, { id })).toEqual({ deleted: true });
  await expect(send(world, removeTerm, { id })).rejects.toEqual(refusal('NOT_FOUND'));
});
