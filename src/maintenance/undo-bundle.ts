/**
 * The file that takes a reset back: lines of JSON under gzip, first a header, and at the end of the file, outside gzip, a
 * line with the sha256 of everything before it. So not one byte can be another without being noticed.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';

const Header = z.strictObject({
  kind: z.literal('saldo-undo-reset'), version: z.literal(1), program: z.string(),
  /** The migrations of the database, in order. */
  schema: z.array(z.string()),
  orgId: z.uuid(), organisation: z.string(), operationId: z.uuid(), at: z.string(),
  /** The last posting and the last movement of sessions before the reset. */
  lastTransfer: z.int(), lastMovement: z.int(),
  /** How many rows broke each invariant before the reset: they come back with the others. */
  proof: z.record(z.string(), z.int()),
});
export type BundleHeader = z.output<typeof Header>;

const Fields = z.record(z.string(), z.unknown());
/** A row that was deleted, or what a row was before and after. */
const Line = z.union([
  z.strictObject({ table: z.string(), row: Fields }),
  z.strictObject({ table: z.string(), key: Fields, before: Fields, after: Fields }),
]);
export type BundleLine = z.output<typeof Line>;

/** The file is not what a reset wrote. */
export class BundleDamaged extends Error {
  override name = 'BundleDamaged';
  constructor(file: string, cause?: unknown) {
    super(`Файл отмены повреждён или изменён: ${file}. / The undo bundle is damaged or was changed: ${file}.`, { cause });
  }
}

const TRAILER = /^sha256:[0-9a-f]{64}\n$/;
const TRAILER_BYTES = 'sha256:'.length + 64 + 1;

/**
 * Writes the file beside its place, makes sure that the disk has it, reads it back, and only then gives it its name.
 * What stood there before is replaced: an attempt that was repeated wrote it.
 */
export async function writeBundle(file: string, header: BundleHeader, lines: AsyncIterable<string[]>): Promise<number> {
  const partial = `${file}.partial`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await rm(partial, { force: true });
  let written = 0;
  const all = async function* (): AsyncGenerator<string> {
    yield `${JSON.stringify(header)}\n`;
    for await (const some of lines) {
      written += some.length;
      yield `${some.join('\n')}\n`;
    }
  };
  await pipeline(Readable.from(all()), createGzip(), createWriteStream(partial, { mode: 0o600 }));
  const handle = await open(partial, 'a');
  try {
    await handle.write(`sha256:${await hashOf(partial, statSync(partial).size)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await checkBundle(partial);
  if (await countLines(partial) !== written) throw new BundleDamaged(partial);
  await rename(partial, file);
  await syncFolder(dirname(file));
  return written;
}

async function countLines(file: string): Promise<number> {
  let count = -1; // the header
  for await (const line of textOf(file, statSync(file).size - TRAILER_BYTES)) if (line !== '') count += 1;
  return count;
}

export async function removeBundle(file: string): Promise<void> {
  await Promise.all([rm(file, { force: true }), rm(`${file}.partial`, { force: true })]);
}

/** A new name in a folder is on the disk only when the folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function hashOf(file: string, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  if (bytes > 0) for await (const chunk of createReadStream(file, { end: bytes - 1 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Gives the header of a file in which no byte was changed. Throws BundleDamaged otherwise. */
export async function checkBundle(file: string): Promise<BundleHeader> {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const body = size - TRAILER_BYTES;
  if (body <= 0) throw new BundleDamaged(file);
  const trailer = Buffer.concat(await createReadStream(file, { start: body }).toArray() as Buffer[]).toString('latin1');
  const isWhole = TRAILER.test(trailer) && trailer === `sha256:${await hashOf(file, body)}\n`;
  if (!isWhole) throw new BundleDamaged(file);
  try {
    for await (const line of textOf(file, body)) return Header.parse(JSON.parse(line));
  } catch (error) {
    throw new BundleDamaged(file, error);
  }
  throw new BundleDamaged(file);
}

/** The lines of a file that was checked, without the header. */
export async function* linesOf(file: string): AsyncGenerator<BundleLine> {
  let isHeader = true;
  for await (const line of textOf(file, statSync(file).size - TRAILER_BYTES)) {
    if (!isHeader) yield Line.parse(JSON.parse(line));
    isHeader = false;
  }
}

async function* textOf(file: string, body: number): AsyncGenerator<string> {
  const source = createReadStream(file, { end: body - 1 });
  const text = source.pipe(createGunzip());
  source.on('error', (error) => text.destroy(error));
  let rest = '';
  try {
    // Cut at line feeds alone: the text inside a row may hold other ends of lines.
    for await (const chunk of text.setEncoding('utf8')) {
      const parts = (rest + String(chunk)).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
  } finally {
    source.destroy();
    text.destroy();
  }
}
