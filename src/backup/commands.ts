/** The operator's commands for backups. */
import { createInterface } from 'node:readline/promises';
import { resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { listBackups } from './backups-store.ts';
import { connected, dropDatabase, namesBeside } from './databases-store.ts';
import type { Progress, Prove, Stage } from './fill-database.ts';
import { makeBackup } from './make-backup.ts';
import { reasonOf } from './reasons.ts';
import { restoreBackup } from './restore.ts';
import { knownSecret, placeSecret } from './secret.ts';
import { lineOf, madeInWords, megabytes, restoredInWords, summaryOf } from './words.ts';
import { getProof } from '../audit/proof.ts';
import { print, say, systemCall } from '../kernel/command.ts';
import { type Config, loadConfig } from '../kernel/config.ts';
import { openDatabaseServer } from '../kernel/database-server.ts';
import { readLock } from '../kernel/lock.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';

type Json = { json?: boolean };
type BackupOptions = Json & { to?: string; keep?: number; verify: boolean };
type RestoreOptions = Json & { into?: string; overwrite?: boolean };
type ListOptions = Json & { in?: string; drop?: string };

const option = (flags: string, ru: string, en: string): Option => new Option(flags, say(ru, en));
const jsonOption = (): Option => option('--json', 'одна строка JSON для программ', 'one line of JSON for programs');

export function backupCommands(program: Command): void {
  program.command('backup')
    .description(say(
      'сделать резервную копию и проверить её восстановлением; код 0 — копия проверена, 1 — нет',
      'make a backup and verify it by restoring it; exit code 0: it is verified, 1: it is not',
    ))
    .addOption(option('--to <folder>', 'папка копий (SALDO_BACKUP_FOLDER)', 'the folder of backups'))
    .addOption(option('--keep <n>', 'сколько проверенных копий хранить', 'how many verified backups to keep')
      .argParser(whole))
    .addOption(option('--no-verify', 'не восстанавливать для проверки', 'do not restore it to verify it'))
    .addOption(jsonOption())
    .action(backup);
  program.command('backups')
    .description(say('какие резервные копии есть', 'which backups there are'))
    .addOption(option('--in <folder>', 'папка копий (SALDO_BACKUP_FOLDER)', 'the folder of backups'))
    .addOption(option('--drop <database>', 'удалить базу, заменённую при восстановлении',
      'drop a database that was replaced'))
    .addOption(jsonOption())
    .action(list);
  program.command('restore').argument('<backup>', say('папка копии', 'the folder of the backup'))
    .description(say(
      'восстановить копию; непустую базу заменяет только с --overwrite и набранным именем базы',
      'restore a backup; replaces a database that is not empty only with --overwrite and its name typed',
    ))
    .addOption(option('--into <url>', 'другая база: postgresql://…', 'another database: postgresql://…'))
    .addOption(option('--overwrite', 'заменить непустую базу', 'replace a database that is not empty'))
    .addOption(jsonOption())
    .action(restore);
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('1…999');
  return Number(text);
}

const prove: Prove = async (database, orgId) => (await getProof.run(database, systemCall(orgId), {})).result;

async function backup({ to, keep, verify, json }: BackupOptions): Promise<void> {
  const config = loadConfig();
  const request = {
    folder: to === undefined ? config.backup.folder : resolve(to), keep: keep ?? config.backup.keep, verify,
    secret: knownSecret(config), prove,
  };
  const made = await withUrl(config, (url) =>
    withBar(json, (onProgress, signal) => makeBackup({ ...request, url, onProgress, signal })));
  const { verification } = made.manifest;
  print(json, { ...summaryOf(made), removed: made.removed }, madeInWords(made));
  if (verify && verification.verdict !== 'VERIFIED') process.exitCode = 1;
}

async function list({ in: folder, drop, json }: ListOptions): Promise<void> {
  const config = loadConfig();
  if (drop !== undefined) return dropKept(config, drop, json);
  const place = folder === undefined ? config.backup.folder : resolve(folder);
  const backups = listBackups(place);
  const nothing = say(`В ${place} копий нет`, `There are no backups in ${place}`);
  print(json, { folder: place, backups }, backups.map(lineOf).join('\n') || nothing);
}

async function dropKept(config: Config, name: string, json: boolean | undefined): Promise<void> {
  const dropped = await withUrl(config, (url) => connected(url, async (client) => {
    const found = (await namesBeside(client, 'kept')).find((kept) => kept.name === name);
    refuseUnless(found, 'NOT_FOUND');
    await dropDatabase(client, name);
    return found;
  }));
  print(json, dropped, say(`Удалена база ${name}, освобождено ${megabytes(dropped.bytes)}`, `Dropped ${name}`));
}

async function restore(file: string, { into, overwrite = false, json }: RestoreOptions): Promise<void> {
  const given = loadConfig();
  const config = into === undefined ? given : { ...given, databaseUrl: loadConfig({ DATABASE_URL: into }).databaseUrl };
  if (config.databaseUrl === undefined) refuseRunning(config);
  const restored = await withUrl(config, (url) => withBar(json, (onProgress, signal) =>
    restoreBackup({ url, file: resolve(file), overwrite, askName, prove, onProgress, signal })));
  const secret = placeSecret(given, resolve(file), restored.manifest, into === undefined);
  const { database, kept, broken, manifest: { madeAt } } = restored;
  print(json, { database, madeAt, kept, broken, proof: broken.length === 0, secret: secret.state },
    restoredInWords(restored, secret, resolve(file)));
  if (broken.length > 0) process.exitCode = 1;
}

/** The embedded database of a running server could be used by a command, but not be replaced under it. */
function refuseRunning({ dataDir }: Config): void {
  const holder = readLock(dataDir);
  const who = `Saldo ${holder?.kind ?? ''} (${holder?.pid ?? ''})`;
  refuseUnless(holder === undefined, 'RESTORE_SERVER_RUNNING', { who });
}

/** The name comes from a person or a pipe, never from an argument that a history of commands would repeat. */
async function askName(database: string): Promise<string> {
  const input = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  process.stderr.write(say(
    `\nБаза «${database}» будет заменена копией. Наберите имя базы, чтобы продолжить: `,
    `\nThe database “${database}” will be replaced by the backup. Type its name to go on: `,
  ));
  try {
    for await (const line of input) return line.trim();
    return '';
  } finally {
    input.close();
  }
}

async function withUrl<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
  const server = await openDatabaseServer(config, 'cli');
  try {
    return await work(server.url);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Error(reasonOf(error), { cause: error });
  } finally {
    await server.close();
  }
}

