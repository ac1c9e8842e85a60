import { type Visit, coworkingEndpoints } from './write-off-contract.ts';
import { statusLeft, takeDay } from './write-off-rules.ts';
import {
  type VisitRow, findVisits, insertWriteOff, loadCoworkingDays, loadVisit, setLeft,
} from './write-offs-store.ts';
import { lockClients } from '../clients/store.ts';
import { isBefore } from '../kernel/day.ts';
import { hundredths } from '../kernel/money.ts';
import { type Context, operation, reading, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import type { Day } from '../kernel/day.ts';

function presentVisit(row: VisitRow): Visit {
  const { onDate: date, left: _, writeOffStatus: __, ...visit } = row;
  return { ...visit, date };
}

/** A visit of the coworking space: one day for a date; asked again, the answer is the visit that is there (C-55). */
export const checkIn = operation(coworkingEndpoints.checkIn, async (context, { clientId, date = today(context) }) => {
  const [client] = await lockClients(context, [clientId]);
  const known = await loadVisit(context, clientId, date);
  const left = known ? undefined : await useDay(context, clientId, date, client?.isActive ?? false);
  const visit = known ?? await loadVisit(context, clientId, date);
  refuseUnless(visit, 'NOT_FOUND');
  return {
    result: {
      visit: presentVisit(visit), remainingQuantity: visit.left, writeOffStatus: visit.writeOffStatus,
      repeated: known !== undefined,
    },
    audit: {
      entityType: 'client', entityId: clientId, clientId,
      before: { remainingQuantity: left ?? visit.left },
      after: { remainingQuantity: visit.left, date, repeated: known !== undefined },
    },
  };
});

/** Writes off a day and gives what was left before. */
async function useDay(context: Context, clientId: string, date: Day, isActive: boolean) {
  refuseUnless(isActive, 'CLIENT_INACTIVE');
  refuseUnless(!isBefore(today(context), date), 'DATE_IN_FUTURE');
  const { itemId, left, taken } = takeDay(await loadCoworkingDays(context, clientId));
  await insertWriteOff(context, {
    id: uuidv7(), itemId, clientId, kind: 'COWORKING', quantity: taken, onDate: date, notes: 'Посещение коворкинга',
  });
  const after = hundredths(left - taken);
  await setLeft(context, itemId, after, statusLeft(after));
  return left;
}

export const listVisits = reading(coworkingEndpoints.visits, async (context, query) => {
  const { total, visits } = await findVisits(context, query);
  return { visits: visits.map(presentVisit), pagination: { total, page: query.page, limit: query.limit } };
});
