/** The command as its operator meets it: exactly the report of S0, the phrase, and everything or nothing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, newClient, newInvoice, newStudent, payInvoice, topUp } from '../money-fixtures.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';
import { booksOf, brokenChecks } from './resetting.ts';
import { root } from '../../scripts/check.ts';
import { createService } from '../../src/catalogue/services.ts';
import { createTerm } from '../../src/catalogue/terms.ts';
import { databaseName, isPhrase, planOf } from '../../src/maintenance/reset-rules.ts';
import { loadForeignKeys } from '../../src/maintenance/reset-shape-store.ts';
import { inTransaction } from '../../src/kernel/db.ts';
import { createReservation } from '../../src/reservations/reservations.ts';

const PHRASE = 'DELETE ALL INVOICES\n';
let world: World;
let folder: string;

/** WE-01: 45 invoices with 123 lines, 89 allocations, 12 reservations with 34 items. */
async function fill(): Promise<void> {
  const clientId = await newClient(world);
  const studentId = await newStudent(world, clientId);
  const { id: termId } = await ask(world, createTerm, { name: 'Весна', startDate: '2025-01-01', endDate: '2025-05-31' });
  const { id: serviceId } = await ask(world, createService,
    { name: 'Хор', serviceType: 'OTHER', basePrice: 100, writeOffTiming: 'ON_USE' });
  for (let i = 0; i < 45; i += 1) {
    const { id } = await newInvoice(world, clientId, i < 33 ? [10, 20, 30] : [40, 50]);
    await payInvoice(world, id, 20);
    if (i < 44) await payInvoice(world, id, 30);
  }
  for (let i = 0; i < 12; i += 1) {
    const items = Array.from({ length: i < 10 ? 3 : 2 }, () => ({ serviceId, quantity: 1 }));
    await ask(world, createReservation, { studentId, termId, items });
  }
}

beforeAll(async () => {
  world = await newWorld();
  folder = mkdtempSync(join(tmpdir(), 'saldo-reset-'));
  await fill();
}, 60_000);
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

type Said = { code: number | null; stdout: string; stderr: string };
const start = (args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', `${root}/src/cli.ts`, 'reset-invoices', ...args], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: world.url.replace('postgresql:', 'postgresql+asyncpg:'), SALDO_DATA_DIR: folder,
      NODE_ENV: '', LC_ALL: 'ru_RU.UTF-8', ...env },
  });
/** Runs the command with what is typed; a dump of this minute lies beside it unless `dump` says otherwise. */
async function command(args: string[], typed = '', { dump = true, env = {} } = {}): Promise<Said> {
  const file = join(folder, 'backup_before_reset_20250212_120000.dump');
  if (dump) writeFileSync(file, 'PGDMP');
  else rmSync(file, { force: true });
  const child = start(args, env);
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]!.setEncoding('utf8').on('data', (text: string) => { said[stream] += text; });
  }
  child.stdin!.on('error', () => undefined).end(typed);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

const heading = (mode: string, [invoices, lines, allocations, reservations, items]: number[]): string => `${'='.repeat(70)}
СКРИПТ УДАЛЕНИЯ СЧЕТОВ (RESET INVOICES)
${'='.repeat(70)}

🌍 Окружение: production
🗄️  База данных: ${databaseName(world.url)}
🔧 Режим: ${mode}

📊 Текущее состояние базы данных:
  - invoices: ${invoices} записей
  - invoice_lines: ${lines} записей
  - credit_allocations: ${allocations} записей
  - reservations: ${reservations} записей
  - reservation_items: ${items} записей
`;
const done = (reservations: number, allocations: number, invoices: number): string => `
⚠️  ВНИМАНИЕ: Начинается удаление данных...

1️⃣  Удаление Reservations...
   ✓ Удалено: ${reservations} reservations

2️⃣  Удаление CreditAllocations...
   ✓ Удалено: ${allocations} credit allocations

3️⃣  Удаление Invoices...
   ✓ Удалено: ${invoices} invoices

${'='.repeat(70)}
✅ УСПЕШНО УДАЛЕНО
${'='.repeat(70)}

🎉 Все счета успешно удалены!
💰 Все payments сохранены и теперь являются балансом студентов
`;
const REAL = 'РЕАЛЬНОЕ ВЫПОЛНЕНИЕ';
const FULL = [45, 123, 89, 12, 34];

/** Everything that the attempt leaves as it was, the trail included. */
async function changesNothing(attempt: () => Promise<Said>): Promise<Said> {
  const state = async () => ({ ...await booksOf(world),
    records: (await world.database.owner.query('select count(*) as n from audit_log')).rows });
  const before = await state();
  const said = await attempt();
  expect(await state()).toEqual(before);
  return said;
}

