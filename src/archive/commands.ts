/** The operator's commands for what leaves: a whole organisation and back, and one person's data. */
import { resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import { type Command, Option } from 'commander';
import { exportOrganisation } from './export-organisation.ts';
import { importOrganisation } from './import-organisation.ts';
import { personCommands } from './person-commands.ts';
import { sealAudit } from '../audit/seal.ts';
import { language, print, say, systemCall, withDatabase } from '../kernel/command.ts';

type Json = { json?: boolean };
type ExportOptions = Json & { org: string; to?: string; zip?: boolean; withoutLogins?: boolean };

const option = (flags: string, ru: string, en: string): Option => new Option(flags, say(ru, en));
const jsonOption = (): Option => option('--json', 'одна строка JSON для программ', 'one line of JSON for programs');

export function archiveCommands(program: Command): void {
  program.command('export')
    .description(say('выгрузить организацию открытыми файлами: CSV и JSON', 'write an organisation as open files'))
    .addOption(option('--org <id>', 'организация', 'the organisation').makeOptionMandatory())
    .addOption(option('--to <path>', 'куда: папка или файл', 'where: a folder or a file'))
    .addOption(option('--zip', 'одним файлом ZIP', 'as one ZIP file'))
    .addOption(option('--without-logins', 'без почты и паролей людей', "without people's e-mails and passwords"))
    .addOption(jsonOption())
    .action(exportOne);
  program.command('import').argument('<archive>', say('папка или ZIP выгрузки', 'the folder or ZIP of an export'))
    .description(say('загрузить организацию из выгрузки', 'load an organisation from its export'))
    .addOption(jsonOption())
    .action(importOne);
  personCommands(program);
}

async function exportOne({ org, to, zip = false, withoutLogins = false, json }: ExportOptions): Promise<void> {
  const { orgId } = systemCall(org);
  const target = resolve(to ?? `saldo-${orgId}${zip ? '.zip' : ''}`);
  const manifest = await withDatabase(async (database) => {
    await sealAudit(database, orgId); // so that the chain vouches for every record that leaves
    return withBar(json, say('Выгрузка', 'Export'), (onProgress) =>
      exportOrganisation(database, orgId, { to: target, zip, withoutLogins, onProgress }));
  });
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const facts = { to: target, orgId, madeAt: manifest.madeAt, tables: manifest.tables.length, rows };
  print(json, facts, [
    say(`Выгружено: ${target}`, `Exported: ${target}`),
    say(`Таблиц ${facts.tables}, строк ${rows}, на момент ${manifest.madeAt}`,
      `${facts.tables} tables, ${rows} rows, as of ${manifest.madeAt}`),
    say('Здесь личные данные: храните как сейф. Как открыть — в ПРОЧТИ-МЕНЯ.txt',
      'These are personal data: keep them as in a safe. See ПРОЧТИ-МЕНЯ.txt'),
  ].join('\n'));
}

async function importOne(archive: string, { json }: Json): Promise<void> {
  const path = resolve(archive);
  const imported = await withDatabase((database) => withBar(json, say('Загрузка', 'Import'), (onProgress) =>
    importOrganisation(database, path, { language, onProgress })));
  print(json, imported, [
    `${imported.name}: ${imported.orgId}`,
    say(`Загружено таблиц ${imported.tables}, строк ${imported.rows}; каждая сверена с выгрузкой`,
      `${imported.tables} tables, ${imported.rows} rows loaded, each compared with the export`),
    say('✓ Книги сходятся', '✓ The books hold'),
  ].join('\n'));
}

/** A bar on the terminal; programs get their answer only. */
export async function withBar<T>(
  json: boolean | undefined, name: string, work: (onProgress: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  if (json === true || !process.stderr.isTTY) return work(() => undefined);
  const bar = new SingleBar({ format: `${name} [{bar}] {percentage}% {duration_formatted}`, hideCursor: true });
  bar.start(1, 0);
  try {
    return await work((done, total) => {
      bar.setTotal(Math.max(1, total));
      bar.update(done);
    });
  } finally {
    bar.stop();
  }
}
