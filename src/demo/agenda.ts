/** What is going to happen, moment by moment. Whoever does something may put down what he does next. */
import { CLOSING, MOMENTS, isWorkingDay, workingDayFrom } from './calendar.ts';

export type Task = () => Promise<void>;

export type Agenda = {
  /** The day and the moment that it is now. */
  readonly day: number;
  readonly moment: number;
  /** Puts down a task of somebody; what lies after the last day does not happen. Moments that are over mean the next. */
  at(who: string, day: number, moment: number, task: Task): void;
  /** At the next moment at which the desk is at work. */
  soon(who: string, task: Task): void;
};

type Entry = { who: string; task: Task };

export type Runner = { agenda: Agenda; run: (moveClock: MoveClock) => Promise<void> };
type MoveClock = (day: number, moment: number) => Promise<void>;

/**
 * Everything that falls on one moment runs at once, but what one person does runs in its order. As people only put
 * down tasks of their own, the story does not depend on who was quicker.
 */
export function newAgenda(options: { days: number; atOnce: number; onDay: (day: number) => void }): Runner {
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
    at(who, day, moment, task) {
      put(Math.max(day * MOMENTS + moment, now + 1), { who, task });
    },
    soon(who, task) {
      const { day, moment } = agenda;
      if (isWorkingDay(day) && moment < CLOSING - 1) agenda.at(who, day, moment + 1, task);
      else agenda.at(who, workingDayFrom(day + 1), 1, task);
    },
  };
  const run: Runner['run'] = async (moveClock) => {
    for (let index = 0; index < options.days * MOMENTS; index += 1) {
      const entries = moments.get(index);
      if (index % MOMENTS === 0) options.onDay(index / MOMENTS);
      if (!entries) continue;
      now = index;
      moments.delete(index);
      await moveClock(agenda.day, agenda.moment);
      await atOnce([...Map.groupBy(entries, ({ who }) => who).values()], options.atOnce);
    }
    options.onDay(options.days);
  };
  return { agenda, run };
}

/** Works through the queues of all people, so many at a time; the first failure stops everybody. */
async function atOnce(queues: Entry[][], width: number): Promise<void> {
  let failed = false;
  const worker = async (): Promise<void> => {
    for (let queue = queues.shift(); queue && !failed; queue = queues.shift()) {
      for (const { task } of queue) {
        await task().catch((error: unknown) => {
          failed = true;
          throw error;
        });
      }
    }
  };
  const workers = Array.from({ length: width }, worker);
  await Promise.allSettled(workers);
  await Promise.all(workers);
}
