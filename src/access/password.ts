import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** Cost of a new hash: memory in KiB, passes over it, lanes, and the length of the tag in bytes. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
/** Upper bounds of the cost that a stored hash may ask for, so that a damaged one cannot stop the server. */
const MAX_COST = { memory: 262_144, passes: 10, parallelism: 4 };

/** The PHC string: cost, salt of 8 to 64 bytes, tag of 16 to 64 bytes. */
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z\d+/]{11,86})\$([A-Za-z\d+/]{22,86})$/;

/** Commonest passwords of ten characters and more, in lower case. */
const COMMON = new Set([
  '1234567890', '0123456789', '0987654321', '9876543210', '1234567891', '12345678910', '123456789a', '123456789q',
  '1234554321', '1122334455', '1231231230', '123123123123', '123456123456', '987654321a', 'a123456789',
  'q123456789', 'q1w2e3r4t5', 'q1w2e3r4t5y6', '1q2w3e4r5t', '1q2w3e4r5t6y', '1qaz2wsx3edc', 'qazwsxedcrfv',
  'qwertyuiop', 'qwertyuiop[]', 'qwerty1234', 'qwerty12345', 'qwerty123456', '123456qwerty', '12345qwerty',
  'qwertyqwerty', 'asdfghjkl;', 'password12', 'password123', 'password1234', 'passwordpassword', 'password01',
  'iloveyou12', 'iloveyou123', 'admin12345', 'admin123456', 'adminadmin', 'administrator', 'welcome123',
  'letmein123', 'abcdefghij', 'abcd123456', 'abc1234567', 'йцукенгшщз', 'йцукенгшщзх', 'йцукенгшщзхъ',
  'йцукен12345', 'йцукен123456', 'пароль1234', 'пароль12345', 'пароль123456', 'парольпароль', 'администратор',
  'gfhjkm1234', 'gfhjkm12345', 'gfhjkmgfhjkm',
]);

/** Composes the characters, so that a password typed on another system (`й` as one or two marks) is the same. */
function bytesOf(password: string): Buffer {
  return Buffer.from(password.normalize('NFC'), 'utf8');
}

/** Encodes bytes as the PHC string format asks: base64 without padding. */
function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}

/** Hashes a password with argon2id and a fresh salt; returns a PHC string, 97 characters of ASCII. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive('argon2id', { message: bytesOf(password), nonce, ...COST });
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${encode(nonce)}$${encode(tag)}`;
}

/**
 * Tells whether the password is the one that the PHC string was made from. A string that is malformed, of
 * another algorithm or version, or asks for a cost out of bounds answers `false`; nothing is thrown for it.
 */
export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const [, m, t, p, salt, hash] = PHC.exec(phc) ?? [];
  if (salt === undefined || hash === undefined) return false;
  const [memory, passes, parallelism] = [Number(m), Number(t), Number(p)];
  if (passes < 1 || passes > MAX_COST.passes) return false;
  if (parallelism < 1 || parallelism > MAX_COST.parallelism) return false;
  if (memory < 8 * parallelism || memory > MAX_COST.memory) return false;
  const want = Buffer.from(hash, 'base64');
  const nonce = Buffer.from(salt, 'base64');
  const message = bytesOf(password);
  const tag = await derive('argon2id', { message, nonce, memory, passes, parallelism, tagLength: want.length });
  return timingSafeEqual(tag, want);
}

/**
 * Tells whether a new password may be set: 10 to 200 characters (code points), not one character repeated, and
 * not among the commonest, whatever the letter case.
 */
export function isPasswordAcceptable(password: string): boolean {
  const characters = Array.from(password.normalize('NFC'));
  if (characters.length < 10 || characters.length > 200) return false;
  if (new Set(characters).size === 1) return false;
  return !COMMON.has(characters.join('').toLowerCase());
}
