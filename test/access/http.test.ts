import { describe, expect, test } from 'vitest';
import { newHouse } from './house.ts';

const PROBLEM = 'application/problem+json; charset=utf-8';
const MISSING = '00000000-0000-7000-8000-000000000000';

describe('what is at the door', () => {
  test('health, documents and the page of the docs are open', async () => {
    const { send } = await newHouse();
    expect(await send('GET', '/api/health')).toMatchObject({ status: 200, body: { ok: true } });
    expect((await send('GET', '/api/health/')).status).toBe(200);
    const document = await send('GET', '/api/openapi.json');
    expect(document.body).toMatchObject({ openapi: '3.1.1' });
    const paths = document.body['paths'] as Record<string, Record<string, { requestBody: unknown }>>;
    expect(paths['/api/settings']?.['patch']?.requestBody).toBeDefined();
    for (const path of ['/api/docs', '/api/docs/start.js', '/api/docs/swagger-ui-bundle.js']) {
      expect((await send('GET', path)).status, path).toBe(200);
    }
  });

  test('the docs hold no inline script and the policy allows none', async () => {
    const { app } = await newHouse();
    const page = await app.inject('/api/docs');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
    expect(page.body).not.toMatch(/<script>|onclick|style=/);
  });

  test('health is 503 when the database is gone', async () => {
    const { send, database } = await newHouse();
    await database.owner.query('alter table logins rename to lost');
    const gone = await send('GET', '/api/health');
    expect(gone).toMatchObject({ status: 503, body: { code: 'SERVICE_BUSY' }, headers: { 'retry-after': '1' } });
  });

  test('an unknown address is a problem document with the id of the request', async () => {
    const { send } = await newHouse();
    const answer = await send('GET', '/api/nothing?x=1');
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe(PROBLEM);
    expect(answer.body).toEqual({
      type: 'urn:saldo:problem:NOT_FOUND', title: 'Not Found', status: 404, detail: 'Не найдено', code: 'NOT_FOUND',
      instance: answer.headers['x-request-id'],
    });
    expect(await send('GET', '/api/%E0%A4%A')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  test('the sentence follows Accept-Language', async () => {
    const { send } = await newHouse();
    const detail = async (language: string) =>
      (await send('GET', '/api/me', { headers: { 'accept-language': language } })).body['detail'];
    const ru = 'Войдите в систему или укажите действующий ключ API';
    expect(await detail('ru-RU,ru;q=0.9,en;q=0.8')).toBe(ru);
    expect(await detail('de')).toBe(ru);
    expect(await detail('en-US,en;q=0.9,ru;q=0.8')).toBe('Sign in or give a valid API key');
  });
});

describe('bad input', () => {
  test('a missing key and a missing permission come before everything else', async () => {
    const { send, makeKey } = await newHouse();
    expect(await send('PATCH', '/api/settings', { raw: '{broken' })).toMatchObject({ status: 401 });
    expect((await send('PATCH', '/api/settings', { raw: '{broken' })).headers['www-authenticate']).toContain('Bearer');
    for (const key of ['nonsense', `saldo_${'0'.repeat(32)}_${'x'.repeat(43)}`]) {
      expect(await send('GET', '/api/settings', { key })).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    }
    const trainer = await makeKey('TRAINER');
    expect(await send('PATCH', '/api/settings', { key: trainer, raw: '{broken' })).toMatchObject({
      status: 403, body: { code: 'FORBIDDEN' },
    });
  });

  test.each([
    ['broken JSON', '{"name": ', 400, 'MALFORMED_JSON'],
    ['not UTF-8', Buffer.from([0x7b, 0xff]).toString('latin1'), 400, 'MALFORMED_JSON'],
    ['a prototype', '{"__proto__": {"isMain": true}, "name": "A"}', 400, 'MALFORMED_JSON'],
    ['deep JSON', `{"name": ${'['.repeat(30)}${']'.repeat(30)}}`, 400, 'TOO_DEEP'],
    ['very deep JSON', `{"name": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 400, 'TOO_DEEP'],
    ['over 1 MB', JSON.stringify({ name: 'x'.repeat(1_100_000) }), 413, 'TOO_LARGE'],
    ['null', 'null', 422, 'VALIDATION'],
    ['an array', '[]', 422, 'VALIDATION'],
    ['a number', '5', 422, 'VALIDATION'],
    ['nothing', '', 422, 'VALIDATION'],
    ['an empty object', '{}', 422, 'VALIDATION'],
    ['an unknown field', '{"name": "A", "colour": "red"}', 422, 'VALIDATION'],
    ['a wrong type', '{"name": 5}', 422, 'VALIDATION'],
    ['a blank name', '{"name": "  "}', 422, 'VALIDATION'],
    ['a long name', JSON.stringify({ name: 'x'.repeat(201) }), 422, 'VALIDATION'],
    ['a NUL', '{"name": "A\\u0000"}', 422, 'VALIDATION'],
    ['half a character', '{"name": "A\\ud800"}', 422, 'VALIDATION'],
    ['dryRun as text', '{"name": "A", "dryRun": "true"}', 422, 'VALIDATION'],
    ['previewHash as a number', '{"name": "A", "previewHash": 5}', 422, 'VALIDATION'],
  ])('%s', async (_what, raw, status, code) => {
    const { send, key } = await newHouse();
    const answer = await send('POST', '/api/branches', { key, raw });
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status, body: { code }, headers: { 'content-type': PROBLEM } });
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\bat .*\.ts/);
    expect((await send('GET', '/api/branches', { key })).body['pagination']).toMatchObject({ total: 1 });
  });

  test('another content type is 415', async () => {
    const { send, key } = await newHouse();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await send('POST', '/api/branches', { key, raw: 'name=A', headers })).toMatchObject({
      status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' },
    });
  });

  test('a query beside a body is refused: a dryRun there must not be lost', async () => {
    const { send, key } = await newHouse();
    const answer = await send('POST', '/api/branches?dryRun=true', { key, body: { name: 'A' } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'dryRun' }] } });
    const twice = await send('PATCH', `/api/branches/${MISSING}`, { key, body: { id: MISSING, name: 'A' } });
    expect(twice).toMatchObject({ status: 422, body: { errors: [{ path: 'id', message: 'Неизвестное поле' }] } });
  });

  test('malformed and missing ids are 404, a malformed one beside another fault is 422', async () => {
    const { send, key } = await newHouse();
    for (const id of ['nope', '%00', MISSING, `${MISSING}x`, '%F0%9F%92%A9']) {
      expect(await send('PATCH', `/api/branches/${id}`, { key, body: { name: 'A' } }), id).toMatchObject({ status: 404 });
    }
    expect(await send('PATCH', '/api/branches/nope', { key, body: { name: '' } })).toMatchObject({ status: 422 });
  });

  test('every fault is told, in the language of the reader', async () => {
    const { send, key } = await newHouse();
    const body = { email: 'nobody', password: 'x', role: 'KING', colour: 1 };
    const ru = await send('POST', '/api/users', { key, body });
    expect(ru.body.errors?.map(({ path }) => path).sort()).toEqual(['colour', 'email', 'firstName', 'role']);
    expect(ru.body.errors).toContainEqual({ path: 'email', message: 'Неверный адрес почты' });
    expect(ru.body.errors).toContainEqual({ path: 'colour', message: 'Неизвестное поле' });
    expect(ru.body.errors?.find(({ path }) => path === 'firstName')?.message).toMatch(/[а-я]/);
    const en = await send('POST', '/api/users', { key, body, headers: { 'accept-language': 'en' } });
    expect(en.body.errors).toContainEqual({ path: 'email', message: 'not an e-mail address' });
    expect(JSON.stringify(en.body)).not.toMatch(/[а-я]/);
  });

  test('pages have limits', async () => {
    const { send, key } = await newHouse();
    for (const query of ['page=0', 'limit=101', 'limit=0', 'page=x', 'page=1.5', 'page=', 'page=1&page=2', 'size=3']) {
      expect((await send('GET', `/api/branches?${query}`, { key })).status, query).toBe(422);
    }
    const page = await send('GET', '/api/branches?page=2&limit=1', { key });
    expect(page.body).toEqual({ branches: [], pagination: { total: 1, page: 2, limit: 1 } });
  });
});

describe('writes', () => {
  test('a preview keeps nothing, and its hash holds as long as the facts do', async () => {
    const { send, key } = await newHouse();
    const main = ((await send('GET', '/api/branches', { key })).body['branches'] as { id: string }[])[0]!;
    const url = `/api/branches/${main.id}`;
    const preview = await send('PATCH', url, { key, body: { name: 'Б', dryRun: true } });
    expect(preview).toMatchObject({ status: 200, body: { name: 'Б', dryRun: true } });
    const { previewHash } = preview.body;
    expect((await send('PATCH', url, { key, body: { name: 'В' } })).status).toBe(200);
    const stale = await send('PATCH', url, { key, body: { name: 'Б', previewHash } });
    expect(stale).toMatchObject({ status: 409, body: { code: 'PREVIEW_STALE', preview: { name: 'Б', dryRun: true } } });
    const fresh = (stale.body['preview'] as { previewHash: string }).previewHash;
    expect((await send('PATCH', url, { key, body: { name: 'Б', previewHash: fresh } })).status).toBe(200);
  });

  test('a key of idempotency replays, and is refused with another body or when malformed', async () => {
    const { send, key } = await newHouse();
    const headers = { 'idempotency-key': 'branch 1' };
    const first = await send('POST', '/api/branches', { key, body: { name: 'A' }, headers });
    const again = await send('POST', '/api/branches', { key, body: { name: 'A' }, headers });
    expect(first).toMatchObject({ status: 201 });
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(again).toMatchObject({ status: 201, body: first.body, headers: { 'idempotency-replayed': 'true' } });
    expect(await send('POST', '/api/branches', { key, body: { name: 'B' }, headers })).toMatchObject({
      status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    for (const bad of ['', ' ', 'x'.repeat(201), 'ключ']) {
      const answer = await send('POST', '/api/branches', { key, body: { name: 'A' }, headers: { 'idempotency-key': bad } });
      expect(answer, bad).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY_KEY_MALFORMED' } });
    }
  });
});
