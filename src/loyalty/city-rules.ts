import { XMLParser } from 'fast-xml-parser';

/** What 1C says of the owner of a card, as its row has it. */
export type OwnerRow = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
const member = (value: unknown, name: string): unknown =>
  (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined);

/** «г. Симферополь», «город Симферополь» → «Симферополь». */
export const withoutPrefix = (city: string): string =>
  city.replace(/\s+/g, ' ').trim().replace(/^(г\.\s*|город\s+|г\s+)/iu, '').replace(/[,;]+$/, '').trim();

/** A street by its own words: then it is no city, whatever the field is called. */
const STREET =
  /(^|[\s.,])(ул|улица|пр|пр-т|просп|проспект|пер|переулок|пл|площадь|ш|шоссе|б-р|бульвар|д|дом)([\s.,]|$)|\d/iu;

/**
 * LOY-10. The city is the third line of «Основные сведения», counted from 1, without «г.» or «город». Where there is no
 * such line it is taken from the address of the owner: Состав → АдресРФ → Улица, unless that reads as a street or the
 * address names its city beside it. Without either there is no city, and the customer is kept all the same.
 * ru: Город — третья строка поля «ОсновныеСведения» без «г.» и «город»; если её нет — из адреса: Состав → АдресРФ → Улица
 * (когда это не улица и город не назван рядом), иначе поля «Город» и «НаселПункт». Если города нет, клиент всё равно
 * сохраняется.
 * Source: S1-010…S1-012, C-68, WE-15…WE-17.
 * Examples: "Царькова А. А.\n+7 978 845-13-64\nг. Симферополь" → Симферополь.
 */
export function cityOf(owner: OwnerRow, fields: { about: string; contacts: string }): string | null {
  const about = owner[fields.about];
  const third = typeof about === 'string' ? about.split(/\r?\n/)[2] : undefined;
  const said = third === undefined ? null : text(withoutPrefix(third));
  return said ?? addressesOf(owner, fields.contacts).map(cityOfAddress).find((city) => city !== null) ?? null;
}

type Address = { street: string | null; city: string | null };

function cityOfAddress({ street, city }: Address): string | null {
  if (city !== null) return text(withoutPrefix(city.replace(/\s+(г|город)\.?$/iu, '')));
  return street !== null && !STREET.test(street) ? text(withoutPrefix(street)) : null;
}

/** The addresses of the owner wherever this configuration keeps them: a field, a tabular part with XML, JSON or columns. */
function addressesOf(owner: OwnerRow, contacts: string): Address[] {
  const lines: unknown = owner[contacts];
  const kept = Array.isArray(lines) ? lines.filter((line) => isOf(line, /^адрес$/i)) : [];
  return [
    owner['Состав'], ...kept.flatMap((line): unknown[] => [
      xmlOf(member(line, 'ЗначенияПолей')), jsonOf(member(line, 'Значение')), line,
    ]),
  ].map(addressIn).filter(({ street, city }) => street !== null || city !== null);
}

const isOf = (line: unknown, type: RegExp): boolean => {
  const said = text(member(line, 'Тип'));
  return said === null || type.test(said);
};

const parser = new XMLParser({
  ignoreAttributes: true, removeNSPrefix: true, parseTagValue: false, processEntities: true, trimValues: true,
});
function xmlOf(value: unknown): unknown {
  const xml = text(value);
  if (xml === null || !xml.startsWith('<') || xml.length > 100_000 || xml.includes('<!')) return undefined;
  try {
    return member(parser.parse(xml) as unknown, 'КонтактнаяИнформация') ?? (parser.parse(xml) as unknown);
  } catch {
    return undefined; // a broken address is no address
  }
}

function jsonOf(value: unknown): unknown {
  try {
    return JSON.parse(text(value) ?? 'null') as unknown;
  } catch {
    return undefined; // the field of another version holds something else
  }
}

const CITIES = ['Город', 'НаселПункт', 'НаселенныйПункт', 'city', 'locality'] as const;
const STREETS = ['Улица', 'street'] as const;

/** Looks through «Состав» and «АдресРФ», however deep the address lies in them. */
function addressIn(value: unknown, depth = 0): Address {
  if (depth > 4 || typeof value !== 'object' || value === null) return { street: null, city: null };
  const inner = ['Состав', 'АдресРФ'].map((name) => addressIn(member(value, name), depth + 1));
  const first = (names: readonly string[]): string | null =>
    names.map((name) => text(member(value, name))).find((found) => found !== null) ?? null;
  return {
    street: first(STREETS) ?? inner.find(({ street }) => street !== null)?.street ?? null,
    city: first(CITIES) ?? inner.find(({ city }) => city !== null)?.city ?? null,
  };
}

/** The e-mail among the contacts of the owner. */
export function emailOf(owner: OwnerRow, contacts: string): string | null {
  const lines: unknown = owner[contacts];
  if (!Array.isArray(lines)) return null;
  const mails = lines.filter((line) => isOf(line, /почт/i))
    .map((line: unknown) => text(member(line, 'АдресЭП')) ?? text(member(line, 'Представление')));
  return mails.find((mail) => mail !== null && mail.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(mail)) ?? null;
}

/** The phone among the contacts of the owner, as it is written there. */
export function phoneTextOf(owner: OwnerRow, contacts: string): string | null {
  const lines: unknown = owner[contacts];
  if (!Array.isArray(lines)) return null;
  const phones = lines.filter((line) => isOf(line, /телефон/i) && text(member(line, 'Тип')) !== null);
  return phones.map((line: unknown) => text(member(line, 'НомерТелефона')) ?? text(member(line, 'Представление')))
    .find((phone) => phone !== null) ?? null;
}

/** «Царькова Анна Андреевна» as last, first and middle name; what is no such name stays whole. */
export function namesOf(name: string): { lastName: string | null; firstName: string | null; middleName: string | null } {
  const parts = name.split(' ');
  const isName = parts.length >= 2 && parts.length <= 3 && parts.every((part) => /^\p{Lu}[\p{L}'-]+$/u.test(part));
  const [lastName = null, firstName = null, middleName = null] = isName ? parts : [];
  return { lastName, firstName, middleName };
}
