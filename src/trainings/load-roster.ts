import { priceWithVat, vatRateOn } from '../catalogue/rules.ts';
import { benefitsOf } from '../clients/load-benefits.ts';
import { type Day, ageOn, isBefore } from '../kernel/day.ts';
import type { Percent } from '../kernel/money.ts';
import { type Context, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import type { TrainingRow } from '../schedule/training-store.ts';
import type { PassRow } from './charging-store.ts';
import type { RosterRow } from './roster-contract.ts';
import { type Row, coverOf, lateCost, needsAttention, zoneOf } from './roster-rules.ts';
import { type RosterFacts, loadPassesOf, loadRosters, loadSinglePrices } from './roster-store.ts';
import { type Visit, priceOfVisit, safeMinutesOf, safeUntil } from './rules.ts';

/** The trainings' rosters, each line with its cover and how the booking can be cancelled now; a family sees its own. */
export async function loadRoster(context: Context, trainings: readonly TrainingRow[]): Promise<Map<string, RosterRow[]>> {
  const facts = await loadRosters(context, trainings.map(({ id }) => id), ownOf(context), today(context));
  const [visits, passes, benefits] = await Promise.all([
    visitsOf(context, trainings),
    loadPassesOf(context, [...new Set(facts.map(({ studentId }) => studentId))], firstDay(trainings, today(context))),
    benefitsOf(context, [...new Set(facts.map(({ clientId }) => clientId))]),
  ]);
  const passesOf = Map.groupBy(passes, ({ studentId }) => studentId);
  const byTraining = Map.groupBy(facts, ({ trainingId }) => trainingId);
  return new Map(trainings.map((training) => {
    const visit = visits.get(training.id)!;
    const rows = (byTraining.get(training.id) ?? []).map((fact) => {
      const row = rowOf(fact, passesOf.get(fact.studentId) ?? [], benefits.get(fact.clientId) ?? (0 as Percent));
      return lineOfRoster(context, training, visit, fact, row);
    });
    return [training.id, rows];
  }));
}

/** Whose lines a family sees. */
function ownOf({ scope, actor }: Context): { clientId?: string; studentId?: string } {
  if (scope === 'all' || actor.role === 'TRAINER') return {};
  if (actor.role === 'CLIENT') {
    refuseUnless(actor.clientId, 'FORBIDDEN');
    return { clientId: actor.clientId };
  }
  refuseUnless(actor.studentId, 'FORBIDDEN');
  return { studentId: actor.studentId };
}

const firstDay = (trainings: readonly TrainingRow[], today: Day): Day =>
  trainings.reduce((first, { date }) => (isBefore(date, first) ? date : first), trainings[0]?.date ?? today);

/** Each training as the charging rules see it, with the price that a visit without a pass would cost. */
async function visitsOf(context: Context, trainings: readonly TrainingRow[]): Promise<Map<string, Visit>> {
  const priceless = trainings.filter(({ price, groupPrice }) => price === null && groupPrice === null);
  const days = [...new Map(priceless.map(({ date }) => [date.toString(), date])).values()];
  const prices = days.length === 0 ? [] : await loadSinglePrices(context, days);
  const catalogue = new Map(prices.map(({ onDate, basePrice, vat }) =>
    [onDate.toString(), priceWithVat(basePrice, vatRateOn(vat, onDate))]));
  return new Map(trainings.map(({ id, groupId, date, price, groupPrice, groupTrialPrice }) => [id, {
    groupId, day: date, price: priceOfVisit(price, groupPrice, catalogue.get(date.toString()) ?? null),
    trialPrice: groupTrialPrice,
  }]));
}

function rowOf(fact: RosterFacts, passes: readonly PassRow[], benefit: Percent): Row {
  const { chargeId: id, chargeLabel: label, chargeCause: cause } = fact;
  const charge = id === null || label === null || cause === null ? undefined : { id, label, cause };
  return { ...fact, charge, passes, benefit };
}

function lineOfRoster(
  context: Context, training: TrainingRow, visit: Visit, fact: RosterFacts, row: Row,
): RosterRow {
  const { studentId, studentName, clientId, kind, status, cancelLabel, cancelReason, mark, birthDate, since } = fact;
  const { chargeKind, chargeLabel: label, subscriptionId, invoiceId } = fact;
  const { now, policy, scope, actor } = context;
  const cover = coverOf(row, visit);
  const safeMinutes = safeMinutesOf(training.safeMinutes, training.groupSafeMinutes, policy);
  const late = lateCost(row, visit);
  const seesSums = actor.role !== 'TRAINER';
  const cancellable = status !== 'CANCELLED' && training.status === 'PLANNED';
  const staff = scope === 'all' || actor.role === 'TRAINER';
  return {
    studentId, studentName, clientId, kind, status, cancelLabel, cancelReason, mark,
    charge: chargeKind === null || label === null ? null : { kind: chargeKind, label, subscriptionId, invoiceId },
    age: birthDate === null ? null : ageOn(birthDate, training.date), cover,
    cancelledAt: status === 'CANCELLED' ? since : null,
    cancelling: cancellable ? {
      zone: zoneOf(training.startsAt, now, safeMinutes, status === 'WAITING'),
      safeUntil: safeUntil(training.startsAt, safeMinutes),
      late: { kind: late.kind, amount: seesSums ? late.amount : null },
    } : null,
    attention: staff && needsAttention(row, cover), overdue: scope === 'all' ? row.overdue : null,
  };
}
