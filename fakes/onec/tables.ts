/** What a base holds: tables whose rows are kept, or made when they are asked for. */
import { BadRequest, type Row, parseFilter, unknownField } from './filter.ts';

export type Kind = 'catalog' | 'document' | 'register';
export type Table = {
  /** «Catalog_ДисконтныеКарты», «AccumulationRegister_БонусныеБаллы». */
  name: string;
  kind: Kind;
  /** Every field with its type: "Edm.String". */
  fields: Readonly<Record<string, string>>;
  /** Fields of the tabular parts. */
  parts?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  length(): number;
  row(index: number): Row;
};
export type Data = readonly Table[];

/** Rows that are kept in a list, which a test may change. */
export const tableOf = (table: Omit<Table, 'length' | 'row'>, rows: readonly Row[]): Table =>
  ({ ...table, length: () => rows.length, row: (index) => rows[index] ?? {} });

export type Asked = { filter?: string | undefined; orderBy?: string | undefined };

/** What was found and sorted once, as places in the table: a million rows are not gone through for each page. */
const found = new WeakMap<Table, Map<string, Uint32Array>>();
const KEPT = 8;

/** The places of the rows that pass the filter, in the order that is asked for. */
export function select(table: Table, { filter, orderBy }: Asked): Uint32Array {
  const length = table.length();
  const key = JSON.stringify([length, filter, orderBy]);
  const known = found.get(table) ?? new Map<string, Uint32Array>();
  found.set(table, known);
  const places = known.get(key) ?? sort(table, filtered(table, length, filter), orderBy);
  known.delete(key);
  known.set(key, places);
  for (const old of [...known.keys()].slice(0, Math.max(0, known.size - KEPT))) known.delete(old);
  return places;
}

function filtered(table: Table, length: number, filter: string | undefined): Uint32Array {
  const all = Uint32Array.from({ length }, (_, place) => place);
  if (filter === undefined) return all;
  const passes = parseFilter(filter, new Set(Object.keys(table.fields)));
  return all.filter((place) => passes(table.row(place)));
}

function sort(table: Table, places: Uint32Array, orderBy: string | undefined): Uint32Array {
  if (orderBy === undefined) return places;
  const keys = orderBy.split(',').map((key) => key.trim().split(/\s+/)).map(([field = '', way]) => {
    if (!Object.hasOwn(table.fields, field)) throw unknownField(field);
    return { field, sign: way === 'desc' ? -1 : 1 };
  });
  const compare = (a: number, b: number): number => {
    const [left, right] = [table.row(a), table.row(b)];
    for (const { field, sign } of keys) {
      const order = sign * rank(left[field], right[field]);
      if (order !== 0) return order;
    }
    return 0;
  };
  const isSorted = places.every((place, index) => index === 0 || compare(places[index - 1]!, place) <= 0);
  return isSorted ? places : places.toSorted(compare);
}

function rank(a: unknown, b: unknown): number {
  const isWhole = (value: unknown): boolean => typeof value === 'string' && /^\d+$/.test(value);
  if (isWhole(a) && isWhole(b)) return Number(a) - Number(b);
  const [x, y] = [a as string | number, b as string | number];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Rows with the fields that are asked for. */
export function project(rows: Row[], table: Table, names: string | undefined): Row[] {
  if (names === undefined || names === '*' || names === '**') return rows;
  const fields = names.split(',').map((name) => name.trim());
  const unknown = fields.find((field) => !Object.hasOwn(table.fields, field) && !Object.hasOwn(table.parts ?? {}, field));
  if (unknown !== undefined) throw unknownField(unknown);
  return rows.map((row) => Object.fromEntries(fields.map((field) => [field, row[field]])));
}

/** The record sets of a register: its rows, together for each document. They need one document's rows side by side. */
export function setsOf(table: Table): Table {
  let starts: number[] = [];
  let counted = -1;
  const begin = (): number[] => {
    const length = table.length();
    if (counted === length) return starts;
    [starts, counted] = [[], length];
    let before: unknown;
    for (let place = 0; place < length; place += 1) {
      const { Recorder: recorder } = table.row(place);
      if (recorder !== before) starts.push(place);
      before = recorder;
    }
    return starts;
  };
  return {
    name: table.name, kind: 'register', fields: { Recorder: 'Edm.String', Recorder_Type: 'Edm.String' },
    length: () => begin().length,
    row: (index) => {
      const from = begin()[index] ?? 0;
      const until = begin()[index + 1] ?? table.length();
      const rows = Array.from({ length: until - from }, (_, offset) => table.row(from + offset));
      const { Recorder, Recorder_Type } = rows[0] ?? {};
      return { Recorder, Recorder_Type, RecordSet: rows };
    },
  };
}

export { BadRequest };
