/** The form of an organisation's archive: open files that a person can read and a program can take back. */
import { z } from 'zod';
import type { Unit } from './units-rules.ts';

export const FORMAT = 'saldo-archive';
export const FORMAT_VERSION = 1;
export const MANIFEST = 'saldo.json';
export const SCHEMA = 'saldo.schema.json';
export const README = 'ПРОЧТИ-МЕНЯ.txt';
export const fileOf = (table: string): string => `${table}.csv`;

/** Tables of the tenant that stay behind, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  sessions: 'Открытые сеансы: на новом месте люди входят заново / open sessions: people sign in anew',
  uploads: 'Загруженные файлы хранятся неделю, их строки уже в таблицах / files are kept for a week',
  import_progress: 'Ход работы, которая уже не идёт / the progress of work that is over',
};
export const LOGINS: Readonly<Record<string, string>> = {
  logins: 'Входы людей оставлены: --without-logins / logins were left behind',
  login_organisations: 'Входы людей оставлены: --without-logins / logins were left behind',
};

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Count = z.int().min(0);
const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);
const Column = z.strictObject({
  name: Name, type: z.string().max(100), nullable: z.boolean(), key: z.boolean(),
  unit: z.enum(['kopecks', 'hundredths', 'hundredths of a percent']).optional(), meaning: z.string().max(500),
});
const Table = z.strictObject({
  table: Name, file: z.string().max(100), rows: Count, bytes: Count, sha256: Hash, columns: z.array(Column).min(1).max(300),
});
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const Uuid = z.string().regex(UUID);
export const Manifest = z.strictObject({
  $schema: z.literal(SCHEMA),
  format: z.literal(FORMAT), formatVersion: z.literal(FORMAT_VERSION), program: z.string().max(50),
  madeAt: z.iso.datetime({ precision: 6 }),
  organisation: z.strictObject({
    id: Uuid, name: z.string().max(500), template: z.string().max(50), timeZone: z.string().max(100),
    currency: z.string().max(10), sandbox: z.boolean(),
  }),
  migrations: z.array(z.strictObject({ name: z.string().max(200), sha256: Hash })).min(1).max(10_000),
  withoutLogins: z.boolean(),
  leftOut: z.array(z.strictObject({ table: Name, why: z.string().max(500) })).max(100),
  csv: z.strictObject({
    encoding: z.literal('UTF-8'), separator: z.literal(','), lineEnd: z.literal('LF'), null: z.string(), text: z.string(),
  }),
  tables: z.array(Table).min(1).max(1000),
});
export type Manifest = z.output<typeof Manifest>;
export type ArchiveTable = Manifest['tables'][number];
export type ArchiveColumn = { name: string; type: string; nullable: boolean; key: boolean; unit?: Unit; meaning: string };

export const CSV: Manifest['csv'] = {
  encoding: 'UTF-8', separator: ',', lineEnd: 'LF',
  null: 'Пустое поле без кавычек — значения нет; "" — пустой текст / an empty field without quotes is null',
  text: 'Текст, начинающийся с = + - @ или табуляции, записан после апострофа; к апострофам перед таким знаком добавлен ещё '
    + 'один / text that begins with = + - @ or a tab is preceded by one apostrophe more than it has',
};

/**
 * ARC-2. A spreadsheet takes a text that begins with = + - @ or a tab for a formula. Such a text gets one apostrophe more
 * in front than it has, and loses one when it is read, so every text comes back as it was and none is a formula.
 * ru: Текст, который таблица приняла бы за формулу, записывается после апострофа; при загрузке апостроф снимается.
 * Source: issue 5. Examples: =1+1 → '=1+1; '=1+1 → ''=1+1; 'тихо' stays.
 * The database writes texts so as it sends the rows (copy-store.ts).
 */
export const escapeText = (text: string): string => (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text);
export const unescapeText = (text: string): string => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

