/** Workbooks of Excel made by hand, good and hostile: an archive of XML files. */
import { crc32, deflateRawSync } from 'node:zlib';

export type Entry = { name: string; data: Buffer; claimed?: number };
export const entry = (name: string, text: string, claimed?: number): Entry =>
  ({ name, data: Buffer.from(text), ...(claimed === undefined ? {} : { claimed }) });

/** An archive of the entries; `claimed` is what it says an entry unpacks to. */
export function zip(entries: readonly Entry[]): Buffer {
  const [locals, centrals]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const { name, data, claimed = data.length } of entries) {
    const packed = deflateRawSync(data);
    const title = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimed, 18);
    common.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, title, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 0]), common, tail, title]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

type Cell = string | number | { formula: string; value: number };
const letter = (index: number): string => String.fromCharCode(65 + index);

/** A sheet of the rows; texts are written inline. */
export function sheet(rows: readonly (readonly Cell[])[]): string {
  const cellOf = (cell: Cell, at: string): string => {
    if (typeof cell === 'object') return `<c r="${at}"><f>${cell.formula}</f><v>${cell.value}</v></c>`;
    const isNumber = typeof cell === 'number' || /^-?\d+\.\d+$/.test(cell);
    return isNumber ? `<c r="${at}"><v>${cell}</v></c>` : `<c r="${at}" t="inlineStr"><is><t>${cell}</t></is></c>`;
  };
  const lines = rows.map((cells, row) =>
    `<row r="${row + 1}">${cells.map((cell, index) => cellOf(cell, `${letter(index)}${row + 1}`)).join('')}</row>`);
  return `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${
    lines.join('')}</sheetData></worksheet>`;
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
/** A workbook with the one sheet. */
export const workbook = (sheetXml: string, claimed?: number): Buffer => zip([
  entry('[Content_Types].xml', `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
    <Default Extension="xml" ContentType="application/xml"/></Types>`),
  entry('_rels/.rels', `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
    <Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
  entry('xl/workbook.xml', `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xmlns:r="${OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`),
  entry('xl/_rels/workbook.xml.rels', `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
    <Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
  entry('xl/worksheets/sheet1.xml', sheetXml, claimed),
]);
