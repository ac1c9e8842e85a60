/** The daily backup of a server: looked for now and then, made by one worker, and told about when it is not good. */
import { lastBackup } from './backups-store.ts';
import type { Prove } from './fill-database.ts';
import { type MadeBackup, makeBackup } from './make-backup.ts';
import { reasonOf } from './reasons.ts';
import { isBackupDue } from './rules.ts';
import type { KnownSecret } from './secret.ts';
import { type OrganisationRow, listOrganisations } from '../access/store.ts';
import type { BackupSettings } from '../kernel/config.ts';
import { type Instant, dayOf, parseInstant } from '../kernel/day.ts';
import { type Database, inTransaction } from '../kernel/db.ts';
import { Refusal } from '../kernel/refusal.ts';
import { repeat } from '../kernel/repeat.ts';
import { notify } from '../notices/store.ts';

export type DailyBackup = Readonly<{
  database: Database;
  /** The address of the database with the owner's rights. */
  url: string;
  settings: BackupSettings;
  secret: KnownSecret | undefined;
  prove: Prove;
}>;

const LOOK_EVERY_MS = 60_000;
/** A backup that could not be made at all is tried again after this. */
const AGAIN = { hours: 1 };

/** Makes the daily backups until it is stopped; one that is under way then is given up, and nothing of it is left. */
export function startBackups(daily: DailyBackup, onError: (error: unknown) => void): () => Promise<void> {
  if (daily.settings.at === undefined) return async () => undefined;
  const abort = new AbortController();
  let notBefore: Instant | undefined;
  const look = async (): Promise<void> => {
    try {
      await backUpWhenDue(daily, notBefore, abort.signal);
    } catch (error) {
      if (abort.signal.aborted) return;
      notBefore = (await nowOf(daily.database))?.add(AGAIN);
      throw error;
    }
  };
  const stop = repeat(LOOK_EVERY_MS, look, onError);
  return async () => {
    abort.abort(new Error('The server ends'));
    await stop();
  };
}

/** One look: makes the backup when it is due. What is not good is told to the administrators and thrown. */
export async function backUpWhenDue(
  { database, url, settings, secret, prove }: DailyBackup, notBefore?: Instant, signal?: AbortSignal,
): Promise<MadeBackup | undefined> {
  const { at, folder, keep } = settings;
  const organisations = await realOnes(database);
  const [first] = organisations;
  if (first === undefined || at === undefined) return undefined;
  if (notBefore !== undefined && Temporal.Instant.compare(first.now, notBefore) < 0) return undefined;
  try {
    const last = lastBackup(folder);
    const timeZone = Temporal.Now.timeZoneId();
    const facts = { at, timeZone, now: first.now, since: first.createdAt, last: last && parseInstant(last.at) };
    if (!isBackupDue(facts)) return undefined;
    const made = await makeBackup({ url, folder, keep, secret, prove, signal });
    const { verdict, reason } = made.manifest.verification;
    if (verdict !== 'VERIFIED') await tell(database, organisations, reason ?? verdict);
    return made;
  } catch (error) {
    // Another worker is making it.
    if (error instanceof Refusal && error.code === 'BACKUP_RUNNING') return undefined;
    if (!signal?.aborted) await tell(database, organisations, reasonOf(error));
    throw error;
  }
}

/** Sandboxes can be made again; they are in the backup, but nobody is told and nothing is due for their sake. */
const realOnes = async (database: Database): Promise<OrganisationRow[]> =>
  (await listOrganisations(database)).filter(({ sandbox }) => !sandbox);

const nowOf = async (database: Database): Promise<Instant | undefined> => (await realOnes(database))[0]?.now;

async function tell(database: Database, organisations: readonly OrganisationRow[], error: string): Promise<void> {
  for (const { id: orgId, now, timeZone } of organisations) {
    const onceKey = `backup-failed:${dayOf(now, timeZone).toString()}`;
    await inTransaction(database, orgId, 'write', (tx) =>
      notify({ tx, orgId, now }, [{ kind: 'backup-failed', params: { error }, onceKey }]));
  }
}
