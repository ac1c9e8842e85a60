/** The first visit: whoever comes first makes the organisation, and nobody after him. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { setupCode } from '../../src/access/setup-steps.ts';
import { buildApp } from '../../src/app.ts';
import type { Database } from '../../src/kernel/db.ts';
import { type House, PASSWORD, sender } from '../access/house.ts';
import { freshDatabase } from '../database.ts';

type Site = { app: FastifyInstance; database: Database; send: House['send'] };

async function newSite(): Promise<Site> {
  const { database, close } = await freshDatabase();
  const app = await open(database);
  onTestFinished(async () => {
    await app.close();
    await close();
  });
  return { app, database, send: sender(app) };
}
const open = (database: Database): Promise<FastifyInstance> => buildApp({ database, signInsPerMinute: 1000 });

const studio = { name: 'Студия', template: 'STUDIO', email: 'anna@studio.ru', password: PASSWORD, firstName: 'Анна' };
const demo = { email: 'anna@studio.ru', password: PASSWORD, clients: 8, months: 1 };

async function count({ database }: Site, table: string, where = 'true'): Promise<number> {
  const { rows } = await database.owner.query<{ count: number }>(`select count(*)::int as count from ${table} where ${where}`);
  return rows[0]!.count;
}

/** Waits for the end of the story, and gives what the visitor is told then. */
async function told({ send }: Site): Promise<Record<string, unknown>> {
  for (;;) {
    const { body } = await send('GET', '/api/setup');
    if (body['loading'] === null) return body;
    await sleep(300); // four times a second is what one address may ask
  }
}

test('the first visitor makes the organisation, is signed in at once, and the door closes behind him', async () => {
  const site = await newSite();
  expect((await site.send('GET', '/api/setup')).body).toEqual({
    empty: true, loginsExist: false, loading: null, failure: null, codeNeeded: false, mail: false,
  });
  const answer = await site.send('POST', '/api/setup', { body: { ...studio, timeZone: 'Asia/Tomsk' } });
  expect(answer).toMatchObject({ status: 201, body: { role: 'ADMIN' } });
  expect((await site.send('GET', '/api/me', { cookie: answer.cookie! })).body).toMatchObject({
    user: { email: 'anna@studio.ru', role: 'ADMIN', kind: 'LOGIN' },
    organisation: { name: 'Студия', template: 'STUDIO', timeZone: 'Asia/Tomsk', sandbox: false },
  });
  expect((await site.send('GET', '/api/setup')).body).toMatchObject({ empty: false, loginsExist: true, codeNeeded: false });
  for (const [url, body] of [['/api/setup', studio], ['/api/setup/demo', demo]] as const) {
    expect(await site.send('POST', url, { body })).toMatchObject({ status: 409, body: { code: 'SETUP_DONE' } });
  }
  expect(await site.send('POST', '/api/sign-in', { body: { email: studio.email, password: PASSWORD } }))
    .toMatchObject({ status: 200 });
});

test('of visitors in one moment exactly one wins, also through two servers', async () => {
  const site = await newSite();
  const other = await open(site.database);
  onTestFinished(() => other.close());
  const answers = await Promise.all([0, 1, 2, 3, 4, 5].map((number) =>
    sender(number % 2 ? other : site.app)('POST', '/api/setup', { body: { ...studio, email: `visitor${number}@studio.ru` } })));
  expect(answers.filter(({ status }) => status === 201).length).toBe(1);
  expect(answers.filter(({ body }) => body.code === 'SETUP_DONE').length).toBe(5);
  expect(await count(site, 'organisations')).toBe(1);
  expect(await count(site, 'logins')).toBe(1);
});

test('from another machine, through a proxy or under a foreign name it takes the code of the greeting', async () => {
  const site = await newSite();
  const post = async (code: string | undefined, remoteAddress: string, headers: Record<string, string> = {}) =>
    (await site.app.inject({
      method: 'POST', url: '/api/setup', remoteAddress, headers: { host: 'localhost:3000', ...headers },
      payload: { ...studio, ...(code === undefined ? {} : { code }) },
    }));
  const strangers: [address: string, headers?: Record<string, string>][] = [
    ['203.0.113.5'], ['::ffff:203.0.113.5'], ['127.0.0.1', { 'x-forwarded-for': '203.0.113.5' }],
    ['127.0.0.1', { host: 'evil.example' }], ['127.0.0.1', { host: 'saldo.studio.ru', origin: 'http://saldo.studio.ru' }],
  ];
  for (const [address, headers] of strangers) {
    for (const code of [undefined, 'AAAA-AAAA', '']) {
      expect((await post(code, address, headers)).json(), `${address} ${code}`).toMatchObject({ code: 'SETUP_CODE' });
    }
  }
  expect(await count(site, 'organisations')).toBe(0);
  const seen = await site.app.inject({ url: '/api/setup', remoteAddress: '203.0.113.5' });
  expect(seen.json()).toMatchObject({ empty: true, codeNeeded: true });
  expect(JSON.stringify(seen.json())).not.toContain(setupCode(site.database));
  const code = setupCode(site.database).toLowerCase().replace('-', ' ');
  expect((await post(code, '203.0.113.5')).statusCode).toBe(201);
});

