import { describe, expect, test } from 'vitest';
import { parseDay } from '../../src/kernel/day.ts';
import { type Money, type Percent, type Quantity, kopecks } from '../../src/kernel/money.ts';
import { Refusal } from '../../src/kernel/refusal.ts';
import type { RefusalCode } from '../../src/kernel/refusals.ts';
import {
  billsItself, chooseRenter, hoursOf, localTimesOf, priceOfRental, renterKind, spanOf, timesAfter,
} from '../../src/rentals/rules.ts';
import { checkWriteOff, statusLeft, takeDay, wholeSessions } from '../../src/rentals/write-off-rules.ts';

const MOSCOW = 'Europe/Moscow';
const at = (startTime: string, endTime: string, nextDay = false, date = '2025-02-15') =>
  ({ date: parseDay(date), startTime, endTime, nextDay });
const priced = (startTime: string, endTime: string, { rate = 200_000, step = 1, benefit = 0 } = {}) =>
  priceOfRental(spanOf(at(startTime, endTime), MOSCOW), kopecks(rate), step, benefit as Percent);
const refusal = (code: string, detail: object = {}) => expect.objectContaining({ code, detail }) as Error;

describe('RENT-2: a rental is priced by the minute', () => {
  test.each([
    ['14:00', '18:00', 240, 800_000, 400], // WE-41
    ['14:00', '15:30', 90, 300_000, 150], // WE-43
    ['14:00', '14:50', 50, 166_667, 83], // WE-44
    ['14:00', '14:01', 1, 3333, 2],
  ])('%s–%s: %i minutes cost %i kopecks', (start, end, minutes, price, hours) => {
    expect(priced(start, end)).toEqual({ minutes, price, discountAmount: 0, totalPrice: price });
    expect(hoursOf(minutes)).toBe(hours);
  });
  test('minutes are rounded up to the step', () => {
    expect(priced('14:00', '14:50', { step: 30 })).toMatchObject({ minutes: 60, price: 200_000 });
    expect(priced('14:00', '15:00', { step: 30 })).toMatchObject({ minutes: 60, price: 200_000 });
    expect(priced('14:00', '15:01', { step: 30 })).toMatchObject({ minutes: 90, price: 300_000 });
  });
  test('a benefit is taken off, once, rounded half up', () => {
    expect(priced('14:00', '14:50', { benefit: 3000 })).toMatchObject({ discountAmount: 50_000, totalPrice: 116_667 });
    expect(priced('14:00', '14:50', { benefit: 10_000 })).toMatchObject({ price: 166_667, totalPrice: 0 });
  });
  test('a price over the largest document is refused', () => {
    expect(() => priced('00:00', '23:59', { rate: 9_999_999_999 })).toThrow(refusal('AMOUNT_TOO_LARGE'));
    expect(priced('00:00', '01:00', { rate: 9_999_999_999 }).price).toBe(9_999_999_999);
  });
});

describe('RENT-1: the time of a rental', () => {
  test.each([['18:00', '14:00'], ['14:00', '14:00']])('%s–%s of one day is reversed', (start, end) => {
    expect(() => spanOf(at(start, end), MOSCOW)).toThrow(refusal('TIME_REVERSED'));
    const { startsAt } = spanOf(at(start, end, true), MOSCOW);
    expect(String(startsAt)).toBe(`2025-02-15T${Number(start.slice(0, 2)) - 3}:00:00Z`);
  });
  test('is local, and is said back as it was given', () => {
    const night = at('22:00', '01:30', true);
    const span = spanOf(night, MOSCOW);
    expect(String(span.endsAt)).toBe('2025-02-15T22:30:00Z');
    expect(localTimesOf(span, MOSCOW)).toEqual(night);
  });
  test('a night when the clocks change has the minutes that really pass', () => {
    const minutes = (date: string) =>
      priceOfRental(spanOf(at('00:00', '06:00', false, date), 'Europe/Berlin'), kopecks(100), 1, 0 as Percent).minutes;
    expect([minutes('2025-03-29'), minutes('2025-03-30'), minutes('2025-10-26')]).toEqual([360, 300, 420]);
  });
  test('a change keeps what it does not name; a new end is on the same day unless told', () => {
    const before = at('22:00', '01:00', true);
    expect(timesAfter(before, {})).toBeUndefined();
    expect(timesAfter(before, { startTime: '21:00' })).toEqual({ ...before, startTime: '21:00' });
    expect(timesAfter(before, { endTime: '23:00' })).toEqual({ ...before, endTime: '23:00', nextDay: false });
    expect(timesAfter(before, { endTime: '02:00', nextDay: true })).toEqual({ ...before, endTime: '02:00' });
  });
});

