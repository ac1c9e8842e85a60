/** What trainers do: they mark in the evening who came, put a mark right on the next day, and are ill now and then. */
import { DAYS, EVENING, OPENING, dayAt, isWorkingDay } from './calendar.ts';
import { type Centre, deskOn } from './centre.ts';
import { sideBySide } from './lanes.ts';
import { randomOf } from './random.ts';
import { getTraining, listTrainings } from '../trainings/read-trainings.ts';
import { cancelTraining } from '../trainings/cancel-training.ts';
import { markAll, markAttendance } from '../trainings/mark-attendance.ts';
import type { Result } from '../kernel/contract.ts';
import type { Actor } from '../kernel/operation.ts';

type Training = Result<typeof getTraining.endpoint>;
type Listed = Result<typeof listTrainings.endpoint>['trainings'][number];

const WHO = 'trainers';
const MARKING_AT_ONCE = 6;
const PAGE = 100;
const PRESENT_SHARE = 0.88;

/** A mark that is to be put right. */
type Wrong = { trainer: Actor; trainingId: string; studentId: string; number: number };

export function planTeaching(centre: Centre): void {
  let wrong: Wrong[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    if (!isWorkingDay(day)) continue;
    const random = randomOf(centre.seed, 4_000_000 + day);
    const ill = random.chance(0.07) ? random.pick(centre.staff.trainers) : undefined;
    if (ill) centre.agenda.at(WHO, day, OPENING, () => callIn(centre, ill.userId));
    centre.agenda.at(WHO, day, EVENING, async () => {
      await correct(centre, wrong);
      wrong = await markDay(centre, day);
    });
  }
}

/** The trainings of a day, however many. */
export async function trainingsOn(centre: Centre, day: number): Promise<Listed[]> {
  const date = dayAt(day).toString();
  const found: Listed[] = [];
  for (let page = 1; ; page += 1) {
    const { trainings, pagination } = await centre.act(deskOn(centre), listTrainings, {
      from: date, to: date, page, limit: PAGE,
    });
    found.push(...trainings);
    if (page * PAGE >= pagination.total) return found;
  }
}

/** A trainer is ill: the desk calls off the trainings of the day. */
async function callIn(centre: Centre, trainerId: string): Promise<void> {
  const trainings = await trainingsOn(centre, centre.agenda.day);
  for (const { id } of trainings.filter((training) => training.trainerId === trainerId)) {
    await centre.act(deskOn(centre), cancelTraining, { id, reason: 'Преподаватель заболел' });
  }
}

/** Those marked as missing had come after all. */
async function correct({ act }: Centre, wrong: readonly Wrong[]): Promise<void> {
  for (const { trainer, trainingId, studentId } of wrong.toSorted((one, other) => one.number - other.number)) {
    await act(trainer, markAttendance, { trainingId, studentId, status: 'PRESENT' });
  }
}

/** Trainings without a family in common are marked side by side; gives the marks that the trainers got wrong. */
async function markDay(centre: Centre, day: number): Promise<Wrong[]> {
  const held = (await trainingsOn(centre, day)).filter(({ status, booked }) => status === 'PLANNED' && booked > 0);
  const seen: Training[] = [];
  await sideBySide(held.map(({ id }, index) => ({
    touches: [], run: async () => {
      seen[index] = await centre.act(deskOn(centre), getTraining, { id });
    },
  })), MARKING_AT_ONCE);
  const wrong: Wrong[] = [];
  await sideBySide(seen.map((training) => ({
    touches: training.participants.map(({ clientId }) => clientId), run: async () => {
      wrong.push(...await markTraining(centre, day, training));
    },
  })), MARKING_AT_ONCE);
  return wrong;
}

/** All were there, but for some; now and then one of these came after all. */
async function markTraining(centre: Centre, day: number, training: Training): Promise<Wrong[]> {
  const { id, trainerId, participants } = training;
  const missing = participants.filter(({ status }) => status === 'BOOKED')
    .map(({ studentId }) => ({ studentId, number: centre.numbers.get(studentId) ?? 0 }))
    .filter(({ number }) => !randomOf(centre.seed, 3_000_000 + number * 400 + day).chance(PRESENT_SHARE))
    .sort((one, other) => one.number - other.number);
  const trainer = centre.staff.trainers.find(({ userId }) => userId === trainerId) ?? deskOn(centre);
  await centre.act(trainer, markAll, {
    id, all: 'PRESENT', marks: missing.map(({ studentId }) => ({ studentId, status: 'ABSENT' as const })),
  });
  return missing.slice(0, 1)
    .filter(({ number }) => randomOf(centre.seed, 5_000_000 + number * 400 + day).chance(0.07))
    .map((one) => ({ ...one, trainer, trainingId: id }));
}
