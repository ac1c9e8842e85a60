/** Reads a whole entity page by page, from bases that repeat rows, lose them, and stop doing what they did. */
import { filterText } from './address.ts';
import { filterFor, orderFor, rowsOf } from './ask.ts';
import { OneCFailure } from './failure.ts';
import { fieldsOfFilter, passes, sorted } from './filters.ts';
import { type PageRequest, requestPage } from './page-request.ts';
import { countEntity } from './probing.ts';
import { seenRows } from './seen.ts';
import type { Transport } from './transport.ts';
import type { Capabilities, OneCRow, Page, Query } from './types.ts';
import { rowKey } from './values.ts';

const PAGE_SIZE = 500;
/** How often a table is read in all when rows are missing. Whoever still misses some is told so. */
const PASSES = 3;
/** So many equal pages one after the other are no coincidence: the base does not pass over what it is told to. */
const EQUAL_PAGES = 3;

export async function* readPages(
  transport: Transport, entity: string, query: Query, can: Capabilities,
): AsyncGenerator<Page> {
  const counted = (): Promise<number | undefined> => {
    const filter = filterFor(query.filter, can);
    return countEntity(transport, entity, filter === undefined ? undefined : filterText(filter), can);
  };
  const request: PageRequest = { transport, entity, query, can, size: query.pageSize ?? PAGE_SIZE };
  const seen = seenRows();
  const equal = equalPages();
  let skip = query.skip ?? 0;
  let isWhole = skip === 0;
  let pass = 1;
  let total = await counted();
  for (;;) {
    const { units, isOtherOrder } = await requestPage(request, skip);
    if (isOtherOrder && skip > 0) {
      // Positions of the order before mean nothing in this one.
      seen.clear();
      [skip, isWhole, total] = [0, true, await counted()];
      continue;
    }
    if (isOtherOrder) total = await counted();
    equal(units);
    for (const unit of units) seen.add(rowKey(unit));
    // More rows than were asked for are rows that come again: only what was asked for is passed over.
    const nextSkip = skip + Math.min(units.length, request.size);
    const page = { rows: rowsFor(units, query, can, entity), skip, nextSkip, pass };
    if (!isEnd(units.length, nextSkip, total)) {
      yield { ...page, isLast: false, ...(total !== undefined && { total }) };
      skip = nextSkip;
      continue;
    }
    const fresh = await counted();
    const isComplete = fresh === undefined ? undefined : seen.size() >= fresh;
    if (!isWhole || isComplete !== false || pass === PASSES) {
      const complete = isWhole && isComplete !== undefined ? { complete: isComplete } : {};
      yield { ...page, isLast: true, ...(fresh !== undefined && { total: fresh }), ...complete };
      return;
    }
    yield { ...page, isLast: false, ...(total !== undefined && { total }) };
    [skip, total, pass] = [0, fresh, pass + 1];
  }
}

/**
 * A short page is the end only where the count says so: some servers give fewer rows than they are asked for. Without a
 * count the next page is asked for, and an empty one ends it.
 */
function isEnd(came: number, nextSkip: number, total: number | undefined): boolean {
  if (came === 0) return true;
  return total !== undefined && nextSkip >= total;
}

function rowsFor(units: readonly OneCRow[], query: Query, can: Capabilities, entity: string): OneCRow[] {
  const rows = units.flatMap(rowsOf);
  const { filter, orderBy } = query;
  const isFiltered = filter === undefined || filterFor(filter, can) !== undefined;
  if (!isFiltered) needFields(rows, fieldsOfFilter(filter), entity);
  const kept = isFiltered ? rows : rows.filter((row) => passes(row, filter));
  const isSorted = orderBy === undefined || (can.form !== 'RECORD_SET' && orderFor(orderBy, can).length > 0);
  return isSorted ? kept : sorted(kept, orderBy);
}

/** Nothing would pass a filter on a field that is not there, and nobody would notice that nothing came. */
function needFields(rows: readonly OneCRow[], fields: readonly string[], entity: string): void {
  if (rows.length === 0) return;
  const missing = fields.find((field) => rows.every((row) => row[field] === undefined));
  if (missing !== undefined) throw new OneCFailure('NO_FIELD', { entity, said: missing });
}

/** Fails at the third page in a row that is like the one before. */
function equalPages(): (units: readonly OneCRow[]) => void {
  let before = '';
  let times = 0;
  return (units) => {
    const keys = units.map(rowKey).join('\n');
    times = keys !== '' && keys === before ? times + 1 : 1;
    before = keys;
    if (times === EQUAL_PAGES) throw new OneCFailure('PAGING');
  };
}
