/** What one run of tests, pictures or measurements stands on: the browser, the built web and the year of life. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWeb } from '../../../scripts/build-web.ts';
import { chromiumIsThere } from '../../../scripts/debian-chromium.ts';
import { WEB_FOLDER } from '../../../src/web.ts';
import { type YearServer, isKeeping, startYearServer } from './year.ts';

export type Run = YearServer & Readonly<{
  /** A copy of the built web that nobody builds anew under the feet of the run. */
  webFolder: string;
}>;

export async function startRun(): Promise<Run & { stop: () => Promise<void> }> {
  if (!chromiumIsThere()) {
    throw new Error('The web is tested in Chromium: install it, or name another one in SALDO_CHROMIUM.');
  }
  const webFolder = mkdtempSync(join(tmpdir(), 'saldo-pages-'));
  const remove = (): void => rmSync(webFolder, { recursive: true, force: true });
  try {
    await buildWeb().catch(orUseTheLast);
    cpSync(WEB_FOLDER, webFolder, { recursive: true });
    const { stop, url } = await startYearServer();
    return { url, webFolder, stop: async () => {
      await stop();
      remove();
    } };
  } catch (error) {
    remove();
    throw error;
  }
}

/** For the programs outside of vitest: a signal stops the run's database as well, and then ends the program. */
export function stopOnSignals(run: { stop: () => Promise<void> }): void {
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) {
    process.once(event, () => void run.stop().finally(() => process.exit(1)));
  }
  process.channel?.unref(); // the launcher's line tells us that it is gone, and must not keep us alive
}

/** While several people change the sources, somebody's unfinished file must not keep all others from testing. */
function orUseTheLast(error: unknown): void {
  if (!isKeeping()) throw error;
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(`THE WEB COULD NOT BE BUILT, the last build is used (SALDO_KEEP_YEAR):\n${why}\n`);
}
