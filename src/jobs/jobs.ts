/** What happens by itself, on one screen. Each job is safe to repeat: what it did once, it does not find again. */
import { KEYS_AT_ONCE, tidyUp } from './housekeeping.ts';
import type { Job, JobContext, JobOutcome } from './job.ts';
import { getProof } from '../audit/proof.ts';
import { findOverdue, markOverdue } from '../invoices/mark-overdue.ts';
import { findToRemind, remindOfInvoices } from '../invoices/remind.ts';
import type { Database } from '../kernel/db.ts';
import type { Call, Outcome } from '../kernel/operation.ts';
import { findToSettle, settleClients } from '../ledger/settle-clients.ts';
import type { Policy } from '../kernel/policy.ts';
import type { NewNotice } from '../notices/store.ts';
import { generateSchedule } from '../schedule/generate.ts';
import { runExpulsions } from '../subscriptions/expulsion-jobs.ts';
import { runRenewals } from '../subscriptions/renewal-jobs.ts';
import { NO_NIGHT, previewNight, runNight } from '../trainings/night-jobs.ts';
import { chargesAtNight } from '../trainings/rules.ts';

const always = (): boolean => true;
const outcome = (metrics: JobOutcome['metrics']): JobOutcome => ({ metrics, errors: [] });

export const jobs: readonly Job[] = [
  {
    name: 'overdue', ru: 'Просроченные счета', en: 'Overdue invoices', appliesTo: always,
    run: async ({ database, call }) => {
      let [marked, notified] = [0, 0];
      await inBatches(findOverdue, { database, call }, async (invoiceIds) => {
        const { result } = await markOverdue.run(database, call, { invoiceIds });
        marked += result.marked;
        notified += result.notified;
      });
      return outcome({ marked, notified });
    },
    preview: async (job) => outcome({ notified: await countIn(findOverdue, job) }),
  },
  {
    name: 'expulsion', ru: 'Окончание абонементов и отчисление', en: 'Ended passes and expulsion', appliesTo: always,
    run: runExpulsions, preview: (job) => runExpulsions(dry(job)),
  },
  {
    name: 'renewals', ru: 'Продление абонементов', en: 'Renewals', appliesTo: (policy) => policy['renewal.auto'],
    run: runRenewals, preview: (job) => runRenewals(dry(job)),
  },
  {
    name: 'schedule', ru: 'Занятия по расписанию', en: 'Trainings of the schedule', appliesTo: always,
    run: makeTrainings, preview: (job) => makeTrainings(dry(job)),
  },
  {
    name: 'housekeeping', ru: 'Уборка', en: 'Housekeeping', appliesTo: always,
    run: async ({ database, call }) => {
      let [keysForgotten, uploadsForgotten, reservationsExpired] = [0, 0, 0];
      for (let last = KEYS_AT_ONCE; last === KEYS_AT_ONCE;) {
        const { result } = await tidyUp.run(database, call, {});
        last = result.keysForgotten;
        keysForgotten += last;
        uploadsForgotten += result.uploadsForgotten;
        reservationsExpired += result.reservationsExpired;
      }
      return outcome({ keysForgotten, uploadsForgotten, reservationsExpired });
    },
  },
  {
    name: 'proof', ru: 'Проверка книг', en: 'The proof of the books', appliesTo: always, looksOnly: true, run: proveBooks,
  },
  {
    name: 'reminders', ru: 'Напоминания о сроке оплаты', en: 'Reminders of due dates', appliesTo: always,
    run: async ({ database, call }) => {
      let reminded = 0;
      await inBatches(findToRemind, { database, call }, async (invoiceIds) => {
        reminded += (await remindOfInvoices.run(database, call, { invoiceIds })).result.reminded;
      });
      return outcome({ reminded });
    },
    preview: async (job) => outcome({ reminded: await countIn(findToRemind, job) }),
  },
  {
    name: 'nightly-charges', ru: 'Ночное списание', en: 'The night', appliesTo: chargesAtNight,
    run: whereItCharges(runNight), preview: whereItCharges(previewNight),
  },
  {
    name: 'settlement', ru: 'Погашение из авансов', en: 'Settlement from credit',
    appliesTo: (policy) => policy['settlement.mode'] === 'FIFO_BALANCE',
    run: async ({ database, call, policy, onProgress }) => {
      if (policy['settlement.mode'] !== 'FIFO_BALANCE') return outcome({ clients: 0, settled: 0 });
      const { clientIds } = (await findToSettle.run(database, call, {})).result;
      let settled = 0;
      for (let from = 0; from < clientIds.length; from += 200) {
        const part = clientIds.slice(from, from + 200);
        settled += (await settleClients.run(database, call, { clientIds: part })).result.settled;
        onProgress?.(from + part.length, clientIds.length);
      }
      return outcome({ clients: clientIds.length, settled });
    },
  },
];

/** A night that somebody starts by hand charges only where nights charge at all (C-41). */
function whereItCharges<J, O extends JobOutcome>(work: (job: J) => Promise<O>) {
  return async (job: J & { policy: Policy }): Promise<O | JobOutcome> =>
    (chargesAtNight(job.policy) ? work(job) : outcome(NO_NIGHT));
}

export const findJob = (name: string): Job | undefined => jobs.find((job) => job.name === name);

type Finder = {
  run(database: Database, call: Call, input: { after?: string | undefined }): Promise<Outcome<{ invoiceIds: string[] }>>;
};
type Place = Pick<JobContext, 'database' | 'call'>;

/** The same with every operation only tried out. */
const dry = <P extends Place>(job: P): P => ({ ...job, call: { ...job.call, dryRun: true } });

async function makeTrainings({ database, call }: Place): Promise<JobOutcome> {
  const { made } = (await generateSchedule.run(database, call, {})).result;
  return outcome({ made });
}

/** Hands on what is found, batch by batch, in the order of ids: what changes meanwhile is neither skipped nor repeated. */
async function inBatches(finder: Finder, { database, call }: Place, work: (ids: string[]) => Promise<void>): Promise<void> {
  for (let after: string | undefined; ;) {
    const { invoiceIds } = (await finder.run(database, call, { after })).result;
    if (invoiceIds.length === 0) return;
    await work(invoiceIds);
    after = invoiceIds.at(-1);
  }
}

async function countIn(finder: Finder, place: Place): Promise<number> {
  let count = 0;
  await inBatches(finder, place, async (ids) => {
    count += ids.length;
  });
  return count;
}

/** Proves every invariant of the books; administrators are told of each that does not hold. */
async function proveBooks({ database, call, date, runId }: JobContext): Promise<JobOutcome> {
  const { checks } = (await getProof.run(database, call, {})).result;
  const broken = checks.filter((check) => !check.ok);
  const rowOf = (sample: Record<string, unknown> = {}): string =>
    Object.entries(sample).map(([name, value]) => `${name} ${String(value)}`).join(', ');
  const notices = broken.map(({ id, title, sample }): NewNotice => ({
    kind: 'proof-failed', params: { invariant: `${id} ${title}`, row: rowOf(sample) },
    entityType: 'job-run', entityId: runId, onceKey: `proof-failed:${id}:${date.toString()}`,
  }));
  const errors = broken.map(({ id, title, rows, sample }) =>
    ({ code: id, message: title, context: { rows, ...(sample && { sample }) } }));
  return { metrics: { checks: checks.length, broken: broken.length }, errors, notices };
}
