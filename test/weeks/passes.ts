/** The passes of the model: sale, freeze, renewal, cancellation, and the jobs that look at them. */
import {
  type Model, type Pass, type Step, addDays, at, chargeOf, daysFrom, hasBegun, isForGroup, isOpen, refuseIf,
  statusOf, today,
} from './model.ts';
import { bookAhead, endOf, expireSessions, issue, runQueue, voidByEvent } from './money.ts';

type Do<K extends Step['do']> = Extract<Step, { do: K }>;

const lineOf = (model: Model, kind: number) => {
  const { price, sessions } = model.kinds[kind]!;
  return { price, training: null, item: { left: sessions, state: 'PENDING' as const } };
};

/** S2-096…S2-106, S4-001, C-29, C-39. */
export function sell(model: Model, { student, kind: place, group, start }: Do<'sell'>): void {
  const kind = model.kinds[place]!;
  refuseIf(group !== null && kind.groups !== null && !kind.groups.includes(group), 'GROUP_NOT_COVERED');
  const { client } = model.students[student]!;
  const atOnce = model.policy.activation === 'ON_CREATION';
  const pass: Pass = {
    client, student, kind: place, group, groups: kind.groups ?? (group === null ? null : [group]),
    status: atOnce ? 'ACTIVE' : 'PENDING', paidPrice: 0, start, end: start, anchor: start, anchorNumber: 0, period: 0,
    shifted: 0, freeze: null, moved: {},
  };
  pass.end = endOf(model, pass);
  const index = model.passes.push(pass) - 1;
  if (group !== null && model.members[`${group}:${student}`] !== 'ACTIVE') {
    model.members[`${group}:${student}`] = 'ACTIVE';
    bookAhead(model, group, student);
  }
  const due = addDays(today(model), model.policy.dueDays);
  issue(model, { ...lineOf(model, place), client, student, purpose: 'INITIAL', pass: index, period: 0, due }, atOnce);
}

/** C-40. */
export function freeze(model: Model, { pass: index, from, through, release }: Do<'freeze'>): void {
  const pass = at(model.passes, index);
  refuseIf(through < from, 'DATES_REVERSED');
  refuseIf(pass.status !== 'ACTIVE', 'SUBSCRIPTION_NOT_ACTIVE');
  refuseIf(from < today(model), 'FREEZE_PAST');
  refuseIf(pass.freeze !== null && pass.freeze.through >= today(model), 'ALREADY_FROZEN');
  refuseIf(from < pass.start || through > pass.end, 'FREEZE_OUTSIDE');
  const moved = model.policy.freezeExtendsEnd ? daysFrom(from, through) + 1 : 0;
  pass.freeze = { from, through, moved };
  pass.shifted += moved;
  pass.end = addDays(pass.end, moved);
  if (!release) return;
  for (const [place, training] of model.trainings.entries()) {
    const person = training.people[pass.student];
    const isTouched = !training.isCancelled && !hasBegun(model, training) && training.day >= from && training.day <= through;
    if (!isTouched || person?.status !== 'BOOKED' || !isForGroup(pass, training.group)) continue;
    if (!chargeOf(model, place, pass.student)) training.people[pass.student] = { status: 'SAFE', since: model.now };
  }
}

/** C-40: it lasts through the day before; what was not used comes off the end. */
export function unfreeze(model: Model, { pass: index, on }: Do<'unfreeze'>): void {
  const pass = at(model.passes, index);
  const day = today(model);
  refuseIf(pass.status !== 'ACTIVE' && pass.status !== 'PENDING', 'SUBSCRIPTION_NOT_ACTIVE');
  const { freeze: old } = pass;
  refuseIf(old === null || old.through < day, 'NOT_FROZEN');
  const from = on ?? day;
  refuseIf(from < day, 'FREEZE_PAST');
  refuseIf(old!.through < from, 'NOT_FROZEN');
  const isBegun = old!.from < from;
  const unused = daysFrom(isBegun ? from : old!.from, old!.through) + 1;
  const back = Math.min(unused, old!.moved);
  pass.freeze = isBegun ? { from: old!.from, through: addDays(from, -1), moved: old!.moved - back } : null;
  pass.shifted -= back;
  pass.end = addDays(pass.end, -back);
}