test('what cannot be is refused before anything is made', async () => {
  const site = await newSite();
  const faults = [
    [{ password: '1234567890' }, 'PASSWORD_WEAK'], [{ timeZone: 'Moon/Crater' }, 'TIME_ZONE_UNKNOWN'],
    [{ email: 'anna' }, 'VALIDATION'], [{ template: 'CIRCUS' }, 'VALIDATION'], [{ name: ' ' }, 'VALIDATION'],
  ] as const;
  for (const [fault, code] of faults) {
    expect((await site.send('POST', '/api/setup', { body: { ...studio, ...fault } })).body).toMatchObject({ code });
  }
  const foreign = await site.send('POST', '/api/setup', { body: studio, headers: { 'sec-fetch-site': 'cross-site' } });
  expect(foreign).toMatchObject({ status: 403, body: { code: 'CROSS_SITE' } });
  expect(await count(site, 'organisations')).toBe(0);
  expect((await site.send('POST', '/api/setup', { body: studio })).status).toBe(201);
});

test('the year of life is told while the server answers, and opens with the password of the visitor', async () => {
  const site = await newSite();
  const began = await site.send('POST', '/api/setup/demo', { body: demo });
  expect(began.status).toBe(201);
  const people = began.body['people'] as { email: string; role: string }[];
  expect(people.map(({ role }) => role))
    .toEqual(['ADMIN', 'ADMIN', 'MANAGER', 'ACCOUNTANT', 'TRAINER', 'TRAINER', 'CLIENT', 'CLIENT']);
  expect((await site.send('GET', '/api/setup')).body).toMatchObject({ empty: false, loading: { days: 30 } });
  expect(await site.send('POST', '/api/setup', { body: studio })).toMatchObject({ body: { code: 'SETUP_RUNNING' } });
  expect(await told(site)).toMatchObject({ empty: false, loginsExist: true, loading: null, failure: null });
  for (const { email, role } of people) {
    const { status, body } = await site.send('POST', '/api/sign-in', { body: { email, password: PASSWORD } });
    expect([status, body['role']], `${email} ${JSON.stringify(body)}`).toEqual([200, role]);
  }
  expect(await count(site, 'organisations', 'is_loading')).toBe(0);
}, 120_000);

test('a server that stops leaves the story, nobody can sign in to half of it, and it may be told anew', async () => {
  const site = await newSite();
  const first = await open(site.database);
  const [, director] = (await sender(first)('POST', '/api/setup/demo', { body: { ...demo, clients: 100 } }))
    .body['people'] as { email: string }[];
  while (await count(site, 'users', "kind = 'LOGIN'") < 9) await sleep(20);
  await first.close();
  expect((await site.send('GET', '/api/setup')).body).toMatchObject({ empty: true, loginsExist: false, loading: null });
  const half = await site.send('POST', '/api/sign-in', { body: { email: director!.email, password: PASSWORD } });
  expect(half).toMatchObject({ status: 401, body: { code: 'WRONG_CREDENTIALS' } });
  expect((await site.send('POST', '/api/setup/demo', { body: demo })).status).toBe(201);
  expect(await told(site)).toMatchObject({ loginsExist: true, failure: null });
}, 120_000);

test('a story that fails says so, and may be told anew', async () => {
  const site = await newSite();
  await site.database.owner.query('alter table rooms rename to rooms_away');
  expect((await site.send('POST', '/api/setup/demo', { body: demo })).status).toBe(201);
  expect(await told(site)).toMatchObject({ empty: true, loginsExist: false, failure: expect.stringContaining('Год жизни') as string });
  await site.database.owner.query('alter table rooms_away rename to rooms');
  expect((await site.send('POST', '/api/setup/demo', { body: demo })).status).toBe(201);
  expect(await told(site)).toMatchObject({ loginsExist: true, failure: null });
}, 120_000);
