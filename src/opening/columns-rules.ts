import { IMPORT_FIELDS, type ImportField, type ImportKind } from './contract.ts';
import { normaliseSearch } from '../kernel/search.ts';

type Words = { ru: string; en: string };
export const FIELD_WORDS: Readonly<Record<ImportField, Words>> = {
  externalId: { ru: 'Код в прежней программе', en: 'Id in the former program' },
  fullName: { ru: 'ФИО', en: 'Full name' }, lastName: { ru: 'Фамилия', en: 'Last name' },
  firstName: { ru: 'Имя', en: 'First name' }, middleName: { ru: 'Отчество', en: 'Middle name' },
  companyName: { ru: 'Организация', en: 'Company' }, phone: { ru: 'Телефон', en: 'Phone' },
  email: { ru: 'Эл. почта', en: 'E-mail' }, city: { ru: 'Город', en: 'City' }, card: { ru: 'Номер карты', en: 'Card' },
  inn: { ru: 'ИНН', en: 'INN' }, notes: { ru: 'Примечание', en: 'Notes' },
  birthDate: { ru: 'Дата рождения', en: 'Birth date' },
  balance: { ru: 'Остаток: аванс или долг с минусом', en: 'Balance: credit, or debt with a minus' },
  points: { ru: 'Баллы', en: 'Points' }, turnover: { ru: 'Оборот', en: 'Turnover' },
  clientExternalId: { ru: 'Код плательщика', en: "Payer's id" }, clientName: { ru: 'Плательщик', en: 'Payer' },
  clientPhone: { ru: 'Телефон плательщика', en: "Payer's phone" },
  clientEmail: { ru: 'Эл. почта плательщика', en: "Payer's e-mail" },
  passKind: { ru: 'Вид абонемента', en: 'Kind of pass' }, sessionsLeft: { ru: 'Осталось занятий', en: 'Sessions left' },
  startDate: { ru: 'Начало', en: 'Start' }, endDate: { ru: 'Окончание', en: 'End' }, price: { ru: 'Цена', en: 'Price' },
  amount: { ru: 'Сумма', en: 'Amount' }, comment: { ru: 'Комментарий', en: 'Comment' },
};

const NAMES = ['fullName', 'lastName', 'firstName'] as const;
const PERSON = [...NAMES, 'middleName', 'companyName', 'phone', 'email'] as const;
const PAYER = ['clientExternalId', 'clientName', 'clientPhone', 'clientEmail'] as const;
const CLIENT = ['externalId', ...PERSON] as const;
type Shape = { fields: readonly ImportField[]; oneOf: readonly (readonly ImportField[])[] };
const AMOUNTS: Shape = { fields: [...CLIENT, 'amount', 'comment'], oneOf: [CLIENT, ['amount']] };

/** What each kind of import is made of; of each list of `oneOf` at least one column must be there. */
export const SHAPES: Readonly<Record<ImportKind, Shape>> = {
  CLIENTS: {
    fields: [...CLIENT, 'city', 'card', 'inn', 'notes', 'balance', 'points', 'turnover'], oneOf: [[...NAMES, 'companyName']],
  },
  STUDENTS: { fields: ['externalId', ...NAMES, 'birthDate', ...PAYER], oneOf: [NAMES, PAYER] },
  PASSES: {
    fields: [...PAYER, ...NAMES, 'birthDate', 'passKind', 'sessionsLeft', 'startDate', 'endDate', 'price'],
    oneOf: [PAYER, ['passKind'], ['startDate']],
  },
  OPENING: AMOUNTS, POINTS: AMOUNTS, TURNOVER: AMOUNTS,
};

/** How people head their columns, in the form of `headOf`. */
const ALIASES: readonly (readonly [ImportField, string])[] = [
  ['externalId', 'код|id|ид|идентификатор|external id|внешний код|код в прежней программе'],
  ['externalId', 'код ученика|student id|id in the former program'],
  ['fullName', 'фио|фамилия имя отчество|имя и фамилия|ф и о|full name|name|наименование|полное имя'],
  ['fullName', 'ученик|ребенок|фио ученика|фио ребенка|имя ребенка|student|child|student name'],
  ['lastName', 'фамилия|last name|surname|фамилия ученика'], ['firstName', 'имя|first name|имя ученика'],
  ['middleName', 'отчество|middle name|patronymic'], ['companyName', 'организация|компания|юрлицо|company|юридическое лицо'],
  ['phone', 'телефон|тел|мобильный|номер телефона|phone|mobile|сотовый'],
  ['email', 'email|e mail|почта|электронная почта|эл почта|mail'], ['city', 'город|city|населенный пункт'],
  ['card', 'карта|номер карты|дисконтная карта|карта лояльности|card|card number'], ['inn', 'инн|inn'],
  ['notes', 'примечание|примечания|заметки|notes|note'], ['comment', 'комментарий|comment|основание'],
  ['birthDate', 'дата рождения|др|день рождения|birth date|birthday|date of birth'],
  ['balance', 'баланс|остаток|сальдо|остаток денег|balance|долг аванс|остаток на счете|остаток аванс или долг с минусом'],
  ['points', 'баллы|бонусы|points|bonus|остаток баллов'], ['turnover', 'оборот|сумма покупок|turnover|накоплено'],
  ['clientExternalId', 'код плательщика|код клиента|client id|payer id|код родителя|payer s id'],
  ['clientName', 'плательщик|клиент|родитель|фио плательщика|фио родителя|фио клиента|имя клиента'],
  ['clientName', 'payer|client|parent|customer'],
  ['clientPhone', 'телефон плательщика|телефон родителя|телефон клиента|payer phone|parent phone|payer s phone'],
  ['clientEmail', 'почта плательщика|email плательщика|эл почта плательщика|payer email|почта родителя|payer s e mail'],
  ['passKind', 'абонемент|вид абонемента|тип абонемента|pass|kind of pass|subscription|тариф'],
  ['sessionsLeft', 'осталось занятий|остаток занятий|осталось|занятий осталось|sessions left|visits left|остаток посещений'],
  ['startDate', 'начало|дата начала|с|start|start date|действует с|дата покупки'],
  ['endDate', 'окончание|дата окончания|по|end|end date|действует до|действует по'],
  ['price', 'цена|стоимость|price|сумма абонемента'], ['amount', 'сумма|amount|sum|значение'],
];

