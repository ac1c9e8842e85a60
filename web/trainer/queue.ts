/**
 * Marks on their way to the server. Each is kept on the phone before it is sent, goes under a key of its own in the order
 * in which it was made, and leaves when the server has answered, so that neither a lost network nor a reload loses one.
 */
import { Problem } from '../lib/api.ts';
import { newKey } from '../lib/keys-of-intent.ts';
import { type Intent, isOf, put, split } from './intents.ts';
import { type Sent, send } from './send.ts';
import { read, write } from './store.ts';

/** A mark that the server did not take, and its sentence. */
export type Told = { trainingId: string; studentId: string; studentName: string; message: string; hint: string | undefined };
export type QueueState = Readonly<{
  intents: readonly Intent[]; told: readonly Told[];
  /** The moment at which everything was last saved. */
  savedAt: string | undefined;
  /** Whether the kept marks have been read from the phone. */
  isRead: boolean;
  /** The server could not be reached the last time. */
  isCut: boolean;
  /** What takes the last act back, for a while. */
  undo: readonly Wanted[] | undefined;
}>;

type Owner = { userId: string; now: () => string; onSent: (sent: Sent) => Promise<void>; onEmpty: () => void };
const RETRY_MS = 15_000;

let state: QueueState = { intents: [], told: [], savedAt: undefined, isRead: false, isCut: false, undo: undefined };
let owner: Owner | undefined;
let flushing = false;
/** What was left from the last time is read before anything is written over it. */
let reading: Promise<void> = Promise.resolve();
const listeners = new Set<() => void>();

export const queueNow = (): QueueState => state;
export const onQueue = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

function change(next: Partial<QueueState>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

/** The same on the screen at once, and on the phone before anything is sent. */
async function save(intents: readonly Intent[], told = state.told): Promise<void> {
  change({ intents, told });
  if (owner) await write(`queue ${owner.userId}`, { intents, told }).catch(() => undefined);
}

/** Begins to send, with what was left from the last time; gives the way to stop. */
export function startQueue(given: Owner): () => void {
  owner = given;
  const go = (): void => void flush();
  reading = read<Pick<QueueState, 'intents' | 'told'>>(`queue ${given.userId}`).catch(() => undefined).then((kept) => {
    change({ intents: [...kept?.intents ?? [], ...state.intents], told: kept?.told ?? [], isRead: true });
  });
  void reading.then(go);
  const timer = setInterval(go, RETRY_MS);
  window.addEventListener('online', go);
  return () => {
    owner = undefined;
    clearInterval(timer);
    window.removeEventListener('online', go);
    change({ intents: [], told: [], savedAt: undefined, isRead: false, isCut: false, undo: undefined });
  };
}

export type Wanted = Pick<Intent, 'trainingId' | 'studentId' | 'studentName' | 'to' | 'seen'>;

/** Takes marks to be sent; several at once go as one request. `back` are the marks that undo them. */
export function enqueue(wanted: readonly Wanted[], back?: readonly Wanted[]): void {
  const batch = wanted.length > 1 && wanted.every(({ to, seen }) => to !== null && seen === null) ? newKey() : undefined;
  const intents = wanted.reduce<readonly Intent[]>(
    (all, one) => put(all, { ...one, key: newKey(), batch, isTried: false }), state.intents);
  const told = state.told.filter((one) => !wanted.some((mark) => isOf(mark)(one)));
  change({ intents, told, undo: back });
  void reading.then(() => save(state.intents, state.told)).then(flush);
}

export const forgetUndo = (): void => change({ undo: undefined });
export const dismiss = (one: Told): void => void save(state.intents, state.told.filter((other) => other !== one));

async function flush(): Promise<void> {
  if (flushing || !owner || state.intents.length === 0) return;
  flushing = true;
  try {
    while (owner && state.intents.length > 0 && await sendFirst(owner));
  } finally {
    flushing = false;
  }
  if (owner && state.intents.length === 0) owner.onEmpty();
}

/** Sends the first intent, with those of its batch; says whether to go on. */
async function sendFirst(to: Owner): Promise<boolean> {
  const [first] = state.intents;
  if (!first) return false;
  const group = first.batch === undefined ? [first] : state.intents.filter(({ batch }) => batch === first.batch);
  const keys = new Set(group.map(({ key }) => key));
  await save(state.intents.map((one) => (keys.has(one.key) ? { ...one, isTried: true } : one)));
  try {
    const sent = await send(group);
    await to.onSent(sent);
    const left = state.intents.filter(({ key }) => !keys.has(key));
    await save([...split(group.filter(({ studentId }) => sent.left.includes(studentId))), ...left]);
    change({ savedAt: to.now(), isCut: false });
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return refused(group, error);
  }
}

/** A refusal takes the mark back and is told; a lost network, a busy server or an ended session only make it wait. */
async function refused(group: readonly Intent[], problem: Problem): Promise<boolean> {
  const { status, message, hint } = problem;
  if (status === 0 || status === 401 || status === 429 || status >= 500) {
    change({ isCut: true });
    return false;
  }
  const [first] = group;
  if (group.length > 1) {
    // One of them is at fault: each is asked for itself.
    const keys = new Set(group.map(({ key }) => key));
    await save([...split(group), ...state.intents.filter(({ key }) => !keys.has(key))]);
    return true;
  }
  if (!first) return true;
  const { trainingId, studentId, studentName } = first;
  const left = state.intents.filter((one) => !isOf(first)(one));
  await save(left, [...state.told.filter((one) => !isOf(first)(one)), { trainingId, studentId, studentName, message, hint }]);
  change({ isCut: false });
  return true;
}

