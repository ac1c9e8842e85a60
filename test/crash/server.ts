/** The real server as a process of its own, to be stopped politely or killed together with its database. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = (file: string): string => fileURLToPath(new URL(`../../src/${file}`, import.meta.url));
const settings = (dataDir: string) =>
  ({ ...process.env, SALDO_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error', DATABASE_URL: '' });

export type Running = { url: string; process: ChildProcess };

/** Starts the server in the data directory, with further settings where given, and waits for its greeting. */
export async function startServer(dataDir: string, more: NodeJS.ProcessEnv = {}): Promise<Running> {
  const env = { ...settings(dataDir), ...more };
  const child = spawn(process.execPath, [source('server.ts')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  for await (const chunk of child.stdout) {
    said += String(chunk);
    const url = /http:\/\/localhost:\d+/.exec(said)?.[0];
    if (url === undefined) continue;
    child.stdout.resume();
    return { url: url.replace('localhost', '127.0.0.1'), process: child };
  }
  throw new Error(`The server did not start: ${said}`);
}

/** What a second server on the same directory says and how it ends. */
export async function failedStart(dataDir: string): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [source('server.ts')], { env: settings(dataDir), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, said };
}

/** Runs a command of the command line and reads its one line of JSON. */
export function command<T>(dataDir: string, ...args: string[]): T {
  const output = execFileSync(process.execPath, [source('cli.ts'), ...args, '--json'], {
    env: settings(dataDir), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'],
  });
  return JSON.parse(output.trim()) as T;
}

export async function ended(server: Running, signal: NodeJS.Signals): Promise<number | null> {
  if (server.process.exitCode !== null) return server.process.exitCode;
  const exit = once(server.process, 'exit');
  server.process.kill(signal);
  return ((await exit) as [number | null])[0];
}

/** Kills the server and its postmaster at once, as a power cut would. */
export async function killEverything(server: Running, dataDir: string): Promise<void> {
  const postmaster = Number(readFileSync(join(dataDir, 'pg18', 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(postmaster, 'SIGKILL');
  await ended(server, 'SIGKILL');
}
