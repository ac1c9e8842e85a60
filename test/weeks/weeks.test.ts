/**
 * Random weeks of a club on the real database and on the model side by side: after every command the same passes,
 * charges, invoices, balances and refusals, whatever came before; at the end the laws of section 4 in SQL.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '../../src/kernel/refusal.ts';
import { type TestDatabase, freshDatabase } from '../database.ts';
import type { CallOptions } from '../properties/books.ts';
import { TIMEOUT, checked, histories, isSecondServer } from '../properties/runs.ts';
import { type Club, type Done, TEMPLATES, openClub, perform } from './club.ts';
import { type Command, benefits, hasPreview, policies, resolve, templatePolicies, weeks } from './commands.ts';
import { expectProof, expectedState, stateOf } from './compare.ts';
import { expectIdempotence, expectLaws } from './laws.ts';
import { type Step, statusOf } from './model.ts';
import { predict } from './predict.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await freshDatabase({ connections: 6 });
});
afterAll(() => opened.close());

/** The refusal's code, or what was done. Anything else that is thrown is a bug. */
async function attempt(club: Club, step: Step, options: CallOptions = {}): Promise<{ done?: Done; refusal?: string }> {
  try {
    return { done: await perform(club, step, options) };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.code };
    throw error;
  }
}

/** Performs the step, after a preview if asked for: it must say the same and change nothing. */
async function carryOut(club: Club, step: Step, isPreviewed: boolean): Promise<{ done?: Done; refusal?: string }> {
  if (!isPreviewed || !hasPreview(step)) return attempt(club, step);
  const before = await stateOf(club);
  const preview = await attempt(club, step, { dryRun: true });
  expect(await stateOf(club)).toEqual(before);
  if (preview.refusal !== undefined || step.do === 'night') return attempt(club, step);
  return attempt(club, step, { previewHash: preview.done!.outcome!.preview!.previewHash });
}

/** Takes one step on both sides and compares them. */
async function take(club: Club, step: Step, isPreviewed: boolean): Promise<void> {
  const { next, refusal, report } = predict(club.model, step);
  const { done, refusal: refused } = await carryOut(club, step, isPreviewed);
  expect(refused).toBe(refusal);
  club.model = next;
  if (done?.made !== undefined) (step.do === 'training' ? club.ids.trainings : club.ids.payments).push(done.made);
  if (report) expect(done!.report).toMatchObject(report);
  expect(await stateOf(club)).toEqual(expectedState(club));
  note(step.do, refusal);
}

/** How often each step succeeded, and each refusal was met. */
const met = new Map<string, number>();
function note(what: string, refusal: string | undefined): void {
  const event = refusal === undefined ? what : `${what} ${refusal}`;
  met.set(event, (met.get(event) ?? 0) + 1);
}
/** What so many histories are never without. */
const COMMON = [
  'SESSION NORMAL NIGHT', 'SESSION NORMAL NIGHT undone', 'INVOICE NORMAL NIGHT', 'INVOICE NORMAL NIGHT undone',
  'TRAINING PAID', 'RENEWAL PAID', 'pass ACTIVE renewed', 'pass ACTIVE frozen', 'leave', 'mark', 'unmark',
  'cancelTraining', 'reverse',
];
/** How the visits and passes of a club came out. */
function noteEnd({ model }: Club): void {
  for (const { kind, label, cause, isActive } of model.charges) {
    note(`${kind} ${label} ${cause}${isActive ? '' : ' undone'}`, undefined);
  }
  for (const { status, period, freeze, anchorNumber } of model.passes) {
    const past = [period > 0 ? ' renewed' : '', freeze ? ' frozen' : '', anchorNumber > 0 ? ' restarted' : ''];
    note(`pass ${status}${past.join('')}`, undefined);
  }
  for (const index of model.invoices.keys()) note(`${model.invoices[index]!.purpose} ${statusOf(model, index)}`, undefined);
}

async function live(club: Club, history: readonly Command[]): Promise<void> {
  const done: Step[] = [];
  try {
    for (const command of history) {
      const step = resolve(club.model, command);
      done.push(step);
      await take(club, step, command.isPreviewed);
    }
    noteEnd(club);
    await expectLaws(club);
    await expectProof(club);
    await expectIdempotence(club);
  } catch (error) {
    const steps = done.map((step, index) => `${index + 1}. ${JSON.stringify(step)}`).join('\n');
    throw new Error(`${(error as Error).message}\nafter, under ${JSON.stringify(club.model.policy)}\n${steps}`,
      { cause: error });
  }
}

describe('the club and the model agree on every history', () => {
  test.each(TEMPLATES)('under the template %s', async (template) => {
    const law = fc.asyncProperty(benefits, weeks(5, 14), async (given, history) =>
      live(await openClub(opened.database, templatePolicies[template], given, template), history));
    await checked(law, histories(1 / 20));
  }, TIMEOUT);

  test('under any policy', async () => {
    const law = fc.asyncProperty(policies, benefits, weeks(5, 14), async (policy, given, history) =>
      live(await openClub(opened.database, policy, given), history));
    await checked(law, histories(1 / 5));
  }, TIMEOUT);

  // Asked where all of them are run, and not of one that is replayed.
  if (!isSecondServer && process.env['SALDO_PATH'] === undefined) {
    test('and the histories came to where it matters', () => {
      for (const event of COMMON) expect([...met.keys()], event).toContain(event);
    });
  }
});
