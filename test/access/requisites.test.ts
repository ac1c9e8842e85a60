/** The organisation's requisites, and whom to ask for what one may not do. */
import { describe, expect, test } from 'vitest';
import { changeOrganisation, listWhoCan, readOrganisation } from '../../src/access/organisation.ts';
import { listAudit } from '../../src/audit/proof.ts';
import { ask, expectRefused, newClient, openDoor, refusal } from '../money-fixtures.ts';
import { newWorld } from '../world.ts';
import { newHouse } from './house.ts';

describe('ORG-1: requisites', () => {
  test('are kept tidy, change field by field, and are emptied by a blank', async () => {
    const world = await newWorld();
    const change = (wire: Record<string, unknown>) => ask(world, changeOrganisation, wire);
    expect((await ask(world, readOrganisation)).requisites).toEqual({
      legalName: null, inn: null, kpp: null, ogrn: null, bankName: null, bik: null, bankAccount: null,
      correspondentAccount: null, address: null, phone: null,
    });
    await change({ legalName: ' ООО  «Ритм» ', inn: '7707 083893', kpp: '773601001', ogrn: '1027700132195', bik: '044525225',
      correspondentAccount: '3010 1810 4000 0000 0225', address: 'Москва, Мира, 1', phone: '8 800 555-35-35' });
    await change({ bankName: 'ПАО Сбербанк', kpp: '' });
    const { name, requisites } = await ask(world, readOrganisation);
    expect([name, requisites]).toEqual(['Песочница', {
      legalName: 'ООО «Ритм»', inn: '7707083893', kpp: null, ogrn: '1027700132195', bankName: 'ПАО Сбербанк',
      bik: '044525225', bankAccount: null, correspondentAccount: '30101810400000000225', address: 'Москва, Мира, 1',
      phone: '8 800 555-35-35',
    }]);
    const { records: [record] } = await ask(world, listAudit, { operation: 'organisation.update' });
    expect(record).toMatchObject({ before: { kpp: '773601001' }, after: { kpp: null, bankName: 'ПАО Сбербанк' } });
  });

  test.each([
    ['inn', { inn: '7707083894' }], ['ogrn', { ogrn: '1027700132196' }], ['kpp', { kpp: '12' }],
    ['bik', { bankAccount: '40702810900000000001' }],
    ['correspondentAccount', { bik: '044525225', correspondentAccount: '30101810400000000226' }],
  ])('a wrong %s is refused, and nothing changes', async (field, wire) => {
    const world = await newWorld();
    await expectRefused(world, () => ask(world, changeOrganisation, wire), 'REQUISITE_INVALID');
    await expect(ask(world, changeOrganisation, wire)).rejects.toMatchObject({ detail: { field } });
  });
});

describe('whom to ask', () => {
  test('first names of people whose role has the right, the administrator last', async () => {
    const house = await newHouse();
    const { send, key } = house;
    const add = (role: string, firstName: string) => send('POST', '/api/users', { key, body: {
      email: `${role.toLowerCase()}.${firstName.length}@example.com`, password: 'Correct-horse-7', firstName, role,
    } });
    await add('ACCOUNTANT', 'Ирина');
    await add('MANAGER', 'Мария');
    const gone = await add('ACCOUNTANT', 'Бывшая');
    await send('PATCH', `/api/users/${String(gone.body['id'])}`, { key, body: { isActive: false } });
    const whoCan = async (permission: string) => {
      const { body } = await send('GET', `/api/people-who-can?permission=${permission}`, { key });
      return (body['people'] as { firstName: string; role: string }[]).map((one) => `${one.role} ${one.firstName}`);
    };
    const admins = (await whoCan('payment.reverse'));
    expect(admins.every((one) => one.startsWith('ADMIN '))).toBe(true);
    await send('PATCH', '/api/settings', { key, body: { 'accountant.reverse': true } });
    expect(await whoCan('payment.reverse')).toEqual(['ACCOUNTANT Ирина', ...admins]);
    expect(await whoCan('payment.register')).toEqual(['MANAGER Мария', ...admins]);
    expect(await send('GET', '/api/people-who-can?permission=payment.steal', { key })).toMatchObject({
      status: 404, body: { code: 'NOT_FOUND' },
    });
  });

  test('keys are nobody to ask; whoever is signed in may ask', async () => {
    const world = await newWorld();
    const door = await openDoor(world);
    const key = await door.keyOf('CLIENT', { clientId: await newClient(world) });
    expect(await door.send('GET', '/api/people-who-can?permission=payment.reverse', { key })).toMatchObject({
      status: 200, body: { people: [] },
    });
    expect((await door.send('GET', '/api/people-who-can?permission=payment.reverse')).status).toBe(401);
    await expect(ask(world, listWhoCan, { permission: 'toString' })).rejects.toEqual(refusal('NOT_FOUND'));
  });
});
