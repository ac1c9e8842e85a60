/** Who may set the program up: one visitor, while nobody can sign in, who has the code or sits at the machine itself. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { isPasswordAcceptable } from './password.ts';
import { anybodyThere, trySetupLock } from './setup-store.ts';
import type { Database } from '../kernel/db.ts';
import type { PublicCall } from '../kernel/http.ts';
import { refuseUnless } from '../kernel/refusal.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** How long a visitor waits for another one who is setting up in the same moment. */
const ATTEMPTS = 20;
const PAUSE_MS = 100;

/** The code of this installation, the same in each of its servers and after a restart: "7KQ2-M0XA". */
export function setupCode({ secret }: Pick<Database, 'secret'>): string {
  const bytes = createHmac('sha256', secret).update('saldo setup code').digest().subarray(0, 8);
  const letters = Array.from(bytes, (byte) => ALPHABET[byte % 32]);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** Refuses unless the visitor may set up; gives the function that lets the next one try. */
export async function beginSetup(
  { database, request }: PublicCall, { code, password }: { code?: string | undefined; password: string },
): Promise<() => Promise<void>> {
  refuseUnless(!await anybodyThere(database), 'SETUP_DONE');
  refuseUnless(comesFromHere(request) || isCode(database, code), 'SETUP_CODE');
  refuseUnless(isPasswordAcceptable(password), 'PASSWORD_WEAK');
  const release = await waitForLock(database);
  refuseUnless(release, 'SETUP_RUNNING');
  const done = await anybodyThere(database).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  if (done) await release();
  refuseUnless(!done, 'SETUP_DONE');
  return release;
}

async function waitForLock(database: Database): Promise<(() => Promise<void>) | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const release = await trySetupLock(database);
    if (release !== undefined || attempt === ATTEMPTS) return release;
    await sleep(PAUSE_MS);
  }
}

function isCode(database: Database, given: string | undefined): boolean {
  const plain = (text: string): Buffer => Buffer.from(text.toUpperCase().replace(/[^0-9A-Z]/g, ''));
  const [wanted, typed] = [plain(setupCode(database)), plain(given ?? '')];
  return wanted.length === typed.length && timingSafeEqual(wanted, typed);
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const HERE = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i;
/** What a proxy in front of the server writes: then the address of the connection is the proxy's. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** The visitor sits at this machine: by his address, by the name he asked for, and through no proxy. */
export function comesFromHere({ socket, headers }: FastifyRequest): boolean {
  const named = (text: string): boolean => URL.canParse(text) && HERE.test(new URL(text).hostname);
  return LOOPBACK.test(socket.remoteAddress ?? '') && FORWARDED.every((name) => headers[name] === undefined)
    && named(`http://${headers.host ?? ''}`) && (headers.origin === undefined || named(headers.origin));
}
