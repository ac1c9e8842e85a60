/** The operator's commands for the connection to 1C; `saldo onec …` registers them. */
import { type Command, Option } from 'commander';
import { checkConnection, connectOneC } from './connection.ts';
import { POINTS_STRATEGIES, type PointsStrategy } from './connection-contract.ts';
import { print, runAsSystem, say, withDatabase } from '../kernel/command.ts';
import { readPassword } from '../kernel/password-prompt.ts';

type Json = { json?: boolean };
type ConnectOptions = Json & {
  org: string; url: string; user: string; timeZone?: string; pageSize?: string; points?: PointsStrategy;
};

const jsonOption = (): Option => new Option('--json', say('одна строка JSON для программ', 'one line of JSON for programs'));
const orgOption = (): Option => new Option('--org <id>', say('организация', 'the organisation')).makeOptionMandatory();

export function connectionCommands(onec: Command): void {
  onec.command('connect')
    .description(say(
      'подключить базу 1С; пароль — из ONEC_PASSWORD или со стандартного ввода',
      'connect a 1C base; the password comes from ONEC_PASSWORD or the standard input',
    ))
    .addOption(orgOption())
    .requiredOption('--url <url>', say('адрес базы: https://сервер/база', 'the address of the base: https://host/base'))
    .requiredOption('--user <name>', say('пользователь 1С', 'the 1C user'))
    .option('--time-zone <zone>', say('часовой пояс базы; иначе — организации', 'zone of the base; else the organisation’s'))
    .option('--page-size <rows>', say('строк за один запрос', 'rows in one request'))
    .addOption(new Option('--points <strategy>', say(
      'остаток баллов: LAST — поле последней записи, SUM — начислено минус списано',
      'balance of points: LAST, the field of the last record; SUM, accrued less spent',
    )).choices(POINTS_STRATEGIES))
    .addOption(jsonOption())
    .action(connect);
  onec.command('check-connection')
    .description(say(
      'спросить у 1С, что она публикует и умеет; код 1 — синхронизация невозможна',
      'ask 1C what it publishes and can do; exit code 1: the synchronisation cannot start',
    ))
    .addOption(orgOption()).addOption(jsonOption())
    .action(check);
}

async function connect({ org, url, user, timeZone, pageSize, points, json }: ConnectOptions): Promise<void> {
  const password = await readPassword('ONEC_PASSWORD', say('Пароль пользователя 1С: ', 'Password of the 1C user: '));
  const answer = await withDatabase((database) => runAsSystem(database, org, connectOneC, {
    baseUrl: url, username: user, password, timeZone, pointsStrategy: points,
    pageSize: pageSize === undefined ? undefined : Number(pageSize),
  }));
  print(json, answer.connection, `${say('1С подключена', '1C is connected')}: ${answer.connection?.baseUrl ?? url}`);
}

const MARKS = { OK: '✓', NOT_PUBLISHED: '✗', NO_RIGHTS: '✗', FIELDS_MISSING: '✗', FAILED: '✗' } as const;

async function check({ org, json }: Json & { org: string }): Promise<void> {
  const result = await withDatabase((database) => runAsSystem(database, org, checkConnection, {}));
  const { ok, problem, entities } = result;
  const lines = [
    ...(problem === null ? [] : [`✗ ${problem.sentence}`, problem.advice]),
    ...entities.flatMap(({ status, sentence, advice, rows }) => [
      `${MARKS[status]} ${sentence}${rows === null ? '' : ` (${say('записей', 'records')}: ${rows})`}`,
      advice === null ? null : `  → ${advice}`,
    ]),
    ok ? say('Синхронизация возможна', 'The synchronisation can start')
      : say('Синхронизация невозможна', 'The synchronisation cannot start'),
  ];
  print(json, result, lines.filter((line) => line !== null).join('\n'));
  if (!ok) process.exitCode = 1;
}
