import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { newWorld } from '../world.ts';
import { type Book as AnyBook, type Fault, GHOST, expectSeen, look, sqlOf } from './looking.ts';
import { VISIT_FAULTS } from './visit-faults.ts';
import { root } from '../../scripts/check.ts';
import { sealAudit } from '../../src/audit/seal.ts';
import { createClient } from '../../src/clients/write-clients.ts';
import { createInvoice } from '../../src/sales/create-invoice.ts';
import { actOn } from '../../src/demo/centre.ts';
import { checks } from '../../src/ledger/proof-store.ts';
import { examine, exitCodeOf } from '../../src/maintenance/doctor.ts';
import { healthInWords, rowInWords } from '../../src/maintenance/words.ts';
import { createOpeningDocument } from '../../src/opening/opening-documents.ts';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { closeShift, openShift } from '../../src/payments/shifts.ts';

type Book = AnyBook & {
  clientId: string; otherId: string; paidId: string; openId: string;
  pay: (fields: { invoiceId?: string; amount: number }) => Promise<unknown>;
  bill: (price: number) => Promise<string>;
  bring: (kind: 'CREDIT' | 'DEBT', amount: number) => Promise<unknown>;
};

/**
 * A small book that is right by both ways of settlement: a paid invoice of 200, a younger one of 300 that waits, 100 of
 * credit, a closed shift. `:org`, `:client`, `:other`, `:paid` and `:open` stand for ids in the statements below.
 */
async function newBook(): Promise<Book> {
  const world = await newWorld();
  const act = actOn(world.database, world.orgId);
  const { system } = world;
  const { id: clientId } = await act(system, createClient, { firstName: 'Анна', lastName: 'Петрова' });
  const { id: otherId } = await act(system, createClient, { firstName: 'Вера', lastName: 'Орлова' });
  const bill: Book['bill'] = async (unitPrice) =>
    (await act(system, createInvoice, { clientId, items: [{ serviceName: 'Занятие', unitPrice, vatRate: 20 }] })).id;
  const pay: Book['pay'] = (fields) =>
    act(system, registerPayment, { clientId, paymentMethod: 'CASH', ...fields });
  const bring: Book['bring'] = (kind, amount) =>
    act(system, createOpeningDocument, { clientId, kind, amount, onDate: '2025-01-31' });
  const shift = await act(system, openShift, {});
  const paidId = await bill(200);
  await pay({ invoiceId: paidId, amount: 200 });
  await world.setClock('2025-02-13T09:00:00Z');
  const openId = await bill(300);
  await pay({ amount: 100 });
  await act(system, closeShift, { id: shift.id, counted: { CASH: 300 } });
  await sealAudit(world.database, world.orgId);
  const sql = sqlOf(world, { org: world.orgId, client: clientId, other: otherId, paid: paidId, open: openId });
  return { world, clientId, otherId, paidId, openId, pay, bill, bring, sql };
}

const QUEUE = `update organisations set settings = settings || '{"settlement.mode": "FIFO_BALANCE"}' where org_id = :org`;
const transfer = (client: string, debit: string, credit: string, invoice = 'null'): string => `
  insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, invoice_id, on_date, created_at)
  values (:org, :org, '${debit}', '${credit}', 5000, ${client}, ${invoice}, '2025-02-13', '2025-02-13T09:00:00Z')`;

/** A line of a bank's statement that became the payment of 200. */
const POSTED_LINE = `
  insert into bank_statements (org_id, id, file_name, file_hash, encoding, accounts, warnings, document_count, created_by,
                               created_at)
  values (:org, ${GHOST}, 'kl_to_1c.txt', 'x', 'utf-8', '[]', '[]', 1, :org, '2025-02-13T09:00:00Z');
  insert into bank_lines (org_id, id, statement_id, file_line, account, direction, on_date, document_date, number, kind,
                          amount, payer_name, payer_key, purpose, purpose_hash, state, client_id, reason, facts, payment_id)
  select org_id, ${GHOST}, ${GHOST}, 1, '40702810200000012345', 'IN', on_date, on_date, '17', 'Платежное поручение', amount,
         'Петрова', 'x', 'Занятия', 'x', 'POSTED', client_id, 'BY_HAND', '{}', id
    from payments where amount = 20000`;

