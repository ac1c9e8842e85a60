import { expect, test } from 'vitest';
import { codeLetter, familiesOf, nextLetter } from '../../src/access/family-rules.ts';
import { ROLES } from '../../src/kernel/permissions.ts';

test('ACC-1: without a password come families that are not switched off, and nobody else', () => {
  const all = ROLES.flatMap((role) => [{ role, isActive: true }, { role, isActive: false }]);
  expect(familiesOf(all)).toEqual([{ role: 'CLIENT', isActive: true }, { role: 'STUDENT', isActive: true }]);
});

test('ACC-2: a letter with a code is tried again within minutes, and never where the address is refused for good', () => {
  expect([1, 2, 3, 4, 5].map((attempts) => nextLetter(attempts, false))).toEqual([5, 15, 60, 180, null]);
  expect(nextLetter(1, true)).toBeNull();
});

test('the letter says the code in its subject, so that it is read without being opened', () => {
  expect(codeLetter('012345', 'ru')).toMatchObject({ subject: 'Код для входа: 012345', text: expect.stringContaining('10 минут') as string });
  expect(codeLetter('012345', 'en').subject).toBe('Your sign-in code: 012345');
});
