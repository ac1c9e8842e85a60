/**
 * The file in which Russian banks give statements to accounting programs: 1CClientBankExchange (kl_to_1c.txt). Lines
 * `name=value` in sections. This knows the format and no business: whose money it is, is decided elsewhere.
 */
import { type Day, parseDay } from '../../kernel/day.ts';
import { type Money, kopecks } from '../../kernel/money.ts';
import { type BankEncoding, decodeText, sniffEncoding } from './encoding.ts';

/** What a hostile or mistaken file may cost at most; a year of a busy centre is far below. */
export const BANK_LIMITS = { bytes: 16 * 1024 * 1024, lines: 400_000, lineLength: 4000, documents: 10_000 } as const;

export type BankSide = {
  name: string; inn: string | null; kpp: string | null;
  /** The account, and the one of the settlement, where the bank names both: either may be the holder's own. */
  accounts: string[]; bik: string | null; bank: string | null;
};
export type BankDocument = {
  /** The line of the file on which it begins, from one. */
  line: number;
  kind: string; number: string; date: Day; amount: Money; payer: BankSide; recipient: BankSide;
  received: Day | null; spent: Day | null; purpose: string;
};
/** The bank's own summary of one account. */
export type BankAccountSummary = {
  line: number; account: string; from: Day | null; to: Day | null;
  opening: Money | null; closing: Money | null; received: Money | null; spent: Money | null;
};
export type BankFile = {
  encoding: BankEncoding; version: string; sender: string | null; from: Day | null; to: Day | null;
  /** Every account that the header or a summary names, with the line that names it first. */
  accounts: { account: string; line: number }[];
  summaries: BankAccountSummary[]; documents: BankDocument[];
  warnings: { line: number; code: BankWarning }[];
};
/** NO_END: nothing says that the statement ends, but every section of it does. */
export type BankWarning = 'NO_END' | 'NO_SUMMARY';
export type BankProblem =
  | 'FORMAT' | 'EMPTY' | 'SIZE' | 'LINES' | 'LONG' | 'DOCUMENTS' | 'BINARY' | 'CUT' | 'TAIL' | 'NESTED' | 'UNEXPECTED'
  | 'MALFORMED' | 'SUM' | 'DAY' | 'MISSING' | 'ACCOUNT';

/** Why the file is not taken, and on which of its lines. */
export class BankFileProblem extends Error {
  readonly problem: BankProblem;
  readonly line: number;
  readonly field: string;
  constructor(problem: BankProblem, line: number, field = '') {
    super(`${problem} on line ${line} ${field}`.trim());
    this.problem = problem;
    this.line = line;
    this.field = field;
  }
}

const LINE_END = /\r\n|\n|\r/u;
const ENDS = new Set(['КонецФайла', 'КонецВыписки']);

/** Reads the file; a BankFileProblem says why it cannot be one. Nothing is guessed about sums and dates. */
export function readBankFile(bytes: Uint8Array): BankFile {
  if (bytes.length > BANK_LIMITS.bytes) throw new BankFileProblem('SIZE', 1);
  const encoding = sniffEncoding(bytes);
  const text = decodeText(bytes, encoding);
  if (text.trim() === '') throw new BankFileProblem('EMPTY', 1);
  if (!/^1CClientBankExchange[ \t]*(?:[\r\n]|$)/u.test(text)) throw new BankFileProblem('FORMAT', 1);
  refuseManyLines(text);
  const lines = text.split(LINE_END);
  const reader: Reader = {
    sections: [], header: section('', 1), open: undefined, ended: undefined, purpose: undefined, last: lines.length,
  };
  lines.forEach((line, index) => readLine(reader, line.trim(), index + 1));
  // An end is not obligatory, but without it there must be something whole.
  const isCut = reader.open ?? (reader.ended === undefined && reader.sections.length === 0);
  if (isCut) throw new BankFileProblem('CUT', lines.length);
  return assemble(reader, encoding, lines.length);
}

/** Counts before it splits: sixteen million empty lines are a small file and a big list. */
function refuseManyLines(text: string): void {
  let count = 0;
  for (const _ of text.matchAll(/\n|\r(?!\n)/gu)) {
    count += 1;
    if (count > BANK_LIMITS.lines) throw new BankFileProblem('LINES', count);
  }
}

type Section = { kind: string; title: string; line: number; fields: Map<string, Field[]> };
type Field = { value: string; line: number };
type Reader = {
  sections: Section[]; header: Section; open: Section | undefined; ended: number | undefined;
  /** The purpose that was read last: some banks break it into lines. */
  purpose: Field | undefined;
  /** How many lines the file has. */
  last: number;
};

