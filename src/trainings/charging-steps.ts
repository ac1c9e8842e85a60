import { priceWithVat, vatRateOn } from '../catalogue/rules.ts';
import { benefitsOf } from '../clients/load-benefits.ts';
import { type AutomaticInvoice, type IssuedInvoice, issueInvoices, voidInvoices } from '../invoices/issuing-steps.ts';
import { lineOf } from '../invoices/rules.ts';
import { issuedNotice } from '../invoices/notice-rules.ts';
import { newId } from '../invoices/writing-store.ts';
import { addDays } from '../kernel/day.ts';
import { type Money, type Percent, ZERO, hundredths } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import { type NewNotice, notify } from '../notices/store.ts';
import { isFrozenOn } from '../subscriptions/rules.ts';
import {
  type ChargedTraining, type NewCharge, type ParticipantRow, type PassRow, chargeSessions, insertInvoiceCharges,
  loadActiveCharges, loadParticipants, loadPasses, loadSingleSession, reverseCharges,
} from './charging-store.ts';
import type { ChargeCause, ChargeLabel, Outcome, Undone } from './contract.ts';
import { type Decision, type InvoiceReason, type SkipReason, decide, priceOfVisit, purposeOf } from './rules.ts';
import type { LockedTraining } from './load-locked.ts';
import { sentenceOf } from './words-rules.ts';

/** Whom to charge for a training and under what name. `students` null: everybody on its list. */
export type ChargeOrder = {
  cause: ChargeCause;
  students: readonly string[] | null;
  label: (studentId: string) => ChargeLabel;
  /** What happens to a visit that no pass covers; the organisation's policy unless given. */
  uncovered?: 'INVOICE' | 'RECORD_ONLY';
  /** The failure of one participant is rolled back alone, and is an outcome; otherwise it is thrown (C-50). */
  isolated?: true;
  /** What the caller writes about the outcomes, in the same savepoint as the charges themselves. */
  alongside?: (outcomes: readonly Charged[]) => Promise<unknown>;
};
export type Charged = Outcome & { skipped: SkipReason | undefined };

type Facts = {
  training: ChargedTraining; people: ParticipantRow[]; passes: Map<string, PassRow[]>; benefits: Map<string, Percent>;
  price: Money | null; vatRate: Percent; serviceId: string | null;
};
type Decided = { person: ParticipantRow; decision: Decision };

/**
 * The one routine that charges (C-41): whoever calls it (the night, a mark, a late cancellation, a hand), a visit is
 * charged once. The training and the payers must be locked. All participants are charged together; if that fails, one
 * by one, so that the failure of one is rolled back alone (C-50).
 */
export async function chargeVisits(
  context: Context, training: LockedTraining, order: ChargeOrder,
): Promise<Charged[]> {
  const facts = await loadFacts(context, training, order.students);
  const uncovered = order.uncovered ?? context.policy['training.uncovered'];
  const visit = { groupId: training.groupId, day: training.onDate, price: facts.price, trialPrice: training.trialPrice };
  const decided = facts.people.map((person) => {
    const { chargeId: id, label, cause, kind } = person;
    const charge = id === null || label === null || cause === null ? undefined : { id, label, cause };
    const passes = facts.passes.get(person.studentId) ?? [];
    const booked = person.status === 'BOOKED';
    return { person, decision: decide({ booked, kind, charge, passes }, visit, uncovered) };
  });
  if (!order.isolated) return write(context, facts, order, decided);
  return writeIsolated(context, facts, order, decided);
}

async function loadFacts(context: Context, training: LockedTraining, students: readonly string[] | null): Promise<Facts> {
  const [people, passes, single, benefits] = await Promise.all([
    loadParticipants(context, training.id, students),
    loadPasses(context, training.id, training.onDate, students),
    loadSingleSession(context, training.onDate),
    benefitsOf(context, training.payerIds),
  ]);
  const vatRate = vatRateOn(single?.vat ?? 'NONE', training.onDate);
  const catalogue = single ? priceWithVat(single.basePrice, vatRate) : null;
  return {
    training, people, passes: Map.groupBy(passes, (pass) => pass.studentId), benefits, vatRate,
    serviceId: single?.serviceId ?? null, price: priceOfVisit(training.price, training.groupPrice, catalogue),
  };
}

