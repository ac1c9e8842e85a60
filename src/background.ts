/** What goes on beside the requests, in the server and in every worker: seals, jobs, deliveries. */
import type { FastifyBaseLogger } from 'fastify';
import { deliverCodes } from './access/deliver-codes.ts';
import { getProof } from './audit/proof.ts';
import { sealAll } from './audit/seal.ts';
import { startBackups } from './backup/scheduled.ts';
import { knownSecret } from './backup/secret.ts';
import type { Mail } from './integrations/mail/smtp.ts';
import { startJobs } from './jobs/start-jobs.ts';
import { systemCall } from './kernel/command.ts';
import type { Config } from './kernel/config.ts';
import type { Database } from './kernel/db.ts';
import type { Pulse } from './kernel/pulse.ts';
import { repeat } from './kernel/repeat.ts';
import { startSyncs } from './loyalty/sync-jobs.ts';
import { deliverAll } from './notices/deliver.ts';

export type BackgroundOptions = {
  database: Database;
  /** The address of the database with the owner's rights. */
  url: string;
  mail: Mail | undefined;
  /** With it the daily backup is made. */
  config?: Config;
  logger: Pick<FastifyBaseLogger, 'error'>;
  /** Beats as long as the work goes on. */
  pulse?: Pulse;
};
const SEAL_EVERY_MS = 1000;

const DELIVER_EVERY_MS = 2000;
/** Somebody waits for it at the door. */
const CODES_EVERY_MS = 1000;

/** Starts it all; gives the function that ends it in order: what is under way is finished and sealed. */
export async function startBackground(
  { database, url, mail, config, logger, pulse }: BackgroundOptions,
): Promise<() => Promise<void>> {
  const report = (what: string) => (error: unknown): void => logger.error(error, what);
  const stopJobs = await startJobs({ database, url, onError: report('a job failed') });
  const stopSealer = repeat(SEAL_EVERY_MS, async () => {
    await sealAll(database);
    pulse?.beat();
  }, report('the audit trail was not sealed'));
  const stopDelivery = repeat(DELIVER_EVERY_MS, () => deliverAll(database, mail), report('notices were not delivered'));
  const stopCodes = repeat(CODES_EVERY_MS, () => deliverCodes(database, mail), report('a code was not sent'));
  const stopSyncs = startSyncs(database, report('a synchronisation with 1C failed'));
  const stopBackups = config && startBackups({
    database, url, settings: config.backup, secret: knownSecret(config),
    prove: async (scratch, orgId) => (await getProof.run(scratch, systemCall(orgId), {})).result,
  }, report('the daily backup failed'));
  return async () => {
    await stopBackups?.();
    await stopSyncs();
    await stopJobs();
    await Promise.all([stopDelivery(), stopCodes(), stopSealer()]);
    // What cannot be sealed now waits for the next start: the queue is in the database.
    await sealAll(database).catch(() => undefined);
  };
}
