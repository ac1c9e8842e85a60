/** Lists of facts: what a sentence says and what the books have, compared word for word. */
import { expect } from 'vitest';
import type { Stage } from './stage.ts';

/** A label of a list and what the books have for it. A state stands first, without a label. */
export type Fields<T> = Readonly<Record<string, (facts: T, stage: Stage) => string>>;
export const STATE = 'состояние';

/** Compares "ожидает оплаты; итого 3500,00" with the facts. `states` are the words that may stand first. */
export function compareList<T>(
  stage: Stage, facts: T, fields: Fields<T>, states: readonly string[], list: string,
): void {
  const labels = Object.keys(fields).sort((a, b) => b.length - a.length);
  const actual = list.split('; ').map((part, index) => {
    const isState = index === 0 && states.includes(part);
    const label = isState ? STATE : labels.find((candidate) => part.startsWith(`${candidate} `));
    const text = label === undefined ? undefined : fields[label]?.(facts, stage);
    if (text === undefined) throw new Error(`Непонятно: ${part}`);
    return isState ? text : `${label} ${text}`;
  });
  expect(actual.join('; ')).toBe(list);
}

/** "«Анна», «Борис»" as names; anything else is a mistake. */
export function namesIn(list: string): string[] {
  if (!/^«[^»]*»(?:, «[^»]*»)*$/.test(list)) throw new Error(`Непонятный список: ${list}`);
  return [...list.matchAll(/«([^»]*)»/g)].map(([, name = '']) => name);
}

export const yesNo = (is: boolean): string => (is ? 'да' : 'нет');
