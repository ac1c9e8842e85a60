/** Families share phones and files repeat codes: nobody is taken for another, and what the report says is what is done. */
import { expect, test } from 'vitest';
import { listClients } from '../../src/clients/read-clients.ts';
import { closePeriod } from '../../src/payments/periods.ts';
import { createReconciliation, takeFile } from '../../src/opening/reconciliations.ts';
import { ask, balanceOf, expectProof, newClient } from '../money-fixtures.ts';
import { newWorld } from '../world.ts';
import { AS_OF, applied, checkedFile, imported, report, sent } from './importing.ts';

const PHONE = '89788451364';

test('IMP-3: one phone and another name are not the same person, whatever the row brings', async () => {
  const world = await newWorld();
  const oleg = await newClient(world, { firstName: 'Олег', lastName: 'Иванов', phone: PHONE });
  const { id } = await checkedFile(world, 'CLIENTS', [
    'Код;ФИО;Телефон;Баланс', `;Иванова Анна;${PHONE};500`, `7;Иванова Мария;${PHONE};100`, `8;Иванов О.;${PHONE};50`,
  ].join('\n'));
  expect(await report(world, id)).toEqual(['2 REFUSE ANOTHER_NAME', '3 REFUSE ANOTHER_NAME', '4 UPDATE NAME_DIFFERS']);
  await applied(world, id, true);
  expect(await balanceOf(world, oleg)).toBe(50);
  const sums = await checkedFile(world, 'OPENING', `Клиент;Телефон;Сумма\nИванова Анна;${PHONE};500\n`);
  expect(await report(world, sums.id)).toEqual(['2 REFUSE ANOTHER_NAME']);
  const { id: sheetId } = await ask(world, createReconciliation, { asOf: AS_OF, name: 'Сверка' });
  const uploadId = await sent(world, `Клиент;Телефон;Сумма\nИванова Анна;${PHONE};500\n`);
  const { refused, taken } = await ask(world, takeFile, { id: sheetId, uploadId });
  expect([taken, refused.map(({ reasons }) => reasons.map(({ code }) => code))]).toEqual([0, [['ANOTHER_NAME']]]);
  await expectProof(world);
});

test('a code that stands twice is refused in the report, not when it is applied', async () => {
  const world = await newWorld();
  await newClient(world, { firstName: 'Олег', lastName: 'Иванов', phone: PHONE });
  await newClient(world, { firstName: 'Вера', lastName: 'Котова', phone: '89788451365' });
  const { id } = await checkedFile(world, 'CLIENTS', [
    'Код;ФИО;Телефон', `7;Иванов Олег;${PHONE}`, '7;Котова Вера;89788451365', '7;Новая Ия;89788451366',
    // The same person with a code and without.
    '9;Лис Яна;89788451367', ';Лис Яна;89788451367', ';Волк Анна;89788451368', '10;Волк Анна;89788451368',
  ].join('\n'));
  expect(await report(world, id)).toEqual([
    '2 UPDATE', '3 REFUSE DUPLICATE', '4 REFUSE DUPLICATE', '5 CREATE', '6 REFUSE DUPLICATE', '7 CREATE',
    '8 REFUSE DUPLICATE',
  ]);
  await applied(world, id, true);
  expect((await ask(world, listClients, {})).pagination.total).toBe(4);
});

test('a code of a student that another payer has is refused in the report, in the file and in the books', async () => {
  const world = await newWorld();
  await newClient(world, { firstName: 'Олег', lastName: 'Иванов', phone: PHONE });
  await newClient(world, { firstName: 'Вера', lastName: 'Котова', phone: '89788451365' });
  const file = ['Код;Ученик;Телефон плательщика', `1;Иванов Пётр;${PHONE}`, '1;Котов Кот;89788451365'].join('\n');
  const first = await checkedFile(world, 'STUDENTS', file);
  expect(await report(world, first.id)).toEqual(['2 CREATE', '3 REFUSE DUPLICATE']);
  await applied(world, first.id, true);
  const second = await checkedFile(world, 'STUDENTS', file);
  expect(await report(world, second.id)).toEqual(['2 MATCH', '3 REFUSE STUDENT_OF_ANOTHER']);
  await imported(world, 'STUDENTS', 'Код;Ученик;Телефон плательщика\n2;Котов Кот;89788451365\n');
});

test('IMP-1: whose code or name a heading means depends on whom the rows are of; a sum alone is no balance', async () => {
  const world = await newWorld();
  const columnsOf = async (kind: 'CLIENTS' | 'STUDENTS' | 'PASSES' | 'OPENING', heads: string) =>
    (await checkedFile(world, kind, `${heads}\n`.repeat(2))).columns.map(({ field }) => field);
  expect(await columnsOf('STUDENTS', 'Код клиента;Имя клиента;ФИО ученика;Код'))
    .toEqual(['clientExternalId', 'clientName', 'fullName', 'externalId']);
  expect(await columnsOf('CLIENTS', 'Код клиента;Имя клиента;Сумма;Баланс'))
    .toEqual(['externalId', 'fullName', null, 'balance']);
  expect(await columnsOf('OPENING', 'Код клиента;Клиент;Сумма')).toEqual(['externalId', 'fullName', 'amount']);
});

test('IMP-2: a code or a phone that Excel has shortened is refused: many would share it', async () => {
  const world = await newWorld();
  const { id } = await checkedFile(world, 'CLIENTS',
    'Код;ФИО;Карта\n1,23457E+11;Иванова Анна;\n1E5;Котова Вера;\n7;Лис Яна;4,3E+15\n');
  expect(await report(world, id)).toEqual(['2 REFUSE SHORTENED', '3 CREATE', '4 REFUSE SHORTENED']);
});

test('IMP-4: a sum that is now said to be none is another sum, and is refused', async () => {
  const world = await newWorld();
  const file = (sum: string): string => `ФИО;Телефон;Баланс\nИванова Анна;${PHONE};${sum}\n`;
  await imported(world, 'CLIENTS', file('500'));
  expect(await report(world, (await checkedFile(world, 'CLIENTS', file('0'))).id)).toEqual(['2 REFUSE OPENING_EXISTS']);
  expect(await report(world, (await checkedFile(world, 'CLIENTS', file(''))).id)).toEqual(['2 MATCH']);
});

test('a file of clients with sums of a closed day is refused at once, not when it is applied; without sums it comes in', async () => {
  const world = await newWorld();
  await ask(world, closePeriod, { closedThrough: AS_OF });
  await expect(checkedFile(world, 'CLIENTS', 'ФИО;Баланс\nИванова Анна;5\n')).rejects.toMatchObject({ code: 'PERIOD_CLOSED' });
  expect(await imported(world, 'CLIENTS', 'ФИО;Город\nИванова Анна;Ялта\n')).toMatchObject({ status: 'APPLIED' });
});
