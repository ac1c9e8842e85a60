import { describe, expect, test } from 'vitest';
import {
  changeBenefitCategory, createBenefitCategory, deactivateBenefitCategory, listBenefitCategories,
} from '../../src/clients/benefit-categories.ts';
import { BenefitCategory } from '../../src/clients/contract.ts';
import { getClient } from '../../src/clients/read-clients.ts';
import { loadClientBenefits } from '../../src/clients/store.ts';
import { changeClient, createClient } from '../../src/clients/write-clients.ts';
import { inTransaction } from '../../src/kernel/db.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { newWorld } from '../world.ts';
import { lastAudit, refusal, send } from './fixtures.ts';

const large = { name: 'Многодетная семья', discountPercent: 30.5, description: 'Трое детей' };

describe('benefit categories', () => {
  test('are added, listed and changed', async () => {
    const world = await newWorld();
    const category = await send(world, createBenefitCategory, large);
    expect(BenefitCategory.encode(category)).toEqual({
      id: category.id, ...large, requiresDocument: false, isActive: true,
    });
    expect((await lastAudit(world)).after).toEqual({ ...large, discountPercent: '30.50', requiresDocument: false, isActive: true });
    expect(await send(world, listBenefitCategories)).toEqual({ categories: [category] });
    const changed = await send(world, changeBenefitCategory, { id: category.id, discountPercent: 100, description: null });
    expect(changed).toEqual({ ...category, discountPercent: 10_000, description: null });
    expect(await lastAudit(world)).toMatchObject({ before: { discountPercent: '30.50' }, after: { discountPercent: '100.00' } });
  });

  test('have a name of their own and a percent of 0 to 100 with two decimals', async () => {
    const world = await newWorld();
    const { id } = await send(world, createBenefitCategory, large);
    await expect(send(world, createBenefitCategory, large)).rejects.toEqual(refusal('NAME_TAKEN'));
    const other = await send(world, createBenefitCategory, { name: 'Пенсионер', discountPercent: 0 });
    const rename = { id: other.id, name: large.name };
    await expect(send(world, changeBenefitCategory, rename)).rejects.toEqual(refusal('NAME_TAKEN'));
    expect(await send(world, changeBenefitCategory, { id, name: large.name })).toMatchObject({ id });
    for (const discountPercent of [100.01, -1, 33.333]) {
      expect(createBenefitCategory.endpoint.input.safeParse({ name: 'А', discountPercent }).success).toBe(false);
    }
  });

  test('are the administrator’s', async () => {
    const world = await newWorld();
    const [manager, trainer] = [await world.as('MANAGER'), await world.as('TRAINER')];
    expect(await send(world, listBenefitCategories, {}, { actor: manager })).toEqual({ categories: [] });
    await expect(send(world, createBenefitCategory, large, { actor: manager })).rejects.toEqual(refusal('FORBIDDEN'));
    await expect(send(world, listBenefitCategories, {}, { actor: trainer })).rejects.toEqual(refusal('FORBIDDEN'));
    await expect(send(world, deactivateBenefitCategory, { id: uuidv7() })).rejects.toEqual(refusal('NOT_FOUND'));
  });
});

describe('deactivation (S2-241, S2-242)', () => {
  test.each([['KEEP', true], ['CLEAR', false]] as const)('%s', async (onDeactivate, kept) => {
    const world = await newWorld({ settings: { 'benefit.onDeactivate': onDeactivate } });
    const category = await send(world, createBenefitCategory, large);
    const holder = await send(world, createClient, { firstName: 'Анна', benefitCategoryId: category.id });
    expect(await send(world, deactivateBenefitCategory, { id: category.id })).toEqual({ ...category, isActive: false });
    expect((await lastAudit(world)).after).toEqual(kept ? { isActive: false } : { isActive: false, clearedHolders: 1 });
    expect((await send(world, getClient, { id: holder.id })).benefitCategory !== null).toBe(kept);
    expect(await send(world, listBenefitCategories, { active: 'true' })).toEqual({ categories: [] });

    const assign = { firstName: 'Борис', benefitCategoryId: category.id };
    await expect(send(world, createClient, assign)).rejects.toEqual(refusal('BENEFIT_INACTIVE'));
    expect(await send(world, changeClient, { id: holder.id, city: 'Ялта' })).toMatchObject({ city: 'Ялта' });
    await send(world, changeBenefitCategory, { id: category.id, isActive: true });
    expect(await send(world, createClient, assign)).toMatchObject({ benefitCategory: { id: category.id } });
  });
});

test('invoices load the benefit of a client', async () => {
  const world = await newWorld();
  const category = await send(world, createBenefitCategory, large);
  const holder = await send(world, createClient, { firstName: 'Анна', benefitCategoryId: category.id, benefitValidUntil: '2025-12-31' });
  const other = await send(world, createClient, { firstName: 'Борис' });
  const load = (id: string) => inTransaction(world.database, world.orgId, 'read', async (tx) =>
    (await loadClientBenefits({ tx, orgId: world.orgId }, [id]))[0]);
  expect(await load(holder.id)).toMatchObject({ benefitCategoryId: category.id, category: { discountPercent: 3050, isActive: true } });
  expect(String((await load(holder.id))?.benefitValidUntil)).toBe('2025-12-31');
  expect(await load(other.id)).toMatchObject({ category: null });
  expect(await load(uuidv7())).toBeUndefined();
});
