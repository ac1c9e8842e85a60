import type { Answer } from '../lib/api.ts';
import { newKey } from '../lib/keys-of-intent.ts';

export type Roster = Answer<'training.get'>;
export type Participant = Roster['participants'][number];
export type Mark = NonNullable<Participant['mark']>;

/** One mark that is wanted; null takes the mark away. */
export type Intent = {
  /** The idempotency key: sent twice, it is done once. */
  key: string;
  /** Marks that were made by one tap go as one request under this key. */
  batch: string | undefined;
  /** Once tried, it may have arrived, and is not changed any more. */
  isTried: boolean;
  trainingId: string; studentId: string; studentName: string; to: Mark | null;
  /** The mark that was before the trainer's eyes. */
  seen: Mark | null;
};
type Whom = { trainingId: string; studentId: string };

export const isOf = (a: Whom) => (b: Whom): boolean => a.trainingId === b.trainingId && a.studentId === b.studentId;

/** Adds an intent. One for the same child that has not been tried gives way; two that cancel out are none. */
export function put(intents: readonly Intent[], next: Intent): readonly Intent[] {
  const waiting = intents.find((one) => isOf(next)(one) && !one.isTried);
  if (!waiting) return [...intents, next];
  const rest = intents.filter((one) => one !== waiting);
  return waiting.seen === next.to ? rest : [...rest, { ...next, seen: waiting.seen, batch: undefined }];
}

/** Each of a batch on its own, as if it had never been tried. */
export const split = (group: readonly Intent[]): Intent[] =>
  group.map((one) => ({ ...one, key: newKey(), batch: undefined, isTried: false }));

export type RosterLine = Participant & { isWaiting: boolean };

/** The roster as the trainer left it: the server's answer with the marks on their way over it. */
export function overlay(roster: Roster, intents: readonly Intent[]): RosterLine[] {
  const mine = intents.filter(({ trainingId }) => trainingId === roster.id);
  const lines = roster.participants.map((person): RosterLine => {
    const last = mine.findLast(({ studentId }) => studentId === person.studentId);
    if (!last) return { ...person, isWaiting: false };
    const status = last.to === 'PRESENT' ? 'BOOKED' : person.status;
    return { ...person, status, mark: last.to, isWaiting: true };
  });
  const known = new Set(lines.map(({ studentId }) => studentId));
  for (const one of mine.filter(({ studentId, to }) => to !== null && !known.has(studentId))) {
    const after = lines.findIndex(({ status, studentName }) => status !== 'BOOKED' || surname(studentName) > surname(one.studentName));
    lines.splice(after === -1 ? lines.length : after, 0, newcomer(one));
  }
  return lines;
}

/** The roster is in the order of surnames; a newcomer takes his place at once, so that nothing moves later. */
const surname = (name: string): string => `${name.replace(/^\S+\s*/, '')} ${name}`.toLocaleLowerCase('ru').replaceAll('ё', 'е');

/** Who came without being on the list; what covers the visit is known once the server has answered. */
const newcomer = ({ studentId, studentName, to }: Intent): RosterLine => ({
  studentId, studentName, clientId: '', kind: 'REGULAR', status: 'BOOKED', cancelLabel: null, cancelReason: null, mark: to,
  charge: null, age: null, cancelledAt: null, cancelling: null, attention: false, overdue: null, isWaiting: true,
  cover: {
    kind: 'NONE', isCharged: false, subscriptionId: null, name: null, sessionsLeft: null, invoiceId: null,
    invoiceNumber: null, invoiceStatus: null,
  },
});
