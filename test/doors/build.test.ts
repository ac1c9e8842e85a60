/** `npm run build` in a small project of its own: when it builds, when it does not, and what is left when it fails. */
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';

const source = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const LONG = `console.log(${JSON.stringify('saldo '.repeat(500))});`;

/** A client of one script, with the builder beside it. */
function newProject() {
  const root = mkdtempSync(join(tmpdir(), 'saldo-build-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const folder of ['scripts', 'web', 'src/payments']) mkdirSync(join(root, folder), { recursive: true });
  symlinkSync(source('node_modules'), join(root, 'node_modules'));
  copyFileSync(source('scripts/build-web.ts'), join(root, 'scripts/build-web.ts'));
  const write = (file: string, text: string): void => writeFileSync(join(root, file), text);
  write('package.json', '{"type":"module"}');
  write('package-lock.json', '{}');
  write('vite.config.ts', 'export default {};');
  write('src/payments/rules.ts', 'export const rule: number = 1;');
  write('web/index.html', '<!doctype html><script type="module" src="/main.ts"></script>');
  write('web/main.ts', `import { rule } from '../src/payments/rules.ts';\nconsole.log(rule);\n${LONG}`);
  const build = (): Promise<{ code: number; said: string }> => new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'scripts/build-web.ts')], (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: out + err }));
  });
  const assets = (): string[] => readdirSync(join(root, 'dist/web/assets'));
  return { root, write, build, assets };
}

test('builds what is new, compressed beside itself, and not again what is fresh', async () => {
  const { root, write, build, assets } = newProject();
  expect(await build()).toMatchObject({ code: 0, said: expect.stringContaining('собран за') as string });
  const script = assets().find((file) => file.endsWith('.js'))!;
  const text = readFileSync(join(root, 'dist/web/assets', script));
  expect(brotliDecompressSync(readFileSync(join(root, 'dist/web/assets', `${script}.br`)))).toEqual(text);
  expect(gunzipSync(readFileSync(join(root, 'dist/web/assets', `${script}.gz`)))).toEqual(text);
  expect((await build()).said).toContain('собран и свеж');
  expect(readdirSync(join(root, 'dist'))).toEqual(['web']);
  for (const [file, change] of [['web/main.ts', LONG], ['package-lock.json', '{"a":1}'], ['web/new.css', 'p {}']] as const) {
    write(file, change);
    expect((await build()).said, file).toContain('собран за');
  }
}, 60_000);

test('a file outside of web that went into the build is looked at as well', async () => {
  const { write, build } = newProject();
  await build();
  write('src/payments/rules.ts', 'export const rule: number = 2;');
  expect((await build()).said).toContain('собран за');
}, 60_000);

test('of builders at once one builds, and a lock that a dead one left holds nobody up', async () => {
  const { root, build } = newProject();
  mkdirSync(join(root, 'dist/.building'), { recursive: true });
  writeFileSync(join(root, 'dist/.building/pid'), '4194305');
  const said = (await Promise.all([build(), build(), build()])).map((one) => one.said);
  expect(said.filter((one) => one.includes('собран за')).length).toBe(1);
  expect(said.filter((one) => /собрал другой процесс|собран и свеж/.test(one)).length).toBe(2);
  expect(readdirSync(join(root, 'dist'))).toEqual(['web']);
}, 60_000);

test('a build that fails says so and leaves the one before in place', async () => {
  const { root, write, build, assets } = newProject();
  await build();
  const before = assets();
  write('web/main.ts', 'import { nothing } from "./gone.ts"; console.log(nothing)');
  expect(await build()).toMatchObject({ code: 1, said: expect.stringContaining('не собран') as string });
  expect(assets()).toEqual(before);
  expect(readdirSync(join(root, 'dist'))).toEqual(['web']);
}, 60_000);

test('an installation without sources keeps what it came with', async () => {
  const { root, build } = newProject();
  await build();
  rmSync(join(root, 'web'), { recursive: true });
  expect((await build()).said).toContain('собран и свеж');
  expect(existsSync(join(root, 'dist/web/index.html'))).toBe(true);
}, 60_000);
