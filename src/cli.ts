/** The command line: every domain registers its own commands. Exit code 1: refused; 2: used wrongly. */
import { Command, CommanderError } from 'commander';
import { accessCommands } from './access/commands.ts';
import { archiveCommands } from './archive/commands.ts';
import { backupCommands } from './backup/commands.ts';
import { bankCommands } from './bank/commands.ts';
import { demoCommands } from './demo/commands.ts';
import { jobCommands } from './jobs/commands.ts';
import { refusalText, say } from './kernel/command.ts';
import { databaseCommands } from './kernel/commands.ts';
import { Refusal } from './kernel/refusal.ts';
import { onecCommands } from './loyalty/commands.ts';
import { doctorCommand } from './maintenance/commands.ts';
import { resetCommand } from './maintenance/reset-commands.ts';
import { openingCommands } from './opening/commands.ts';
import { VERSION } from './kernel/version.ts';

function buildProgram(): Command {
  const program = new Command('saldo')
    .description(say('Saldo: кто сколько должен и почему', 'Saldo: who owes what, and why'))
    .version(VERSION)
    .showHelpAfterError()
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  const all = [
    accessCommands, bankCommands, demoCommands, jobCommands, onecCommands, doctorCommand, backupCommands, resetCommand,
    databaseCommands,
    archiveCommands, openingCommands,
  ];
  for (const register of all) register(program);
  return program;
}

/** Commander reports help and version as errors with code 0, and every wrong use with code 1, which is 2 here. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  process.stderr.write(`${error instanceof Refusal ? refusalText(error) : messageOf(error)}\n`);
  return 1;
}

function messageOf(error: unknown): string {
  if (process.env['LOG_LEVEL'] === 'debug' && error instanceof Error) return error.stack ?? error.message;
  return error instanceof Error ? error.message : String(error);
}

// The launcher's channel must not keep a finished command alive.
process.channel?.unref();
try {
  await buildProgram().parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
