/** Random lives of a pass beside a model of it: its periods, its freezes and its sessions (I-09, I-24, I-26). */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endOfPeriod } from '../../src/ledger/effects-rules.ts';
import { createTraining } from '../../src/schedule/trainings.ts';
import { runExpulsions } from '../../src/subscriptions/expulsion-jobs.ts';
import { freezeSubscription, unfreezeSubscription } from '../../src/subscriptions/freeze-pass.ts';
import { runRenewals } from '../../src/subscriptions/renewal-jobs.ts';
import { renewSubscription } from '../../src/subscriptions/renew-passes.ts';
import { chargeTraining } from '../../src/trainings/charge-training.ts';
import { ask, expectProof, payInvoice } from '../money-fixtures.ts';
import { TIMEOUT, checked, histories } from '../properties/runs.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';
import { atNightOf, jobOn, newPupil, passOf, sellPaid } from './fixtures.ts';

let house: World;
beforeAll(async () => {
  house = await newWorld();
});
afterAll(() => house.close());

type Day = Temporal.PlainDate;
const isBefore = (a: Day, b: Day) => Temporal.PlainDate.compare(a, b) < 0;

test('SUB-1: the rule and the database agree on every period of every anchor (I-26)', async () => {
  const anchors = Array.from({ length: 1500 }, (_, n) => Temporal.PlainDate.from('2023-01-01').add({ days: n }));
  const cases = anchors.flatMap((anchorDate, n) => [0, 1, 2, 5, 13].map((periodNumber) =>
    ({ anchorDate, anchorNumber: 0, periodNumber, periodMonths: 1 + n % 3, shiftedDays: n % 4 })));
  const { rows } = await house.database.owner.query<{ ending: string }>(`
    select ((a + (m * (k + 1)) * interval '1 month')::date - 1 + s)::text as ending
      from unnest($1::date[], $2::integer[], $3::integer[], $4::integer[]) as given (a, m, k, s)`,
  [cases.map((one) => one.anchorDate.toString()), cases.map((one) => one.periodMonths),
    cases.map((one) => one.periodNumber), cases.map((one) => one.shiftedDays)]);
  expect(rows.map(({ ending }) => ending)).toEqual(cases.map((one) => endOfPeriod(one).toString()));
});

/** The pass as it should be. Months are counted from the anchor by plain arithmetic, day by day where a month is short. */
class Model {
  today: Day;
  anchor: Day;
  start: Day;
  base = 0;
  k = 0;
  shift = 0;
  freeze: { start: Day; end: Day; moved: number } | undefined;
  sessions = 12;
  isActive = true;
  /** The renewals that were ever made, and the one that waits for payment. */
  made = new Set<number>();
  open: number | undefined;

  constructor(today: Day) {
    this.today = today;
    this.anchor = today;
    this.start = today;
  }
  get end(): Day {
    const { year, month, day } = this.anchor;
    const index = month - 1 + this.k - this.base + 1;
    const first = Temporal.PlainDate.from({ year: year + Math.floor(index / 12), month: index % 12 + 1, day: 1 });
    return first.add({ days: Math.min(day, first.daysInMonth) - 1 + this.shift - 1 });
  }
  get covers(): boolean {
    const frozen = this.freeze && !isBefore(this.today, this.freeze.start) && !isBefore(this.freeze.end, this.today);
    return this.isActive && !frozen && this.sessions > 0 && !isBefore(this.today, this.start) && !isBefore(this.end, this.today);
  }
  night(): void {
    if (this.isActive && isBefore(this.end, this.today.subtract({ days: 14 }))) this.isActive = false;
    const soon = !isBefore(this.end, this.today) && !isBefore(this.today.add({ days: 7 }), this.end);
    if (this.isActive && soon && !this.made.has(this.k + 1)) this.renew();
  }
  renew(): void {
    this.open = this.k + 1;
    this.made.add(this.open);
  }
  pay(): void {
    this.k = this.open!;
    this.open = undefined;
    this.sessions += 12;
    if (this.isActive) return;
    [this.anchor, this.start, this.base, this.shift, this.freeze, this.isActive] = [this.today, this.today, this.k, 0, undefined, true];
  }
  mayFreeze(start: Day, end: Day): boolean {
    return this.isActive && (!this.freeze || isBefore(this.freeze.end, this.today))
      && !isBefore(start, this.start) && !isBefore(this.end, end);
  }
  freezeOn(start: Day, end: Day): void {
    const moved = start.until(end).days + 1;
    this.freeze = { start, end, moved };
    this.shift += moved;
  }
  mayUnfreeze(from: Day): boolean {
    return this.isActive && this.freeze !== undefined && !isBefore(this.freeze.end, from);
  }
  unfreeze(from: Day): void {
    const { start, end } = this.freeze!;
    const last = from.subtract({ days: 1 });
    const unused = (isBefore(start, from) ? from : start).until(end).days + 1;
    this.shift -= unused;
    this.freeze = isBefore(start, from) ? { ...this.freeze!, end: last } : undefined;
  }
}

