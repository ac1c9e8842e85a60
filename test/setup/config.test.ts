import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, loadConfig, loadSecret } from '../../src/kernel/config.ts';
import { temporaryFolder } from './folders.ts';

const SECRET = 'x'.repeat(32);

test('defaults', () => {
  const folder = temporaryFolder();
  const config = loadConfig({}, folder);
  expect(config).toEqual({
    port: 3000,
    host: '127.0.0.1',
    dataDir: join(folder, 'data'),
    databaseUrl: undefined,
    secret: undefined,
    mail: undefined,
    backup: { at: '03:30', folder: join(folder, 'data', 'backups'), keep: 14 },
    logLevel: 'info',
    environment: 'production',
    metricsToken: undefined,
  });
  expect(Object.isFrozen(config)).toBe(true);
  expect(loadConfig({ PORT: '', DATABASE_URL: ' ' }, folder)).toEqual(config);
});

test.each([
  ['PORT', '0', ['65536', '80a', '-1', '3000.5', '0x10']],
  ['HOST', '::1', ['http://localhost', 'a b']],
  ['DATABASE_URL', 'postgres://u:p@h/d', ['mysql://u:p@h/d', 'h/d', 'postgresql://', 'mysql+asyncpg://u@h/d']],
  ['SALDO_SECRET', SECRET, ['x'.repeat(31)]],
  ['SALDO_BACKUP_AT', '23:59', ['24:00', '3:30', 'no']],
  ['SALDO_BACKUP_KEEP', '7', ['0', '-1', 'all', '1000']],
  ['ONEC_BASE_URL', 'http://127.0.0.1:8085/base', ['127.0.0.1:8085/base', 'ftp://host/base']],
  ['LOG_LEVEL', 'debug', ['loud', 'INFO']],
  ['SALDO_ENV', 'staging', ['two words']],
  ['SALDO_METRICS_TOKEN', 'x'.repeat(16), ['x'.repeat(15)]],
])('%s: accepts %s, refuses %j', (name, good, bad) => {
  const folder = temporaryFolder();
  expect(() => loadConfig({ [name]: good }, folder)).not.toThrow();
  for (const value of bad) {
    expect(() => loadConfig({ [name]: value }, folder), value).toThrow(ConfigError);
    expect(() => loadConfig({ [name]: value }, folder), value).toThrow(name);
  }
});

test('one refusal names every bad setting', () => {
  const load = (): unknown => loadConfig({ PORT: 'x', LOG_LEVEL: 'loud' }, temporaryFolder());
  expect(load).toThrow(/PORT[^]*LOG_LEVEL/);
});

test.each(['postgresql+asyncpg', 'postgres+asyncpg', 'postgresql+psycopg', 'postgresql+psycopg2', 'postgresql'])(
  'the driver in %s:// is dropped',
  (scheme) => {
    const { databaseUrl } = loadConfig({ DATABASE_URL: `${scheme}://u:p@h:5432/d` }, temporaryFolder());
    expect(databaseUrl).toBe('postgresql://u:p@h:5432/d');
  },
);

test('.env is read, and the process environment wins over it', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.env'), '# comment\nPORT=4000\nHOST="0.0.0.0"\nSALDO_DATA_DIR=inside\n');
  expect(loadConfig({}, folder)).toMatchObject({ port: 4000, host: '0.0.0.0', dataDir: join(folder, 'inside') });
  expect(loadConfig({ PORT: '5000' }, folder)).toMatchObject({ port: 5000, host: '0.0.0.0' });
  expect(loadConfig({ PORT: '' }, folder)).toMatchObject({ port: 4000 });
});

test('the secret is made once, for the owner only', () => {
  const folder = temporaryFolder();
  const config = loadConfig({}, folder);
  const secret = loadSecret(config);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(loadSecret(config)).toBe(secret);
  expect(statSync(join(config.dataDir, 'secret')).mode & 0o777).toBe(0o600);
  expect(readdirSync(config.dataDir)).toEqual(['secret']);
  expect(loadSecret(loadConfig({ SALDO_SECRET: SECRET }, folder))).toBe(SECRET);
});

test('a damaged secret file is refused, not replaced', () => {
  const config = loadConfig({}, temporaryFolder());
  mkdirSync(config.dataDir);
  writeFileSync(join(config.dataDir, 'secret'), 'short');
  expect(() => loadSecret(config)).toThrow(ConfigError);
});

test('a mail server and who letters are from are given together, or neither', () => {
  const folder = temporaryFolder();
  const given = { SMTP_URL: 'smtp://user:secret@mail.example:587', MAIL_FROM: 'Студия <mail@studio.example>' };
  expect(loadConfig(given, folder).mail).toEqual({ url: given.SMTP_URL, from: given.MAIL_FROM });
  expect(loadConfig({ ...given, SMTP_URL: 'smtps://mail.example', MAIL_FROM: 'mail@studio.example' }, folder).mail)
    .toEqual({ url: 'smtps://mail.example', from: 'mail@studio.example' });
  for (const bad of [
    { SMTP_URL: given.SMTP_URL }, { MAIL_FROM: given.MAIL_FROM }, { ...given, SMTP_URL: 'http://mail.example' },
    { ...given, MAIL_FROM: 'студия' }, { ...given, MAIL_FROM: 'a@b.example\nBcc: c@d.example' },
  ]) {
    expect(() => loadConfig(bad, folder), JSON.stringify(bad)).toThrow(ConfigError);
  }
});

test('backups: daily beside the database, unless it is off or somebody else’s server', () => {
  const folder = temporaryFolder();
  const DATABASE_URL = 'postgresql://u:p@h/d';
  expect(loadConfig({ SALDO_BACKUP_AT: 'off', SALDO_BACKUP_FOLDER: 'copies' }, folder).backup)
    .toEqual({ at: undefined, folder: join(folder, 'copies'), keep: 14 });
  expect(loadConfig({ DATABASE_URL }, folder).backup.at).toBeUndefined();
  expect(loadConfig({ DATABASE_URL, SALDO_BACKUP_AT: '04:15' }, folder).backup.at).toBe('04:15');
});