test('the name of the database has neither user nor password (S0-033)', () => {
  expect(databaseName('postgresql://user:secret@localhost:5432/school_erp')).toBe('localhost:5432/school_erp');
  expect(databaseName('postgresql://user:secret@db.example/school')).toBe('db.example:5432/school');
});

test('RST-1: one letter, one space, another case, and it is not the phrase', () => {
  expect(isPhrase('DELETE ALL INVOICES')).toBe(true);
  const others = ['', 'delete all invoices', 'DELETE ALL INVOICE', 'DELETE  ALL INVOICES', ' DELETE ALL INVOICES',
    'DELETE ALL INVOICES ', 'DELETE ALL INVOICES!', 'DELЕTE ALL INVOICES', 'DELETE ALL INVOICES please', undefined];
  expect(others.filter(isPhrase)).toEqual([]);
});

test('RST-2: nothing that hangs on an invoice is forgotten, and nothing keeps it from going', async () => {
  const plan = planOf(await inTransaction(world.database, world.orgId, 'read', (tx) => loadForeignKeys({ tx })));
  expect(plan.blocking).toEqual([]);
  expect(plan.gone.map(({ table }) => table).sort()).toEqual(['credit_allocations', 'invoice_audit_logs', 'invoice_items',
    'invoices', 'item_write_offs', 'opening_documents', 'reservation_items', 'reservations']);
  expect(plan.changed).toEqual([
    { table: 'payments', columns: ['invoice_id'] }, { table: 'refunds', columns: ['invoice_id'] },
    { table: 'session_movements', columns: ['item_id'] },
    { table: 'training_charges', columns: ['invoice_id', 'item_id'] },
  ]);
});

describe('what deletes nothing', () => {
  test('WE-02: a dry run prints the counts, character for character', async () => {
    expect(await changesNothing(() => command(['--dry-run']))).toEqual(
      { code: 0, stdout: heading('DRY-RUN (без изменений)', FULL), stderr: '' });
    const staging = await command(['--dry-run'], '', { env: { SALDO_ENV: 'staging', LC_ALL: 'en_US.UTF-8' } });
    expect(staging.stdout).toBe(heading('DRY-RUN (без изменений)', FULL).replace('production', 'staging'));
  });

  test.each([
    ['delete all invoices\n'], ['DELETE ALL INVOICES!\n'], [''], ['DELETE ALL INVOICES \n'], [`\n${PHRASE}`],
  ])('RST-1, WE-03: the phrase %j is not the phrase', async (typed) => {
    const { code, stdout, stderr } = await changesNothing(() => command(['--confirm'], typed));
    expect([code, stdout]).toEqual([1, heading(REAL, FULL)]);
    expect(stderr).toContain('Отменено, ничего не удалено');
  });

  test('the phrase does not come from an argument; one way must be chosen (S0-009, C-67)', async () => {
    for (const args of [[], ['--dry-run', '--confirm'], ['--force'], ['--confirm', 'DELETE ALL INVOICES']]) {
      const { code, stdout, stderr } = await changesNothing(() => command(args, PHRASE));
      expect([code, stdout], args.join(' ')).toEqual([2, '']);
      expect(stderr).toContain('--dry-run');
    }
  });

  test('an address that cannot be used is an error before any query (S0-014)', async () => {
    const { code, stdout, stderr } = await command(['--dry-run'], '', { env: { DATABASE_URL: 'mysql://x' } });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('DATABASE_URL');
  });

  test('without a fresh backup it asks once more (C-67)', async () => {
    const { code, stdout, stderr } = await changesNothing(() => command(['--confirm'], PHRASE, { dump: false }));
    expect([code, stdout]).toEqual([1, heading(REAL, FULL)]);
    expect(stderr).toContain('Нет резервной копии моложе 24 часов');
  });

  test('WE-07: an error in step 3 takes steps 1 and 2 back', async () => {
    await world.database.owner.query(`
      create function planted() returns trigger language plpgsql as $$ begin raise exception 'диск полон'; end $$;
      create trigger planted before delete on invoices for each statement execute function planted()`);
    const { code, stdout, stderr } = await changesNothing(() => command(['--confirm'], PHRASE));
    expect(code).toBe(1);
    expect(stdout).not.toMatch(/✅|🎉|Удалено/);
    expect(stderr).toContain('Ничего не удалено: диск полон');
    expect(readdirSync(join(folder, 'undo'))).toEqual([]);
    await world.database.owner.query('drop trigger planted on invoices; drop function planted()');
  });

  test('a table that refers to invoices and is not known keeps everything', async () => {
    await world.database.owner.query(`
      create table planted (org_id uuid, invoice_id uuid, foreign key (org_id, invoice_id) references invoices)`);
    expect((await changesNothing(() => command(['--confirm'], PHRASE))).stderr).toContain('ссылаются таблицы planted');
    await world.database.owner.query('drop table planted');
  });

  test('kill -9 in the middle of the deleting leaves everything', async () => {
    const holder = new pg.Client({ connectionString: world.url });
    await holder.connect();
    await changesNothing(async () => {
      await holder.query('begin; select from invoices for update');
      const child = start(['--confirm']);
      child.stdin!.end(PHRASE);
      const waiting = `select pid from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%delete from "invoices"%'`;
      let pids: { pid: number }[] = [];
      while (pids.length === 0) pids = (await world.database.owner.query<{ pid: number }>(waiting)).rows;
      child.kill('SIGKILL');
      await once(child, 'close');
      await holder.query('rollback');
      // Whoever gets the organisation's lock knows that the killed transaction is over.
      await holder.query('select pg_advisory_lock(hashtextextended($1, 1))', [world.orgId]);
      return { code: null, stdout: '', stderr: '' };
    });
    await holder.end();
  }, 60_000);
});

