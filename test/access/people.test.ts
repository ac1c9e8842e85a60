import { describe, expect, test } from 'vitest';
import { PASSWORD, newHouse } from './house.ts';

const user = { email: 'oleg@example.ru', password: PASSWORD, firstName: 'Олег', role: 'MANAGER' };
const MISSING = '00000000-0000-7000-8000-000000000000';

describe('users', () => {
  test('are added, listed and changed; their passwords are nowhere to be read', async () => {
    const { send, key, database } = await newHouse();
    const made = await send('POST', '/api/users', { key, body: user });
    expect(made).toMatchObject({ status: 201, body: { email: user.email, role: 'MANAGER', lastName: '', isActive: true } });
    expect(await send('POST', '/api/users', { key, body: user })).toMatchObject({ status: 409, body: { code: 'EMAIL_TAKEN' } });
    const url = `/api/users/${String(made.body['id'])}`;
    expect((await send('PATCH', url, { key, body: { lastName: 'Орлов' } })).body).toMatchObject({ lastName: 'Орлов' });
    expect((await send('GET', '/api/users', { key })).body).toMatchObject({ users: [{ id: made.body['id'] }], pagination: { total: 1 } });
    const { rows } = await database.owner.query<{ text: string }>('select concat(input, after) as text from audit_log');
    expect(rows.map(({ text }) => text).join()).not.toContain(PASSWORD);
  });

  test.each([
    [{ password: 'password123' }, 422, 'PASSWORD_WEAK'],
    [{ role: 'CLIENT' }, 422, 'PERSON_REQUIRED'],
    [{ role: 'STUDENT', clientId: MISSING }, 422, 'PERSON_REQUIRED'],
    [{ clientId: MISSING }, 422, 'PERSON_REQUIRED'],
    [{ role: 'CLIENT', clientId: MISSING }, 404, 'NOT_FOUND'],
    [{ role: 'STUDENT', studentId: 'nope' }, 404, 'NOT_FOUND'],
  ])('%j is refused', async (change, status, code) => {
    const { send, key } = await newHouse();
    expect(await send('POST', '/api/users', { key, body: { ...user, ...change } })).toMatchObject({ status, body: { code } });
    expect((await send('GET', '/api/users', { key })).body).toMatchObject({ users: [] });
  });

  test('the last administrator stays, even when two leave at once', async () => {
    const { send, key, makeUser } = await newHouse();
    const ids = [await makeUser('a@example.ru'), await makeUser('b@example.ru')];
    const leave = (id: string) => send('PATCH', `/api/users/${id}`, { key, body: { role: 'MANAGER' } });
    const answers = await Promise.all(ids.map(leave));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('LAST_ADMIN');
    const left = ids[answers.findIndex(({ status }) => status === 409)]!;
    expect((await send('PATCH', `/api/users/${left}`, { key, body: { isActive: false } })).body.code).toBe('LAST_ADMIN');
  });

  test('twins of one request make one user', async () => {
    const { send, key } = await newHouse();
    const answers = await Promise.all(Array.from({ length: 4 }, () => send('POST', '/api/users', { key, body: user })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409]);
  });
});

describe('API keys', () => {
  test('are shown once, stored as hashes, and dead once revoked', async () => {
    const { send, key, database } = await newHouse();
    const headers = { 'idempotency-key': 'one' };
    const body = { name: 'Касса', role: 'MANAGER' };
    const made = await send('POST', '/api/api-keys', { key, body, headers });
    expect(made).toMatchObject({ status: 201, body: { apiKey: { name: 'Касса', role: 'MANAGER', revokedAt: null } } });
    const second = String(made.body['key']);
    expect(second).toMatch(/^saldo_[0-9a-f]{32}_[\w-]{43}$/);
    const again = await send('POST', '/api/api-keys', { key, body, headers });
    expect(again.body).toEqual({ apiKey: made.body['apiKey'] });
    for (const table of ['api_keys', 'audit_log', 'idempotency_keys']) {
      const { rows } = await database.owner.query<{ text: string }>(`select t::text as text from ${table} t`);
      expect(rows.map(({ text }) => text).join(), table).not.toContain(second.slice(39));
    }
    expect((await send('GET', '/api/settings', { key: second })).status).toBe(200);
    expect((await send('GET', '/api/api-keys', { key: second })).status).toBe(403);
    const id = String((made.body['apiKey'] as { id: string }).id);
    const preview = await send('DELETE', `/api/api-keys/${id}?dryRun=true`, { key });
    expect(preview.body).toMatchObject({ dryRun: true, revokedAt: expect.any(String) as string });
    expect((await send('GET', '/api/settings', { key: second })).status).toBe(200);
    expect((await send('DELETE', `/api/api-keys/${id}`, { key })).status).toBe(200);
    expect((await send('GET', '/api/settings', { key: second })).status).toBe(401);
    expect((await send('DELETE', `/api/api-keys/${id}`, { key })).status).toBe(200);
    expect((await send('DELETE', `/api/api-keys/${MISSING}`, { key })).status).toBe(404);
  });
});
