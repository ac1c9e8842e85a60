/** `npm run check`: everything about the sources that can be told without running them. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const tool = (name: string): string => join(root, 'node_modules', '.bin', name);

type Check = Readonly<{ name: string; command: string; args: readonly string[] }>;

/** oxlint without paths would read node_modules as well; only what is there may be named. */
const linted = ['src', 'web', 'scripts', 'test', 'bench', 'fakes', 'vitest.config.ts', 'vite.config.ts'].filter((path) => existsSync(join(root, path)));

const checks: readonly Check[] = [
  { name: 'types', command: tool('tsc'), args: ['-p', 'tsconfig.json'] },
  { name: 'types of the web', command: tool('tsc'), args: ['-p', 'tsconfig.web.json'] },
  { name: 'lint', command: tool('oxlint'), args: linted },
  { name: 'generated files', command: process.execPath, args: [join(root, 'scripts', 'generate.ts'), '--check'] },
];

/** Runs the checks and shows what the failed ones said; gives how many passed and failed. */
export function runChecks(): { passed: number; failed: number } {
  const failed = checks.filter(({ name, command, args }) => {
    const started = performance.now();
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
    const verdict = status === 0 ? 'ok' : 'FAILED';
    console.log(`check ${name}: ${verdict}, ${((performance.now() - started) / 1000).toPrecision(2)} s`);
    if (status !== 0) console.log(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`);
    return status !== 0;
  });
  return { passed: checks.length - failed.length, failed: failed.length };
}

if (import.meta.main) {
  const { passed, failed } = runChecks();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
