import { type ChangeRow, loadChanges, readRecordingClock } from './store.ts';
import { type Instant, isEarlier, later } from '../kernel/day.ts';
import { type Database, inTransaction } from '../kernel/db.ts';

/** A record is stamped a moment before its commit: whatever is stamped within this time may still come to light. */
const OVERLAP = { seconds: 10 } as const;
const MOST_KNOWN = 100_000;

/**
 * Follows the audit trail of an organisation: each question gives the records that no question before it gave, in the
 * order in which they were recorded; undefined when there are more than `limit`, which are then passed over. The first
 * question only finds the present.
 */
export function followTrail(database: Database, orgId: string, limit: number): () => Promise<ChangeRow[] | undefined> {
  let cursor: Instant | undefined;
  /** The records of the overlap, which are found again each time. */
  let known = new Map<string, Instant>();

  const remember = (rows: readonly ChangeRow[], from: Instant): void => {
    const latest = rows.reduce((so, { recordedAt }) => later(so, recordedAt), from);
    const horizon = latest.subtract(OVERLAP);
    const all = [...known, ...rows.map(({ id, recordedAt }) => [id, recordedAt] as const)];
    known = new Map(all.filter(([, at]) => !isEarlier(at, horizon)));
    cursor = latest;
  };
  const findPresent = async (): Promise<void> => {
    const [now, rows] = await inTransaction(database, orgId, 'read', async (tx) => {
      const clock = await readRecordingClock(tx);
      const since = clock.subtract(OVERLAP);
      return [clock, await loadChanges(tx, orgId, { since, known: [], limit: MOST_KNOWN })] as const;
    });
    known = new Map();
    remember(rows, now);
  };

  return async () => {
    const from = cursor;
    if (from === undefined) {
      await findPresent();
      return [];
    }
    const question = { since: from.subtract(OVERLAP), known: [...known.keys()], limit: limit + 1 };
    const rows = await inTransaction(database, orgId, 'read', (tx) => loadChanges(tx, orgId, question));
    if (rows.length > limit) {
      await findPresent();
      return undefined;
    }
    remember(rows, from);
    return rows;
  };
}
