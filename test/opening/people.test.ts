/** Students, passes with what they have left and their historical invoices, points and turnover, from files. */
import { expect, test } from 'vitest';
import { getClient } from '../../src/clients/read-clients.ts';
import { listStudents } from '../../src/clients/students.ts';
import { listInvoices } from '../../src/invoices/read-invoices.ts';
import { listDocuments } from '../../src/opening/opening-documents.ts';
import { listSubscriptions } from '../../src/subscriptions/read-passes.ts';
import { ask, expectProof, newClient } from '../money-fixtures.ts';
import { newType } from '../subscriptions/fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { checkedFile, imported, report } from './importing.ts';

async function family(): Promise<{ world: World; clientId: string }> {
  const world = await newWorld();
  const clientId = await newClient(world, { firstName: 'Анна', lastName: 'Иванова', phone: '89788451364' });
  await imported(world, 'STUDENTS', 'Ученик;Дата рождения;Телефон\nИванов Пётр;01.09.2015;89788451364\nИванова Яна;2017-05-02;89788451364\n');
  return { world, clientId };
}

test('students come to their payers once; an unknown payer, one who is named twice and a future birth are refused', async () => {
  const { world, clientId } = await family();
  const { students } = await ask(world, listStudents, { clientId });
  expect(students.map(({ firstName, lastName, birthDate }) => [lastName, firstName, birthDate])).toEqual([
    ['Иванов', 'Пётр', '2015-09-01'], ['Иванова', 'Яна', '2017-05-02'],
  ]);
  const { id } = await checkedFile(world, 'STUDENTS', [
    'Ученик;Дата рождения;Телефон', 'ИВАНОВ Петр;;89788451364', 'Иванов Пётр;01.09.2016;89788451364',
    'Иванов Олег;01.09.2026;89788451364', 'Кот Ян;;89788451300', 'Кот Ян;;', 'Иванов Пётр;;89788451364',
  ].join('\n'));
  expect(await report(world, id)).toEqual([
    '2 MATCH', '3 CREATE', '4 REFUSE DATE_IN_FUTURE', '5 REFUSE CLIENT_UNKNOWN', '6 REFUSE EMPTY', '7 REFUSE DUPLICATE',
  ]);
});

test('S2-248…S2-250: an old pass is active with what it has left, and its historical invoice is paid outside', async () => {
  const { world, clientId } = await family();
  await newType(world, { name: 'Йога 8', price: 4000, sessionsPerPeriod: 8 });
  const head = 'Плательщик;Телефон плательщика;Ученик;Абонемент;Осталось занятий;Начало;Окончание;Цена';
  const row = 'Иванова Анна;89788451364;Иванов Пётр;йога 8;3;20.01.2025;;3600';
  const done = await imported(world, 'PASSES', `${head}\n${row}\n`);
  expect(done).toMatchObject({ status: 'APPLIED', counts: { create: 1 } });
  const { subscriptions } = await ask(world, listSubscriptions, { clientId });
  expect(subscriptions).toMatchObject([{ name: 'Йога 8', status: 'ACTIVE', sessionsLeft: 3, startDate: '2025-01-20', endDate: '2025-02-19' }]);
  const { invoices } = await ask(world, listInvoices, { clientId });
  expect(invoices).toMatchObject([{ purpose: 'MIGRATION', status: 'PAID', totalAmount: 3600, issuedAt: '2025-01-19T21:00:00Z' }]);
  expect((await ask(world, getClient, { id: clientId })).balance).toBe(0);
  await expectProof(world);
  const second = await checkedFile(world, 'PASSES', [
    head, row, row.replace('Иванов Пётр', ''), row.replace('йога 8', 'Пилатес'), row.replace('Иванов Пётр', 'Кот Ян'),
    row.replace(';3;', ';;').replace('Иванов Пётр', 'Иванова Яна'), row.replace('20.01.2025', '01.02.2025'),
  ].join('\n'));
  expect(await report(world, second.id)).toEqual([
    '2 MATCH', '3 REFUSE STUDENT_REQUIRED', '4 REFUSE PASS_KIND_UNKNOWN', '5 REFUSE STUDENT_UNKNOWN', '6 REFUSE SESSIONS_REQUIRED',
    '7 REFUSE DATE_IN_FUTURE',
  ]);
});

test('C-28: points and turnover are facts that can be read, and no money', async () => {
  const { world, clientId } = await family();
  await imported(world, 'POINTS', 'Телефон;Баллы\n89788451364;120,5\n');
  await imported(world, 'TURNOVER', 'Телефон;Оборот\n89788451364;30 000\n');
  const { documents } = await ask(world, listDocuments, { clientId });
  expect(documents.map(({ kind, amount }) => `${kind} ${amount}`).toSorted()).toEqual(['POINTS 120.5', 'TURNOVER 30000']);
  const { rows } = await world.database.owner.query('select count(*)::int as posted from ledger_transfers');
  expect([rows, (await ask(world, getClient, { id: clientId })).balance]).toEqual([[{ posted: 0 }], 0]);
  await expectProof(world);
});