/** Tables so that each comes after those it points into, but for what can be looked at in the end. */
export function inOrder(
  tables: readonly string[], references: readonly { tableName: string; refersTo: string; canWait: boolean }[],
): string[] {
  const left = new Set(tables);
  const ordered: string[] = [];
  while (left.size > 0) {
    const free = [...left].filter((table) => !references.some(({ tableName, refersTo, canWait }) =>
      tableName === table && refersTo !== table && !canWait && left.has(refersTo)));
    if (free.length === 0) throw new Error(`Tables refer to each other in a circle: ${[...left].join(', ')}`);
    for (const table of free.toSorted()) {
      ordered.push(table);
      left.delete(table);
    }
  }
  return ordered;
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
const isArray = (text: string): boolean => {
  if (!isJson(text)) return false;
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object');
};
const FORMS: readonly (readonly [RegExp, (text: string) => boolean])[] = [
  [/\[\]$/, isArray],
  [/^uuid$/, (text) => UUID.test(text)],
  [/^(bigint|integer|smallint)$/, (text) => /^-?\d{1,19}$/.test(text)],
  [/^numeric/, (text) => /^-?\d{1,100}(\.\d{1,100})?$/.test(text)],
  [/^boolean$/, (text) => text === 'true' || text === 'false'],
  [/^date$/, (text) => /^\d{4,6}-\d\d-\d\d$/.test(text)],
  [/^timestamp with time zone$/, (text) => /^\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text)],
  [/^jsonb?$/, isJson],
  [/^bytea$/, (text) => /^[A-Za-z0-9+/]*={0,2}$/.test(text)],
];

type Form = (text: string) => boolean;
const forms = new Map<string, Form>();
function formOf(type: string): Form {
  let form = forms.get(type);
  if (form === undefined) forms.set(type, form = FORMS.find(([pattern]) => pattern.test(type))?.[1] ?? (() => true));
  return form;
}

/** Why a value cannot stand in a column of the type; undefined when it can. */
export function wrongValue(
  value: string | null, { type, nullable }: Pick<ArchiveColumn, 'type' | 'nullable'>,
): string | undefined {
  if (value === null) return nullable ? undefined : 'значения нет / the value is missing';
  if (value.includes('\0')) return 'недопустимый знак / a character that is not allowed';
  return formOf(type)(value) ? undefined : `не ${type} / not ${type}: ${value.slice(0, 60)}`;
}

const isText = (type: string): boolean => /^(text|character)/.test(type) && !type.endsWith('[]');
type Scalar = string | number | boolean | null;
const arrayLiteral = (items: readonly Scalar[]): string =>
  `{${items.map((item) => (item === null ? 'NULL' : `"${String(item).replace(/["\\]/g, '\\$&')}"`)).join(',')}}`;
const COPIED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A value as the text form of COPY takes it. */
export function copied(value: string | null, type: string): string {
  if (value === null) return '\\N';
  let text = value;
  if (isText(type)) text = unescapeText(value);
  else if (type.endsWith('[]')) text = arrayLiteral(JSON.parse(value) as Scalar[]);
  else if (type === 'bytea') text = `\\x${Buffer.from(value, 'base64').toString('hex')}`;
  return text.replace(/[\\\n\r\t]/g, (character) => COPIED[character] ?? character);
}

/** What stands in the way of loading an archive made under other migrations; undefined when they are the same. */
export function migrationProblem(
  archive: Manifest, here: readonly { name: string; sha256: string }[],
): string | undefined {
  const theirs = archive.migrations;
  const differs = theirs.findIndex(({ name, sha256 }, index) => here[index]?.name !== name || here[index].sha256 !== sha256);
  if (differs === -1 && theirs.length === here.length) return undefined;
  if (differs === -1) {
    return `он сделан программой ${archive.program}, структура базы с тех пор изменилась. Установите эту версию отдельно, `
      + 'загрузите архив, обновите её до нынешней и выгрузите снова / it was made by an older program: load it there, '
      + 'update, and export again';
  }
  if (differs >= here.length) {
    return `он сделан более новой программой ${archive.program}: обновите эту / it was made by a newer program, update this`;
  }
  return `миграция ${theirs[differs]?.name ?? ''} здесь другая: архив другой программы / a migration differs: `
    + 'the archive is of another program';
}
