import { expect, test } from 'vitest';
import { Refusal } from '../../src/kernel/refusal.ts';

test('a refusal names sums in the reader’s language', () => {
  const refusal = new Refusal('PARTIAL_NOT_ALLOWED', { dueAmount: 350_000 });
  expect(refusal.sentence('ru').replaceAll('\u00a0', ' ')).toBe('Частичная оплата не разрешена: к оплате 3 500,00 ₽');
  expect(refusal.sentence('en')).toBe('Partial payment is not allowed: ₽3,500.00 is due');
});

test('other details stand as they are', () => {
  expect(new Refusal('SESSIONS_SHORT', { left: '2' }).sentence('ru')).toBe('Недостаточно занятий. Доступно: 2');
});
