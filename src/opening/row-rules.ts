import type { ImportField, ImportKind, Reason } from './contract.ts';
import { FIELD_WORDS } from './columns-rules.ts';
import { NEW_CLIENT, checkStudent, clientAfter, phoneOf, tidyLine } from '../clients/rules.ts';
import { type Day, isBefore } from '../kernel/day.ts';
import { MAX_MONEY, type Money } from '../kernel/money.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { RefusalCode } from '../kernel/refusals.ts';
import { normaliseSearch } from '../kernel/search.ts';
import { hasControls, looksLikeFormula, parseDate, parseHundredths, parseWhole } from '../integrations/tables/values.ts';

/** By what a client is recognised. */
export type Ref = {
  externalId: string | null; phone: string | null; email: string | null; nameKey: string | null; name: string | null;
};
export type NewClient = {
  kind: 'PERSON' | 'LEGAL'; firstName: string | null; lastName: string | null; middleName: string | null; name: string;
  phone: string | null; email: string | null; city: string | null; cardNumber: string | null; inn: string | null;
  notes: string | null; externalId: string | null;
};
export type NewStudent = { externalId: string | null; firstName: string; lastName: string; birthDate: string | null };
export type OldPassRow = {
  kindName: string; sessionsLeft: number | null; startDate: string; endDate: string | null; price: Money | null;
};
/** Money is signed: credit is positive, debt negative. */
export type Sums = { balance: number | null; points: number | null; turnover: number | null };
/** A row as it was understood. */
export type RowFields = Sums & {
  ref: Ref; client: NewClient | null; student: NewStudent | null; pass: OldPassRow | null; comment: string | null;
};
export type Cells = Readonly<Partial<Record<ImportField, string>>>;

export const reason = (code: string, ru: string, en: string, field: ImportField | null = null): Reason =>
  ({ code, field, ru, en });
const NUMERIC: readonly ImportField[] = ['phone', 'clientPhone', 'balance', 'points', 'turnover', 'amount', 'price',
  'sessionsLeft',
  'startDate', 'endDate', 'birthDate'];
/** Of what Excel makes a number and then shows a part. */
const CODES: readonly ImportField[] = ['externalId', 'clientExternalId', 'card', 'inn', 'phone', 'clientPhone'];

/** Reads the cells of one row and gathers everything that is wrong with them, so that a person mends a row once. */
class Faults {
  readonly found: Reason[] = [];
  add(code: string, field: ImportField, ru: string, en: string): void {
    const words = FIELD_WORDS[field];
    this.found.push(reason(code, `${words.ru}: ${ru}`, `${words.en}: ${en}`, field));
  }

  /** What the rules of the business refuse becomes a reason of the row. */
  by<T>(field: ImportField, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const code: RefusalCode = error.code;
      this.found.push(reason(code, error.sentence('ru'), error.sentence('en'), field));
      return undefined;
    }
  }
}

const nameKeyOf = (name: string | null): string | null => (name === null ? null : normaliseSearch(name) || null);
const line = (cells: Cells, field: ImportField): string | null => tidyLine(cells[field] ?? '');

/**
 * IMP-2. A row is refused with every reason at once: a formula, a control character, a text that is too long, a number,
 * a date, a phone or an INN that is none. Nothing is guessed and nothing is rounded.
 * ru: Строка отклоняется сразу со всеми причинами: формула, управляющий символ, слишком длинный текст, неверное число,
 * дата, телефон или ИНН. Ничего не додумывается и не округляется.
 * Source: issue 5 (bad input).
 * Examples: «=1+1» → FORMULA; «1 500,505» → NUMBER; «31.02.2025» → DATE.
 */
export function understand(
  kind: ImportKind, cells: Cells, formulas: ReadonlySet<ImportField>, asOf: Day,
): { fields: RowFields; reasons: Reason[] } {
  const faults = new Faults();
  checkTexts(cells, formulas, faults);
  const money = (field: ImportField) => numberIn(cells, field, faults);
  const ofStudents = kind === 'STUDENTS' || kind === 'PASSES';
  const ref = kind === 'CLIENTS' ? NOBODY : ofStudents ? payerOf(cells, faults) : selfOf(cells, faults);
  const amount = money('amount');
  const sums: Sums = {
    balance: kind === 'OPENING' ? amount : money('balance'), points: kind === 'POINTS' ? amount : money('points'),
    turnover: kind === 'TURNOVER' ? amount : money('turnover'),
  };
  for (const name of ['points', 'turnover'] as const) {
    if ((sums[name] ?? 0) < 0) faults.add('NEGATIVE', name, 'не бывает отрицательным', 'is never negative');
  }
  const needsSum = kind === 'OPENING' || kind === 'POINTS' || kind === 'TURNOVER';
  if (needsSum && (cells.amount ?? '') === '') faults.add('EMPTY', 'amount', 'не заполнено', 'is empty');
  const client = kind === 'CLIENTS' ? clientOf(cells, faults) ?? null : null;
  return {
    fields: {
      ...sums, client, ref: client === null ? ref : refOf(client), comment: line(cells, 'comment'),
      student: ofStudents ? studentOf(kind, cells, asOf, faults) : null,
      pass: kind === 'PASSES' ? passOf(cells, asOf, faults) : null,
    },
    reasons: faults.found,
  };
}

