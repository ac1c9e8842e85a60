import { describe, expect, test } from 'vitest';
import { NOTICES, NOTICE_KINDS } from '../../src/notices/contract.ts';
import {
  DEFAULT_PREFERENCES, afterQuietHours, audiencesOf, deliveriesOf, exampleParams, nextAttempt, refuseWording, renderNotice,
} from '../../src/notices/rules.ts';
import { EXAMPLES, TEXTS } from '../../src/notices/texts.ts';

const MOSCOW = 'Europe/Moscow';
const at = (iso: string) => Temporal.Instant.from(iso);

describe('NTC-1: what is said', () => {
  test('S2-215: the renewal names the end and the invoice, word for word', () => {
    const params = { endShortDate: '2025-01-31', invoiceNumber: 'INV-2025-00123' };
    expect(renderNotice('renewal-issued', params, 'ru', MOSCOW).body)
      .toBe('Ваш абонемент заканчивается 31.01. Счет на продление: INV-2025-00123');
    expect(renderNotice('renewal-issued', params, 'en', MOSCOW).body)
      .toBe('Your pass ends on 31 Jan. Renewal invoice: INV-2025-00123');
  });
  test('S2-231, S2-245: overdue and used up, word for word', () => {
    const overdue = renderNotice('invoice-overdue', {}, 'ru', MOSCOW);
    expect(overdue.subject).toBe('Срок оплаты истек');
    expect(overdue.body.split('\n')[0]).toBe('Срок оплаты истек');
    expect(renderNotice('sessions-over', {}, 'ru', MOSCOW).body).toBe('У вас закончился абонемент. Пожалуйста, продлите.');
  });
  test('money, days and moments read as people write them, by the local clock', () => {
    const issued = { invoiceNumber: 'INV-1', totalAmount: 450_050, dueDate: '2025-02-01' };
    expect(renderNotice('invoice-issued', issued, 'ru', MOSCOW).body)
      .toBe('Вам выставлен счет INV-1 на 4\u00a0500,50\u00a0₽. Срок оплаты: 01.02.2025.');
    expect(renderNotice('invoice-issued', issued, 'en', MOSCOW).body)
      .toBe('You have a new invoice INV-1 for ₽4,500.50. Due: 1 Feb 2025.');
    const place = { student: 'Пётр', title: 'Танцы', startsAt: '2025-01-31T21:30:00Z' };
    expect(renderNotice('waiting-list-place', place, 'ru', MOSCOW).body).toContain('01.02.2025 00:30');
    expect(renderNotice('waiting-list-place', place, 'ru', 'Asia/Novosibirsk').body).toContain('01.02.2025 04:30');
  });
  test('a missing fact reads as a dash, zero as zero', () => {
    expect(renderNotice('invoice-issued', { invoiceNumber: 'INV-1', dueDate: null, totalAmount: 0 }, 'ru', MOSCOW).body)
      .toBe('Вам выставлен счет INV-1 на 0,00\u00a0₽. Срок оплаты: —.');
  });
  test.each(NOTICE_KINDS)('%s: has a wording in both languages that obeys NTC-2 and an example of each fact', (kind) => {
    expect(NOTICES[kind].params.filter((name) => !(name in EXAMPLES))).toEqual([]);
    for (const language of ['ru', 'en'] as const) {
      refuseWording(kind, TEXTS[kind][language], language);
      const { subject, body } = renderNotice(kind, exampleParams(kind), language, MOSCOW);
      expect(subject + body).not.toMatch(/[{}]|NaN|undefined|—/);
    }
  });
  test('C-72: each stage of a reversal has its words', () => {
    const stages = ['INITIATED', 'BALANCE_REDUCED', 'BALANCE_ZEROED', 'UNSETTLED', 'CREDITED',
      'COMPLETED', 'REFUSED'];
    const said = stages.map((stage) =>
      renderNotice('reversal-stage', { ...exampleParams('reversal-stage'), stage }, 'ru', MOSCOW).body);
    expect(new Set(said).size).toBe(7);
    for (const [index, body] of said.entries()) expect(body).not.toContain(stages[index]!);
  });
  test('the organisation’s own words come first, a subject is one line', () => {
    const own = { subject: 'Счёт\n{invoiceNumber}', body: '{totalAmount}!' };
    expect(renderNotice('invoice-issued', { invoiceNumber: '7', totalAmount: 100 }, 'ru', MOSCOW, own))
      .toEqual({ subject: 'Счёт 7', body: '1,00\u00a0₽!' });
  });
  test('words that an older version had accepted, and this one cannot fill, give way to the program’s', () => {
    for (const body of ['{broken', '{gone}', '{dueDate, date}']) {
      expect(renderNotice('sessions-over', {}, 'ru', MOSCOW, { subject: 'Ой', body }))
        .toEqual({ subject: 'Абонемент закончился', body: 'У вас закончился абонемент. Пожалуйста, продлите.' });
    }
  });
});

