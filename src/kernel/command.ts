/** What the commands of every domain share: the open database, the system as actor, answers and refusals in words. */
import { z } from 'zod';
import { loadConfig, loadSecret } from './config.ts';
import type { Endpoint, Input, Result } from './contract.ts';
import { openDatabaseServer } from './database-server.ts';
import { type Database, openDatabase } from './db.ts';
import { parseInput } from './http-input.ts';
import { migrate } from './migrate.ts';
import type { Call, Operation, Reading } from './operation.ts';
import { type Language, Refusal } from './refusal.ts';
import { isUuid, uuidv7 } from './uuid.ts';

const { LC_ALL, LC_MESSAGES, LANG } = process.env;
/** Russian, unless the environment asks for English. */
export const language: Language = /^en/i.test(LC_ALL ?? LC_MESSAGES ?? LANG ?? '') ? 'en' : 'ru';

/** Opens the database of the settings, brings it up to date, does the work, and closes what was opened. */
export const withDatabase = <T>(work: (database: Database) => Promise<T>): Promise<T> =>
  withDatabaseAsItIs(async (database) => {
    await migrate(database);
    return work(database);
  });

/** The same without bringing it up to date: for looking at what is there. */
export async function withDatabaseAsItIs<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const server = await openDatabaseServer(config, 'cli');
  try {
    const database = openDatabase(server.url, { connections: 4, secret: loadSecret(config) });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await server.close();
  }
}

/** The operator acts as the organisation's own system user, whose id is the organisation's. */
export function systemCall(orgId: string): Call {
  if (!isUuid(orgId)) throw new Refusal('NOT_FOUND');
  const id = orgId.toLowerCase();
  return { orgId: id, actor: { userId: id, role: 'ADMIN' }, requestId: uuidv7(), language };
}

/** Runs an operation or a reading with fields in their wire form; gives the result in its wire form. */
export async function runAsSystem<E extends Endpoint>(
  database: Database, orgId: string, runnable: Operation<E> | Reading<E>, fields: Record<string, unknown>,
): Promise<z.input<E['result']>> {
  const stated = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const input: Input<E> = parseInput(runnable.endpoint, stated, language);
  const { result } = await runnable.run(database, systemCall(orgId), input);
  return z.encode(runnable.endpoint.result, result as Result<E>) as z.input<E['result']>;
}

/** One line for programs with --json, otherwise words for people. */
export function print(json: boolean | undefined, value: unknown, words: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : `${words}\n`);
}

/** The machine's own clock: for what concerns the machine, such as the age of a file, and never the business. */
export const machineNow = (): Temporal.Instant => Temporal.Now.instant();

export const say = (ru: string, en: string): string => (language === 'ru' ? ru : en);

/** A refusal with its field errors as the operator reads it. */
export function refusalText(refusal: Refusal): string {
  const errors = (refusal.extra['errors'] ?? []) as { path: string; message: string }[];
  const lines = errors.map(({ path, message }) => `  ${path}: ${message}`);
  return [refusal.sentence(language), refusal.hint(language), ...lines].filter((line) => line !== undefined).join('\n');
}
