/** The tables of a base of УНФ with loyalty cards, as far as they matter here. */
import type { Kind, Table } from './tables.ts';

type Shape = Omit<Table, 'length' | 'row'>;
const [text, guid, bool, number, moment, whole] =
  ['Edm.String', 'Edm.Guid', 'Edm.Boolean', 'Edm.Double', 'Edm.DateTime', 'Edm.Int64'] as const;

const catalog = (name: string, fields: Record<string, string>, parts: Shape['parts'] = {}): Shape => ({
  name: `Catalog_${name}`, kind: 'catalog' satisfies Kind, parts,
  fields: { Ref_Key: guid, DataVersion: text, DeletionMark: bool, Code: text, Description: text, ...fields },
});
const document = (name: string): Shape => ({
  name: `Document_${name}`, kind: 'document' satisfies Kind,
  fields: { Ref_Key: guid, DataVersion: text, DeletionMark: bool, Number: text, Date: moment, Posted: bool },
});
const register = (name: string, fields: Record<string, string>): Shape => ({
  name: `AccumulationRegister_${name}`, kind: 'register' satisfies Kind,
  fields: { Period: moment, Recorder: text, Recorder_Type: text, LineNumber: whole, Active: bool, ...fields },
});

export const CONTACTS = 'КонтактнаяИнформация';
export const SHAPES = {
  cards: catalog('ДисконтныеКарты', { КодКартыШтрихкод: text, ВладелецКарты_Key: guid }),
  owners: catalog('Контрагенты', { ОсновныеСведения: text }, {
    [CONTACTS]: {
      LineNumber: whole, Тип: text, Вид_Key: guid, Представление: text, ЗначенияПолей: text, Значение: text, Страна: text,
      Регион: text, Город: text, АдресЭП: text, НомерТелефона: text,
    },
  }),
  goods: catalog('Номенклатура', { Артикул: text }),
  openings: document('ВводНачальныхОстатков'),
  receipts: document('ЧекККМ'),
  purchases: register('ПродажиПоДисконтнымКартам', {
    ДисконтнаяКарта_Key: guid, Номенклатура_Key: guid, Склад_Key: guid, Количество: number, Сумма: number,
  }),
  points: register('БонусныеБаллы', { RecordType: text, БонуснаяКарта_Key: guid, Начислено: number, КСписанию: number }),
} as const;

export const NOON = Temporal.PlainDateTime.from('2025-02-12T12:00:00');
export const NO_REFERENCE = '00000000-0000-0000-0000-000000000000';
export type Section = keyof typeof SHAPES;
const SECTIONS = Object.keys(SHAPES) as Section[];

/** A reference that is the same on every start. */
export const guidOf = (section: Section, index: number): string => {
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  return `${hex(SECTIONS.indexOf(section) + 10, 8)}-0000-4000-8000-${hex(index, 12)}`;
};

export const version = 'AAAAAQAAAAA=';
export const typeName = (section: Section): string => `StandardODATA.${SHAPES[section].name}`;
export const momentText = (at: Temporal.PlainDateTime): string => at.toString({ smallestUnit: 'second' });
