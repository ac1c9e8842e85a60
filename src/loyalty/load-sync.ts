import type { Sync, SyncCounts } from './contract.ts';
import { type Place, type SyncCard, loadSync } from './sync-store.ts';
import { failureAdvice, failureSentence } from './words-rules.ts';
import { type Language, refuseUnless } from '../kernel/refusal.ts';

export const NO_COUNTS: SyncCounts = {
  cards: 0, customers: 0, created: 0, changed: 0, initial: 0, purchases: 0, packaging: 0, points: 0, unknownCards: 0,
  removed: 0, failed: 0,
};

/** The run as the outside sees it. */
export function presentSync(row: SyncCard, language: Language): Sync {
  const { id, status, stage, percent, mostCustomers, days, counts, startedBy, startedAt, finishedAt, aliveAt } = row;
  const { firstName, lastName, errorCode, errorDetail } = row;
  return {
    id, status, stage, percent, limit: mostCustomers, days, counts, startedAt, finishedAt, aliveAt,
    startedBy: { id: startedBy, firstName, lastName },
    error: errorCode === null ? null : {
      code: errorCode, message: failureSentence(errorCode, errorDetail, language),
      advice: failureAdvice(errorCode, errorDetail, language),
    },
  };
}

export async function requireSync(place: Place, id: string): Promise<SyncCard> {
  const row = await loadSync(place, id);
  refuseUnless(row, 'NOT_FOUND');
  return row;
}
