import { checkGiven, rewriteTrainings } from './changing-steps.ts';
import { type ChangedTraining, type PlannedTraining, loadPlanned, loadSeries, moveSeries } from './changing-store.ts';
import { orKept, tidyName } from './fields.ts';
import { lockGroups } from './group-store.ts';
import { presentTraining, requireTraining, trainingFacts } from './load-training.ts';
import { daysOfLine, lastDayBefore, movedTo, timesOn } from './rules.ts';
import { type SlotRow, insertSlot, loadSlot, updateSlot } from './slot-store.ts';
import { trainingEndpoints } from './training-contract.ts';
import { type TrainingRow, lockTrainings } from './training-store.ts';
import { changedFacts } from '../kernel/changes.ts';
import type { Input } from '../kernel/contract.ts';
import { type Day, addDays, dayOf, isBefore, isEarlier } from '../kernel/day.ts';
import { type Context, operation, today } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

type Change = Input<typeof trainingEndpoints.update>;

export const changeTraining = operation(trainingEndpoints.update, async (context, input) => {
  const { groupId } = await requireTraining(context, input.id);
  if (groupId !== null) await lockGroups(context, [groupId]);
  await lockTrainings(context, [input.id]);
  const before = await requireTraining(context, input.id);
  refuseForeignFields(input);
  await checkGiven(context, input);
  const change = input.scope === 'ONE' ? changeOne : changeSeries;
  const changed = await change(context, before, input);
  const after = await requireTraining(context, input.id);
  const facts = changedFacts(trainingFacts(before), trainingFacts(after));
  return {
    result: { training: presentTraining(after), changed },
    audit: {
      entityType: 'training', entityId: input.id, before: facts.before,
      after: { ...facts.after, scope: input.scope, changed },
    },
  };
});

const OF_ONE = ['startsAt', 'endsAt'] as const;
const OF_SERIES = ['weekday', 'startTime', 'durationMinutes'] as const;

/** One training has instants, a weekly line has a weekday and local hours; a field of the other kind is a mistake. */
function refuseForeignFields(input: Change): void {
  const foreign = (input.scope === 'ONE' ? OF_SERIES : OF_ONE).filter((field) => input[field] !== undefined);
  const message = `Не подходит к scope ${input.scope} / not for scope ${input.scope}`;
  if (foreign.length > 0) throw new Refusal('VALIDATION', {}, { errors: foreign.map((path) => ({ path, message })) });
}

const hasBegun = (context: Context, { startsAt }: { startsAt: Temporal.Instant }): boolean =>
  !isEarlier(context.now, startsAt);

/** The training with the fields that the change gives. */
function withGiven(input: Change, before: PlannedTraining): ChangedTraining {
  const { id, onDate, startsAt, endsAt } = before;
  return {
    id, onDate, startsAt, endsAt,
    title: input.title === undefined ? before.title : tidyName(input.title),
    roomId: orKept(input.roomId, before.roomId), trainerId: orKept(input.trainerId, before.trainerId),
    capacity: orKept(input.capacity, before.capacity), price: orKept(input.price, before.price),
  };
}

async function changeOne(context: Context, { id }: TrainingRow, input: Change): Promise<number> {
  const [before] = await loadPlanned(context, [id]);
  refuseUnless(before, 'NOT_FOUND');
  refuseUnless(before.status === 'PLANNED', 'TRAINING_CANCELLED');
  refuseUnless(!hasBegun(context, before), 'TRAINING_BEGUN');
  const startsAt = input.startsAt ?? before.startsAt;
  const endsAt = input.endsAt ?? startsAt.add(before.startsAt.until(before.endsAt));
  const onDate = dayOf(startsAt, context.timeZone);
  await rewriteTrainings(context, [before], [{ ...withGiven(input, before), startsAt, endsAt, onDate }]);
  return 1;
}

