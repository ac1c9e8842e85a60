/** What an answer of 1C, or of whatever stands before it, means. */
import { OneCFailure, type FailureCode } from './failure.ts';

/** Reads at most so many bytes. A larger body is refused, or with `headBytes` simply left there. */
export async function readBody(
  response: Response, maxBytes: number, headBytes: number | undefined, entity: string | undefined,
): Promise<Uint8Array> {
  const limit = headBytes ?? maxBytes;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    size += (chunk as Uint8Array).length;
    if (size <= limit) continue;
    // Leaving the loop ends the connection: nothing more of it is read.
    if (headBytes === undefined) throw new OneCFailure('TOO_LARGE', { status: response.status, entity });
    break;
  }
  return Buffer.concat(chunks);
}

/** Of a long answer only the beginning is listened to. */
const HEARD = 20_000;
const SAID = 300;
/** What others said, fit for a log and for a person: one line, short, without our secrets. */
export function tidied(text: string, secrets: readonly string[]): string {
  const beginning = text.slice(0, SAID * 4);
  const bare = secrets.filter((secret) => secret.length > 3)
    .reduce((said, secret) => said.replaceAll(secret, '***'), beginning);
  return bare.replace(/<[^>]*>/g, ' ').replace(/[\s\p{Cc}]+/gu, ' ').trim().slice(0, SAID);
}

/** The title of a page, or its beginning. */
export const pageTitle = (text: string): string =>
  /<title[^>]*>([^<]*)/i.exec(text.slice(0, HEARD))?.[1] ?? text.slice(0, 500);

type Said = { code: string | undefined; text: string };

function saidIn(bytes: Uint8Array): Said {
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, HEARD));
  try {
    const { 'odata.error': error } = JSON.parse(text) as {
      'odata.error'?: { code?: string | number; message?: { value?: string } };
    };
    if (error !== undefined) return { code: String(error.code ?? ''), text: String(error.message?.value ?? '') };
  } catch {
    // Not JSON: a page of the web server, of which the title says the most.
  }
  const inXml = /<(?:m:)?code[^>]*>(-?\d+)<[^]*?<(?:m:)?message[^>]*>([^<]*)/i.exec(text);
  if (inXml) return { code: inXml[1], text: inXml[2] ?? '' };
  return { code: undefined, text: pageTitle(text) };
}

const NO_RIGHTS = '20';
const NO_ENTITY = '8';

export function failureOfStatus(
  response: Response, bytes: Uint8Array, entity: string | undefined, secrets: readonly string[],
): OneCFailure {
  const { status } = response;
  const { code: onecCode, text } = saidIn(bytes);
  return new OneCFailure(codeOf(status, onecCode), { status, onecCode, entity, said: tidied(text, secrets) });
}

function codeOf(status: number, onecCode: string | undefined): FailureCode {
  if (status === 401) return onecCode === NO_RIGHTS ? 'NO_RIGHTS' : 'UNAUTHORISED';
  if (status === 403) return 'NO_RIGHTS';
  if (status === 404) return onecCode === NO_ENTITY ? 'NOT_PUBLISHED' : 'NOT_FOUND';
  if (status >= 300 && status < 400) return 'MOVED';
  if (status === 501) return 'BAD_REQUEST'; // what is not supported today is not supported in a second
  if (status >= 500) return 'SERVER';
  return status >= 400 ? 'BAD_REQUEST' : 'NOT_JSON';
}

const AWAY = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

/** The request never got an answer, or lost it on the way. */
export function failureOfError(
  error: unknown, about: { timedOut: boolean; cancelled: boolean; entity: string | undefined },
): OneCFailure {
  const { entity } = about;
  if (about.cancelled) return new OneCFailure('CANCELLED', { entity });
  if (about.timedOut) return new OneCFailure('TIMEOUT', { entity });
  const { code = '', message } = ((error as { cause?: unknown }).cause ?? {}) as { code?: string; message?: string };
  if (message === 'bad port') return new OneCFailure('ADDRESS', { entity }); // one that browsers and fetch refuse to ask
  const away = AWAY.includes(code) || /TLS|SSL|CERT|VERIFY/.test(code);
  return new OneCFailure(away ? 'UNREACHABLE' : 'BROKEN_OFF', { entity, said: code });
}
