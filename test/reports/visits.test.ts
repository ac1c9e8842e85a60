/** Reports about trainings and nights by hand. */
import { expect, test } from 'vitest';
import { createRoom } from '../../src/schedule/rooms.ts';
import { listDecisions } from '../../src/jobs/read-jobs.ts';
import { reportNights } from '../../src/reports/nights.ts';
import { overview } from '../../src/reports/overview.ts';
import { listAbsent, listOccupancy, reportAttendance, reportOccupancy } from '../../src/reports/visits.ts';
import { joinGroup } from '../../src/schedule/members.ts';
import { ask, expectRefused } from '../money-fixtures.ts';
import {
  NIGHT, cancelVisit, cancelWhole, clubWorld, group, mark, night, pass, person, training,
} from '../trainings/club.ts';

const WEEK = { from: '2024-01-15', to: '2024-01-21' };

test('REP-4: a cell of weekday and hour is the sum of its trainings by the local clock, less the cancelled', async () => {
  const world = await clubWorld();
  const [a, b, c] = [await person(world), await person(world), await person(world)];
  const room = await ask(world, createRoom, { name: 'Большой зал', capacity: 20, hourlyRate: 0 });
  const yoga = await group(world, { capacity: 4 });
  const first = await training(world, '2024-01-16T23:10', [a, b, c], { groupId: yoga });
  await training(world, '2024-01-16T23:50', [a], { roomId: room.id });
  const open = await training(world, '2024-01-17T09:00', [a, b]);
  await cancelWhole(world, await training(world, '2024-01-17T10:00', [a]));
  await cancelVisit(world, first, c);
  await world.setClock('2024-01-17T12:00:00Z');
  for (const one of [a, b]) await mark(world, first, one);
  await mark(world, open, a, 'ABSENT');
  const { cells, totals } = await ask(world, reportOccupancy, WEEK);
  expect(cells).toEqual([
    { weekday: 2, hour: 23, trainings: 2, places: 24, occupied: 3, percent: 12.5, booked: 3, came: 2 },
    { weekday: 3, hour: 9, trainings: 1, places: 0, occupied: 0, percent: null, booked: 2, came: 0 },
  ]);
  expect(totals).toEqual({ trainings: 3, places: 24, occupied: 3, percent: 12.5, booked: 5, came: 2 });
  for (const { weekday, hour, ...cell } of cells) {
    const { trainings } = await ask(world, listOccupancy, { ...WEEK, weekday: String(weekday), hour: String(hour) });
    const sum = (key: 'booked' | 'came') => trainings.reduce((all, row) => all + row[key], 0);
    expect([trainings.length, sum('booked'), sum('came')]).toEqual([cell.trainings, cell.booked, cell.came]);
    expect(trainings.reduce((all, row) => all + (row.places ?? 0), 0)).toBe(cell.places);
  }
  const totalsOf = async (wire: object) => (await ask(world, reportOccupancy, { ...WEEK, ...wire })).totals;
  expect(await totalsOf({ groupId: yoga })).toMatchObject({ trainings: 1, places: 4, occupied: 2, percent: 50 });
  expect(await totalsOf({ roomId: room.id })).toMatchObject({ trainings: 1, places: 20, occupied: 1, percent: 5 });
  expect((await ask(world, overview)).occupancy).toMatchObject({
    now: { places: 24, occupied: 3, percent: 12.5 }, lastMonth: { percent: null },
  });
  await expectRefused(world, () => ask(world, reportOccupancy, { from: '2024-01-21', to: '2024-01-15' }), 'DATES_REVERSED');
  await expectRefused(world, () => ask(world, reportOccupancy, { from: '2019-01-01', to: '2024-01-15' }), 'PERIOD_TOO_LONG');
});

test('attendance: came, absent, cancelled in time and late, by day and by training', async () => {
  const world = await clubWorld();
  const people = [await person(world), await person(world), await person(world), await person(world)] as const;
  const [a, b, c, d] = people;
  const first = await training(world, '2024-01-16T23:10', people);
  const second = await training(world, '2024-01-17T10:00', [a]);
  await cancelVisit(world, first, c);
  await world.setClock('2024-01-16T18:00:00Z');
  await cancelVisit(world, first, d);
  await world.setClock('2024-01-17T09:00:00Z');
  await mark(world, first, a);
  await mark(world, first, b, 'ABSENT');
  await mark(world, second, a);
  const { days, trainings, totals } = await ask(world, reportAttendance, WEEK);
  const counts = { came: 1, absent: 1, cancelledInTime: 1, cancelledLate: 1 };
  expect(days).toEqual([
    { day: '2024-01-16', trainings: 1, ...counts },
    { day: '2024-01-17', trainings: 1, came: 1, absent: 0, cancelledInTime: 0, cancelledLate: 0 },
  ]);
  expect(trainings).toMatchObject([{ id: first, booked: 2, ...counts }, { id: second, booked: 1, came: 1 }]);
  expect(totals).toEqual({ trainings: 2, came: 2, absent: 1, cancelledInTime: 1, cancelledLate: 1 });
});

test('absent: members and holders of passes who have not come for so many days, longest first', async () => {
  const world = await clubWorld({ now: '2024-01-01T09:00:00Z' });
  const yoga = await group(world);
  const [never, long, recent, holder] = [await person(world), await person(world), await person(world), await person(world)];
  for (const one of [never, long, recent]) await ask(world, joinGroup, { id: yoga, studentId: one.studentId });
  await pass(world, holder, { startDate: '2024-01-03' });
  const visit = async (local: string, one: typeof long, status?: 'ABSENT') => {
    const id = await training(world, local, [one]);
    await world.setClock(`${local}:00+03:00`);
    await mark(world, id, one, status);
  };
  await visit('2024-01-02T10:00', long);
  await visit('2024-01-08T10:00', recent);
  await visit('2024-01-08T11:00', holder, 'ABSENT');
  await world.setClock('2024-01-17T09:00:00Z');
  const { students, pagination } = await ask(world, listAbsent, { days: 14 });
  expect(students).toMatchObject([
    { studentId: never.studentId, lastVisitOn: null, daysAway: 16, hasPass: false },
    { studentId: long.studentId, lastVisitOn: '2024-01-02', daysAway: 15, hasPass: false },
    { studentId: holder.studentId, lastVisitOn: null, daysAway: 14, hasPass: true },
  ]);
  expect(students[0]!.groups).toHaveLength(1);
  expect(pagination.total).toBe(3);
  expect((await ask(world, listAbsent, { days: 9 })).students).toHaveLength(4);
});

test('nights: what each run decided, and what its invoices come to', async () => {
  const world = await clubWorld();
  const [a, b, c] = [await person(world), await person(world), await person(world)];
  await pass(world, a, { sessions: 8 });
  await training(world, '2024-01-16T10:00', [a, b, c]);
  await world.setClock(NIGHT);
  const { run } = await night(world);
  await night(world);
  const { nights } = await ask(world, reportNights);
  expect(nights).toMatchObject([
    {
      date: '2024-01-15', forDate: '2024-01-16', status: 'DONE', sessions: 0, invoices: 0, invoiceSum: 0, skipped: 3,
      errors: 0,
    },
    { runId: run!.id, trainings: 1, sessions: 1, invoices: 2, invoiceSum: 4000, skipped: 0, errors: 0, trainingsFailed: 0 },
  ]);
  const { decisions } = await ask(world, listDecisions, { id: run!.id, decision: 'INVOICE', limit: '100' });
  expect(decisions).toHaveLength(2);
  expect((await ask(world, reportNights, { limit: '1' })).nights).toHaveLength(1);
});
