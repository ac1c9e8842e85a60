/** The operator's command that builds a year of life to look at, to try things in and to measure. */
import { SingleBar } from 'cli-progress';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { daysOf } from './calendar.ts';
import { type Demo, loadDemo } from './load.ts';
import { print, say, withDatabase } from '../kernel/command.ts';
import { TEMPLATES, type Template } from '../kernel/policy.ts';

type LoadOptions = {
  clients: number; months: number; seed: number; template: Template; password?: string; json?: boolean;
};

export function demoCommands(program: Command): void {
  const demo = program.command('demo').description(say('демонстрация', 'a demonstration'));
  const option = (flags: string, ru: string, en: string): Option => new Option(flags, say(ru, en));
  demo.command('load')
    .description(say('год жизни центра в новой песочнице', 'a year of a centre in a new sandbox'))
    .addOption(option('--clients <n>', 'сколько клиентов', 'how many clients').argParser(wholeFrom(1)).default(300))
    .addOption(option('--months <n>', 'сколько месяцев с сентября', 'how many months from September')
      .argParser(wholeFrom(1, 12)).default(12))
    .addOption(option('--seed <n>', 'одно зерно — одна история', 'one seed, one story').argParser(wholeFrom(0)).default(1))
    .addOption(option('--template <template>', 'шаблон', 'the template').choices(TEMPLATES).default('SPORT'))
    .addOption(option('--password <password>', 'пароль; иначе случайный', 'a password; else a random one'))
    .option('--json', say('одна строка JSON для программ', 'one line of JSON for programs'))
    .action(load);
}

function wholeFrom(least: number, most = 100_000): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const fits = /^\d{1,9}$/.test(text) && value >= least && value <= most;
    if (!fits) throw new InvalidArgumentError(`${least}…${most}`);
    return value;
  };
}

async function load({ json = false, months, ...options }: LoadOptions): Promise<void> {
  const day = say('день', 'day');
  const format = `${say('Год жизни', 'A year of life')} [{bar}] {percentage}% ${day} {value}/{total} {duration_formatted}`;
  const bar = json ? undefined : new SingleBar({ format, noTTYOutput: true, hideCursor: true });
  const made = await withDatabase(async (database) => {
    try {
      bar?.start(1, 0);
      return await loadDemo(database, { ...options, toEvening: true, days: daysOf(months), onDay: (day, days) => {
        bar?.setTotal(days);
        bar?.update(day);
      } });
    } finally {
      bar?.stop();
    }
  });
  const { proof, ...facts } = made;
  print(json, { ...facts, proof: proof.ok }, inWords(made));
  if (!proof.ok) process.exitCode = 1;
}

function inWords({ orgId, login, people, proof, ...n }: Demo): string {
  const failed = proof.checks.filter(({ ok }) => !ok).map(({ id, title }) => `${id} ${title}`);
  return [
    `${say('Организация', 'Organisation')}: ${orgId}`,
    say(
      `Клиентов ${n.clients}, учеников ${n.students}, счетов ${n.invoices}, смен ${n.shifts}`,
      `${n.clients} clients, ${n.students} students, ${n.invoices} invoices, ${n.shifts} shifts`,
    ),
    say(
      `Абонементов ${n.subscriptions}, занятий ${n.trainings}, аренд ${n.rentals}`,
      `${n.subscriptions} passes, ${n.trainings} trainings, ${n.rentals} rentals`,
    ),
    say(
      `Платежей ${n.payments}, из них отменено ${n.reversals}; возвратов ${n.refunds}`,
      `${n.payments} payments, ${n.reversals} of them reversed; ${n.refunds} refunds`,
    ),
    `${say('Войти можно как (пароль у всех один)', 'Sign in as (one password for all)')}: ${login.password}`,
    ...people.map(({ email, role }) => `  ${role.padEnd(10)} ${email}`),
    proof.ok
      ? say('✓ Книги сходятся', '✓ The books hold')
      : `${say('✗ Книги не сходятся', '✗ The books do not hold')}: ${failed.join('; ')}`,
  ].join('\n');
}
