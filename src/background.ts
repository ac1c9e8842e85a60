/** What goes on beside the requests, in the server and in every worker: seals, jobs, deliveries. */
import type { FastifyBaseLogger } from 'fastify';
import { deliverCodes } from './access/deliver-codes.ts';
import { sealAll, startSealer } from './audit/seal.ts';
import type { Mail } from './integrations/mail/smtp.ts';
import { startJobs } from './jobs/start-jobs.ts';
import type { Database } from './kernel/db.ts';
import { repeat } from './kernel/repeat.ts';
import { deliverAll } from './notices/deliver.ts';

export type BackgroundOptions = {
  database: Database;
  /** The address of the database with the owner's rights. */
  url: string;
  mail: Mail | undefined;
  logger: Pick<FastifyBaseLogger, 'error'>;
};

const DELIVER_EVERY_MS = 2000;
/** Somebody waits for it at the door. */
const CODES_EVERY_MS = 1000;

/** Starts it all; gives the function that ends it in order: what is under way is finished and sealed. */
export async function startBackground({ database, url, mail, logger }: BackgroundOptions): Promise<() => Promise<void>> {
  const report = (what: string) => (error: unknown): void => logger.error(error, what);
  const stopJobs = await startJobs({ database, url, onError: report('a job failed') });
  const stopSealer = startSealer(database, report('the audit trail was not sealed'));
  const stopDelivery = repeat(DELIVER_EVERY_MS, () => deliverAll(database, mail), report('notices were not delivered'));
  const stopCodes = repeat(CODES_EVERY_MS, () => deliverCodes(database, mail), report('a code was not sent'));
  return async () => {
    await stopJobs();
    await Promise.all([stopDelivery(), stopCodes(), stopSealer()]);
    // What cannot be sealed now waits for the next start: the queue is in the database.
    await sealAll(database).catch(() => undefined);
  };
}
