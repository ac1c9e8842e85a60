/**
 * Turns: each side works only while its slice lasts, so that both meet the same moods of the machine, and what is
 * compared are slices that stand beside each other.
 */
import { performance } from 'node:perf_hooks';

export type Slice = { trainings: number; milliseconds: number };
export type Side = {
  /** Waits until it is this side's turn; the organisation is then at work. */
  enter(orgId: string): Promise<void>;
  /** The organisation has finished a training. */
  finish(orgId: string): void;
  /** The organisation has come to its end; it may have looked for another training since it finished the last. */
  leave(orgId: string): void;
  /** Lets the side work until so many trainings are finished, and waits for those still under way. */
  slice(trainings: number): Promise<Slice>;
  /** Lets the side work to its end. */
  end(): Promise<void>;
  /** What each training took, in milliseconds. */
  times: number[];
};

/** A side, whose work begins at once and waits in `enter` for its first turn. */
export function newSide(work: (side: Side) => Promise<unknown>): Side {
  const atWork = new Map<string, number>();
  const times: number[] = [];
  let left = 0;
  let opened = Promise.withResolvers<void>();
  let rested = Promise.withResolvers<void>();
  const rest = (orgId: string): void => {
    atWork.delete(orgId);
    if (left <= 0 && atWork.size === 0) rested.resolve();
  };
  const side: Side = {
    times,
    enter: async (orgId) => {
      while (left <= 0) {
        rest(orgId);
        await opened.promise;
      }
      atWork.set(orgId, performance.now());
    },
    finish: (orgId) => {
      times.push(performance.now() - (atWork.get(orgId) ?? Number.NaN));
      left -= 1;
      if (left === 0) opened = Promise.withResolvers();
      rest(orgId);
    },
    leave: rest,
    slice: async (trainings) => {
      const before = times.length;
      const started = performance.now();
      left = trainings;
      rested = Promise.withResolvers();
      opened.resolve();
      await Promise.race([rested.promise, done]);
      return { trainings: times.length - before, milliseconds: performance.now() - started };
    },
    end: async () => {
      left = Infinity;
      opened.resolve();
      await done;
    },
  };
  const done = work(side);
  done.catch(() => undefined); // whoever waits for a slice or for the end is told
  return side;
}

/**
 * Lets the sides work in turns, the first of a round last in the next. Gives the slices of each side. Several at once
 * finish a few more than a slice asks for; rounds for which a side has nothing left are no rounds.
 */
export async function takeTurns(
  sides: readonly Side[], rounds: number, trainings: number, onTurn?: () => void,
): Promise<Slice[][]> {
  const slices: Slice[][] = [];
  const size = Math.max(1, Math.floor(trainings / rounds));
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? [...sides.keys()] : [...sides.keys()].toReversed();
    const made: Slice[] = [];
    for (const index of order) {
      made[index] = await sides[index]!.slice(size);
      onTurn?.();
    }
    if (made.every((slice) => slice.trainings > 0)) slices.push(made);
  }
  for (const side of sides) await side.end();
  return sides.map((_, index) => slices.map((made) => made[index]!));
}
