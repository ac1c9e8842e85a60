/** The same club twice: in the real database, changed by the operations, and in the model. */
import { createOrganisation } from '../../src/access/create-organisation.ts';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { createStudent } from '../../src/clients/students.ts';
import { createClient } from '../../src/clients/write-clients.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { settleFromBalance } from '../../src/invoices/settle-from-balance.ts';
import { runJobByHand } from '../../src/jobs/run-by-hand.ts';
import type { Endpoint, Input, Result } from '../../src/kernel/contract.ts';
import type { Database } from '../../src/kernel/db.ts';
import { kopecks, percentHundredths } from '../../src/kernel/money.ts';
import type { Operation, Outcome, Reading } from '../../src/kernel/operation.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { reversePayment } from '../../src/payments/reverse-payment.ts';
import { createGroup } from '../../src/schedule/groups.ts';
import { bookParticipant } from '../../src/schedule/participants.ts';
import { createTraining } from '../../src/schedule/trainings.ts';
import { cancelSubscription } from '../../src/subscriptions/cancel-pass.ts';
import { runExpulsions } from '../../src/subscriptions/expulsion-jobs.ts';
import { freezeSubscription, unfreezeSubscription } from '../../src/subscriptions/freeze-pass.ts';
import { runRenewals } from '../../src/subscriptions/renewal-jobs.ts';
import { renewSubscription } from '../../src/subscriptions/renew-passes.ts';
import { sellSubscription } from '../../src/subscriptions/sell-pass.ts';
import { createType } from '../../src/subscriptions/types.ts';
import { cancelParticipation } from '../../src/trainings/cancel-participation.ts';
import { cancelTraining } from '../../src/trainings/cancel-training.ts';
import { chargeTraining } from '../../src/trainings/charge-training.ts';
import { deleteMark, markAll, markAttendance } from '../../src/trainings/mark-attendance.ts';
import { type CallOptions, callOf } from '../properties/books.ts';
import { type Day, HOUR, type Kind, type Model, type Policy, type Step, momentOf, today } from './model.ts';

export type Club = {
  database: Database; orgId: string; model: Model;
  /** The real ids behind the places of the model; passes and invoices are found in the order in which they were made. */
  ids: { clients: string[]; students: string[]; groups: string[]; kinds: string[]; trainings: string[]; payments: string[];
    passes: string[]; invoices: string[] };
};