describe('NTC-2: wordings', () => {
  const refused = (subject: string, body = 'Текст') => expect(() => refuseWording('night-report', { subject, body }, 'ru'));
  test('known facts, plurals of plain numbers and choices are accepted', () => {
    refused('За {forDate}', '{errors, plural, one {# ошибка} few {# ошибки} other {# ошибок}}').not.toThrow();
    expect(renderNotice('night-report', { errors: 3 }, 'ru', MOSCOW,
      { subject: 'x', body: '{errors, plural, one {# ошибка} few {# ошибки} other {# ошибок}}' }).body).toBe('3 ошибки');
  });
  test.each([
    ['an open brace', '{forDate'], ['an unknown fact', '{invoiceNumber}'], ['a plural without other', '{errors, plural, one {#}}'],
    ['a formatted day', '{forDate, date, short}'], ['a counted day', '{forDate, plural, other {#}}'],
    ['an unknown fact inside', '{errors, plural, other {{client}}}'], ['an inherited name', '{constructor}'],
  ])('%s is refused', (_, text) => {
    refused(text).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID' }) as Error);
    refused('Тема', text).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID' }) as Error);
  });
  test('money that is already written cannot be formatted again', () => {
    expect(() => refuseWording('invoice-issued', { subject: 'x', body: '{totalAmount, number}' }, 'ru')).toThrow('TEMPLATE_INVALID');
  });
});

describe('NTC-3: quiet hours', () => {
  const night = { quietFrom: '22:00', quietUntil: '08:30' };
  test.each([
    ['before they begin', '2025-02-12T18:59:00Z', '2025-02-12T18:59:00Z'],
    ['as they begin', '2025-02-12T19:00:00Z', '2025-02-13T05:30:00Z'],
    ['after midnight', '2025-02-12T22:15:00Z', '2025-02-13T05:30:00Z'],
    ['as they end', '2025-02-13T05:30:00Z', '2025-02-13T05:30:00Z'],
  ])('overnight, %s', (_, from, to) => {
    expect(afterQuietHours(at(from), night, MOSCOW)).toEqual(at(to));
  });
  test('by day, and none at all', () => {
    const day = { quietFrom: '13:00', quietUntil: '15:00' };
    expect(afterQuietHours(at('2025-02-12T10:00:00Z'), day, MOSCOW)).toEqual(at('2025-02-12T12:00:00Z'));
    expect(afterQuietHours(at('2025-02-12T09:59:00Z'), day, MOSCOW)).toEqual(at('2025-02-12T09:59:00Z'));
    const none = { quietFrom: null, quietUntil: null };
    expect(afterQuietHours(at('2025-02-12T23:00:00Z'), none, MOSCOW)).toEqual(at('2025-02-12T23:00:00Z'));
    expect(afterQuietHours(at('2025-02-12T23:00:00Z'), { quietFrom: '02:00', quietUntil: '02:00' }, MOSCOW))
      .toEqual(at('2025-02-12T23:00:00Z'));
  });
  test('when the clocks change: the end is by the clock on the wall, and never before now', () => {
    const until = { quietFrom: '22:00', quietUntil: '02:30' };
    // Berlin, 30 March 2025: 02:30 does not exist, 03:30 summer time comes in its place.
    expect(afterQuietHours(at('2025-03-29T23:00:00Z'), until, 'Europe/Berlin')).toEqual(at('2025-03-30T01:30:00Z'));
    // 26 October: 02:15 comes twice; the second time 02:30 is still ahead.
    expect(afterQuietHours(at('2025-10-26T01:15:00Z'), until, 'Europe/Berlin')).toEqual(at('2025-10-26T01:30:00Z'));
    expect(afterQuietHours(at('2025-10-25T23:00:00Z'), { quietFrom: '22:00', quietUntil: '08:00' }, 'Europe/Berlin'))
      .toEqual(at('2025-10-26T07:00:00Z'));
  });
});