const headOf = (text: string): string => normaliseSearch(text.replace(/[^\p{L}\p{N}]+/gu, ' '));
const BY_ALIAS = new Map(ALIASES.flatMap(([field, names]) => names.split('|').map((name) => [name, field] as const)));

/**
 * The same heading means the payer where rows are of students, and the sum of the row where they are of sums. A «Сумма»
 * beside a client may be anything, so it is never taken for his balance.
 */
function meant(field: ImportField, kind: ImportKind): ImportField | undefined {
  const { fields } = SHAPES[kind];
  if (kind === 'PASSES' && field === 'externalId') return undefined;
  if (fields.includes(field)) return field;
  const payer: Partial<Record<ImportField, ImportField>> = { phone: 'clientPhone', email: 'clientEmail' };
  const self: Partial<Record<ImportField, ImportField>> = {
    clientName: 'fullName', clientPhone: 'phone', clientEmail: 'email', clientExternalId: 'externalId', notes: 'comment',
    ...(kind === 'OPENING' && { balance: 'amount' }), ...(kind === 'POINTS' && { points: 'amount' }),
    ...(kind === 'TURNOVER' && { turnover: 'amount' }), ...(kind === 'CLIENTS' && { comment: 'notes' }),
    ...(kind === 'PASSES' && { amount: 'price' }),
  };
  const other = payer[field] ?? self[field];
  const chosen = other !== undefined && fields.includes(other) ? other : self[field];
  return chosen !== undefined && fields.includes(chosen) ? chosen : undefined;
}

/**
 * IMP-1. What a column holds is guessed by its heading, in Russian or English, and each field is taken from the first
 * column that looks like it; what a person says of a column goes before every guess.
 * ru: Назначение столбца угадывается по заголовку, каждое поле берётся из первого подходящего столбца; указание человека
 * важнее догадки.
 * Source: issue 5 (import).
 * Examples: CLIENTS «Телефон» → phone; STUDENTS «Телефон» → clientPhone; OPENING «Сальдо» → amount.
 */
export function guessColumns(
  heads: readonly string[], kind: ImportKind, said: Readonly<Record<string, ImportField>> = {},
): (ImportField | null)[] {
  const taken = new Set<ImportField>(Object.values(said));
  return heads.map((head) => {
    const named = said[head];
    if (named !== undefined) return SHAPES[kind].fields.includes(named) ? named : null;
    const alias = BY_ALIAS.get(headOf(head));
    const field = alias && meant(alias, kind);
    if (field === undefined || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

/** The fields of which none has a column, in words; empty when the file can be read. */
export function missingFields(found: readonly (ImportField | null)[], kind: ImportKind): Words[] {
  return SHAPES[kind].oneOf.filter((group) => !group.some((field) => found.includes(field))).map((group) => ({
    ru: group.map((field) => `«${FIELD_WORDS[field].ru}»`).join(' или '),
    en: group.map((field) => `“${FIELD_WORDS[field].en}”`).join(' or '),
  }));
}

/** What a person may say of a column. */
export const fieldsOf = (kind: ImportKind) => IMPORT_FIELDS.filter((field) => SHAPES[kind].fields.includes(field))
  .map((field) => ({
    field, ...FIELD_WORDS[field], required: SHAPES[kind].oneOf.some((group) => group.length === 1 && group[0] === field),
  }));

/** Names for columns: their headings; where there is none, the letter; a repeated one is numbered. */
export function columnNames(heads: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return heads.map((head, index) => {
    const name = head.slice(0, 150) || letterOf(index);
    const times = (counts.get(name) ?? 0) + 1;
    counts.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

const letterOf = (index: number): string =>
  (index < 26 ? '' : letterOf(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));
