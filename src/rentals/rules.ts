import { type Day, type Instant, addDays, dayOf, isEarlier } from '../kernel/day.ts';
import {
  MAX_MONEY, type Money, type Percent, type Quantity, hundredths, kopecks, multiplyDivide, percentOf, subtract,
} from '../kernel/money.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import type { Rental } from './contract.ts';

export type LocalTimes = { date: Day; startTime: string; endTime: string; nextDay: boolean };
type Span = { startsAt: Instant; endsAt: Instant };

const instantAt = (day: Day, time: string, timeZone: string): Instant =>
  day.toZonedDateTime({ timeZone, plainTime: time }).toInstant();

/**
 * RENT-1. A rental ends after it starts; an end on the next day has to be said. Local times are those of the
 * organisation's zone, so a night in which the clocks change has the hours that really pass.
 * ru: Аренда заканчивается позже, чем начинается; окончание на следующий день указывают явно. Время — местное.
 * Source: C-53, C-58, S2-114.
 */
export function spanOf({ date, startTime, endTime, nextDay }: LocalTimes, timeZone: string): Span {
  refuseUnless(nextDay || startTime < endTime, 'TIME_REVERSED');
  const startsAt = instantAt(date, startTime, timeZone);
  const endsAt = instantAt(nextDay ? addDays(date, 1) : date, endTime, timeZone);
  refuseUnless(isEarlier(startsAt, endsAt), 'TIME_REVERSED');
  return { startsAt, endsAt };
}