/** Where each stage begins and ends, in percent of the whole. */
const STAGES: Readonly<Record<Stage, readonly [from: number, until: number, ru: string, en: string]>> = {
  COPY: [0, 40, 'Копирование', 'Copying'], CHECK: [0, 40, 'Контрольные суммы', 'Checksums'],
  RESTORE: [40, 75, 'Восстановление', 'Restoring'], COMPARE: [75, 90, 'Сверка', 'Comparing'],
  PROVE: [90, 100, 'Проверка книг', 'Proving the books'],
};

/** Shows how far the work is, and ends it in order on Ctrl+C: what was begun is removed. */
async function withBar<T>(
  json: boolean | undefined, work: (onProgress: Progress, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const stop = (): void => abort.abort(new Error(say('Прервано', 'Interrupted')));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const bar = json === true || !process.stderr.isTTY
    ? undefined : new SingleBar({ format: '{stage} [{bar}] {percentage}% {duration_formatted}', hideCursor: true });
  try {
    bar?.start(100, 0, { stage: '' });
    return await work((stage, done, all) => {
      const [from, until, ru, en] = STAGES[stage];
      const percent = all === 0 ? from : from + Math.floor(((until - from) * done) / all);
      bar?.update(percent, { stage: say(ru, en).padEnd(18) });
    }, abort.signal);
  } finally {
    bar?.stop();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}