/** A fault for each check, made so that nothing but this check can see it; and words that the report must have. */
const FAULTS: readonly Fault<Book>[] = [
  ['I-01', 'credit moved to another client', 'клиент Петрова Анна', ({ sql }) => sql(`
    update clients set balance = balance - 5000 where id = :client;
    update clients set balance = balance + 5000 where id = :other;
    ${transfer(':client', 'CREDIT', 'REVENUE')}; ${transfer(':other', 'REVENUE', 'CREDIT')}`)],
  ['I-02', 'a payment of nobody', 'сумма авансов', ({ sql }) => sql(`
    alter table payments drop constraint payments_org_id_client_id_fkey;
    alter table ledger_transfers drop constraint ledger_transfers_org_id_client_id_fkey;
    insert into payments (org_id, id, client_id, branch_id, amount, method, payment_type, status, on_date, created_by,
                          created_at, paid_at)
    select org_id, ${GHOST}, ${GHOST}, branch_id, 5000, method, payment_type, status, on_date, created_by, created_at, paid_at
      from payments limit 1;
    insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, payment_id, on_date, created_at)
    values (:org, :org, 'MONEY:CASH', 'CREDIT', 5000, ${GHOST}, ${GHOST}, '2025-02-13', '2025-02-13T09:00:00Z')`)],
  ['I-03', 'a subtotal that is not that of the items', 'до скидки 350,00', ({ sql }) => sql(`
    update invoices set subtotal = subtotal + 5000, discount_amount = 5000 where id = :open`)],
  ['I-04', 'a quantity that makes another price', 'id позиции', ({ sql }) => sql(`
    update invoice_items set quantity = quantity * 2 where invoice_id = :open`)],
  ['I-05', 'a settlement larger than what is paid', 'оплачено 200,00', ({ sql }) => sql(`
    update credit_allocations set amount = amount + 1, refunded_amount = 1 where invoice_id = :paid`)],
  ['I-06', 'a half-paid invoice among whole ones', 'оплачено 150,00', async ({ pay, sql, openId }) => {
    await pay({ invoiceId: openId, amount: 150 });
    await sql(QUEUE);
  }],
  ['I-07', 'a younger invoice paid first', 'не оплачен более ранний счёт INV-2025-00002', async ({ bill, pay, sql }) => {
    await pay({ invoiceId: await bill(50), amount: 50 });
    await sql(QUEUE);
  }],
  ['I-08', 'credit that lies idle', 'аванс 600,00', async ({ pay, sql }) => {
    await pay({ amount: 500 });
    await sql(QUEUE);
  }],
  ['I-14', 'a status without its facts', 'состояние PARTIALLY_PAID', ({ sql }) => sql(`
    alter table invoices drop constraint invoices_status_of_facts;
    update invoices set status = 'PARTIALLY_PAID' where id = :open`)],
  ['I-15', 'viewed before it was sent', 'счёт INV-2025-00001', ({ sql }) => sql(`
    alter table invoices drop constraint invoices_viewed_after_sent;
    update invoices set viewed_at = sent_at - interval '1 hour' where id = :paid`)],
  ['I-20', 'a history that does not lead to the present', 'стало overdue', ({ sql }) => sql(`
    update invoice_audit_logs set new_lifecycle = 'overdue' where invoice_id = :paid and new_lifecycle = 'paid'`)],
  ['I-28', 'a number of another form', 'счёт INV-7', ({ sql }) => sql(`
    update invoices set invoice_number = 'INV-7' where id = :open`)],
  ['I-19', 'a payment without its transfer', 'принято по проводкам 0,00', ({ sql }) => sql(`
    update ledger_transfers set payment_id = null where debit = 'MONEY:CASH' and amount = 20000`)],
  ['I-21', 'a transfer that nobody booked', 'аванс 100,00', ({ sql }) => sql(transfer(':client', 'REVENUE', 'CREDIT'))],
  ['OPN-1', 'a debt carried over that was booked as a sale', 'по документам −50,00', async ({ bring, sql }) => {
    await bring('DEBT', 50);
    await sql(`update ledger_transfers set credit = 'REVENUE' where credit = 'OPENING'`);
  }],
  ['OPN-1', 'a credit brought in on another day than it was booked', 'по проводкам 0,00', async ({ bring, sql }) => {
    await bring('CREDIT', 50);
    await sql(`update opening_documents set on_date = '2025-01-30'`);
  }],
  ['OPN-2', 'two debts whose sums changed places', 'итог 50,00', async ({ bring, sql }) => {
    await bring('DEBT', 50);
    await bring('DEBT', 70);
    await sql('update opening_documents set amount = 12000 - amount');
  }],
  ['OPN-2', 'a debt that nobody carried over', 'счёт INV-2025-00002', ({ sql }) => sql(`
    update invoices set purpose = 'OPENING' where id = :open`)],
  ['BNK-10', 'a line of another sum than its payment', 'платёжного документа 17', ({ sql }) => sql(`
    ${POSTED_LINE}; update bank_lines set amount = amount + 1`)],
  ['BNK-10', 'a line of another day', 'сумма платежа 200,00', ({ sql }) => sql(`
    ${POSTED_LINE}; update bank_lines set on_date = on_date - 1`)],
  ['BNK-10', 'a line of another client', 'id платежа', ({ sql }) => sql(`
    ${POSTED_LINE}; update bank_lines set client_id = :other`)],
  ['BNK-10', 'a line that was posted without a payment', 'сумма 200,00', ({ sql }) => sql(`
    ${POSTED_LINE}; update bank_lines set payment_id = null`)],
  ['BNK-10', 'one payment of two lines', 'строк: 2', ({ sql }) => sql(`
    ${POSTED_LINE}; drop index bank_lines_payment;
    insert into bank_lines select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'number', '18'))).*
      from bank_lines l`)],
  ['I-21-INVOICE', 'a claim that nobody made', 'по проводкам 350,00', ({ sql }) => sql(
    transfer(':client', 'RECEIVABLE', 'REVENUE', ':open'))],
  ['PER-1', 'a posting in a closed period', 'закрыто по 2025-12-31', ({ sql }) => sql(`
    insert into closed_periods (org_id, id, action, closed_through, created_by, created_at, last_transfer_id)
    values (:org, :org, 'CLOSE', '2025-12-31', :org, '2026-01-10T09:00:00Z', 0)`)],
  ['SHI-1', 'a shift that was counted differently', 'ожидается 300,01', ({ sql }) => sql(`
    update shift_counts set expected = expected + 1, counted = counted + 1 where method = 'CASH'`)],
  ['I-22', 'a record that was changed', 'запись изменена', ({ sql }) => sql(`
    update audit_log set reason = 'не было' where operation = 'payment.register'`)],
  ['I-22', 'a record that was deleted', 'запись удалена', ({ sql }) => sql(`
    delete from audit_log where operation = 'invoice.create'`)],
  ['I-22', 'a link that was taken out', 'пропуск в нумерации', ({ sql }) => sql(`
    delete from audit_seals where sequence = 3; delete from audit_log where id not in (select audit_id from audit_seals)`)],
  ['I-22', 'a record that was written beside the chain', 'запись вне цепочки', ({ sql }) => sql(`
    insert into audit_log (org_id, id, operation, entity_type, actor_id, request_id, at)
    values (:org, ${GHOST}, 'payment.register', 'payment', :org, 'x', '2025-02-13T09:00:00Z')`)],
  ['I-22', 'two records that changed places', 'не сходится с предыдущим', ({ sql }) => sql(`
    update audit_seals set sequence = -sequence where sequence in (3, 4);
    update audit_seals set sequence = 7 + sequence where sequence < 0`)],
];

