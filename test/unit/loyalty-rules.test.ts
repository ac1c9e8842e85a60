import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hundredths, kopecks } from '../../src/kernel/money.ts';
import { type CardFacts, type KnownClient, planCards } from '../../src/loyalty/cards-rules.ts';
import { cityOf, namesOf, withoutPrefix } from '../../src/loyalty/city-rules.ts';
import { SYNC_STAGES } from '../../src/loyalty/contract.ts';
import { checkReport } from '../../src/loyalty/report-rules.ts';
import {
  type PointsRecord, type PurchaseFacts, balanceBy, balancesOf, endOf, fieldAfter, furthest, isOpening, isPackaging,
  phoneOfCard, progressOf, speaksFor, totalsOf,
} from '../../src/loyalty/rules.ts';
import { failureSentence, sentenceOf } from '../../src/loyalty/words-rules.ts';

const at = (text: string) => Temporal.Instant.from(text);
const NOW = at('2025-02-12T09:00:00Z');

describe('progress', () => {
  test.each([
    ['CARDS', 10, 25, 40], ['INITIAL', 42, 46, 50], ['PURCHASES', 55, 70, 85], ['POINTS', 90, 94, 98],
  ] as const)('LOY-1, WE-19: %s is %i at its beginning, %i in the middle, %i at its end', (stage, begin, middle, end) => {
    expect([progressOf(stage, 0, 2), progressOf(stage, 1, 2), progressOf(stage, 2, 2)]).toEqual([begin, middle, end]);
    expect(endOf(stage)).toBe(end);
    expect(progressOf(stage, 0, 0)).toBe(begin);
  });
  test('S1-023: the end is 100', () => expect(progressOf('DONE', 0, undefined)).toBe(100));

  const stage = fc.constantFrom(...SYNC_STAGES.slice(0, -1));
  const step = fc.record({ stage, done: fc.nat(10_000), total: fc.option(fc.nat(10_000), { nil: undefined }) });
  test('I-37: each stage stays inside its range, and more rows are never less progress', () => {
    fc.assert(fc.property(step, fc.nat(10_000), (one, more) => {
      const percent = progressOf(one.stage, one.done, one.total);
      expect(percent).toBeGreaterThanOrEqual(progressOf(one.stage, 0, one.total));
      expect(percent).toBeLessThanOrEqual(endOf(one.stage));
      expect(progressOf(one.stage, one.done + more, one.total)).toBeGreaterThanOrEqual(percent);
      if (one.total === undefined) expect(percent).toBeLessThan(endOf(one.stage));
    }));
  });
  test('LOY-2, I-37: whatever is read again, it never decreases, and is 100 only at the end', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const inOrder = steps.toSorted((a, b) => SYNC_STAGES.indexOf(a.stage) - SYNC_STAGES.indexOf(b.stage));
      let percent = 0;
      for (const one of inOrder) {
        const next = furthest(percent, progressOf(one.stage, one.done, one.total));
        expect(next).toBeGreaterThanOrEqual(percent);
        expect(next).toBeLessThan(100);
        percent = next;
      }
    }));
  });
});

