/** What is going to happen, moment by moment. Whoever does something may put down what he does next. */
import { MOMENTS, isBusiness, isWorkingDay, workingDayFrom } from './calendar.ts';
import { type Lane, sideBySide } from './lanes.ts';

export type Task = () => Promise<void>;

export type Agenda = {
  /** The day and the moment that it is now. */
  readonly day: number;
  readonly moment: number;
  /**
   * Puts down a task of somebody, and what it touches besides him; what lies after the last day does not happen.
   * Moments that are over mean the next.
   */
  at(who: string, day: number, moment: number, task: Task, touches?: readonly string[]): void;
  /** At the next moment at which the desk is at work. */
  soon(who: string, task: Task, touches?: readonly string[]): void;
};

type Entry = { who: string; task: Task; touches: readonly string[] };

export type Runner = { agenda: Agenda; run: (moveClock: MoveClock) => Promise<void> };
type MoveClock = (day: number, moment: number) => Promise<void>;

/**
 * Everything that falls on one moment runs at once, but what one person does runs in its order, and those who touch the
 * same thing, such as the places of a group, come in the order of their names. As people only put down tasks of their
 * own, the story does not depend on who was quicker.
 */
export function newAgenda(options: {
  days: number; atOnce: number; onDay: (day: number) => void;
  /** Leaves the story in the middle of it: what is under way is finished, and then it throws. */
  signal?: AbortSignal | undefined;
}): Runner {
  const moments = new Map<number, Entry[]>();
  let now = -1;
  const put = (index: number, entry: Entry): void => {
    const list = moments.get(index);
    if (list) list.push(entry);
    else moments.set(index, [entry]);
  };
  const agenda: Agenda = {
    get day() {
      return Math.floor(now / MOMENTS);
    },
    get moment() {
      return now % MOMENTS;
    },
    at(who, day, moment, task, touches = []) {
      put(Math.max(day * MOMENTS + moment, now + 1), { who, task, touches });
    },
    soon(who, task, touches) {
      const { day, moment } = agenda;
      if (isWorkingDay(day) && isBusiness(moment + 1)) agenda.at(who, day, moment + 1, task, touches);
      else agenda.at(who, workingDayFrom(day + 1), 1, task, touches);
    },
  };
  const run: Runner['run'] = async (moveClock) => {
    for (let index = 0; index < options.days * MOMENTS; index += 1) {
      options.signal?.throwIfAborted();
      const entries = moments.get(index);
      if (index % MOMENTS === 0) options.onDay(index / MOMENTS);
      if (!entries) continue;
      now = index;
      moments.delete(index);
      await moveClock(agenda.day, agenda.moment);
      await sideBySide(lanesOf(entries), options.atOnce);
    }
    options.onDay(options.days);
  };
  return { agenda, run };
}

/** One lane for each person, in the order of names: the order in which tasks were put down depends on who was quicker. */
function lanesOf(entries: readonly Entry[]): Lane[] {
  const people = [...Map.groupBy(entries, ({ who }) => who)].sort(([one], [other]) => (one < other ? -1 : 1));
  return people.map(([, tasks]) => ({
    touches: tasks.flatMap(({ touches }) => touches),
    run: async () => {
      for (const { task } of tasks) await task();
    },
  }));
}
