import { createHash } from 'node:crypto';
import { default as sqlTag, Sql, empty, join, raw } from 'sql-template-tag';
import pg from 'pg';
import { type Money, kopecks } from './money.ts';

/**
 * SQL is read as SQL: text in a tagged template, every value bound. What a statement returns is declared by a
 * record of columns, which gives the TypeScript type of a row and is compared with the database's own answer the
 * first time each statement runs, in every process. So a wrong type cannot live past the first test.
 */
export const sql = sqlTag;
export { Sql, empty, join, raw };

export type Column<T> = { readonly oids: readonly number[]; readonly nullable: boolean; readonly _type?: T };
export type Columns = Record<string, Column<unknown>>;
export type Row<C extends Columns> = { [K in keyof C]: C[K] extends Column<infer T> ? T : never };

const column = <T>(...oids: number[]): Column<T> => ({ oids, nullable: false });
export const uuid = column<string>(2950);
export const text = column<string>(25);
export const bool = column<boolean>(16);
export const int = column<number>(20, 23);
export const money = column<Money>(20);
export const day = column<Temporal.PlainDate>(1082);
export const instant = column<Temporal.Instant>(1184);
export const bytea = column<Buffer>(17);
export const uuids = column<string[]>(2951);
/** A text column whose values a CHECK limits to the given words. */
export const oneOf = <const T extends string>(..._words: readonly T[]): Column<T> => column<T>(25);
export const json = <T>(): Column<T> => column<T>(3802);
export const nullable = <T>(of: Column<T>): Column<T | null> => ({ oids: of.oids, nullable: true });

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The select list of the columns: `i.id, i.client_id, …`. */
export function select(columns: Columns, alias?: string): Sql {
  const prefix = alias === undefined ? '' : `${alias}.`;
  return raw(Object.keys(columns).map((name) => `${prefix}${snake(name)}`).join(', '));
}

const wholeNumber = (value: string): number => kopecks(Number(value));
const arrayOf = <T>(parse: (value: string) => T) => {
  const strings = pg.types.getTypeParser(1009 as never) as (value: string) => (string | null)[];
  return (value: string) => strings(value).map((item) => (item === null ? null : parse(item)));
};
const parsers: [oid: number, arrayOid: number, parse: (value: string) => unknown][] = [
  [20, 1016, wholeNumber],
  [1082, 1182, (value) => Temporal.PlainDate.from(value)],
  [1184, 1185, (value) => Temporal.Instant.from(value.replace(' ', 'T'))],
];
/** int8 as a checked whole number, date and timestamptz as Temporal; everything else as pg gives it. */
export const types = new pg.TypeOverrides();
for (const [oid, arrayOid, parse] of parsers) {
  types.setTypeParser(oid, parse);
  types.setTypeParser(arrayOid, arrayOf(parse));
}

const names = new Map<string, string>();
/** A name for the text of a statement, so that the database parses and plans it once per connection. */
export function statementName(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha1').update(text).digest('base64url');
    names.set(text, name);
  }
  return name;
}

/** Values as the driver takes them: Temporal as text, plain objects as JSON. */
export const bindable = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object') return value ?? null;
  if (Array.isArray(value)) return value.map(bindable);
  return value instanceof Temporal.Instant || value instanceof Temporal.PlainDate ? value.toString() : value;
};

type Field = { name: string; dataTypeID: number };
/** The names declared for each statement whose columns were compared. */
const verified = new Map<string, string[]>();
const isVerified = (text: string, keys: string[]): boolean => {
  const known = verified.get(text);
  return known?.length === keys.length && known.every((key, index) => key === keys[index]);
};

/** Compares the declared columns with what the database says it returns. Throws on the first difference. */
function verify(columns: Columns, fields: Field[], text: string): void {
  const declared = Object.keys(columns);
  const complain = (why: string) => new TypeError(`${why}\nin: ${text.trim().slice(0, 400)}`);
  if (declared.length !== fields.length) {
    throw complain(`Declared ${declared.join(', ')}; returned ${fields.map((f) => f.name).join(', ')}`);
  }
  for (const [index, name] of declared.entries()) {
    const field = fields[index]!;
    if (field.name !== snake(name)) throw complain(`Column ${index + 1} is ${field.name}, declared ${name}`);
    if (!columns[name]!.oids.includes(field.dataTypeID)) {
      throw complain(`Column ${name} has type ${field.dataTypeID}, declared ${columns[name]!.oids.join('/')}`);
    }
  }
}

/** Turns rows in array form into typed objects, verifying the statement the first time it is seen. */
export function decodeRows<C extends Columns>(columns: C, fields: Field[], rows: unknown[][], text: string): Row<C>[] {
  const keys = Object.keys(columns);
  if (!isVerified(text, keys)) {
    verify(columns, fields, text);
    verified.set(text, keys);
  }
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (const [index, key] of keys.entries()) {
      if (values[index] === null && !columns[key]!.nullable) throw new TypeError(`Column ${key} is null in: ${text}`);
      row[key] = values[index];
    }
    return row as Row<C>;
  });
}
