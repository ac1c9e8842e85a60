/** Looks through an XLSX archive before anything unpacks it into memory: it is inflated in a stream and counted. */
import yauzl from 'yauzl';
import { type Formulas, XmlScan, archiveBomb, brokenArchive, daysToMove, firstSheetOf } from './scan-xml.ts';
import { LIMITS, TableFailure } from './table.ts';

const SMALL = 1024 * 1024;
const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

/** Refuses what would fill the memory, whichever file of the archive it is in; gives what the reader does not tell. */
export async function guardArchive(bytes: Buffer): Promise<{ formulas: Formulas; daysToMove: number }> {
  const archive = await yauzl.fromBufferPromise(bytes).catch(() => {
    throw brokenArchive();
  });
  const formulas = new Map<string, Formulas>();
  const texts = new Map<string, string>([[WORKBOOK, ''], [RELATIONS, '']]);
  let [entries, unpacked] = [0, 0];
  try {
    for await (const entry of archive.eachEntry()) {
      entries += 1;
      const { fileName, uncompressedSize, compressedSize } = entry;
      if (entries > LIMITS.entries || unpacked + uncompressedSize > LIMITS.unpacked) throw archiveBomb();
      if (uncompressedSize > SMALL && uncompressedSize > compressedSize * LIMITS.ratio) throw archiveBomb();
      unpacked += uncompressedSize;
      if (!/\.(xml|rels)$/i.test(fileName)) continue;
      const scan = new XmlScan();
      await look(archive, entry, (text) => {
        scan.next(text);
        const kept = texts.get(fileName);
        if (kept !== undefined && kept.length < SMALL) texts.set(fileName, kept + text);
      });
      formulas.set(fileName, scan.formulas);
    }
  } catch (error) {
    throw error instanceof TableFailure ? error : brokenArchive();
  } finally {
    archive.close();
  }
  const [workbook, relations] = [texts.get(WORKBOOK) ?? '', texts.get(RELATIONS) ?? ''];
  const first = firstSheetOf(workbook, relations);
  return { formulas: formulas.get(first ?? '') ?? new Map(), daysToMove: daysToMove(workbook) };
}

/** Reads one file of the archive piece by piece; the library itself refuses more bytes than were announced. */
async function look(archive: yauzl.ZipFile, entry: yauzl.Entry, take: (text: string) => void): Promise<void> {
  const stream = await archive.openReadStreamPromise(entry);
  const decoder = new TextDecoder('utf-8');
  for await (const piece of stream) take(decoder.decode(piece as Buffer, { stream: true }));
  take(decoder.decode());
}
