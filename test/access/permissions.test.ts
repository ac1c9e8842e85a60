/** I-35: every pair of a role and an endpoint, through the real door, against a table of the test's own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../src/app.ts';
import { type Door, changingNothing, openDoor } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { PUBLIC, ROLES, table } from './permission-table.ts';
import { type Family, newFamily, requests, sendAs } from './requests.ts';

const names = routes.map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`);

test('every endpoint has its row in the table and its request', () => {
  expect(names.toSorted()).toEqual([...table.keys(), ...PUBLIC].toSorted());
  expect(names.toSorted()).toEqual(Object.keys(requests).toSorted());
});

let world: World;
let door: Door;
let family: Family;
beforeAll(async () => {
  world = await newWorld();
  door = await openDoor(world);
  family = await newFamily(world, door);
});
afterAll(async () => {
  await door.close();
  await world.close();
});

const setAccountant = async (allowed: boolean) => {
  const answer = await sendAs(door, 'PATCH /api/settings', { body: { 'accountant.reverse': allowed } }, family.keys.ADMIN);
  expect(answer).toMatchObject({ status: 200, body: { 'accountant.reverse': allowed } });
};

describe.each([...table.keys()])('%s', (name) => {
  const grants = table.get(name)!;
  const refused = ROLES.filter((role) => grants[role] === '–' || grants[role] === 'set');
  const allowed = ROLES.filter((role) => !refused.includes(role));

  test(`is refused without a key and to ${refused.join(', ') || 'nobody'}, and nothing changes`, async () => {
    const request = await requests[name]!(family);
    await changingNothing(world, async () => {
      for (const key of [undefined, 'saldo_nonsense']) {
        const answer = await sendAs(door, name, request, key);
        expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
      }
      for (const role of refused) {
        const answer = await sendAs(door, name, request, family.keys[role]);
        expect(answer, `${role}: ${JSON.stringify(answer.body)}`).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
      }
    });
  });

  if (allowed.length === 0) return;
  test(`is open to ${allowed.join(', ')}`, async () => {
    for (const role of allowed) {
      const answer = await sendAs(door, name, await requests[name]!(family), family.keys[role]);
      expect([200, 201], `${role}: ${answer.status} ${JSON.stringify(answer.body)}`).toContain(answer.status);
    }
  });
});

test.each(PUBLIC)('%s is open to everybody, with a key or without', async (name) => {
  for (const key of [undefined, ...ROLES.map((role) => family.keys[role])]) {
    const { status } = await sendAs(door, name, await requests[name]!(family), key);
    expect([200, 422], String(status)).toContain(status);
  }
});

test('an accountant reverses and refunds only while accountant.reverse is on, and an administrator alone turns it on', async () => {
  const byAccountant = async (name: string) =>
    (await sendAs(door, name, await requests[name]!(family), family.keys.ACCOUNTANT)).status;
  const ruled = [...table].filter(([, grants]) => grants.ACCOUNTANT === 'set').map(([name]) => name);
  expect(ruled).toEqual(['POST /api/payments/{id}/reverse', 'POST /api/refunds']);
  await setAccountant(true);
  expect([await byAccountant(ruled[0]!), await byAccountant(ruled[1]!)]).toEqual([200, 201]);
  for (const role of ROLES.filter((other) => other !== 'ADMIN' && other !== 'ACCOUNTANT')) {
    for (const name of ruled) {
      expect((await sendAs(door, name, await requests[name]!(family), family.keys[role])).status, role).toBe(403);
    }
  }
  await setAccountant(false);
  expect([await byAccountant(ruled[0]!), await byAccountant(ruled[1]!)]).toEqual([403, 403]);
});
