/**
 * What happens in one organisation, for everybody in this process who listens. The audit trail is asked for what is new
 * while somebody listens, so what another server, a worker or the command line did is heard as well, and payments pay
 * nothing for it: a NOTIFY in their transactions would let them commit only one after another.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from './rules.ts';
import type { ChangeRow } from './store.ts';
import { followTrail } from './trail.ts';
import type { Database } from '../kernel/db.ts';
import { newToken } from '../kernel/token.ts';

/** Numbered in the order in which they were heard. */
export type Heard = { sequence: number; change: Change };
export type Listener = {
  hear(news: readonly Heard[]): void;
  /** More has happened than is told one by one, or nobody knows any more what was missed. */
  lookAnew(): void;
};
export type Hub = {
  /** The numbers of another hub mean nothing here. */
  epoch: string;
  position(): number;
  isSilent(): boolean;
  /** Lets the listener hear everything from now on, and first what it missed since the given number. */
  join(listener: Listener, missedSince?: number): Promise<void>;
  leave(listener: Listener): void;
  /** What is being asked is answered; nothing is asked any more. */
  close(): Promise<void>;
};

/** More news at once is told as one. */
const AT_ONCE = 500;
const REMEMBERED = 1000;

export function newHub(
  database: Database, orgId: string, { pollMs, onError }: { pollMs: number; onError: (error: unknown) => void },
): Hub {
  const listeners = new Set<Listener>();
  const news = followTrail(database, orgId, AT_ONCE);
  const story = newStory();
  let asking: Promise<void> | undefined;
  let going = false;

  const ask = async (): Promise<void> => {
    const rows = await news();
    if (rows === undefined) {
      story.forget();
      for (const listener of listeners) listener.lookAnew();
    } else if (rows.length > 0) {
      const heard = story.add(rows);
      for (const listener of listeners) listener.hear(heard);
    }
  };
  /** One question at a time; whoever asks meanwhile waits for its answer. */
  const askOnce = (): Promise<void> => (asking ??= ask().finally(() => {
    asking = undefined;
  }));
  /** Asks again and again while somebody listens. Of failures in a row the first is reported. */
  const goOn = async (): Promise<void> => {
    if (going) return;
    going = true;
    for (let failed = false; listeners.size > 0;) {
      await sleep(pollMs, undefined, { ref: false });
      if (listeners.size === 0) break;
      failed = await askOnce().then(() => false, (error: unknown) => {
        if (!failed) onError(error);
        return true;
      });
    }
    going = false;
  };

  return {
    epoch: newToken(6),
    position: story.position,
    isSilent: () => listeners.size === 0,
    join: async (listener, missedSince) => {
      await asking?.catch(() => undefined); // that question may be older than what is waited for
      await askOnce();
      const missed = missedSince === undefined ? [] : story.since(missedSince);
      if (missed === undefined) listener.lookAnew();
      else if (missed.length > 0) listener.hear(missed);
      listeners.add(listener);
      void goOn();
    },
    leave: (listener) => void listeners.delete(listener),
    close: async () => {
      listeners.clear();
      await asking?.catch(() => undefined); // whoever waits for it is told
    },
  };
}

/** The last news, for those who lost their connection for a while. */
function newStory() {
  const heard: Heard[] = [];
  let sequence = 0;
  let forgotten = 0;
  return {
    position: () => sequence,
    add: (rows: readonly ChangeRow[]): Heard[] => {
      const added = rows.map(({ id: _id, recordedAt: _recordedAt, at, ...row }) => {
        sequence += 1;
        return { sequence, change: { ...row, at: at.toString() } };
      });
      heard.push(...added);
      for (const gone of heard.splice(0, heard.length - REMEMBERED)) forgotten = gone.sequence;
      return added;
    },
    forget: (): void => {
      sequence += 1;
      forgotten = sequence;
      heard.length = 0;
    },
    /** Undefined when that is too long ago, or never was. */
    since: (number: number): Heard[] | undefined =>
      (number < forgotten || number > sequence ? undefined : heard.filter((one) => one.sequence > number)),
  };
}
