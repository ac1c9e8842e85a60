/** `saldo bank`: the same steps from the command line, in words and for programs. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/check.ts';
import { balanceOf, newClient } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { OURS, fileOf, linesOf, paper } from './statement.ts';

let world: World;
let folder: string;
beforeAll(async () => {
  world = await newWorld();
  folder = mkdtempSync(join(tmpdir(), 'saldo-bank-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

type Ran = { code: number; out: string; err: string };
const saldo = (...args: string[]): Promise<Ran> =>
  promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', `${root}/src/cli.ts`, 'bank', ...args], {
    env: { ...process.env, DATABASE_URL: world.url, LANG: 'ru_RU.UTF-8', LC_ALL: '' }, cwd: folder,
  }).then(({ stdout: out, stderr: err }) => ({ code: 0, out, err }), (error: { code: number; stdout: string; stderr: string }) =>
    ({ code: error.code, out: error.stdout, err: error.stderr }));

test('a file is taken once, its lines are posted, and what is refused says the line', async () => {
  const client = await newClient(world, { firstName: 'Анна', inn: '500100732259' });
  const file = join(folder, 'kl_to_1c.txt');
  writeFileSync(file, fileOf([paper({ sum: '70.50', payerInn: '500100732259' }), paper({ sum: '5' })]));
  const org = ['--org', world.orgId];
  const asked = await saldo('import', file, ...org);
  expect([asked.code, asked.err]).toEqual([1, expect.stringContaining(`Выписка по счёту ${OURS}: это ваш счёт?`)]);
  const taken = await saldo('import', file, ...org, '--account', OURS);
  expect(taken).toMatchObject({ code: 0, out: expect.stringMatching(/Документов 2, новых 2, известных 0\n.*поступило 75\.5 /) as string });
  const again = await saldo('import', file, ...org, '--json');
  const { statement, isRepeated } = JSON.parse(again.out) as { statement: { id: string }; isRepeated: boolean };
  expect(isRepeated).toBe(true);
  expect((await saldo('post', statement.id, ...org, '--dry-run')).out).toContain('Проведено 1 на 70.5, не проведено 0');
  expect(await balanceOf(world, client)).toBe(0);
  expect(await saldo('post', statement.id, ...org)).toMatchObject({ code: 0, out: expect.stringContaining('в аванс 70.5') as string });
  expect(await balanceOf(world, client)).toBe(70.5);
  writeFileSync(file, fileOf([paper()]).subarray(0, 300));
  expect(await saldo('import', file, ...org)).toMatchObject({ code: 1, err: expect.stringMatching(/Строка \d+: файл обрывается/) as string });
  expect(await linesOf(world)).toHaveLength(2);
});
