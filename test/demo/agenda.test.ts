import { expect, test } from 'vitest';
import { type Agenda, newAgenda } from '../../src/demo/agenda.ts';
import { sideBySide } from '../../src/demo/lanes.ts';

/** Runs the tasks that are put down on one day, and says what was begun and ended in which order. */
async function told(putDown: (agenda: Agenda, task: (name: string) => () => Promise<void>) => void): Promise<string[]> {
  const said: string[] = [];
  const { agenda, run } = newAgenda({ days: 1, atOnce: 6, onDay: () => undefined });
  putDown(agenda, (name) => async () => {
    said.push(`${name} begins`);
    await Promise.resolve();
    said.push(`${name} ends`);
  });
  await run(async () => undefined);
  return said;
}

test('who touches the same thing comes in the order of names, however it was put down', async () => {
  const inOrder = ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'];
  for (const names of [['a', 'b', 'c'], ['c', 'b', 'a'], ['b', 'c', 'a']]) {
    expect(await told((agenda, task) => {
      for (const name of names) agenda.at(name, 0, 1, task(name), ['the last place']);
    })).toEqual(inOrder);
  }
});

test('who touches nothing of others runs beside them, and each does his own in order', async () => {
  const said = await told((agenda, task) => {
    agenda.at('b', 0, 1, task('b'), ['painting']);
    agenda.at('a', 0, 1, task('a1'), ['dance']);
    agenda.at('a', 0, 1, task('a2'), ['dance']);
  });
  expect(said.slice(0, 2).sort()).toEqual(['a1 begins', 'b begins']);
  expect(said.indexOf('a1 ends')).toBeLessThan(said.indexOf('a2 begins'));
});

test('a task for a moment that is over comes at the next', async () => {
  const moments: string[] = [];
  const { agenda, run } = newAgenda({ days: 1, atOnce: 1, onDay: () => undefined });
  agenda.at('a', 0, 2, async () => {
    agenda.at('a', 0, 1, async () => void moments.push(`${agenda.day}/${agenda.moment}`));
  });
  await run(async () => undefined);
  expect(moments).toEqual(['0/3']);
});

test('no more than so many run at once', async () => {
  let [running, most] = [0, 0];
  await sideBySide(Array.from({ length: 9 }, () => ({
    touches: [], run: async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
    },
  })), 3);
  expect(most).toBe(3);
});

test('after a failure nothing more is begun, and it is told', async () => {
  const begun: string[] = [];
  const lane = (name: string, fails: boolean) => ({
    touches: ['all'], run: async () => {
      begun.push(name);
      if (fails) throw new Error(`${name} failed`);
    },
  });
  await expect(sideBySide([lane('a', false), lane('b', true), lane('c', false)], 6)).rejects.toThrow('b failed');
  expect(begun).toEqual(['a', 'b']);
});
