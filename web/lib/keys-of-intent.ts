/** A fresh idempotency key. `crypto.randomUUID` is missing on plain HTTP beyond the own machine, random bytes are not. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
