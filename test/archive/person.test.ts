/** One person's data: taken out whole, and erased so that nobody is named while every kopeck stays. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createUser } from '../../src/access/users.ts';
import { erasePerson } from '../../src/archive/erase-person.ts';
import { exportPerson } from '../../src/archive/export-person.ts';
import { clientStatement } from '../../src/audit/statement.ts';
import { sealAudit } from '../../src/audit/seal.ts';
import { addContact } from '../../src/clients/contacts.ts';
import { listClients } from '../../src/clients/read-clients.ts';
import { changeClient, createClient } from '../../src/clients/write-clients.ts';
import { createStudent } from '../../src/clients/students.ts';
import { searchAll } from '../../src/desk/search.ts';
import { createGroup } from '../../src/schedule/groups.ts';
import { joinGroup, leaveGroup } from '../../src/schedule/members.ts';
import { cancelSubscription } from '../../src/subscriptions/cancel-pass.ts';
import { sellSubscription } from '../../src/subscriptions/sell-pass.ts';
import { createType } from '../../src/subscriptions/types.ts';
import {
  ask, changingNothing, expectProof, expectRefused, newInvoice, payInvoice, refund, reverse, topUp,
} from '../money-fixtures.ts';
import { issued as told, tell } from '../notices/telling.ts';
import { type World, newWorld } from '../world.ts';

let world: World;
let clientId: string;
let studentId: string;
const PERIOD = { from: '2025-01-01', to: '2025-12-31' };
const erase = (id = clientId) => ask(world, erasePerson, { id, reason: 'REQUEST' });

beforeEach(async () => {
  world = await newWorld();
  ({ id: clientId } = await ask(world, createClient, {
    firstName: 'Марина', lastName: 'Берёзкина', middleName: 'Олеговна', phone: '+79781230405', email: 'marina@example.org',
    address: 'Ялта, ул. Садовая, 7', cardNumber: 'К-778899', notes: 'Аллергия у сына',
  }));
  await ask(world, changeClient, { id: clientId, phone: '+79788451364' });
  ({ id: studentId } = await ask(world, createStudent, {
    clientId, firstName: 'Тимофей', lastName: 'Берёзкин', birthDate: '2015-03-04',
  }));
  await ask(world, addContact, { id: clientId, name: 'Галина Петровна', relation: 'бабушка', phone: '+79780001122' });
});

/** Money as the person left it: paid, refunded, reversed, with names in every note. */
async function live(): Promise<void> {
  const bought = await newInvoice(world, clientId, [1500, 700], { studentId, notes: 'Для Берёзкиной Марины' });
  await payInvoice(world, bought.id, 2200, { notes: 'Передала Берёзкина М., тел. 8 (978) 845-13-64' });
  const { payment } = await topUp(world, clientId, 500);
  await reverse(world, payment.id, 'Перепутали: деньги Тимофея Берёзкина');
  await topUp(world, clientId, 300);
  await refund(world, { clientId, amount: 300, reason: 'Вернули Марине Берёзкиной' });
  await tell(world, [told(clientId, 'INV-2025-00001')]);
  await tellOffice(bought.id);
  await ask(world, createUser, {
    email: 'marina@example.org', password: 'Correct-horse-7', firstName: 'Марина', lastName: 'Берёзкина', role: 'CLIENT',
    clientId,
  });
  await sealAudit(world.database, world.orgId);
}

/** The office is told of the child by the first name alone: whom it means follows from the invoice. */
const tellOffice = (invoiceId: string) => world.database.owner.query(`
  insert into notices (org_id, id, kind, level, audience, params, entity_type, entity_id, created_at)
  values ($1, gen_random_uuid(), 'sessions-over', 'INFO', 'OFFICE', '{"student": "Тимофей"}', 'invoice', $2, now())`,
[world.orgId, invoiceId]);

