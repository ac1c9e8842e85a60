/** Clients with what they had and owed, from a file: looked at first, applied as a whole, and the same again is nothing. */
import { expect, test } from 'vitest';
import { clientTimeline, clientStatement } from '../../src/audit/statement.ts';
import { explainBalance } from '../../src/audit/explain.ts';
import { listClients } from '../../src/clients/read-clients.ts';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { discardImport, listImportRows } from '../../src/opening/imports.ts';
import { listDocuments } from '../../src/opening/opening-documents.ts';
import { ask, balanceOf, expectProof, expectRefused, newClient, newInvoice, refusal } from '../money-fixtures.ts';
import { newWorld } from '../world.ts';
import { AS_OF, again, applied, checkedFile, imported, report } from './importing.ts';

const FILE = [
  'Код;ФИО;Телефон;Почта;Город;Баланс;Баллы;Оборот;Неизвестно',
  '1;Иванова Анна Петровна;8 (978) 845-13-64;anna@example.ru;Ялта;1 500,50;120;30 000;x',
  '2;Петров Пётр;+7 978 845-13-65;;;-700;;;',
  '3;ООО «Ромашка»;;buh@romashka.ru;;;;;',
  '',
].join('\r\n');

test('IMP-1, OPN-1: the report says what will be, applying does it, and every client and document knows its import', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const looked = await changingNothingButStaging(world, () => checkedFile(world, 'CLIENTS', FILE));
  expect(looked).toMatchObject({
    status: 'READY', percent: 100, counts: { rows: 3, create: 3, match: 0, update: 0, refuse: 0 },
    totals: { credit: 1500.5, debt: 700, points: 120, turnover: 30000 }, asOf: AS_OF,
  });
  expect(looked.columns.map(({ column, field }) => `${column}: ${field}`)).toEqual([
    'Код: externalId', 'ФИО: fullName', 'Телефон: phone', 'Почта: email', 'Город: city', 'Баланс: balance', 'Баллы: points',
    'Оборот: turnover', 'Неизвестно: null',
  ]);
  const done = await applied(world, looked.id);
  expect(done).toMatchObject({ status: 'APPLIED', skipped: 0 });
  const { clients } = await ask(world, listClients, {});
  expect(clients.map(({ name, phone, kind, balance, due }) => [name, phone, kind, balance, due])).toEqual([
    ['Иванова Анна Петровна', '+79788451364', 'PERSON', 1500.5, 0],
    ['ООО «Ромашка»', null, 'LEGAL', 0, 0],
    ['Петров Пётр', '+79788451365', 'PERSON', 0, 700],
  ]);
  const { documents } = await ask(world, listDocuments, { importId: looked.id });
  expect(documents.map(({ kind, amount, onDate }) => `${kind} ${amount} ${onDate}`).toSorted()).toEqual([
    `CREDIT 1500.5 ${AS_OF}`, `DEBT 700 ${AS_OF}`, `POINTS 120 ${AS_OF}`, `TURNOVER 30000 ${AS_OF}`,
  ]);
  expect(documents.map(({ number }) => number).toSorted()[0]).toBe('ОСТ-2025-00001');
  await expectProof(world);
});

async function changingNothingButStaging<T>(world: Parameters<typeof ask>[0], work: () => Promise<T>): Promise<T> {
  const count = async () => (await world.database.owner.query(
    `select (select count(*) from clients) as clients, (select count(*) from ledger_transfers) as transfers,
            (select count(*) from opening_documents) as documents`)).rows;
  const before = await count();
  const result = await work();
  expect(await count()).toEqual(before);
  return result;
}

test('IMP-4: the same file again matches everybody and changes nothing; another sum of that day is refused', async () => {
  const world = await newWorld();
  await imported(world, 'CLIENTS', FILE);
  const second = await checkedFile(world, 'CLIENTS', FILE);
  expect(second.counts).toEqual({ rows: 3, create: 0, match: 3, update: 0, refuse: 0 });
  expect(second.totals).toEqual({ credit: 0, debt: 0, points: 0, turnover: 0 });
  await changingNothingButStaging(world, () => applied(world, second.id));
  const third = await checkedFile(world, 'CLIENTS', FILE.replace('1 500,50', '1 600'));
  expect(await report(world, third.id)).toEqual(['2 REFUSE OPENING_EXISTS', '3 MATCH', '4 MATCH']);
  await expectProof(world);
});

test('IMP-3: by code, else phone, else e-mail, else name; a shared phone is decided by the name, doubt is refused', async () => {
  const world = await newWorld();
  const anna = await newClient(world, { firstName: 'Анна', lastName: 'Иванова', phone: '89788451364' });
  await newClient(world, { firstName: 'Олег', lastName: 'Иванов', phone: '89788451364' });
  await newClient(world, { firstName: 'Вера', lastName: 'Котова', email: 'Vera@Example.ru' });
  await newClient(world, { firstName: 'Яна', lastName: 'Лис' });
  await newClient(world, { firstName: 'Яна', lastName: 'Лис' });
  const { id, counts } = await checkedFile(world, 'CLIENTS', [
    'Фамилия,Имя,Телефон,Email,Город',
    'Иванова,Анна,89788451364,,Ялта', 'Иванова,Мария,89788451364,,', ',Вера,,vera@example.ru,', 'Лис,Яна,,,', 'Новая,Ия,,,',
    'Новая,Ия,,,',
  ].join('\n'));
  expect(await report(world, id)).toEqual([
    '2 UPDATE', '3 REFUSE AMBIGUOUS', '4 MATCH NAME_DIFFERS', '5 REFUSE AMBIGUOUS', '6 CREATE', '7 REFUSE DUPLICATE',
  ]);
  expect(counts).toMatchObject({ refuse: 3 });
  const { rows } = await ask(world, listImportRows, { id, verdict: 'REFUSE' });
  expect(rows[0]).toMatchObject({
    row: 3, cells: { Имя: 'Мария' }, candidates: [{ id: anna, name: 'Иванова Анна' }, { name: 'Иванов Олег' }],
  });
  await expect(applied(world, id)).rejects.toEqual(refusal('IMPORT_HAS_REFUSED'));
  expect(await applied(world, id, true)).toMatchObject({ status: 'APPLIED', skipped: 3 });
  const { clients } = await ask(world, listClients, { q: 'Ялта' });
  expect(clients.map((client) => client.id)).toEqual([anna]); // filled where it was empty, and nobody else
});

