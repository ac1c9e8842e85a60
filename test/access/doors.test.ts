/** The two programs as the operator runs them: the server and the command line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../database.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function start(file: string, args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [`${root}/src/${file}`, ...args], { env: { ...process.env, LANG: '', ...env } });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, ended, output: () => out };
}

async function run(args: string[], env: Record<string, string>, input = '') {
  const { child, ended } = start('cli.ts', args, env);
  child.stdin.end(input);
  return ended;
}

async function fresh(): Promise<Record<string, string>> {
  const { url, close } = await freshDatabase();
  onTestFinished(close);
  return { DATABASE_URL: url, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' };
}

async function listen(env: Record<string, string>) {
  const server = start('server.ts', [], env);
  for (let waited = 0; waited < 20_000; waited += 50) {
    const url = /http:\/\/localhost:\d+(?=\n)/.exec(server.output())?.[0];
    if (url !== undefined) return { ...server, url: url.replace('localhost', '127.0.0.1') };
    await sleep(50);
  }
  throw new Error(`The server did not start: ${JSON.stringify(await server.ended)}`);
}

describe('the command line and the server', () => {
  test('an organisation, a key and a user made by commands work on a running server, which ends in order', async () => {
    const env = await fresh();
    const { child, ended, url } = await listen(env);
    const made = await run(['org', 'create', '--name', 'Клуб', '--template', 'SPORT', '--sandbox', '--json'], env);
    expect(made).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^\{"orgId":"[0-9a-f-]{36}"\}\n$/) as string });
    const { orgId } = JSON.parse(made.out) as { orgId: string };
    const { out } = await run(['api-key', 'create', '--org', orgId, '--role', 'ADMIN', '--json'], env);
    const { key } = JSON.parse(out) as { key: string };
    const me = await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${key}` } });
    expect(await me.json()).toMatchObject({ organisation: { name: 'Клуб', sandbox: true }, user: { role: 'ADMIN' } });
    const user = ['user', 'create', '--org', orgId, '--email', 'a@b.ru', '--first-name', 'Анна', '--role', 'ADMIN'];
    expect(await run(user, env, 'Correct-horse-7\n')).toMatchObject({ code: 0 });
    const body = JSON.stringify({ email: 'a@b.ru', password: 'Correct-horse-7' });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${url}/api/sign-in`, { method: 'POST', body, headers })).status).toBe(200);
    expect((await run(['org', 'list'], env)).out).toContain(`${orgId}  SPORT`);
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, err: '' });
  });

  test('exit codes: 0 for help, 2 for a wrong use, 1 with a sentence for a refusal', async () => {
    const env = await fresh();
    for (const args of [['--help'], ['org', '--help'], ['api-key', 'create', '--help'], ['--version']]) {
      expect(await run(args, env), args.join(' ')).toMatchObject({ code: 0, err: '' });
    }
    for (const args of [[], ['org'], ['nonsense'], ['org', 'create'], ['api-key', 'create', '--org', 'x', '--role', 'KING']]) {
      expect(await run(args, env), args.join(' ')).toMatchObject({ code: 2, out: '' });
    }
    const refused = await run(['api-key', 'create', '--org', 'nope', '--role', 'ADMIN'], env);
    expect(refused).toEqual({ code: 1, out: '', err: 'Не найдено\n' });
    const zone = await run(['org', 'create', '--name', 'A', '--template', 'TUTOR', '--time-zone', 'Mars'], { ...env, LANG: 'en_GB' });
    expect(zone).toEqual({ code: 1, out: '', err: 'Unknown time zone: Mars\n' });
    expect(await run(['db', 'migrate'], env)).toMatchObject({ code: 0, err: '' });
  });

  test('a server that cannot start says why in one sentence', async () => {
    const env = await fresh();
    const { url } = await listen(env);
    for (const [bad, sentence] of [
      [{ PORT: new URL(url).port }, /^Порт \d+ занят/],
      [{ PORT: '99999' }, /Неверные настройки/],
      [{ DATABASE_URL: 'postgresql://x@127.0.0.1:1/x' }, /^База из DATABASE_URL недоступна/],
    ] as const) {
      const failed = await start('server.ts', [], { ...env, ...bad }).ended;
      expect(failed).toMatchObject({ code: 1, out: '', err: expect.stringMatching(sentence) as string });
      expect(failed.err).not.toMatch(/\n {4}at /);
    }
  });
});
