/** A ZIP file of a folder of plain files, written as a stream: no file is ever in memory as a whole. */
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

/** The classic form of ZIP counts in 32 bits. */
const LIMIT = 0xffff_ffff;
/** Sizes follow the data (bit 3), and names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
/** 1 January 1980: what a ZIP can say that is nobody's business, so that equal contents give equal files. */
const EPOCH = 0x0021_0000;

type Written = { name: Buffer; at: number; crc: number; packed: number; size: number };

export async function writeZip(folder: string, file: string): Promise<void> {
  const names = (await readdir(folder)).toSorted();
  for (const name of names) {
    const { size } = await stat(join(folder, name));
    if (size >= LIMIT) throw new Error(`${name}: больше 4 ГБ, выгрузите папкой, без --zip / over 4 GB: export a folder`);
  }
  await pipeline(Readable.from(zipped(folder, names)), createWriteStream(file, { mode: 0o600, flags: 'wx' }));
}

async function* zipped(folder: string, names: readonly string[]): AsyncGenerator<Buffer> {
  let at = 0;
  const counted = (bytes: Buffer): Buffer => {
    at += bytes.length;
    return bytes;
  };
  const entries: Written[] = [];
  for (const name of names) {
    const entry: Written = { name: Buffer.from(name, 'utf8'), at, crc: 0, packed: 0, size: 0 };
    yield counted(numbers([0x0403_4b50, 4], [20, 2], [FLAGS, 2], [8, 2], [EPOCH, 4], [0, 4], [0, 4], [0, 4],
      [entry.name.length, 2], [0, 2], entry.name));
    for await (const chunk of packed(join(folder, name), entry)) {
      const bytes = Buffer.from(chunk as Uint8Array);
      entry.packed += bytes.length;
      yield counted(bytes);
    }
    yield counted(numbers([0x0807_4b50, 4], [entry.crc, 4], [entry.packed, 4], [entry.size, 4]));
    entries.push(entry);
  }
  if (at >= LIMIT) throw new Error('Архив больше 4 ГБ: выгрузите папкой, без --zip / over 4 GB: export a folder');
  const directoryAt = at;
  for (const { name, at: local, crc, packed: small, size } of entries) {
    yield counted(numbers([0x0201_4b50, 4], [20, 2], [20, 2], [FLAGS, 2], [8, 2], [EPOCH, 4], [crc, 4], [small, 4],
      [size, 4], [name.length, 2], [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [local, 4], name));
  }
  yield numbers([0x0605_4b50, 4], [0, 2], [0, 2], [entries.length, 2], [entries.length, 2], [at - directoryAt, 4],
    [directoryAt, 4], [0, 2]);
}

/** The file, packed; its size and checksum are noted as it goes by. */
function packed(path: string, entry: Written): Readable {
  const source = createReadStream(path);
  source.on('data', (chunk) => {
    entry.size += chunk.length;
    entry.crc = crc32(chunk, entry.crc);
  });
  const deflate = createDeflateRaw();
  source.on('error', (error) => deflate.destroy(error));
  return source.pipe(deflate);
}

/** Little-endian numbers of so many bytes, and names. */
function numbers(...parts: ([value: number, bytes: 2 | 4] | Buffer)[]): Buffer {
  return Buffer.concat(parts.map((part) => {
    if (Buffer.isBuffer(part)) return part;
    const [value, bytes] = part;
    const buffer = Buffer.alloc(bytes);
    buffer.writeUIntLE(value, 0, bytes);
    return buffer;
  }));
}
