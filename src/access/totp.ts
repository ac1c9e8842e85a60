import { Secret, TOTP } from 'otpauth';

/** Length of one time step in seconds, the default of every authenticator application (RFC 6238). */
const PERIOD = 30;
/** Steps accepted before and after the current one, for clocks that differ. */
const WINDOW = 1;

/** Returns the generator for a base32 secret: SHA-1, six digits; throws TypeError if it is not base32. */
function totpOf(secret: string, label: string, issuer: string): TOTP {
  const key = Secret.fromBase32(secret);
  return new TOTP({ issuer, label, secret: key, algorithm: 'SHA1', digits: 6, period: PERIOD });
}

/** Returns a new random secret of 160 bits in base32 (32 characters). */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** Returns the `otpauth://` address to show as a QR code; throws TypeError if the secret is not base32. */
export function totpUri(secret: string, email: string, issuer = 'Saldo'): string {
  return totpOf(secret, email, issuer).toString();
}

/**
 * Checks a six-digit code (spaces allowed) at `atMs`, milliseconds of the Unix epoch. Returns the matched time
 * step, one of the current step and its two neighbours, so that the caller can store it and refuse a code whose
 * step is not later than the stored one; `undefined` on mismatch. Throws TypeError if the secret is not base32.
 */
export function verifyTotp(secret: string, code: string, atMs: number): number | undefined {
  const token = code.replace(/\s/g, '');
  const totp = totpOf(secret, '', '');
  if (!/^[0-9]{6}$/.test(token)) return undefined;
  const delta = totp.validate({ token, timestamp: atMs, window: WINDOW });
  return delta === null ? undefined : totp.counter({ timestamp: atMs }) + delta;
}