type Step = { kind: 'wait' | 'pay' | 'renew' | 'freeze' | 'unfreeze' | 'visit'; days: number; length: number };
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('wait', 'wait', 'wait', 'pay', 'pay', 'renew', 'freeze', 'freeze', 'unfreeze', 'visit', 'visit'),
  days: fc.nat(24), length: fc.nat(9),
});

async function take(world: World, id: string, studentId: string, model: Model, { kind, days, length }: Step): Promise<void> {
  const date = model.today.toString();
  const succeeds = async (work: Promise<unknown>, expected: boolean) =>
    expect(await work.then(() => true, () => false), `${kind} on ${date}`).toBe(expected);
  if (kind === 'wait') {
    model.today = model.today.add({ days: days + 1 });
    const next = model.today.toString();
    await world.setClock(atNightOf(next));
    for (const job of [runExpulsions, runRenewals, runExpulsions, runRenewals]) expect((await job(jobOn(world, next))).errors).toEqual([]);
    model.night();
  } else if (kind === 'pay') {
    const open = (await passOf(world, id)).invoices.find(({ status }) => status === 'PENDING');
    expect(open?.periodNumber).toBe(model.open);
    if (!open) return;
    await payInvoice(world, open.id, 5000);
    model.pay();
  } else if (kind === 'renew') {
    const may = model.open === undefined;
    await succeeds(ask(world, renewSubscription, { id }), may);
    if (may) model.renew();
  } else if (kind === 'freeze') {
    const [start, end] = [model.today.add({ days }), model.today.add({ days: days + length })];
    const may = model.mayFreeze(start, end);
    await succeeds(ask(world, freezeSubscription, { id, freezeStart: start.toString(), freezeEnd: end.toString() }), may);
    if (may) model.freezeOn(start, end);
  } else if (kind === 'unfreeze') {
    const from = model.today.add({ days: length });
    const may = model.mayUnfreeze(from);
    await succeeds(ask(world, unfreezeSubscription, { id, date: from.toString() }), may);
    if (may) model.unfreeze(from);
  } else {
    const training = await ask(world, createTraining, {
      title: 'Занятие', startsAt: `${date}T18:00:00+03:00`, endsAt: `${date}T19:00:00+03:00`, studentIds: [studentId],
    });
    const { outcomes: [outcome] } = await ask(world, chargeTraining, { id: training.id });
    expect(outcome?.decision === 'SESSION', `visit on ${date}`).toBe(model.covers);
    if (model.covers) model.sessions -= 1;
  }
}

test('freezes, renewals, visits and nights in any order keep periods and sessions', async () => {
  await checked(fc.asyncProperty(fc.nat(800), fc.array(step, { minLength: 5, maxLength: 25, size: 'max' }), async (offset, steps) => {
    const first = Temporal.PlainDate.from('2024-01-01').add({ days: offset });
    const world = await neighbourOf(house, { now: atNightOf(first.toString()) });
    const pupil = await newPupil(world);
    const { id } = await sellPaid(world, pupil);
    const model = new Model(first);
    for (const one of steps) {
      await take(world, id, pupil.studentId, model, one);
      const pass = await passOf(world, id);
      expect(pass, JSON.stringify(one)).toMatchObject({
        status: model.isActive ? 'ACTIVE' : 'EXPIRED', startDate: model.start.toString(), endDate: model.end.toString(),
        periodNumber: model.k, shiftedDays: model.shift, sessionsLeft: model.sessions, coversToday: model.covers,
        freezeStart: model.freeze?.start.toString() ?? null, freezeEnd: model.freeze?.end.toString() ?? null,
      });
      expect(pass.nextPeriod.startDate).toBe(model.end.add({ days: 1 }).toString());
    }
    await expectProof(world);
  }), histories(0.08));
}, TIMEOUT);
