/** Families come in without a password: by a link of the office, or by a code from their mailbox. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliverCodes } from '../../src/access/deliver-codes.ts';
import { createUser } from '../../src/access/users.ts';
import { changeClient } from '../../src/clients/write-clients.ts';
import { buildApp } from '../../src/app.ts';
import type { Database } from '../../src/kernel/db.ts';
import { type House, PASSWORD, sender } from '../access/house.ts';
import { type Door, ask, changingNothing, newClient, newInvoice, openDoor } from '../money-fixtures.ts';
import { newMail } from '../notices/telling.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';

let world: World;
let door: Door;
let app: Awaited<ReturnType<typeof buildApp>>;
let send: House['send'];
let office: string;
beforeAll(async () => {
  world = await newWorld();
  door = await openDoor(world);
  app = await buildApp({ database: world.database, signInsPerMinute: 10_000, mail: true });
  send = sender(app);
  office = await door.keyOf('MANAGER');
});
afterAll(async () => {
  await app.close();
  await door.close();
  await world.close();
});

let counter = 0;
const freshMail = (): string => `anna${(counter += 1)}@post.ru`;
const sql = (database: Database, text: string, values: unknown[] = []) => database.owner.query(text, values);

const linkFor = (id: string, key = office) => send('POST', `/api/clients/${id}/access-link`, { key });
async function newLink(id: string): Promise<string> {
  const { status, body } = await linkFor(id);
  expect(status).toBe(201);
  return String(body['token']);
}
const enter = (token: string) => send('POST', '/api/sign-in/link', { body: { token } });
const me = (cookie: string) => send('GET', '/api/me', { cookie });
const expectClosed = async (token: string): Promise<void> =>
  expect(await enter(token)).toMatchObject({ status: 410, body: { code: 'LINK_INVALID', detail: expect.stringContaining('новую') as string } });

describe('a link', () => {
  test('lets the client in once, for ninety days, to what is his own', async () => {
    const [id, other] = [await newClient(world, { lastName: 'Орлова' }), await newClient(world)];
    const [mine, theirs] = [await newInvoice(world, id, [500]), await newInvoice(world, other, [700])];
    const token = await newLink(id);
    const answer = await enter(token);
    expect(answer).toMatchObject({ status: 200, body: { role: 'CLIENT', organisationId: world.orgId } });
    expect(String(answer.headers['set-cookie'])).toContain(`Max-Age=${90 * 86_400}`);
    const cookie = answer.cookie!;
    expect((await me(cookie)).body).toMatchObject({ user: { kind: 'LINK', clientId: id, email: null, firstName: 'Анна', lastName: 'Орлова' } });
    expect((await send('GET', `/api/invoices/${mine.id}`, { cookie })).status).toBe(200);
    expect((await send('GET', `/api/invoices/${theirs.id}`, { cookie })).status).toBe(404);
    await expectClosed(token);
  });

  test('is used by one of two who come at once', async () => {
    const token = await newLink(await newClient(world));
    const answers = await Promise.all([enter(token), enter(token), enter(token)]);
    expect([200, 410].map((wanted) => answers.filter(({ status }) => status === wanted).length)).toEqual([1, 2]);
  });

  test('is closed when it is unknown, too old, replaced by a newer one, or of another organisation', async () => {
    const id = await newClient(world);
    const first = await newLink(id);
    const second = await newLink(id);
    await expectClosed(first);
    await sql(world.database, "update access_links set expires_at = now() - interval '1 second' where used_at is null and revoked_at is null");
    await expectClosed(second);
    const third = await newLink(id);
    const neighbour = await neighbourOf(world);
    await expectClosed(third.replace(world.orgId.replaceAll('-', ''), neighbour.orgId.replaceAll('-', '')));
    for (const nonsense of ['', 'x', `${third}x`, third.slice(0, -1)]) await expectClosed(nonsense);
    expect((await enter(third)).status).toBe(200);
  });

  test('is made for one user, however many ask at once, and only for a client who is there and active', async () => {
    const id = await newClient(world, { email: freshMail() });
    const answers = await Promise.all([1, 2, 3, 4].map(() => linkFor(id)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const { rows } = await sql(world.database, 'select kind from users where org_id = $1 and client_id = $2', [world.orgId, id]);
    expect(rows).toEqual([{ kind: 'LOGIN' }]);
    await ask(world, changeClient, { id, isActive: false });
    await changingNothing(world, async () => {
      expect(await linkFor(id)).toMatchObject({ status: 409, body: { code: 'CLIENT_INACTIVE' } });
      expect((await linkFor(world.orgId)).status).toBe(404);
    });
  });

  test('is shown once, and neither the audit trail nor the database has it', async () => {
    const id = await newClient(world);
    const again = { key: office, headers: { 'idempotency-key': 'link' } };
    const first = await send('POST', `/api/clients/${id}/access-link`, again);
    const replay = await send('POST', `/api/clients/${id}/access-link`, again);
    expect([first.body['token'], replay.body['token']]).toEqual([expect.any(String), undefined]);
    const random = String(first.body['token']).split('.')[1]!;
    for (const table of ['audit_log', 'access_links', 'idempotency_keys']) {
      const { rows } = await sql(world.database, `select from ${table} t where t::text like '%' || $1 || '%'`, [random]);
      expect(rows, table).toEqual([]);
    }
  });

  test('ends with its sessions when the office closes the door, and a new one opens it again', async () => {
    const id = await newClient(world);
    const { cookie } = await enter(await newLink(id));
    const waiting = await newLink(id);
    expect((await send('GET', `/api/clients/${id}/access`, { key: office })).body)
      .toMatchObject({ user: { isActive: true, email: null }, link: { usedAt: null }, sessions: 1 });
    expect((await send('DELETE', `/api/clients/${id}/access`, { key: office })).body).toEqual({ links: 1, sessions: 1 });
    expect((await me(cookie!)).status).toBe(401);
    await expectClosed(waiting);
    expect((await send('GET', `/api/clients/${id}/access`, { key: office })).body)
      .toMatchObject({ user: { isActive: false }, link: { usedAt: expect.any(String) as string }, sessions: 0 });
    expect((await enter(await newLink(id))).status).toBe(200);
  });
});

describe('a code', () => {
  /** A client with a mailbox whom the office has let in. */
  async function newFamily(): Promise<{ id: string; email: string }> {
    const email = freshMail();
    const id = await newClient(world, { email });
    await newLink(id);
    return { id, email };
  }
  const askFor = (email: string) => send('POST', '/api/sign-in/code', { body: { email } });
  const confirm = (email: string, code: string) => send('POST', '/api/sign-in/code/confirm', { body: { email, code } });
  const forget = () => sql(world.database, 'delete from sign_in_codes');
  /** Asks for a code and reads it from the mailbox; undefined when no letter came. */
  async function codeOf(email: string): Promise<string | undefined> {
    const { fake, mail } = await newMail();
    expect(await askFor(email)).toMatchObject({ status: 200, body: { ok: true } });
    await deliverCodes(world.database, mail);
    expect(fake.received.filter(({ to }) => !to.includes(email))).toEqual([]);
    const [letter] = fake.received;
    return letter && /\b\d{6}\b/.exec(Buffer.from(letter.raw.split('\r\n\r\n')[1] ?? '', 'base64').toString()
      || letter.raw)?.[0];
  }
  const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

  test('comes to the mailbox and lets the family in once', async () => {
    const { id, email } = await newFamily();
    const code = await codeOf(email);
    expect(code).toMatch(/^\d{6}$/);
    const answer = await confirm(email, ` ${code!.slice(0, 3)} ${code!.slice(3)} `);
    expect(answer).toMatchObject({ status: 200, body: { role: 'CLIENT' } });
    expect((await me(answer.cookie!)).body).toMatchObject({ user: { clientId: id, email } });
    expect(await confirm(email, code!)).toMatchObject({ status: 401, body: { code: 'CODE_WRONG' } });
  });

  test('is not sent to staff, to strangers, or to whom the office has closed the door; the answer is the same', async () => {
    const staff = freshMail();
    await ask(world, createUser, { email: staff, password: PASSWORD, firstName: 'Ольга', role: 'ADMIN' });
    const { id, email } = await newFamily();
    await send('DELETE', `/api/clients/${id}/access`, { key: office });
    for (const nobody of [staff, freshMail(), email]) {
      expect(await codeOf(nobody), nobody).toBeUndefined();
      expect(await confirm(nobody, '123456')).toMatchObject({ status: 401, body: { code: 'CODE_WRONG' } });
    }
  });

  test('allows five attempts, counted before they are looked at', async () => {
    const { email } = await newFamily();
    const code = (await codeOf(email))!;
    for (let attempt = 1; attempt <= 4; attempt += 1) expect((await confirm(email, wrong(code))).status).toBe(401);
    expect((await confirm(email, code)).status).toBe(200);
    await forget();
    const next = (await codeOf(email))!;
    const many = await Promise.all(Array.from({ length: 8 }, () => confirm(email, wrong(next))));
    expect(many.every(({ status }) => status === 401)).toBe(true);
    expect((await confirm(email, next)).body).toMatchObject({ code: 'CODE_WRONG' });
  });

  test('lives ten minutes; a new one comes after a minute and no more than five within an hour', async () => {
    const { email } = await newFamily();
    const first = (await codeOf(email))!;
    expect(await codeOf(email)).toBeUndefined();
    await sql(world.database, "update sign_in_codes set created_at = created_at - interval '61 seconds'");
    const second = (await codeOf(email))!;
    expect((await confirm(email, first === second ? wrong(first) : first)).status).toBe(401);
    await sql(world.database, 'update sign_in_codes set expires_at = now()');
    expect((await confirm(email, second)).status).toBe(401);
    const later = () => sql(world.database, "update sign_in_codes set created_at = created_at - interval '61 seconds'");
    for (let asked = 3; asked <= 5; asked += 1) {
      await later();
      expect(await codeOf(email), String(asked)).toMatch(/^\d{6}$/);
    }
    await later();
    expect(await codeOf(email)).toBeUndefined();
    await sql(world.database, "update sign_in_codes set hour_began_at = hour_began_at - interval '1 hour'");
    const last = (await codeOf(email))!;
    expect((await confirm(email, last)).status).toBe(200);
  });

  test('waits while the mail server is away, and is given up when nobody would wait for it any more', async () => {
    await forget();
    const { email } = await newFamily();
    const { fake, mail } = await newMail();
    await askFor(email);
    fake.setMode('busy');
    await deliverCodes(world.database, mail);
    fake.setMode('ok');
    await deliverCodes(world.database, mail);
    expect(fake.received).toEqual([]);
    await sql(world.database, "update sign_in_codes set send_at = now() where send_at is not null");
    await deliverCodes(world.database, mail);
    expect(fake.received.length).toBe(1);
    await deliverCodes(world.database, mail);
    expect(fake.received.length).toBe(1);
    await forget();
    await askFor(email);
    await sql(world.database, 'update sign_in_codes set expires_at = now()');
    await deliverCodes(world.database, mail);
    expect(fake.received.length).toBe(1);
  });

  test('asks which organisation where the mailbox is known in two', async () => {
    const { email } = await newFamily();
    const there = await neighbourOf(world);
    const id = await newClient(there, { email });
    const key = await (await openDoor(there)).keyOf('MANAGER');
    expect((await linkFor(id, key)).body).toMatchObject({ email });
    const code = (await codeOf(email))!;
    const asked = await confirm(email, code);
    expect(asked).toMatchObject({ status: 409, body: { code: 'CHOOSE_ORGANISATION' } });
    expect((asked.body['organisations'] as unknown[]).length).toBe(2);
    const body = { email, code, organisationId: there.orgId };
    expect(await send('POST', '/api/sign-in/code/confirm', { body })).toMatchObject({ status: 200, body: { organisationId: there.orgId } });
  });

  test('is never asked of a mailbox with a second factor', async () => {
    const { email } = await newFamily();
    await sql(world.database, 'update logins set totp_confirmed_at = now() where email = $1', [email]);
    expect(await codeOf(email)).toBeUndefined();
  });

  test('is refused in a word where the server sends no mail', async () => {
    const { email } = await newFamily();
    expect(await door.send('POST', '/api/sign-in/code', { body: { email } })).toMatchObject({ status: 409, body: { code: 'MAIL_OFF' } });
  });
});
