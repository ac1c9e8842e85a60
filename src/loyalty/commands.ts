/** The operator's commands for 1C: connect, check, synchronise. */
import { SingleBar } from 'cli-progress';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { connectionCommands } from './connection-commands.ts';
import type { SyncWithLog } from './contract.ts';
import { checkCustomer } from './customers.ts';
import { checkReport, pointsText } from './report-rules.ts';
import { goThrough, tryWork } from './sync-jobs.ts';
import { listOrganisations } from './sync-store.ts';
import { cancelSync, getSync, startSync } from './syncs.ts';
import { print, runAsSystem, say, systemCall, withDatabase } from '../kernel/command.ts';
import type { Database } from '../kernel/db.ts';
import { Refusal } from '../kernel/refusal.ts';

type Json = { json?: boolean };
type SyncOptions = Json & { org?: string; limit: number; days: number };
type CheckOptions = Json & { org?: string; phone: string };

const INTERRUPTED = 130;
const YEAR = 365;

export function onecCommands(program: Command): void {
  const onec = program.command('onec')
    .description(say('1С: подключение и синхронизация', '1C: connection and synchronisation'));
  connectionCommands(onec);
  onec.command('sync')
    .description(say(
      'полная синхронизация: карты, начальный ввод, покупки, баллы; Ctrl+C останавливает, загруженное остаётся',
      'full synchronisation: cards, carry-over, purchases, points; Ctrl+C cancels, what is in stays',
    ))
    .addOption(orgOption())
    .addOption(new Option('--limit <n>', say('сколько клиентов, не больше', 'how many customers, at most'))
      .argParser(wholeUpTo(1_000_000)).default(1000))
    .addOption(new Option('--days <n>', say('за сколько дней обычные покупки', 'ordinary purchases of how many days'))
      .argParser(wholeUpTo(36_500)).default(365))
    .addOption(jsonOption())
    .action(synchronise);
  onec.command('check')
    .description(say('проверка одного клиента: покупки, баллы, город', 'the check of one customer: purchases, points, city'))
    .addOption(orgOption())
    .requiredOption('--phone <phone>', say('телефон: 79788451364', 'the phone: 79788451364'))
    .addOption(jsonOption())
    .action(check);
}

const jsonOption = (): Option => new Option('--json', say('одна строка JSON для программ', 'one line of JSON for programs'));
const orgOption = (): Option => new Option('--org <id>', say(
  'организация; нужна, если их несколько', 'the organisation; needed when there are several'));

function wholeUpTo(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < 1 || value > most) throw new InvalidArgumentError(`1…${most}`);
    return value;
  };
}

/** The organisation that is meant: the only one there is, unless it is named. */
async function meant(database: Database, org: string | undefined): Promise<string> {
  if (org !== undefined) return systemCall(org).orgId;
  const all = await listOrganisations(database);
  if (all.length === 1) return all[0]!.orgId;
  throw new Refusal('VALIDATION', {}, {
    errors: all.map(({ orgId, name }) => ({ path: '--org', message: `${orgId} ${name}` })),
  });
}

async function synchronise({ org, limit, days, json }: SyncOptions): Promise<void> {
  const ended = await withDatabase(async (database) => {
    const orgId = await meant(database, org);
    // Held before the run begins, so that no server or worker takes it for one that nobody works on.
    const release = await tryWork(database, orgId);
    try {
      const { id } = await runAsSystem(database, orgId, startSync, { limit, days });
      if (release === undefined) throw new Refusal('SERVICE_BUSY'); // the one before has not yet let go: the server goes on
      await follow(database, orgId, id, json === true);
      return await runAsSystem(database, orgId, getSync, { id });
    } finally {
      await release?.();
    }
  });
  print(json, ended, inWords(ended));
  if (ended.status === 'FAILED') process.exitCode = 1;
  if (ended.status === 'CANCELLED') process.exitCode = INTERRUPTED;
}

/** Works in the foreground and shows how far it is; the first Ctrl+C cancels the run in order. */
async function follow(database: Database, orgId: string, id: string, quiet: boolean): Promise<void> {
  const format = '{stage} [{bar}] {percentage}% {duration_formatted}';
  const isShown = !quiet && process.stderr.isTTY;
  const bar = isShown ? new SingleBar({ format, hideCursor: true, stream: process.stderr }) : undefined;
  const cancel = (): void => {
    // It may have ended a moment ago, and then there is nothing to cancel.
    runAsSystem(database, orgId, cancelSync, { id }).catch(() => undefined);
  };
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  bar?.start(100, 0, { stage: STAGES.CARDS });
  try {
    await goThrough(database, orgId, id, { onStep: ({ stage, percent }) => bar?.update(percent, { stage: STAGES[stage] }) });
  } finally {
    bar?.stop();
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
}

const STAGES = {
  CARDS: say('Дисконтные карты', 'Discount cards'), INITIAL: say('Начальный ввод', 'Carry-over'),
  PURCHASES: say('Покупки', 'Purchases'), POINTS: say('Баллы', 'Points'), DONE: say('Готово', 'Done'),
} as const;

type Ended = z.input<typeof SyncWithLog>;

function inWords({ status, error, log, percent }: Ended): string {
  const marks = { INFO: ' ', WARNING: '!', ERROR: '✗' } as const;
  const outcome = {
    DONE: say('✓ Синхронизация завершена', '✓ The synchronisation is done'),
    CANCELLED: say('Остановлено, загруженное сохранено', 'Cancelled; what is in stays'),
    FAILED: `✗ ${error?.message ?? ''}`, RUNNING: `${percent}%`,
  }[status];
  return [...log.map(({ level, message }) => `${marks[level]} ${message}`), outcome].join('\n');
}

/** The report says «за год» whatever the period was, and has no room for why a mark is missing. */
function doubtsOf({ isKnown, isComplete, days }: { isKnown: boolean; isComplete: boolean; days: number | null }): string[] {
  if (!isKnown) {
    return [say('Этого клиента в 1С нет или его ещё не читали', '1C does not know this client, or was not read yet')];
  }
  if (!isComplete) {
    return [say(
      'Синхронизация не завершена, суммы неполны: saldo onec sync',
      'The synchronisation has not ended, the sums are not whole: saldo onec sync',
    )];
  }
  return days === null || days === YEAR ? [] : [say(
    `Покупки — за последние ${days} дн.: столько взяла последняя завершённая синхронизация`,
    `Purchases are those of ${days} days: so many the last finished synchronisation has taken`,
  )];
}

/** The report goes out character for character; what the operator should know besides goes beside it. */
async function check({ org, phone, json }: CheckOptions): Promise<void> {
  const [endpoint, facts] = await withDatabase(async (database) => {
    const orgId = await meant(database, org);
    const { result } = await checkCustomer.run(database, systemCall(orgId), { phone });
    return [checkCustomer.endpoint, result] as const;
  });
  print(json, z.encode(endpoint.result, facts), checkReport(facts));
  const { last, sum, isComplete } = facts;
  if (!isComplete) process.exitCode = 1;
  if (json !== true) process.stderr.write(doubtsOf(facts).map((line) => `${line}\n`).join(''));
  if (json !== true && last !== null && sum !== null && last !== sum) {
    process.stderr.write(`${say(
      `Способы расчёта баллов расходятся: последняя запись ${pointsText(last)}, сумма ${pointsText(sum)}`,
      `The two ways to count points differ: last record ${pointsText(last)}, sum ${pointsText(sum)}`,
    )}\n`);
  }
}