test('with several organisations one must be named; another is left alone', async () => {
  const other = await neighbourOf(world);
  const { code, stdout, stderr } = await changesNothing(() => command(['--dry-run']));
  expect([code, stdout]).toEqual([1, '']);
  for (const id of [world.orgId, other.orgId]) expect(stderr).toContain(id);
  const named = await command(['--dry-run', '--org', other.orgId]);
  expect([named.code, named.stdout]).toEqual([0, heading('DRY-RUN (без изменений)', [0, 0, 0, 0, 0])]);
  expect((await command(['--dry-run', '--org', 'x'])).code).toBe(1);
});

describe('what deletes everything', () => {
  const rows = async (query: string) => (await world.database.owner.query(query)).rows;
  let bundle = '';

  test('WE-01, WE-04, WE-05: the counts, the steps, the credit, the trail', async () => {
    const clientId = await newClient(world, { firstName: 'Вера' });
    await payInvoice(world, (await newInvoice(world, clientId, [3500])).id, 3500);
    await topUp(world, clientId, 3500);
    const records = await rows('select id from audit_log');
    const before = await booksOf(world);
    const counts = [46, 124, 90, 12, 34];
    const args = ['--confirm', '--org', world.orgId];
    const { code, stdout, stderr } = await command(args, `да\n${PHRASE}`, { dump: false });
    expect(stdout).toBe(heading(REAL, counts) + done(12, 90, 46));
    expect(code).toBe(0);
    bundle = /--undo (\S+)/.exec(stderr)![1]!;
    expect(existsSync(bundle)).toBe(true);
    expect(await rows('select balance from clients order by id')).toEqual([{ balance: 222_000 }, { balance: 700_000 }]);
    expect((await booksOf(world)).document_counters).toBe(before.document_counters);
    const after = await rows('select id, operation, before, after from audit_log');
    expect(after).toEqual(expect.arrayContaining(records.map((record) => expect.objectContaining(record))));
    expect(after).toHaveLength(records.length + 1);
    const known = records.map(({ id }) => id as string);
    expect(after.find(({ id }) => !known.includes(id as string))).toMatchObject({
      operation: 'maintenance.reset-invoices', before: { invoices: 46 },
      after: { invoices: 0, changed: { clients: 2, payments: 90 }, chargesReversed: 0, gone: { invoice_items: 124 } },
    });
    expect(await brokenChecks(world)).toEqual([]);
  });

  test('WE-06: again it deletes nothing, and is content', async () => {
    mkdirSync(join(folder, 'elsewhere'));
    const place = join(folder, 'elsewhere', 'again.gz');
    const { code, stdout } = await command(['--confirm', '--org', world.orgId, '--bundle', place], PHRASE);
    expect([code, stdout]).toEqual([0, heading(REAL, [0, 0, 0, 0, 0]) + done(0, 0, 0)]);
    expect(existsSync(place)).toBe(true);
    const twice = await command(['--confirm', '--org', world.orgId, '--bundle', place], PHRASE);
    expect([twice.code, twice.stderr]).toEqual([1, expect.stringContaining('Файл уже есть')]);
  });

  test('and --undo brings it back', async () => {
    const { code, stdout } = await command(['--undo', bundle]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('  - invoices: 46\n')]);
    expect((await command(['--dry-run', '--org', world.orgId])).stdout).toContain('  - invoice_lines: 124 записей');
    const again = await command(['--undo', bundle]);
    expect([again.code, again.stderr]).toEqual([1, 'Этот сброс уже отменён\n']);
    expect((await command(['--undo', join(folder, 'nothing.gz')])).stderr).toContain('повреждён');
  });
});
