import { uploadStatement as endpoint } from './contract.ts';
import { loadShownStatement } from './load-lines.ts';
import { type Own, loadOwn, matchLines } from './matching-steps.ts';
import {
  type AccountTotals, type LineFacts, type Told, directionOf, lineOf, totalsOf, totalsWarnings, wordsIn,
} from './reading-rules.ts';
import { findByHash, insertLines, insertStatement, saveSettings } from './store.ts';
import { type BankFile, BankFileProblem, readBankFile } from '../integrations/bank/exchange.ts';
import { sum } from '../kernel/money.ts';
import { type Context, operation } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { sha256 } from '../kernel/token.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import { readUpload } from '../uploads/store.ts';

/**
 * Takes a statement of the bank: all of it or nothing. Lines that came before with another file are not taken again, and
 * the very same file answers with the statement that it made. What came in is matched at once.
 */
export const uploadStatement = operation(endpoint, async (context, { uploadId, account }) => {
  const { name, bytes } = await readUpload(context, uploadId);
  const fileHash = sha256(bytes);
  const repeated = await findByHash(context, fileHash);
  if (repeated) return answerAgain(context, repeated.id);
  const file = read(bytes);
  const own = await admit(context, file, await loadOwn(context), account);
  const lines = linesOf(file, own.accounts);
  const accounts = file.accounts.map((one) => totalsOf(one.account, file.summaries, lines));
  refuseCut(file, accounts);
  const { kept, warnings } = withoutRepeats(lines);
  const id = uuidv7();
  const isNew = await insertStatement(context, id, {
    fileName: name, fileHash, encoding: file.encoding, sender: file.sender, periodFrom: file.from, periodTo: file.to,
    accounts, documentCount: lines.length,
    warnings: [...file.warnings, ...warnings, ...accounts.flatMap((totals) => totalsWarnings(totals)
      .map((told) => ({ line: file.accounts.find((one) => one.account === totals.account)?.line ?? 1, ...told })))],
  });
  // Somebody took the same file in the meantime.
  const other = isNew ? undefined : await findByHash(context, fileHash);
  if (other) return answerAgain(context, other.id);
  const created = await insertLines(context, id, kept);
  const fresh = kept.filter((line) => created.has(line.id));
  await matchLines(context, own, fresh.map((line) => ({ ...line, isIncluded: false })));
  const statement = await loadShownStatement(context, id);
  return {
    result: { statement, isRepeated: false, createdCount: created.size },
    audit: {
      entityType: 'bank-statement', entityId: id, after: {
        file: name, documents: lines.length, created: created.size, states: statement.states,
        received: sum(fresh.filter(({ direction }) => direction === 'IN').map(({ amount }) => amount)),
      },
    },
  };
});

async function answerAgain(context: Context, id: string) {
  const statement = await loadShownStatement(context, id);
  const after = { file: statement.fileName, created: 0 };
  return {
    result: { statement, isRepeated: true, createdCount: 0 },
    audit: { entityType: 'bank-statement', entityId: id, after },
  };
}

function read(bytes: Uint8Array): BankFile {
  try {
    return readBankFile(bytes);
  } catch (error) {
    if (!(error instanceof BankFileProblem)) throw error;
    const { problem, line, field } = error;
    throw new Refusal('BANK_FILE_INVALID', { problem, line, field });
  }
}

/** Some banks write no end. Where the sums do not agree either, the end is what is missing. */
function refuseCut({ warnings }: BankFile, accounts: readonly AccountTotals[]): void {
  const noEnd = warnings.find(({ code }) => code === 'NO_END');
  const agrees = accounts.every(({ receivedDifference, spentDifference }) => !receivedDifference && !spentDifference);
  refuseUnless(!noEnd || agrees, 'BANK_FILE_INVALID', { problem: 'CUT', line: noEnd?.line ?? 1, field: '' });
}

/** Every account of the file must be the organisation's. One that has named none yet is asked once. */
async function admit(context: Context, { accounts }: BankFile, own: Own, confirmed: string | undefined): Promise<Own> {
  const [first] = accounts;
  if (own.accounts.length > 0 || !first) return refuseForeign(accounts, own);
  refuseUnless(confirmed !== undefined, 'BANK_ACCOUNT_ASK', { account: first.account }, { account: first.account });
  const now = { ...own, accounts: [confirmed], settings: { ...own.settings, accounts: [confirmed] } };
  refuseForeign(accounts, now);
  await saveSettings(context, now.settings);
  return now;
}

function refuseForeign(accounts: BankFile['accounts'], own: Own): Own {
  const foreign = accounts.find(({ account }) => !own.accounts.includes(account));
  if (foreign) throw new Refusal('BANK_ACCOUNT_FOREIGN', { line: foreign.line, account: foreign.account });
  return own;
}

type NewLine = LineFacts & { id: string; purposeHash: string };

function linesOf({ documents, accounts }: BankFile, own: readonly string[]): NewLine[] {
  const ofFile = accounts.map(({ account }) => account);
  return documents.map((document) => {
    const direction = directionOf(document, own, ofFile);
    refuseUnless(direction, 'BANK_FILE_INVALID', { problem: 'FOREIGN', line: document.line, field: '' });
    const line = lineOf(document, direction);
    return { ...line, id: uuidv7(), purposeHash: sha256(wordsIn(line.purpose)) };
  });
}

/** A document that stands twice in one file is taken once, and that is told. */
function withoutRepeats(lines: readonly NewLine[]): { kept: NewLine[]; warnings: (Told & { line: number })[] } {
  const seen = new Set<string>();
  const warnings: (Told & { line: number })[] = [];
  const kept = lines.filter((line) => {
    const { account, documentDate, number, amount, payerKey, purposeHash, fileLine } = line;
    const key = JSON.stringify([account, documentDate, number, amount, payerKey, purposeHash]);
    if (!seen.has(key)) return seen.add(key);
    warnings.push({ line: fileLine, code: 'REPEATED', values: { number, cameAmount: amount } });
    return false;
  });
  return { kept, warnings };
}
