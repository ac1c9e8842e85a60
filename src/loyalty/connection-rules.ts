import type { Mapping, MappingChange, PointsStrategy } from './connection-contract.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/**
 * ONEC-1. What things are called in 1C is each organisation's own; it begins with the names of УНФ, where cards carry
 * the phone in the field of the barcode.
 * ru: Имена объектов и полей 1С у каждой организации свои; по умолчанию — имена УНФ, где телефон хранится в поле
 * КодКартыШтрихкод дисконтной карты.
 * Source: S1-002, S1-003, C-28.
 */
export const DEFAULT_MAPPING: Mapping = {
  cards: {
    entity: 'Catalog_ДисконтныеКарты', key: 'Ref_Key', code: 'Code', name: 'Description', phone: 'КодКартыШтрихкод',
    owner: 'ВладелецКарты_Key', deleted: 'DeletionMark',
  },
  owners: {
    entity: 'Catalog_Контрагенты', key: 'Ref_Key', name: 'Description', about: 'ОсновныеСведения',
    contacts: 'КонтактнаяИнформация', deleted: 'DeletionMark',
  },
  goods: { entity: 'Catalog_Номенклатура', key: 'Ref_Key', code: 'Code', article: 'Артикул', name: 'Description' },
  purchases: {
    entity: 'AccumulationRegister_ПродажиПоДисконтнымКартам', at: 'Period', document: 'Recorder',
    documentType: 'Recorder_Type', line: 'LineNumber', active: 'Active', card: 'ДисконтнаяКарта_Key',
    product: 'Номенклатура_Key', quantity: 'Количество', amount: 'Сумма', warehouse: 'Склад_Key',
    openingDocument: 'Document_ВводНачальныхОстатков',
  },
  points: {
    entity: 'AccumulationRegister_БонусныеБаллы', at: 'Period', document: 'Recorder', documentType: 'Recorder_Type',
    line: 'LineNumber', active: 'Active', kind: 'RecordType', card: 'БонуснаяКарта_Key', accrued: 'Начислено',
    spent: 'КСписанию',
  },
};

/** The words of packaging goods that the seed's project began with. */
export const DEFAULT_PACKAGING_WORDS: readonly string[] = [
  'мешочек', 'мешок', 'пакет', 'салфетка', 'коробка', 'упаковка', 'конверт', 'футляр', 'чехол', 'обертка', 'bag', 'box',
  'pack', 'wrap', 'case', 'pouch',
];
export const DEFAULT_POINTS_STRATEGY: PointsStrategy = 'LAST';
export const DEFAULT_PAGE_SIZE = 500;

/** The mapping with what was named changed; what was not named stays. */
export const mappingAfter = (before: Mapping, change: MappingChange = {}): Mapping => ({
  cards: namesAfter(before.cards, change.cards),
  owners: namesAfter(before.owners, change.owners),
  goods: namesAfter(before.goods, change.goods),
  purchases: namesAfter(before.purchases, change.purchases),
  points: namesAfter(before.points, change.points),
});

const namesAfter = <N extends Record<string, string>>(
  before: N, change: { [F in keyof N]?: string | undefined } = {},
): N => ({ ...before, ...Object.fromEntries(Object.entries(change).filter(([, name]) => name !== undefined)) });

const INTERFACE = /\/+odata(\/+standard\.odata)?\/*$|\/+$/i;
/**
 * ONEC-2. The address of a base is its web publication, https://host/base; what follows it («/odata/standard.odata»,
 * a slash) is dropped. A name and a password never stand in an address.
 * ru: Адрес базы — адрес её веб-публикации, https://host/base; «/odata/standard.odata» и косая черта в конце
 * отбрасываются. Имя и пароль в адрес не пишут.
 * Source: C-28.
 * Examples: "https://1c.example.ru/unf/odata/standard.odata/" → "https://1c.example.ru/unf"
 */
export function tidyBaseUrl(text: string): string {
  refuseUnless(/^https?:\/\//i.test(text) && URL.canParse(text), 'ONEC_ADDRESS');
  const url = new URL(text);
  refuseUnless(!url.username && !url.password && !url.search && !url.hash, 'ONEC_ADDRESS');
  return `${url.origin}${url.pathname.replace(INTERFACE, '').replace(INTERFACE, '')}`;
}

/**
 * ONEC-3. The password that is kept goes only to the host it was given for: another host or another user asks for it
 * anew.
 * ru: Сохранённый пароль отправляется только на тот сервер и от того пользователя, для которых его ввели: для другого
 * сервера или пользователя его вводят заново.
 * Source: C-28.
 */
export function mayKeepPassword(
  before: { baseUrl: string; username: string } | undefined, after: { baseUrl: string; username: string },
): boolean {
  if (before === undefined) return false;
  return new URL(before.baseUrl).origin === new URL(after.baseUrl).origin && before.username === after.username;
}

/** Words as they are compared: lower case, «ё» as «е», each once. */
export function tidyWords(words: readonly string[]): string[] {
  const tidied = words.map((word) => word.normalize('NFC').toLowerCase().replaceAll('ё', 'е').trim()).filter((word) => word);
  return [...new Set(tidied)];
}
