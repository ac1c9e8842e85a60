/** Connecting an organisation to its 1C base, and the check that says what is missing there. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { type FakeOneC, type Quirks, startOneC } from '../../fakes/onec/server.ts';
import { inTransaction } from '../../src/kernel/db.ts';
import type { connectionEndpoints } from '../../src/loyalty/connection-contract.ts';
import { checkConnection, connectOneC, readConnection } from '../../src/loyalty/connection.ts';
import { loadConnection } from '../../src/loyalty/load-connection.ts';
import { ask, refusal } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import type { z } from 'zod';

type Fields = z.input<typeof connectionEndpoints.set.input>;
const GIVEN = { baseUrl: 'https://1c.example.ru/unf/odata/standard.odata/', username: 'Обмен', password: 'Пароль-1С' };

const connected = async (fields: Partial<Fields> = {}): Promise<World> => {
  const world = await newWorld();
  await ask(world, connectOneC, { ...GIVEN, ...fields });
  return world;
};

async function base(quirks: Quirks = {}): Promise<FakeOneC> {
  const fake = await startOneC({ quirks });
  onTestFinished(() => fake.close());
  return fake;
}

describe('the connection', () => {
  test('is not there at first, and then is there with the defaults that were offered', async () => {
    const world = await newWorld();
    const before = await ask(world, readConnection);
    const defaults = { timeZone: 'Europe/Moscow', pointsStrategy: 'LAST', pageSize: 500 };
    expect(before).toMatchObject({ connection: null, defaults });
    const { connection } = await ask(world, connectOneC, GIVEN);
    const given = { baseUrl: 'https://1c.example.ru/unf', username: 'Обмен', hasPassword: true };
    expect(connection).toMatchObject({ ...given, ...before.defaults });
    expect(connection).toEqual((await ask(world, readConnection)).connection);
    expect(connection?.packagingWords).toContain('мешочек');
  });
  test('shows its password to nobody: not in an answer, not in the audit trail, not in the database as it is', async () => {
    const world = await newWorld();
    const answer = await ask(world, connectOneC, GIVEN, { idempotencyKey: 'one' });
    const { rows } = await world.database.owner.query<{ all: string }>(`
      select (select json_agg(c)::text from onec_connections c) || (select json_agg(a)::text from audit_log a)
          || (select json_agg(k)::text from idempotency_keys k) as all`);
    expect(`${JSON.stringify(answer)}${rows[0]?.all ?? ''}`).not.toContain(GIVEN.password);
    expect(rows[0]?.all).toContain('"password": "changed"');
    const loaded = await inTransaction(world.database, world.orgId, 'read', (tx) =>
      loadConnection({ tx, orgId: world.orgId, secret: world.database.secret }));
    const settings = { password: GIVEN.password, baseUrl: 'https://1c.example.ru/unf' };
    expect(loaded).toMatchObject({ settings, timeZone: 'Europe/Moscow' });
  });
  test('ONEC-3: keeps the password for the same user of the same host, and asks for it for another', async () => {
    const world = await connected();
    const { password: _, ...rest } = GIVEN;
    const other = { baseUrl: 'https://1c.example.ru/other', pointsStrategy: 'SUM' } as const;
    await ask(world, connectOneC, { ...rest, ...other });
    expect((await ask(world, readConnection)).connection).toMatchObject(other);
    const elsewhere = [
      { baseUrl: 'https://evil.example/unf' }, { baseUrl: 'http://1c.example.ru/unf' }, { username: 'Другой' },
    ];
    for (const change of elsewhere) {
      await expect(ask(world, connectOneC, { ...rest, ...change }), JSON.stringify(change))
        .rejects.toThrow(refusal('ONEC_PASSWORD_REQUIRED'));
    }
    await expect(ask(await newWorld(), connectOneC, rest)).rejects.toThrow(refusal('ONEC_PASSWORD_REQUIRED'));
  });
  test('refuses an address that is none, a zone that nobody knows and names that are no names', async () => {
    const world = await connected();
    for (const baseUrl of ['1c.example.ru', 'ftp://host/base', 'https://u:p@host/base', 'https://host/b?a=1', 'https://']) {
      await expect(ask(world, connectOneC, { ...GIVEN, baseUrl }), baseUrl).rejects.toThrow(refusal('ONEC_ADDRESS'));
    }
    const onMars = ask(world, connectOneC, { ...GIVEN, timeZone: 'Mars/Olympus' });
    await expect(onMars).rejects.toThrow(refusal('TIME_ZONE_UNKNOWN'));
    for (const entity of ['Catalog_X/..', 'Catalog X', "X(guid'1')", '$metadata', '']) {
      const misnamed = ask(world, connectOneC, { ...GIVEN, mapping: { cards: { entity } } });
      await expect(misnamed, entity).rejects.toThrow(refusal('VALIDATION'));
    }
  });
  test('changes only what is named, also inside the mapping; words of packages are compared in one form', async () => {
    const world = await connected({ timeZone: 'Europe/Simferopol', pageSize: 100 });
    const mapping = { cards: { phone: 'Телефон' } };
    await ask(world, connectOneC, { ...GIVEN, mapping, packagingWords: [' Пакёт ', 'пакет', 'BOX'] });
    const { connection, defaults } = await ask(world, readConnection);
    expect(connection).toMatchObject({ timeZone: 'Europe/Simferopol', pageSize: 100, packagingWords: ['пакет', 'box'] });
    expect(connection?.mapping).toEqual({ ...defaults.mapping, cards: { ...defaults.mapping.cards, phone: 'Телефон' } });
    const { rows } = await world.database.owner.query<{ after: unknown }>(
      "select after from audit_log where operation = 'onec.connection.set' order by id desc limit 1");
    expect(Object.keys(rows[0]?.after as object).toSorted()).toEqual(['mapping', 'packagingWords', 'password']);
  });
  test('is the administrator’s to change and the office’s to see', async () => {
    const world = await connected();
    const [manager, trainer] = [await world.as('MANAGER'), await world.as('TRAINER')];
    expect((await ask(world, readConnection, {}, { actor: manager })).connection?.username).toBe('Обмен');
    await expect(ask(world, connectOneC, GIVEN, { actor: manager })).rejects.toThrow(refusal('FORBIDDEN'));
    await expect(ask(world, readConnection, {}, { actor: trainer })).rejects.toThrow(refusal('FORBIDDEN'));
  });
});

describe('the check', () => {
  const checkOf = async (quirks: Quirks, fields: Partial<Fields> = {}) => {
    const fake = await base(quirks);
    const world = await connected({ baseUrl: fake.url, username: fake.username, password: fake.password, ...fields });
    return { world, fake, check: await ask(world, checkConnection) };
  };
  test('is refused when nothing is connected', async () => {
    await expect(ask(await newWorld(), checkConnection)).rejects.toThrow(refusal('ONEC_NOT_CONNECTED'));
  });
  test('finds everything in a base that has everything, and keeps what it found until the connection changes', async () => {
    const { world, fake, check } = await checkOf({});
    expect(check).toMatchObject({ ok: true, reachable: true, problem: null });
    expect(check.entities.map(({ purpose, status, rows }) => [purpose, status, rows])).toEqual([
      ['cards', 'OK', 15], ['owners', 'OK', 13], ['goods', 'OK', 6], ['purchases', 'OK', 27], ['points', 'OK', 7],
    ]);
    expect(check.entities[3]?.capabilities).toMatchObject({ form: 'RECORD_TYPE', filter: true, orderBy: true, count: true });
    expect((await ask(world, readConnection)).connection?.lastCheck).toEqual(check);
    await ask(world, connectOneC, { ...GIVEN, baseUrl: fake.url, username: fake.username });
    expect((await ask(world, readConnection)).connection?.lastCheck).toBeNull();
  });
  test('says it in the reader’s language', async () => {
    const { world } = await checkOf({ 'not-published': 'Catalog_Номенклатура' });
    const read = (language: 'ru' | 'en') => ask(world, readConnection, {}, { language });
    expect((await read('ru')).connection?.lastCheck?.entities[2]?.sentence).toBe(
      'База не публикует Справочник.Номенклатура. Без него у покупок не будет названий товаров.');
    expect((await read('en')).connection?.lastCheck?.entities[2]?.sentence).toBe(
      'The base does not publish Catalog_Номенклатура. Without it purchases have no names of goods.');
  });
  test.each([
    ['Catalog_Контрагенты', true], ['Catalog_Номенклатура', true], ['Catalog_ДисконтныеКарты', false],
    ['AccumulationRegister_БонусныеБаллы', false],
  ])('ONEC-4: without %s the synchronisation can start: %s', async (entity, ok) => {
    const { check } = await checkOf({ 'not-published': entity });
    const found = check.entities.find((one) => one.entity === entity);
    expect(check).toMatchObject({ ok, reachable: true });
    expect(found).toMatchObject({ status: 'NOT_PUBLISHED', rows: null });
    expect(found?.advice).toContain(`УстановитьСоставСтандартногоИнтерфейсаOData`);
  });
  test.each([
    ['ВладелецКарты_Key', true, 'cards', false], ['КодКартыШтрихкод', false, 'cards', true],
    ['Сумма', false, 'purchases', true], ['Склад_Key', true, 'purchases', false], ['Артикул', true, 'goods', false],
  ] as const)('ONEC-4: without the field %s the synchronisation can start: %s', async (field, ok, purpose, required) => {
    const { check } = await checkOf({ 'missing-field': field });
    const found = check.entities.find((one) => one.purpose === purpose);
    expect(check.ok).toBe(ok);
    expect(found).toMatchObject({ status: 'FIELDS_MISSING', missing: [{ field, required }] });
    expect(found?.sentence).toContain(`нет поля «${field}»`);
    expect(check.entities.filter(({ status }) => status === 'OK')).toHaveLength(4);
  });
  test.each([
    [{ 'wrong-password': true }, 'ONEC_UNAUTHORISED'], [{ html: true }, 'ONEC_NOT_JSON'], [{ redirect: true }, 'ONEC_MOVED'],
    [{ 'no-rights': true }, 'ONEC_NO_RIGHTS'], [{ 'error-500': true }, 'ONEC_SERVER'],
  ] as const)('a base with %j is not reachable: %s', async (quirks, code) => {
    const { world, check } = await checkOf(quirks);
    expect(check).toMatchObject({ ok: false, reachable: false, problem: { code }, entities: [] });
    expect(check.problem?.advice).toEqual(expect.any(String));
    expect((await ask(world, readConnection)).connection?.lastCheck?.problem?.code).toBe(code);
  });
  test('nobody at the address, and no base there', async () => {
    const fake = await startOneC();
    const other = await checkOf({}, { baseUrl: `${fake.url}-other` });
    expect(other.check.problem?.code).toBe('ONEC_NOT_FOUND');
    await fake.close();
    const gone = await connected({ baseUrl: fake.url });
    expect((await ask(gone, checkConnection)).problem?.code).toBe('ONEC_UNREACHABLE');
  });
  test('rights to one thing that are missing are said of that thing; the others are looked at', async () => {
    const { check } = await checkOf({ 'no-rights': true, only: 'Catalog_Контрагенты' });
    const [, owners] = check.entities;
    expect(check).toMatchObject({ ok: true, reachable: true });
    expect(owners).toMatchObject({ status: 'NO_RIGHTS' });
    expect(owners?.advice).toContain('роль с правом «Чтение» на Справочник.Контрагенты');
    expect(check.entities.filter(({ status }) => status === 'OK')).toHaveLength(4);
  });
  test('says what the base does not do itself, which does not stop the synchronisation', async () => {
    const { check } = await checkOf({ 'orderby-500': true, 'filter-403': true, 'no-count': true, 'no-record-type': true });
    expect(check.ok).toBe(true);
    const capabilities = { form: 'RECORD_SET', filter: false, orderBy: false, count: false, inlineCount: true };
    expect(check.entities[3]).toMatchObject({ status: 'OK', rows: null, capabilities });
  });
});
