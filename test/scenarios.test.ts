import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../src/kernel/refusal.ts';
import { digestOfAllTables } from './digest.ts';
import { LIES } from './scenarios/lies.ts';
import { noticeChecks } from './scenarios/notice-checks.ts';
import { passChecks } from './scenarios/pass-checks.ts';
import { placeChecks } from './scenarios/place-checks.ts';
import { readScenarios, scenariosOf } from './scenarios/reading.ts';
import { worldOf } from './scenarios/stage.ts';
import { play, vocabulary } from './scenarios/steps.ts';
import { visitChecks } from './scenarios/visit-checks.ts';
import { action, check } from './scenarios/words.ts';
import { newWorld } from './world.ts';

const scenarios = readScenarios(join(import.meta.dirname, 'scenarios'));

/** The worked examples that are a story of a client; WE-01…07 are in test/maintenance, WE-10…20 in test/loyalty. */
const EXAMPLES = [
  30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
  60, 61, 62, 63, 64, 65, 66, 67, 70, 71, 72, 73, 74, 75, 76, 77, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93,
  94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109,
];
type Named = readonly [name: string, document: 'S2' | 'S4', first: number, last: number];
/** What the documents call by name, with the first and the last of its requirements. */
const NAMED: readonly Named[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((number): Named => [`Случай ${number}`, 'S4', 74 + number, 74 + number]),
  ...[1, 2, 3, 4].map((number): Named => [`Сценарий ${number}`, 'S4', 102 + number, 102 + number]),
  ['Сценарий 1', 'S2', 211, 213], ['Сценарий 2', 'S2', 214, 217], ['Сценарий 3', 'S2', 218, 219],
  ['Сценарий 4', 'S2', 220, 221], ['Сценарий 5', 'S2', 222, 225], ['Особый случай 2', 'S2', 230, 232],
  ['Особый случай 4', 'S2', 236, 237], ['Особый случай 7', 'S2', 243, 245], ['Особый случай 8', 'S2', 246, 247],
  ['Особый случай 9', 'S2', 248, 250],
];

test('every worked example has its scenario', () => {
  const told = new Set(scenarios.flatMap(({ examples }) => examples));
  expect(EXAMPLES.map((number) => `WE-${number}`).filter((id) => !told.has(id))).toEqual([]);
});

test.each(NAMED)('%s of %s has its scenario', (name, document, first, last) => {
  const found = scenarios.filter(({ title }) => title.startsWith(`${name} документа ${document} — `));
  const ids = Array.from({ length: last - first + 1 }, (_, index) => `${document}-${String(first + index).padStart(3, '0')}`);
  expect(found.flatMap(({ examples }) => examples)).toEqual(expect.arrayContaining(ids));
});

test('the scenarios use every sentence of the vocabulary', () => {
  const sentences = scenarios.flatMap(({ steps }) => steps.map(({ sentence }) => sentence));
  const unused = vocabulary.filter(({ match }) => !sentences.some((sentence) => match(sentence)));
  expect(unused.map(({ text }) => text)).toEqual([]);
});

for (const scenario of scenarios) test(scenario.title, () => play(scenario));

