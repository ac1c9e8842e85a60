/** Says one question about an entity in the way that the base can answer. */
import { filterText } from './address.ts';
import { OneCFailure } from './failure.ts';
import { fieldsOfFilter } from './filters.ts';
import type { Capabilities, Filter, Form, OneCRow, Query } from './types.ts';

const REGISTER = /^(Accumulation|Information|Accounting|Calculation)Register_/;
const ROWS = '_RecordType';

/** A register is named as in the mapping, without the ending that its rows have. */
export const isRegister = (entity: string): boolean => REGISTER.test(entity);
export const baseName = (entity: string): string =>
  isRegister(entity) && entity.endsWith(ROWS) ? entity.slice(0, -ROWS.length) : entity;
export const pathOf = (entity: string, form: Form): string =>
  form === 'RECORD_TYPE' ? `${baseName(entity)}${ROWS}` : baseName(entity);

/** Sets are of a document: that alone can be asked of them. */
const SET_FIELDS = new Set(['Recorder']);

/** The filter as far as the form lets the base apply it; undefined when it is applied here. */
export function filterFor(filter: Filter | undefined, { form, filter: can }: Capabilities): Filter | undefined {
  if (filter === undefined || !can) return undefined;
  return form !== 'RECORD_SET' || fieldsOfFilter(filter).every((field) => SET_FIELDS.has(field)) ? filter : undefined;
}

/** What makes the order of a query the same on every page, whatever else it is sorted by. */
const LAST_KEYS: Readonly<Record<Form, readonly string[]>> = {
  PLAIN: ['Ref_Key'], RECORD_TYPE: ['Recorder', 'LineNumber'], RECORD_SET: ['Recorder'],
};

export function orderFor(orderBy: readonly string[] | undefined, { form, orderBy: can }: Capabilities): string[] {
  if (!can) return [];
  const wanted = form === 'RECORD_SET' ? [] : orderBy ?? [];
  const named = new Set(wanted.map((key) => key.trim().split(/\s+/)[0]));
  return [...wanted, ...LAST_KEYS[form].filter((key) => !named.has(key))];
}

/** The options of a request for rows, without the page. */
export function optionsOf(query: Pick<Query, 'select' | 'filter' | 'orderBy'>, can: Capabilities): Record<string, string> {
  const filter = filterFor(query.filter, can);
  const order = orderFor(query.orderBy, can);
  const select = can.select && can.form !== 'RECORD_SET' && query.select !== undefined
    ? [...new Set([...LAST_KEYS[can.form], ...query.select])]
    : [];
  return {
    $format: 'json',
    ...(select.length > 0 && { $select: select.join(',') }),
    ...(filter !== undefined && { $filter: filterText(filter) }),
    ...(order.length > 0 && { $orderby: order.join(',') }),
  };
}

/** What the base sent: objects, rows or sets. An answer without a list is no empty table. */
export function unitsOf({ value }: Record<string, unknown>, entity: string): OneCRow[] {
  const isObject = (unit: unknown): unit is OneCRow => typeof unit === 'object' && unit !== null && !Array.isArray(unit);
  if (Array.isArray(value) && value.every(isObject)) return value;
  throw new OneCFailure('NOT_JSON', { status: 200, entity, said: 'no list of objects' });
}

/** Rows out of whatever was sent: a set is taken apart, and its rows know their document. */
export function rowsOf(unit: OneCRow): OneCRow[] {
  const { RecordSet: set, ...head } = unit;
  if (!Array.isArray(set)) return [named(unit)];
  const rows = set.filter((row): row is OneCRow => typeof row === 'object' && row !== null);
  return rows.map((row) => named({ ...head, ...row }));
}

/** A register that one kind of document writes calls it Recorder_Key; everybody else says Recorder. */
const named = (row: OneCRow): OneCRow =>
  row['Recorder'] === undefined && row['Recorder_Key'] !== undefined ? { ...row, Recorder: row['Recorder_Key'] } : row;
