/** Whoever was erased on request does not come back with a file. */
import { expect, test } from 'vitest';
import { erasePerson } from '../../src/archive/erase-person.ts';
import { ask, expectProof, newClient } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { applied, checkedFile, report } from './importing.ts';

const erase = (world: World, id: string) => ask(world, erasePerson, { id, reason: 'REQUEST' });
const cardOf = async (world: World, id: string) => (await world.database.owner.query<Record<string, unknown>>(
  'select name, phone, email, city, notes, external_id, import_id, is_active from clients where id = $1', [id])).rows[0];

test('a client who was erased is neither matched nor filled, by the name that he is shown under or a company keeps', async () => {
  const world = await newWorld();
  const anna = await newClient(world, { firstName: 'Анна', lastName: 'Иванова', phone: '89788451364' });
  const firm = await newClient(world, { kind: 'LEGAL', name: 'ООО «Ромашка»', inn: '7707083893' });
  await erase(world, anna);
  await erase(world, firm);
  const before = [await cardOf(world, anna), await cardOf(world, firm)];
  const rows = ['Клиент удалён № 1', 'ООО «Ромашка»'];
  for (const [kind, head, value] of [
    ['CLIENTS', 'ФИО;Примечание', 'Просила не звонить'], ['OPENING', 'ФИО;Сумма', '100'], ['STUDENTS', 'Плательщик;Ученик', 'Иванов Пётр'],
  ] as const) {
    const { id } = await checkedFile(world, kind, [head, ...rows.map((name) => `${name};${value}`)].join('\n'));
    expect(await report(world, id), kind).toEqual(['2 REFUSE CLIENT_ERASED', '3 REFUSE CLIENT_ERASED']);
  }
  expect([await cardOf(world, anna), await cardOf(world, firm)]).toEqual(before);
});

test('an import that was checked before an erasure brings nothing of the person afterwards', async () => {
  const world = await newWorld();
  const anna = await newClient(world, { firstName: 'Анна', lastName: 'Иванова', phone: '89788451364' });
  const { id } = await checkedFile(world, 'CLIENTS', [
    'Код;ФИО;Телефон;Почта;Город', '1;Иванова Анна;89788451364;anna@example.ru;Ялта', '2;Петров Пётр;89788451365;;',
  ].join('\n'));
  expect(await report(world, id)).toEqual(['2 UPDATE', '3 CREATE']);
  await erase(world, anna);
  const before = await cardOf(world, anna);
  expect(await report(world, id)).toEqual(['3 CREATE']);
  await applied(world, id);
  expect(await cardOf(world, anna)).toEqual(before);
  expect((await world.database.owner.query('select 1 from clients where email is not null')).rows).toEqual([]);
  await expectProof(world);
});