test('IMP-2: a row is refused with every reason; nothing is rounded', async () => {
  const world = await newWorld();
  const { id } = await checkedFile(world, 'CLIENTS', [
    'ФИО;Телефон;Email;Баланс;ИНН;Баллы', '=HYPERLINK("http://evil");+79788451364;;1;;', 'Анна;123;нет;1,005;111;-1',
    '@SUM(A1);;;;;', '-Вера;;;;;', ';+79788451366;;;;', 'Ия;+7 978 845-13-67;;-5;;',
  ].join('\n'));
  expect(await report(world, id)).toEqual([
    '2 REFUSE FORMULA', '3 REFUSE NUMBER NEGATIVE EMAIL PHONE_INVALID REQUISITE_INVALID', '4 REFUSE FORMULA', '5 REFUSE FORMULA',
    '6 REFUSE NAME_REQUIRED', '7 CREATE',
  ]);
});

test('what was matched and changed since makes the import stale; a discarded or applied one is not applied', async () => {
  const world = await newWorld();
  const file = 'ФИО;Телефон;Город\nИванова Анна;89788451364;Ялта\n';
  const { id } = await checkedFile(world, 'CLIENTS', file);
  await newClient(world, { firstName: 'Анна', phone: '89788451364' });
  await changingNothingButStaging(world, () => expect(applied(world, id)).rejects.toEqual(refusal('IMPORT_STALE')));
  await ask(world, discardImport, { id });
  await expectRefused(world, () => applied(world, id), 'IMPORT_NOT_READY');
  const fresh = await imported(world, 'CLIENTS', file);
  await expectRefused(world, () => applied(world, fresh.id), 'IMPORT_NOT_READY');
  await expectRefused(world, () => ask(world, discardImport, { id: fresh.id }), 'IMPORT_APPLIED');
  expect((await again(world, id)).status).toBe('DISCARDED');
});

test('OPN-1: an opening debt is paid before what came later, whoever was first to be written down', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const clientId = await newClient(world, { firstName: 'Анна', phone: '89788451364' });
  await newInvoice(world, clientId, [500]);
  await imported(world, 'OPENING', 'Клиент;Телефон;Сумма\nАнна;89788451364;-700\n');

  const { allocations, balance } = await ask(world, registerPayment, { clientId, amount: 800, paymentMethod: 'CASH' });
  expect([allocations.map(({ amount }) => amount), balance]).toEqual([[700], 100]);
  await imported(world, 'OPENING', 'Клиент;Телефон;Сумма\nАнна;89788451364;400\n', { asOf: '2025-02-01' });
  expect(await balanceOf(world, clientId)).toBe(0); // 100 and the 400 of February pay the 500
  await expectProof(world);
});

test('«Перенос остатка» is the first line of the timeline and of the statement, and explains the credit', async () => {
  const world = await newWorld();
  const clientId = await newClient(world, { firstName: 'Анна', phone: '89788451364' });

  await ask(world, registerPayment, { clientId, amount: 100, paymentMethod: 'CASH' });
  await imported(world, 'OPENING', 'Телефон;Сумма\n89788451364;250\n');
  const { events } = await ask(world, clientTimeline, { id: clientId });
  expect(events.map(({ sentence, balance }) => [sentence, balance])).toEqual([['Перенос остатка', 250], ['Платёж', 350]]);
  const { movements, closing } = await ask(world, clientStatement, { id: clientId, from: '2025-01-01', to: '2025-12-31' });
  expect(movements.map(({ type, paid, onDate }) => [type, paid, onDate])).toEqual([
    ['OPENING', 250, AS_OF], ['PAYMENT', 100, '2025-02-12'],
  ]);
  expect(closing).toBe(350);
  const { total, lines } = await ask(world, explainBalance, { id: clientId });
  expect([total, lines.map(({ amount, rule }) => [amount, rule])]).toEqual([350, [[100, 'SET-2'], [250, 'OPN-1']]]);
});

test('two who apply one import at once: one does it, the other is told', async () => {
  const world = await newWorld();
  const { id } = await checkedFile(world, 'CLIENTS', FILE);
  const outcomes = await Promise.allSettled([applied(world, id), applied(world, id)]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({ reason: { code: 'IMPORT_NOT_READY' } });
  expect((await ask(world, listClients, {})).pagination.total).toBe(3);
  await expectProof(world);
});

test('IMP-3: two ids are two people, whatever else agrees, in the file and beside those who are there', async () => {
  const world = await newWorld();
  const row = (code: number) => `${code};Иванова Анна;89788451364`;
  await imported(world, 'CLIENTS', ['Код;ФИО;Телефон', row(1), row(2)].join('\n'));
  const { id } = await checkedFile(world, 'CLIENTS', ['Код;ФИО;Телефон', row(2), row(3), row(3)].join('\n'));
  expect(await report(world, id)).toEqual(['2 MATCH', '3 CREATE', '4 REFUSE DUPLICATE']);
});
