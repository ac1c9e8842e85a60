/** `saldo person export` and `saldo person erase`: what the law lets a person ask. */
import { createInterface } from 'node:readline/promises';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import type { z } from 'zod';
import { actInWords, confirmationOf } from './act.ts';
import { ERASE_REASONS, type PersonalData } from './contract.ts';
import { erasePerson } from './erase-person.ts';
import { exportPerson } from './export-person.ts';
import { findByPhone } from './catalogue-store.ts';
import { phoneOf } from '../clients/rules.ts';
import { getClient } from '../clients/read-clients.ts';
import { language, print, runAsSystem, say, systemCall, withDatabase } from '../kernel/command.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import { parseInput } from '../kernel/http-input.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { isUuid } from '../kernel/uuid.ts';

type Json = { json?: boolean };
type Personal = z.input<typeof PersonalData>;
type ExportOptions = Json & { org: string; client: string; to?: string };
type EraseOptions = Json & { org: string; client: string; reason: string; confirm?: string; dryRun?: boolean };

const option = (flags: string, ru: string, en: string): Option => new Option(flags, say(ru, en));
const whose = (command: Command): Command => command
  .addOption(option('--org <id>', 'организация', 'the organisation').makeOptionMandatory())
  .addOption(option('--client <id|phone>', 'клиент: id или телефон', 'the client: id or phone').makeOptionMandatory())
  .addOption(option('--json', 'одна строка JSON для программ', 'one line of JSON for programs'));

export function personCommands(program: Command): void {
  const person = program.command('person').description(say('личные данные (152-ФЗ)', 'personal data'));
  whose(person.command('export').description(say('всё, что хранится о человеке', 'everything that is kept about a person')))
    .addOption(option('--to <folder>', 'куда', 'where'))
    .action(exportOne);
  whose(person.command('erase').description(say(
    'удалить личные данные; деньги и документы остаются. Необратимо', 'erase personal data; money stays. For ever',
  )))
    .addOption(option('--reason <reason>', 'причина', 'the reason').choices(ERASE_REASONS).default('REQUEST'))
    .addOption(option('--dry-run', 'только показать, что изменится', 'only show what would change'))
    .addOption(option('--confirm <phrase>', 'фраза подтверждения', 'the phrase that confirms'))
    .action(eraseOne);
}

/** A phone names a client only when it is the phone of one. */
async function clientOf(database: Database, orgId: string, client: string): Promise<string> {
  if (isUuid(client)) return client.toLowerCase();
  const phone = phoneOf(client) ?? '';
  const found = await inTransaction(database, orgId, 'read', (tx) => findByPhone(tx, orgId, phone));
  refuseUnless(found.length > 0, 'NOT_FOUND');
  if (found.length === 1) return found[0]!.id;
  const list = found.map(({ id, name }) => `  ${id} ${name}`).join('\n');
  const several = say('Телефон у нескольких клиентов, назовите id', 'Several clients have this phone, give the id');
  throw new Error(`${several}:\n${list}`);
}

async function exportOne({ org, client, to, json }: ExportOptions): Promise<void> {
  const { orgId } = systemCall(org);
  const data = await withDatabase(async (database) =>
    runAsSystem(database, orgId, exportPerson, { id: await clientOf(database, orgId, client) }));
  const folder = resolve(to ?? `saldo-person-${data.clientId}`);
  await writePerson(folder, data);
  const rows = data.sections.reduce((sum, section) => sum + section.rows.length, 0);
  print(json, { to: folder, clientId: data.clientId, tables: data.sections.length, rows },
    say(`${data.name}: таблиц ${data.sections.length}, строк ${rows} → ${folder}`,
      `${data.name}: ${data.sections.length} tables, ${rows} rows → ${folder}`));
}

/** One JSON for programs and a CSV for each table for people, which a Russian spreadsheet opens at a click. */
export async function writePerson(folder: string, data: Personal): Promise<void> {
  await mkdir(folder, { mode: 0o700, recursive: true });
  const options = { mode: 0o600, flag: 'wx' } as const;
  await writeFile(join(folder, 'person.json'), `${JSON.stringify(data, null, 2)}\n`, options);
  for (const { table, title, rows } of data.sections) {
    const cells = rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOf(value)])));
    const text = stringify(cells, FOR_A_SPREADSHEET);
    await writeFile(join(folder, `${title} (${table}).csv`), text, options);
  }
}

const FOR_A_SPREADSHEET = {
  header: true, bom: true, delimiter: ';', escape_formulas: true, record_delimiter: 'windows',
} as const;
const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value).replace('.', ',');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

async function eraseOne({ org, client, reason, confirm, dryRun = false, json }: EraseOptions): Promise<void> {
  const call = systemCall(org);
  await withDatabase(async (database) => {
    const id = await clientOf(database, call.orgId, client);
    const { name } = await runAsSystem(database, call.orgId, getClient, { id });
    const input = parseInput(erasePerson.endpoint, { id, reason }, language);
    const { result: planned, preview } = await erasePerson.run(database, { ...call, dryRun: true }, input);
    if (!dryRun) {
      const phrase = confirmationOf(name);
      const given = confirm ?? await askPhrase(`${name}\n${actInWords(planned, language)}`, phrase);
      if (given !== phrase) throw new Error(say('Фраза не та: ничего не удалено', 'Not the phrase: nothing was erased'));
    }
    const { previewHash } = preview!;
    const { result } = dryRun ? { result: planned } : await erasePerson.run(database, { ...call, previewHash }, input);
    const { erasedAt, documentsKeptThrough: kept, ...facts } = result;
    print(json, { ...facts, erasedAt: erasedAt.toString(), documentsKeptThrough: kept?.toString() ?? null, dryRun },
      dryRun ? `${say('Будет', 'It would')}:\n${actInWords(result, language)}` : actInWords(result, language));
  });
}

async function askPhrase(plan: string, phrase: string): Promise<string> {
  const type = say('Это необратимо. Чтобы удалить, наберите', 'This is for ever. To erase, type');
  process.stderr.write(`${plan}\n\n${type}: ${phrase}\n> `);
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line.trim();
    return '';
  } finally {
    lines.close();
  }
}