describe('what a card says', () => {
  test.each([
    ['79788451364', '+79788451364'], ['89788451364', '+79788451364'], ['8 (978) 845-13-64', '+79788451364'],
    ['9788451364', '+79788451364'], ['+7 978 845 13 64', '+79788451364'], ['2000000000017', undefined], ['12345', undefined],
    ['', undefined], [undefined, undefined], ['79788451364 доб. 2', undefined], ['0788451364', undefined],
  ])('LOY-3, S1-049: %j is the phone %j', (text, phone) => expect(phoneOfCard(text)).toBe(phone));

  test.each([
    ['Document_ВводНачальныхОстатков', true], ['StandardODATA.Document_ВводНачальныхОстатковПоКартам', true],
    ['Document_ЧекККМ', false], ['', false],
  ])('LOY-6, S1-002: %s is the carry-over: %j', (type, opening) =>
    expect(isOpening(type, 'Document_ВводНачальныхОстатков')).toBe(opening));

  test.each([
    ['Пакеты, крафт', true], ['ПАКЕТ-майка', true], ['Чехол для формы', true], ['Чёрный чай', false],
    ['Рюкзак backpack', false], ['Подарочная упаковка', true], [null, false], ['Обёртка', true],
  ])('LOY-7: %s is packaging: %j', (product, packaging) =>
    expect(isPackaging(product, ['пакет', 'чехол', 'pack', 'упаковка', 'обертка', ' '])).toBe(packaging));
  test('LOY-7: a phrase of the list is looked for as a whole', () => {
    expect(isPackaging('Чехол для формы', ['чехол для очков'])).toBe(false);
    expect(isPackaging('Чехол  для очков, синий', ['чехол для очков'])).toBe(true);
  });
});

describe('the city', () => {
  const fields = { about: 'ОсновныеСведения', contacts: 'КонтактнаяИнформация' };
  const xml = (inside: string) => ({ КонтактнаяИнформация: [{ Тип: 'Адрес', ЗначенияПолей:
    `<КонтактнаяИнформация xmlns="x" xmlns:xsi="y"><Состав xsi:type="Адрес"><Состав xsi:type="АдресРФ">${inside}</Состав></Состав></КонтактнаяИнформация>` }] });
  test.each([
    [{ ОсновныеСведения: 'Царькова А. А.\n+7 978 845-13-64\nСимферополь' }, 'Симферополь'],
    [{ ОсновныеСведения: 'А\r\nБ\r\n  г. Ялта \r\nещё' }, 'Ялта'], [{ ОсновныеСведения: '\n\nгород Саки' }, 'Саки'],
    [{ ОсновныеСведения: 'А\nБ', Состав: { АдресРФ: { Улица: 'Симферополь' } } }, 'Симферополь'],
    [{ ОсновныеСведения: 'А\nБ\n   ', Состав: { АдресРФ: { Улица: 'Симферополь' } } }, 'Симферополь'],
    [{ Состав: { АдресРФ: { Улица: 'ул. Ленина, 5', Город: 'Керчь г' } } }, 'Керчь'],
    [{ Состав: { АдресРФ: { Улица: 'Киевская ул' } } }, null],
    [xml('<Город></Город><Улица>Симферополь</Улица>'), 'Симферополь'], [xml('<Город>Судак г</Город>'), 'Судак'],
    [xml('<НаселПункт>Коктебель</НаселПункт><Улица>Ленина</Улица>'), 'Коктебель'],
    [{ КонтактнаяИнформация: [{ Тип: 'Адрес', Значение: '{"city":"Алушта"}' }] }, 'Алушта'],
    [{ КонтактнаяИнформация: [{ Тип: 'Адрес', ЗначенияПолей: '<не xml', Значение: '{', Город: 'Евпатория' }] }, 'Евпатория'],
    [{ КонтактнаяИнформация: [{ Тип: 'Телефон', Город: 'Не город' }] }, null], [{}, null],
    [{ ОсновныеСведения: 5, КонтактнаяИнформация: 'нет', Состав: null }, null],
  ])('LOY-10, WE-15…WE-17: %j → %j', (owner, city) => expect(cityOf(owner, fields)).toBe(city));
  test('C-68: only a prefix that stands by itself is removed', () => {
    expect(['г.Ялта', 'г Ялта', 'Город Ялта', 'Городец', 'Гурзуф'].map(withoutPrefix)).toEqual(['Ялта', 'Ялта', 'Ялта', 'Городец', 'Гурзуф']);
  });
  test('a name of two or three words is taken apart, all others stay whole', () => {
    expect(namesOf('Царькова Анна Андреевна')).toEqual({ lastName: 'Царькова', firstName: 'Анна', middleName: 'Андреевна' });
    for (const whole of ['ООО «Ромашка»', 'Анна', 'Анна 2', 'А Б В Г']) expect(namesOf(whole).firstName, whole).toBeNull();
  });
});

