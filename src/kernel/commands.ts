/** The operator's commands for the database itself. */
import type { Command } from 'commander';
import { say, withDatabase } from './command.ts';

export function databaseCommands(program: Command): void {
  const db = program.command('db').description(say('база данных', 'the database'));
  db.command('migrate').description(say('обновить структуру базы', 'bring the database up to date'))
    .action(async () => {
      await withDatabase(async () => undefined);
      process.stdout.write(`${say('База в порядке', 'The database is up to date')}\n`);
    });
}