const NOBODY: Ref = { externalId: null, phone: null, email: null, name: null, nameKey: null };
const refOf = ({ externalId, phone, email, name }: NewClient): Ref => ({
  externalId, phone, email: email?.toLowerCase() ?? null, name, nameKey: nameKeyOf(name),
});

function checkTexts(cells: Cells, formulas: ReadonlySet<ImportField>, faults: Faults): void {
  for (const [field, text] of Object.entries(cells) as [ImportField, string][]) {
    const isFormula = formulas.has(field) || (!NUMERIC.includes(field) && looksLikeFormula(text));
    if (isFormula)
      faults.add('FORMULA', field, 'формулы не принимаются, вставьте значение', 'formulas are not taken, paste the value');
    if (CODES.includes(field) && /^\d([.,]\d+)?E\+\d+$/i.test(text)) {
      faults.add('SHORTENED', field, `«${text.slice(0, 40)}» сократил Excel: задайте столбцу формат «Текст»`,
        `“${text.slice(0, 40)}” was shortened by Excel: give the column the format Text`);
    }
    if (hasControls(text)) faults.add('CONTROL', field, 'недопустимые символы', 'characters that are not allowed');
    const longest = field === 'notes' || field === 'comment' ? 4000 : 200;
    if (text.length > longest) faults.add('TOO_LONG', field, `больше ${longest} знаков`, `more than ${longest} characters`);
  }
}

function numberIn(cells: Cells, field: ImportField, faults: Faults): number | null {
  const text = cells[field] ?? '';
  if (text === '') return null;
  const value = parseHundredths(text);
  if (value === undefined || Math.abs(value) > MAX_MONEY) {
    const shown = text.slice(0, 40);
    faults.add('NUMBER', field, `«${shown}» — непонятная сумма, пишите 1500,50`, `“${shown}” is no amount, write 1500.50`);
    return null;
  }
  return value;
}

function dateIn(cells: Cells, field: ImportField, faults: Faults): Day | null {
  const text = cells[field] ?? '';
  if (text === '') return null;
  const value = parseDate(text);
  if (value === undefined)
    faults.add('DATE', field, `«${text.slice(0, 40)}» — не дата`, `“${text.slice(0, 40)}” is no date`);
  return value ?? null;
}

function emailIn(cells: Cells, field: ImportField, faults: Faults): string | null {
  const text = line(cells, field);
  if (text === null || /^[^\s@]+@[^\s@]+$/.test(text)) return text;
  faults.add('EMAIL', field, 'не адрес почты', 'is no e-mail address');
  return null;
}

const phoneIn = (cells: Cells, field: ImportField, faults: Faults): string | null =>
  faults.by(field, () => phoneOf(cells[field])) ?? null;

/** «Иванова Анна Петровна» in parts, or in the columns they were given in. */
function namesIn(cells: Cells): { lastName: string | null; firstName: string | null; middleName: string | null } {
  const full = line(cells, 'fullName');
  const [lastName, firstName, middleName] = [line(cells, 'lastName'), line(cells, 'firstName'), line(cells, 'middleName')];
  if (lastName !== null || firstName !== null || full === null) return { lastName, firstName, middleName };
  const words = full.split(' ');
  if (words.length === 1) return { lastName: null, firstName: full, middleName };
  if (words.length > 3) return { lastName: null, firstName: full, middleName };
  const [last = null, first = null, middle = null] = words;
  return { lastName: last, firstName: first, middleName: middle };
}

