/** What browsers get: the built client, one page for every address inside it, and nothing that could run foreign code. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import pino from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { freshDatabase } from '../database.ts';

const SCRIPT = 'console.log("saldo");'.repeat(100);
const PAGE = '<!doctype html><title>Saldo</title>';

async function newSite(isBuilt = true) {
  const folder = mkdtempSync(join(tmpdir(), 'saldo-web-'));
  const web = join(folder, 'web');
  if (isBuilt) {
    mkdirSync(join(web, 'assets'), { recursive: true });
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    for (const [file, text] of [['index.html', PAGE], ['sw.js', '1'], ['manifest.webmanifest', '{}'], ['.made-of.json', '{}'],
      ['assets/main-a1b2.js', SCRIPT], ['assets/main-a1b2.js.br', brotliCompressSync(SCRIPT)],
      ['assets/main-a1b2.js.gz', gzipSync(SCRIPT)], ['assets/plain-a1b2.js', '2']] as const) writeFileSync(join(web, file), text);
  }
  const { database, close } = await freshDatabase();
  const said: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line) => void said.push(line) });
  const app = await buildApp({ database, webFolder: web, signInsPerMinute: 2, logger });
  const end = async (): Promise<void> => {
    await app.close();
    expect(said, 'nothing went wrong on the way').toEqual([]);
    await close();
    rmSync(folder, { recursive: true });
  };
  const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' | 'POST' = 'GET') =>
    app.inject({ url, headers, method });
  return { app, get, end };
}

let site: Awaited<ReturnType<typeof newSite>>;
beforeAll(async () => {
  site = await newSite();
});
afterAll(() => site.end());
const get = (...request: Parameters<typeof site.get>) => site.get(...request);

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

test('every address of the client is its page, asked for anew each time', async () => {
  for (const url of ['/', '/clients/0199?tab=invoices', '/invoices', '/apis', '/a/b/c']) {
    const answer = await get(url, HTML);
    expect([answer.statusCode, answer.body, answer.headers['cache-control']], url).toEqual([200, PAGE, 'no-cache']);
    expect(answer.headers['content-type']).toContain('text/html');
  }
});

test('what is no page stays a problem: unknown addresses of the API, missing files, other methods', async () => {
  for (const [url, headers, method] of [
    ['/api/nothing', HTML], ['/api', HTML], ['/api/nothing', {}], ['/assets/gone-a1b2.js', HTML], ['/clients', { accept: '*/*' }],
    ['/clients', HTML, 'POST'],
  ] as const) {
    const answer = await get(url, headers, method);
    expect([answer.statusCode, answer.json<{ code: string }>().code], `${method} ${url}`).toEqual([404, 'NOT_FOUND']);
  }
});

test('files with a hash in the name are kept for a year, all others are asked for anew', async () => {
  expect((await get('/assets/plain-a1b2.js')).headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable', 'content-type': expect.stringContaining('javascript') as string,
  });
  for (const file of ['/sw.js', '/manifest.webmanifest', '/index.html']) {
    const { statusCode, headers } = await get(file);
    expect([statusCode, headers['cache-control']], file).toEqual([200, 'no-cache']);
  }
  expect((await get('/manifest.webmanifest')).headers['content-type']).toContain('application/manifest+json');
});

test('the compressed file is sent to whoever reads it, as what it is', async () => {
  for (const [accepted, encoding] of [['br, gzip', 'br'], ['gzip', 'gzip'], ['identity', undefined]] as const) {
    const { headers, rawPayload } = await get('/assets/main-a1b2.js', { 'accept-encoding': accepted });
    expect(headers['content-encoding'], accepted).toBe(encoding);
    expect(headers['content-type']).toContain('javascript');
    expect(headers['vary']).toContain('accept-encoding');
    expect(headers['cache-control']).toContain('immutable');
    expect(rawPayload.length < SCRIPT.length, accepted).toBe(encoding !== undefined);
  }
});

test('nothing outside of the folder is sent, and nothing hidden in it', async () => {
  for (const url of ['/../secret.txt', '/%2e%2e/secret.txt', '/assets/../../secret.txt', '/assets/..%2f..%2fsecret.txt',
    '/.made-of.json', '//secret.txt', '/assets//main-a1b2.js']) {
    const answer = await get(url);
    expect(answer.statusCode, url).toBe(404);
    expect(answer.body).not.toContain('secret"');
  }
});

test('a page runs only its own scripts and stands in no frame', async () => {
  for (const url of ['/', '/assets/plain-a1b2.js', '/api/health', '/api/docs']) {
    const policy = String((await get(url, HTML)).headers['content-security-policy']).split(';');
    expect(policy, url).toEqual(expect.arrayContaining([
      "script-src 'self'", "worker-src 'self'", "connect-src 'self'", "img-src 'self' data:",
      "style-src 'self' 'unsafe-inline'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'self'",
    ]));
    expect(policy.filter((part) => part.startsWith('script-src ') && part.includes('unsafe'))).toEqual([]);
  }
});

test('before the first build a page says what to do, and the API answers', async () => {
  const empty = await newSite(false);
  onTestFinished(empty.end);
  const page = await empty.get('/', HTML);
  expect([page.statusCode, page.body.includes('npm run build')]).toEqual([200, true]);
  expect((await empty.get('/api/health')).json()).toEqual({ ok: true });
});

test('every public door that tries anything is limited', async () => {
  const { app } = site;
  for (const url of ['/api/setup', '/api/setup/demo', '/api/sign-in', '/api/sign-in/link', '/api/sign-in/code', '/api/sign-in/code/confirm']) {
    const post = async () => (await app.inject({ method: 'POST', url, payload: {} })).statusCode;
    expect([await post(), await post(), await post()], url).toEqual([422, 422, 429]);
  }
  const seen = new Set<number>();
  for (let time = 0; time < 61; time += 1) seen.add((await app.inject({ url: '/api/pay/x' })).statusCode);
  expect([...seen]).toEqual([404, 429]);
});
