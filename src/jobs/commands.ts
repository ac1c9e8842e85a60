/** The operator's commands for jobs. */
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { jobEndpoints } from './contract.ts';
import { listJobs } from './read-jobs.ts';
import { runJobByHand } from './run-by-hand.ts';
import { language, print, runAsSystem, say, systemCall, withDatabase } from '../kernel/command.ts';
import { parseInput } from '../kernel/http-input.ts';

type Json = { json?: boolean };
type RunOptions = Json & { org: string; date?: string; dryRun?: boolean };
type RunResult = z.input<typeof jobEndpoints.run.result>;

const jsonOption = (): Option => new Option('--json', say('одна строка JSON для программ', 'one line of JSON for programs'));
const orgOption = (): Option => new Option('--org <id>', say('организация', 'the organisation')).makeOptionMandatory();

export function jobCommands(program: Command): void {
  const jobs = program.command('jobs').description(say('задания по расписанию', 'what happens by itself'));
  jobs.command('list').description(say('задания, их время и следующий запуск', 'the jobs, their times and next runs'))
    .addOption(orgOption()).addOption(jsonOption())
    .action(async ({ org, json }: Json & { org: string }) => {
      const result = await withDatabase((database) => runAsSystem(database, org, listJobs, {}));
      const byHand = say('вручную', 'by hand');
      const lines = result.jobs.map(({ name, title, time, nextRunAt }) =>
        `${name.padEnd(16)} ${(time ?? byHand).padEnd(8)} ${(nextRunAt ?? '—').padEnd(21)} ${title}`);
      print(json, result, lines.join('\n'));
    });
  jobs.command('run').argument('<name>', say('задание', 'the job'))
    .description(say(
      'выполнить задание за сегодня и дождаться конца; код 1 — не удалось',
      'run a job for today and wait for its end; exit code 1: it failed',
    ))
    .addOption(orgOption())
    .option('--date <day>', say('местная дата; только сегодня', 'the local date; today only'))
    .option('--dry-run', say('только показать, что будет сделано', 'only show what would be done'))
    .addOption(jsonOption())
    .action(runOne);
}

async function runOne(name: string, { org, date, dryRun = false, json }: RunOptions): Promise<void> {
  const fields = { name, ...(date === undefined ? {} : { date }) };
  const input = parseInput(jobEndpoints.run, fields, language);
  const { result } = await withDatabase((database) =>
    runJobByHand.run(database, { ...systemCall(org), ...(dryRun && { dryRun }) }, input));
  const answer: RunResult = z.encode(jobEndpoints.run.result, result);
  print(json, answer, inWords(answer));
  if (answer.status === 'FAILED') process.exitCode = 1;
}

/** "overdue, 2025-02-12: DONE, marked 3" and a line for each error. */
function inWords({ job, date, status, metrics, errors, decisions = [] }: RunResult): string {
  const counted = Object.entries(metrics).map(([key, value]) => `${key} ${value}`).join(', ');
  return [
    `${job}, ${date}: ${status ?? say('предпросмотр', 'preview')}${counted === '' ? '' : `, ${counted}`}`,
    ...decisions.map(({ training, student, sentence }) => `  ${training.title ?? '—'}, ${student.name}: ${sentence}`),
    ...errors.map(({ message, entityType, entityId }) =>
      `  ✗ ${message}${entityType === undefined ? '' : ` (${entityType} ${entityId ?? ''})`}`),
  ].join('\n');
}