const dayIn = (day: Day): Temporal.PlainDate => Temporal.PlainDate.from(day);
const instant = (moment: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(moment);

/** The settings under the names that the product has for them. */
const settingsOf = (policy: Policy) => ({
  'settlement.mode': policy.mode, 'settlement.allowPartial': policy.allowPartial,
  'subscription.activation': policy.activation,
  'subscription.carryOver': policy.carryOver, 'subscription.freezeExtendsEnd': policy.freezeExtendsEnd,
  'training.chargeTiming': policy.timing, 'training.chargeAbsent': policy.chargeAbsent,
  'training.uncovered': policy.uncovered,
  'cancellation.safeHours': policy.safeHours, 'renewal.auto': policy.renews, 'renewal.leadDays': policy.leadDays,
  'expulsion.graceDays': policy.graceDays, 'invoice.dueDays.subscription': policy.dueDays,
});

/** A Monday in winter, noon in Moscow. */
const START = momentOf('2024-01-15', '12:00');
export const TEMPLATES = ['STUDIO', 'SPORT', 'TUTOR', 'SCHOOL'] as const;

/** Two families, of which one has two children, two groups and four kinds of passes. `template`: as the product sets it. */
export async function openClub(
  database: Database, policy: Policy, benefits: readonly number[], template?: (typeof TEMPLATES)[number],
): Promise<Club> {
  const { orgId } = await createOrganisation(database,
    { name: 'Клуб', template: template ?? 'SPORT', sandbox: true, now: instant(START) });
  if (template === undefined) {
    await database.owner.query('update organisations set settings = settings || $2 where org_id = $1',
      [orgId, settingsOf(policy)]);
  }
  const model: Model = {
    policy, now: START, clients: benefits.map((benefit) => ({ benefit })),
    students: [{ client: 0 }, { client: 0 }, { client: 1 }],
    groups: [{ price: 40_000 }, { price: null }], kinds: KINDS, members: {}, trainings: [], passes: [], invoices: [],
    charges: [],
    payments: [], settlements: [],
  };
  const ids: Club['ids'] = {
    clients: [], students: [], groups: [], kinds: [], trainings: [], payments: [], passes: [], invoices: [],
  };
  const club = { database, orgId, model, ids };
  for (const [index, { benefit }] of model.clients.entries()) {
    const category = benefit === 0 ? undefined : await run(club, createBenefitCategory,
      { name: `Льгота ${index}`, discountPercent: percentHundredths(benefit), requiresDocument: false });
    ids.clients.push((await run(club, createClient,
      { kind: 'PERSON', firstName: `Клиент ${index}`, benefitCategoryId: category?.id })).id);
  }
  for (const { client } of model.students) {
    ids.students.push((await run(club, createStudent, { clientId: ids.clients[client]!, firstName: 'Ученик' })).id);
  }
  for (const [index, { price }] of model.groups.entries()) {
    ids.groups.push((await run(club, createGroup,
      { name: `Группа ${index}`, singlePrice: price === null ? null : kopecks(price) })).id);
  }
  for (const [index, kind] of KINDS.entries()) ids.kinds.push(await makeKind(club, index, kind));
  return club;
}

const KINDS: Kind[] = [
  { price: 100_000, sessions: 3, months: 1, groups: null },
  { price: 150_000, sessions: null, months: 1, groups: null },
  { price: 60_000, sessions: 2, months: 1, groups: [0] },
  { price: 33_333, sessions: 1, months: 2, groups: null },
];
const makeKind = async (club: Club, index: number, { price, sessions, months, groups }: Kind): Promise<string> =>
  (await run(club, createType, {
    name: `Абонемент ${index}`, price: kopecks(price), sessionsPerPeriod: sessions, periodMonths: months,
    ...(groups && { groupIds: groups.map((group) => club.ids.groups[group]!) }),
  })).id;

/** Runs an operation or a reading as the organisation's system user. */
export async function run<E extends Endpoint>(
  club: Pick<Club, 'database' | 'orgId'>, runnable: Operation<E> | Reading<E>, input: Input<E>,
): Promise<Result<E>> {
  return (await runnable.run(club.database, callOf(club.orgId), input)).result;
}

const REASON = 'Так решил администратор';
type Numbers = Readonly<Record<string, number>>;
export type Done = { outcome?: Outcome<unknown>; made?: string; report?: Numbers };

/** Performs a step in the database. */
export async function perform(club: Club, step: Step, options: CallOptions = {}): Promise<Done> {
  switch (step.do) {
    case 'clock':
      await club.database.owner.query('update organisations set sandbox_now = $2 where org_id = $1',
        [club.orgId, instant(step.to).toString()]);
      return {};
    case 'night': case 'overdue': case 'renewals': case 'expulsion': return runJob(club, step.do, options);
    case 'sell': case 'freeze': case 'unfreeze': case 'renew': case 'cancelPass': return performOnPass(club, step, options);
    case 'pay': case 'payInvoice': case 'settle': case 'void': case 'reverse': return performOnMoney(club, step, options);
    case 'training': case 'book': case 'leave': case 'mark': case 'markAll': case 'unmark': case 'charge':
    case 'cancelTraining': return performOnTraining(club, step, options);
  }
}

type Only<K extends Step['do']> = Extract<Step, { do: K }>;
const asker = (club: Club, options: CallOptions) => async <E extends Endpoint>(
  operation: Operation<E>, input: Input<E>, idOf: (result: Result<E>) => string | undefined = () => undefined,
): Promise<Done> => {
  const outcome = await operation.run(club.database, callOf(club.orgId, options), input);
  const made = idOf(outcome.result);
  return { outcome, ...(made !== undefined && { made }) };
};

/** Where nothing is, an id that is nobody's. */
const idAt = (ids: readonly string[], place: number): string => ids[place] ?? uuidv7();

function performOnPass(
  club: Club, step: Only<'sell' | 'freeze' | 'unfreeze' | 'renew' | 'cancelPass'>, options: CallOptions,
) {
  const ask = asker(club, options);
  const { ids } = club;
  if (step.do === 'sell') {
    return ask(sellSubscription, {
      studentId: idAt(ids.students, step.student), subscriptionTypeId: idAt(ids.kinds, step.kind),
      startDate: dayIn(step.start),
      ...(step.group !== null && { groupId: idAt(ids.groups, step.group) }),
    });
  }
  const id = idAt(ids.passes, step.pass);
  switch (step.do) {
    case 'freeze':
      return ask(freezeSubscription, {
        id, freezeStart: dayIn(step.from), freezeEnd: dayIn(step.through), releaseBookings: step.release,
      });
    case 'unfreeze': return ask(unfreezeSubscription, { id, ...(step.on !== null && { date: dayIn(step.on) }) });
    case 'renew': return ask(renewSubscription, { id });
    case 'cancelPass': return ask(cancelSubscription, { id, reason: REASON });
  }
}

function performOnMoney(club: Club, step: Only<'pay' | 'payInvoice' | 'settle' | 'void' | 'reverse'>, options: CallOptions) {
  const ask = asker(club, options);
  const { ids } = club;
  switch (step.do) {
    case 'pay':
      return ask(registerPayment,
        { clientId: idAt(ids.clients, step.client), amount: kopecks(step.amount), paymentMethod: 'CASH' },
        (result) => result.payment.id);
    case 'payInvoice':
      return ask(registerPayment,
        { invoiceId: idAt(ids.invoices, step.invoice), amount: kopecks(step.amount), paymentMethod: 'CARD' },
        (result) => result.payment.id);
    case 'settle': return ask(settleFromBalance, { id: idAt(ids.invoices, step.invoice) });
    case 'void': return ask(cancelInvoice, { id: idAt(ids.invoices, step.invoice), reason: REASON });
    case 'reverse': return ask(reversePayment, { id: idAt(ids.payments, step.payment), reason: REASON });
  }
}

function performOnTraining(
  club: Club, step: Only<'training' | 'book' | 'leave' | 'mark' | 'markAll' | 'unmark' | 'charge' | 'cancelTraining'>,
  options: CallOptions,
) {
  const ask = asker(club, options);
  const { ids } = club;
  if (step.do === 'training') {
    return ask(createTraining, {
      title: 'Йога', startsAt: instant(step.starts), endsAt: instant(step.starts + HOUR),
      ...(step.group !== null && { groupId: idAt(ids.groups, step.group) }),
      ...(step.price !== null && { price: kopecks(step.price) }),
      ...(step.students !== null && { studentIds: step.students.map((student) => idAt(ids.students, student)) }),
    }, (made) => made.id);
  }
  const id = idAt(ids.trainings, step.training);
  const studentId = 'student' in step ? idAt(ids.students, step.student) : '';
  switch (step.do) {
    case 'book': return ask(bookParticipant, { id, studentId, kind: 'REGULAR' });
    case 'leave': return ask(cancelParticipation, { id, studentId });
    case 'mark': return ask(markAttendance, { scheduleId: id, studentId, status: step.mark });
    case 'markAll': {
      const other = step.mark === 'PRESENT' ? 'ABSENT' as const : 'PRESENT' as const;
      const marks = step.but === null ? [] : [{ studentId: idAt(ids.students, step.but), status: other }];
      return ask(markAll, { id, all: step.mark, unmarkedOnly: false, marks });
    }
    case 'unmark': return ask(deleteMark, { id, studentId });
    case 'charge': return ask(chargeTraining, { id });
    case 'cancelTraining': return ask(cancelTraining, { id, reason: step.reason });
  }
}

/** The jobs; a dry run only of those that have one. */
async function runJob(
  club: Club, name: 'night' | 'overdue' | 'renewals' | 'expulsion', options: CallOptions,
): Promise<Done> {
  const { database, orgId, model } = club;
  const call = callOf(orgId, options);
  if (name === 'renewals') return { report: (await runRenewals({ database, call, date: dayIn(today(model)) })).metrics };
  if (name === 'expulsion') return { report: (await runExpulsions({ database, call, date: dayIn(today(model)) })).metrics };
  const { result } = await runJobByHand.run(database, call, { name: name === 'night' ? 'nightly-charges' : name });
  return { report: result.metrics };
}