const section = (kind: string, line: number, title = ''): Section => ({ kind, title, line, fields: new Map() });
/** The line that begins a section and the line that ends it. */
const CLOSED_BY: Readonly<Record<string, string>> = { СекцияРасчСчет: 'КонецРасчСчет', СекцияДокумент: 'КонецДокумента' };
const CLOSERS = new Set(Object.values(CLOSED_BY));

function readLine(reader: Reader, text: string, line: number): void {
  if (text.length > BANK_LIMITS.lineLength) throw new BankFileProblem('LONG', line);
  // A control character never stands in a statement: this is another kind of file.
  if (/(?![\t\v\f\u0080-\u009f])\p{Cc}/u.test(text)) throw new BankFileProblem('BINARY', line);
  if (line === 1 || text === '') return;
  if (reader.ended !== undefined) throw new BankFileProblem('TAIL', line);
  const at = text.indexOf('=');
  const name = (at < 0 ? text : text.slice(0, at)).trim();
  const value = at < 0 ? '' : text.slice(at + 1).trim();
  if (name in CLOSED_BY) return begin(reader, name, value, line);
  if (CLOSERS.has(name)) return end(reader, name, line);
  if (ENDS.has(name)) {
    if (reader.open) throw new BankFileProblem('CUT', line);
    reader.ended = line;
    return;
  }
  if (at < 0) return goOn(reader, text, line);
  const { fields } = reader.open ?? reader.header;
  const field = { value, line };
  const known = fields.get(name);
  if (known) known.push(field);
  else fields.set(name, [field]);
  reader.purpose = name === 'НазначениеПлатежа' ? field : undefined;
}

/** A line without a name goes on with the purpose above it, and is a fault anywhere else. */
function goOn({ open, purpose, last }: Reader, text: string, line: number): void {
  if (!open || !purpose) throw new BankFileProblem(line === last ? 'CUT' : 'MALFORMED', line);
  if (purpose.value.length + text.length > BANK_LIMITS.lineLength) throw new BankFileProblem('LONG', line);
  purpose.value = `${purpose.value} ${text}`;
}

function begin(reader: Reader, kind: string, title: string, line: number): void {
  // What was open was never closed: the file lost its end and went on, or two were joined.
  if (reader.open) throw new BankFileProblem('NESTED', line);
  if (reader.sections.length >= BANK_LIMITS.documents) throw new BankFileProblem('DOCUMENTS', line);
  reader.open = section(kind, line, title);
  reader.sections.push(reader.open);
}

function end(reader: Reader, name: string, line: number): void {
  if (!reader.open || CLOSED_BY[reader.open.kind] !== name) throw new BankFileProblem('UNEXPECTED', line);
  reader.open = undefined;
  reader.purpose = undefined;
}

function assemble({ header, sections, ended }: Reader, encoding: BankEncoding, lastLine: number): BankFile {
  const summaries = sections.filter(({ kind }) => kind === 'СекцияРасчСчет').map(summaryOf);
  const documents = sections.filter(({ kind }) => kind === 'СекцияДокумент').map(documentOf);
  refuseVast([...summaries, ...documents]);
  const accounts = new Map<string, number>();
  for (const { value, line } of header.fields.get('РасчСчет') ?? []) {
    if (value !== '' && !accounts.has(value)) accounts.set(value, line);
  }
  for (const { account, line } of summaries) if (!accounts.has(account)) accounts.set(account, line);
  if (accounts.size === 0) throw new BankFileProblem('ACCOUNT', 1);
  const warnings: BankFile['warnings'] = [];
  if (ended === undefined) warnings.push({ line: lastLine, code: 'NO_END' });
  if (summaries.length === 0) warnings.push({ line: 1, code: 'NO_SUMMARY' });
  return {
    encoding, version: text(header, 'ВерсияФормата'), sender: text(header, 'Отправитель', NAME) || null,
    from: dayOf(header, 'ДатаНачала'), to: dayOf(header, 'ДатаКонца'),
    accounts: [...accounts].map(([account, line]) => ({ account, line })), summaries, documents, warnings,
  };
}

/** Sums are added up later: together they stay far below what a whole number can hold exactly. */
const VAST = 10_000_000_000_000;
function refuseVast(parts: readonly (BankAccountSummary | BankDocument)[]): void {
  let total = 0;
  for (const part of parts) {
    const sums = 'amount' in part ? [part.amount] : [part.opening, part.closing, part.received, part.spent];
    for (const amount of sums) total += Math.abs(amount ?? 0);
    if (total > VAST) throw new BankFileProblem('SUM', part.line, 'Сумма');
  }
}