test('NTC-4: channels of the organisation, allowed by the client, with an address; staff by role', () => {
  const now = at('2025-02-12T20:00:00Z');
  const client = { audience: 'CLIENT', email: 'anna@example.ru', preferences: DEFAULT_PREFERENCES } as const;
  const staff = (['ADMIN', 'MANAGER', 'ACCOUNTANT', 'TRAINER'] as const).map((role) => ({ email: `${role}@x.ru`, role }));
  const plan = (whom: Parameters<typeof deliveriesOf>[0]) => deliveriesOf(whom, staff, ['EMAIL'], now, MOSCOW);
  expect(plan(client)).toEqual([{ channel: 'EMAIL', address: 'anna@example.ru', language: 'ru', nextAttemptAt: now }]);
  expect(deliveriesOf(client, staff, [], now, MOSCOW)).toEqual([]);
  expect(plan({ ...client, email: null })).toEqual([]);
  expect(plan({ ...client, preferences: { ...DEFAULT_PREFERENCES, email: false } })).toEqual([]);
  const preferences = { ...DEFAULT_PREFERENCES, language: 'en', quietFrom: '22:00', quietUntil: '08:00' } as const;
  expect(plan({ ...client, preferences })).toEqual([
    { channel: 'EMAIL', address: 'anna@example.ru', language: 'en', nextAttemptAt: at('2025-02-13T05:00:00Z') }]);
  const nobody = { email: null, preferences: DEFAULT_PREFERENCES };
  const addresses = (audience: 'ADMINS' | 'OFFICE') => plan({ audience, ...nobody }).map(({ address }) => address);
  expect(addresses('ADMINS')).toEqual(['ADMIN@x.ru']);
  expect(addresses('OFFICE')).toEqual(['ADMIN@x.ru', 'MANAGER@x.ru', 'ACCOUNTANT@x.ru']);
});

test('NTC-5: who is told what', () => {
  expect(audiencesOf('ADMIN')).toEqual(['ADMINS', 'OFFICE']);
  expect(audiencesOf('MANAGER')).toEqual(['OFFICE']);
  expect(audiencesOf('ACCOUNTANT')).toEqual(['OFFICE']);
  expect(audiencesOf('CLIENT')).toEqual(['CLIENT']);
  expect([...audiencesOf('TRAINER'), ...audiencesOf('STUDENT')]).toEqual([]);
});

test('NTC-6: five waits, then it has failed; at once when the address is refused for good', () => {
  const now = at('2025-02-12T09:00:00Z');
  const waits = [1, 2, 3, 4, 5].map((attempts) => nextAttempt(attempts, false, now)!.since(now).total('minutes'));
  expect(waits).toEqual([1, 5, 30, 120, 360]);
  expect(nextAttempt(6, false, now)).toBeUndefined();
  expect(nextAttempt(1, true, now)).toBeUndefined();
});
