/** Which trainings a night is about, by the local date, also where clocks are changed. */
import { expect, test } from 'vitest';
import { changeOrganisation } from '../../src/access/organisation.ts';
import { ask, expectProof, expectRefused } from '../money-fixtures.ts';
import type { World } from '../world.ts';
import { NIGHT, cancelVisit, chargesOf, clubWorld, night, person, runNight, training, trainingAt } from './club.ts';

const at = (local: string, zone: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant();
const chargedOf = (world: World, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await chargesOf(world, id)).length));

test('WE-107: a training of today is not processed, not even one after the night; tomorrow is, from its first to its last minute', async () => {
  const world = await clubWorld({ now: NIGHT });
  const one = await person(world);
  const ids = [];
  for (const local of ['15T22:00', '15T23:59', '16T00:00', '16T23:59', '17T00:00']) ids.push(await training(world, `2024-01-${local}`, [one]));
  expect((await night(world)).metrics).toMatchObject({ trainings: 2, invoicesCreated: 2 });
  expect(await chargedOf(world, ids)).toEqual([0, 0, 1, 1, 0]);
  await expectProof(world);
});

test('after midnight the night is for the day after the new today, and what was missed is not caught up (C-49)', async () => {
  const world = await clubWorld({ now: '2024-01-15T21:05:00Z' }); // five past midnight of the 16th in Moscow
  const one = await person(world);
  const ids = [await training(world, '2024-01-16T10:00', [one]), await training(world, '2024-01-17T10:00', [one])];
  const run = await night(world);
  expect([run.date, await chargedOf(world, ids)]).toEqual(['2024-01-16', [0, 1]]);
  await expectRefused(world, () => runNight(world, { date: '2024-01-15' }), 'JOB_DATE');
  expect((await runNight(world, { date: '2024-01-16' })).metrics).toMatchObject({ 'skipped.CHARGED': 1 });
});

test('the date is that of the place: in Vladivostok the evening of Moscow is tomorrow already', async () => {
  const world = await clubWorld({ now: '2024-01-15T11:00:00Z' }); // 21:00 in Vladivostok
  await ask(world, changeOrganisation, { timeZone: 'Asia/Vladivostok' });
  const one = await person(world);
  const today = await trainingAt(world, at('2024-01-15T22:00', 'Asia/Vladivostok'), [one]);
  const first = await trainingAt(world, at('2024-01-16T00:00', 'Asia/Vladivostok'), [one]); // still the 15th in Moscow
  const last = await trainingAt(world, at('2024-01-16T23:30', 'Asia/Vladivostok'), [one]);
  await night(world);
  expect(await chargedOf(world, [today, first, last])).toEqual([0, 1, 1]);
});

// 10:00 local on a day of change: twelve hours before it is 21:00 of the clock in March and 23:00 in October.
test.each([
  ['2025-03-30', '2025-03-29T20:00:00Z', '21:00'], ['2025-10-26', '2025-10-25T21:00:00Z', '23:00'],
])('CAN-1: on %s the twelve hours are counted as time that passes, not by the clock', async (day, exactly, clock) => {
  const zone = 'Europe/Berlin';
  const limit = Temporal.Instant.from(exactly);
  expect(limit.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' })).toBe(clock);
  const world = await clubWorld({ now: limit.subtract({ hours: 2 }).toString() });
  await ask(world, changeOrganisation, { timeZone: zone });
  const [early, late] = [await person(world), await person(world)];
  const id = await trainingAt(world, at(`${day}T10:00`, zone), [early, late]);
  await world.setClock(limit.toString());
  expect(await cancelVisit(world, id, early)).toMatchObject({ label: 'SAFE', safeUntil: exactly });
  await world.setClock(limit.add({ seconds: 1 }).toString());
  expect(await cancelVisit(world, id, late)).toMatchObject({ label: 'FINE', fineAmount: 2000 });
  await expectProof(world);
});

test('on a day of change the night finds every training of tomorrow, also in the hour that comes twice', async () => {
  const world = await clubWorld({ now: '2025-10-25T19:00:00Z' }); // 21:00 in Berlin on the eve
  await ask(world, changeOrganisation, { timeZone: 'Europe/Berlin' });
  const one = await person(world);
  const ids = [];
  // 23:59 today; 00:00, 02:30 summer time, 02:30 winter time and 23:59 tomorrow; 00:00 of the day after.
  const moments = ['25T21:59', '25T22:00', '26T00:30', '26T01:30', '26T22:59', '26T23:00'];
  for (const moment of moments) ids.push(await trainingAt(world, Temporal.Instant.from(`2025-10-${moment}:00Z`), [one]));
  await night(world);
  expect(await chargedOf(world, ids)).toEqual([0, 1, 1, 1, 1, 0]);
});
