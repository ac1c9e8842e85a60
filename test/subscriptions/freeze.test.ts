import { describe, expect, test } from 'vitest';
import { freezeSubscription, unfreezeSubscription } from '../../src/subscriptions/freeze-pass.ts';
import { createTraining } from '../../src/schedule/trainings.ts';
import { getTraining } from '../../src/trainings/read-trainings.ts';
import { chargeTraining } from '../../src/trainings/charge-training.ts';
import { ask, changingNothing, expectProof, expectRefused } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { newGroup, newPupil, newType, noticesOf, passOf, sell, sellPaid } from './fixtures.ts';

const NOW = '2024-01-08T10:00:00+03:00';
const freeze = (world: World, id: string, freezeStart: string | null, freezeEnd: string | null, wire = {}) =>
  ask(world, freezeSubscription, { id, freezeStart, freezeEnd, ...wire });

/** A pass of a group from 1 to 31 January 2024 and trainings of the group on some days. */
async function stage(settings = {}, ...days: string[]) {
  const world = await newWorld({ template: 'SPORT', now: NOW, settings });
  const groupId = await newGroup(world, { singlePrice: 500 });
  const pupil = await newPupil(world);
  const { subscription: { id } } = await sell(world, { ...pupil, groupId, startDate: '2024-01-01' });
  const trainings = [];
  for (const day of days) {
    const { id: trainingId } = await ask(world, createTraining, {
      groupId, startsAt: `${day}T18:00:00+03:00`, endsAt: `${day}T19:00:00+03:00`,
    });
    trainings.push(trainingId);
  }
  return { world, id, groupId, trainings, ...pupil };
}

describe('freezing', () => {
  test('SUB-7: the end moves by the days of the freeze and the bookings it touches are named', async () => {
    const { world, id, trainings } = await stage({}, '2024-01-09', '2024-01-16', '2024-01-21');
    const preview = await changingNothing(world, () =>
      world.outcome(freezeSubscription, {
        id, freezeStart: Temporal.PlainDate.from('2024-01-10'), freezeEnd: Temporal.PlainDate.from('2024-01-20'),
      }, { dryRun: true }));
    expect(preview.preview).toMatchObject({ dryRun: true });
    expect(preview.result.endDateAfter.toString()).toBe('2024-02-11');
    const frozen = await freeze(world, id, '2024-01-10', '2024-01-20');
    expect(frozen).toMatchObject({
      endDateBefore: '2024-01-31', endDateAfter: '2024-02-11',
      subscription: { freezeStart: '2024-01-10', freezeEnd: '2024-01-20', shiftedDays: 11, isFrozen: false, coversToday: true },
      bookings: [{ trainingId: trainings[1], isCharged: false, isReleased: false }],
    });
    await world.setClock('2024-01-10T00:00:00+03:00');
    expect(await passOf(world, id)).toMatchObject({ isFrozen: true, coversToday: false });
    await world.setClock('2024-01-21T00:00:00+03:00');
    expect(await passOf(world, id)).toMatchObject({ isFrozen: false, coversToday: true });
    await expectProof(world);
  });

  test('bookings not yet charged are given up when asked, safely, and the family is told', async () => {
    const { world, id, trainings, studentId } = await stage({}, '2024-01-09', '2024-01-10', '2024-01-16');
    await ask(world, chargeTraining, { id: trainings[1] });
    const { bookings } = await freeze(world, id, '2024-01-09', '2024-01-20', { releaseBookings: true });
    expect(bookings.map(({ isCharged, isReleased }) => [isCharged, isReleased]))
      .toEqual([[false, true], [true, false], [false, true]]);
    const states = [];
    for (const trainingId of trainings) {
      const { participants } = await ask(world, getTraining, { id: trainingId });
      states.push(participants.find((one) => one.studentId === studentId)!);
    }
    expect(states).toMatchObject([{ status: 'CANCELLED', cancelLabel: 'SAFE' }, { status: 'BOOKED' }, { status: 'CANCELLED' }]);
    expect(await noticesOf(world, 'booking-released')).toHaveLength(2);
    await expectProof(world);
  });

  test('where the organisation says so, the end stays', async () => {
    const { world, id } = await stage({ 'subscription.freezeExtendsEnd': false });
    expect(await freeze(world, id, '2024-01-10', '2024-01-20')).toMatchObject({ endDateAfter: '2024-01-31' });
    expect(await ask(world, unfreezeSubscription, { id })).toMatchObject({ endDateAfter: '2024-01-31' });
  });

  test('what cannot be frozen', async () => {
    const { world, id } = await stage();
    const refused = (from: string | null, through: string | null, code: string) =>
      expectRefused(world, () => freeze(world, id, from, through), code);
    await refused('2024-01-10', null, 'FREEZE_BOTH_DATES');
    await refused(null, '2024-01-10', 'FREEZE_BOTH_DATES');
    await refused('2024-01-12', '2024-01-10', 'DATES_REVERSED');
    await refused('2024-01-07', '2024-01-10', 'FREEZE_PAST');
    await refused('2024-01-20', '2024-02-01', 'FREEZE_OUTSIDE');
    await refused('2024-02-02', '2024-02-03', 'FREEZE_OUTSIDE');
    await freeze(world, id, '2024-01-08', '2024-01-31'); // today and the last day are inside
    await refused('2024-02-01', '2024-02-02', 'ALREADY_FROZEN');
    const studio = await newWorld({ now: NOW });
    const waiting = (await sell(studio, await newPupil(studio))).subscription.id;
    await expectRefused(studio, () => freeze(studio, waiting, '2024-01-10', '2024-01-12'), 'SUBSCRIPTION_NOT_ACTIVE');
  });

  test('after a freeze is over the pass can be frozen again, and both count', async () => {
    const { world, id } = await stage();
    await freeze(world, id, '2024-01-09', '2024-01-10');
    await world.setClock('2024-01-11T10:00:00+03:00');
    expect(await freeze(world, id, '2024-01-12', '2024-01-14')).toMatchObject({ endDateAfter: '2024-02-05' });
  });
});

