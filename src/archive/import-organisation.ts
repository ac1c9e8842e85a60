/** Takes an archive into this installation: everything is checked before a row is written, and kept only when it proves. */
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ArchiveTable, Manifest, copied, fileOf, migrationProblem } from './archive-rules.ts';
import { findOrganisation, loadMigrations } from './catalogue-store.ts';
import {
  type Plain, WRITING, analyse, archiveQuery, findLogins, lookLater, lookNow, moveSequence, onPlainConnection,
} from './copy-store.ts';
import { type TableShape, loadShape } from './load-shape.ts';
import { measuring } from './measuring.ts';
import { readManifest, rowsOf } from './reading.ts';
import { type Source, damaged, openSource } from './source.ts';
import { prove } from '../audit/load-proof.ts';
import type { Database } from '../kernel/db.ts';
import { type Language, Refusal, refuseUnless } from '../kernel/refusal.ts';

export type ImportOptions = { language?: Language; onProgress?: (rows: number, total: number) => void };
export type Imported = { orgId: string; name: string; tables: number; rows: number };

/** Each row is passed three times: it is checked, written, and read back. */
const PASSES = 3;

export async function importOrganisation(database: Database, path: string, options: ImportOptions = {}): Promise<Imported> {
  const source = await openSource(path);
  try {
    const manifest = await readManifest(source);
    return await onPlainConnection(database, WRITING, (plain) => take(plain, source, manifest, options));
  } finally {
    await source.close();
  }
}

async function take(plain: Plain, source: Source, manifest: Manifest, options: ImportOptions): Promise<Imported> {
  const { tx } = plain;
  const { organisation: { id: orgId, name }, tables } = manifest;
  const { language = 'ru', onProgress = () => undefined } = options;
  const why = migrationProblem(manifest, await loadMigrations(tx));
  refuseUnless(why === undefined, 'ARCHIVE_VERSION', { why: why ?? '' });
  const present = await findOrganisation(tx, orgId);
  refuseUnless(!present, 'ORGANISATION_EXISTS', { name: present?.name ?? '', orgId });
  const shapes = await loadShape(tx, manifest);
  compareShape(source, manifest, shapes);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  let done = 0;
  const step = (table: ArchiveTable): void => onProgress(done += table.rows, rows * PASSES);
  const found = new Map(tables.map((table) => [table.table, table]));
  const ordered = shapes.map((shape) => ({ shape, table: found.get(shape.table)! }));

  for (const { table } of ordered) {
    await checkTable(plain, source, table, orgId);
    step(table);
  }
  await lookLater(tx);
  for (const { table } of ordered) {
    await writeTable(plain, source, table, orgId);
    step(table);
  }
  await lookNow(tx).catch((error: unknown) => {
    throw asDamaged(error, 'clients.csv, students.csv');
  });
  await analyse(tx, tables.map(({ table }) => table));
  for (const { shape, table } of ordered) {
    await compareWritten(plain, shape, table, orgId);
    step(table);
  }
  const { ok, checks } = await prove({ tx, orgId, language });
  const broken = checks.filter((check) => !check.ok).map(({ id, title }) => `${id} ${title}`);
  refuseUnless(ok, 'ARCHIVE_UNPROVEN', { why: broken.join('; ') });
  for (const { table, numbered } of shapes) {
    for (const { column, sequence } of numbered) await moveSequence(tx, table, column, sequence);
  }
  return { orgId, name, tables: tables.length, rows };
}

