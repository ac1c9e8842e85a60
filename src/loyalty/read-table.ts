/** Reads one table of 1C from its beginning, or from where a run stopped, page by page, to a known end. */
import type { SyncStage } from './contract.ts';
import { endOf, progressOf } from './rules.ts';
import type { Change, Run } from './run.ts';
import { type Cursor, analyseTables } from './sync-store.ts';
import type { Capabilities, OneC, OneCRow, Page, Query } from '../integrations/onec/client.ts';

export type Table = Readonly<{
  stage: SyncStage; entity: string; query: Query;
  /** At most so many rows are of interest; the rest of the table does not count for the progress. */
  most?: number;
  /** Keeps the rows of a page, with the run's step, in one transaction. */
  keep: (rows: readonly OneCRow[], step: (others: number) => Pick<Change, 'percent' | 'cursor'>) => Promise<Kept>;
  /** Different rows of this run that are kept by now. */
  countSeen: () => Promise<number>;
}>;
/** Rows of the page that were not kept, rows that this run had not seen before, and whether nothing more is wanted. */
export type Kept = { others: number; fresh: number; isFull?: boolean };

export type Ending = Readonly<{
  /** Every row came (true), some are missing (false), or the base cannot say (undefined). */
  complete: boolean | undefined; isFull: boolean; capabilities: Capabilities;
}>;

export async function readTable(run: Run, table: Table): Promise<Ending> {
  const capabilities = await run.onec.probe(table.entity, table.query);
  let from = placeToGoOn(run.state.cursor, capabilities, table.query.pageSize ?? 0);
  for (;;) {
    const end = await readFrom(run, table, capabilities, from);
    const { complete, isFull, total } = end;
    const isKnown = isFull || complete !== undefined || end.beganAt === 0 || total === undefined;
    if (!end.hasMoved && isKnown) return { complete, isFull, capabilities };
    // What was read before the interruption is not known to this process: together it has to be all that there is.
    if (!end.hasMoved && await table.countSeen() + end.others === total) return { complete: true, isFull, capabilities };
    from = BEGINNING;
  }
}

/** `known`: the place up to which this run has read; what comes before it, it has seen. */
type From = { skip: number; others: number; known: number; total: number | undefined };
const BEGINNING: From = { skip: 0, others: 0, known: 0, total: undefined };
const howOf = (capabilities: Capabilities): string => JSON.stringify(capabilities);

/**
 * A place means the same only in a table that is sorted, and asked in the same way. The page before it is read once more:
 * if a row of it is new, the places have moved since.
 */
function placeToGoOn({ skip = 0, others = 0, how, total }: Cursor, capabilities: Capabilities, pageSize: number): From {
  const isSure = capabilities.orderBy && capabilities.form !== 'RECORD_SET' && how === howOf(capabilities);
  return isSure && skip > pageSize ? { skip: skip - pageSize, others, known: skip, total } : BEGINNING;
}

type ReadFrom = {
  complete: boolean | undefined; isFull: boolean; total: number | undefined; others: number; beganAt: number;
  /** The rows before the place where it went on are not those that they were. */
  hasMoved: boolean;
};

async function readFrom(run: Run, table: Table, capabilities: Capabilities, from: From): Promise<ReadFrom> {
  const { stage, entity, query, most } = table;
  const end: ReadFrom = {
    complete: undefined, isFull: false, total: undefined, others: from.others, beganAt: from.skip, hasMoved: false,
  };
  let { known } = from;
  let pages = 0;
  for await (const page of pagesUntilWhole(run.onec, entity, { ...query, skip: from.skip }, capabilities)) {
    if (page.skip === 0) {
      Object.assign(end, { others: 0, beganAt: 0 });
      known = 0;
    }
    const isAgain = page.skip < known;
    const total = totalOf(page, most);
    const kept = await table.keep(page.rows, (others) => ({
      percent: page.isLast ? endOf(stage) : progressOf(stage, page.pass === 1 ? page.nextSkip : 0, total),
      ...(isAgain ? {} : { cursor: cursorAfter(page, end.others + others, capabilities) }),
    }));
    pages += 1;
    if (MEASURED_AT.includes(pages)) await analyseTables(run.database);
    end.total = page.total;
    if (page.isLast) end.complete = page.complete;
    if (kept.isFull) return { ...end, isFull: true };
    if (!isAgain) end.others += kept.others;
    else if (kept.fresh > 0 || page.nextSkip > known || page.total !== from.total) return { ...end, hasMoved: true };
  }
  return end;
}

/** After so many pages of a table the database is told how much there is now. */
const MEASURED_AT: readonly number[] = [1, 8, 64, 512];

const totalOf = ({ total }: Page, most: number | undefined): number | undefined =>
  (total === undefined || most === undefined ? total : Math.min(total, most));

function cursorAfter({ pass, nextSkip, total }: Page, others: number, capabilities: Capabilities): Cursor {
  if (pass > 1) return {}; // a table that is read again is begun again
  return { skip: nextSkip, others, how: howOf(capabilities), ...(total !== undefined && { total }) };
}

const ROUNDS = 4;
const LARGEST_PAGE = 5000;

/**
 * The pages of a table, read again with larger pages for as long as rows are missing: what fits into one page does not
 * depend on the order in which a base gives its rows.
 */
export async function* pagesUntilWhole(
  onec: OneC, entity: string, query: Query, capabilities: Capabilities,
): AsyncGenerator<Page> {
  let { pageSize = 500, skip = 0 } = query;
  for (let round = 1, passes = 0; ; round += 1) {
    let last: Page | undefined;
    for await (const page of ahead(onec.pages(entity, { ...query, pageSize, skip }, capabilities))) {
      const isOver = page.isLast && (page.complete !== false || round === ROUNDS);
      last = { ...page, pass: passes + page.pass, isLast: isOver };
      yield last;
    }
    if (last === undefined || last.isLast) return;
    [pageSize, skip, passes] = [Math.min(pageSize * 4, LARGEST_PAGE), 0, last.pass];
  }
}

/** Asks for the next page while this one is kept, so that 1C and the database do not wait for each other. */
async function* ahead(pages: AsyncGenerator<Page>): AsyncGenerator<Page> {
  const ask = (): Promise<IteratorResult<Page, unknown>> => {
    const asked = pages.next();
    asked.catch(() => undefined); // told to whoever waits for the page
    return asked;
  };
  let next = ask();
  try {
    for (;;) {
      const page = await next;
      if (page.done === true) return;
      next = ask();
      yield page.value;
    }
  } finally {
    await next.catch(() => undefined);
    await pages.return(undefined);
  }
}