test('RENT-3: a legal form in the name makes a legal entity', () => {
  const legal = ['ООО Ромашка', 'ооо «Ромашка»', 'АО "Вектор"', 'Вектор, ПАО', 'ЗАО-Спорт', 'АНО ДПО Школа', 'МУП Стадион'];
  const people = ['ИП Орлов', 'Анна Орлова', 'Ао Ли', 'Оооля', 'Паола', 'Каоо'];
  expect(legal.map(renterKind)).toEqual(legal.map(() => 'LEGAL'));
  expect(people.map(renterKind)).toEqual(people.map(() => 'PERSON'));
});

test('RENT-4: of several clients of one phone the same name, then the oldest; a switched-off one last', () => {
  const known = (id: string, name: string, isActive = true) => ({ id, name, isActive });
  const list = [known('1', 'Анна', false), known('2', 'Борис'), known('3', 'ООО Ромашка')];
  expect(chooseRenter(list, 'ооо ромашка')?.id).toBe('3');
  expect(chooseRenter(list, 'Вера')?.id).toBe('2');
  expect(chooseRenter(list, 'Анна')?.id).toBe('2');
  expect(chooseRenter(list.slice(0, 1), 'Вера')?.id).toBe('1');
  expect(chooseRenter([], 'Вера')).toBeUndefined();
});

test('RENT-5: the request, then the room, then the organisation say whether a rental bills itself', () => {
  expect([billsItself(true, false, false), billsItself(false, true, true)]).toEqual([true, false]);
  expect([billsItself(undefined, true, false), billsItself(undefined, false, true)]).toEqual([true, false]);
  expect([billsItself(undefined, null, true), billsItself(undefined, null, false)]).toEqual([true, false]);
});

