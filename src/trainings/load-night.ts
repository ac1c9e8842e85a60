import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { type NightTraining, trainingsOf } from './charging-store.ts';

const PAGE = 500;

/** The planned trainings of a day in chronological order, a page at a time: memory does not grow with the night. */
export async function* allTrainingsOf(place: Pick<Context, 'tx' | 'orgId'>, day: Day): AsyncGenerator<NightTraining> {
  let after: NightTraining | null = null;
  for (;;) {
    const page: NightTraining[] = await trainingsOf(place, day, after, PAGE);
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!;
  }
}
