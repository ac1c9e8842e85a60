/** The operator's command that looks whether all is well. It works beside a running server and without one. */
import type { Command } from 'commander';
import { type Health, examine, exitCodeOf } from './doctor.ts';
import { findingsOf } from './doctor-rules.ts';
import { lookAround } from './look-around.ts';
import { healthInWords } from './words.ts';
import { getProof } from '../audit/proof.ts';
import { sealAudit } from '../audit/seal.ts';
import { language, print, refusalText, say, systemCall, withDatabaseAsItIs } from '../kernel/command.ts';
import { loadConfig } from '../kernel/config.ts';
import { Refusal } from '../kernel/refusal.ts';

const CANNOT_LOOK = 2;

export function doctorCommand(program: Command): void {
  program.command('doctor')
    .description(say(
      'проверить машину, базу, книги и журнал; код 0 — всё сходится, 1 — нет, 2 — проверить не удалось',
      'examine machine, database, books and audit trail; exit code 0: all is well, 1: it is not, 2: could not look',
    ))
    .option('--org <id>', say('только одна организация', 'one organisation only'))
    .option('--strict', say('считать предупреждения сбоями (код 1)', 'end with 1 on warnings too'))
    .option('--json', say('одна строка JSON для программ', 'one line of JSON for programs'))
    .action(doctor);
}

type Options = { org?: string; json?: boolean; strict?: boolean };

async function doctor({ org, json, strict }: Options): Promise<void> {
  try {
    const health = await withDatabaseAsItIs((database): Promise<Health> =>
      examine(database, {
        seal: (orgId) => sealAudit(database, orgId),
        prove: async (orgId) => (await getProof.run(database, systemCall(orgId), {})).result,
        around: async () => findingsOf(await lookAround(database, loadConfig()), language),
      }, org));
    print(json, health, healthInWords(health, language));
    process.exitCode = exitCodeOf(health, strict);
  } catch (error) {
    const why = error instanceof Refusal ? refusalText(error) : error instanceof Error ? error.message : String(error);
    process.stderr.write(`${say('Не удалось проверить', 'Could not look')}: ${why}\n`);
    process.exitCode = CANNOT_LOOK;
  }
}
