/** Settings of the program: read once from the environment and `.env`, checked, and never changed afterwards. */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';

/** Shortest secret that is accepted, in characters. */
const SECRET_LENGTH = 32;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const settings = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'PORT: нужно целое число от 0 до 65535. / PORT must be a whole number from 0 to 65535.')
    .transform(Number)
    .refine((port) => port <= 65535, 'PORT: не больше 65535. / PORT must not be above 65535.')
    .default(3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'HOST: нужен IP-адрес или имя узла. / HOST must be an IP address or a host name.')
    .default('127.0.0.1'),
  SALDO_DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .transform(withoutDriver)
    .refine(
      isPostgresUrl,
      'DATABASE_URL: нужен адрес вида postgresql://user:password@host:5432/name. / ' +
        'DATABASE_URL must look like postgresql://user:password@host:5432/name.',
    )
    .optional(),
  SALDO_SECRET: z
    .string()
    .min(
      SECRET_LENGTH,
      `SALDO_SECRET: нужно не меньше ${SECRET_LENGTH} символов. / ` +
        `SALDO_SECRET must have at least ${SECRET_LENGTH} characters.`,
    )
    .optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/./, 'SMTP_URL: нужен адрес вида smtp://user:password@host:587. / SMTP_URL must look like this.')
    .refine((url) => URL.canParse(url), 'SMTP_URL: адрес не читается. / SMTP_URL cannot be read.')
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/,
      'MAIL_FROM: нужна почта, можно с именем: Студия <mail@studio.ru>. / MAIL_FROM must be an e-mail address.',
    )
    .optional(),
  ONEC_BASE_URL: z
    .string()
    .regex(/^https?:\/\/./, 'ONEC_BASE_URL: нужен адрес вида http://host/base. / ONEC_BASE_URL must look like this.')
    .optional(),
  SALDO_BACKUP_AT: z
    .string()
    .regex(
      /^([01]\d|2[0-3]):[0-5]\d$|^off$/,
      'SALDO_BACKUP_AT: нужно время ЧЧ:ММ или off. / SALDO_BACKUP_AT must be a time HH:MM, or off.',
    )
    .optional(),
  SALDO_BACKUP_FOLDER: z.string().optional(),
  SALDO_BACKUP_KEEP: z
    .string()
    .regex(
      /^[1-9]\d{0,2}$/,
      'SALDO_BACKUP_KEEP: нужно целое число от 1 до 999. / SALDO_BACKUP_KEEP must be a whole number from 1 to 999.',
    )
    .transform(Number)
    .default(14),
  SALDO_ENV: z.string().regex(/^[\w.-]{1,40}$/, 'SALDO_ENV: одно слово. / SALDO_ENV must be one word.').optional(),
  NODE_ENV: z.string().optional(),
  SALDO_METRICS_TOKEN: z
    .string()
    .min(16, 'SALDO_METRICS_TOKEN: не короче 16 символов. / SALDO_METRICS_TOKEN must have at least 16 characters.')
    .optional(),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `LOG_LEVEL: одно из ${LOG_LEVELS.join(', ')}. / LOG_LEVEL must be one of these.`)
    .default('info'),
}).refine(({ SMTP_URL: url, MAIL_FROM: from }) => (url === undefined) === (from === undefined), {
  error: 'SMTP_URL и MAIL_FROM задают вместе. / SMTP_URL and MAIL_FROM are given together.',
});

export type Config = Readonly<{
  /** TCP port of the web server; 0 means any free one. */
  port: number;
  /** Address that the web server listens on. */
  host: string;
  /** Absolute path of the folder with the embedded database, secrets and files. */
  dataDir: string;
  /** Address of an external PostgreSQL; without it the embedded one is used. */
  databaseUrl: string | undefined;
  /** Secret given from outside, at least 32 characters; use `loadSecret` to get the one in force. */
  secret: string | undefined;
  /** The mail server and who letters are from; without it people read their notices inside the program. */
  mail: Readonly<{ url: string; from: string }> | undefined;
  /** Every connection to 1C goes to this address instead of its own: for development, beside a fake. */
  onecBaseUrl: string | undefined;
  backup: BackupSettings;
  logLevel: (typeof LOG_LEVELS)[number];
  /** What this installation is called where its operator has to know which one he is at: production, staging. */
  environment: string;
  /** Who shows it may read the metrics from anywhere; without it they are shown to this machine only. */
  metricsToken: string | undefined;
}>;

