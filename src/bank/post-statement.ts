import {
  findReady as readyEndpoint, lookAtLine as lookEndpoint, postLine as lineEndpoint, postStatement as endpoint,
  tryLines as tryEndpoint,
} from './contract.ts';
import { loadShownStatement } from './load-lines.ts';
import { type PostedLine, postOne, unposted } from './posting-steps.ts';
import { statementExists } from './reading-store.ts';
import { clientsOfLines, readyLines } from './store.ts';
import { lockClients } from '../clients/store.ts';
import type { Database } from '../kernel/db.ts';
import { sum } from '../kernel/money.ts';
import { type Call, type Context, operation, procedure, reading } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';

export const findReadyLines = reading(readyEndpoint, async (context, { id, lineIds }) => {
  refuseUnless(await statementExists(context, id), 'NOT_FOUND');
  return { lineIds: await readyLines(context, id, lineIds) };
});

/** A line as it stands, not posted. */
export const lookAtLine = reading(lookEndpoint, (context, { id }) => unposted(context, id));

/** One line, one payment, one transaction: what was posted stays posted, whatever happens to the next line. */
export const postLine = operation(lineEndpoint, async (context, { id }) => {
  const result = await postOne(context, id);
  const { client, amount, onDate, allocations, credited } = result;
  return {
    result,
    audit: {
      entityType: 'bank-line', entityId: id, ...(client ? { clientId: client.id } : {}), before: { state: 'MATCHED' },
      after: {
        state: 'POSTED', amount, onDate, credited,
        paid: allocations.map(({ invoiceNumber, amount: part }) => ({ invoiceNumber, amount: part })),
      },
    },
  };
});

/** The same for many lines in one transaction, which is never kept: each sees what those before it have paid. */
export const tryLines = operation(tryEndpoint, async (context, { lineIds }) => {
  const clients = await clientsOfLines(context, lineIds);
  await lockClients(context, clients);
  const lines: PostedLine[] = [];
  for (const id of lineIds) lines.push(await attempt(context, id));
  return { result: { lines }, audit: { entityType: 'bank-line' } };
});

/** A refusal of one line is an answer about it; it comes before the line has written anything. */
async function attempt(context: Context, id: string): Promise<PostedLine> {
  try {
    return await postOne(context, id);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const refusal = { code: error.code, sentence: error.sentence(context.language) };
    return { ...await unposted(context, id), refusal };
  }
}

/**
 * Registers the matched lines of a statement as payments, line by line. It may be stopped and begun again at any moment,
 * by several persons at once: a line that is posted is not posted again.
 */
export const postStatement = procedure(endpoint, async (database, call, input): Promise<PostedLine[]> => {
  const { idempotencyKey: _, previewHash: __, ...plain } = call;
  const { result: { lineIds } } = await findReadyLines.run(database, plain, input);
  if (call.dryRun) {
    const { result } = await tryLines.run(database, plain, { lineIds });
    return result.lines.map((line) => ({ ...line, paymentId: null }));
  }
  const lines: PostedLine[] = [];
  for (const id of lineIds) {
    const line = await postIfReady(database, plain, id);
    if (line) lines.push(line);
  }
  return lines;
}, async (context, { id }, lines) => {
  const posted = lines.filter(({ outcome }) => outcome === 'POSTED');
  const refused = lines.filter(({ outcome }) => outcome === 'REFUSED');
  const postedAmount = sum(posted.map(({ amount }) => amount));
  const counts = { postedCount: posted.length, postedAmount, refusedCount: refused.length };
  return {
    result: { ...counts, lines, statement: await loadShownStatement(context, id) },
    audit: {
      entityType: 'bank-statement', entityId: id,
      after: { ...counts, refused: refused.map(({ refusal }) => refusal?.code ?? null) },
    },
  };
});

/** Undefined: somebody else posted the line, or decided otherwise about it, since it was looked up. */
async function postIfReady(database: Database, call: Call, id: string): Promise<PostedLine | undefined> {
  try {
    return (await postLine.run(database, call, { id })).result;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'BANK_LINE_POSTED' || error.code === 'BANK_LINE_NOT_MATCHED') return undefined;
    const refusal = { code: error.code, sentence: error.sentence(call.language) };
    return { ...(await lookAtLine.run(database, call, { id })).result, refusal };
  }
}
