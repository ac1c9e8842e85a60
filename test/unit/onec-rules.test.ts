/** The rules of the connection to 1C. */
import { describe, expect, test } from 'vitest';
import { type CheckFacts, type EntityFacts, canStart, describeCheck } from '../../src/loyalty/connection-check-rules.ts';
import { PURPOSES } from '../../src/loyalty/connection-contract.ts';
import {
  DEFAULT_MAPPING, mappingAfter, mayKeepPassword, tidyBaseUrl, tidyWords,
} from '../../src/loyalty/connection-rules.ts';

test('ONEC-1: a mapping begins with the names of УНФ and keeps what is not changed', () => {
  expect(DEFAULT_MAPPING).toMatchObject({
    cards: { entity: 'Catalog_ДисконтныеКарты', phone: 'КодКартыШтрихкод', owner: 'ВладелецКарты_Key' },
    purchases: {
      entity: 'AccumulationRegister_ПродажиПоДисконтнымКартам', openingDocument: 'Document_ВводНачальныхОстатков',
    },
    points: { entity: 'AccumulationRegister_БонусныеБаллы', spent: 'КСписанию' },
  });
  const retail = mappingAfter(DEFAULT_MAPPING, { cards: { entity: 'Catalog_ИнформационныеКарты', phone: 'КодКарты' } });
  expect(retail).toEqual({
    ...DEFAULT_MAPPING, cards: { ...DEFAULT_MAPPING.cards, entity: 'Catalog_ИнформационныеКарты', phone: 'КодКарты' },
  });
  expect(mappingAfter(retail)).toEqual(retail);
});

describe('ONEC-2: the address of a base', () => {
  test.each([
    ['https://1c.example.ru/unf', 'https://1c.example.ru/unf'], ['https://1c.example.ru/unf/', 'https://1c.example.ru/unf'],
    ['https://1c.example.ru/unf/odata/standard.odata/', 'https://1c.example.ru/unf'],
    ['HTTP://Server:8080/Base/odata', 'http://server:8080/Base'], ['https://1c.example.ru', 'https://1c.example.ru'],
    ['https://сервер.рф/база', 'https://xn--b1afb6bcb.xn--p1ai/%D0%B1%D0%B0%D0%B7%D0%B0'],
  ])('%s is %s', (text, url) => expect(tidyBaseUrl(text)).toBe(url));
  test.each(['1c.example.ru', 'file:///etc/passwd', 'javascript:alert(1)', 'https://a:b@host', 'https://h/?x', 'https://h/#x'])(
    '%s is refused', (text) => expect(() => tidyBaseUrl(text)).toThrow('ONEC_ADDRESS'));
});

test('ONEC-3: a password stays with its host and its user', () => {
  const before = { baseUrl: 'https://host/a', username: 'u' };
  expect(mayKeepPassword(before, { baseUrl: 'https://host/b', username: 'u' })).toBe(true);
  expect(mayKeepPassword(before, { baseUrl: 'https://host:444/a', username: 'u' })).toBe(false);
  expect(mayKeepPassword(before, { baseUrl: 'http://host/a', username: 'u' })).toBe(false);
  expect(mayKeepPassword(before, { baseUrl: 'https://host/a', username: 'v' })).toBe(false);
  expect(mayKeepPassword(undefined, before)).toBe(false);
});

describe('ONEC-4: the synchronisation can start', () => {
  const entity = (change: Partial<EntityFacts>): EntityFacts => ({
    purpose: 'cards', entity: 'Catalog_X', status: 'OK', missing: [], rows: 1, capabilities: null, problem: null, ...change,
  });
  const facts = (change: Partial<EntityFacts> = {}): CheckFacts => ({
    problem: null, entities: PURPOSES.map((purpose) => entity({ purpose, ...(purpose === change.purpose ? change : {}) })),
  });
  test.each([
    [{}, true], [{ purpose: 'owners', status: 'NO_RIGHTS' }, true], [{ purpose: 'goods', status: 'FAILED' }, true],
    [{ purpose: 'cards', status: 'NO_RIGHTS' }, false], [{ purpose: 'points', status: 'FAILED' }, false],
    [{ purpose: 'purchases', status: 'FIELDS_MISSING', missing: [{ name: 'warehouse', field: 'Склад_Key' }] }, true],
    [{ purpose: 'purchases', status: 'FIELDS_MISSING', missing: [{ name: 'amount', field: 'Сумма' }] }, false],
  ] as const)('%j: %s', (change, can) => expect(canStart(facts(change as Partial<EntityFacts>))).toBe(can));
  test('not when the base does not answer', () => {
    expect(canStart({ problem: 'ONEC_TIMEOUT', entities: [] })).toBe(false);
  });
  test('what is wrong is said with what to do about it, in both languages', () => {
    const at = Temporal.Instant.from('2025-02-12T09:00:00Z');
    const points = { purpose: 'points', entity: 'AccumulationRegister_Баллы' } as const;
    const failed = facts({ ...points, status: 'FAILED', problem: 'ONEC_SERVER' });
    expect(describeCheck(failed, at, 'Обмен', 'ru').entities[4]).toMatchObject({
      sentence: 'РегистрНакопления.Баллы прочитать не удалось: 1С ответила ошибкой',
      advice: 'Повторите позже; если не пройдёт, посмотрите журнал регистрации 1С',
    });
    const away = describeCheck({ problem: 'ONEC_UNREACHABLE', entities: [] }, at, 'Обмен', 'en');
    expect(away).toMatchObject({ ok: false, reachable: false, problem: { code: 'ONEC_UNREACHABLE' } });
  });
});

test('words of packages are compared in lower case without ё, each once', () => {
  expect(tidyWords(['Обёртка', 'обертка', ' BAG '])).toEqual(['обертка', 'bag']);
});
