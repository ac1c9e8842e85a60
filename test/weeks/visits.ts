/** The visits of the model: who comes, what a visit costs, and how that is taken back. */
import {
  type Cause, type Label, type Mark, type Model, type Step, type Training, HOUR, addDays, at, chargeOf, dayAt, daysFrom,
  grantsOf,
  hasBegun, isForGroup, refuseIf, sessionsOf, today,
} from './model.ts';
import { issue, move, runQueue, voidByEvent } from './money.ts';

type Do<K extends Step['do']> = Extract<Step, { do: K }>;
export type Outcome = 'SESSION' | 'INVOICE' | 'ERROR' | 'CANCELLED' | 'CHARGED' | 'RECORD_ONLY';

export function plan(model: Model, { group, starts, price, students }: Do<'training'>): void {
  const members = [...model.students.keys()].filter((student) => model.members[`${group}:${student}`] === 'ACTIVE');
  const people = (students ?? members).map((student) => [student, { status: 'BOOKED' as const, since: model.now }]);
  model.trainings.push({
    group, starts, ends: starts + HOUR, day: dayAt(starts), price, isCancelled: false,
    people: Object.fromEntries(people), marks: {},
  });
}

export function book(model: Model, { training: place, student }: Do<'book' | 'unmark' | 'leave'>): void {
  const training = at(model.trainings, place);
  refuseIf(training.isCancelled, 'TRAINING_CANCELLED');
  refuseIf(training.people[student]?.status === 'BOOKED', 'ALREADY_BOOKED');
  training.people[student] = { status: 'BOOKED', since: model.now };
}

/** In the order in which they joined. */
const listOf = ({ people }: Training): number[] => Object.keys(people).map(Number)
  .toSorted((a, b) => people[a]!.since - people[b]!.since || a - b);

/** C-39: the pass that pays for a visit; of several the one that ends first, then the oldest. */
function coverOf(model: Model, student: number, { day, group }: Training): number | undefined {
  return [...model.passes.keys()].filter((index) => {
    const pass = model.passes[index]!;
    const isFrozen = pass.freeze !== null && pass.freeze.from <= day && day <= pass.freeze.through;
    return pass.student === student && pass.status === 'ACTIVE' && sessionsOf(model, index) !== 0
      && pass.start <= day && day <= pass.end && !isFrozen && isForGroup(pass, group);
  }).toSorted((a, b) => daysFrom(model.passes[b]!.end, model.passes[a]!.end) || a - b)[0];
}

/** One session of the pass: of the oldest invoice that has one left (S2-155). Gives that invoice. */
function takeSession(model: Model, index: number): number | null {
  move(model.passes[index]!, 'CHARGE', -1);
  const invoice = grantsOf(model, index).find(({ item }) => item.left !== null && item.left > 0);
  if (!invoice) return null;
  invoice.item.left! -= 1;
  invoice.item.state = invoice.item.left === 0 ? 'COMPLETED' : 'IN_PROGRESS';
  return model.invoices.indexOf(invoice);
}

/** C-41…C-43: one routine for everybody who charges, and its order of questions. */
function charge(model: Model, place: number, student: number, cause: Cause, label: Label, always = false): Outcome {
  const training = model.trainings[place]!;
  if (training.people[student]?.status !== 'BOOKED') return 'CANCELLED';
  if (chargeOf(model, place, student)) return 'CHARGED';
  const common = { training: place, student, label, cause, isActive: true };
  const pass = coverOf(model, student, training);
  if (pass !== undefined) {
    model.charges.push({ ...common, kind: 'SESSION', pass, invoice: takeSession(model, pass) });
    return 'SESSION';
  }
  if (model.policy.uncovered === 'RECORD_ONLY' && !always) return 'RECORD_ONLY';
  const price = training.price ?? (training.group === null ? null : model.groups[training.group]!.price);
  if (price === null) return 'ERROR';
  model.charges.push({ ...common, kind: 'INVOICE', pass: null, invoice: model.invoices.length });
  issue(model, {
    price, client: model.students[student]!.client, student, purpose: purposeOf(label), pass: null, training: place,
    period: null, due: training.day, item: { left: null, state: 'PENDING' },
  });
  return 'INVOICE';
}
const purposeOf = (label: Label) => (label === 'NORMAL' ? 'TRAINING' : label);

/** C-45, C-47: exactly what the charge did, the other way round. */
function undo(model: Model, place: number, student: number): void {
  const found = chargeOf(model, place, student);
  if (!found) return;
  found.isActive = false;
  if (found.kind === 'INVOICE') {
    if (!model.invoices[found.invoice!]!.isCancelled) voidByEvent(model, found.invoice!);
    return;
  }
  const pass = model.passes[found.pass!]!;
  move(pass, 'RETURN', 1);
  if (found.invoice === null) return;
  const { item } = model.invoices[found.invoice]!;
  item.left! += 1;
  if (item.state !== 'CANCELLED') item.state = item.left === model.kinds[pass.kind]!.sessions ? 'PENDING' : 'IN_PROGRESS';
}

function rename(model: Model, place: number, student: number, label: Label): void {
  const found = chargeOf(model, place, student)!;
  found.label = label;
  if (found.kind === 'INVOICE') model.invoices[found.invoice!]!.purpose = purposeOf(label);
}

const settleAll = (model: Model): void => model.clients.forEach((_, client) => runQueue(model, client));

