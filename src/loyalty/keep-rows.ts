/** Purchases and points of a run: a page is kept, and what 1C does not have any more goes. */
import type { SyncCounts } from './contract.ts';
import type { Lookup } from './lookups.ts';
import { type Ending, type Kept, type Table, readTable } from './read-table.ts';
import {
  type Scope, type Written, countPoints, countSeen, deleteRows, deleteUnseen, deleteUnseenOf, deleteUnseenOfSeen,
  loadUnseen, upsertPurchases, upsertRecords,
} from './register-store.ts';
import { type Aside, type Bad, type Document, documentKey, isAside, isBad, pointsOf, purchaseOf } from './rows.ts';
import { type Change, type PageContext, type Run, inPage } from './run.ts';
import { type NewLine, lineOf } from './words-rules.ts';
import type { Filter, OneCRow } from '../integrations/onec/client.ts';
import { localTimeOf } from '../integrations/onec/client.ts';
import { inTransaction } from '../kernel/db.ts';

const NONE: Written = { known: 0, fresh: 0, packaging: 0 };

type Register<R extends Document> = Readonly<{
  scope: Scope; names: { entity: string; document: string; documentType: string };
  /** What has to be known before rows can be understood. */
  prepare?: (rows: readonly OneCRow[]) => Promise<void>;
  parse: (row: OneCRow) => R | Aside | Bad;
  write: (context: PageContext, rows: readonly R[]) => Promise<Written>;
  count: (counts: SyncCounts, written: Written) => Partial<SyncCounts>;
}>;

export const badLine = (entity: string, { bad, key }: Bad): NewLine =>
  lineOf('WARNING', 'ROW', { entity, key, why: bad }, key);

/** Writes the rows of a page; a row that came twice is written once. */
async function keepPage<R extends Document>(
  run: Run, register: Register<R>, rows: readonly OneCRow[], step: (others: number) => Pick<Change, 'percent' | 'cursor'>,
): Promise<Kept> {
  await register.prepare?.(rows);
  const parsed = rows.map(register.parse);
  const bad = parsed.filter(isBad);
  const gone = parsed.filter(isAside).filter(({ aside }) => aside === 'INACTIVE').map(({ document }) => document);
  const good = parsed.filter((row): row is R => !isBad(row) && !isAside(row));
  const distinct = [...new Map(good.map((row) => [documentKey(row), row])).values()];
  let [others, fresh] = [0, 0];
  await inPage(run, async (context) => {
    const { counts } = run.state;
    const written = distinct.length === 0 ? NONE : await register.write(context, distinct);
    const removed = gone.length === 0 ? 0 : await deleteRows(context, register.scope, gone);
    [others, fresh] = [rows.length - written.known, written.fresh];
    return {
      ...step(others), lines: bad.map((one) => badLine(register.names.entity, one)),
      counts: {
        ...counts, ...register.count(counts, written), removed: counts.removed + removed,
        unknownCards: counts.unknownCards + distinct.length - written.known,
      },
    };
  });
  return { others, fresh };
}

function tableOf<R extends Document>(
  run: Run, register: Register<R>, rest: Pick<Table, 'stage' | 'query'>,
): Table {
  return {
    ...rest, entity: register.names.entity,
    keep: (rows, step) => keepPage(run, register, rows, step),
    countSeen: () => inTransaction(run.database, run.orgId, 'read', (tx) =>
      countSeen({ tx, orgId: run.orgId }, register.scope, run.sync.id)),
  };
}

/** The carry-over, which no period limits, or the purchases of the period (LOY-6, LOY-8). */
export async function readPurchases(run: Run, kind: 'INITIAL' | 'SALE', goods: Lookup<string>): Promise<void> {
  const { mapping, timeZone, packagingWords, pageSize } = run.connection;
  const { since, id } = run.sync;
  const names = mapping.purchases;
  const reading = { kind, mapping, timeZone, since, goods: goods.values, packagingWords };
  const register: Register<Exclude<ReturnType<typeof purchaseOf>, Aside | Bad>> = {
    names, scope: { table: 'purchases', kind, since }, parse: (row) => purchaseOf(row, reading),
    prepare: (rows) => goods.require(rows.map((row) => row[names.product])),
    write: (context, rows) => upsertPurchases(context, id, kind, rows),
    count: (counts, { fresh, packaging }) => (kind === 'INITIAL'
      ? { initial: counts.initial + fresh }
      : { purchases: counts.purchases + fresh, packaging: counts.packaging + packaging }),
  };
  const filter: Filter = kind === 'INITIAL'
    ? { field: names.documentType, is: 'contains', text: names.openingDocument.replace(/^Document_/, '') }
    : { field: names.at, is: 'ge', value: { at: localTimeOf(since, timeZone) } };
  const stage = kind === 'INITIAL' ? 'INITIAL' : 'PURCHASES';
  const query = { filter, orderBy: [names.at, names.document, names.line], pageSize };
  const ending = await readTable(run, tableOf(run, register, { stage, query }));
  await sweep(run, register, ending);
}