describe('the interpreter', () => {
  const from = (...steps: string[]) => scenariosOf('a.txt', `Сценарий: проба (WE-1)\n${steps.join('\n')}`)[0]!;
  const played = (...steps: string[]) => play(from('Дано студия, 12.02.2025 12:00', 'И клиент «Иванова»', ...steps));
  const BILLED = 'Когда менеджер выставляет счёт «А»: абонемент «Йога» 5000,00';
  const REFUSED = 'Когда администратор возвращает клиенту из аванса 1,00 наличными по причине «Просьба»';

  test('refuses what it does not understand', async () => {
    expect(() => scenariosOf('a.txt', 'Сценарий: без примера')).toThrow('a.txt:1');
    expect(() => scenariosOf('a.txt', 'Дано студия')).toThrow('a.txt:1');
    expect(() => from('Однажды')).toThrow('a.txt:2');
    expect(() => from('И студия')).toThrow('a.txt:2');
    await expect(played('Тогда всё хорошо')).rejects.toThrow('непонятное предложение: всё хорошо');
    await expect(played(BILLED, 'Тогда счёт «А»: ожидает оплаты; цвет 5,00')).rejects.toThrow('Непонятно: цвет 5,00');
    await expect(played(BILLED, 'Тогда счёт «Б»: оплачен')).rejects.toThrow('В сценарии нет счёта «Б»');
  });

  test('wants a Тогда, and every sentence in its place', async () => {
    await expect(played(BILLED)).rejects.toThrow('нет «Тогда»');
    await expect(played('Тогда наступает 13.02.2025 12:00')).rejects.toThrow('не стоит после «Тогда»');
    await expect(played('Когда аванс клиента 0,00', 'Тогда аванс клиента 0,00')).rejects.toThrow('не стоит после «Когда»');
  });

  test('sees what is not true, down to a kopeck and a letter', async () => {
    await expect(played(BILLED, 'Тогда счёт «А»: ожидает оплаты; итого 5000,01')).rejects.toThrow('5000,01');
    await expect(played(BILLED, 'Тогда счёт «А»: оплачен')).rejects.toThrow('ожидает оплаты');
    await expect(played('Тогда аванс клиента 0,01')).rejects.toThrow('a.txt:4');
    await expect(played(REFUSED, 'Тогда отказ «На авансе клиента меньше этой суммы»')).rejects.toThrow('a.txt:5');
    await played(REFUSED, 'Тогда отказ «На авансе клиента меньше этой суммы: 0,00 ₽»');
  });

  test('sees what is almost true, in every sentence that compares', async () => {
    const heard = new Set<string>();
    const liar = check('неправда: {rest}', async (stage, sentence) => {
      const [rule] = vocabulary.filter(({ match }) => match(sentence));
      if (!rule) throw new Error(`непонятное предложение: ${sentence}`);
      heard.add(rule.text);
      await expect(rule.match(sentence)?.(stage), sentence).rejects.toThrow(/expected|Новых счетов|Последний шаг/);
    });
    for (const scenario of scenariosOf('lies.ts', LIES)) await play(scenario, [...vocabulary, liar]);
    const silent = [...passChecks, ...visitChecks, ...placeChecks, ...noticeChecks].filter(({ text }) => !heard.has(text));
    expect(silent.map(({ text }) => text)).toEqual([]);
  });

  test('passes over no refusal', async () => {
    await expect(played('Тогда отказ «Не найдено»')).rejects.toThrow('Отказа не было');
    await expect(played(REFUSED, 'Тогда аванс клиента 0,00')).rejects.toThrow('молчит об отказе');
    await expect(played('Тогда аванс клиента 0,00', REFUSED)).rejects.toThrow('отказ, о котором сценарий молчит');
    await expect(played(REFUSED, REFUSED, 'Тогда аванс клиента 0,00')).rejects.toThrow('Перед этим шагом был отказ');
  });

  test('proves the books after each action, and that a refusal changed no row', async () => {
    const spoil = (text: string, query: string, refusal?: Refusal) => action(text, async (stage) => {
      await worldOf(stage).database.owner.query(query);
      if (refusal) throw refusal;
    });
    const rules = [
      ...vocabulary,
      spoil('деньги появляются', 'update clients set balance = balance + 1'),
      spoil('отказ оставляет след', 'update clients set notes = $$x$$', new Refusal('FORBIDDEN')),
      check('так и было', async () => {}),
    ];
    const spoiled = (deed: string) =>
      play(from('Дано студия, 12.02.2025 12:00', 'И клиент «Иванова»', `Когда ${deed}`, 'Тогда так и было'), rules);
    await expect(spoiled('деньги появляются')).rejects.toThrow('доказательство книг');
    await expect(spoiled('отказ оставляет след')).rejects.toThrow('не меняет ни одной строки');
  });
});

test('the digest names the table that changed, and only that one', async () => {
  const { database } = await newWorld();
  const before = await digestOfAllTables(database);
  expect(Object.keys(before).length).toBeGreaterThan(25);
  expect(before).toMatchObject({ organisations: expect.stringMatching(/^1 rows -?\d+$/), payments: '0 rows 0' });
  expect(await digestOfAllTables(database)).toEqual(before);
  await database.owner.query(`update branches set address = 'Тверская'`);
  const { branches, ...others } = await digestOfAllTables(database);
  const { branches: earlier, ...same } = before;
  expect(branches).not.toBe(earlier);
  expect(others).toEqual(same);
});