/** What other programs said: a customer of 1C with a card and a purchase, a line of the bank, rows of two imports. */
async function bring(): Promise<void> {
  const run = (query: string) => world.database.owner.query(query.replaceAll(':org', `'${world.orgId}'`)
    .replaceAll(':client', `'${clientId}'`));
  const id = (last: number): string => `'018f0000-0000-7000-8000-00000000000${last}'`;
  await run(`insert into onec_customers values (:org, :client, ${id(1)}, 'Берёзкина М.', '+79788451364', null, 'Ялта', ${id(2)}, now())`);
  await run(`insert into discount_cards (org_id, id, client_id, card_key, number, description, is_active, seen_sync, created_at)
    values (:org, ${id(3)}, :client, ${id(1)}, 'К-778899', 'Берёзкина', true, ${id(2)}, now())`);
  await run(`insert into purchases values (:org, :client, ${id(3)}, 'SALE', ${id(4)}, 'Чек', 1, now(), 'Лак', 100, 9900, false, null)`);
  await run(`insert into bank_statements values (:org, ${id(5)}, 'kl.txt', 'h', 'utf-8', null, null, null, '[]', '[]', 1, :org, now())`);
  await run(`insert into bank_lines (org_id, id, statement_id, file_line, account, direction, on_date, document_date, number, kind,
      amount, payer_name, payer_inn, payer_account, payer_key, purpose, purpose_hash, state, client_id, reason, facts)
    values (:org, ${id(6)}, ${id(5)}, 1, '407', 'IN', '2025-02-01', '2025-02-01', '7', 'Платёж', 15000, 'БЕРЁЗКИНА МАРИНА ОЛЕГОВНА',
      '770708389311', '40817810000000000001', 'ключ', 'За занятия, Берёзкин Тимофей', 'h', 'MATCHED', :client, 'PHONE', '{}')`);
  await run(`insert into payer_accounts values (:org, 'INN', '770708389311', :client, ${id(6)}, :org, now())`);
  await run(`insert into imports (org_id, id, upload_id, kind, status, file_name, sha256, as_of, columns, created_by, created_at)
    values (:org, ${id(7)}, ${id(7)}, 'CLIENTS', 'READY', 'a.csv', 'h', '2025-01-01', '{}', :org, now())`);
  await run(`insert into import_rows (org_id, import_id, row_number, verdict, cells, fields, reasons, new_id, client_id, candidates)
    values (:org, ${id(7)}, 1, 'CREATE', '["Берёзкина Марина"]', '{"phone": "+79788451364"}', '[]', :client, null, '{}'),
           (:org, ${id(7)}, 2, 'REFUSE', '["Похож на: Берёзкина Марина"]', '{}', '[]', ${id(8)}, null, '{}')`);
}

/** Everything the database says, in which a name may still be found. */
async function everything(): Promise<string> {
  const { rows: tables } = await world.database.owner.query<{ name: string }>(
    "select quote_ident(relname) as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace");
  const texts = await Promise.all(tables.map(async ({ name }) => {
    const { rows } = await world.database.owner.query<{ said: string }>(
      `select coalesce(string_agg(t::text, E'\n'), '') as said from ${name} t`);
    return `${name}: ${rows[0]!.said}`;
  }));
  return texts.join('\n');
}
const MONEY = `select (select jsonb_agg(to_jsonb(t) order by id) from ledger_transfers t) as ledger,
  (select jsonb_agg(jsonb_build_array(id, amount, status, on_date, method) order by id) from payments) as payments,
  (select jsonb_agg(jsonb_build_array(id, invoice_number, total_amount, paid_amount, status) order by id) from invoices) as invoices,
  (select jsonb_agg(jsonb_build_array(id, amount, on_date) order by id) from refunds) as refunds`;

describe('a person asks what is kept', () => {
  test('everything with the person and the students in it, sums in roubles, no door among it', async () => {
    await live();
    const { sections, name } = await ask(world, exportPerson, { id: clientId });
    expect(name).toBe('Берёзкина Марина Олеговна');
    const of = (table: string) => sections.find((section) => section.table === table)?.rows ?? [];
    expect(of('clients')[0]).toMatchObject({ phone: '+79788451364', notes: 'Аллергия у сына', balance: 0 });
    expect(of('students')[0]).toMatchObject({ first_name: 'Тимофей', birth_date: '2015-03-04' });
    expect(of('payments').map(({ amount }) => amount).toSorted((a, b) => Number(a) - Number(b))).toEqual([300, 500, 2200]);
    for (const table of ['contacts', 'invoices', 'invoice_items', 'refunds', 'notices', 'users', 'logins', 'audit_log']) {
      expect(of(table), table).not.toEqual([]);
    }
    expect(JSON.stringify(sections)).not.toMatch(/scrypt|_hash|totp_secret/);
    const { rows } = await world.database.owner.query("select client_id from audit_log where operation = 'person.export'");
    expect(rows).toEqual([{ client_id: clientId }]);
  });

  test('somebody who is not there is not found', async () => {
    await expectRefused(world, () => ask(world, exportPerson, { id: world.orgId }), 'NOT_FOUND');
  });
});