describe('customers', () => {
  test.each([
    ['empty takes what is said', null, null, 'А', 'А'], ['what the desk wrote stays', 'Д', null, 'А', 'Д'],
    ['what 1C wrote follows 1C', 'А', 'А', 'Б', 'Б'], ['what the desk changed stays', 'Д', 'А', 'Б', 'Д'],
    ['what the desk emptied stays empty', null, 'А', 'А', null], ['silence empties nothing', 'А', 'А', null, 'А'],
  ])('LOY-4: %s', (_what, current, former, said, after) => expect(fieldAfter(current, former, said)).toBe(after));

  const card = (key: string, phone: string | null, city: string | null = null): CardFacts =>
    ({ key, number: key, barcode: null, description: null, said: { name: `Имя ${key}`, phone, email: null, city } });
  const plan = (cards: CardFacts[], room = 100, clientOf = new Map<string, string>(), known = new Map<string, KnownClient>()) => {
    let ids = 0;
    return planCards(cards, clientOf, known, { room, newId: () => `new ${(ids += 1)}` });
  };
  test('LOY-11: two new cards with one phone are one client, two without a phone are two', () => {
    expect(plan([card('a', '+71'), card('b', '+71'), card('c', null), card('d', null)]).created).toHaveLength(3);
  });
  test('LOY-11, S1-039: customers beyond the limit are left, further cards of those who are in are not', () => {
    const { created, cards, left } = plan([card('a', '+71'), card('b', '+72'), card('c', '+71'), card('d', '+73')], 2);
    expect([created.length, cards.map(({ key }) => key), left]).toEqual([2, ['a', 'b', 'c'], 1]);
  });
  test('LOY-5: whichever card is read first, the smallest speaks', () => {
    expect(speaksFor('a', 'b')).toBe(true);
    expect(speaksFor('b', 'a')).toBe(false);
    fc.assert(fc.property(
      fc.uniqueArray(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), city: fc.option(fc.constantFrom('X', 'Y')) }),
        { selector: ({ key }) => key, minLength: 1 }),
      (given) => {
        const smallest = given.toSorted((a, b) => (a.key < b.key ? -1 : 1))[0]!;
        let known = new Map<string, KnownClient>();
        for (const { key, city } of given) {
          const found = known.size === 0 ? new Map<string, string>() : new Map([[key, 'new 1']]);
          const { customers: [customer], created, changed } = plan([card(key, '+71', city)], 9, found, known);
          const { person } = created[0] ?? changed[0] ?? known.get('new 1')!;
          known = new Map([['new 1', { id: 'new 1', person, former: customer!.said, speaker: customer!.cardKey, isSeen: true }]]);
        }
        expect(known.get('new 1')!.person).toMatchObject({ name: `Имя ${smallest.key}`, city: smallest.city });
      },
    ));
  });
});