/** Exactly the tables and columns of this database, each in its own file: an archive names nothing else. */
function compareShape(source: Source, { tables }: Manifest, shapes: readonly TableShape[]): void {
  const shapeOf = new Map(shapes.map((shape) => [shape.table, shape]));
  const [seen, files] = [new Set<string>(), new Set(tables.map(({ file }) => file))];
  for (const { table, file, columns } of tables) {
    const shape = shapeOf.get(table);
    if (shape === undefined || seen.has(table)) throw damaged(table, 'такой таблицы здесь нет / there is no such table');
    seen.add(table);
    if (file !== fileOf(table)) throw damaged(file, `файл таблицы называется ${fileOf(table)} / the file has another name`);
    if (!source.names.includes(file)) throw damaged(file, 'файла нет / the file is missing');
    const [theirs, ours] = [columns, shape.columns].map((list) => list.map(({ name, type }) => `${name} ${type}`));
    const strange = [...theirs!.filter((one) => !ours!.includes(one)), ...ours!.filter((one) => !theirs!.includes(one))];
    if (strange.length > 0 || theirs!.join() !== ours!.join()) {
      throw damaged(file, `другие колонки / other columns: ${strange.slice(0, 5).join(', ')}`);
    }
  }
  const missing = shapes.find(({ table }) => !seen.has(table));
  if (missing !== undefined) throw damaged(missing.table, 'таблицы нет в архиве / the table is missing');
  const unknown = source.names.find((name) => name.endsWith('.csv') && !files.has(name));
  if (unknown !== undefined) throw damaged(unknown.slice(0, 100), 'лишний файл / the file is not announced');
}

/** Reads the whole file. Of logins it is asked whether they are free: an e-mail opens one door only. */
async function checkTable({ tx }: Plain, source: Source, table: ArchiveTable, orgId: string): Promise<void> {
  const place = (name: string): number => table.columns.findIndex((column) => column.name === name);
  const [emails, ids]: [string[], string[]] = [[], []];
  for await (const row of rowsOf(source, table, orgId)) {
    if (table.table !== 'logins') continue;
    emails.push(row[place('email')] ?? '');
    ids.push(row[place('id')] ?? '');
  }
  const taken = emails.length === 0 ? [] : await findLogins(tx, emails, ids);
  refuseUnless(taken.length === 0, 'LOGIN_EXISTS', { emails: taken.slice(0, 5).map(({ email }) => email).join(', ') });
}

const PIECE = 65_536;

async function writeTable(plain: Plain, source: Source, table: ArchiveTable, orgId: string): Promise<void> {
  const { columns } = table;
  async function* lines(): AsyncGenerator<Buffer> {
    let piece = '';
    for await (const row of rowsOf(source, table, orgId)) {
      piece += `${columns.map(({ type }, index) => copied(row[index] ?? null, type)).join('\t')}\n`;
      if (piece.length < PIECE) continue;
      yield Buffer.from(piece, 'utf8');
      piece = '';
    }
    yield Buffer.from(piece, 'utf8');
  }
  try {
    await pipeline(Readable.from(lines()), plain.write(table.table, columns.map(({ name }) => name)));
  } catch (error) {
    throw asDamaged(error, table.file);
  }
}

/** What the database refuses is the archive's fault: it says in which row. */
function asDamaged(error: unknown, file: string): unknown {
  if (error instanceof Refusal || !(error instanceof Error)) return error;
  const { code = '', where = '', detail } = error as { code?: string; where?: string; detail?: string };
  if (!/^2[23]/.test(code)) return error;
  const line = /line (\d+)/.exec(where)?.[1];
  return damaged(line === undefined ? file : `${file}, строка / row ${line}`, detail ?? error.message);
}

/** What was written reads the same, byte for byte. */
async function compareWritten(plain: Plain, shape: TableShape, table: ArchiveTable, orgId: string): Promise<void> {
  const measure = measuring();
  const query = archiveQuery(shape.table, shape.columns, orgId, { withoutLogins: false });
  await pipeline(plain.read(query), measure.through, new Writable({ write: (_chunk, _encoding, done) => done() }));
  if (measure.result().sha256 !== table.sha256) {
    throw damaged(table.file, 'записанное читается иначе: строки не в порядке выгрузки или подделаны / reads differently');
  }
}
