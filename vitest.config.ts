import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The programs that the tests start, some hundreds of them, and the processes of the tests themselves compile the same
 * files. Node keeps what it compiled here, by the contents of the file, which halves the start of a command.
 */
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url));

/** What the second pass leaves out; vitest's own --exclude does not reach the projects. */
const NOT_AGAIN = process.env['SALDO_TEST_EXCLUDE']?.split('\n') ?? [];

const LONG = /\/(every-screen|states|scenarios|drill|demo|templates|weeks)[^/]*$/;
/** The short files that take long begin first, so that no processor waits for the last of them at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/**
 * Three projects. `unit` holds the pure rules: milliseconds, no database, one process for all files. `db` is everything
 * else: the files run in processes of their own against one real PostgreSQL that test/global-setup.ts starts.
 * `web` drives a real Chromium when those are done: a file is a server and a browser, so one less runs at once than
 * there are processors, and two at least.
 */
export default defineConfig({
  test: {
    maxWorkers: availableParallelism(),
    passWithNoTests: false,
    allowOnly: false,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          pool: 'threads',
          isolate: false,
        },
      },
      {
        test: {
          name: 'db',
          include: ['test/**/*.test.ts'],
          exclude: ['test/unit/**', 'test/web/**', ...NOT_AGAIN],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          globalSetup: ['test/global-setup.ts'],
        },
      },
      {
        test: {
          name: 'web',
          include: ['test/web/**/*.test.ts'],
          pool: 'forks',
          maxWorkers: Math.max(2, availableParallelism() - 1),
          testTimeout: 120_000,
          hookTimeout: 120_000,
          globalSetup: ['test/web/harness/global-setup.ts'],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
