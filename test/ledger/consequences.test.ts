/** What a change of policy says before it is made: sentences with the figures of the organisation. */
import { expect, test } from 'vitest';
import { changeSettings } from '../../src/ledger/change-settings.ts';
import { consequencesOf } from '../../src/ledger/consequences-rules.ts';
import { kopecks } from '../../src/kernel/money.ts';
import { templatePolicy } from '../../src/kernel/policy.ts';
import { ask, expectProof, newClient, newInvoice, topUp } from '../money-fixtures.ts';
import { newWorld } from '../world.ts';

const facts = {
  plannedTrainings: 21, endingPasses: 3, lateRenewals: 1, creditClients: 2, creditAmount: kopecks(150_000), accountants: 0,
  rooms: 4, settled: 2, settledAmount: kopecks(350_000),
};
const { STUDIO, SPORT } = templatePolicy;

test('only what changed is told, with plural forms and sums as people read them', () => {
  const after = { ...STUDIO, 'cancellation.safeHours': 6, 'expulsion.graceDays': null, 'accountant.reverse': true };
  expect(consequencesOf(STUDIO, after, facts, 'ru')).toEqual([
    { setting: 'cancellation.safeHours', sentence: 'Коснётся 21 занятия ближайшей недели; уже начисленное не изменится' },
    { setting: 'expulsion.graceDays', sentence: 'Действует с этой минуты; прошлое не изменится' },
    { setting: 'accountant.reverse', sentence: 'Пока никого не коснётся: бухгалтеров нет' },
  ]);
  expect(consequencesOf(STUDIO, STUDIO, facts, 'ru')).toEqual([]);
});

test('the two ways of the settlement mode say opposite things', () => {
  const sentence = (before: typeof SPORT, after: typeof SPORT) =>
    consequencesOf(before, after, facts, 'ru').find(({ setting }) => setting === 'settlement.mode')?.sentence;
  expect(sentence(STUDIO, { ...STUDIO, 'settlement.mode': 'FIFO_BALANCE' }))
    .toBe('Аванс сразу погасит 2 счёта на 3\u00a0500,00\u00a0₽; дальше счета будут закрываться по очереди');
  expect(sentence(SPORT, { ...SPORT, 'settlement.mode': 'DIRECTED' }))
    .toBe('Аванс 2 клиентов на 1\u00a0500,00\u00a0₽ останется; сам он больше ничего не погасит');
});

test('the preview counts what the change itself will do, and does nothing', async () => {
  const world = await newWorld();
  const clientId = await newClient(world);
  await newInvoice(world, clientId, [300]);
  await newInvoice(world, clientId, [500]);
  await topUp(world, clientId, 1000);
  const shown = await ask(world, changeSettings, { 'settlement.mode': 'FIFO_BALANCE' }, { dryRun: true });
  const done = await ask(world, changeSettings, { 'settlement.mode': 'FIFO_BALANCE' });
  expect(shown.consequences).toEqual(done.consequences);
  expect(shown.consequences[0]!.sentence).toContain('2 счёта на 800,00\u00a0₽');
  const back = await ask(world, changeSettings, { 'settlement.mode': 'DIRECTED' }, { dryRun: true });
  expect(back.consequences[0]!.sentence).toContain('200,00\u00a0₽');
  await expectProof(world);
});
