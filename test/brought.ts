/** What comes in from outside, each kind once: from 1C, from files, from a bank; and a person who was erased. */
import { startOneC } from '../fakes/onec/server.ts';
import { erasePerson } from '../src/archive/erase-person.ts';
import { listClients } from '../src/clients/read-clients.ts';
import { changeClient } from '../src/clients/write-clients.ts';
import { addDays, displayDay } from '../src/kernel/day.ts';
import { createReconciliation, setLines, takeOver } from '../src/opening/reconciliations.ts';
import { createOpeningDocument, reverseOpeningDocument } from '../src/opening/opening-documents.ts';
import { changeBankSettings } from '../src/bank/bank-settings.ts';
import { OURS, decide, lineWith, nameAccount, paper, post, take } from './bank/statement.ts';
import { baseWith, connect, sync } from './loyalty/shop.ts';
import { ask, newClient, newInvoice } from './money-fixtures.ts';
import { imported } from './opening/importing.ts';
import { newType } from './subscriptions/fixtures.ts';
import type { World } from './world.ts';

/** The tables that are filled, beside those of any centre. */
export const BROUGHT_TABLES = [
  'audit_redactions', 'bank_lines', 'bank_settings', 'bank_statements', 'discount_cards', 'import_rows', 'imports',
  'loyalty_points', 'loyalty_records', 'onec_connections', 'onec_customers', 'onec_sync_lines', 'onec_syncs',
  'opening_documents', 'payer_accounts', 'purchases', 'reconciliation_lines', 'reconciliations',
];

/** Brings all of it in on the day before `today`; gives the client who had credit and a debt, and whom the bank paid. */
export async function bringEverything(world: World, today: Temporal.PlainDate): Promise<string> {
  const day = addDays(today, -1);
  const asOf = String(day);
  await fromOneC(world);
  await fromFiles(world, asOf);
  const clientId = await newClient(world, { firstName: 'Берта', lastName: 'Карловна', phone: '89788451377' });
  const bring = (kind: string, amount: number) =>
    ask(world, createOpeningDocument, { clientId, onDate: asOf, kind, amount });
  await bring('CREDIT', 30);
  await bring('DEBT', 7000);
  for (const kind of ['CREDIT', 'DEBT', 'POINTS']) {
    await ask(world, reverseOpeningDocument, { id: (await bring(kind, 20)).id, reason: 'Ошибка' });
  }
  await fromBank(world, clientId, displayDay(day, 'ru'));
  const { id } = await ask(world, createReconciliation, { asOf, name: 'Переезд' });
  await ask(world, setLines, { id, lines: [{ clientId, theySay: -6900, note: 'по телефону' }] });
  await ask(world, takeOver, { id, clientId });
  const { clients: [gone] } = await ask(world, listClients, { q: '89788451373' });
  await ask(world, changeClient, { id: gone!.id, notes: 'Нина просила забыть её' });
  await ask(world, erasePerson, { id: gone!.id, reason: 'REQUEST' });
  return clientId;
}

async function fromOneC(world: World): Promise<void> {
  const onec = await startOneC({ data: baseWith({
    purchases: (rows) => [...rows, { ...rows.at(-1)!, LineNumber: '77', Сумма: 'много' }],
  }) });
  try {
    await connect(world, onec);
    await sync({ world, onec }, { days: 3000 });
  } finally {
    await onec.close();
  }
}

async function fromFiles(world: World, asOf: string): Promise<void> {
  await imported(world, 'CLIENTS', [
    'Код;ФИО;Телефон;Баланс;Баллы;Оборот', '1;Лосева Ия;89788451371;1500,50;120;30000', '2;Зуев Ян;89788451372;-700;;',
    '3;Серова Нина;89788451373;;;',
  ].join('\n'), { asOf });
  await imported(world, 'STUDENTS', 'Код;Ученик;Дата рождения;Телефон\n7;Лосев Тит;01.09.2015;89788451371\n', { asOf });
  await newType(world, { name: 'Лепка 8', price: 4000, sessionsPerPeriod: 8 });
  await imported(world, 'PASSES', [
    'Телефон плательщика;Ученик;Абонемент;Осталось занятий;Начало;Цена', `89788451371;Лосев Тит;лепка 8;3;${asOf};3600`,
  ].join('\n'), { asOf });
}

/** One line is posted to an invoice, one matched, one ignored, one left as it came. */
async function fromBank(world: World, clientId: string, date: string): Promise<void> {
  await nameAccount(world);
  await ask(world, changeBankSettings, { accounts: [], words: ['возмещение'], inns: [] });
  const { id: invoiceId, invoiceNumber } = await newInvoice(world, clientId, [700]);
  const { statement } = await take(world, [
    paper({ number: 'B1', sum: '7700', date, payer: 'Берта', payerAccount: '40817810000000000071', purpose: `Счёт ${invoiceNumber}` }),
    paper({ number: 'B2', sum: '50', date, payer: 'Берта' }), paper({ number: 'B3', sum: '5', date }),
    paper({ number: 'B4', sum: '6', date }),
  ], { account: OURS });
  const line = async (q: string): Promise<string> => (await lineWith(world, q)).id;
  await decide(world, await line('B1'), { action: 'MATCH', clientId, invoiceIds: [invoiceId], remember: true });
  await post(world, statement.id);
  await decide(world, await line('B2'), { action: 'MATCH', clientId });
  await decide(world, await line('B3'), { action: 'IGNORE', reason: 'Проценты' });
}