/** Writes what was decided, whatever the number of participants, in a handful of statements. */
async function write(context: Context, facts: Facts, order: ChargeOrder, decided: readonly Decided[]): Promise<Charged[]> {
  const { training } = facts;
  const reason = `Занятие «${training.title}», ${training.onDate.toString()}`;
  const place = { trainingId: training.id, cause: order.cause, reason };
  const sessions: NewCharge[] = [];
  const invoiceCharges: NewCharge[] = [];
  const invoices: AutomaticInvoice[] = [];
  const charges = new Map<string, NewCharge>();
  for (const { person: { studentId, clientId }, decision } of decided) {
    const common = { id: newId(), studentId, clientId, label: order.label(studentId) };
    if (decision.kind === 'SESSION') {
      const { id: subscriptionId, sessionsLeft } = decision.pass;
      const left = sessionsLeft === null ? null : sessionsLeft - 1;
      sessions.push({ ...common, subscriptionId, sessionsLeft: left });
      charges.set(studentId, sessions.at(-1)!);
    } else if (decision.kind === 'INVOICE') {
      const invoice = invoiceOf(context, facts, { studentId, clientId }, decision, common.label);
      invoices.push(invoice);
      invoiceCharges.push({ ...common, invoiceId: invoice.id });
      charges.set(studentId, invoiceCharges.at(-1)!);
    }
  }
  // Sent together: the invoices and their settlement, what they charge, the sessions. All are waited for, so that when
  // one has failed nothing of the others is sent after the return to the savepoint.
  const issuing = issueInvoices(context, invoices);
  const sent: Promise<unknown>[] = [issuing];
  if (invoices.length > 0) sent.push(insertInvoiceCharges(context, place, invoiceCharges));
  if (sessions.length > 0) sent.push(chargeSessions(context, place, sessions));
  await Promise.allSettled(sent);
  await Promise.all(sent);
  const issued = await issuing;
  const byId = new Map(issued.map((invoice) => [invoice.id, invoice]));
  const outcomes = decided.map(({ person, decision }) =>
    outcomeOf(context, person, decision, charges.get(person.studentId), byId));
  await Promise.all([notify(context, noticesOf(facts, decided, charges, invoices, byId)), order.alongside?.(outcomes)]);
  return outcomes;
}

/** One after another, each in a savepoint, when all together failed (C-50). */
async function writeIsolated(
  context: Context, facts: Facts, order: ChargeOrder, decided: readonly Decided[],
): Promise<Charged[]> {
  const together = await attempt(context, () => write(context, facts, order, decided));
  if (!(together instanceof Failed)) return together;
  const outcomes: Charged[] = [];
  for (const one of decided) {
    const alone = await attempt(context, () => write(context, facts, order, [one]));
    if (!(alone instanceof Failed)) outcomes.push(...alone);
    else {
      const failed = failedOutcome(one.person, alone.message);
      await order.alongside?.([failed]);
      outcomes.push(failed);
    }
  }
  return outcomes;
}

class Failed {
  readonly message: string;
  constructor(error: unknown) {
    this.message = error instanceof Error ? error.message : String(error);
  }
}
/** Conflicts with other transactions are not the participant's own: the whole operation is repeated for them. */
const CONFLICTS = new Set(['40001', '40P01']);
async function attempt<T>({ tx }: Context, work: () => Promise<T>): Promise<T | Failed> {
  try {
    const [, result] = await Promise.all([tx.raw('savepoint participant'), work()]);
    return result;
  } catch (error) {
    if (CONFLICTS.has((error as { code?: string }).code ?? '')) throw error;
    await tx.raw('rollback to savepoint participant');
    return new Failed(error);
  }
}

/** Item SINGLE_SESSION at the full price of the training, less the client's benefit, due by the training's day (C-51). */
function invoiceOf(
  context: Context, { training, benefits, vatRate, serviceId }: Facts, who: { studentId: string; clientId: string },
  { price, reason }: { price: Money; reason: InvoiceReason }, label: ChargeLabel,
): AutomaticInvoice {
  const benefit = benefits.get(who.clientId) ?? (0 as Percent);
  const figures = lineOf({ quantity: hundredths(100), unitPrice: price, vatRate, benefit });
  const serviceName = reason === 'TRIAL' ? `Пробное занятие «${training.title}»` : training.title;
  return {
    ...who, id: newId(), purpose: purposeOf(label), trainingId: training.id,
    dueDate: addDays(training.onDate, context.policy['invoice.dueDays.training']),
    lines: [{
      ...figures, id: newId(), serviceId, subscriptionTypeId: null, roomId: null, serviceType: 'SINGLE_SESSION', serviceName,
      serviceDescription: null, writeOffTiming: 'ON_SALE', writeOffStatus: 'PENDING', remainingQuantity: null,
    }],
  };
}

