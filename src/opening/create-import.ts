/** An import begins: the file is read and checked. Nothing of the business changes. */
import { refuseDay } from './bringing-steps.ts';
import { checkDate, importEndpoints } from './contract.ts';
import { beat, deleteImport, insertImport, loadImport } from './imports-store.ts';
import { type OpenFile, openFile, refusalOf } from './open-file.ts';
import { refuseDate } from './opening-rules.ts';
import { presentImport } from './present-import.ts';
import { type Staging, noteFailure, noteMissing, stage } from './stage.ts';
import { TableFailure } from '../integrations/tables/table.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import { type Call, procedure, reading, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { sha256 } from '../kernel/token.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import { readUpload } from '../uploads/store.ts';

/** A file up to this size is checked while the caller waits; a larger one in the background. */
const SMALL = 2 * 1024 * 1024;
/** How often a long check says that it is alive. */
const PULSE_MS = 10_000;

/** What this process checks in the background for each database. */
const underWay = new WeakMap<Database, Set<{ stop: AbortController; ended: Promise<void> }>>();

type Begun = { id: string; record: ReturnType<typeof presentImport> | undefined };

/** Looked up before the file is read. */
export const refuseDates = reading(checkDate, async (context, { kind, asOf }) => {
  if (kind === 'OPENING' || kind === 'POINTS' || kind === 'TURNOVER') await refuseDay(context, asOf);
  else refuseDate(asOf, today(context), undefined);
  return {};
});

export const createImport = procedure(importEndpoints.create, async (database, call, input): Promise<Begun> => {
  await refuseDates.run(database, call, { kind: input.kind, asOf: input.asOf });
  const upload = await inTransaction(database, call.orgId, 'read', (tx) =>
    readUpload({ tx, orgId: call.orgId }, input.uploadId));
  const file = await openFile(upload.bytes, input.kind, input.mapping).catch(refuseBroken);
  // What brings sums is dated like them, and is told so before anybody looks through its report.
  if (file.columns.some(({ field }) => field === 'balance' || field === 'points' || field === 'turnover')) {
    await refuseDates.run(database, call, { kind: 'OPENING', asOf: input.asOf });
  }
  const importId = uuidv7();
  const { orgId } = call;
  await inTransaction(database, orgId, 'write', async (tx) => {
    await insertImport({ tx, orgId }, {
      id: importId, kind: input.kind, fileName: upload.name, sha256: sha256(upload.bytes), uploadId: input.uploadId,
      asOf: input.asOf, columns: file.columns, userId: call.actor.userId,
    });
    await beat({ tx, orgId }, importId, 'CHECK', 0);
  });
  const staging: Staging = {
    database, orgId, importId, kind: input.kind, asOf: input.asOf, file, expected: linesOf(upload.bytes),
  };
  await check(staging, file, upload.bytes.length <= SMALL || call.dryRun === true);
  if (call.dryRun !== true) return { id: importId, record: undefined };
  return { id: importId, record: await takeBack(database, call, importId) };
}, async (context, { kind, asOf }, { id, record }) => {
  const loaded = await loadImport(context, id);
  const result = record ?? (loaded && presentImport(loaded));
  refuseUnless(result, 'NOT_FOUND');
  const { fileName, sha256: hash } = result;
  return { result, audit: { entityType: 'import', entityId: id, after: { kind, asOf, fileName, sha256: hash } } };
});

function refuseBroken(error: unknown): never {
  throw error instanceof TableFailure ? refusalOf(error) : error;
}

/** About how many rows a file has: its ends of lines. Of an archive nobody knows before it is unpacked. */
const linesOf = (bytes: Buffer): number => {
  let lines = 1;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
};

/** A dry run leaves nothing: what it was about to say is kept, the rows are not. */
async function takeBack(database: Database, { orgId }: Call, id: string) {
  const record = await inTransaction(database, orgId, 'read', (tx) => loadImport({ tx, orgId }, id));
  await inTransaction(database, orgId, 'write', (tx) => deleteImport({ tx, orgId }, id));
  return record && presentImport(record);
}

async function check(staging: Staging, file: OpenFile, atOnce: boolean): Promise<void> {
  if (file.missing !== undefined) return noteMissing(staging, file.missing);
  if (!atOnce) return checkLater(staging);
  try {
    await stage(staging);
  } catch (error) {
    const { database, orgId, importId } = staging;
    await inTransaction(database, orgId, 'write', (tx) => deleteImport({ tx, orgId }, importId));
    refuseBroken(error);
  }
}

/** The caller is answered and asks for the percent; a file that turns out broken ends as FAILED, with nothing kept. */
function checkLater(staging: Staging): void {
  const { database } = staging;
  const stop = new AbortController();
  const all = underWay.get(database) ?? new Set();
  underWay.set(database, all);
  const pulse = setInterval(() => void pulsed(staging), PULSE_MS);
  const work = { stop, ended: Promise.resolve() };
  work.ended = stage({ ...staging, signal: stop.signal })
    .catch((error: unknown) => noteFailure(staging, error))
    // The database itself went away: the import counts as interrupted when it has been silent for a minute.
    .catch(() => undefined)
    .finally(() => {
      clearInterval(pulse);
      all.delete(work);
    });
  all.add(work);
}

const pulsed = ({ database, orgId, importId }: Staging): Promise<unknown> =>
  inTransaction(database, orgId, 'write', (tx) => beat({ tx, orgId }, importId, 'CHECK', 0))
    .catch(() => undefined); // the next pulse, or the silence, tells

/** The server closes: checks in the background are broken off. */
export async function stopChecking(database: Database): Promise<void> {
  const all = [...underWay.get(database) ?? []];
  for (const { stop } of all) stop.abort();
  await Promise.all(all.map(({ ended }) => ended));
}

/** Waits for the end of checks in the background: commands have nobody who asks again. */
export async function checked(database: Database): Promise<void> {
  await Promise.all([...underWay.get(database) ?? []].map(({ ended }) => ended));
}

