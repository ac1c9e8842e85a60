/** What the doctor finds around the books, on a real database and a real folder. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { type World, newWorld } from '../world.ts';
import { root } from '../../scripts/check.ts';
import { openQueue } from '../../src/jobs/queue.ts';
import { loadConfig } from '../../src/kernel/config.ts';
import { sealText } from '../../src/kernel/sealed.ts';
import { findingsOf } from '../../src/maintenance/doctor-rules.ts';
import { lookAround } from '../../src/maintenance/look-around.ts';

const SECRET = 'x'.repeat(32);

function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'saldo-around-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
async function around(world: World, folder: string, env: Record<string, string> = {}) {
  const config = loadConfig({ DATABASE_URL: world.url, SALDO_DATA_DIR: folder, SALDO_SECRET: SECRET, ...env }, folder);
  return findingsOf(await lookAround(world.database, config), 'ru').filter(({ severity }) => severity !== 'OK')
    .map(({ id, severity, text }) => `${severity} ${id}: ${text}`);
}

test('DOC-1: a young installation has only its backup to think of', async () => {
  expect(await around(await newWorld({ template: 'SCHOOL' }), folderOf())).toEqual(['WARN backup: Резервных копий нет']);
});

test('DOC-1: what is wrong around the books is found', async () => {
  const world = await newWorld({ template: 'SPORT', settings: { 'notify.channels': ['EMAIL'] } });
  const folder = folderOf();
  await (await openQueue(world.url, () => undefined)).stop();
  const { owner } = world.database;
  await owner.query('update organisations set sandbox_now = null, created_at = now()');
  await owner.query(`
    insert into pgboss.job (name, data, state, start_after, created_on, started_on, completed_on)
    select 'saldo-jobs', '{}', j.state::pgboss.job_state, now() - j.age, now() - j.age, now() - j.age, now()
      from (values ('created', interval '3 hours'), ('failed', interval '1 hour'), ('active', interval '13 hours'))
           as j (state, age)`);
  await owner.query(`
    insert into job_runs (org_id, id, job, for_date, cause, status, started_at, finished_at, started_by)
    select org_id, gen_random_uuid(), 'nightly-charges', current_date, 'SCHEDULE', 'FAILED', now(), now(), org_id
      from organisations`);
  await owner.query(`
    insert into audit_log (org_id, id, operation, entity_type, actor_id, request_id, at, recorded_at)
    select org_id, gen_random_uuid(), 'x', 'x', org_id, 'x', now(), now() + interval '5 minutes' from organisations`);
  await owner.query(`
    insert into logins (id, email, password_hash, totp_secret, created_at) values (gen_random_uuid(), 'a@b.c', 'x', $1, now())`,
  [sealText('y'.repeat(32), 'ABC')]);
  await owner.query(`update organisations set time_zone = 'Mars/Base'`);
  mkdirSync(join(folder, 'undo'));
  writeFileSync(join(folder, 'undo', 'reset-a.jsonl.gz'), 'x');
  utimesSync(join(folder, 'undo', 'reset-a.jsonl.gz'), 1_700_000_000, 1_700_000_000);
  writeFileSync(join(folder, 'undo', 'reset-b.jsonl.gz.partial'), 'x');
  const found = await around(world, folder, { SALDO_SECRET: '' });
  expect(found.map((text) => text.replace(/\d{3} с /, '300 с '))).toEqual([
    'FAIL secret: Секрет установки не подходит: второй фактор и пароли к 1С не открываются',
    'WARN mail: Почта не настроена, а письма хотят: Песочница',
    'FAIL zones: Песочница: неизвестный часовой пояс Mars/Base',
    expect.stringContaining('FAIL clock: Часы базы отстают'),
    'FAIL queue: Задания ждут 180 мин (1)',
    'FAIL queue: Задания не выполнены после всех попыток: 1 за сутки',
    'WARN queue: Задания выполняются дольше 12 часов: 1',
    'WARN backup: Резервных копий нет',
    expect.stringContaining('FAIL night: Песочница: ночное списание'),
    'WARN undo: Сброс счетов был прерван, остались части файлов отмены: 1',
    'WARN undo: Файлы отмены сброса старше 30 дней: 1',
  ]);
});

test('DOC-1: the right secret opens, and a backup is judged by its verification', async () => {
  const world = await newWorld();
  const folder = folderOf();
  await world.database.owner.query(`
    insert into logins (id, email, password_hash, totp_secret, created_at) values (gen_random_uuid(), 'a@b.c', 'x', $1, now())`,
  [sealText(SECRET, 'ABC')]);
  mkdirSync(join(folder, 'backups', 'saldo-20250212T033000Z'), { recursive: true });
  writeFileSync(join(folder, 'backups', 'saldo-20250212T033000Z', 'manifest.json'), '{');
  expect((await around(world, folder)).filter((text) => !text.includes('mail'))).toEqual([
    'FAIL backup: Последняя копия не годится: manifest.json повреждён / is damaged',
  ]);
});

test('saldo doctor: warnings end with 1 only when asked to be strict, failures always', async () => {
  const world = await newWorld({ template: 'SCHOOL' });
  const folder = folderOf();
  const doctor = (...args: string[]) => promisify(execFile)(process.execPath,
    ['--disable-warning=ExperimentalWarning', `${root}/src/cli.ts`, 'doctor', ...args],
    { cwd: folder,
      env: { ...process.env, DATABASE_URL: world.url, SALDO_DATA_DIR: folder, SALDO_SECRET: SECRET, LC_ALL: 'ru_RU' } })
    .then(({ stdout }) => ({ code: 0, stdout }), (error: unknown) => error as { code: number; stdout: string });
  const strict = await doctor('--strict');
  expect(strict.code).toBe(1);
  expect(strict.stdout).toContain('! Резервных копий нет\n    → Сделайте копию: npm run saldo -- backup\n');
  expect(strict.stdout).toContain('✓ Всё сходится, организаций: 1; предупреждений: 1');
  await world.database.owner.query(`update organisations set time_zone = 'Mars/Base'`);
  const failed = await doctor('--json');
  expect(failed.code).toBe(1);
  expect(JSON.parse(failed.stdout)).toMatchObject({ ok: false });
});
