/** Debian's Chromium, in which the web is tested, and a font with Cyrillic letters to draw it with. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Another browser of the family may be named, on systems where Debian's is not at hand. */
export const CHROMIUM = process.env['SALDO_CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether the browser is there, after an attempt to install it where this process is root and apt knows it. */
export function chromiumIsThere(): boolean {
  const missing = [...(existsSync(CHROMIUM) ? [] : ['chromium']), ...(drawsCyrillic() ? [] : ['fonts-dejavu-core'])];
  if (missing.length === 0) return true;
  if (process.env['SALDO_CHROMIUM'] === undefined && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`Installing ${missing.join(' and ')} for the tests of the web…`);
    const install = (): boolean => apt('install', '-y', '--no-install-recommends', ...missing);
    if (!install() && apt('update')) install();
  }
  return existsSync(CHROMIUM);
}

const apt = (...args: string[]): boolean =>
  spawnSync('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 600_000 }).status === 0;

/** Without fontconfig nothing can be said, and the browser brings it along. */
function drawsCyrillic(): boolean {
  const { status, stdout } = spawnSync('fc-list', [':lang=ru', 'family'], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '';
}