/** C-44…C-46. */
export function leave(model: Model, { training: place, student }: Do<'book' | 'unmark' | 'leave'>): void {
  const training = at(model.trainings, place);
  refuseIf(training.isCancelled, 'TRAINING_CANCELLED');
  const person = training.people[student];
  refuseIf(person === undefined, 'NOT_BOOKED');
  refuseIf(person!.status !== 'BOOKED', 'BOOKING_CANCELLED');
  refuseIf(hasBegun(model, training), 'TRAINING_STARTED');
  const isSafe = training.starts - model.now >= model.policy.safeHours * HOUR;
  if (isSafe) undo(model, place, student);
  else if (chargeOf(model, place, student)) rename(model, place, student, 'FINE');
  else charge(model, place, student, 'CANCELLATION', 'FINE', true);
  training.people[student] = { status: isSafe ? 'SAFE' : 'FINE', since: model.now };
  settleAll(model);
}

/** C-47: first everybody, then the queues. A second time it changes nothing. */
export function cancelTraining(model: Model, { training: place, reason }: Do<'cancelTraining'>): void {
  const training = at(model.trainings, place);
  if (training.isCancelled) return;
  const isHeld = training.ends <= model.now && Object.keys(training.marks).length > 0;
  refuseIf(isHeld && reason.trim() === '', 'REASON_REQUIRED');
  for (const student of model.students.keys()) undo(model, place, student);
  training.isCancelled = true;
  settleAll(model);
}

function refuseUnmarkable(model: Model, training: Training): void {
  refuseIf(training.isCancelled, 'TRAINING_CANCELLED');
  refuseIf(today(model) < training.day, 'MARK_IN_FUTURE');
}

/** C-41, C-42, C-52: what a mark means for what was or was not charged. */
function follow(model: Model, place: number, student: number, mark: Mark): void {
  const { marks } = model.trainings[place]!;
  const isCorrection = marks[student] === 'ABSENT' && !model.policy.chargeAbsent;
  marks[student] = mark;
  const found = chargeOf(model, place, student);
  const label = mark === 'PRESENT' ? 'NORMAL' : 'ABSENCE';
  if (mark === 'ABSENT' && !model.policy.chargeAbsent) {
    if (found && found.label !== 'FINE') undo(model, place, student);
  } else if (!found) {
    if (model.policy.timing !== 'NIGHTLY' || isCorrection) charge(model, place, student, 'ATTENDANCE', label);
  } else if (found.cause === 'ATTENDANCE' && found.label !== 'FINE') {
    rename(model, place, student, label);
  }
}

export function mark(model: Model, { training: place, student, mark: given }: Do<'mark'>): void {
  const training = at(model.trainings, place);
  refuseUnmarkable(model, training);
  const person = training.people[student];
  refuseIf(person === undefined && given === 'ABSENT', 'NOT_BOOKED');
  if (given === 'PRESENT' && person?.status !== 'BOOKED') training.people[student] = { status: 'BOOKED', since: model.now };
  follow(model, place, student, given);
  settleAll(model);
}

export function markAll(model: Model, { training: place, mark: given, but }: Do<'markAll'>): void {
  const training = at(model.trainings, place);
  refuseUnmarkable(model, training);
  const booked = listOf(training).filter((student) => training.people[student]!.status === 'BOOKED');
  refuseIf(but !== null && !booked.includes(but), 'NOT_BOOKED');
  const other = given === 'PRESENT' ? 'ABSENT' : 'PRESENT';
  for (const student of booked) follow(model, place, student, student === but ? other : given);
  settleAll(model);
}

/** C-52: only what the mark itself charged. */
export function unmark(model: Model, { training: place, student }: Do<'book' | 'unmark' | 'leave'>): void {
  const training = at(model.trainings, place);
  refuseIf(training.marks[student] === undefined, 'NOT_MARKED');
  delete training.marks[student];
  const found = chargeOf(model, place, student);
  if (found?.cause === 'ATTENDANCE' && found.label !== 'FINE') undo(model, place, student);
  settleAll(model);
}

export function chargeByHand(model: Model, place: number): Outcome[] {
  const training = at(model.trainings, place);
  refuseIf(training.isCancelled, 'TRAINING_CANCELLED');
  return listOf(training).map((student) => charge(model, place, student, 'MANUAL', 'NORMAL'));
}

/** S4-062…S4-074, C-41, C-49: the trainings of tomorrow in the order of their start, where the night charges at all. */
export function runNight(model: Model): Record<string, number> {
  if (model.policy.timing === 'ON_ATTENDANCE') return { trainings: 0 };
  const tomorrow = addDays(today(model), 1);
  const places = [...model.trainings.keys()]
    .filter((place) => model.trainings[place]!.day === tomorrow && !model.trainings[place]!.isCancelled)
    .toSorted((a, b) => model.trainings[a]!.starts - model.trainings[b]!.starts || a - b);
  const outcomes = places.flatMap((place) =>
    listOf(model.trainings[place]!).map((student) => charge(model, place, student, 'NIGHT', 'NORMAL')));
  const count = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
  const skipped = (['CANCELLED', 'CHARGED', 'RECORD_ONLY'] as const).filter((why) => count(why) > 0);
  return {
    trainings: places.length, participants: outcomes.length, sessionsDeducted: count('SESSION'),
    invoicesCreated: count('INVOICE'),
    errors: count('ERROR'), ...Object.fromEntries(skipped.map((why) => [`skipped.${why}`, count(why)])),
  };
}
