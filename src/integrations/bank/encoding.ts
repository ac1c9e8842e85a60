/** In which letters a bank wrote its file. Banks write three encodings and name two of them, not always the right one. */
export type BankEncoding = 'utf-8' | 'windows-1251' | 'ibm866';

/** How far the header is looked through for the encoding that it names. */
const HEADER_BYTES = 4096;

/**
 * The encoding of the file: a byte order mark decides, then whether it is UTF-8 at all, then what the header names, and
 * without any of these it is Windows. The header is read byte for byte: the name of its field looks different in each
 * encoding, the values it can have do not.
 */
export function sniffEncoding(bytes: Uint8Array): BankEncoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (isUtf8(bytes)) return 'utf-8';
  const header = Buffer.from(bytes.subarray(0, HEADER_BYTES)).toString('latin1');
  const named = header.split(/\r\n|\n|\r/).find((line) => isEncodingField(line.split('=', 1)[0] ?? ''));
  return named?.slice(named.indexOf('=') + 1).trim().toUpperCase() === 'DOS' ? 'ibm866' : 'windows-1251';
}

/** The text of the file in its encoding, without a byte order mark and the mark with which DOS ended its files. */
export function decodeText(bytes: Uint8Array, encoding: BankEncoding): string {
  const text = new TextDecoder(encoding).decode(bytes);
  const end = text.trimEnd();
  return end.endsWith(DOS_END) ? end.slice(0, -DOS_END.length) : text;
}
const DOS_END = String.fromCharCode(0x1a);

/** «Кодировка» as its bytes look when they are read as latin1. */
const ENCODING_FIELD: readonly (readonly number[])[] = [
  [0xca, 0xee, 0xe4, 0xe8, 0xf0, 0xee, 0xe2, 0xea, 0xe0], // Windows
  [0x8a, 0xae, 0xa4, 0xa8, 0xe0, 0xae, 0xa2, 0xaa, 0xa0], // DOS
];
const isEncodingField = (name: string): boolean =>
  // Not trim(): the last letter of the DOS name is 0xA0, which latin1 takes for a blank.
  ENCODING_FIELD.some((bytes) => name.replace(/^[ \t]+|[ \t]+$/gu, '') === String.fromCharCode(...bytes));

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // A letter may be cut in two at the end of a broken file, which is then told as a broken file of these letters.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false; // not UTF-8: that is the question, and not a failure
  }
}
