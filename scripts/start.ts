/**
 * `npm start`: the web client is built first when its sources are newer than the last build, in a process of its own,
 * so that the bundler's memory is given back; then this process becomes the server.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isFresh } from './build-web.ts';

if (!isFresh()) {
  const builder = spawn(process.execPath, [fileURLToPath(new URL('build-web.ts', import.meta.url))], { stdio: 'inherit' });
  const stop = (signal: NodeJS.Signals): void => {
    builder.kill(signal);
    process.exit(1);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  const [code] = await once(builder, 'exit') as [number | null];
  for (const signal of signals) process.off(signal, stop);
  if (code !== 0) process.exit(1);
}
await import('../src/server.ts');