export async function readPoints(run: Run): Promise<void> {
  const { mapping, timeZone, pageSize } = run.connection;
  const names = mapping.points;
  const register: Register<Exclude<ReturnType<typeof pointsOf>, Aside | Bad>> = {
    names, scope: { table: 'loyalty_records' }, parse: (row) => pointsOf(row, mapping, timeZone),
    write: (context, rows) => upsertRecords(context, run.sync.id, rows),
    count: (counts, { fresh }) => ({ points: counts.points + fresh }),
  };
  const query = { orderBy: [names.at, names.document, names.line], pageSize };
  const ending = await readTable(run, tableOf(run, register, { stage: 'POINTS', query }));
  await sweep(run, register, ending);
  await inPage(run, async (context) => {
    await countPoints(context);
    return {};
  });
}

/** So many documents are asked for one by one; where more have changed, the next run will see. */
const ASKED_FOR = 200;

/**
 * Rows that 1C does not have any more: a document was posted anew with fewer lines, or is gone. Nothing is removed on a
 * guess: either all rows came, or a document comes whole or not at all, or it was asked for by itself.
 */
async function sweep<R extends Document>(run: Run, register: Register<R>, ending: Ending): Promise<void> {
  const { complete, capabilities } = ending;
  const { scope, names: { entity } } = register;
  const remove = (deleting: (context: PageContext) => Promise<number>): Promise<void> => inPage(run, async (context) => {
    const removed = await deleting(context);
    const { counts } = run.state;
    const lines = removed === 0 ? [] : [lineOf('INFO', 'REMOVED', { rows: removed, entity }, entity)];
    return { lines, counts: { ...counts, removed: counts.removed + removed } };
  });
  const [seen, unseen] = await inTransaction(run.database, run.orgId, 'read', (tx) => Promise.all([
    countSeen({ tx, orgId: run.orgId }, scope, run.sync.id),
    loadUnseen({ tx, orgId: run.orgId }, scope, run.sync.id, ASKED_FOR + 1),
  ]));
  // A table that is suddenly empty is sooner hidden from the user than gone, and its documents would be hidden, too.
  if (complete === true && seen > 0) return remove((context) => deleteUnseen(context, scope, run.sync.id));
  if (unseen.length === 0) return undefined;
  if (capabilities.form === 'RECORD_SET') await remove((context) => deleteUnseenOfSeen(context, scope, run.sync.id));
  const canAsk = complete === undefined && unseen.length <= ASKED_FOR && capabilities.form !== 'RECORD_SET';
  const asked = canAsk ? await askFor(run, register, unseen) : [];
  if (asked.length > 0) await remove((context) => deleteUnseenOf(context, scope, run.sync.id, asked));
  if (asked.length === unseen.length) return undefined;
  const lines = [lineOf('WARNING', complete === true ? 'EMPTY' : 'UNVERIFIED', { entity }, entity)];
  return inPage(run, () => Promise.resolve({ lines }));
}

type Asked = Pick<Document, 'recorder' | 'recorderType'>;

/** Reads each document by itself, for as long as the base filters; gives those that were read. */
async function askFor<R extends Document>(run: Run, register: Register<R>, documents: readonly Asked[]): Promise<Asked[]> {
  const { entity, document } = register.names;
  const asked: Asked[] = [];
  for (const { recorder, recorderType } of documents) {
    if (recorderType === '') break;
    const filter: Filter = { field: document, is: 'ref', type: recorderType, guid: recorder };
    const capabilities = await run.onec.probe(entity, { filter });
    if (!capabilities.filter) break;
    for await (const { rows } of run.onec.pages(entity, { filter }, capabilities)) {
      await keepPage(run, register, rows, () => ({}));
    }
    if (!capabilities.filter) break;
    asked.push({ recorder, recorderType });
  }
  return asked;
}
