/** The operator's command that deletes every invoice (S0), and the one that takes this back. Nothing here comes by HTTP. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { countInvoices, resetInvoices } from './reset-invoices.ts';
import {
  FRESH_BACKUP_HOURS, type Heading, PHRASE, WARNING_LINES, databaseName, doneLines, goesWithoutBackup, headingLines,
  isPhrase,
} from './reset-rules.ts';
import { asOwner } from './reset-steps.ts';
import { currentDatabase, hasFreshDump, isRecorded, serverClock } from './store.ts';
import { BundleDamaged, checkBundle, removeBundle } from './undo-bundle.ts';
import { undoReset } from './undo-reset.ts';
import { type OrganisationRow, listOrganisations } from '../access/store.ts';
import { hasBackupOf } from '../backup/backups-store.ts';
import { refusalText, say, systemCall, withDatabaseAsItIs } from '../kernel/command.ts';
import { type Config, loadConfig } from '../kernel/config.ts';
import type { Instant } from '../kernel/day.ts';
import type { Database } from '../kernel/db.ts';
import { migrationState } from '../kernel/migrate.ts';
import { Refusal } from '../kernel/refusal.ts';

type Options = { dryRun?: boolean; confirm?: boolean; undo?: string; org?: string; bundle?: string };

/** The operator's own way out, or a reason to stop: said as it is, with exit code 1. */
class Stopped extends Error {
  override name = 'Stopped';
}

export function resetCommand(program: Command): void {
  const command = program.command('reset-invoices')
    .description(say(
      'удалить все счета, оставив платежи авансом клиентов; --undo возвращает удалённое',
      'delete every invoice and keep the payments as credit; --undo brings them back',
    ))
    .option('--dry-run', say('показать, сколько записей удалится, и ничего не менять', 'show the counts, change nothing'))
    .option('--confirm', say('удалить; фразу спросит терминал', 'delete; the phrase is asked for'))
    .option('--undo <bundle>', say('вернуть удалённое из файла отмены', 'bring back what the bundle holds'))
    .option('--org <id>', say('организация, если их несколько', 'the organisation, where there are several'))
    .option('--bundle <file>', say('куда записать файл отмены', 'where the undo bundle is written'));
  command.action(async (options: Options) => {
    const { dryRun = false, confirm = false, undo } = options;
    const one = [dryRun, confirm, undo !== undefined].filter(Boolean).length === 1;
    if (!one) command.error(say('нужно одно: --dry-run, --confirm или --undo', 'give one of --dry-run, --confirm, --undo'));
    const config = loadConfig();
    await withDatabaseAsItIs(async (database) => {
      await refuseOldShape(database);
      if (undo !== undefined) return undoFrom(database, resolve(undo), options.org);
      return reset(database, config, options);
    });
  });
}

/** The report goes to the standard output exactly as S0 has it; everything else is said on the other one. */
const report = (lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);
const tell = (text: string): void => void process.stderr.write(`${text}\n`);

/** On a terminal, that the work goes on and for how long: it is one transaction, of which nobody knows the end. */
async function shown<T>(what: string, work: Promise<T>): Promise<T> {
  if (!process.stderr.isTTY) return work;
  const format = `${what}… {duration_formatted}`;
  const bar = new SingleBar({ format, stream: process.stderr, clearOnComplete: true, fps: 2 });
  bar.start(1, 0);
  const ticking = setInterval(() => bar.updateETA(), 500);
  try {
    return await work;
  } finally {
    clearInterval(ticking);
    bar.stop();
  }
}

async function refuseOldShape(database: Database): Promise<void> {
  const { missing, problem } = await migrationState(database);
  if (problem !== undefined) throw new Stopped(problem);
  if (missing.length > 0) throw new Stopped(say(
    'Структура базы не обновлена: npm run saldo -- db migrate',
    'The database is not up to date: npm run saldo -- db migrate'));
}

async function chosen(database: Database, org: string | undefined): Promise<OrganisationRow> {
  const all = await listOrganisations(database);
  const found = org === undefined ? all : all.filter(({ id }) => id === org.toLowerCase());
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const why = org === undefined && all.length > 1
    ? say('Организаций несколько: назовите одну (--org)', 'There are several organisations: name one (--org)')
    : say('Такой организации нет', 'There is no such organisation');
  throw new Stopped([why, ...all.map(({ id, name }) => `  ${id}  ${name}`)].join('\n'));
}

