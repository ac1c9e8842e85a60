/** Where the story stops to be looked at: an evening with trainings under way, a day of business behind it. */
import { dayAt, isWorkingDay, TIME_ZONE } from './calendar.ts';
import { type Centre, roubles, unlessRefused } from './centre.ts';
import type { Family } from './people.ts';
import { clientUnpaidInvoices } from '../invoices/read-invoices.ts';
import { registerPayment } from '../payments/register-payment.ts';
import { openShift } from '../payments/shifts.ts';
import { createInvoice } from '../sales/create-invoice.ts';
import { createTraining } from '../schedule/trainings.ts';
import { listSubscriptions } from '../subscriptions/read-passes.ts';
import { markAll } from '../trainings/mark-attendance.ts';
import { listTrainings } from '../trainings/read-trainings.ts';

/** The groups of the first trainers meet on Mondays and Wednesdays. */
const LOOKED_AT = [1, 3];
const OPENING_CASH = 10_000;
/** When people pay in the course of the day, and how. */
const PAYING = [
  { time: '10:20', paymentMethod: 'CASH' }, { time: '11:05', paymentMethod: 'CARD' },
  { time: '12:40', paymentMethod: 'CARD' },
  { time: '14:10', paymentMethod: 'CASH' }, { time: '14:35', paymentMethod: 'ONLINE' },
  { time: '15:05', paymentMethod: 'CASH' },
] as const;
/** The last training that begins by then is under way when the clock stops, ten minutes after its beginning. */
const LATEST_START = '17:30';
const MINUTES_INTO = 10;
const CONSIDERED = 80;

/** The last day of the story on which the first trainers have trainings. */
export function eveningOf(days: number): number {
  for (let day = days - 1; day > 0; day -= 1) {
    if (isWorkingDay(day) && LOOKED_AT.includes(dayAt(day).dayOfWeek)) return day;
  }
  return 0;
}

type Advance = (day: number, to: Temporal.Instant) => Promise<void>;

/** Opens the till, takes money, plans an open lesson, marks one training of two, and gives two families their logins. */
export async function tellEvening(centre: Centre, day: number, advance: Advance): Promise<void> {
  const at = (time: string): Temporal.Instant =>
    dayAt(day).toZonedDateTime({ timeZone: TIME_ZONE, plainTime: time }).toInstant();
  const [desk] = centre.staff.desk;
  await advance(day, at('09:10'));
  await centre.act(desk, openShift, { openingCash: OPENING_CASH });
  const [family, debtor] = await chooseFamilies(centre, day);
  await takeMoney(centre, [family, debtor], (time) => advance(day, at(time)));
  await planOpenLesson(centre, family, { startsAt: at('18:30'), endsAt: at('19:30') });
  await letFamiliesIn(centre, [family, debtor]);
  await markFirst(centre, day, at(LATEST_START), (moment) => advance(day, moment));
}

const here = (centre: Centre, day: number): Family[] =>
  [...centre.families.values()].filter(({ leaves, kind }) => leaves > day && kind !== 'FIRM')
    .toSorted((one, other) => (one.who < other.who ? -1 : 1));

async function unpaid(centre: Centre, { clientId }: Family) {
  return (await centre.act(centre.staff.desk[0], clientUnpaidInvoices, { id: clientId })).invoices;
}

