/** What axe-core finds on a page by the rules of WCAG 2.2 AA and good practice, in Russian sentences. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { settled } from './reflow.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SHOWN = 3;

const { resolve } = createRequire(import.meta.url);
const axeSource = `${readFileSync(resolve('axe-core/axe.min.js'), 'utf8')};
axe.configure({ locale: ${readFileSync(resolve('axe-core/locales/ru.json'), 'utf8')} })`;

/** Every violation in one line: the rule, what it says, and where. An empty list is what is wanted. */
export async function axeProblems(page: Page, { within }: { within?: string } = {}): Promise<string[]> {
  // Colours are measured as they stay: an element that is still fading in has too little contrast.
  await settled(page);
  // Legacy mode needs no second page to put the results of frames together; there are no frames.
  // What passed need not be described: that took most of the time.
  const builder = new AxeBuilder({ page, axeSource }).options({ resultTypes: ['violations'] }).withTags(TAGS)
    .setLegacyMode(true);
  const { violations } = await (within === undefined ? builder : builder.include(within)).analyze();
  return violations.map(({ id, impact, help, nodes }) => {
    const where = nodes.slice(0, SHOWN).map(({ target, any: [first] }) =>
      `${target.join(' ')}${first === undefined ? '' : ` (${first.message})`}`);
    const more = nodes.length > SHOWN ? ` and ${nodes.length - SHOWN} more` : '';
    return `${id} [${impact ?? 'unknown'}] ${help}: ${where.join('; ')}${more}`;
  });
}
