/** The typed way to the server: every call is an endpoint of the contracts, in the form it has on the wire. */
import type { z } from 'zod';
import { type Endpoints, addresses } from './endpoints.ts';
import { languageNow } from './choices.ts';
import { newKey } from './keys-of-intent.ts';

export type EndpointName = keyof Endpoints;
/** What an endpoint takes, and what it answers: money in roubles, days as `2026-03-05`, moments as ISO text. */
export type Input<N extends EndpointName> = z.input<Endpoints[N]['input']>;
export type Answer<N extends EndpointName> = z.input<Endpoints[N]['result']>;
/** An answer to a dry run says by which hash the real run may be held to it. */
export type Preview<N extends EndpointName> = Answer<N> & { dryRun: true; previewHash: string };

export type FieldError = { path: string; message: string };
/** A refusal of the server, or that it could not be reached (status 0). `detail` is a sentence for people. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;
  readonly errors: readonly FieldError[];
  /** Further members of the problem document, such as a fresh preview. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(status: number, members: Record<string, unknown>) {
    super(typeof members['detail'] === 'string' ? members['detail'] : '');
    this.status = status;
    this.code = typeof members['code'] === 'string' ? members['code'] : status === 0 ? 'OFFLINE' : 'INTERNAL';
    this.hint = typeof members['hint'] === 'string' ? members['hint'] : undefined;
    this.errors = Array.isArray(members['errors']) ? (members['errors'] as FieldError[]) : [];
    this.members = members;
  }

  /** What the server says of one field. */
  of(path: string): string | undefined {
    return this.errors.find((error) => error.path === path)?.message;
  }
}

const UNREACHABLE = {
  ru: 'Нет связи с сервером. Ничего не записано дважды: повторите',
  en: 'The server cannot be reached. Nothing is written twice: try again',
};

export type CallOptions = {
  /** The intent's key: a repeat under the same key is answered, not done again. */
  key?: string;
  dryRun?: boolean;
  previewHash?: string;
  signal?: AbortSignal;
};

/** Asks the server. Throws a Problem for everything that is not an answer. */
export async function call<N extends EndpointName>(
  name: N, input: Input<N>, options: CallOptions = {},
): Promise<Answer<N>> {
  const { url, method, body } = requestOf(name, input as Record<string, unknown>, options);
  const headers: Record<string, string> = { 'accept-language': languageNow() };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET' && !options.dryRun) headers['idempotency-key'] = options.key ?? newKey();
  let response: Response;
  try {
    response = await fetch(url, {
      method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Problem(0, { detail: UNREACHABLE[languageNow()] });
  }
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (!response.ok) {
    // A wrong password or code is 401, too, and ends no session.
    if (answer['code'] === 'UNAUTHENTICATED') window.dispatchEvent(new Event('saldo:signed-out'));
    throw new Problem(response.status, answer);
  }
  return answer as Answer<N>;
}

type Request = { url: string; method: string; body: Record<string, unknown> | undefined };

/**
 * Fields named in the path go there; a GET and a DELETE take the rest from the query, others from the body, but for those
 * that the address names after a question mark.
 */
function requestOf(name: EndpointName, input: Record<string, unknown>, options: CallOptions): Request {
  const [method = 'GET', address = ''] = addresses[name].split(' ');
  const [pattern = '', named = ''] = address.split('?');
  const rest: Record<string, unknown> = { ...input };
  const path = pattern.replace(/\{(\w+)\}/g, (_all, field: string) => {
    const value = rest[field];
    delete rest[field];
    return encodeURIComponent(String(value));
  });
  if (options.dryRun) rest['dryRun'] = true;
  if (options.previewHash !== undefined) rest['previewHash'] = options.previewHash;
  const inQuery = method === 'GET' ? Object.keys(rest) : method === 'DELETE' ? ['dryRun', 'previewHash'] : named.split('&');
  const given = inQuery.map((key) => [key, rest[key]])
    .filter(([, value]) => value !== undefined && value !== null && value !== '');
  const query = new URLSearchParams(given.map(([key, value]) => [String(key), String(value)])).toString();
  for (const key of inQuery) delete rest[key];
  const empty = method === 'GET' || (method === 'DELETE' && Object.keys(rest).length === 0);
  return { url: query === '' ? path : `${path}?${query}`, method, body: empty ? undefined : rest };
}