async function reset(database: Database, config: Config, options: Options): Promise<void> {
  const { id: orgId, name } = await chosen(database, options.org);
  const heading: Heading = {
    environment: config.environment, database: databaseName(String(database.owner.options.connectionString)),
    mode: options.dryRun === true ? 'dryRun' : 'confirm',
  };
  const call = systemCall(orgId);
  const { result: counts } = await countInvoices.run(database, call, {});
  report(headingLines(heading, counts));
  if (options.dryRun === true) return;

  const now = await serverClock(database);
  await confirmed(hasFreshBackup(config, { database: await currentDatabase(database), organisation: name }, now));
  const bundle = options.bundle === undefined ? bundlePlace(config, orgId, now) : resolve(options.bundle);
  if (existsSync(bundle)) throw new Stopped(say(`Файл уже есть: ${bundle}`, `The file is there already: ${bundle}`));
  report(WARNING_LINES);
  try {
    const { result } = await shown(say('Удаление', 'Deleting'), resetInvoices.run(asOwner(database), call, { bundle }));
    report(doneLines(result.deleted));
  } catch (error) {
    const why = error instanceof Refusal ? refusalText(error) : error instanceof Error ? error.message : String(error);
    const outcome = await outcomeOf(database, orgId, bundle);
    if (outcome !== undefined) throw new Stopped(`${outcome}: ${why}`, { cause: error });
    await removeBundle(bundle);
    throw new Stopped(`${say('Ничего не удалено', 'Nothing was deleted')}: ${why}`, { cause: error });
  }
  tell(say(
    `Вернуть удалённое: npm run saldo -- reset-invoices --undo ${bundle}`,
    `To bring it back: npm run saldo -- reset-invoices --undo ${bundle}`));
}

/** The connection may break when the deletion is already in the books: then the bundle is all that brings it back. */
async function outcomeOf(database: Database, orgId: string, bundle: string): Promise<string | undefined> {
  try {
    const { operationId } = await checkBundle(bundle);
    if (!await isRecorded(database, orgId, operationId)) return undefined;
    return say(
      `Счета удалены, но связь с базой прервалась. Вернуть: npm run saldo -- reset-invoices --undo ${bundle}`,
      `The invoices are deleted, but the connection broke. To bring them back: … reset-invoices --undo ${bundle}`);
  } catch (error) {
    if (error instanceof BundleDamaged) return undefined; // nothing is deleted before the bundle is whole
    return say(
      `Неизвестно, удалены ли счета: посмотрите --dry-run. Файл отмены сохранён: ${bundle}`,
      `Whether the invoices are deleted is not known: see --dry-run. The undo bundle is kept: ${bundle}`);
  }
}

const bundlePlace = ({ dataDir }: Config, orgId: string, now: Instant): string => {
  const stamp = now.round('second').toString().replace(/[-:]/g, '');
  return join(dataDir, 'undo', `reset-${stamp}-${orgId.slice(0, 8)}.jsonl.gz`);
};

/** Asks for the phrase, and before it, when no backup is fresh, whether to go on without one. Throws when it is not said. */
async function confirmed(isBackedUp: boolean): Promise<void> {
  const terminal = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  const typed = terminal[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string | undefined> => {
    process.stderr.write(question);
    const { value, done } = await typed.next();
    return done === true ? undefined : value;
  };
  const cancelled = (): Stopped => new Stopped(say('Отменено, ничего не удалено', 'Cancelled, nothing was deleted'));
  try {
    if (!isBackedUp) {
      tell(say(
        `⚠️  Нет резервной копии моложе ${FRESH_BACKUP_HOURS} часов. Сделайте её: npm run saldo -- backup`,
        `⚠️  There is no backup younger than ${FRESH_BACKUP_HOURS} hours. Make one: npm run saldo -- backup`));
      const answer = await ask(say('Продолжить без копии? (да/нет) ', 'Go on without one? (yes/no) '));
      if (!goesWithoutBackup(answer)) {
        throw new Stopped(say(
          'Отменено, ничего не удалено: копии нет. Без копии первой строкой отвечают «да», второй — фразой',
          'Cancelled, nothing was deleted: there is no backup. Without one answer “yes”, then the phrase'));
      }
    }
    if (!isPhrase(await ask(say(`Для удаления введите ${PHRASE}: `, `To delete, type ${PHRASE}: `)))) throw cancelled();
  } finally {
    terminal.close();
  }
}

/** Of this database: the folder may hold the backups of another, when DATABASE_URL leads elsewhere today. */
function hasFreshBackup(
  { backup: { folder } }: Config, whose: { database: string; organisation: string }, now: Instant,
): boolean {
  const oldest = now.subtract({ hours: FRESH_BACKUP_HOURS });
  return hasBackupOf(folder, whose, oldest)
    || [process.cwd(), folder].some((place) => hasFreshDump(place, oldest));
}

async function undoFrom(database: Database, bundle: string, org: string | undefined): Promise<void> {
  const { orgId, organisation } = await checkBundle(bundle);
  if (org !== undefined && org.toLowerCase() !== orgId) {
    throw new Stopped(say(`Это файл другой организации: ${organisation}`, `The bundle is of another one: ${organisation}`));
  }
  const undoing = undoReset.run(asOwner(database), systemCall(orgId), { bundle });
  const { result } = await shown(say('Восстановление', 'Restoring'), undoing);
  const lines = Object.entries(result.restored).map(([table, rows]) => `  - ${table}: ${rows}`);
  report([say('✓ Сброс счетов отменён, возвращено записей:', '✓ The reset was undone, rows brought back:'), ...lines]);
}
