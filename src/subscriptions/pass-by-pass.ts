import type { Database } from '../kernel/db.ts';
import type { Day } from '../kernel/day.ts';
import type { Call } from '../kernel/operation.ts';
import { Refusal } from '../kernel/refusal.ts';

export type PassJob = { database: Database; call: Call; date: Day };
export type PassJobError = { message: string; code?: string; entityType: string; entityId: string };
export type PassJobOutcome = { metrics: Record<string, number>; errors: PassJobError[] };

/** Does the work for each pass in a transaction of its own: what fails for one is told, and the others go on. */
export async function passByPass(
  { call }: PassJob, ids: readonly string[], work: (id: string) => Promise<void>,
): Promise<PassJobError[]> {
  const errors: PassJobError[] = [];
  for (const entityId of ids) {
    try {
      await work(entityId);
    } catch (error) {
      errors.push({ ...wordsOf(error, call), entityType: 'subscription', entityId });
    }
  }
  return errors;
}

function wordsOf(error: unknown, { language }: Call): { message: string; code?: string } {
  if (error instanceof Refusal) return { code: error.code, message: error.sentence(language) };
  return { message: error instanceof Error ? error.message : String(error) };
}

/** The call of a job as its operations get it: each is done on its own, under no key and no preview of the whole. */
export const plainCall = ({ orgId, actor, requestId, language, dryRun }: Call): Call =>
  ({ orgId, actor, requestId, language, ...(dryRun === undefined ? {} : { dryRun }) });
