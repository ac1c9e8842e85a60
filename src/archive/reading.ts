/** The files of an archive, row by row, each value checked for its column before anybody writes it. */
import { pipeline } from 'node:stream/promises';
import { type ArchiveTable, MANIFEST, Manifest, wrongValue } from './archive-rules.ts';
import { CsvProblem, type Row, readCsv } from './csv.ts';
import { measuring } from './measuring.ts';
import { type Source, damaged } from './source.ts';
import { Refusal } from '../kernel/refusal.ts';

const MANIFEST_LIMIT = 16_000_000;

/** The table of contents, checked field by field. */
export async function readManifest(source: Source): Promise<Manifest> {
  if (!source.names.includes(MANIFEST)) throw damaged(MANIFEST, 'нет в архиве: это не выгрузка Saldo / not in the archive');
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of await source.open(MANIFEST)) {
      const bytes = Buffer.from(chunk as Uint8Array);
      size += bytes.length;
      if (size > MANIFEST_LIMIT) throw damaged(MANIFEST, 'слишком велик / too large');
      chunks.push(bytes);
    }
    const read = Manifest.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    throw damaged(MANIFEST, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  } catch (error) {
    throw asRefusal(error, MANIFEST);
  }
}

/** Every row, the first after the header being number 1; in the end size, hash and count are compared. */
export async function* rowsOf(source: Source, table: ArchiveTable, orgId: string): AsyncGenerator<Row> {
  const { file, columns } = table;
  const header = columns.map(({ name }) => name).join(',');
  const organisation = columns.findIndex(({ name }) => name === 'org_id');
  const measure = measuring(table.bytes);
  let number = -1;
  try {
    const piped = pipeline(await source.open(file), measure.through);
    piped.catch(() => undefined); // whoever reads the rows is told
    for await (const row of readCsv(measure.through)) {
      number += 1;
      if (number === 0 && row.join(',') !== header) throw damaged(file, 'другие колонки, чем в оглавлении / other columns');
      if (number === 0) continue;
      const why = wrongRow(row, table, organisation, orgId);
      if (why !== undefined) throw damaged(`${file}, строка / row ${number}`, why);
      yield row;
    }
    await piped;
  } catch (error) {
    throw asRefusal(error, `${file}, строка / row ${number + 1}`);
  }
  const { bytes, sha256 } = measure.result();
  if (bytes !== table.bytes || sha256 !== table.sha256) {
    throw damaged(file, 'контрольная сумма не сходится: файл изменён или обрезан / the checksum differs');
  }
  if (number !== table.rows) throw damaged(file, `строк ${number}, в оглавлении ${table.rows} / the number of rows differs`);
}

function wrongRow(row: Row, { columns }: ArchiveTable, organisation: number, orgId: string): string | undefined {
  if (row.length !== columns.length) return `колонок ${row.length} вместо ${columns.length} / the number of columns differs`;
  if (organisation >= 0 && row[organisation] !== orgId) return 'другая организация / another organisation';
  for (const [index, column] of columns.entries()) {
    const why = wrongValue(row[index] ?? null, column);
    if (why !== undefined) return `${column.name}: ${why}`;
  }
  return undefined;
}

/** Whatever reading fails with is said with its place; a refusal says it already. */
export function asRefusal(error: unknown, place: string): unknown {
  if (error instanceof Refusal) return error;
  const { code = '', message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) };
  if (code === 'ENOENT') return damaged(place, 'файла нет / the file is missing');
  const known = error instanceof CsvProblem || error instanceof SyntaxError || /^Z_|^ERR_/.test(code);
  return known || code === '' ? damaged(place, message) : error;
}

