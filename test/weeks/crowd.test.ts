/**
 * I-32 for visits: operations that meet on one training and one family end as if they had come one after another. The
 * order is read from the audit trail; the model takes the successful ones in that order and must arrive at the same
 * club. Nights that run beside them have no place in that order: after those the laws must hold, and nobody pays twice.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '../../src/kernel/refusal.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { type TestDatabase, freshDatabase } from '../database.ts';
import { TIMEOUT, checked, histories, reached } from '../properties/runs.ts';
import { type Club, type Done, openClub, perform } from './club.ts';
import { type Command, policies, resolve, weeks } from './commands.ts';
import { expectProof, expectedState, stateOf } from './compare.ts';
import { expectLaws } from './laws.ts';
import type { Model, Step } from './model.ts';
import { predict } from './predict.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await freshDatabase({ connections: 12 });
});
afterAll(() => opened.close());

/** Takes on both sides what the model allows, comparing nothing: a way to arrive somewhere. */
async function grow(club: Club, history: readonly Command[]): Promise<void> {
  for (const command of history) {
    const step = resolve(club.model, command);
    const { next, refusal } = predict(club.model, step);
    if (refusal !== undefined) continue;
    link(club, step, await perform(club, step));
    club.model = next;
    await stateOf(club);
  }
}

function link(club: Club, step: Step, { made }: Done): void {
  if (made !== undefined) (step.do === 'training' ? club.ids.trainings : club.ids.payments).push(made);
}

const MEETING = [
  'leave', 'book', 'mark', 'markAll', 'unmark', 'charge', 'cancelTraining', 'sell', 'pay', 'payInvoice', 'reverse', 'settle',
  'freeze', 'unfreeze', 'renew', 'cancelPass', 'leave', 'mark', 'cancelTraining',
] as const satisfies Command['what'][];
const meeting = fc.array(fc.record({ what: fc.constantFrom(...MEETING), student: fc.constantFrom(0, 1) }),
  { minLength: 4, maxLength: 8 });

/** The last training that was not cancelled: where they meet. */
const placeOf = (model: Model): number => model.trainings.findLastIndex((training) => !training.isCancelled);
function stepFor(model: Model, command: Command): Step {
  const step = resolve(model, command);
  if (!('training' in step)) return step;
  const who = 'student' in step ? { student: command.student } : {};
  return { ...step, training: placeOf(model), ...who };
}

type Sent = { step: Step; done: Done };
/** Sends all at once. Gives what succeeded, by request; a refusal is fine, anything else is not. */
async function sendTogether(club: Club, steps: readonly Step[]): Promise<Map<string, Sent>> {
  const sent = new Map<string, Sent>();
  await Promise.all(steps.map(async (step) => {
    const requestId = uuidv7();
    try {
      sent.set(requestId, { step, done: await perform(club, step, { requestId }) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect(error.code).not.toBe('SERVICE_BUSY');
    }
  }));
  return sent;
}

/** The requests in the order in which they happened: the record of an operation is written under its locks. */
async function orderOf(club: Club, requests: readonly string[]): Promise<string[]> {
  const { rows } = await club.database.owner.query<{ request_id: string }>(
    'select request_id from audit_log where org_id = $1 and request_id = any($2) order by recorded_at, id',
    [club.orgId, requests]);
  return rows.map((row) => row.request_id);
}

/** What a command may become that nobody wanted here. */
const APART = new Set(['training', 'clock', 'night', 'overdue', 'renewals', 'expulsion', 'void']);
async function meet(club: Club, commands: readonly Command[]): Promise<number> {
  // Two passes sold at one moment have no order that anybody can tell.
  let isSold = false;
  const steps = commands.map((command) => stepFor(club.model, command)).filter((step) => {
    const isSecond = step.do === 'sell' && isSold;
    isSold ||= step.do === 'sell';
    return !isSecond && !APART.has(step.do);
  });
  const sent = await sendTogether(club, steps);
  const order = await orderOf(club, [...sent.keys()]);
  expect(order).toHaveLength(sent.size);
  for (const request of order) {
    const { step, done } = sent.get(request)!;
    const { next, refusal } = predict(club.model, step);
    expect(refusal, `${JSON.stringify(step)} succeeded`).toBeUndefined();
    link(club, step, done);
    club.model = next;
  }
  expect(await stateOf(club), JSON.stringify(order.map((request) => sent.get(request)!.step))).toEqual(expectedState(club));
  return sent.size;
}

const merged = (commands: readonly Command[], told: readonly Pick<Command, 'what' | 'student'>[]): Command[] =>
  told.map((one, index) => ({ ...commands[index % commands.length]!, wild: false, missing: false, ...one }));
const opening = weeks(4, 8).filter((history) => history.length > 0);

test('I-32: what meets on one training and one family equals some order of it', async () => {
  let succeeded = 0;
  const meetings = fc.array(meeting, { minLength: 1, maxLength: 3 });
  const law = fc.asyncProperty(policies, opening, meetings, async (policy, before, rounds) => {
    const club = await openClub(opened.database, policy, [0, 1000]);
    await grow(club, before);
    await grow(club, [{ ...before[0]!, what: 'training', days: 1, wild: false, amount: 'due', student: 1, pick: 2 }]);
    for (const round of rounds) succeeded += await meet(club, merged(before, round));
    await expectLaws(club);
    await expectProof(club);
  });
  await checked(law, histories(1 / 15));
  expect(succeeded).toBeGreaterThan(30);
}, TIMEOUT);

test('I-10, I-32: nights beside the desk charge nobody twice', async () => {
  let charged = 0;
  const law = fc.asyncProperty(policies, opening, meeting, async (policy, before, round) => {
    const timing = policy.timing === 'ON_ATTENDANCE' ? 'BOTH' : policy.timing;
    const club = await openClub(opened.database, { ...policy, timing }, [0, 0]);
    await grow(club, before);
    await grow(club, [{ ...before[0]!, what: 'training', days: 1, wild: false, amount: 'due', student: 1, pick: 2 }]);
    const steps = merged(before, round).map((command) => stepFor(club.model, command)).filter((step) => !APART.has(step.do));
    await sendTogether(club, [{ do: 'night' }, ...steps, { do: 'night' }, { do: 'charge', training: placeOf(club.model) }]);
    await expectLaws(club, ['I-16', 'I-33 what']);
    await expectProof(club);
    const { rows: [found] } = await club.database.owner.query<{ n: number }>(
      "select count(*) as n from training_charges where org_id = $1 and cause in ('NIGHT', 'MANUAL')", [club.orgId]);
    charged += found!.n;
  });
  await checked(law, histories(1 / 20));
  reached(charged, 5);
}, TIMEOUT);
