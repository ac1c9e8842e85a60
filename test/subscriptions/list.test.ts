/** The list of passes: its quick views, and what a row says about groups, sessions and the renewal. */
import { expect, test } from 'vitest';
import { freezeSubscription } from '../../src/subscriptions/freeze-pass.ts';
import { listSubscriptions } from '../../src/subscriptions/read-passes.ts';
import { renewSubscription } from '../../src/subscriptions/renew-passes.ts';
import { ask, openDoor, topUp } from '../money-fixtures.ts';
import { clubWorld, group, mark, pass, person, training } from '../trainings/club.ts';
import type { World } from '../world.ts';

const list = async (world: World, wire: Record<string, unknown> = {}) => (await ask(world, listSubscriptions, wire)).subscriptions;

/** Passes of a paid-up person by the day of their start, on the fifteenth of January. */
async function withPasses() {
  const world = await clubWorld();
  const anna = await person(world, 'Анна');
  const boris = await person(world, 'Борис');
  for (const one of [anna, boris]) await topUp(world, one.clientId, 50_000);
  const ids = {
    today: await pass(world, anna, { startDate: '2023-12-16' }),
    week: await pass(world, boris, { startDate: '2023-12-23' }),
    later: await pass(world, anna, { startDate: '2023-12-24', price: 8000 }),
    over: await pass(world, boris, { startDate: '2023-12-15' }),
    unlimited: await pass(world, boris, { startDate: '2023-12-20', sessions: null }),
  };
  return { world, anna, boris, ids };
}

test('SUB-13: the views find what ends within seven days, burns, is frozen, is over', async () => {
  const { world, ids } = await withPasses();
  const view = async (name: string) => (await list(world, { view: name })).map(({ id }) => id);
  expect(await view('ENDING')).toEqual([ids.today, ids.unlimited, ids.week]);
  expect(await view('BURNING')).toEqual([ids.today, ids.week]);
  expect(await view('ENDED')).toEqual([ids.over]);
  expect(await view('FROZEN')).toEqual([]);
  await ask(world, freezeSubscription, { id: ids.later, freezeStart: '2024-01-15', freezeEnd: '2024-01-20' });
  expect(await view('FROZEN')).toEqual([ids.later]);
  expect((await list(world, { view: 'ENDING', q: 'борис' })).map(({ id }) => id)).toEqual([ids.unlimited, ids.week]);
  await expect(list(world, { view: 'SOON' })).rejects.toMatchObject({ code: 'VALIDATION' });
});

test('a row tells sessions left of how many, groups and the invoice that renews it', async () => {
  const { world, anna, ids } = await withPasses();
  const groupId = await group(world, { name: 'Йога' });
  const covered = await pass(world, anna, { startDate: '2024-01-10', groupId, sessions: 12 });
  const visit = await training(world, '2024-01-14T10:00', [anna], { groupId });
  await mark(world, visit, anna);
  const rowOf = async (id: string) => (await list(world, { limit: '50' })).find((row) => row.id === id);
  const used = (await list(world, { limit: '50' })).filter((row) => row.sessionsLeft !== row.sessionsTotal);
  expect(used).toMatchObject([{ id: ids.today, sessionsLeft: 7, sessionsTotal: 8 }]);
  expect(await rowOf(covered)).toMatchObject({ groupNames: ['Йога'], sessionsLeft: 12, sessionsTotal: 12, renewalInvoice: null });
  expect(await rowOf(ids.unlimited)).toMatchObject({ groupNames: [], sessionsLeft: null, sessionsTotal: null });
  const { invoice } = await ask(world, renewSubscription, { id: covered });
  const renewed = await rowOf(covered);
  // Credit pays the renewal at once, so the pass is in its next period and no renewal is open any more.
  expect([invoice.status, renewed?.periodNumber, renewed?.renewalInvoice]).toEqual(['PAID', 1, null]);
  const poor = await person(world, 'Вера');
  const unpaid = await pass(world, poor, { startDate: '2024-01-10' });
  const next = await ask(world, renewSubscription, { id: unpaid });
  expect((await rowOf(unpaid))?.renewalInvoice).toMatchObject({ id: next.invoice.id, status: 'PENDING', totalAmount: 5000 });
});

test('sorted by end, by client, by what is left, by value', async () => {
  const { world, ids } = await withPasses();
  const sorted = async (sort: string) => (await list(world, { sort })).map(({ id }) => id);
  expect(await sorted('end')).toEqual([ids.over, ids.today, ids.unlimited, ids.week, ids.later]);
  expect((await sorted('-end'))[0]).toBe(ids.later);
  expect((await sorted('client')).slice(0, 2).toSorted()).toEqual([ids.today, ids.later].toSorted());
  expect((await sorted('-value'))[0]).toBe(ids.later);
  expect((await sorted('left')).at(-1)).toBe(ids.unlimited);
});

test('a family finds its own passes only', async () => {
  const { world, anna, ids } = await withPasses();
  const door = await openDoor(world);
  const key = await door.keyOf('CLIENT', { clientId: anna.clientId });
  const { body } = await door.send('GET', '/api/subscriptions?view=ENDING', { key });
  expect((body['subscriptions'] as { id: string }[]).map(({ id }) => id)).toEqual([ids.today]);
});
