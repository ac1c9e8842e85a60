import { bringIn, refuseDay } from './bringing-steps.ts';
import { reconciliationEndpoints } from './contract.ts';
import { loadDocument } from './documents-store.ts';
import { doubtAbout, foundKey, recognise } from './judge-rules.ts';
import { findClients } from './matching-store.ts';
import { openFile, refusalOf } from './open-file.ts';
import { documentsOf, refuseDate } from './opening-rules.ts';
import {
  type SaidLine, findLines, findReconciliations, insertReconciliation, knownClients, loadReconciliation,
  lockReconciliation, removeLines, setLocked, writeLines,
} from './reconciliation-store.ts';
import { type RowFields, reason as because, understand } from './row-rules.ts';
import { lockClients } from '../clients/store.ts';
import { TableFailure } from '../integrations/tables/table.ts';
import { settleQueues } from '../ledger/settling-steps.ts';
import type { Day } from '../kernel/day.ts';
import { type Money, ZERO } from '../kernel/money.ts';
import { type Context, operation, reading, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { searchPatterns } from '../kernel/search.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import { readUpload } from '../uploads/store.ts';
import type { Reason } from './contract.ts';

async function requireReconciliation(context: Context, id: string) {
  const found = await loadReconciliation(context, id);
  refuseUnless(found, 'NOT_FOUND');
  return found;
}

/** Holds an open reconciliation; a locked one is not changed any more. */
async function lockOpen(context: Context, id: string): Promise<{ name: string; asOf: Day }> {
  const found = await lockReconciliation(context, id);
  refuseUnless(found, 'NOT_FOUND');
  refuseUnless(found.lockedAt === null, 'RECONCILIATION_LOCKED', { day: String(found.asOf), name: found.name });
  return found;
}

const entity = (id: string, name: string) => ({ entityType: 'reconciliation', entityId: id, entityNumber: name });

export const createReconciliation = operation(reconciliationEndpoints.create, async (context, { asOf, name }) => {
  refuseDate(asOf, today(context), undefined);
  const id = uuidv7();
  await insertReconciliation(context, { id, name, asOf });
  return {
    result: await requireReconciliation(context, id), audit: { ...entity(id, name), after: { name, asOf } },
  };
});

export const listReconciliations = reading(reconciliationEndpoints.list, async (context, query) => {
  const { total, reconciliations } = await findReconciliations(context, query);
  return { reconciliations, pagination: { total, page: query.page, limit: query.limit } };
});

export const getReconciliation = reading(reconciliationEndpoints.get,
  (context, { id }) => requireReconciliation(context, id));

export const listLines = reading(reconciliationEndpoints.lines, async (context, { id, only, q = '', page, limit }) => {
  const { asOf } = await requireReconciliation(context, id);
  const { total, lines } = await findLines(context, id, asOf, { only, patterns: searchPatterns(q), page, limit });
  return { lines, pagination: { total, page, limit } };
});

export const setLines = operation(reconciliationEndpoints.setLines, async (context, { id, lines }) => {
  const { name } = await lockOpen(context, id);
  const known = await knownClients(context, lines.map(({ clientId }) => clientId));
  refuseUnless(lines.every(({ clientId }) => known.has(clientId)), 'NOT_FOUND');
  // The last word about a client counts.
  const last = new Map(lines.map((line) => [line.clientId, line]));
  const said = [...last.values()].flatMap(({ clientId, theySay, note }): SaidLine[] =>
    (theySay === null ? [] : [{ clientId, theySay, note }]));
  const removed = [...last.values()].filter(({ theySay }) => theySay === null).map(({ clientId }) => clientId);
  if (said.length > 0) await writeLines(context, id, said);
  if (removed.length > 0) await removeLines(context, id, removed);
  return {
    result: await requireReconciliation(context, id),
    audit: { ...entity(id, name), before: {}, after: { lines: said, removed } },
  };
});

type Refused = { row: number; cells: Record<string, string>; reasons: Reason[] };

/** What they say of everybody, from a file: all rows are taken, or none. */
export const takeFile = operation(reconciliationEndpoints.file, async (context, { id, uploadId, mapping }) => {
  const { name, asOf } = await lockOpen(context, id);
  const { bytes, name: fileName } = await readUpload(context, uploadId);
  const { said, refused } = await readSaid(context, bytes, mapping ?? {}, asOf).catch((error: unknown) => {
    throw error instanceof TableFailure ? refusalOf(error) : error;
  });
  if (refused.length === 0) await writeLines(context, id, said);
  const taken = refused.length === 0 ? said.length : 0;
  return {
    result: { reconciliation: await requireReconciliation(context, id), taken, refused: refused.slice(0, 1000) },
    audit: { ...entity(id, name), before: {}, after: { fileName, taken, refused: refused.length } },
  };
});

async function readSaid(
  context: Context, bytes: Buffer, mapping: Parameters<typeof openFile>[2], asOf: Day,
): Promise<{ said: SaidLine[]; refused: Refused[] }> {
  const file = await openFile(bytes, 'OPENING', mapping);
  if (file.missing !== undefined) throw file.missing;
  const rows: { row: number; cells: Record<string, string>; fields: RowFields; reasons: Reason[] }[] = [];
  for await (const { row, cells, known, formulas } of file.rows()) {
    const named = Object.fromEntries(file.columns.map(({ column }, index) => [column, cells[index] ?? '']));
    rows.push({ row, cells: named, ...understand('OPENING', known, formulas, asOf) });
  }
  const sound = rows.filter(({ reasons }) => reasons.length === 0);
  const found = Map.groupBy(await findClients(context, sound.map(({ fields }) => fields.ref)),
    ({ by, value }) => foundKey(by, value));
  const said = new Map<string, SaidLine>();
  const refused: Refused[] = [];
  for (const { row, cells, fields, reasons } of rows) {
    const [clientId] = recognise(fields.ref, found);
    const doubt = doubtAbout(fields.ref, found);
    const why = reasons.length > 0 ? reasons : doubt === undefined ? whyNot(clientId, said) : [doubt];
    if (why.length > 0 || clientId === undefined) refused.push({ row, cells, reasons: why });
    else said.set(clientId, { clientId, theySay: (fields.balance ?? 0) as Money, note: fields.comment });
  }
  return { said: [...said.values()], refused };
}

function whyNot(id: string | undefined, said: ReadonlyMap<string, SaidLine>): Reason[] {
  if (id === undefined) return [because('CLIENT_UNKNOWN',
    'Такого клиента нет: заведите его или исправьте строку', 'There is no such client: add him, or mend the row')];
  return said.has(id) ? [because('DUPLICATE', 'Клиент уже был в файле', 'The client was in the file already')] : [];
}

/** Makes the opening document of the difference: afterwards we say what they say. */
export const takeOver = operation(reconciliationEndpoints.takeOver, async (context, { id, clientId }) => {
  const { name, asOf } = await lockOpen(context, id);
  const [client] = await lockClients(context, [clientId]);
  refuseUnless(client, 'NOT_FOUND');
  await refuseDay(context, asOf);
  const before = await findLine(context, id, asOf, clientId);
  refuseUnless(before && before.difference !== 0, 'RECONCILIATION_EQUAL');
  const [wanted] = documentsOf({ balance: before.difference, points: null, turnover: null });
  refuseUnless(wanted, 'RECONCILIATION_EQUAL');
  const comment = `Сверка «${name}»`;
  const [written] = await bringIn(context, [{ ...wanted, clientId, onDate: asOf, comment, reconciliationId: id }]);
  await settleQueues(context, [clientId]);
  const document = await loadDocument(context, written?.id ?? '');
  refuseUnless(document, 'NOT_FOUND');
  // Where neither side says anything any more, there is no line.
  const line = await findLine(context, id, asOf, clientId) ?? { ...before, weSay: ZERO, difference: ZERO };
  return {
    result: { line, document },
    audit: {
      ...entity(id, name), clientId, before: { theySay: before.theySay, weSay: before.weSay },
      after: { weSay: line.weSay, kind: wanted.kind, amount: wanted.amount, onDate: asOf },
    },
  };
});

const findLine = async (context: Context, id: string, asOf: Day, clientId: string) =>
  (await findLines(context, id, asOf, { clientId, page: 1, limit: 1 })).lines[0];

/** Agreed: waits for whatever is being written, so that nothing dated so early slips in beside it (REC-1). */
export const lockBalances = operation(reconciliationEndpoints.lock, async (context, { id }) => {
  const { name } = await lockOpen(context, id);
  const { lines, different, differenceAmount, theySay, weSay } = await requireReconciliation(context, id);
  refuseUnless(lines > 0, 'RECONCILIATION_EMPTY');
  refuseUnless(different === 0, 'RECONCILIATION_DIFFERS', { count: different, differenceAmount });
  await setLocked(context, id, true);
  return {
    result: await requireReconciliation(context, id),
    audit: { ...entity(id, name), before: { status: 'OPEN' }, after: { status: 'LOCKED', lines, theySay, weSay } },
  };
}, { exclusive: true });

export const unlockBalances = operation(reconciliationEndpoints.unlock, async (context, { id, reason }) => {
  const found = await lockReconciliation(context, id);
  refuseUnless(found, 'NOT_FOUND');
  refuseUnless(found.lockedAt !== null, 'RECONCILIATION_NOT_LOCKED');
  await setLocked(context, id, false);
  return {
    result: await requireReconciliation(context, id),
    audit: { ...entity(id, found.name), reason, before: { status: 'LOCKED' }, after: { status: 'OPEN' } },
  };
}, { exclusive: true });
