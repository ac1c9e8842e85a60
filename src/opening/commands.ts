/** The operator's command that imports a file, with the report of every row that needs a look. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { SingleBar } from 'cli-progress';
import { type Command, Option } from 'commander';
import { applyImport } from './apply-import.ts';
import { IMPORT_KINDS, type importEndpoints } from './contract.ts';
import { createImport, checked } from './create-import.ts';
import { discardImport, getImport, listImportRows } from './imports.ts';
import { language, print, runAsSystem, say, systemCall, withDatabase } from '../kernel/command.ts';
import type { Result } from '../kernel/contract.ts';
import type { Database } from '../kernel/db.ts';
import { uploadFile } from '../uploads/upload-file.ts';
import type { z } from 'zod';

type Wire = z.input<typeof importEndpoints.get.result>;
type Row = Result<typeof importEndpoints.rows>['rows'][number];
type Options = {
  kind: string; org: string; asOf: string; apply?: boolean; dryRun?: boolean; skipRefused?: boolean; json?: boolean };

const SHOWN = 100;
const PAUSE_MS = 300;

export function openingCommands(program: Command): void {
  const opening = program.command('opening').description(say('начальные данные и остатки', 'opening data and balances'));
  opening.command('import')
    .description(say('загрузить таблицу CSV или XLSX: сначала отчёт по строкам, с --apply — запись',
      'import a CSV or XLSX table: first the report of its rows, with --apply it is done'))
    .argument('<file>', say('файл', 'the file'))
    .addOption(new Option('--kind <kind>', say('что в файле', 'what the file holds'))
      .choices(IMPORT_KINDS.map((kind) => kind.toLowerCase())).makeOptionMandatory())
    .requiredOption('--org <id>', say('организация', 'the organisation'))
    .requiredOption('--as-of <day>', say('на какую дату остатки, ГГГГ-ММ-ДД', 'the day of the balances, YYYY-MM-DD'))
    .addOption(new Option('--dry-run',
      say('только отчёт (так и без ключа)', 'only the report (as without it)')).conflicts('apply'))
    .option('--apply', say('записать, всё или ничего', 'do it, all or nothing'))
    .option('--skip-refused', say('без отклонённых строк', 'without the refused rows'))
    .option('--json', say('одна строка JSON для программ', 'one line of JSON for programs'))
    .action(importFile);
}

async function importFile(file: string, options: Options): Promise<void> {
  const bytes = readFileSync(file);
  await withDatabase(async (database) => {
    const { org } = options;
    const { result: upload } = await uploadFile.run(database, systemCall(org), { name: basename(file), bytes });
    const begun = await runAsSystem(database, org, createImport, {
      uploadId: upload.uploadId, kind: options.kind.toUpperCase(), asOf: options.asOf,
    });
    const look = () => runAsSystem(database, org, getImport, { id: begun.id });
    await withBar(say('Проверка', 'Checking'), options, look, () => checked(database));
    const looked = await look();
    if (options.apply !== true || looked.status !== 'READY') return finish(database, options, looked);
    const { skipRefused = false } = options;
    const done = await withBar(say('Запись', 'Applying'), options, look, () =>
      runAsSystem(database, org, applyImport, { id: begun.id, skipRefused }));
    print(options.json, done, `${await reportOf(database, org, done)}\n${say('Записано', 'Done')}`);
  });
}

/** The report; what was only looked at is not kept. */
async function finish(database: Database, options: Options, looked: Wire): Promise<void> {
  const words = await reportOf(database, options.org, looked);
  if (looked.status === 'READY') await runAsSystem(database, options.org, discardImport, { id: looked.id });
  print(options.json, looked, words);
  if (looked.status !== 'READY' || looked.counts.refuse > 0) process.exitCode = 1;
}

/** Shows a bar on the terminal while the work goes on. */
async function withBar<T>(title: string, { json }: Options, look: () => Promise<Wire>, work: () => Promise<T>): Promise<T> {
  if (json === true || !process.stderr.isTTY) return work();
  const bar = new SingleBar({ format: `${title} [{bar}] {percentage}% {duration_formatted}`, hideCursor: true });
  bar.start(100, 0);
  let asking = false;
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    look().then(({ percent }) => bar.update(percent)).catch(() => undefined) // the work itself says what is wrong
      .finally(() => {
        asking = false;
      });
  }, PAUSE_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    bar.stop();
  }
}

async function reportOf(database: Database, org: string, { id, counts, problem }: Wire): Promise<string> {
  const { rows: shown } = await runAsSystem(database, org, listImportRows, { id, verdict: 'REFUSE', limit: SHOWN });
  const { rows, create, update, match, refuse } = counts;
  const more = refuse - shown.length;
  return [
    say(`Строк ${rows}: создать ${create}, дополнить ${update}, уже есть ${match}, отклонено ${refuse}`,
      `${rows} rows: ${create} to create, ${update} to complete, ${match} there already, ${refuse} refused`),
    ...(problem === null ? [] : [problem[language]]), ...shown.map(rowText),
    ...(more > 0 ? [say(`… и ещё ${more}`, `… and ${more} more`)] : []),
  ].join('\n');
}

const rowText = ({ row, summary, reasons }: Pick<Row, 'row' | 'summary' | 'reasons'>): string =>
  `  ${row}: ${summary}: ${reasons.map((reason) => reason[language]).join('; ')}`;