function noticesOf(
  { training, passes }: Facts, decided: readonly Decided[], charges: Map<string, NewCharge>,
  invoices: readonly AutomaticInvoice[], issued: Map<string, IssuedInvoice>,
): NewNotice[] {
  const dueDates = new Map(invoices.map((invoice) => [invoice.id, invoice.dueDate]));
  const when = { title: training.title, startsAt: training.startsAt.toString() };
  return decided.flatMap(({ person, decision }): NewNotice[] => {
    const charge = charges.get(person.studentId);
    const student = person.studentName;
    if (decision.kind === 'ERROR') {
      return [{ kind: 'no-training-price', params: { student, ...when }, entityType: 'training', entityId: training.id,
        onceKey: `no-training-price:${training.id}:${person.studentId}` }];
    }
    if (decision.kind === 'SESSION' && charge?.sessionsLeft === 0) {
      const pass = passes.get(person.studentId)?.find((candidate) => candidate.id === charge.subscriptionId);
      return [{ kind: 'sessions-over', clientId: person.clientId, entityType: 'subscription', entityId: decision.pass.id,
        params: { student, subscription: pass?.name ?? '', endDate: decision.pass.endDate.toString() } }];
    }
    if (decision.kind !== 'INVOICE' || charge?.invoiceId === undefined) return [];
    const invoice = issued.get(charge.invoiceId);
    if (!invoice) return [];
    const told = issuedNotice({ ...invoice, dueDate: dueDates.get(invoice.id) ?? null });
    const frozen = decision.reason === 'FROZEN'
      ? passes.get(person.studentId)?.find((pass) => isFrozenOn(pass, training.onDate)) : undefined;
    return frozen === undefined ? [told] : [told, { kind: 'pass-frozen', entityType: 'subscription', entityId: frozen.id,
      params: { student, subscription: frozen.name, sessionsLeft: frozen.sessionsLeft, ...when } }];
  });
}

function outcomeOf(
  { language }: Context, person: ParticipantRow, decision: Decision, charge: NewCharge | undefined,
  issued: Map<string, IssuedInvoice>,
): Charged {
  const { studentId, studentName, clientId } = person;
  const reason = decision.kind === 'SESSION' ? 'COVERED' : decision.reason;
  const invoice = charge?.invoiceId === undefined ? undefined : issued.get(charge.invoiceId);
  const details = { sessionsLeft: charge?.sessionsLeft ?? null, invoiceNumber: invoice?.invoiceNumber ?? null };
  return {
    studentId, studentName, clientId, decision: decision.kind, reason,
    sentence: sentenceOf({ decision: decision.kind, reason, details }, language),
    chargeId: charge?.id ?? person.chargeId, subscriptionId: charge?.subscriptionId ?? null,
    sessionsLeft: details.sessionsLeft, invoiceId: charge?.invoiceId ?? null, invoiceNumber: details.invoiceNumber,
    amount: invoice?.totalAmount ?? null, isPaid: invoice?.isPaid ?? null,
    skipped: decision.kind === 'SKIPPED' ? decision.reason : undefined,
  };
}

const failedOutcome = ({ studentId, studentName, clientId }: ParticipantRow, message: string): Charged => ({
  studentId, studentName, clientId, decision: 'ERROR', reason: 'FAILED', sentence: message, chargeId: null,
  subscriptionId: null, sessionsLeft: null, invoiceId: null, invoiceNumber: null, amount: null, isPaid: null,
  skipped: undefined,
});

/**
 * Undoes charges of a training exactly as they were made, whatever the circumstances are now (C-45, C-47): a session
 * goes back to its pass, an invoice is voided and its money returns to the credit. The caller runs the queues of the
 * clients afterwards. An invoice that was refunded stays as it is: its money has left already.
 */
export async function undoCharges(
  context: Context, trainingId: string, students: readonly string[] | null, reason: string,
): Promise<Undone[]> {
  const charges = await loadActiveCharges(context, trainingId, students);
  if (charges.length === 0) return [];
  const invoiceIds = charges.flatMap((charge) => (charge.invoiceId === null || charge.refunded ? [] : [charge.invoiceId]));
  await reverseCharges(context, charges.map((charge) => charge.id), reason);
  const voided = new Map((await voidInvoices(context, { invoiceIds, reason })).map((invoice) => [invoice.id, invoice]));
  return charges.map(({ id, studentId, clientId, kind, subscriptionId, invoiceId, invoiceNumber }) => {
    const invoice = invoiceId === null ? undefined : voided.get(invoiceId);
    return {
      studentId, clientId, chargeId: id, subscriptionId, sessionsReturned: kind === 'SESSION' ? 1 : 0, invoiceId,
      invoiceNumber, invoiceCancelled: invoice !== undefined, returned: invoice?.returned ?? ZERO,
    };
  });
}
