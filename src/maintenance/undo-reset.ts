import { undoReset as endpoint } from './reset-contract.ts';
import { loadShape, proofRows, refuseWorse } from './reset-steps.ts';
import type { TableShape } from './reset-shape-store.ts';
import { loadSchema } from './reset-store.ts';
import { type BundleHeader, type BundleLine, checkBundle, linesOf } from './undo-bundle.ts';
import { changeBack, countDifferent, findDoneSince, findReset, putBack, removePostings } from './undo-store.ts';
import { lockClients } from '../clients/store.ts';
import { type Context, operation } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';

type Shapes = ReadonlyMap<string, TableShape>;
type ChangeLine = Extract<BundleLine, { before: unknown }>;
const isChange = (line: BundleLine): line is ChangeLine => 'before' in line;

const AT_ONCE = 1000;

/** Lines of one kind and table at a time, in the order of the file. */
async function* batches(file: string): AsyncGenerator<[BundleLine, ...BundleLine[]]> {
  let batch: BundleLine[] = [];
  for await (const line of linesOf(file)) {
    const [first] = batch;
    const fits = first === undefined || (first.table === line.table && isChange(first) === isChange(line));
    if (first !== undefined && (!fits || batch.length === AT_ONCE)) {
      yield [first, ...batch.slice(1)];
      batch = [];
    }
    batch.push(line);
  }
  const [first] = batch;
  if (first !== undefined) yield [first, ...batch.slice(1)];
}

const shapeOf = (shapes: Shapes, table: string): TableShape => {
  const shape = shapes.get(table);
  refuseUnless(shape, 'UNDO_SCHEMA');
  return shape;
};
/** The columns of the changes, which must be columns of the table: the file's own words never become SQL. */
const columnsOf = (shape: TableShape, [{ before }]: readonly [ChangeLine, ...ChangeLine[]]): string[] => {
  const columns = Object.keys(before).sort();
  refuseUnless(columns.every((column) => shape.columns.includes(column)), 'UNDO_SCHEMA');
  return columns;
};

async function clientsIn(file: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const line of linesOf(file)) if (line.table === 'clients' && isChange(line)) ids.push(String(line.key['id']));
  return ids.sort();
}

/** Everything that stands against putting the rows back, in words for the operator's list. */
async function contradictions(
  context: Context, file: string, header: BundleHeader, clientIds: readonly string[], shapes: Shapes,
): Promise<{ path: string; message: string }[]> {
  const found = new Map<string, { rows: number; sample: string }>();
  const note = (kind: string, rows: number, sample: string | null): void => {
    const known = found.get(kind);
    found.set(kind, { rows: rows + (known?.rows ?? 0), sample: known?.sample ?? sample ?? '' });
  };
  const { operationId: resetId, lastTransfer, lastMovement } = header;
  const since = await findDoneSince(context, { resetId, lastTransfer, lastMovement, clientIds });
  for (const { kind, rows, sample } of since) note(SINCE[kind] ?? kind, rows, sample);
  for await (const [first, ...rest] of batches(file)) {
    if (!isChange(first)) continue;
    const changes = [first, ...rest.filter(isChange)] as const;
    const shape = shapeOf(shapes, first.table);
    const { rows, sample } = await countDifferent(context, shape, columnsOf(shape, [...changes]), changes);
    if (rows > 0) note(`${CHANGED} ${first.table}`, rows, sample);
  }
  return [...found].map(([path, { rows, sample }]) => ({ path, message: `${rows} (${sample})` }));
}

const SINCE: Readonly<Record<string, string>> = {
  invoice: 'новые счета тех же клиентов / new invoices of the same clients',
  posting: 'новые деньги тех же клиентов / new money of the same clients',
  session: 'занятия по их абонементам / sessions of their passes',
  charge: 'их посещения списаны снова / their visits were charged again',
  period: 'период закрыт / the period was closed',
};
const CHANGED = 'изменены после сброса / changed since the reset:';

/** The database knows best that a number is taken or that a training is gone; it says so when the row comes back. */
async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, detail, table } = error as { code?: string; detail?: string; table?: string };
    if (code?.startsWith('23') !== true) throw error;
    throw new Refusal('UNDO_CONTRADICTED', {}, { errors: [{ path: table ?? '', message: detail ?? code }] });
  }
}

async function restore(context: Context, file: string, shapes: Shapes) {
  const restored: Record<string, number> = {};
  const changed: Record<string, number> = {};
  for await (const [first, ...rest] of batches(file)) {
    const shape = shapeOf(shapes, first.table);
    if (isChange(first)) {
      const changes = [first, ...rest.filter(isChange)] as const;
      const rows = await changeBack(context, shape, columnsOf(shape, [...changes]), changes);
      changed[first.table] = (changed[first.table] ?? 0) + rows;
      continue;
    }
    const rows = [first, ...rest].flatMap((line) => (isChange(line) ? [] : [line.row]));
    restored[first.table] = (restored[first.table] ?? 0) + await putBack(context, shape, rows);
  }
  return { restored, changed };
}

/**
 * Brings back what a reset deleted, and takes the reset's own postings out: afterwards every row is as it was before
 * (decision 15). Refused, whole, when anything was done since that contradicts it. Call it with `asOwner`.
 */
export const undoReset = operation(endpoint, async (context, { bundle }) => {
  const header = await checkBundle(bundle);
  refuseUnless(header.orgId === context.orgId, 'UNDO_UNKNOWN');
  const { found, undone } = await findReset(context, header.operationId);
  refuseUnless(found > 0, 'UNDO_UNKNOWN');
  refuseUnless(undone === 0, 'UNDO_DONE');
  refuseUnless(JSON.stringify(await loadSchema(context)) === JSON.stringify(header.schema), 'UNDO_SCHEMA');
  const clientIds = await clientsIn(bundle);
  await lockClients(context, clientIds);
  const { shapes } = await loadShape(context);
  const against = await contradictions(context, bundle, header, clientIds, shapes);
  refuseUnless(against.length === 0, 'UNDO_CONTRADICTED', {}, { errors: against });

  const proven = await proofRows(context);
  for (const [id, rows] of Object.entries(header.proof)) proven.set(id, rows + (proven.get(id) ?? 0));
  const transfers = await removePostings(context, header.operationId);
  const done = await explained(() => restore(context, bundle, shapes));
  await refuseWorse(context, proven, 'UNDO_UNPROVEN');
  return {
    result: { ...done, transfers },
    audit: { entityType: 'reset', entityId: header.operationId, after: { ...done, transfers } },
  };
}, { exclusive: true });