/** Changes the weekly line from a day on, with its trainings that have not begun. */
async function changeSeries(context: Context, anchor: TrainingRow, input: Change): Promise<number> {
  refuseUnless(context.scope === 'all', 'FORBIDDEN');
  const slot = anchor.slotId === null ? undefined : await loadSlot(context, anchor.slotId);
  const message = 'Занятие не из расписания / the training is not of a weekly schedule';
  refuseUnless(slot && anchor.slotDate, 'VALIDATION', {}, { errors: [{ path: 'scope', message }] });
  const from = input.scope === 'FOLLOWING' ? thisDay(context, anchor, anchor.slotDate) : await firstDay(context, slot);
  await lockTrainings(context, (await loadSeries(context, slot.id, from)).map(({ id }) => id));
  const series = await loadSeries(context, slot.id, from);
  const line = await replaceLine(context, slot, from, input);
  const before = series.filter((training) => training.status === 'PLANNED' && !hasBegun(context, training));
  await rewriteTrainings(context, before, before.map((training) => inLine(context, input, line, training)));
  return before.length;
}

function thisDay(context: Context, anchor: TrainingRow, slotDate: Day): Day {
  refuseUnless(anchor.status === 'PLANNED', 'TRAINING_CANCELLED');
  refuseUnless(!hasBegun(context, anchor), 'TRAINING_BEGUN');
  return slotDate;
}

/** The first day of the weekly line whose training has not begun, made already or not. */
async function firstDay(context: Context, slot: SlotRow): Promise<Day> {
  const series = await loadSeries(context, slot.id, slot.validFrom);
  const made = series.find((training) => training.status === 'PLANNED' && !hasBegun(context, training))?.slotDate;
  const from = made ?? daysOfLine(slot, addDays(today(context), 1), addDays(today(context), 7))[0];
  refuseUnless(from, 'TRAINING_BEGUN');
  return from;
}

/**
 * The line ends the day before and another begins; a line that has no earlier day is changed itself. What stood for a
 * day of the old line, also a cancelled or deleted training, stands for the day of the new one in the same week.
 */
async function replaceLine(context: Context, slot: SlotRow, from: Day, input: Change): Promise<SlotRow> {
  const weekday = input.weekday ?? slot.weekday;
  const days = weekday - slot.weekday;
  const isWhole = await isFirstDay(context, slot, from);
  const line: SlotRow = {
    ...slot,
    id: isWhole ? slot.id : uuidv7(),
    weekday,
    startTime: input.startTime ?? slot.startTime,
    durationMinutes: input.durationMinutes ?? slot.durationMinutes,
    roomId: orKept(input.roomId, slot.roomId),
    trainerId: orKept(input.trainerId, slot.trainerId),
    title: input.title === undefined ? slot.title : tidyName(input.title),
    capacity: orKept(input.capacity, slot.capacity),
    price: orKept(input.price, slot.price),
    validFrom: movedTo(from, weekday),
    validUntil: slot.validUntil === null ? null : addDays(slot.validUntil, days),
    skippedDates: slot.skippedDates.filter((date) => !isBefore(date, from)).map((date) => addDays(date, days)),
  };
  if (isWhole) {
    await updateSlot(context, line);
  } else {
    const skippedDates = slot.skippedDates.filter((date) => isBefore(date, from));
    await updateSlot(context, { ...slot, validUntil: lastDayBefore(from, slot), skippedDates });
    await insertSlot(context, line);
  }
  if (!isWhole || days !== 0) await moveSeries(context, slot.id, from, { slotId: line.id, days });
  return line;
}

/** Whether the line has no training before the day and will make none. */
async function isFirstDay(context: Context, slot: SlotRow, from: Day): Promise<boolean> {
  if (daysOfLine(slot, today(context), addDays(from, -1)).length > 0) return false;
  const [first] = await loadSeries(context, slot.id, slot.validFrom);
  return first?.slotDate == null || !isBefore(first.slotDate, from);
}

/** The training as the changed line has it. Only a change of the hour moves it, and never into the past. */
function inLine(context: Context, input: Change, line: SlotRow, before: PlannedTraining): ChangedTraining {
  const after = withGiven(input, before);
  if (before.slotDate === null || OF_SERIES.every((field) => input[field] === undefined)) return after;
  const times = timesOn(movedTo(before.slotDate, line.weekday), line, context.timeZone);
  return isEarlier(context.now, times.startsAt) ? { ...after, ...times } : after;
}
