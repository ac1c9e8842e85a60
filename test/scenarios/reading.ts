/**
 * Reading the scenario files. One line is one sentence; `Дано` tells what is there, `Когда` what happens, `Тогда` what
 * must be true, and `И` goes on with the same word. A scenario begins with its title and the examples that it shows:
 *
 *     Сценарий: льгота уменьшает счёт (WE-30)
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export type Keyword = 'Дано' | 'Когда' | 'Тогда';
export type Step = Readonly<{ keyword: Keyword; sentence: string; line: number }>;
export type Scenario = Readonly<{ file: string; title: string; examples: readonly string[]; steps: readonly Step[] }>;

const TITLE = /^Сценарий: (.+ \(((?:(?:WE|C|S2|S4)-\d+(?:, )?)+)\))$/;
const STEP = /^(Дано|Когда|Тогда|И) (.+)$/;
const KEYWORDS: readonly string[] = ['Дано', 'Когда', 'Тогда'];
const isKeyword = (word: string): word is Keyword => KEYWORDS.includes(word);

/** The scenarios of every text file in the folder. */
export function readScenarios(folder: string): Scenario[] {
  return readdirSync(folder).filter((name) => name.endsWith('.txt')).sort()
    .flatMap((name) => scenariosOf(name, readFileSync(join(folder, name), 'utf8')));
}

/** The scenarios of one text. A line that is neither a title, a step, a comment (#) nor blank is a mistake. */
export function scenariosOf(file: string, text: string): Scenario[] {
  const scenarios: (Scenario & { steps: Step[] })[] = [];
  let keyword: Keyword | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const content = raw.trim();
    if (content === '' || content.startsWith('#')) continue;
    const [, title, examples] = TITLE.exec(content) ?? [];
    if (title !== undefined && examples !== undefined) {
      scenarios.push({ file, title, examples: examples.split(', '), steps: [] });
      keyword = undefined;
      continue;
    }
    const [, word = '', sentence = ''] = STEP.exec(content) ?? [];
    if (isKeyword(word)) keyword = word;
    const scenario = scenarios.at(-1);
    if (word === '' || keyword === undefined || scenario === undefined) {
      throw new SyntaxError(`${file}:${index + 1}: ни заголовок, ни шаг: ${content}`);
    }
    scenario.steps.push({ keyword, sentence, line: index + 1 });
  }
  return scenarios;
}
