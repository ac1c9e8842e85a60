/**
 * `npm run build`: builds the web client into dist/web when its sources are newer than the last build, with every text
 * compressed beside it. Of several builders one builds and the others wait; the folder is swapped as a whole, so that a
 * server never gives out half of it. An installation without sources keeps the build that it came with.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Plugin } from 'vite';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const built = join(dist, 'web');
const lock = join(dist, '.building');
/** What a build was made of: the files that went into it, and the hash of them all. */
const STAMP = '.made-of.json';
const ALWAYS = ['web/**/*', 'src/**/*contract.ts', 'vite.config.ts', 'package-lock.json'];
const COMPRESSED = /\.(js|css|html|svg|json|webmanifest|txt|wasm)$/;
/** Below this a packet is a packet. */
const LEAST_BYTES = 1000;

/** Whether dist/web is what the sources say; without sources, whatever is there. */
export function isFresh(): boolean {
  if (!existsSync(join(root, 'web'))) return true;
  const stamp = readStamp();
  return stamp !== undefined && stamp.hash === hashOf(stamp.modules);
}

type Stamp = { hash: string; modules: string[] };

function readStamp(): Stamp | undefined {
  try {
    return JSON.parse(readFileSync(join(built, STAMP), 'utf8')) as Stamp;
  } catch {
    return undefined; // never built, or by hand
  }
}

function hashOf(modules: readonly string[]): string {
  const files = new Set(ALWAYS.flatMap((pattern) => globSync(pattern, { cwd: root })).concat(modules));
  const hash = createHash('sha256');
  for (const file of [...files].toSorted()) {
    const path = join(root, file);
    if (existsSync(path) && statSync(path).isFile()) hash.update(`${file}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** Builds if need be; says in one line what it did and how long it took. */
export async function buildWeb(): Promise<void> {
  if (isFresh()) return say('Интерфейс собран и свеж', 'The interface is built and fresh');
  await takeLock();
  try {
    if (isFresh()) return say('Интерфейс собрал другой процесс', 'Another process has built the interface');
    const started = performance.now();
    say('Собираю интерфейс…', 'Building the interface…');
    const size = await build();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    say(`Интерфейс собран за ${seconds} с, ${size} кБ сжатыми`, `The interface was built in ${seconds} s, ${size} kB compressed`);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

const say = (ru: string, en: string): void => void process.stdout.write(`${ru} / ${en}\n`);

async function build(): Promise<number> {
  const fresh = join(dist, `web-${process.pid}`);
  const before = hashOf([]);
  try {
    const modules = await bundle(fresh);
    const size = await compressAll(fresh);
    // Sources that changed meanwhile make the stamp a lie that the next start finds out.
    const stamp: Stamp = { modules, hash: before === hashOf([]) ? hashOf(modules) : '' };
    writeFileSync(join(fresh, STAMP), JSON.stringify(stamp));
    swap(fresh);
    return size;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Gives our own files that went into it; packages are told by the lock file. */
async function bundle(outDir: string): Promise<string[]> {
  const vite = await import('vite');
  const ids: string[] = [];
  // A module of constants is dissolved in others, so the chunks do not name every file that was read.
  const reading: Plugin = {
    name: 'made-of', buildEnd() {
      ids.push(...this.getModuleIds());
    },
  };
  // A test runner that builds calls itself `test`, and React would be built with all its warnings for developers.
  const { NODE_ENV: caller } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    await vite.build({
      root: join(root, 'web'), configFile: join(root, 'vite.config.ts'), logLevel: 'error', plugins: [reading],
      build: { outDir, emptyOutDir: true },
    });
  } finally {
    if (caller === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = caller;
  }
  const ours = ids.map((id) => relative(root, id.replace(/[?#].*$/, '')))
    .filter((file) => !file.startsWith('..') && !file.includes('node_modules') && existsSync(join(root, file)));
  return [...new Set(ours)].toSorted();
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Writes .br and .gz beside each text; gives the kilobytes of the former. */
async function compressAll(folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => COMPRESSED.test(file));
  const sizes = await Promise.all(files.map(async (file) => {
    const path = join(folder, file);
    const text = await readFile(path);
    if (text.length < LEAST_BYTES) return text.length;
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } };
    const [br, gz] = await Promise.all([brotli(text, options), zip(text, { level: 9 })]);
    await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
    return br.length;
  }));
  return Math.ceil(sizes.reduce((total, size) => total + size, 0) / 1000);
}

function swap(fresh: string): void {
  const old = join(dist, `web-old-${process.pid}`);
  if (existsSync(built)) renameSync(built, old);
  renameSync(fresh, built);
  rmSync(old, { recursive: true, force: true });
}

/** Waits until this process alone may build; a builder that is gone holds nobody up. */
async function takeLock(): Promise<void> {
  mkdirSync(dist, { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (isAbandoned()) rmSync(lock, { recursive: true, force: true });
      await sleep(200);
    }
  }
}

function isAbandoned(): boolean {
  try {
    const pid = Number(readFileSync(join(lock, 'pid'), 'utf8'));
    process.kill(pid, 0);
    return false;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Without a pid yet, its maker has five seconds to write it.
    if (code === 'ENOENT') return Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 5000;
    return code === 'ESRCH';
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  // The launcher's channel must not keep a finished build alive.
  process.channel?.unref();
  try {
    await buildWeb();
  } catch (error) {
    process.stderr.write(`Интерфейс не собран / The interface was not built:\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
