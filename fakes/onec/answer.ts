/** What the base answers to one question, before anything goes wrong on the way. */
import { BadRequest, type Row } from './filter.ts';
import { type Published, metadataOf } from './metadata.ts';
import { type Quirks, happens, measure, subject } from './quirks.ts';
import { type Data, type Table, project, select, setsOf } from './tables.ts';

export type Answer = { status: number; body: string; type: 'json' | 'xml' | 'text' | 'html' };
export type Question = { path: string; options: ReadonlyMap<string, string> };
export type Base = {
  data: Data;
  sets: Map<string, Table>;
  quirks: Quirks;
  /** How many questions about rows were answered: what an unstable order depends on. */
  asked: number;
};

const ROWS = '_RecordType';
const json = (value: unknown): Answer => ({ status: 200, body: JSON.stringify(value), type: 'json' });
export const failed = (status: number, code: string, text: string): Answer => ({
  status, type: 'json', body: JSON.stringify({ 'odata.error': { code, message: { lang: 'ru', value: text } } }),
});

export function answerTo(base: Base, { path, options }: Question): Answer {
  if (path === '$metadata') return { status: 200, body: metadataOf(published(base)), type: 'xml' };
  const { entity, key, isCount } = partsOf(path);
  try {
    const refused = refusedBy(base.quirks, entity, options, isCount);
    if (refused !== undefined) return refused;
    const table = published(base).flatMap(({ table: found, rows, sets }) => {
      if (found.kind !== 'register') return found.name === entity ? [found] : [];
      if (rows && entity === found.name + ROWS) return [found];
      return sets && entity === found.name ? [setsIn(base, found)] : [];
    })[0];
    if (table === undefined) return failed(404, '8', `"${entity}" entity is not found`);
    if (key !== undefined) return one(table, key);
    return isCount ? countOf(base, table, options) : pageOf(base, table, entity, options);
  } catch (error) {
    if (error instanceof BadRequest) return failed(400, error.code, error.message);
    throw error;
  }
}

function partsOf(path: string): { entity: string; key: string | undefined; isCount: boolean } {
  const [head = '', tail] = path.split('/');
  const [, entity = head, key] = /^([^(]+)\(guid'([^']*)'\)$/.exec(head) ?? [];
  return { entity, key, isCount: tail === '$count' };
}

function published({ data, quirks }: Base): Published[] {
  const [hidden, field] = [subject(quirks, 'not-published'), subject(quirks, 'missing-field')];
  return data.filter(({ name }) => name !== hidden).map((table) => ({
    table: field === undefined ? table : withoutField(table, field),
    rows: quirks['no-record-type'] !== true, sets: quirks['no-record-set'] !== true,
  }));
}

const narrowed = new WeakMap<Table, Map<string, Table>>();
/** The same table every time, so that what was found in it is found again. */
function withoutField(table: Table, field: string): Table {
  const known = narrowed.get(table) ?? new Map<string, Table>();
  narrowed.set(table, known);
  const rest = (row: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => name !== field));
  const without = known.get(field) ?? {
    ...table, fields: rest(table.fields) as Record<string, string>,
    parts: rest(table.parts ?? {}) as Record<string, Record<string, string>>, row: (index: number) => rest(table.row(index)),
  };
  known.set(field, without);
  return without;
}

function setsIn({ sets }: Base, table: Table): Table {
  const made = sets.get(table.name) ?? setsOf(table);
  sets.set(table.name, made);
  return made;
}

const WHERE = 'Операция не разрешена в предложении "ГДЕ"';
function refusedBy(
  quirks: Quirks, entity: string, options: ReadonlyMap<string, string>, isCount: boolean,
): Answer | undefined {
  if (isCount && happens(quirks, 'no-count', entity)) return failed(403, '19', 'Метод запрещён');
  if (options.has('$inlinecount') && happens(quirks, 'no-inline-count', entity)) {
    return failed(400, '14', 'Неизвестная опция');
  }
  if (options.has('$orderby') && happens(quirks, 'orderby-500', entity)) {
    return failed(500, '-1', 'Ошибка при выполнении запроса: AUTOORDER не поддерживается');
  }
  if (options.has('$filter') && happens(quirks, 'filter-500', entity)) return failed(500, '-1', WHERE);
  if (options.has('$filter') && happens(quirks, 'filter-403', entity)) return failed(403, '20', WHERE);
  if (options.has('$select') && happens(quirks, 'select-400', entity)) {
    return failed(400, '10', 'Сегмент пути "?" не найден');
  }
  if (happens(quirks, 'rls', entity) && options.get('allowedOnly') !== 'true') {
    return failed(401, '20', 'Недостаточно прав');
  }
  return undefined;
}

function one(table: Table, key: string): Answer {
  for (let place = 0; place < table.length(); place += 1) {
    const row = table.row(place);
    if (row['Ref_Key'] === key) return json({ 'odata.metadata': '$metadata#x/@Element', ...row });
  }
  return failed(404, '9', 'Entity instance not found');
}

const lengthOf = ({ quirks }: Base, places: Uint32Array): number => {
  if (quirks.empty === true) return 0;
  return quirks.rls === undefined || quirks.rls === false ? places.length : Math.ceil(places.length / 2);
};

function countOf(base: Base, table: Table, options: ReadonlyMap<string, string>): Answer {
  const places = select(table, { filter: options.get('$filter') });
  const mark = happens(base.quirks, 'bom-count', table.name) ? '\u{feff}' : '';
  return { status: 200, body: `${mark}${lengthOf(base, places)}`, type: 'text' };
}

function pageOf(base: Base, table: Table, entity: string, options: ReadonlyMap<string, string>): Answer {
  const { quirks } = base;
  const orderBy = options.get('$orderby');
  const found = select(table, { filter: options.get('$filter'), orderBy });
  const total = lengthOf(base, found);
  const isInline = options.get('$inlinecount') === 'allpages'; // and then 1C sends everything, whatever the page
  const most = measure(quirks, 'small-pages', entity) ?? Infinity;
  const top = isInline ? total : Math.min(wholeOption(options, '$top') ?? total, most);
  const skip = isInline || happens(quirks, 'ignore-skip', entity) ? 0 : wholeOption(options, '$skip') ?? 0;
  const from = skip > 0 && happens(quirks, 'lose-rows', entity) ? skip + 1 : skip;
  const again = skip > 0 && from < total && happens(quirks, 'repeat-rows', entity);
  const until = Math.min(total, skip + top);
  const turn = orderBy === undefined && happens(quirks, 'unstable-order', entity) ? base.asked * 3 : 0;
  const rows: Row[] = [];
  for (let place = again ? from - 1 : from; place < until; place += 1) {
    rows.push(table.row(found[(place + turn) % total] ?? 0));
  }
  base.asked += 1;
  return json({
    'odata.metadata': `http://fake/base/odata/standard.odata/$metadata#${entity}`,
    ...(isInline && { 'odata.count': String(total) }),
    value: project(rows, table, options.get('$select')),
  });
}

function wholeOption(options: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = options.get(name);
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new BadRequest('4', `Неверное значение ${name}`);
  return Number(text);
}
