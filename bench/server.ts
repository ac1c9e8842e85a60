/** The measured side: the real server as a process of its own, and beside it the process of the HTTP client. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Measured } from './figures.ts';
import type { Order } from './load.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export type Server = { port: number; stop(): Promise<void> };

/** Starts `node src/server.ts` on a free port; `SALDO_BENCH_NODE` adds options for Node, such as a profiler. */
export async function startServer(databaseUrl: string, dataDir: string): Promise<Server> {
  const options = process.env['SALDO_BENCH_NODE']?.split(' ') ?? [];
  const child = spawn(process.execPath, [...options, path('../src/server.ts')], {
    env: { ...process.env, DATABASE_URL: databaseUrl, SALDO_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await portOf(child);
  return { port, stop: () => stopped(child, 'SIGTERM') };
}

/** The port that the server's greeting names. */
async function portOf(child: ChildProcess): Promise<number> {
  let said = '';
  for await (const chunk of child.stdout!) {
    said += String(chunk);
    const port = /http:\/\/[^\s/]+:(\d+)/.exec(said)?.[1];
    if (port !== undefined) {
      child.stdout!.resume();
      return Number(port);
    }
  }
  throw new Error(`The server did not start: ${said}`);
}

export type Client = { send(order: Order): Promise<Measured>; stop(): Promise<void> };

export function startClient(): Client {
  const child = fork(path('load.ts'));
  return {
    send: async (order) => {
      child.send(order);
      const [{ measured, failure }] = (await once(child, 'message')) as [{ measured?: Measured; failure?: string }];
      if (measured === undefined) throw new Error(`A payment failed: ${failure}`);
      return measured;
    },
    stop: () => stopped(child, 'SIGKILL'),
  };
}

async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
