/** Tables beside the stages, held by reference: who owns a card, what goods are called. */
import { refusalOf } from './failures.ts';
import { pagesUntilWhole } from './read-table.ts';
import { type OwnerFacts, goodsOf, ownerOf } from './rows.ts';
import { type Run, inPage } from './run.ts';
import { lineOf } from './words-rules.ts';
import { OneCFailure, type OneCRow, type Query, guidOf } from '../integrations/onec/client.ts';

export type Lookup<T> = Readonly<{
  values: ReadonlyMap<string, T>;
  /** Asks for what the reading of the whole table did not bring, one by one. */
  require(references: readonly unknown[]): Promise<void>;
}>;

/** So many are asked for one by one in a run. */
const ASKED_FOR = 1000;

/** Of the owners only what is needed of them is held. */
export function readOwners(run: Run): Promise<Lookup<OwnerFacts>> {
  const { mapping, pageSize } = run.connection;
  const { entity, key } = mapping.owners;
  return readLookup(run, entity, { pageSize, orderBy: [key] }, (row) => {
    const reference = guidOf(row[key]);
    return reference === undefined ? undefined : [reference, ownerOf(row, mapping)];
  });
}

export function readGoods(run: Run): Promise<Lookup<string>> {
  const { mapping, pageSize } = run.connection;
  const { entity, key, name } = mapping.goods;
  return readLookup(run, entity, { select: [key, name], pageSize, orderBy: [key] }, (row) => goodsOf(row, mapping));
}

/** Without the table there is less to say of a customer or a purchase, and the log says so. */
async function readLookup<T>(
  run: Run, entity: string, query: Query, parse: (row: OneCRow) => [key: string, value: T] | undefined,
): Promise<Lookup<T>> {
  const values = new Map<string, T>();
  const tried = new Set<string>();
  const take = (row: OneCRow): void => {
    const found = parse(row);
    if (found !== undefined) values.set(...found);
  };
  const isThere = await unlessMissing(run, entity, async () => {
    const capabilities = await run.onec.probe(entity, query);
    for await (const { rows } of pagesUntilWhole(run.onec, entity, query, capabilities)) rows.forEach(take);
  });
  return {
    values,
    require: async (references) => {
      const wanted = new Set(references.map(guidOf).filter((key) => key !== undefined));
      for (const key of wanted) {
        if (!isThere || values.has(key) || tried.has(key) || tried.size >= ASKED_FOR) continue;
        tried.add(key);
        const row = await run.onec.get(entity, key);
        if (row !== undefined) take(row);
      }
    },
  };
}

async function unlessMissing(run: Run, entity: string, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const isMissing = error instanceof OneCFailure && (error.code === 'NOT_PUBLISHED' || error.code === 'NO_RIGHTS');
    if (!isMissing) throw error;
    const { code, detail } = refusalOf(error);
    const lines = [lineOf('WARNING', 'NOT_READ', { ...detail, entity, why: code }, entity)];
    await inPage(run, () => Promise.resolve({ lines }));
    return false;
  }
}
