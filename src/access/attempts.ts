/** Attempts to sign in: one after another for each e-mail, and known and unknown e-mails look alike from outside. */
import { type LoginRow, beginAttempt, findLock } from './login-store.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { LOCK_MINUTES, MAX_FAILURES } from './rules.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { newToken } from '../kernel/token.ts';

const queues = new Map<string, Promise<unknown>>();

/** Runs the work after all earlier work for the same e-mail, so that a person's parallel sign-ins all succeed. */
export async function inTurn<T>(email: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(email) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.catch(() => undefined);
  queues.set(email, settled);
  try {
    return await mine;
  } finally {
    if (queues.get(email) === settled) queues.delete(email);
  }
}

const locked = (seconds: number): Refusal => new Refusal('LOGIN_LOCKED', {}, { retryAfter: seconds });

/** The login behind the e-mail, once the password is right; the attempt is counted before it is known to be. */
export async function checkPassword(
  database: Database, email: string, password: string, onWrong: (login: LoginRow) => Promise<void>,
): Promise<LoginRow> {
  const limit = { failures: MAX_FAILURES, minutes: LOCK_MINUTES };
  const login = await inTransaction(database, undefined, 'write', (tx) => beginAttempt(tx, email, limit));
  if (login === undefined) {
    const lock = await inTransaction(database, undefined, 'read', (tx) => findLock(tx, email));
    if (lock !== undefined) throw locked(lock.seconds);
    await refuseStranger(email, password);
  } else if (await verifyPassword(password, login.passwordHash)) {
    return login;
  } else {
    await onWrong(login);
  }
  throw new Refusal('WRONG_CREDENTIALS');
}

const MAX_STRANGERS = 10_000;
const strangers = new Map<string, { failures: number; lockedUntil: number }>();
let dummyHash: Promise<string> | undefined;

/** An unknown e-mail takes the same time and is locked in the same way, or the lock would tell who is known. */
async function refuseStranger(email: string, password: string): Promise<void> {
  const now = Date.now();
  let stranger = strangers.get(email);
  if (stranger !== undefined && stranger.lockedUntil > now) throw locked(Math.ceil((stranger.lockedUntil - now) / 1000));
  if (stranger === undefined || stranger.lockedUntil > 0) stranger = { failures: 0, lockedUntil: 0 };
  stranger.failures += 1;
  if (stranger.failures >= MAX_FAILURES) stranger.lockedUntil = now + LOCK_MINUTES * 60_000;
  strangers.delete(email);
  strangers.set(email, stranger);
  const [oldest] = strangers.keys();
  if (strangers.size > MAX_STRANGERS && oldest !== undefined) strangers.delete(oldest);
  dummyHash ??= hashPassword(newToken());
  refuseUnless(!(await verifyPassword(password, await dummyHash)), 'WRONG_CREDENTIALS');
}