describe('the doctor', () => {
  test('finds nothing in books that hold', async () => {
    const book = await newBook();
    await book.bring('CREDIT', 50);
    await book.bring('DEBT', 70);
    await book.sql(POSTED_LINE);
    const health = await look(book);
    expect(health.organisations[0]?.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(health).toMatchObject({ ok: true, migrations: { ok: true, missing: [] } });
    expect(exitCodeOf(health)).toBe(0);
    expect(healthInWords(health, 'ru')).toContain('✓ Всё сходится');
  });

  test('has a fault for every check of the proof', () => {
    const planted = new Set([...FAULTS, ...VISIT_FAULTS].map(([id]) => id));
    expect([...planted].sort()).toEqual([...checks.map(({ id }) => id), 'I-22'].sort());
  });

  test.each(FAULTS)('%s: sees %s, and nothing else', async (...fault) => expectSeen(await newBook(), fault));

  test('says what it cannot judge: a database of another version, a missing migration', async () => {
    const book = await newBook();
    await book.sql(`insert into schema_migrations (name, sha256) values ('9999-future.sql', 'x')`);
    const newer = await look(book);
    expect(newer).toMatchObject({ ok: false, migrations: { ok: false }, organisations: [] });
    expect(healthInWords(newer, 'ru')).toContain('9999-future.sql');
    await book.sql('truncate schema_migrations');
    const older = await look(book);
    expect(older.migrations.missing).toContain('0001-money-core.sql');
    expect(exitCodeOf(older)).toBe(1);
    expect(healthInWords(older, 'en')).toContain('not applied: 0001-money-core.sql');
  });

  test('says that it could not look when a table is gone', async () => {
    const book = await newBook();
    await book.sql('drop table shift_counts');
    const health = await look(book);
    expect(exitCodeOf(health)).toBe(2);
    expect(healthInWords(health, 'ru')).toContain('Не удалось проверить');
  });

  test('examines one organisation on request and refuses an unknown one', async () => {
    const { world } = await newBook();
    const tools = { seal: async () => 0, prove: async () => ({ ok: true, checks: [] }) };
    expect((await examine(world.database, tools, world.orgId.toUpperCase())).organisations).toHaveLength(1);
    await expect(examine(world.database, tools, GHOST)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('a row says names and sums first, and does not hide what it has no word for', () => {
  expect(rowInWords({ client_id: 'x', balance: 150, name: 'Иванова', odd: { a: 1 }, why: 'gap', expected: null }, 'en'))
    .toBe('client Иванова, credit ₽1.50, link gap, client id x, odd {"a":1}');
  expect(rowInWords({ remaining_quantity: 250, granted_less_used: 800, item: 'Коворкинг' }, 'en'))
    .toBe('item Коворкинг, left of the item 2.50, granted and not used 8');
});

describe('saldo doctor', () => {
  const doctor = (url: string, ...args: string[]) =>
    promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', `${root}/src/cli.ts`, 'doctor', ...args], {
      env: { ...process.env, DATABASE_URL: url, LC_ALL: 'ru_RU.UTF-8' },
    }).then(({ stdout, stderr }) => ({ code: 0, stdout, stderr }), (error: unknown) => error as { code: number; stdout: string; stderr: string });

  test('ends with 0 when all is well, 1 when it is not, 2 when it cannot look', async () => {
    const book = await newBook();
    const well = await doctor(book.world.url, '--json');
    expect([well.code, well.stderr]).toEqual([0, '']);
    expect(JSON.parse(well.stdout)).toMatchObject({ ok: true, organisations: [{ orgId: book.world.orgId, ok: true }] });
    await book.sql(transfer(':client', 'REVENUE', 'CREDIT'));
    const wrong = await doctor(book.world.url);
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toContain('✗ I-21 ');
    const away = await doctor('postgresql://nobody@127.0.0.1:1/nothing');
    expect([away.code, away.stdout]).toEqual([2, '']);
    expect(away.stderr).toContain('Не удалось проверить');
    expect((await doctor(book.world.url, '--org', 'x')).code).toBe(2);
  });
});
