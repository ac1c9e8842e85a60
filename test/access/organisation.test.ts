import { describe, expect, test } from 'vitest';
import { createOrganisation } from '../../src/access/create-organisation.ts';
import { templatePolicy } from '../../src/kernel/policy.ts';
import { auditOf, newHouse } from './house.ts';

describe('organisation', () => {
  test('a new one has its settings, a main branch, a system user and an audit record', async () => {
    const house = await newHouse({ template: 'SPORT', name: ' Клуб ', timeZone: 'Asia/Yekaterinburg' });
    const { send, key, orgId } = house;
    expect((await send('GET', '/api/settings', { key })).body).toEqual(templatePolicy.SPORT);
    expect((await send('GET', '/api/organisation', { key })).body).toMatchObject({
      id: orgId, name: 'Клуб', template: 'SPORT', timeZone: 'Asia/Yekaterinburg', sandbox: false, currency: 'RUB',
    });
    expect((await send('GET', '/api/branches', { key })).body['branches']).toMatchObject([{ isMain: true, isActive: true }]);
    expect((await auditOf(house))[0]).toMatchObject({ operation: 'organisation.create', after: { name: 'Клуб' } });
  });

  test('a bad name or time zone makes nothing', async () => {
    const { database } = await newHouse();
    const make = (input: object) => createOrganisation(database, { name: 'A', template: 'TUTOR', ...input });
    await expect(make({ name: ' ' })).rejects.toMatchObject({ code: 'NAME_REQUIRED' });
    await expect(make({ timeZone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'TIME_ZONE_UNKNOWN' });
    expect((await database.owner.query('select from organisations')).rowCount).toBe(1);
  });

  test('name and time zone change, with a record of what changed', async () => {
    const house = await newHouse();
    const { send, key } = house;
    const body = { name: 'Дом', timeZone: 'Europe/Samara' };
    expect(await send('PATCH', '/api/organisation', { key, body })).toMatchObject({ status: 200, body });
    expect((await auditOf(house)).at(-1)).toMatchObject({
      operation: 'organisation.update', before: { timeZone: 'Europe/Moscow' }, after: { timeZone: 'Europe/Samara' },
    });
    expect(await send('PATCH', '/api/organisation', { key, body: { timeZone: '+03:00' } })).toMatchObject({
      status: 422, body: { code: 'TIME_ZONE_UNKNOWN' },
    });
  });

  test('another organisation is not seen with this key', async () => {
    const { send, key, database } = await newHouse();
    const other = await createOrganisation(database, { name: 'Чужой', template: 'STUDIO' });
    const answer = await send('PATCH', `/api/branches/${other.branchId}`, { key, body: { name: 'Мой' } });
    expect(answer.status).toBe(404);
    const forged = key.replace(/^saldo_[0-9a-f]{32}/, `saldo_${other.orgId.replaceAll('-', '')}`);
    expect((await send('GET', '/api/settings', { key: forged })).status).toBe(401);
  });
});

describe('settings', () => {
  test('some change, the rest stays, and the record holds the changed keys alone', async () => {
    const house = await newHouse();
    const { send, key } = house;
    const body = { 'renewal.leadDays': 3, 'expulsion.graceDays': null };
    expect(await send('PATCH', '/api/settings', { key, body })).toMatchObject({ status: 200, body });
    expect((await send('GET', '/api/settings', { key })).body).toEqual({ ...templatePolicy.STUDIO, ...body });
    expect((await auditOf(house)).at(-1)).toMatchObject({ before: { 'renewal.leadDays': 7 }, after: { 'renewal.leadDays': 3 } });
  });

  test.each([
    [{ 'renewal.leadDays': -1 }], [{ 'renewal.leadDays': 1.5 }], [{ 'settlement.mode': 'LIFO' }], [{ colour: 'red' }],
    [{ 'nightly.time': '24:00' }], [{ 'notify.channels': ['PIGEON'] }],
  ])('%j is refused', async (body) => {
    const { send, key } = await newHouse();
    expect(await send('PATCH', '/api/settings', { key, body })).toMatchObject({ status: 422, body: { code: 'VALIDATION' } });
  });

  test('FIFO_BALANCE and partial payment exclude each other', async () => {
    const { send, key } = await newHouse();
    const both = { 'settlement.mode': 'FIFO_BALANCE', 'settlement.allowPartial': true };
    expect(await send('PATCH', '/api/settings', { key, body: both })).toMatchObject({
      status: 422, body: { code: 'SETTINGS_INVALID' },
    });
    expect(await send('PATCH', '/api/settings', { key, body: { 'settlement.mode': 'FIFO_BALANCE' } })).toMatchObject({
      status: 200, body: { 'settlement.allowPartial': false },
    });
    expect(await send('PATCH', '/api/settings', { key, body: { 'settlement.allowPartial': true } })).toMatchObject({
      status: 422, body: { code: 'SETTINGS_INVALID' },
    });
  });

  test('FIFO_BALANCE waits until no invoice is partially paid', async () => {
    const { send, key, database, orgId } = await newHouse();
    await insertHalfPaidInvoice(database, orgId);
    expect(await send('PATCH', '/api/settings', { key, body: { 'settlement.mode': 'FIFO_BALANCE' } })).toMatchObject({
      status: 409, body: { code: 'PARTIALLY_PAID_OPEN', detail: expect.stringContaining('(1)') as string },
    });
    await database.owner.query(`update invoices set status = 'PAID', paid_amount = 1000, paid_at = now()`);
    expect((await send('PATCH', '/api/settings', { key, body: { 'settlement.mode': 'FIFO_BALANCE' } })).status).toBe(200);
  });
});

async function insertHalfPaidInvoice(database: Awaited<ReturnType<typeof newHouse>>['database'], orgId: string) {
  await database.owner.query(`
    insert into clients (org_id, id, kind, name, touched_at, created_at)
    values ($1, gen_random_uuid(), 'PERSON', 'Анна', now(), now())`, [orgId]);
  await database.owner.query(`
    insert into invoices (org_id, id, invoice_number, sequence, client_id, purpose, status, subtotal, total_amount,
                          paid_amount, created_at, updated_at, issued_at, sent_at)
    select org_id, gen_random_uuid(), 'INV-1', 1, id, 'MANUAL', 'PARTIALLY_PAID', 1000, 1000, 500, now(), now(), now(),
           now()
      from clients`);
}

describe('branches', () => {
  test('the main branch moves, and stays one and active', async () => {
    const { send, key } = await newHouse();
    const made = await send('POST', '/api/branches', { key, body: { name: 'Север', address: 'ул. Мира, 1' } });
    expect(made).toMatchObject({ status: 201, body: { name: 'Север', isMain: false, isActive: true } });
    const url = `/api/branches/${String(made.body['id'])}`;
    expect((await send('PATCH', url, { key, body: { isMain: true } })).body).toMatchObject({ isMain: true });
    expect(await send('PATCH', url, { key, body: { isActive: false } })).toMatchObject({ status: 409, body: { code: 'MAIN_BRANCH' } });
    const branches = (await send('GET', '/api/branches', { key })).body['branches'] as { isMain: boolean }[];
    expect(branches.map(({ isMain }) => isMain)).toEqual([true, false]);
  });
});

describe('sandbox clock', () => {
  test('moves forward only, and only in a sandbox', async () => {
    const now = Temporal.Instant.from('2025-02-12T09:00:00Z');
    const { send, key } = await newHouse({ sandbox: true, now });
    const clock = (to: string) => send('POST', '/api/sandbox/clock', { key, body: { now: to } });
    expect(await clock('2025-02-13T12:00:00+03:00')).toMatchObject({ status: 200, body: { now: '2025-02-13T09:00:00Z' } });
    expect(await clock('2025-02-12T10:00:00Z')).toMatchObject({ status: 409, body: { code: 'CLOCK_BACKWARDS' } });
    expect((await send('GET', '/api/me', { key })).body).toMatchObject({ organisation: { now: '2025-02-13T09:00:00Z' } });
    for (const bad of ['2025-02-30T00:00:00Z', '2025-02-14', '9999-12-31T00:00:00Z', '0000-01-01T00:00:00Z', 5]) {
      expect((await clock(bad as string)).status, String(bad)).toBe(422);
    }
    expect((await clock(`2025-02-14T00:00:00.${'1'.repeat(15)}Z`)).status).toBe(200);
    const real = await newHouse();
    expect(await real.send('POST', '/api/sandbox/clock', { key: real.key, body: { now: '2099-01-01T00:00:00Z' } }))
      .toMatchObject({ status: 409, body: { code: 'NOT_A_SANDBOX' } });
  });
});