const LEGAL = /^(ООО|АО|ОАО|ЗАО|ПАО|АНО|НКО|ГБУ|МБУ|МАУ|МБОУ|ГБОУ|ФГБУ)(?=[\s«"])/i;

function clientOf(cells: Cells, faults: Faults): NewClient | undefined {
  const company = line(cells, 'companyName') ?? (LEGAL.test(line(cells, 'fullName') ?? '') ? line(cells, 'fullName') : null);
  const names = company === null ? namesIn(cells) : { lastName: null, firstName: null, middleName: null };
  const email = emailIn(cells, 'email', faults);
  const phone = phoneIn(cells, 'phone', faults);
  const facts = faults.by('fullName', () => clientAfter(NEW_CLIENT, {
    kind: company === null ? 'PERSON' : 'LEGAL', ...names, ...(company !== null && { name: company }), email,
    city: cells.city, cardNumber: cells.card, inn: cells.inn, notes: cells.notes,
  }));
  if (facts === undefined) return undefined;
  const { kind, firstName, lastName, middleName, name, city, cardNumber, inn, notes } = facts;
  return {
    kind, firstName, lastName, middleName, name, phone, email, city, cardNumber, inn, notes,
    externalId: line(cells, 'externalId'),
  };
}

function selfOf(cells: Cells, faults: Faults): Ref {
  const names = namesIn(cells);
  const name = line(cells, 'companyName')
    ?? ([names.lastName, names.firstName, names.middleName].filter((part) => part !== null).join(' ') || null);
  const ref = {
    externalId: line(cells, 'externalId'), phone: phoneIn(cells, 'phone', faults),
    email: emailIn(cells, 'email', faults)?.toLowerCase() ?? null, name, nameKey: nameKeyOf(name),
  };
  return needed(ref, 'fullName', faults);
}

function payerOf(cells: Cells, faults: Faults): Ref {
  const name = line(cells, 'clientName');
  const ref = {
    externalId: line(cells, 'clientExternalId'), phone: phoneIn(cells, 'clientPhone', faults),
    email: emailIn(cells, 'clientEmail', faults)?.toLowerCase() ?? null, name, nameKey: nameKeyOf(name),
  };
  return needed(ref, 'clientName', faults);
}

function needed(ref: Ref, field: ImportField, faults: Faults): Ref {
  const known = ref.externalId ?? ref.phone ?? ref.email ?? ref.nameKey;
  if (known === null && faults.found.length === 0) faults.add('EMPTY', field, 'не заполнено', 'is empty');
  return ref;
}

function studentOf(kind: ImportKind, cells: Cells, asOf: Day, faults: Faults): NewStudent | null {
  const names = namesIn(cells);
  const birthDate = dateIn(cells, 'birthDate', faults);
  faults.by('birthDate', () => checkStudent({ birthDate, paysSelf: false }, asOf));
  const firstName = names.firstName ?? names.lastName;
  if (firstName === null) {
    if (kind === 'STUDENTS') faults.add('EMPTY', 'firstName', 'не заполнено', 'is empty');
    return null;
  }
  const lastName = names.firstName === null ? '' : names.lastName ?? '';
  return { externalId: line(cells, 'externalId'), firstName, lastName, birthDate: birthDate?.toString() ?? null };
}

function passOf(cells: Cells, asOf: Day, faults: Faults): OldPassRow | null {
  const kindName = line(cells, 'passKind');
  if (kindName === null) faults.add('EMPTY', 'passKind', 'не заполнено', 'is empty');
  const startDate = dateIn(cells, 'startDate', faults);
  if ((cells.startDate ?? '') === '') faults.add('EMPTY', 'startDate', 'не заполнено', 'is empty');
  const endDate = dateIn(cells, 'endDate', faults);
  if (startDate !== null && isBefore(asOf, startDate)) {
    faults.add('DATE_IN_FUTURE', 'startDate', 'позже даты остатков', 'is after the date of the balances');
  }
  if (startDate !== null && endDate !== null && isBefore(endDate, startDate)) {
    faults.add('DATES_REVERSED', 'endDate', 'раньше начала', 'is before the start');
  }
  const price = numberIn(cells, 'price', faults);
  if (price !== null && price < 0) faults.add('NEGATIVE', 'price', 'не бывает отрицательной', 'is never negative');
  const left = cells.sessionsLeft ?? '';
  const sessionsLeft = left === '' ? null : parseWhole(left) ?? null;
  if (left !== '' && (sessionsLeft === null || sessionsLeft > 10_000)) {
    faults.add('NUMBER', 'sessionsLeft', 'не целое число', 'is no whole number');
  }
  if (kindName === null || startDate === null) return null;
  return {
    kindName, sessionsLeft, price: price as Money | null, startDate: startDate.toString(),
    endDate: endDate?.toString() ?? null,
  };
}