export type BackupSettings = Readonly<{
  /** The server's local time of the daily backup, HH:MM; undefined where none is made by itself. */
  at: string | undefined;
  /** Absolute path of the folder of backups. */
  folder: string;
  /** How many verified backups are kept. */
  keep: number;
}>;

/** A setting is wrong; the message has one sentence per bad setting and can be shown to the operator as it is. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Reads the settings from `env` and from the file `.env` in `cwd`; what stands in `env` wins over the file.
 * An empty value counts as an absent one. Throws `ConfigError` when a setting is wrong.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, cwd: string = process.cwd()): Config {
  const parsed = settings.safeParse({ ...filled(readDotEnv(cwd)), ...filled(env) });
  if (!parsed.success) {
    throw new ConfigError(`Неверные настройки / Bad settings:\n${z.prettifyError(parsed.error)}`);
  }
  const given = parsed.data;
  const { SMTP_URL: url, MAIL_FROM: from } = given;
  const dataDir = resolve(cwd, given.SALDO_DATA_DIR);
  return Object.freeze({
    port: given.PORT,
    host: given.HOST,
    dataDir,
    databaseUrl: given.DATABASE_URL,
    secret: given.SALDO_SECRET,
    mail: url === undefined || from === undefined ? undefined : { url, from },
    onecBaseUrl: given.ONEC_BASE_URL,
    backup: Object.freeze({
      // Who brings a PostgreSQL of his own backs it up as he is used to, unless he asks for it here.
      at: backupTime(given.SALDO_BACKUP_AT ?? (given.DATABASE_URL === undefined ? '03:30' : 'off')),
      folder: resolve(cwd, given.SALDO_BACKUP_FOLDER ?? join(dataDir, 'backups')),
      keep: given.SALDO_BACKUP_KEEP,
    }),
    logLevel: given.LOG_LEVEL,
    environment: given.SALDO_ENV ?? given.NODE_ENV ?? 'production',
    metricsToken: given.SALDO_METRICS_TOKEN,
  });
}

const backupTime = (text: string): string | undefined => (text === 'off' ? undefined : text);

/**
 * The secret that signs and encrypts: the one from the settings or else the content of `<dataDir>/secret`, which is
 * made at the first call (32 random bytes as hex). Throws `ConfigError` when the file holds less than 32 characters.
 */
export function loadSecret(config: Config): string {
  return config.secret ?? readOrMakeSecret(join(config.dataDir, 'secret'));
}

/** The secret in force, if there is one yet: for a backup, which must never make another. */
export function presentSecret(config: Config): string | undefined {
  return config.secret ?? readIfThere(join(config.dataDir, 'secret'))?.trim();
}

/**
 * Content of a secret file. A missing one is made with 32 random bytes as hex, readable by its owner only; of several
 * processes that make it at once all get the same secret, and nobody ever sees it half written.
 */
export function readOrMakeSecret(file: string): string {
  const present = readIfThere(file)?.trim();
  if (present === undefined) {
    makeSecret(file);
    return readFileSync(file, 'utf8').trim();
  }
  if (present.length < SECRET_LENGTH) {
    throw new ConfigError(`Секрет в ${file} повреждён или слишком короток. / The secret in ${file} is damaged.`);
  }
  return present;
}

function makeSecret(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(temporary, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary);
  }
}

/** Other languages name the driver in the scheme (`postgresql+asyncpg://`); here only the database is meant. */
function withoutDriver(url: string): string {
  return url.replace(/^postgres(?:ql)?\+\w+:\/\//i, 'postgresql://');
}

function isPostgresUrl(url: string): boolean {
  return /^postgres(ql)?:\/\/./.test(url) && URL.canParse(url);
}

function readDotEnv(cwd: string): NodeJS.Dict<string> {
  return parseEnv(readIfThere(join(cwd, '.env')) ?? '');
}

function filled(env: NodeJS.Dict<string>): NodeJS.Dict<string> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
