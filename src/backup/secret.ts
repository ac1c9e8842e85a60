/**
 * The secret of the installation beside its backups. The one that the program made for itself travels in the backup, for
 * nobody else has it; one that was given as SALDO_SECRET is the operator's to keep, and only named by its fingerprint.
 */
import { scryptSync } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSecret } from './backups-store.ts';
import type { Manifest } from './contract.ts';
import { type Config, presentSecret } from '../kernel/config.ts';
import { openText } from '../kernel/sealed.ts';

export type KnownSecret = Readonly<{ text: string; carried: boolean }>;

export function knownSecret(config: Config): KnownSecret | undefined {
  const text = presentSecret(config);
  return text === undefined ? undefined : { text, carried: config.secret === undefined };
}

/** Slow on purpose: a secret that somebody thought up must not be guessed from its fingerprint. */
export const fingerprintOf = (secret: string): string => scryptSync(secret, 'saldo backup', 16).toString('hex');

/** What the manifest says about the secret. */
export function describeSecret(
  secret: KnownSecret | undefined, { logins, sample }: { logins: number; sample: string | null },
): Manifest['secret'] {
  const fingerprint = secret === undefined ? null : fingerprintOf(secret.text);
  const opens = sample === null ? null : secret !== undefined && doesOpen(secret.text, sample);
  return { fingerprint, carried: secret?.carried === true, opens, logins };
}

function doesOpen(secret: string, sealed: string): boolean {
  try {
    openText(secret, sealed);
    return true;
  } catch {
    return false; // another secret sealed it: that is the answer
  }
}

/**
 * SAME: the installation has the secret of the backup. PLACED: it was taken from the backup. OTHER: the installation
 * works with another one, which the operator gave or which could not be replaced: what it sealed cannot be opened.
 * UNKNOWN: the backup was made without knowing any.
 */
export type SecretOutcome = Readonly<{ state: 'SAME' | 'PLACED' | 'OTHER' | 'UNKNOWN'; former?: string }>;

/**
 * Gives the installation the secret of the backup. One that is there already is kept under another name, as the database
 * that was replaced still needs it. With `mayPlace` false nothing is written: the database belongs elsewhere.
 */
export function placeSecret(config: Config, file: string, { secret }: Manifest, mayPlace: boolean): SecretOutcome {
  const present = presentSecret(config);
  if (secret.fingerprint === null) return { state: 'UNKNOWN' };
  if (present !== undefined && fingerprintOf(present) === secret.fingerprint) return { state: 'SAME' };
  if (!secret.carried || !mayPlace || config.secret !== undefined) return { state: 'OTHER' };
  const place = join(config.dataDir, 'secret');
  const fresh = `${place}.restored`;
  mkdirSync(config.dataDir, { recursive: true });
  writeFileSync(fresh, `${readSecret(file)}\n`, { mode: 0o600, flush: true });
  const former = existsSync(place) ? freeName(`${place}.before-restore`) : undefined;
  // At no moment is there none: a program that starts just then would make another.
  if (former !== undefined) linkSync(place, former);
  renameSync(fresh, place);
  return { state: 'PLACED', ...(former !== undefined && { former }) };
}

function freeName(path: string): string {
  for (let number = 1; ; number += 1) if (!existsSync(`${path}-${number}`)) return `${path}-${number}`;
}