/** The best of a few: a family with children, a pass and trainings ahead, and one that owes for long besides. */
async function chooseFamilies(centre: Centre, day: number): Promise<[Family, Family]> {
  const [desk] = centre.staff.desk;
  const from = dayAt(day).toString();
  const known: { family: Family; comes: number; owes: boolean; several: number }[] = [];
  const candidates = here(centre, day).filter(({ children }) => children.length > 0);
  for (const family of [...new Set([...candidates, ...centre.families.values()])].slice(0, CONSIDERED)) {
    const { clientId, children } = family;
    const passes = await centre.act(desk, listSubscriptions, { clientId, status: 'ACTIVE', limit: 5 });
    const booked = await Promise.all(children.map(({ studentId }) =>
      centre.act(desk, listTrainings, { studentId, from, limit: 1 })));
    const invoices = await unpaid(centre, family);
    const comes = (passes.pagination.total > 0 ? 4 : 0) + (booked.some(({ pagination }) => pagination.total > 0) ? 4 : 0);
    const owes = invoices.some(({ isOverdue }) => isOverdue);
    known.push({ family, comes, owes, several: children.length > 1 ? 1 : 0 });
  }
  const best = (worth: (one: (typeof known)[number]) => number, but?: Family): Family => {
    const found = known.filter(({ family }) => family !== but).toSorted((one, other) => worth(other) - worth(one))[0];
    if (found === undefined) throw new TypeError('Nobody has come to the centre yet');
    return found.family;
  };
  const debtor = best(({ comes, owes }) => comes + (owes ? 10 : 0));
  return [best(({ comes, owes, several }) => comes + several - (owes ? 2 : 0), debtor), debtor];
}

/** Those who owe and are not looked at pay what they owe first. */
async function takeMoney(centre: Centre, but: readonly Family[], until: (time: string) => Promise<void>): Promise<void> {
  const waiting = PAYING.map((one) => one);
  for (const family of here(centre, 0)) {
    const [next] = waiting;
    if (next === undefined) break;
    const [invoice] = but.includes(family) ? [] : await unpaid(centre, family);
    if (invoice === undefined) continue;
    const { time, paymentMethod } = next;
    await until(time);
    const actor = paymentMethod === 'ONLINE' ? centre.staff.site : centre.staff.desk[0];
    await centre.act(actor, registerPayment, {
      clientId: family.clientId, amount: roubles(invoice.dueAmount), paymentMethod,
    });
    waiting.shift();
  }
}

async function planOpenLesson(
  centre: Centre, { children }: Family, times: { startsAt: Temporal.Instant; endsAt: Temporal.Instant },
): Promise<void> {
  const { act, staff, roomIds } = centre;
  const [trainer] = staff.trainers;
  const lesson = {
    title: 'Открытый урок «Краски сентября»', startsAt: times.startsAt.toString(), endsAt: times.endsAt.toString(),
    trainerId: trainer?.userId, capacity: 12, price: 700, studentIds: children.slice(0, 1).map(({ studentId }) => studentId),
  };
  const planned = await unlessRefused(['ROOM_BUSY'], act(staff.director, createTraining, { ...lesson, roomId: roomIds[0] }));
  if (!planned) await act(staff.director, createTraining, lesson);
}

/** Two families may be looked at from inside; each has something to pay. */
async function letFamiliesIn(centre: Centre, families: readonly Family[]): Promise<void> {
  const { act, login, services, staff } = centre;
  for (const [index, family] of families.entries()) {
    const { clientId, children: [child] } = family;
    if ((await unpaid(centre, family)).length === 0) {
      await act(staff.desk[0], createInvoice, {
        clientId, items: [{ serviceId: services['costume'] ?? '' }],
        ...(child !== undefined && { studentId: child.studentId }),
      });
    }
    await login({
      mailbox: index === 0 ? 'family' : `family${index + 1}`, firstName: index === 0 ? 'Семья' : 'Должники', lastName: '',
      role: 'CLIENT', clientId,
    });
  }
}

/** The clock stops; the second trainer has marked the first training of the day, the first one has not yet. */
async function markFirst(
  centre: Centre, day: number, latest: Temporal.Instant, stopAt: (moment: Temporal.Instant) => Promise<void>,
): Promise<void> {
  const date = dayAt(day).toString();
  const { trainings } = await centre.act(centre.staff.desk[0], listTrainings, { from: date, to: date, limit: 100 });
  const held = trainings.filter(({ status, startsAt }) =>
    status === 'PLANNED' && Temporal.Instant.compare(startsAt, latest) <= 0);
  await stopAt((held.at(-1)?.startsAt ?? latest).add({ minutes: MINUTES_INTO }));
  const [, second] = centre.staff.trainers;
  const marked = held.find(({ trainerId, booked }) => trainerId === second?.userId && booked > 0);
  if (marked && second) await centre.act(second, markAll, { id: marked.id, all: 'PRESENT' });
}
