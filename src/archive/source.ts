/** Where an archive is read from: a folder or a ZIP file, by plain names only. */
import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { Refusal } from '../kernel/refusal.ts';

export type Source = {
  names: readonly string[];
  open(name: string): Promise<Readable>;
  close(): Promise<void>;
};

export const damaged = (place: string, why: string): Refusal => new Refusal('ARCHIVE_DAMAGED', { place, why });

/** Open tables of text are seldom packed tighter than this; what is may be made to fill the memory or the disk. */
const TIGHTEST = 200;
/** An entry that small cannot do harm, whatever its ratio. */
const SMALL = 10_000_000;

export async function openSource(path: string): Promise<Source> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? damaged(path, 'нет такой папки или файла / there is no such folder or file') : error;
  });
  return found.isDirectory() ? openFolder(path) : openZip(path);
}

async function openFolder(path: string): Promise<Source> {
  const entries = await readdir(path, { withFileTypes: true });
  const strange = entries.find((entry) => !entry.isFile());
  if (strange !== undefined) throw damaged(strange.name, 'не обычный файл / not a plain file');
  return {
    names: entries.map(({ name }) => name),
    open: async (name) => createReadStream(join(path, name)),
    close: async () => undefined,
  };
}

async function openZip(path: string): Promise<Source> {
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true })
    .catch((error: Error) => {
      throw damaged(path, `не читается как ZIP: ${error.message} / cannot be read as a ZIP`);
    });
  try {
    const entries = await readDirectory(zip);
    return {
      names: [...entries.keys()],
      open: async (name) => {
        const entry = entries.get(name);
        if (entry === undefined) throw damaged(name, 'нет в архиве / not in the archive');
        return zip.openReadStreamPromise(entry);
      },
      close: async () => zip.close(),
    };
  } catch (error) {
    zip.close();
    if (error instanceof Refusal) throw error;
    throw damaged(path, error instanceof Error ? error.message : String(error));
  }
}

/** Every name, before anything is unpacked: a path, a name twice or a file that swells is refused. */
async function readDirectory(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  for await (const entry of zip.eachEntry()) {
    const { fileName: name, compressedSize, uncompressedSize } = entry;
    if (/[/\\]|^\.\.?$/.test(name)) throw damaged(name.slice(0, 100), 'путь вместо имени файла / a path instead of a name');
    if (entries.has(name)) throw damaged(name, 'файл есть дважды / the file is there twice');
    if (entries.size >= 2000) throw damaged(name, 'слишком много файлов / too many files');
    if (uncompressedSize > SMALL && uncompressedSize > compressedSize * TIGHTEST) {
      throw damaged(name, 'разворачивается слишком сильно, похоже на бомбу / it unpacks to far too much');
    }
    entries.set(name, entry);
  }
  return entries;
}
