/**
 * `npm test`: the checks, the whole suite on the embedded PostgreSQL and in a real Chromium, and what touches the
 * database once more on Debian's PostgreSQL 15. The last line is the sum of all of them.
 *
 *   --long           properties run 20,000 histories instead of 300 (`npm run test:long`)
 *   --only <filter>  only the test files whose path contains the filter; no checks
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { root, runChecks, tool } from './check.ts';
import { chromiumIsThere } from './debian-chromium.ts';
import { debianPostgresIsThere, startDebianPostgres } from './debian-postgres.ts';

type Counts = { passed: number; failed: number; skipped: number };
type File = { name: string; status: string; startTime: number; endTime: number; assertionResults: { status: string }[] };
type Report = { testResults: File[] };

const { values: options } = parseArgs({ options: { long: { type: 'boolean' }, only: { type: 'string' } } });

const sum = (all: Counts[]): Counts => ({
  passed: all.reduce((total, { passed }) => total + passed, 0),
  failed: all.reduce((total, { failed }) => total + failed, 0),
  skipped: all.reduce((total, { skipped }) => total + skipped, 0),
});

/** Runs vitest and counts. What breaks outside a test (a file that does not load, a lost promise) is one failure. */
async function vitest(args: string[], env: NodeJS.ProcessEnv): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'saldo-report-'));
  const file = join(folder, 'report.json');
  const filter = options.only === undefined ? [] : [options.only];
  const given = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`, ...args, ...filter];
  try {
    const child = spawn(tool('vitest'), given, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env });
    running = child;
    const [code] = (await once(child, 'exit')) as [number | null];
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    if (report.testResults.length > 0) console.log(`The slowest files: ${slowest(report)}`);
    const counts = count(report);
    return code === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } catch (error) {
    console.error(error);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    running = undefined;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where the time went, for whoever wants it back. */
function slowest({ testResults }: Report): string {
  const secondsOf = ({ startTime, endTime }: File): number => Math.round((endTime - startTime) / 1000);
  return testResults.toSorted((a, b) => secondsOf(b) - secondsOf(a)).slice(0, 8)
    .map((file) => `${relative(root, file.name)} ${secondsOf(file)} s`).join(', ');
}

function count({ testResults }: Report): Counts {
  const statuses = testResults.flatMap(({ status, assertionResults }) => {
    const own = assertionResults.map((test) => test.status);
    // A file that failed although none of its tests did could not be loaded, or its hooks failed.
    return status === 'failed' && !own.includes('failed') ? [...own, 'failed'] : own;
  });
  const passed = statuses.filter((status) => status === 'passed').length;
  const failed = statuses.filter((status) => status === 'failed').length;
  return { passed, failed, skipped: statuses.length - passed - failed };
}

let running: ReturnType<typeof spawn> | undefined;
let interrupted = false;
/** Vitest stops its own server when it is asked to end; we wait for that and say what is known so far. */
function interrupt(): void {
  interrupted = true;
  running?.kill('SIGTERM');
}
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(event, interrupt);
process.channel?.unref(); // the launcher's line tells us that it is gone, and must not keep us alive

/** The web in a real browser, when everything under it has been tested. */
async function webPass(env: NodeJS.ProcessEnv): Promise<Counts> {
  if (!chromiumIsThere()) {
    const required = Boolean(process.env.CI);
    console.log(`\nChromium: SKIPPED. It is not installed and could not be${required ? '; CI needs it' : ''}.`);
    return { passed: 0, failed: required ? 1 : 0, skipped: 0 };
  }
  console.log('\nThe web in Chromium:');
  return vitest(['--project=web', '--passWithNoTests'], env);
}

/** What brings its own server or needs none, or tells on this one what another file has told: not repeated. */
const ONCE = [
  'test/setup/**', 'test/crash/**', 'test/doors/build.test.ts', 'test/demo/templates.test.ts', 'test/tidy*',
  'test/onec/{fake,reading,failing}.test.ts', 'test/{catalogue,clients}/rules.test.ts', 'test/demo/agenda.test.ts',
  // The words and exit codes of commands, whose work the files beside them try on both servers.
  'test/access/doors.test.ts', 'test/{archive,onec}/commands.test.ts', 'test/bank/command.test.ts',
  'test/maintenance/reset-script.test.ts',
];

/** The pass on the oldest supported PostgreSQL. */
async function secondPass(env: NodeJS.ProcessEnv): Promise<Counts> {
  if (!debianPostgresIsThere()) {
    const required = Boolean(process.env.CI);
    console.log(`\nPostgreSQL 15: SKIPPED. It is not installed and could not be${required ? '; CI needs it' : ''}.`);
    return { passed: 0, failed: required ? 1 : 0, skipped: 0 };
  }
  console.log("\nThe same on Debian's PostgreSQL 15:");
  const server = await startDebianPostgres();
  try {
    const args = ['--project=db', '--passWithNoTests'];
    return await vitest(args, { ...env, SALDO_TEST_DATABASE_URL: server.url, SALDO_TEST_EXCLUDE: ONCE.join('\n') });
  } finally {
    await server.stop();
  }
}

/** A pass that was never begun, or that broke down, is one failure. */
async function unlessInterrupted(pass: () => Promise<Counts>): Promise<Counts> {
  const broken: Counts = { passed: 0, failed: 1, skipped: 0 };
  if (interrupted) return broken;
  return pass().catch((error: unknown) => {
    console.error(error);
    return broken;
  });
}

async function main(): Promise<void> {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1', ...(options.long && { SALDO_LONG: '1' }) };
  delete env.FORCE_COLOR; // some runners set it, and it would win over NO_COLOR
  const checks = options.only === undefined ? runChecks() : { passed: 0, failed: 0 };
  const first = await vitest(['--project=unit', '--project=db', '--passWithNoTests'], env);
  const further: Counts[] = [];
  for (const pass of [webPass, secondPass]) further.push(await unlessInterrupted(() => pass(env)));
  const ran = [first, ...further].some(({ passed, failed }) => passed + failed > 0);
  const { passed, failed, skipped } = sum([{ ...checks, skipped: 0 }, first, ...further]);
  if (!ran) console.log('\nNo test ran.');
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed === 0 && ran ? 0 : 1;
}

await main();
