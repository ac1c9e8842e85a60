/** The night: tomorrow's trainings in the order of their start, one transaction each (S4-062…S4-074). */
import { type Day, addDays } from '../kernel/day.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import type { Call } from '../kernel/operation.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { NewNotice } from '../notices/store.ts';
import { chargeAtNight, previewNight as preview } from './charge-training.ts';
import { type NightTraining, trainingsOf } from './charging-store.ts';

export type Night = {
  database: Database; call: Call;
  /** The local date on which the night runs: it charges the trainings of the day after. */
  date: Day;
  runId: string;
  onProgress?: ((done: number, all: number) => void) | undefined;
};
type NightError = {
  message: string; code?: string; entityType: string; entityId: string; context: Record<string, string>;
};
export type NightOutcome = { metrics: Record<string, number>; errors: NightError[]; notices: NewNotice[] };

const PAGE = 200;
/** Of a night in which much went wrong, this many errors are kept with the run; each decision is kept by itself. */
const ERRORS_KEPT = 200;

/** What is counted of a night (S4-107…S4-113), before it begins. */
export const NO_NIGHT: Readonly<Record<string, number>> = {
  trainings: 0, participants: 0, sessionsDeducted: 0, invoicesCreated: 0, invoicesCancelled: 0, sessionsReturned: 0,
  errors: 0, trainingsFailed: 0,
};

/**
 * Charges tomorrow. Each training is an operation of its own, so a night that was killed is completed by the next run,
 * which finds what is charged and passes it over. Memory does not grow with the size of the night.
 */
export async function runNight(night: Night): Promise<NightOutcome> {
  const { database, call, date, runId } = night;
  const started = performance.now();
  const metrics: Record<string, number> = { ...NO_NIGHT };
  const add = (name: string, by: number): void => {
    metrics[name] = (metrics[name] ?? 0) + by;
  };
  const errors: NightError[] = [];
  const fail = (error: NightError): void => {
    add('errors', 1);
    if (errors.length < ERRORS_KEPT) errors.push(error);
  };
  const day = addDays(date, 1);
  for await (const training of trainingsOfNight(database, call, day)) {
    try {
      const { result } = await chargeAtNight.run(database, call, { id: training.id, runId, day });
      add('trainings', 1);
      add('participants', result.outcomes);
      add('sessionsDeducted', result.sessions);
      add('invoicesCreated', result.invoices);
      for (const [why, count] of Object.entries(result.skipped)) add(`skipped.${why}`, count);
      for (const one of result.errors) fail(errorOf(training, one));
    } catch (error) {
      // Deleted since the night began: there is nobody to charge.
      if (error instanceof Refusal && error.code === 'NOT_FOUND') continue;
      // The transaction of this training is rolled back; the next one goes on (C-50).
      add('trainingsFailed', 1);
      fail(errorOf(training, failureOf(error, call)));
    }
    night.onProgress?.(metrics['trainings'] ?? 0, 0);
  }
  metrics['durationMs'] = Math.ceil(performance.now() - started);
  return { metrics, errors, notices: noticesOf(night, metrics, errors) };
}

/** Pages of the day's trainings, each read in a moment of its own: nothing is held while the night goes on. */
async function* trainingsOfNight(database: Database, call: Call, day: Day): AsyncGenerator<NightTraining> {
  for (let after: NightTraining | null = null; ;) {
    const last: NightTraining | null = after;
    const page: NightTraining[] = await inTransaction(database, call.orgId, 'read', (tx) =>
      trainingsOf({ tx, orgId: call.orgId }, day, last, PAGE));
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1) ?? null;
  }
}

function failureOf(error: unknown, call: Call): { student?: string; code: string; message: string } {
  if (error instanceof Refusal) return { code: error.code, message: error.sentence(call.language) };
  return { code: 'FAILED', message: error instanceof Error ? error.message : String(error) };
}

const errorOf = (
  training: NightTraining, { student, code, message }: { student?: string; code: string; message: string },
): NightError => ({
  message, code, entityType: 'training', entityId: training.id,
  context: { title: training.title, startsAt: training.startsAt.toString(), ...(student !== undefined && { student }) },
});

/** The report of the night, and what went wrong, to the administrators (S4-114, S4-115). */
function noticesOf({ date, runId }: Night, metrics: Record<string, number>, errors: readonly NightError[]): NewNotice[] {
  const about = { entityType: 'job-run', entityId: runId };
  const report: NewNotice = {
    kind: 'night-report', ...about,
    params: {
      forDate: addDays(date, 1).toString(), trainings: metrics['trainings'] ?? 0, sessions: metrics['sessionsDeducted'] ?? 0,
      invoices: metrics['invoicesCreated'] ?? 0, cancelled: metrics['invoicesCancelled'] ?? 0,
      returned: metrics['sessionsReturned'] ?? 0, errors: metrics['errors'] ?? 0,
      seconds: Math.ceil((metrics['durationMs'] ?? 0) / 1000),
    },
  };
  const [first] = errors;
  if (first === undefined) return [report];
  const { title = '', student = '' } = first.context;
  return [report, {
    kind: 'night-errors', ...about,
    params: {
      forDate: addDays(date, 1).toString(), errors: metrics['errors'] ?? 0,
      firstError: [title, student, first.message].filter(Boolean).join(': '),
    },
  }];
}

/** What the coming night would do: the same work in one transaction that is rolled back. */
export async function previewNight({ database, call, date }: Omit<Night, 'runId'>) {
  const { result } = await preview.run(database, { ...call, dryRun: true }, { day: addDays(date, 1) });
  const outcomes = result.trainings.flatMap((training) => training.outcomes.map((outcome) => ({ training, outcome })));
  const count = (decision: string) => outcomes.filter(({ outcome }) => outcome.decision === decision).length;
  return {
    metrics: {
      trainings: result.trainings.length, participants: outcomes.length, sessionsDeducted: count('SESSION'),
      invoicesCreated: count('INVOICE'), skipped: count('SKIPPED'), errors: count('ERROR'),
    },
    errors: [],
    decisions: outcomes.map(({ training, outcome }) => ({
      training: { id: training.trainingId, title: training.title, startsAt: training.startsAt },
      student: { id: outcome.studentId, name: outcome.studentName }, decision: outcome.decision, reason: outcome.reason,
      sentence: outcome.sentence, details: { sessionsLeft: outcome.sessionsLeft },
      clientId: outcome.clientId, chargeId: null, invoiceId: null, amount: outcome.amount, isPaid: outcome.isPaid,
    })),
  };
}