/** The same span as people say it. */
export function localTimesOf({ startsAt, endsAt }: Span, timeZone: string): LocalTimes {
  const clock = (at: Instant): string => at.toZonedDateTimeISO(timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
  const date = dayOf(startsAt, timeZone);
  return { date, startTime: clock(startsAt), endTime: clock(endsAt), nextDay: !dayOf(endsAt, timeZone).equals(date) };
}

type SaidTimes = { [K in keyof LocalTimes]?: LocalTimes[K] | undefined };
/** The times as a request changes them; undefined when it says nothing of them. A new end is on the same day unless told. */
export function timesAfter(before: LocalTimes, input: SaidTimes): LocalTimes | undefined {
  const { date, startTime, endTime, nextDay } = input;
  if (date === undefined && startTime === undefined && endTime === undefined && nextDay === undefined) return undefined;
  return {
    date: date ?? before.date, startTime: startTime ?? before.startTime, endTime: endTime ?? before.endTime,
    nextDay: nextDay ?? (endTime === undefined && before.nextDay),
  };
}

export type RentalPrice = { minutes: number; price: Money; discountAmount: Money; totalPrice: Money };

/**
 * RENT-2. A rental is priced by the minute: its minutes are rounded up to the organisation's step, and the price is
 * the room's hourly rate × minutes / 60, rounded half up to the kopeck; a known client's benefit is taken off.
 * ru: Аренда считается поминутно: минуты округляются вверх до шага, цена — ставка × минуты / 60 минус льгота клиента.
 * Source: C-53, S2-115, S2-116, S2-117. Examples: WE-41, WE-43, WE-44.
 */
export function priceOfRental({ startsAt, endsAt }: Span, rate: Money, stepMinutes: number, benefit: Percent): RentalPrice {
  const real = Math.ceil(startsAt.until(endsAt).total('minutes'));
  const minutes = Math.ceil(real / stepMinutes) * stepMinutes;
  const price = kopecks(multiplyDivide(rate, minutes, 60));
  refuseUnless(price <= MAX_MONEY, 'AMOUNT_TOO_LARGE');
  const discountAmount = percentOf(price, benefit);
  return { minutes, price, discountAmount, totalPrice: subtract(price, discountAmount) };
}

/** Hours with two decimals, to be shown: the price comes from the minutes. */
export const hoursOf = (minutes: number): Quantity => hundredths(multiplyDivide(minutes, 100, 60));

/** Legal forms of organisations. ИП is a person in business; АО counts in capitals alone, since it is a name too. */
const LEGAL_FORMS = new Set([
  'ООО', 'ОАО', 'ЗАО', 'ПАО', 'НАО', 'АНО', 'НКО', 'НОУ', 'ЧОУ', 'ТСЖ', 'СНТ', 'ГУП', 'МУП', 'ФГУП', 'ГБУ', 'ФГБУ', 'МБУ',
  'ГАУ', 'МАУ', 'LLC', 'LTD',
]);
const isLegalForm = (word: string): boolean => word === 'АО' || LEGAL_FORMS.has(word.toUpperCase());

/**
 * RENT-3. A renter who is not in the base becomes a client with the name as given: a legal entity when the name holds
 * its legal form, a person otherwise; a sole proprietor is a person.
 * ru: Нового арендатора заводят клиентом под названным именем: с ООО, АО, ПАО и т. п. — организация, иначе (и ИП) — человек.
 * Source: C-54, S2-218. Examples: WE-41.
 */
export const renterKind = (name: string): 'PERSON' | 'LEGAL' =>
  name.split(/[^\p{L}]+/u).some(isLegalForm) ? 'LEGAL' : 'PERSON';

export type KnownRenter = { id: string; name: string; isActive: boolean };

/**
 * RENT-4. A renter is found by phone. When several clients share the phone it is the one of the same name, otherwise
 * the oldest; a client who is switched off is passed over while there is another.
 * ru: Арендатора ищут по телефону; если телефон общий — клиент с тем же именем, иначе самый давний из действующих.
 * Source: C-54.
 */
export function chooseRenter(oldestFirst: readonly KnownRenter[], name: string): KnownRenter | undefined {
  const active = oldestFirst.filter((client) => client.isActive);
  const candidates = active.length > 0 ? active : oldestFirst;
  return candidates.find((client) => client.name.toLowerCase() === name.toLowerCase()) ?? candidates[0];
}

/**
 * RENT-5. A rental bills itself if the request says so, otherwise if the room says so, otherwise if the organisation
 * does. Nothing is billed for a free room.
 * ru: Счёт создаётся сам по слову запроса, иначе помещения, иначе организации; за бесплатное помещение счёта нет.
 * Source: C-54, S2-118, S2-203.
 */
export const billsItself = (request: boolean | undefined, room: boolean | null, organisation: boolean): boolean =>
  request ?? room ?? organisation;

/**
 * RENT-6. A rental has at most one invoice that is not cancelled, and none once it is cancelled or when it is free.
 * ru: У аренды не больше одного неаннулированного счёта; за отменённую и бесплатную аренду счёт не выставляют.
 * Source: S2-122, S2-123, I-40.
 */
export function checkInvoicing(rental: Pick<Rental, 'status' | 'price'>, hasInvoice: boolean): void {
  refuseUnless(rental.status !== 'CANCELLED', 'RENTAL_CANCELLED');
  refuseUnless(!hasInvoice, 'RENTAL_INVOICE_EXISTS');
  refuseUnless(rental.price > 0, 'NOTHING_TO_INVOICE');
}

/**
 * RENT-7. A rental may be moved while it is planned and has no invoice: the price follows its time.
 * ru: Время аренды можно менять, пока она не подтверждена и по ней нет счёта.
 * Source: C-53, I-40.
 */
export function checkMove(rental: Pick<Rental, 'status'>, hasInvoice: boolean): void {
  refuseUnless(rental.status !== 'CANCELLED', 'RENTAL_CANCELLED');
  refuseUnless(rental.status === 'PLANNED' && !hasInvoice, 'RENTAL_INVOICE_EXISTS');
}

/**
 * RENT-8. A rental may be cancelled before it starts, with a reason.
 * ru: Отменить аренду можно до её начала, с причиной.
 * Source: C-19, I-40.
 */
export function checkCancellation(
  { status, startsAt }: Pick<Rental, 'status' | 'startsAt'>, now: Instant, reason: string,
): void {
  refuseUnless(status !== 'CANCELLED', 'RENTAL_CANCELLED');
  refuseUnless(isEarlier(now, startsAt), 'RENTAL_STARTED');
  refuseUnless(reason, 'REASON_REQUIRED');
}