function summaryOf(from: Section): BankAccountSummary {
  return {
    line: from.line, account: obliged(from, 'РасчСчет'), from: dayOf(from, 'ДатаНачала'), to: dayOf(from, 'ДатаКонца'),
    opening: sumOf(from, 'НачальныйОстаток'), closing: sumOf(from, 'КонечныйОстаток'),
    received: sumOf(from, 'ВсегоПоступило'), spent: sumOf(from, 'ВсегоСписано'),
  };
}

function documentOf(from: Section): BankDocument {
  const date = dayOf(from, 'Дата');
  const amount = sumOf(from, 'Сумма');
  if (date === null) throw new BankFileProblem('MISSING', from.line, 'Дата');
  if (amount === null) throw new BankFileProblem('MISSING', from.line, 'Сумма');
  if (amount <= 0) throw new BankFileProblem('SUM', lineOf(from, 'Сумма'), 'Сумма');
  return {
    line: from.line, kind: from.title.slice(0, SHORT), number: text(from, 'Номер'), date, amount,
    payer: sideOf(from, 'Плательщик'), recipient: sideOf(from, 'Получатель'),
    received: dayOf(from, 'ДатаПоступило'), spent: dayOf(from, 'ДатаСписано'), purpose: purposeOf(from),
  };
}

/** A name may carry the INN before it, and may stand only in the first of its four parts. */
function sideOf(from: Section, who: 'Плательщик' | 'Получатель'): BankSide {
  const stated = text(from, who, NAME) || text(from, `${who}1`, NAME);
  const [, written, name = ''] = /^(?:ИНН\s*(\d{10,12})\s*)?(.*)$/u.exec(stated) ?? [];
  const accounts = [text(from, `${who}Счет`), text(from, `${who}РасчСчет`)].filter((account) => account !== '');
  return {
    name: name.trim(), inn: text(from, `${who}ИНН`).replace(/^0+$/u, '') || written || null,
    kpp: text(from, `${who}КПП`) || null, accounts: [...new Set(accounts)], bik: text(from, `${who}БИК`) || null,
    bank: text(from, `${who}Банк1`, NAME) || null,
  };
}

/** The purpose is one field, or the same in up to six. */
function purposeOf(from: Section): string {
  const whole = text(from, 'НазначениеПлатежа', BANK_LIMITS.lineLength);
  if (whole !== '') return whole;
  const parts = [1, 2, 3, 4, 5, 6].map((n) => text(from, `НазначениеПлатежа${n}`, NAME));
  return parts.filter((part) => part !== '').join(' ');
}

/** How long a number, an account or a code may be; names and purposes are longer. */
const [SHORT, NAME] = [100, 500];
function text({ fields }: Section, name: string, most: number = SHORT): string {
  const { value, line } = fields.get(name)?.[0] ?? { value: '', line: 1 };
  if (value.length > most) throw new BankFileProblem('LONG', line);
  return value;
}
const lineOf = ({ fields, line }: Section, name: string): number => fields.get(name)?.[0]?.line ?? line;

function obliged(from: Section, name: string): string {
  const value = text(from, name);
  if (value === '') throw new BankFileProblem('MISSING', from.line, name);
  return value;
}

const SUM = /^([-+]?)(\d{1,12})(?:[.,](\d{1,2}))?$/u;
/** "4800.00", "4800,5", "-12": at most two decimals, read digit by digit. Null when the field is empty or not there. */
function sumOf(from: Section, name: string): Money | null {
  const value = text(from, name);
  if (value === '') return null;
  const [, sign, roubles = '', decimals = ''] = SUM.exec(value.replace(/[\s\u00a0]/gu, '')) ?? [];
  if (roubles === '') throw new BankFileProblem('SUM', lineOf(from, name), name);
  const amount = Number(roubles) * 100 + Number(decimals.padEnd(2, '0'));
  return kopecks(sign === '-' && amount > 0 ? -amount : amount);
}

/** "20.11.2026". Null when the field is empty or not there. */
function dayOf(from: Section, name: string): Day | null {
  const value = text(from, name);
  if (value === '') return null;
  const [, day, month, year] = /^(\d\d)\.(\d\d)\.((?:19|20|21)\d\d)$/u.exec(value) ?? [];
  try {
    if (year !== undefined) return parseDay(`${year}-${month}-${day}`);
  } catch {
    // No such day in the calendar: told below, with the line.
  }
  throw new BankFileProblem('DAY', lineOf(from, name), name);
}
