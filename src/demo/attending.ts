/** While a child comes with a pass: visits called off, freezes, renewals at the desk, and how it ends. */
import { DAYS, anyTime, dayAt, dayNumber, dayOfMonth, workingDayFrom } from './calendar.ts';
import { followPass } from './billing.ts';
import { type Centre, type Group, deskOn, unlessRefused } from './centre.ts';
import { willPay } from './paying.ts';
import type { Child, Family } from './people.ts';
import type { Invoice } from '../invoices/contract.ts';
import { leaveGroup } from '../schedule/members.ts';
import { listTrainings } from '../trainings/read-trainings.ts';
import { cancelSubscription } from '../subscriptions/cancel-pass.ts';
import type { Subscription } from '../subscriptions/contract.ts';
import { freezeSubscription, unfreezeSubscription } from '../subscriptions/freeze-pass.ts';
import { getSubscription } from '../subscriptions/read-passes.ts';
import { renewSubscription } from '../subscriptions/renew-passes.ts';
import { cancelParticipation } from '../trainings/cancel-participation.ts';

type Attending = { child: Child; groups: readonly Group[]; subscriptionId: string };
type Sale = { child: Child; groups: readonly Group[]; subscription: Subscription; invoice: Invoice };

/** A pass was sold: from now on the child comes. */
export function attend(centre: Centre, family: Family, { child, groups, subscription, invoice }: Sale): void {
  const one: Attending = { child, groups, subscriptionId: subscription.id };
  followPass(centre, family, invoice);
  planAbsences(centre, family, one);
  planFreezes(centre, family, one);
  watch(centre, family, one, { day: dayNumber(subscription.endDate) - 1, lapses: 0 });
  if (family.leaves < DAYS) {
    at(centre, family, one, Math.max(family.leaves, centre.agenda.day + 1), () => stop(centre, family, one));
  }
}

/** Puts down what touches the places of the groups. */
function at(centre: Centre, { who, random }: Family, { groups }: Attending, day: number, task: () => Promise<void>): void {
  centre.agenda.at(who, workingDayFrom(day), anyTime(random), task, groups.map(({ subject }) => subject));
}

const isHere = ({ agenda }: Centre, { leaves }: Family): boolean => agenda.day < leaves;

function planAbsences(centre: Centre, family: Family, one: Attending): void {
  const { random } = family;
  for (let day = centre.agenda.day + random.whole(4, 30); day < Math.min(DAYS, family.leaves); day += random.whole(15, 60)) {
    at(centre, family, one, day, () => callOff(centre, family, one));
  }
}

const EXCUSES = ['Заболели', 'Уезжаем на выходные', 'Школьный праздник', 'Не успеваем после школы'] as const;
/** The visit of today is too late to be called off for nothing, that of tomorrow mostly is not. */
async function callOff(centre: Centre, family: Family, { child: { studentId } }: Attending): Promise<void> {
  const { day } = centre.agenda;
  const actor = family.cabinet ?? deskOn(centre);
  const reason = family.random.pick(EXCUSES);
  const { trainings } = await centre.act(actor, listTrainings, {
    studentId, from: dayAt(day).toString(), to: dayAt(day + 2).toString(), limit: 3,
  });
  for (const { id } of trainings) {
    const done = await unlessRefused(
      ['TRAINING_STARTED', 'TRAINING_CANCELLED', 'BOOKING_CANCELLED', 'NOT_BOOKED'],
      centre.act(actor, cancelParticipation, { id, studentId, reason }),
    );
    if (done) return;
  }
}

/** An illness in the year, and the holidays of those who come back. */
function planFreezes(centre: Centre, family: Family, one: Attending): void {
  const { random, leaves } = family;
  const { day } = centre.agenda;
  const wanted = random.chance(0.3) ? [day + random.whole(12, 150)] : [];
  if (random.chance(0.6)) wanted.push(dayOfMonth(random.pick([9, 10, 11]), random.whole(3, 20)));
  for (const freezeDay of wanted.filter((candidate) => candidate > day && candidate < leaves)) {
    at(centre, family, one, freezeDay, () => freeze(centre, family, one));
  }
}

async function freeze(centre: Centre, family: Family, one: Attending): Promise<void> {
  const { random } = family;
  const { day } = centre.agenda;
  const id = one.subscriptionId;
  const { status, endDate } = await centre.act(deskOn(centre), getSubscription, { id });
  const last = Math.min(dayNumber(endDate), day + random.whole(6, 16));
  if (status !== 'ACTIVE' || last < day + 3) return;
  const dates = { freezeStart: dayAt(day + 1).toString(), freezeEnd: dayAt(last).toString() };
  const frozen = await unlessRefused(['ALREADY_FROZEN'], centre.act(deskOn(centre), freezeSubscription, {
    id, ...dates, releaseBookings: random.chance(0.85),
  }));
  if (!frozen || random.chance(0.75)) return;
  at(centre, family, one, day + 2, async () => {
    await unlessRefused(['NOT_FROZEN', 'SUBSCRIPTION_NOT_ACTIVE'], centre.act(deskOn(centre), unfreezeSubscription, { id }));
  });
}

/** Looks after the pass when it is about to end: renewed by the job and paid, it is looked after at its new end. */
function watch(centre: Centre, family: Family, one: Attending, next: { day: number; lapses: number }): void {
  at(centre, family, one, Math.max(next.day, centre.agenda.day + 1), async () => {
    if (!isHere(centre, family)) return;
    const pass = await centre.act(deskOn(centre), getSubscription, { id: one.subscriptionId });
    const end = dayNumber(pass.endDate);
    if (pass.status === 'ACTIVE' && end > centre.agenda.day + 1) {
      return watch(centre, family, one, { day: end - 1, lapses: 0 });
    }
    if (pass.status === 'CANCELLED' || next.lapses > 2) return stop(centre, family, one);
    if (pass.status !== 'PENDING' && family.random.chance(0.95)) await renew(centre, family, one);
    watch(centre, family, one, { day: centre.agenda.day + 12, lapses: next.lapses + 1 });
  });
}

/** The renewal is written out at the desk, unless the job has done it. */
async function renew(centre: Centre, family: Family, { subscriptionId }: Attending): Promise<void> {
  const renewing = centre.act(deskOn(centre), renewSubscription, { id: subscriptionId });
  const renewed = await unlessRefused(['RENEWAL_EXISTS'], renewing);
  if (renewed && renewed.invoice.status !== 'PAID') willPay(centre, family, renewed.invoice.id);
}

/** Most say goodbye; others just do not come any more, and the centre expels them when their time is over. */
async function stop(centre: Centre, family: Family, { child, groups, subscriptionId: id }: Attending): Promise<void> {
  if (family.random.chance(0.3)) return;
  const desk = deskOn(centre);
  const reason = family.random.pick(['Семья переехала', 'Больше не занимаются', 'Сменили кружок']);
  await unlessRefused(['SUBSCRIPTION_CANCELLED'], centre.act(desk, cancelSubscription, { id, reason }));
  for (const group of groups) {
    const { studentId } = child;
    await unlessRefused(['NOT_A_MEMBER', 'NOT_FOUND'], centre.act(desk, leaveGroup, { id: group.id, studentId }));
  }
}