/** S2-110…S2-113, C-32: due on the last day; of a pass that has ended, like that of a new one. */
function issueRenewal(model: Model, index: number): void {
  const { client, student, kind, end, period } = model.passes[index]!;
  const due = end < today(model) ? addDays(today(model), model.policy.dueDays) : end;
  issue(model, { ...lineOf(model, kind), client, student, purpose: 'RENEWAL', pass: index, period: period + 1, due });
}
const renewalsOf = (model: Model, index: number) => model.invoices.filter((invoice) =>
  invoice.pass === index && invoice.purpose === 'RENEWAL' && invoice.period === model.passes[index]!.period + 1);

export function renewByHand(model: Model, index: number): void {
  const pass = at(model.passes, index);
  refuseIf(pass.status === 'CANCELLED', 'SUBSCRIPTION_CANCELLED');
  refuseIf(pass.status === 'PENDING', 'SUBSCRIPTION_NOT_ACTIVE');
  refuseIf(renewalsOf(model, index).some((invoice) => !invoice.isCancelled), 'RENEWAL_EXISTS');
  issueRenewal(model, index);
}

/** Places of the active passes that the condition picks, those that end first at the top. */
const activeWhere = (model: Model, picks: (pass: Pass, index: number) => boolean): number[] => [...model.passes.keys()]
  .filter((index) => model.passes[index]!.status === 'ACTIVE' && picks(model.passes[index]!, index))
  .toSorted((a, b) => daysFrom(model.passes[b]!.end, model.passes[a]!.end) || a - b);

/** C-32: in the window, and no renewal of the next period whatever became of it. Gives how many it issued. */
export function runRenewals(model: Model): number {
  const last = addDays(today(model), model.policy.leadDays);
  const isNew = (index: number) => renewalsOf(model, index).length === 0;
  const isDue = ({ end }: Pass, index: number) => end >= today(model) && end <= last && isNew(index);
  const due = model.policy.renews ? activeWhere(model, isDue) : [];
  for (const index of due) issueRenewal(model, index);
  return due.length;
}

/** C-35: where sessions do not carry over, those of a period that is over go when the next one has begun. */
function dropUnused(model: Model): void {
  if (model.policy.carryOver) return;
  for (const [index, pass] of model.passes.entries()) {
    if (pass.status !== 'ACTIVE') continue;
    const isOver = (period: number) => endOf(model, { ...pass, period: Math.max(period, pass.anchorNumber - 1) }) < today(model);
    expireSessions(model, index, ({ period }) => period! < pass.period && isOver(period!));
  }
}

/** C-33: when the grace is over the pass expires, and the student leaves the group if no other pass is good for it. */
export function runExpulsions(model: Model): { expired: number; expelled: number } {
  const { graceDays } = model.policy;
  dropUnused(model);
  if (graceDays === null) return { expired: 0, expelled: 0 };
  const over = activeWhere(model, ({ end }) => today(model) > addDays(end, graceDays));
  return { expired: over.length, expelled: over.filter((index) => expire(model, index)).length };
}

function expire(model: Model, index: number): boolean {
  const { student, group } = model.passes[index]!;
  model.passes[index]!.status = 'EXPIRED';
  if (group === null || model.members[`${group}:${student}`] !== 'ACTIVE') return false;
  const isGood = (other: Pass) => other.student === student && other.status === 'ACTIVE' && isForGroup(other, group);
  if (model.passes.some(isGood)) return false;
  model.members[`${group}:${student}`] = 'EXPELLED';
  for (const [place, training] of model.trainings.entries()) {
    const isAhead = training.group === group && !training.isCancelled && !hasBegun(model, training);
    if (!isAhead || chargeOf(model, place, student) || training.people[student]?.status !== 'BOOKED') continue;
    delete training.people[student];
  }
  return true;
}

/** C-38. */
export function cancelPass(model: Model, index: number): void {
  const pass = at(model.passes, index);
  refuseIf(pass.status === 'CANCELLED', 'SUBSCRIPTION_CANCELLED');
  expireSessions(model, index);
  pass.status = 'CANCELLED';
  for (const [place, invoice] of model.invoices.entries()) {
    if (invoice.pass === index && isOpen(model, place)) voidByEvent(model, place);
  }
  runQueue(model, pass.client);
}

/** S2-230, C-03, C-58. Gives how many it marked. */
export function markOverdue(model: Model): number {
  const late = model.invoices.filter((invoice, index) =>
    statusOf(model, index) === 'PENDING' && invoice.due < today(model));
  for (const invoice of late) invoice.isOverdue = true;
  return late.length;
}
