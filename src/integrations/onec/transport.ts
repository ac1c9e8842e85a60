/** One request at a time for one base: sends it, reads a bounded answer, says what went wrong. */
import { setTimeout as sleep } from 'node:timers/promises';
import { addressOf, rootOf } from './address.ts';
import { OneCFailure } from './failure.ts';
import { failureOfError, failureOfStatus, pageTitle, readBody, tidied } from './reply.ts';
import type { OneCSettings } from './types.ts';

export type Asked = {
  path: string;
  options?: Readonly<Record<string, string>>;
  /** What a failure is about. */
  entity?: string;
  /** Read so many bytes at most, and stop there without complaint. */
  headBytes?: number;
  maxBytes?: number;
};
export type Transport = Readonly<{
  /** The text of the answer, without the mark of the byte order; one attempt. */
  text(asked: Asked): Promise<string>;
  /** The members of an answer in JSON; one attempt. */
  json(asked: Asked): Promise<Record<string, unknown>>;
  /** Does the work again, up to three times, while the base is away, overloaded or breaks off. */
  repeatedly<T>(work: () => Promise<T>): Promise<T>;
  /** The pause before the repetition of that number, from 0; ends at once when the caller ends it all. */
  pause(attempt: number): Promise<void>;
}>;

export const REPETITIONS = 3;
const TIMEOUT_MS = 60_000;
const PAUSE_MS = 1000;
export const MAX_BYTES = 16 * 1024 * 1024;

/** What may be otherwise in a second; what the base has understood and refused will not be. */
export const isPassing = (failure: unknown): failure is OneCFailure =>
  failure instanceof OneCFailure && ['TIMEOUT', 'BROKEN_OFF', 'UNREACHABLE', 'SERVER'].includes(failure.code);

export function openTransport(settings: OneCSettings): Transport {
  const root = rootOf(settings.baseUrl);
  const { pauseMs = PAUSE_MS, signal } = settings;
  const text = (asked: Asked): Promise<string> => inLine(root, () => send(root, settings, asked));
  const pause = async (attempt: number): Promise<void> => {
    try {
      await sleep(pauseMs * 2 ** attempt, undefined, signal === undefined ? {} : { signal });
    } catch {
      throw new OneCFailure('CANCELLED'); // only the signal ends a pause
    }
  };
  const repeatedly = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await work();
      } catch (failure) {
        if (!isPassing(failure) || attempt === REPETITIONS) throw failure;
        await pause(attempt);
      }
    }
  };
  return { text, pause, repeatedly, json: async (asked) => parsed(await text(asked), asked.entity, [settings.password]) };
}

/** Each session of OData may take a licence, so that the requests to one base wait for each other in this process. */
const lines = new Map<string, Promise<unknown>>();

function inLine<T>(root: string, work: () => Promise<T>): Promise<T> {
  const mine = (lines.get(root) ?? Promise.resolve()).then(work);
  const end = mine.catch(() => undefined).then(() => { // whoever waits for `mine` hears of its failure
    if (lines.get(root) === end) lines.delete(root);
  });
  lines.set(root, end);
  return mine;
}

async function send(root: string, settings: OneCSettings, asked: Asked): Promise<string> {
  const { username, password, timeoutMs = TIMEOUT_MS, signal } = settings;
  const limit = AbortSignal.timeout(timeoutMs);
  const url = addressOf(root, asked.path, { ...asked.options, allowedOnly: 'true' });
  try {
    signal?.throwIfAborted();
    const response = await fetch(url, {
      headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}` },
      // A redirect would take the password to an address that nobody gave it for.
      redirect: 'manual',
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    });
    const { maxBytes = settings.maxBytes ?? MAX_BYTES, headBytes, entity } = asked;
    const bytes = await readBody(response, maxBytes, headBytes, entity);
    if (response.status !== 200) throw failureOfStatus(response, bytes, entity, [password]);
    return textOfBytes(bytes, headBytes !== undefined, entity);
  } catch (error) {
    if (error instanceof OneCFailure) throw error;
    throw failureOfError(error, { timedOut: limit.aborted, cancelled: signal?.aborted === true, entity: asked.entity });
  }
}

function textOfBytes(bytes: Uint8Array, isHead: boolean, entity: string | undefined): string {
  try {
    return new TextDecoder('utf-8', { fatal: !isHead }).decode(bytes); // drops the mark of the byte order
  } catch {
    throw new OneCFailure('NOT_JSON', { status: 200, entity, said: 'not UTF-8' });
  }
}

/** The members of an answer; a page of HTML is told from a body that ended too early. */
function parsed(text: string, entity: string | undefined, secrets: readonly string[]): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const begun = /^\s*[{[]/.test(text) || text.trim() === '';
    throw begun
      ? new OneCFailure('BROKEN_OFF', { status: 200, entity, said: 'the JSON ends too early' })
      : new OneCFailure('NOT_JSON', { status: 200, entity, said: tidied(pageTitle(text), secrets) });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new OneCFailure('NOT_JSON', { status: 200, entity });
}