describe('sums', () => {
  const purchase = fc.record({
    kind: fc.constantFrom('INITIAL', 'SALE'), daysAgo: fc.nat(2000), amount: fc.integer({ min: -1e6, max: 1e6 }),
    packaging: fc.boolean(), cardIsActive: fc.boolean(),
  }).map(({ daysAgo, amount, kind, ...rest }): PurchaseFacts => ({
    ...rest, kind, packaging: kind === 'SALE' && rest.packaging, amount: kopecks(amount), at: NOW.subtract({ hours: 24 * daysAgo }),
  }));
  test('LOY-8, I-36: the carry-over does not depend on the period, and the total is both', () => {
    fc.assert(fc.property(fc.array(purchase), fc.nat(2000), fc.nat(2000), (purchases, days, other) => {
      const of = (period: number) => totalsOf(purchases, NOW.subtract({ hours: 24 * period }));
      expect(of(days).initial).toBe(of(other).initial);
      expect(of(days).total).toBe(of(days).initial + of(days).purchases);
      const older = purchases.filter(({ kind, at: when }) => kind === 'SALE' && Temporal.Instant.compare(when, NOW.subtract({ hours: 24 * days })) < 0);
      expect(totalsOf(purchases.filter((one) => !older.includes(one)), NOW.subtract({ hours: 24 * days }))).toEqual(of(days));
    }));
  });

  const record = (time: string, spent: number, accrued = 0, line = 1, document = 'a'): PointsRecord =>
    ({ at: at(time), line, document, accrued: hundredths(accrued), spent: hundredths(spent) });
  test('LOY-9, WE-18: the last record says 4806, not 4906', () => {
    const balances = balancesOf([record('2026-01-20T00:00:00Z', 480_600), record('2025-01-10T00:00:00Z', 10_000)], NOW);
    expect(balanceBy('LAST', balances)).toBe(480_600);
    expect(balanceBy('SUM', balances)).toBe(0);
  });
  test('LOY-9, C-68: of one moment the greatest line is the last, then the greatest document; S1-018: without records 0', () => {
    const time = '2025-01-10T00:00:00Z';
    expect(balancesOf([record(time, 1, 0, 2), record(time, 2, 0, 3), record(time, 3, 0, 3, 'b'), record(time, 4, 0, 1, 'z')], NOW).last).toBe(3);
    expect(balancesOf([], NOW)).toEqual({ last: 0, sum: 0 });
  });
  test('LOY-9: the sum leaves out what is still to come, and is never less than nothing', () => {
    expect(balancesOf([record('2025-01-10T00:00:00Z', 200, 1000), record('2025-03-01T00:00:00Z', 0, 5000)], NOW).sum).toBe(800);
    expect(balancesOf([record('2025-01-10T00:00:00Z', 2000, 1000)], NOW).sum).toBe(0);
  });
});

test('LOY-12, S1-042…S1-045: the report, character for character', () => {
  const facts = {
    initial: kopecks(23_236_000), purchases: kopecks(13_269_400), total: kopecks(36_505_400), points: hundredths(480_600), isComplete: true,
  };
  expect(checkReport({ ...facts, city: 'Симферополь' })).toBe(`[ИТОГИ] ОБЩАЯ СУММА ПОКУПОК:
   Начальный ввод (перенос): 232,360.00 руб
   Покупки за год: 132,694.00 руб
   ИТОГО: 365,054.00 руб ✅

[ИТОГИ] КОЛИЧЕСТВО БАЛЛОВ:
   Бонусные баллы: 4806 баллов ✅

[ИТОГИ] ГОРОД:
   Город: Симферополь ✅`);
  expect(checkReport({ ...facts, points: hundredths(50), initial: kopecks(-100_050), city: null })).toMatch(/-1,000\.50 руб[^]*0\.50 баллов[^]*Город: не указан$/);
  expect(checkReport({ ...facts, city: 'Саки', isComplete: false })).not.toContain('✅');
});

test('a line of the log is said in the language of the reader, and a failure with the sentence of its refusal', () => {
  expect(sentenceOf({ code: 'LIMIT', params: { limit: 5 } }, 'ru')).toBe('Достигнут предел: покупателей не больше 5');
  expect(sentenceOf({ code: 'FAILED', params: { failure: 'ONEC_SERVER' } }, 'en')).toBe(`Broken off: ${failureSentence('ONEC_SERVER', {}, 'en')}`);
  expect(failureSentence('INTERNAL', { message: 'boom' }, 'ru')).toBe('boom');
  expect(sentenceOf({ code: 'ROW', params: { entity: 'E', key: 'k', why: 'NO_LINE' } }, 'en')).toBe('A record was left out (E, k): it has no line number');
});