describe('WOF-1: what may be written off', () => {
  const paid = { status: 'PAID', totalAmount: 250_000 as Money, refundedAmount: 0 as Money };
  type Timing = 'ON_USE' | 'ON_SALE';
  const item = (
    left: number | null, serviceType: 'COWORKING' | 'SUBSCRIPTION' = 'COWORKING', writeOffTiming: Timing = 'ON_USE',
  ) => ({ serviceType, writeOffTiming, remainingQuantity: left as Quantity | null });
  const check = (...[invoice, what, quantity, activation = 'ON_FULL_PAYMENT']:
    [typeof paid, ReturnType<typeof item>, number, string?]) =>
    () => checkWriteOff(invoice, what, quantity as Quantity, activation);

  test('not before payment, nor after all of it was refunded; a free invoice is paid', () => {
    const unpaid = { ...paid, status: 'PARTIALLY_PAID' };
    expect(check(unpaid, item(500), 100)).toThrow(refusal('WRITE_OFF_UNPAID'));
    expect(check({ ...paid, refundedAmount: paid.totalAmount }, item(500), 100)).toThrow(refusal('WRITE_OFF_UNPAID'));
    expect(check({ ...paid, totalAmount: 0 as Money }, item(500), 100)).not.toThrow();
    expect(check({ ...paid, refundedAmount: 100 as Money }, item(500), 100)).not.toThrow();
    expect(check(unpaid, item(500), 100, 'ON_CREATION')).not.toThrow();
    expect(check({ ...paid, status: 'DRAFT' }, item(500), 100, 'ON_CREATION')).toThrow(refusal('WRITE_OFF_UNPAID'));
    expect(check({ ...paid, status: 'CANCELLED' }, item(500), 100, 'ON_CREATION')).toThrow(refusal('WRITE_OFF_UNPAID'));
  });
  test('not what is written off when sold, and not more than is left', () => {
    expect(check(paid, item(0, 'COWORKING', 'ON_SALE'), 100)).toThrow(refusal('WRITE_OFF_ON_SALE'));
    expect(check(paid, item(500), 500)).not.toThrow();
    expect(check(paid, item(500), 501)).toThrow(refusal('QUANTITY_SHORT', { left: '5' }));
    expect(check(paid, item(450), 500)).toThrow(refusal('QUANTITY_SHORT', { left: '4.50' }));
    expect(check(paid, item(0), 100)).toThrow(refusal('QUANTITY_SHORT', { left: '0' }));
    expect(check(paid, item(0, 'SUBSCRIPTION'), 100)).toThrow(refusal('SESSIONS_OVER'));
    expect(check(paid, item(200, 'SUBSCRIPTION'), 300)).toThrow(refusal('SESSIONS_SHORT', { left: '2' }));
    expect(check(paid, item(null, 'SUBSCRIPTION'), 100)).not.toThrow();
  });
  test.each<[RefusalCode, string]>([
    ['ITEM_NOT_FOUND', 'Позиция не найдена'],
    ['WRITE_OFF_UNPAID', 'Нельзя списать неоплаченную услугу'],
    ['WRITE_OFF_ON_SALE', 'Эта услуга списывается при продаже'],
    ['QUANTITY_SHORT', 'Недостаточно остатка. Доступно: 3'],
    ['SESSIONS_SHORT', 'Недостаточно занятий. Доступно: 3'],
    ['SESSIONS_OVER', 'Абонемент закончился. Необходимо продление.'],
    ['RENTAL_INVOICE_EXISTS', 'Счет для этой аренды уже существует'],
  ])('%s is said as the requirements say it: %s', (code, sentence) => {
    expect(new Refusal(code, { left: '3' }).sentence('ru')).toBe(sentence);
  });
  test('WOF-2, WOF-3: what is left says the state; sessions of an active pass go whole', () => {
    const states = [100, 0, null].map((left) => statusLeft(left as Quantity | null));
    expect(states).toEqual(['IN_PROGRESS', 'COMPLETED', 'IN_PROGRESS']);
    const whole = (quantity: number, pass: object = {}) => () =>
      wholeSessions(quantity as Quantity, { status: 'ACTIVE', sessionsLeft: 12, held: 3, ...pass });
    expect(whole(300)()).toBe(3);
    expect(whole(300, { sessionsLeft: null, held: 0 })()).toBe(3);
    expect(whole(150)).toThrow(refusal('VALIDATION'));
    expect(whole(100, { status: 'EXPIRED' })).toThrow(refusal('SUBSCRIPTION_NOT_ACTIVE'));
    expect(whole(400)).toThrow(refusal('WRITE_OFF_UNPAID'));
  });
  test('COW-1: a day comes from the oldest days that are paid and whole', () => {
    const days = (itemId: string, left: number, refundedAmount = 0) =>
      ({ ...paid, itemId, left: left as Quantity, refundedAmount: refundedAmount as Money });
    expect(takeDay([days('a', 50), days('b', 100), days('c', 500)])).toMatchObject({ itemId: 'b', taken: 100 });
    expect(takeDay([days('a', 500, 250_000), days('b', 100)])).toMatchObject({ itemId: 'b' });
    expect(() => takeDay([days('a', 50)])).toThrow(refusal('QUANTITY_SHORT', { left: '0.50' }));
    expect(() => takeDay([])).toThrow(refusal('QUANTITY_SHORT', { left: '0' }));
  });
});
