/** The operator's commands for bank statements. They take the same steps as the screens do. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { SingleBar } from 'cli-progress';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { postStatement as postEndpoint, uploadStatement as uploadEndpoint } from './contract.ts';
import { findReadyLines, postStatement } from './post-statement.ts';
import { uploadStatement } from './upload-statement.ts';
import { language, print, runAsSystem, say, systemCall, withDatabase } from '../kernel/command.ts';
import type { Result } from '../kernel/contract.ts';
import { parseInput } from '../kernel/http-input.ts';
import { sum } from '../kernel/money.ts';
import type { Call } from '../kernel/operation.ts';
import { uploadFile } from '../uploads/upload-file.ts';

type Json = { json?: boolean };
type ImportOptions = Json & { org: string; account?: string };
type PostOptions = Json & { org: string; dryRun?: boolean };
type Uploaded = z.input<typeof uploadEndpoint.result>;
type Posted = z.input<typeof postEndpoint.result>;

const jsonOption = (): Option => new Option('--json', say('одна строка JSON для программ', 'one line of JSON for programs'));
const orgOption = (): Option => new Option('--org <id>', say('организация', 'the organisation')).makeOptionMandatory();

export function bankCommands(program: Command): void {
  const bank = program.command('bank').description(say('выписки банка', 'statements of the bank'));
  bank.command('import').argument('<file>', say('файл 1CClientBankExchange', 'a file of 1CClientBankExchange'))
    .description(say('принять выписку и сопоставить её с клиентами', 'take a statement and match it to clients'))
    .addOption(orgOption())
    .option('--account <account>', say('это наш счёт: один раз, если счёт ещё не указан', 'this account is ours: once'))
    .addOption(jsonOption())
    .action(importFile);
  bank.command('post').argument('<statement>', say('номер выписки', 'id of the statement'))
    .description(say('провести сопоставленные строки платежами', 'register the matched lines as payments'))
    .addOption(orgOption())
    .option('--dry-run', say('только показать', 'only show what would be done'))
    .addOption(jsonOption())
    .action(post);
}

async function importFile(path: string, { org, account, json }: ImportOptions): Promise<void> {
  const bytes = await readFile(path);
  const result = await withDatabase(async (database) => {
    const { uploadId } = await runAsSystem(database, org, uploadFile, { name: basename(path), bytes });
    return runAsSystem(database, org, uploadStatement, { uploadId, account });
  });
  print(json, result, statementInWords(result));
}

function statementInWords({ statement, isRepeated, createdCount }: Uploaded): string {
  const { id, fileName, documentCount, knownCount, accounts, states, warnings } = statement;
  return [
    `${say('Выписка', 'Statement')} ${id}: ${fileName}`,
    isRepeated
      ? say('Этот файл уже принят, ничего не добавлено', 'This file was taken before, nothing was added')
      : say(`Документов ${documentCount}, новых ${createdCount}, известных ${knownCount}`,
        `${documentCount} documents, ${createdCount} new, ${knownCount} known`),
    ...accounts.map(({ account, received, receivedByDocuments, spent, spentByDocuments }) => [
      `${account}: ${say('поступило', 'in')} ${receivedByDocuments} (${say('банк', 'bank')}: ${received ?? '—'})`,
      `${say('списано', 'out')} ${spentByDocuments} (${say('банк', 'bank')}: ${spent ?? '—'})`,
    ].join(', ')),
    ...states.map(({ state, count, amount }) => `  ${state.padEnd(10)} ${String(count).padStart(6)}  ${amount}`),
    ...warnings.map(({ line, sentence }) => `  ⚠ ${say('строка', 'line')} ${line}: ${sentence}`),
  ].join('\n');
}

/** How many lines are posted between two steps of the bar. */
const PIECE = 50;

async function post(id: string, { org, dryRun = false, json }: PostOptions): Promise<void> {
  const all = parseInput(postEndpoint, { id }, language);
  const result = await withDatabase(async (database) => {
    const call: Call = { ...systemCall(org), ...(dryRun && { dryRun }) };
    // A preview looks at all lines together: each sees what those before it have paid.
    if (dryRun) return (await postStatement.run(database, call, all)).result;
    const { lineIds } = (await findReadyLines.run(database, call, all)).result;
    const bar = process.stderr.isTTY && json !== true
      ? new SingleBar({ format: '[{bar}] {percentage}% {value}/{total} {duration_formatted}', hideCursor: true })
      : undefined;
    bar?.start(lineIds.length, 0);
    try {
      const pieces: Result<typeof postEndpoint>[] = [];
      for (let at = 0; at === 0 || at < lineIds.length; at += PIECE) {
        const input = { ...all, lineIds: lineIds.slice(at, at + PIECE) };
        pieces.push((await postStatement.run(database, call, input)).result);
        bar?.update(Math.min(at + PIECE, lineIds.length));
      }
      return together(pieces);
    } finally {
      bar?.stop();
    }
  });
  const answer: Posted = z.encode(postEndpoint.result, result);
  print(json, answer, postedInWords(answer));
  if (answer.refusedCount > 0) process.exitCode = 1;
}

function together(pieces: readonly Result<typeof postEndpoint>[]): Result<typeof postEndpoint> {
  const count = (key: 'postedCount' | 'refusedCount'): number => pieces.reduce((all, piece) => all + piece[key], 0);
  const last = pieces.at(-1)!;
  return {
    statement: last.statement, lines: pieces.flatMap(({ lines }) => lines), postedCount: count('postedCount'),
    refusedCount: count('refusedCount'), postedAmount: sum(pieces.map(({ postedAmount }) => postedAmount)),
  };
}

function postedInWords({ postedCount, postedAmount, refusedCount, lines }: Posted): string {
  return [
    say(`Проведено ${postedCount} на ${postedAmount}, не проведено ${refusedCount}`,
      `Posted ${postedCount} of ${postedAmount}, not posted ${refusedCount}`),
    ...lines.map(({ onDate, client, amount, refusal, allocations, credited }) =>
      `  ${onDate} ${client?.name ?? '—'} ${amount}: ${refusal?.sentence
        ?? [...allocations.map(({ invoiceNumber, amount: part }) => `${invoiceNumber} ${part}`),
          ...credited > 0 ? [`${say('в аванс', 'as credit')} ${credited}`] : []].join(', ')}`),
  ].join('\n');
}