describe('a person is erased', () => {
  test('PERS-1, PERS-2: nobody is named anywhere, every sum stays, and the proof holds', async () => {
    await live();
    const [before] = (await world.database.owner.query<object>(MONEY)).rows;
    const statement = await ask(world, clientStatement, { id: clientId, ...PERIOD });
    const erased = await erase();
    expect(erased).toMatchObject({ shownAs: 'Клиент удалён № 1', number: 1, documentsKeptThrough: '2030-12-31' });
    expect(erased.categories).toEqual(expect.arrayContaining([
      expect.objectContaining({ table: 'contacts', rows: 1, fate: 'DELETED' }),
      expect.objectContaining({ table: 'payments', rows: 3, fate: 'ANONYMISED' }),
      expect.objectContaining({ table: 'ledger_transfers', fate: 'KEPT' }),
    ]));
    const said = await everything();
    const names = /Мар[иu]н|Бер[её]зкин|Тимоф|Галин|8451364|845-13-64|1230405|marina@|Садовая|К-778899|Аллергия|2015-03-04/gi;
    expect([...said.matchAll(names)].map(({ index }) => said.slice(index - 60, index + 30))).toEqual([]);
    expect((await world.database.owner.query<object>(MONEY)).rows[0]).toEqual(before);
    await sealAudit(world.database, world.orgId);
    await expectProof(world);
    const after = await ask(world, clientStatement, { id: clientId, ...PERIOD });
    expect({ ...after, client: null }).toEqual({ ...statement, client: null });
    expect(after.client.name).toBe('Клиент удалён № 1');
  });

  test('search and lists do not find them, and a second erasure changes nothing', async () => {
    await live();
    const found = async (q: string) => (await ask(world, searchAll, { q })) as Record<string, unknown>;
    expect(JSON.stringify(await found('Берёзкина'))).toContain(clientId);
    await erase();
    expect(JSON.stringify(await found('Берёзкина'))).not.toContain(clientId);
    expect((await ask(world, listClients, { q: '9788451364' })).clients).toEqual([]);
    await expectRefused(world, () => erase(), 'PERSON_ERASED');
    await expectRefused(world, () => ask(world, changeClient, { id: clientId, firstName: 'Марина' }), 'PERSON_ERASED');
    await expectRefused(world, () => ask(world, addContact, { id: clientId, name: 'Марина' }), 'PERSON_ERASED');
  });

  test('what the shop, the bank and imports brought goes too, and what others say of them', async () => {
    await bring();
    await erase();
    const said = await everything();
    expect([...said.matchAll(/Бер[её]зкин|МАРИН|770708389311|4081781|К-778899/gi)].map(({ index }) =>
      said.slice(index - 80, index + 30))).toEqual([]);
    const { rows } = await world.database.owner.query(
      `select (select count(*)::int from import_rows) as imported, (select count(*)::int from payer_accounts) as payers,
              (select amount::int from purchases) as bought, (select amount::int from bank_lines) as line,
              (select count(*)::int from onec_customers) as links`);
    expect(rows).toEqual([{ imported: 1, payers: 0, bought: 99_00, line: 150_00, links: 1 }]);
  });

  test('with other people of the same name, only this one is taken out of shared records', async () => {
    const { id: namesake } = await ask(world, createClient, { firstName: 'Марина', lastName: 'Соловьёва' });
    const other = await newInvoice(world, namesake, [100], { notes: 'Марина просила; с ней Берёзкина Марина' });
    await erase();
    const { rows } = await world.database.owner.query<{ name: string; notes: string }>(
      'select c.name, i.notes from clients c join invoices i on i.org_id = c.org_id and i.client_id = c.id where i.id = $1',
      [other.id]);
    expect(rows).toEqual([{ name: 'Соловьёва Марина', notes: 'Марина просила; с ней Берёзкина Марина' }]);
    const audit = await world.database.owner.query<{ input: string }>(
      "select input::text from audit_log where operation = 'invoice.create' and client_id = $1", [namesake]);
    expect(audit.rows[0]!.input).toContain('Марина просила; с ней …');
  });

  test('records that waited for their seal are sealed as they were written', async () => {
    await ask(world, changeClient, { id: clientId, notes: 'Ещё не запечатано' });
    await erase();
    await sealAudit(world.database, world.orgId);
    await expectProof(world);
  });

  test('two people in one record are taken out one after the other, and the chain still holds', async () => {
    const { id: second } = await ask(world, createClient, {
      firstName: 'Пётр', lastName: 'Громов', notes: 'Муж: Берёзкина Марина', phone: '+79785550011',
    });
    await newInvoice(world, second, [100], { asDraft: true, notes: 'Громов Пётр и Берёзкина Марина' });
    await sealAudit(world.database, world.orgId);
    expect(await erase()).toMatchObject({ number: 1 });
    expect(await erase(second)).toMatchObject({ number: 2, shownAs: 'Клиент удалён № 2' });
    await sealAudit(world.database, world.orgId);
    await expectProof(world);
    const { rows } = await world.database.owner.query('select round from audit_redactions where round = 2');
    expect(rows.length).toBeGreaterThan(0);
  });

  test('a company keeps its name and requisites, its people do not stay', async () => {
    const { id } = await ask(world, createClient, {
      kind: 'LEGAL', name: 'ООО «Ромашка»', inn: '7707083893', kpp: '773601001', phone: '+79785551122',
    });
    await ask(world, addContact, { id, name: 'Бухгалтер Инна Львовна' });
    expect(await erase(id)).toMatchObject({ shownAs: 'ООО «Ромашка»' });
    const { rows } = await world.database.owner.query('select name, inn, phone, is_active from clients where id = $1', [id]);
    expect(rows).toEqual([{ name: 'ООО «Ромашка»', inn: '7707083893', phone: null, is_active: false }]);
    expect(await everything()).not.toContain('Инна Львовна');
  });
});

