import { TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { createOrganisation } from '../../src/access/create-organisation.ts';
import { type House, PASSWORD, auditOf, newHouse } from './house.ts';

const EMAIL = 'anna@example.ru';
const signIn = ({ send }: House, body: object = {}, headers = {}) =>
  send('POST', '/api/sign-in', { body: { email: EMAIL, password: PASSWORD, ...body }, headers });

async function houseWithAnna(): Promise<House> {
  const house = await newHouse();
  await house.makeUser(EMAIL);
  return house;
}

describe('sign-in', () => {
  test('sets a session cookie that opens the door until sign-out', async () => {
    const house = await houseWithAnna();
    const { send, orgId } = house;
    const answer = await signIn(house, { email: ' Anna@Example.RU ' });
    expect(answer).toMatchObject({ status: 200, body: { organisationId: orgId, role: 'ADMIN' } });
    const header = String(answer.headers['set-cookie']);
    expect(header).toMatch(/^saldo_session=[0-9a-f]{32}\.[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    const cookie = answer.cookie!;
    expect((await send('GET', '/api/me', { cookie })).body).toMatchObject({
      user: { email: EMAIL, kind: 'LOGIN', totp: false }, organisation: { id: orgId },
      permissions: { 'settings.manage': 'all' },
    });
    expect((await send('POST', '/api/sign-out', { cookie })).status).toBe(200);
    expect((await send('GET', '/api/me', { cookie })).status).toBe(401);
    expect((await auditOf(house)).map(({ operation }) => operation).slice(-2)).toEqual(['session.start', 'session.end']);
  });

  test('wrong and unknown look alike, and failures are recorded', async () => {
    const house = await houseWithAnna();
    const wrong = await signIn(house, { password: 'Wrong-horse-7' });
    const unknown = await signIn(house, { email: 'nobody@example.ru' });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'WRONG_CREDENTIALS' } });
    expect({ ...unknown.body, instance: '' }).toEqual({ ...wrong.body, instance: '' });
    expect((await auditOf(house)).at(-1)).toMatchObject({ operation: 'session.refused', after: { locked: false } });
    expect(JSON.stringify(await auditOf(house))).not.toContain('horse');
  });

  test('five failures close the login, for strangers too; a success in between opens it', async () => {
    const house = await houseWithAnna();
    const wrong = (email = EMAIL) => signIn(house, { email, password: 'Wrong-horse-7' });
    for (let attempt = 0; attempt < 4; attempt += 1) expect((await wrong()).status).toBe(401);
    expect((await signIn(house)).status).toBe(200);
    const many = await Promise.all(Array.from({ length: 8 }, () => wrong()));
    expect(many.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    const locked = await signIn(house);
    expect(locked).toMatchObject({ status: 429, body: { code: 'LOGIN_LOCKED' } });
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(800);
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await wrong('no@example.ru')).status).toBe(401);
    expect(await wrong('no@example.ru')).toMatchObject({ status: 429, body: { code: 'LOGIN_LOCKED' } });
    await house.database.owner.query(`update logins set locked_until = now() - interval '1 second'`);
    expect((await signIn(house)).status).toBe(200);
  });

  test('parallel sign-ins of one person all succeed', async () => {
    const house = await houseWithAnna();
    const all = await Promise.all(Array.from({ length: 8 }, () => signIn(house)));
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
  });

  test('an address has so many attempts a minute', async () => {
    const house = await newHouse({}, { signInsPerMinute: 3 });
    for (let attempt = 0; attempt < 3; attempt += 1) expect((await signIn(house)).status).toBe(401);
    const refused = await signIn(house);
    expect(refused).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('a person of two organisations chooses, and keeps one password', async () => {
    const house = await houseWithAnna();
    const other = await createOrganisation(house.database, { name: 'Второй', template: 'TUTOR' });
    await house.makeUser(EMAIL, 'MANAGER', other.orgId);
    const choice = await signIn(house);
    expect(choice).toMatchObject({ status: 409, body: { code: 'CHOOSE_ORGANISATION' } });
    expect(choice.body['organisations']).toEqual(expect.arrayContaining([{ id: other.orgId, name: 'Второй' }]));
    expect(await signIn(house, { organisationId: other.orgId })).toMatchObject({ status: 200, body: { role: 'MANAGER' } });
    const elsewhere = '00000000-0000-7000-8000-000000000000';
    expect((await signIn(house, { organisationId: elsewhere })).status).toBe(401);
    await expect(house.makeUser(EMAIL)).rejects.toMatchObject({ code: 'EMAIL_TAKEN' });
  });
});

describe('second factor', () => {
  const codeAt = (secret: string, ms: number): string => new TOTP({ secret }).generate({ timestamp: ms });

  test('is asked for once confirmed, and no step works twice', async () => {
    const house = await houseWithAnna();
    const { send } = house;
    const cookie = (await signIn(house)).cookie!;
    expect(await send('POST', '/api/me/totp/confirm', { cookie, body: { code: '000000' } })).toMatchObject({
      status: 409, body: { code: 'TOTP_NOT_STARTED' },
    });
    const started = await send('POST', '/api/me/totp', { cookie, headers: { 'idempotency-key': 'totp' } });
    expect(started.status).toBe(201);
    const secret = String(started.body['secret']);
    expect((await send('POST', '/api/me/totp', { cookie, headers: { 'idempotency-key': 'totp' } })).body).toEqual({});
    expect((await signIn(house)).status).toBe(200);
    const now = Date.now();
    const wrong = await send('POST', '/api/me/totp/confirm', { cookie, body: { code: codeAt(secret, now + 600_000) } });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'TOTP_WRONG' } });
    const code = codeAt(secret, now);
    expect((await send('POST', '/api/me/totp/confirm', { cookie, body: { code } })).status).toBe(200);
    expect(await signIn(house)).toMatchObject({ status: 401, body: { code: 'TOTP_REQUIRED' } });
    expect(await signIn(house, { totp: code })).toMatchObject({ status: 401, body: { code: 'TOTP_WRONG' } });
    const next = codeAt(secret, now + 30_000);
    expect((await signIn(house, { totp: next })).status).toBe(200);
    expect(await signIn(house, { totp: next })).toMatchObject({ status: 401, body: { code: 'TOTP_WRONG' } });
    expect((await send('DELETE', '/api/me/totp', { cookie, body: { password: 'wrong' } })).status).toBe(401);
    expect((await send('DELETE', '/api/me/totp', { cookie, body: { password: PASSWORD } })).status).toBe(200);
    expect((await signIn(house)).status).toBe(200);
  });

  test('is not guessed by asking without a code in between', async () => {
    const house = await houseWithAnna();
    const cookie = (await signIn(house)).cookie!;
    const secret = String((await house.send('POST', '/api/me/totp', { cookie })).body['secret']);
    await house.send('POST', '/api/me/totp/confirm', { cookie, body: { code: codeAt(secret, Date.now()) } });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await signIn(house);
      statuses.push((await signIn(house, { totp: '000000' })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  test('an API key has none', async () => {
    const { send, key } = await newHouse();
    expect(await send('POST', '/api/me/totp', { key })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  });
});

describe('sessions', () => {
  test('a cookie does not write for another site', async () => {
    const house = await houseWithAnna();
    const { send } = house;
    const cookie = (await signIn(house)).cookie!;
    const write = (headers: Record<string, string>) =>
      send('PATCH', '/api/organisation', { cookie, body: { name: 'Дом' }, headers });
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' }, { origin: 'null' }]) {
      expect(await write(headers), JSON.stringify(headers)).toMatchObject({ status: 403, body: { code: 'CROSS_SITE' } });
    }
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: 'http://localhost:80' }, {}]) {
      expect((await write(headers as Record<string, string>)).status, JSON.stringify(headers)).toBe(200);
    }
    expect((await signIn(house, {}, { 'sec-fetch-site': 'cross-site' })).body.code).toBe('CROSS_SITE');
    const site = { 'sec-fetch-site': 'cross-site' };
    expect((await send('PATCH', '/api/organisation', { key: house.key, body: {}, headers: site })).status).toBe(200);
  });

  test('a session ends by time, by a new password and by switching the user off', async () => {
    const house = await houseWithAnna();
    const { send, key, database } = house;
    const userId = await house.makeUser('oleg@example.ru', 'MANAGER');
    const oleg = { email: 'oleg@example.ru' };
    const me = async (cookie: string) => (await send('GET', '/api/me', { cookie })).status;
    const first = (await signIn(house, oleg)).cookie!;
    await database.owner.query('update sessions set expires_at = now()');
    expect(await me(first)).toBe(401);
    const [second, third] = [(await signIn(house, oleg)).cookie!, (await signIn(house, oleg)).cookie!];
    expect(await me(third)).toBe(200);
    const change = (password: string, newPassword: string) =>
      send('POST', '/api/me/password', { cookie: second, body: { password, newPassword } });
    expect((await change('wrong', 'Better-horse-8')).body.code).toBe('WRONG_CREDENTIALS');
    expect((await change(PASSWORD, 'password123')).body.code).toBe('PASSWORD_WEAK');
    expect((await change(PASSWORD, 'Better-horse-8')).status).toBe(200);
    expect([await me(second), await me(third)]).toEqual([401, 401]);
    const fourth = (await signIn(house, { ...oleg, password: 'Better-horse-8' })).cookie!;
    expect(await me(fourth)).toBe(200);
    expect((await send('PATCH', `/api/users/${userId}`, { key, body: { isActive: false } })).status).toBe(200);
    expect(await me(fourth)).toBe(401);
    expect((await signIn(house, { ...oleg, password: 'Better-horse-8' })).status).toBe(401);
  });
});
