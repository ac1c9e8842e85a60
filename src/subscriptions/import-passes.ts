import { lockClients } from '../clients/store.ts';
import { newId } from '../invoices/writing-store.ts';
import { lockGroups } from '../schedule/group-store.ts';
import { enrol } from '../schedule/member-steps.ts';
import { futureTrainings, lockTrainings } from '../schedule/training-store.ts';
import { isBefore } from '../kernel/day.ts';
import { type Context, operation, today } from '../kernel/operation.ts';
import { refuseUnless, required } from '../kernel/refusal.ts';
import { payersOf, studentsFor } from './buyer-steps.ts';
import { type OldPass, subscriptionEndpoints } from './contract.ts';
import { presentPass } from './load-passes.ts';
import { bringSessions, recordBroughtIn } from './migration-store.ts';
import { groupsOf, periodBroughtIn } from './rules.ts';
import { type NewPass, insertPasses } from './selling-store.ts';
import { loadPasses } from './store.ts';
import { type TypeRow, loadTypes, loadTypesNamed } from './types-store.ts';

/** Puts in passes that were sold before: active, with the visits they have left, without an invoice (C-57). */
export const importSubscriptions = operation(subscriptionEndpoints.importOld, async (context, { subscriptions }) => {
  const payers = await payersOf(context, subscriptions);
  const groupIds = [...new Set(subscriptions.flatMap(({ groupId }) => groupId ?? []))].sort();
  await lockGroups(context, groupIds);
  await lockTrainings(context, await futureTrainings(context, groupIds));
  const clients = await lockClients(context, payers);
  const types = await typesOf(context, subscriptions);

  const students = await studentsFor(context, subscriptions, clients);
  const passes = subscriptions.map((old, index) => passOf(context, old, {
    clientId: payers[index]!, studentId: students[index]!, type: types[index]!,
  }));
  await insertPasses(context, passes);
  const brought = passes.map(({ id }, index) => ({ id, sessions: subscriptions[index]!.remainingVisits ?? 0 }));
  await bringSessions(context, brought.filter(({ sessions }) => sessions > 0), 'Перенос остатка');
  await recordBroughtIn(context, passes.map(({ id }) => id));
  for (const { groupId, studentId } of passes) if (groupId !== null) await enrol(context, groupId, studentId);
  const rows = new Map((await loadPasses(context, passes.map(({ id }) => id))).map((row) => [row.id, row]));
  return {
    result: { subscriptions: passes.map(({ id }) => presentPass(rows.get(id)!, today(context))) },
    audit: {
      entityType: 'subscription',
      after: { imported: passes.length, sessions: brought.reduce((total, { sessions }) => total + sessions, 0) },
    },
  };
});

/** The kind of each pass, by its id or by its name. */
async function typesOf(context: Context, olds: readonly OldPass[]): Promise<TypeRow[]> {
  const [byId, named] = await Promise.all([
    loadTypes(context, olds.flatMap(({ subscriptionTypeId }) => subscriptionTypeId ?? [])),
    loadTypesNamed(context, olds.flatMap(({ name }) => name ?? [])),
  ]);
  return olds.map(({ subscriptionTypeId, name }) => {
    const wanted = subscriptionTypeId ?? required(name, 'subscriptionTypeId');
    const type = subscriptionTypeId === undefined
      ? named.find((candidate) => candidate.name === wanted) : byId.find((candidate) => candidate.id === wanted);
    refuseUnless(type, 'NOT_FOUND');
    return type;
  });
}

type Sold = { clientId: string; studentId: string; type: TypeRow };

function passOf(context: Context, old: OldPass, { clientId, studentId, type }: Sold): NewPass {
  const { groupId = null, originalPrice, paidPrice, purchaseDate, startDate, remainingVisits } = old;
  refuseUnless(!isBefore(today(context), purchaseDate), 'DATE_IN_FUTURE');
  return {
    id: newId(), clientId, studentId, subscriptionTypeId: type.id, groupId,
    groupIds: groupsOf(type.groupIds, groupId), name: type.name, status: 'ACTIVE', periodMonths: type.periodMonths,
    sessionsPerPeriod: remainingVisits === null ? null : type.sessionsPerPeriod ?? Math.max(1, remainingVisits),
    originalPrice, paidPrice, purchaseDate, startDate, ...periodBroughtIn(old, type.periodMonths),
  };
}
