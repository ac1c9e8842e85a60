import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { acquireLock, DataDirBusy, readLock } from '../../src/kernel/lock.ts';
import { firstOutput, kernelModule, kill, startProgram, temporaryFolder } from './folders.ts';

/** Program that takes the lock, prints its pid and then stays. */
function holder(folder: string, kind: 'server' | 'cli'): string {
  return `import { acquireLock } from ${kernelModule('lock.ts')};
    await acquireLock(${JSON.stringify(folder)}, '${kind}');
    console.log(process.pid);
    setInterval(() => {}, 1000);`;
}

test('the lock is published, refused to others, released', async () => {
  const folder = join(temporaryFolder(), 'made', 'by', 'lock');
  const lock = await acquireLock(folder, 'server');
  expect(readLock(folder)).toMatchObject({ pid: process.pid, kind: 'server' });
  expect(readLock(folder)).not.toHaveProperty('databasePort');
  lock.publish({ databasePort: 5555 });
  expect(readLock(folder)).toMatchObject({ pid: process.pid, kind: 'server', databasePort: 5555 });
  await expect(acquireLock(folder, 'cli')).rejects.toThrow(DataDirBusy);
  lock.release();
  expect(readLock(folder)).toBeUndefined();
  expect(() => lock.publish({ databasePort: 1 })).toThrow('lost');
  const next = await acquireLock(folder, 'cli');
  lock.release();
  expect(readLock(folder)?.kind, 'a second release must not free the lock of the next one').toBe('cli');
  next.release();
  expect(readdirSync(folder)).toEqual([]);
});

test('the refusal names the process in both languages, and waiting helps', async () => {
  const folder = temporaryFolder();
  const program = startProgram(holder(folder, 'server'));
  const pid = await firstOutput(program);
  const refused = acquireLock(folder, 'server', { waitMs: 100 });
  await expect(refused).rejects.toThrow(new RegExp(`занят: .*сервер Saldo, процесс ${pid}.*in use.*process ${pid}`));
  const waiting = acquireLock(folder, 'server', { waitMs: 20_000 });
  await kill(program);
  (await waiting).release();
});

test('the lock of a killed process is taken over', async () => {
  const folder = temporaryFolder();
  const program = startProgram(holder(folder, 'cli'));
  await firstOutput(program);
  await kill(program);
  expect(existsSync(join(folder, 'saldo.lock'))).toBe(true);
  expect(readLock(folder)).toBeUndefined();
  const lock = await acquireLock(folder, 'server');
  expect(readLock(folder)?.pid).toBe(process.pid);
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(!existsSync('/proc/self/stat'))('a pid that now belongs to another process does not hold', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'saldo.lock');
  const lock = await acquireLock(folder, 'server');
  const text = readFileSync(file, 'utf8');
  const reused = { ...(JSON.parse(text) as object), startTime: '1', token: 'earlier' };
  writeFileSync(file, JSON.stringify(reused));
  expect(readLock(folder)).toBeUndefined();
  (await acquireLock(folder, 'server')).release();
  writeFileSync(file, text);
  expect(readLock(folder)?.pid).toBe(process.pid);
  lock.release();
});

test('a damaged lock file, as after a power cut, is taken over', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'saldo.lock'), '');
  (await acquireLock(folder, 'server')).release();
});

test('the claim of a rival that died while taking over is taken over too', async () => {
  const folder = temporaryFolder();
  const dead = { pid: 2 ** 31 - 1, kind: 'server' };
  writeFileSync(join(folder, 'saldo.lock'), JSON.stringify({ ...dead, token: 'first' }));
  writeFileSync(join(folder, 'saldo.lock.first'), JSON.stringify({ ...dead, token: 'second' }));
  const lock = await acquireLock(folder, 'server');
  expect(readdirSync(folder)).toEqual(['saldo.lock']);
  lock.release();
});

test('of many rivals one at a time holds the lock, also when holders die', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  const dead = JSON.stringify({ pid: 2 ** 31 - 1, kind: 'server', token: 'dead' });
  // Each rival checks that it is alone while it holds the lock, and leaves behind the lock of a dead process.
  const rival = `
    import { acquireLock } from ${kernelModule('lock.ts')};
    import { renameSync, rmSync, writeFileSync } from 'node:fs';
    const file = ${JSON.stringify(join(folder, 'saldo.lock'))}, alone = ${JSON.stringify(join(folder, 'alone'))};
    for (let round = 0; round < 40; round++) {
      let lock;
      while (!lock) lock = await acquireLock(${JSON.stringify(folder)}, 'cli').catch(() => undefined);
      writeFileSync(alone, '', { flag: 'wx' });
      const until = performance.now() + 1;
      while (performance.now() < until);
      rmSync(alone);
      const next = file + '-' + process.pid;
      writeFileSync(next, JSON.stringify({ ...${dead}, token: process.pid + '-' + round }));
      renameSync(next, file);
    }`;
  writeFileSync(join(folder, 'saldo.lock'), dead);
  const rivals = Array.from({ length: 8 }, () => startProgram(rival));
  const ends = await Promise.all(rivals.map((program) => once(program, 'exit')));
  expect(ends.map(([code]) => code as number)).toEqual(rivals.map(() => 0));
});

test('rivals of one dead lock: exactly one gets it', async () => {
  for (let round = 0; round < 50; round++) {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'saldo.lock'), JSON.stringify({ pid: 2 ** 31 - 1, kind: 'server', token: 'dead' }));
    const results = await Promise.allSettled([1, 2].map(() => acquireLock(folder, 'server')));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  }
});