describe('nobody is erased while something is open', () => {
  test('a debt and a credit are named', async () => {
    const invoice = await newInvoice(world, clientId, [900]);
    await expectRefused(world, () => erase(), 'PERSON_HAS_MONEY');
    await payInvoice(world, invoice.id, 900);
    await topUp(world, clientId, 100);
    await expect(erase()).rejects.toMatchObject({ detail: { dueAmount: 0, creditAmount: 10_000 } });
    await refund(world, { clientId, amount: 100 });
    expect((await erase()).categories.find(({ table }) => table === 'invoices')?.rows).toBe(1);
  });
});

describe('nobody is erased while something is ahead', () => {
  test('a pass in force and a place in a group are named, and what to do about them', async () => {
    const type = await ask(world, createType, { name: 'Восемь занятий', price: 4000, sessionsPerPeriod: 8 });
    const sold = await ask(world, sellSubscription, { studentId, subscriptionTypeId: type.id });
    const { rows: [bill] } = await world.database.owner.query<{ id: string }>('select id from invoices');
    await payInvoice(world, bill!.id, 4000);
    await expectRefused(world, () => erase(), 'PERSON_HAS_PASS');
    await ask(world, cancelSubscription, { id: sold.subscription.id, reason: 'Переезд' });
    const { id: groupId } = await ask(world, createGroup, { name: 'Рисование' });
    await ask(world, joinGroup, { id: groupId, studentId });
    await expect(erase()).rejects.toMatchObject({ code: 'PERSON_HAS_BOOKINGS', detail: { groups: 1, trainings: 0 } });
    await ask(world, leaveGroup, { id: groupId, studentId });
    expect((await erase()).number).toBe(1);
  });
});

describe('the chain notices what no erasure did', () => {
  const broken = async (statement: string, values: unknown[] = []) => {
    await erase();
    await sealAudit(world.database, world.orgId);
    await expectProof(world);
    await world.database.owner.query(statement, values);
    await expect(expectProof(world)).rejects.toThrow(/I-22/);
  };
  test.each([
    ['a redacted record that is changed again', "update audit_log set input = '{}' where operation = 'client.create'"],
    ['a redaction that is changed', "update audit_redactions set redacted_digest = repeat('0', 64)"],
    ['a redaction that is taken away', `delete from audit_redactions where audit_id in (
      select id from audit_log where operation = 'client.create')`],
    ['a redaction that nobody sealed', `insert into audit_redactions
      select org_id, id, 1, repeat('0', 64), repeat('0', 64), id from audit_log where operation = 'organisation.create'`],
  ])('%s', (_, statement) => broken(statement));

  test('a preview changes nothing', async () => {
    await live();
    const { preview } = await changingNothing(world, () =>
      world.outcome(erasePerson, { id: clientId, reason: 'REQUEST' }, { dryRun: true }));
    const done = await world.outcome(erasePerson, { id: clientId, reason: 'REQUEST' },
      { previewHash: preview!.previewHash });
    expect(done.result.number).toBe(1);
  });
});
