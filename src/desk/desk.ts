import { loadOrganisation } from '../access/store.ts';
import { dueRuns } from '../jobs/rules.ts';
import { newestRun } from '../jobs/store.ts';
import { type Day, type Instant, addDays, dayOf, isEarlier } from '../kernel/day.ts';
import { type Context, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { loadTill } from '../ledger/store.ts';
import { loadShift } from '../payments/till-store.ts';
import { countTrainings } from '../schedule/training-store.ts';
import { countPasses } from '../subscriptions/list-store.ts';
import { viewOf } from '../subscriptions/rules.ts';
import { chargesAtNight } from '../trainings/rules.ts';
import { getDesk as endpoint } from './contract.ts';
import { MARKS_BACK, nightState, proofState } from './rules.ts';
import { countOpenInvoices, loadOpener, loadToday } from './store.ts';

/** The desk as it is at a moment: the present one unless another is asked for. */
export const getDesk = reading(endpoint, async (context, { at = context.now, branchId }) => {
  const on = dayOf(at, context.timeZone);
  const [trainings, waiting, shift, proof, night] = await Promise.all([
    loadToday(context, on, at), waitingOf({ ...context, now: at }, on), openShift(context, branchId), lastProof(context),
    lastNight(context, at),
  ]);
  const { next = [], now = [] } = Object.groupBy(trainings, (one) => (isEarlier(at, one.startsAt) ? 'next' : 'now'));
  return { at, now, next, waiting, shift, proof, night };
});

/** What waits for somebody: each number with the list that shows exactly its rows. */
async function waitingOf(context: Context, on: Day) {
  const marks = { from: addDays(on, -MARKS_BACK), to: addDays(on, -1) };
  const [open, ending, unmarked, freePlaces] = await Promise.all([
    countOpenInvoices(context, on), countPasses(context, viewOf('ENDING', on)),
    countTrainings(context, { ...marks, unmarked: true }), countTrainings(context, { from: on, freePlace: true }),
  ]);
  return {
    payToday: {
      count: open.dueCount, amount: open.dueAmount, list: 'invoices' as const,
      query: { unpaid: 'true', dueTo: on.toString() },
    },
    endingPasses: { count: ending, amount: null, list: 'subscriptions' as const, query: { view: 'ENDING' } },
    renewals: {
      count: open.renewalCount, amount: open.renewalAmount, list: 'invoices' as const,
      query: { unpaid: 'true', purpose: 'RENEWAL' },
    },
    unmarked: {
      count: unmarked, amount: null, list: 'trainings' as const,
      query: { unmarked: 'true', from: marks.from.toString(), to: marks.to.toString() },
    },
    freePlaces: {
      count: freePlaces, amount: null, list: 'trainings' as const, query: { freePlace: 'true', from: on.toString() },
    },
  };
}

async function openShift(context: Context, branchId: string | undefined) {
  const till = await loadTill(context, branchId);
  refuseUnless(till, 'NOT_FOUND');
  if (till.shiftId === null) return null;
  const [shift, { openedBy }] = await Promise.all([loadShift(context, till.shiftId), loadOpener(context, till.shiftId)]);
  const { id, openedAt, openingCash } = shift;
  const methods = shift.methods.map(({ method, expected }) => ({ method, expected }));
  const expectedCash = methods.find(({ method }) => method === 'CASH')?.expected ?? openingCash;
  return { id, branchId: till.branchId, openedAt, openedBy, openingCash, expectedCash, methods };
}

async function lastProof(context: Context) {
  const run = await newestRun(context, { job: 'proof' });
  const broken = run?.metrics['broken'] ?? 0;
  const state = proofState(run && { status: run.status, errors: run.errors.length, broken });
  return { state, at: run?.finishedAt ?? run?.startedAt ?? null, broken };
}

/** The night that should have been last: of an organisation that is younger there is none yet. */
async function lastNight(context: Context, at: Instant) {
  const { policy, timeZone } = context;
  const { createdAt } = await loadOrganisation(context);
  const expected = dueRuns(policy, timeZone, at.subtract({ hours: 48 }), at)
    .filter((due) => due.job === 'nightly-charges' && isEarlier(createdAt, due.at)).at(-1);
  const run = expected && await newestRun(context, { job: 'nightly-charges', from: expected.date, to: expected.date });
  const errors = run?.metrics['errors'] ?? run?.errors.length ?? 0;
  const state = nightState(chargesAtNight(policy), expected, run && { status: run.status, errors }, at);
  return { state, date: expected?.date ?? null, expectedAt: expected?.at ?? null, runId: run?.id ?? null, errors };
}