describe('unfreezing', () => {
  test('SUB-8: the days not used come off the end; before it began the freeze vanishes', async () => {
    const { world, id } = await stage();
    await expectRefused(world, () => ask(world, unfreezeSubscription, { id }), 'NOT_FROZEN');
    await freeze(world, id, '2024-01-10', '2024-01-20');
    expect(await ask(world, unfreezeSubscription, { id })).toMatchObject({
      endDateAfter: '2024-01-31', subscription: { freezeStart: null, freezeEnd: null, shiftedDays: 0 },
    });
    await freeze(world, id, '2024-01-10', '2024-01-20');
    await world.setClock('2024-01-13T10:00:00+03:00');
    await expectRefused(world, () => ask(world, unfreezeSubscription, { id, date: '2024-01-12' }), 'FREEZE_PAST');
    await expectRefused(world, () => ask(world, unfreezeSubscription, { id, date: '2024-01-21' }), 'NOT_FROZEN');
    expect(await ask(world, unfreezeSubscription, { id })).toMatchObject({
      endDateBefore: '2024-02-11', endDateAfter: '2024-02-03',
      subscription: { freezeStart: '2024-01-10', freezeEnd: '2024-01-12', shiftedDays: 3, isFrozen: false },
    });
    await expectRefused(world, () => ask(world, unfreezeSubscription, { id }), 'NOT_FROZEN');
    await expectProof(world);
  });
});

describe('the night and a freeze (S4 scenario: the pass is frozen)', () => {
  test.each([
    ['WE-103', '2024-01-16', 'INVOICE', 5], ['WE-104', '2024-01-21', 'SESSION', 4],
  ])('%s: a training on %s is charged as %s and %i sessions stay', async (_, day, kind, left) => {
    const world = await newWorld({ template: 'SPORT', now: NOW });
    const groupId = await newGroup(world, { singlePrice: 500 });
    const { id: subscriptionTypeId } = await newType(world, { sessionsPerPeriod: 5 });
    const { subscription: { id } } = await sell(world, { ...await newPupil(world), groupId, subscriptionTypeId, startDate: '2024-01-01' });
    const { id: training } = await ask(world, createTraining, {
      groupId, startsAt: `${day}T18:00:00+03:00`, endsAt: `${day}T19:00:00+03:00`,
    });
    await freeze(world, id, '2024-01-10', '2024-01-20');
    const { outcomes } = await ask(world, chargeTraining, { id: training });
    expect(outcomes).toMatchObject([{ decision: kind }]);
    expect((await passOf(world, id)).sessionsLeft).toBe(left);
    await expectProof(world);
  });

  test.each([
    ['2024-01-16', 'SESSION'], ['2024-01-17', 'INVOICE'],
  ])('WE-105: a pass that ends on 16.01 and a training on %s: %s', async (day, kind) => {
    const world = await newWorld({ template: 'SPORT', now: NOW });
    const groupId = await newGroup(world, { singlePrice: 500 });
    await sell(world, { ...await newPupil(world), groupId, startDate: '2023-12-17' });
    const { id: training } = await ask(world, createTraining, {
      groupId, startsAt: `${day}T18:00:00+03:00`, endsAt: `${day}T19:00:00+03:00`,
    });
    expect((await ask(world, chargeTraining, { id: training })).outcomes).toMatchObject([{ decision: kind }]);
  });

  test('WE-61: of two passes the one of the group is used (special case 4)', async () => {
    const world = await newWorld({ now: NOW, settings: { 'training.uncovered': 'INVOICE' } });
    const pupil = await newPupil(world);
    const [dance, vocal] = [await newGroup(world, { singlePrice: 500 }), await newGroup(world)];
    const [one, two] = [await sellPaid(world, { ...pupil, groupId: dance }), await sellPaid(world, { ...pupil, groupId: vocal })];
    const { id: training } = await ask(world, createTraining, {
      groupId: dance, startsAt: '2024-01-10T18:00:00+03:00', endsAt: '2024-01-10T19:00:00+03:00',
    });
    await ask(world, chargeTraining, { id: training });
    expect([(await passOf(world, one.id)).sessionsLeft, (await passOf(world, two.id)).sessionsLeft]).toEqual([11, 12]);
    await expectProof(world);
  });
});
