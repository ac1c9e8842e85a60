/** Random commands of a club. They say what to do in general; `resolve` makes a step of one for the model as it is. */
import fc from 'fast-check';
import {
  type Model, type Pass, type Policy, type Step, HOUR, addDays, balanceOf, chargeOf, dueOf, isOpen, momentOf, today, total,
} from './model.ts';

const often = <const T>(...choices: (readonly [weight: number, value: T])[]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

const common: Policy = {
  mode: 'DIRECTED', allowPartial: false, activation: 'ON_FULL_PAYMENT', carryOver: true, freezeExtendsEnd: true,
  timing: 'ON_ATTENDANCE', chargeAbsent: false, uncovered: 'RECORD_ONLY', safeHours: 12, renews: false, leadDays: 7,
  graceDays: null, dueDays: 7,
};
const charging = { mode: 'FIFO_BALANCE', timing: 'BOTH', chargeAbsent: true, uncovered: 'INVOICE' } as const;
/** The table of requirements 3.0. */
export const templatePolicies: Record<'STUDIO' | 'SPORT' | 'TUTOR' | 'SCHOOL', Policy> = {
  STUDIO: { ...common, allowPartial: true, renews: true, graceDays: 14 },
  SPORT: { ...common, ...charging, activation: 'ON_CREATION' },
  TUTOR: common,
  SCHOOL: { ...common, ...charging },
};

const settlement = often([3, { mode: 'FIFO_BALANCE', allowPartial: false }], [2, { mode: 'DIRECTED', allowPartial: true }],
  [1, { mode: 'DIRECTED', allowPartial: false }]);
const others = fc.record({
  activation: often([1, 'ON_CREATION'], [1, 'ON_FULL_PAYMENT']), carryOver: often([1, true], [1, false]),
  freezeExtendsEnd: often([2, true], [1, false]), timing: often([3, 'BOTH'], [2, 'NIGHTLY'], [1, 'ON_ATTENDANCE']),
  chargeAbsent: often([1, true], [1, false]), uncovered: often([2, 'INVOICE'], [1, 'RECORD_ONLY']),
  safeHours: often([3, 12], [1, 2], [1, 0]), renews: often([2, true], [1, false]), leadDays: often([2, 7], [1, 0], [1, 30]),
  graceDays: often([2, 3], [1, 0], [1, null]), dueDays: often([2, 7], [1, 0]),
});
export const policies: fc.Arbitrary<Policy> = fc.tuple(settlement, others).map(([money, rest]) => ({ ...money, ...rest }));
export const benefits: fc.Arbitrary<number[]> =
  fc.array(often([6, 0], [2, 1000], [1, 3333], [1, 10_000]), { minLength: 2, maxLength: 2 });

const KINDS = often(
  [12, 'clock'], [10, 'training'], [4, 'book'], [8, 'sell'], [8, 'pay'], [4, 'payInvoice'], [3, 'settle'], [6, 'reverse'],
  [3, 'void'], [14, 'night'], [8, 'mark'], [4, 'markAll'], [3, 'unmark'], [12, 'leave'], [6, 'cancelTraining'],
  [3, 'charge'], [6, 'freeze'], [4, 'unfreeze'], [4, 'renew'], [3, 'cancelPass'], [3, 'overdue'],
  [3, 'renewals'], [3, 'expulsion'],
);
const PAUSES = often([3, 'hour'], [6, 'evening'], [3, 'day'], [6, 'limit'], [5, 'start'], [3, 'end'], [2, 'lapse'],
  [1, 'week']);
const fields = fc.record({
  what: KINDS, pause: PAUSES, pick: fc.nat(30), student: often([3, 0], [1, 1], [2, 2]),
  group: often([5, 0], [1, 1], [4, null]),
  flag: fc.boolean(), price: often([3, null], [3, 50_000], [1, 25_001]), days: often([8, 1], [2, 0], [2, 3], [1, 7]),
  kind: fc.nat(3), hour: often([2, '10:00'], [1, '20:00'], [1, '00:30'], [1, '23:45']),
  nudge: often([4, 0], [1, -1], [1, 1]),
  amount: often([3, 'due'], [2, 'more'], [2, 'first'], [1, 'less'], [1, 'one']),
  /** Picks among everything, also what cannot succeed, rather than among what probably can. */
  wild: often([7, false], [1, true]), missing: often([80, false], [1, true]),
  /** Alone, or after a preview whose hash it carries. */
  isPreviewed: often([7, false], [1, true]),
});
export type Command = typeof fields extends fc.Arbitrary<infer T> ? T : never;

const tame = (fixed: Partial<Command>): fc.Arbitrary<Command> =>
  fields.map((given) => ({ ...given, wild: false, missing: false, ...fixed }));
const scene = (...parts: Partial<Command>[]): fc.Arbitrary<Command[]> => fc.tuple(...parts.map(tame));
const sell = { what: 'sell' } as const;
const paid = { what: 'pay', amount: 'more' } as const;
const tomorrow = { what: 'training', days: 1 } as const;
const evening = { what: 'clock', pause: 'evening', nudge: 0 } as const;
const night = { what: 'night' } as const;
const unmark = { what: 'unmark' } as const;
const called = { what: 'cancelTraining', flag: false } as const;
const FIRST: Partial<Command>[] = [
  { ...sell, student: 0 }, { ...sell, student: 0 }, { ...paid, pick: 0 }, sell, { what: 'pay', pick: 1, amount: 'due' },
];
/** What happens in a club one after another, so that histories come to where it matters. */
const scenes = fc.oneof(
  { weight: 24, arbitrary: scene(tomorrow, evening, night) },
  { weight: 12, arbitrary: scene(tomorrow, tomorrow, evening, night, { what: 'pay', amount: 'first' }, called) },
  { weight: 8, arbitrary: scene(tomorrow, evening, night, { ...sell, student: 0 }, paid, called) },
  { weight: 16, arbitrary: scene({ what: 'clock', pause: 'limit' }, { what: 'leave' }) },
  { weight: 12, arbitrary: scene(tomorrow, { what: 'clock', pause: 'start' }, { what: 'mark' }, { what: 'mark' }, unmark) },
  { weight: 8, arbitrary: scene(tomorrow, evening, night, { what: 'clock', pause: 'start' }, { what: 'markAll' }, unmark) },
  { weight: 8, arbitrary: scene(tomorrow, { what: 'freeze', days: 1 }, night) },
  { weight: 8, arbitrary: scene({ what: 'freeze' }, { what: 'clock', pause: 'day' }, { what: 'unfreeze' }) },
  { weight: 8, arbitrary: scene({ what: 'renew' }, paid, { what: 'reverse' }, paid) },
  { weight: 8, arbitrary: scene({ what: 'clock', pause: 'end', nudge: -1 }, { what: 'renewals' }, paid) },
  { weight: 6, arbitrary: scene({ what: 'clock', pause: 'lapse' }, { what: 'expulsion' }, { what: 'renew' }, paid) },
);
/** A week begins with passes that are sold and paid; then come things alone and scenes. */
export const weeks = (minLength: number, maxLength: number): fc.Arbitrary<Command[]> => fc.tuple(
  fc.subarray(FIRST).chain((parts) => scene(...parts)),
  fc.array(fc.oneof({ weight: 3, arbitrary: fields.map((one) => [one]) }, { weight: 2, arbitrary: scenes }),
    { minLength, maxLength, size: 'max' }),
).map(([opening, rest]) => [...opening, ...rest.flat()]);

/** One of the likely places, or of all; a place beyond the end when there is none or the command asks for it. */
function choose(command: Command, all: number, likely: (index: number) => boolean): number {
  const places = [...Array(all).keys()];
  const good = command.wild ? places : places.filter(likely);
  const from = good.length > 0 ? good : places;
  return command.missing || from.length === 0 ? all : from[command.pick % from.length]!;
}

/** The next moment of the kind that the command names, or an hour later when there is none. */
function momentAfter(model: Model, { pause, pick, nudge }: Command): number {
  const { now } = model;
  const evening = momentOf(today(model), '21:00');
  const starts = model.trainings.filter((training) => !training.isCancelled).map((training) => training.starts);
  // The last moment of the day on which a pass still covers, and the first of the next one; the same of its grace.
  const live = model.passes.filter((pass) => pass.status === 'ACTIVE' || pass.status === 'PENDING');
  const ends = live.map((pass) => momentOf(addDays(pass.end, 1), '00:00'));
  const grace = (model.policy.graceDays ?? 14) * 24 * HOUR;
  const candidates = {
    hour: [now + HOUR], evening: [evening > now ? evening : evening + 24 * HOUR], day: [now + 24 * HOUR],
    week: [now + 7 * 24 * HOUR], limit: starts.map((start) => start - model.policy.safeHours * HOUR), start: starts,
    end: ends, lapse: ends.map((end) => end + grace),
  }[pause];
  const ahead = candidates.map((moment) => moment + nudge).filter((moment) => moment > now);
  return ahead.length === 0 ? now + HOUR : ahead[pick % ahead.length]!;
}

/** All that is due, the oldest of it, a little beside it. */
function amountFor(model: Model, client: number, dues: readonly number[], { amount }: Command): number {
  const wanted = total(dues) > 0 ? total(dues) : Math.max(100, balanceOf(model, client));
  return { due: wanted, more: wanted + 77_700, first: dues[0] || wanted, less: Math.max(1, wanted - 1_000), one: 1 }[amount];
}

type Resolver = (model: Model, command: Command) => Step;
const invoiceFor = (model: Model, command: Command, likely: (index: number) => boolean) =>
  choose(command, model.invoices.length, likely);
const passFor = (model: Model, command: Command, ...statuses: string[]) =>
  choose(command, model.passes.length, (index) => statuses.includes(model.passes[index]!.status));

const onMoney: Record<string, Resolver> = {
  pay: (model, command) => {
    const open = [...model.invoices.keys()].filter((index) => isOpen(model, index));
    // Where a payment names its invoice, it mostly does.
    if (model.policy.mode === 'DIRECTED' && !command.wild && open.length > 0) return onMoney['payInvoice']!(model, command);
    const debtor = command.wild || open.length === 0 ? command.pick % model.clients.length
      : model.invoices[open[command.pick % open.length]!]!.client;
    const due = open.filter((index) => model.invoices[index]!.client === debtor).map((index) => dueOf(model, index));
    return { do: 'pay', client: debtor, amount: amountFor(model, debtor, due, command) };
  },
  payInvoice: (model, command) => {
    const invoice = invoiceFor(model, command, (index) => isOpen(model, index));
    const found = model.invoices[invoice];
    const amount = found ? amountFor(model, found.client, [dueOf(model, invoice)], command) : 100;
    return { do: 'payInvoice', invoice, amount };
  },
  settle: (model, command) => ({ do: 'settle', invoice: invoiceFor(model, command, (index) => isOpen(model, index)) }),
  void: (model, command) => {
    const invoice = invoiceFor(model, command, (index) => isOpen(model, index));
    // A person who cancels the invoice of sessions that were granted already is another matter: nothing says what follows.
    const isGranted = model.invoices[invoice]?.pass !== null && model.invoices[invoice]?.tookEffect;
    return isGranted ? { do: 'overdue' } : { do: 'void', invoice };
  },
  reverse: (model, command) =>
    ({ do: 'reverse', payment: choose(command, model.payments.length, (index) => !model.payments[index]!.isReversed) }),
};

const isFrozenAhead = (model: Model, { freeze }: Pass): boolean => freeze !== null && freeze.through >= today(model);
const onPass: Record<string, Resolver> = {
  sell: (model, command) => ({
    do: 'sell', student: command.student, kind: command.kind, group: command.group,
    start: addDays(today(model), command.wild ? 5 - command.pick : 0),
  }),
  freeze: (model, command) => {
    const from = addDays(today(model), command.wild ? -1 : command.days);
    const length = [0, 2, 9, -1, 40][command.wild ? command.pick % 5 : command.pick % 3]!;
    const through = addDays(from, length);
    return { do: 'freeze', pass: passFor(model, command, 'ACTIVE'), from, through, release: command.flag };
  },
  unfreeze: (model, command) => ({
    do: 'unfreeze', pass: choose(command, model.passes.length, (index) => isFrozenAhead(model, model.passes[index]!)),
    on: command.flag ? null : addDays(today(model), command.wild ? -1 : command.days),
  }),
  renew: (model, command) => ({ do: 'renew', pass: passFor(model, command, 'ACTIVE', 'EXPIRED') }),
  cancelPass: (model, command) => ({ do: 'cancelPass', pass: passFor(model, command, 'ACTIVE', 'PENDING', 'EXPIRED') }),
};

const onTraining: Record<string, Resolver> = {
  training: (model, command) => {
    // Mostly one that a pass pays for: of its group, with its student.
    const active = model.passes.filter((pass) => pass.status === 'ACTIVE' && pass.end > today(model));
    const pass = command.wild || command.nudge !== 0 ? undefined : active[command.pick % active.length];
    const group = pass?.groups?.[0] ?? command.group;
    const students = [...model.students.keys()].filter((student) =>
      student < command.pick % 3 || student === (pass?.student ?? command.student));
    const starts = momentOf(addDays(today(model), command.days), command.hour);
    const isForMembers = group !== null && command.amount === 'more';
    return { do: 'training', group, starts, price: command.price, students: isForMembers ? null : students };
  },
  book: (model, command) => {
    const training = trainingFor(model, command);
    return { do: 'book', training, student: studentFor(model, command, training, (status) => status !== 'BOOKED') };
  },
  leave: (model, command) => {
    const training = choose(command, model.trainings.length, isAhead(model));
    return { do: 'leave', training, student: studentFor(model, command, training, (status) => status === 'BOOKED') };
  },
  mark: (model, command) => {
    const training = markableFor(model, command);
    const student = studentFor(model, command, training, (status) => status === 'BOOKED');
    return { do: 'mark', training, student, mark: command.flag ? 'PRESENT' : 'ABSENT' };
  },
  markAll: (model, command) => {
    const but = command.nudge === 0 ? null : command.student;
    return { do: 'markAll', training: markableFor(model, command), mark: command.flag ? 'PRESENT' : 'ABSENT', but };
  },
  unmark: (model, command) => {
    const training = choose(command, model.trainings.length, isMarked(model));
    const marked = Object.keys(model.trainings[training]?.marks ?? {}).map(Number);
    const one = command.wild ? undefined : marked[command.pick % marked.length];
    return { do: 'unmark', training, student: one ?? command.student };
  },
  charge: (model, command) => ({ do: 'charge', training: trainingFor(model, command) }),
  cancelTraining: (model, command) => {
    const isCharged = (index: number) => [...model.students.keys()].some((student) => chargeOf(model, index, student));
    const training = choose(command, model.trainings.length, (index) =>
      !model.trainings[index]!.isCancelled && (command.flag || isCharged(index)));
    return { do: 'cancelTraining', training, reason: command.wild && command.flag ? ' ' : 'Заболел тренер' };
  },
};

const trainingFor = (model: Model, command: Command) =>
  choose(command, model.trainings.length, (index) => !model.trainings[index]!.isCancelled);
const isAhead = (model: Model) => (index: number): boolean => {
  const { isCancelled, starts, people } = model.trainings[index]!;
  return !isCancelled && starts > model.now && Object.values(people).some(({ status }) => status === 'BOOKED');
};
const isMarkable = (model: Model) => (index: number): boolean =>
  !model.trainings[index]!.isCancelled && model.trainings[index]!.day <= today(model);
const isMarked = (model: Model) => (index: number): boolean => Object.keys(model.trainings[index]!.marks).length > 0;
const markableFor = (model: Model, command: Command) => choose(command, model.trainings.length, isMarkable(model));
function studentFor(
  model: Model, { wild, student, pick }: Command, training: number, likely: (status: string | undefined) => boolean,
): number {
  const good = [...model.students.keys()].filter((one) => likely(model.trainings[training]?.people[one]?.status));
  return wild || good.length === 0 ? student : good[pick % good.length]!;
}

/** What must be there before a command can mean something; where it is not, that is made instead. */
function needs(what: Command['what']): 'trainings' | 'passes' | undefined {
  if (what in onTraining || what === 'night') return 'trainings';
  return what in onPass || what === 'renewals' || what === 'expulsion' ? 'passes' : undefined;
}
function sensible(model: Model, { what, wild }: Command): Command['what'] {
  const need = needs(what);
  if (wild || need === undefined) return what;
  if (need === 'passes') {
    if (model.passes.length === 0) return 'sell';
    return what === 'unfreeze' && !model.passes.some((pass) => isFrozenAhead(model, pass)) ? 'freeze' : what;
  }
  const wishes = { leave: isAhead, mark: isMarkable, markAll: isMarkable, unmark: isMarked };
  const wanted = what in wishes ? wishes[what as keyof typeof wishes] : () => () => true;
  if (model.trainings.some((_, index) => wanted(model)(index))) return what;
  return what === 'unmark' && model.trainings.some((_, index) => isMarkable(model)(index)) ? 'mark' : 'training';
}

/** The step that a command means for this model. */
export function resolve(model: Model, command: Command): Step {
  const what = sensible(model, command);
  if (what === 'clock') return { do: 'clock', to: momentAfter(model, command) };
  if (what === 'night' || what === 'overdue' || what === 'renewals' || what === 'expulsion') return { do: what };
  return { ...onMoney, ...onPass, ...onTraining }[what]!(model, command);
}

/** Whether a step may be previewed: the clock and the jobs are no operations. */
export const hasPreview = (step: Step): boolean => !['clock', 'overdue', 'renewals', 'expulsion'].includes(step.do);
