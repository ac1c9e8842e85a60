/** Gathers what the doctor judges besides the books: the machine, the settings, the queue, backups and nights. */
import { join } from 'node:path';
import type { Facts, Night } from './doctor-facts-rules.ts';
import {
  type House, loadDeliveries, loadHouses, loadQueue, loadSealed, loadServer, loadStuckSyncs,
} from './doctor-store.ts';
import { countBundles, serverClock } from './store.ts';
import { lastBackup } from '../backup/backups-store.ts';
import { type Config, presentSecret } from '../kernel/config.ts';
import { isTimeZone } from '../kernel/day.ts';
import type { Database } from '../kernel/db.ts';
import { NODE_VERSION, machineNow, spaceOf } from '../kernel/machine.ts';
import { openText } from '../kernel/sealed.ts';
import { VERSION } from '../kernel/version.ts';
import { chargesAtNight } from '../trainings/rules.ts';

const BUNDLE_DAYS = 30;

export async function lookAround(database: Database, config: Config): Promise<Facts> {
  const { number: server, now, newest, appRises, appOwns } = await loadServer(database);
  // Asked by itself: the question before goes through a whole table, and that time is no difference of clocks.
  const asked = machineNow();
  const skewSeconds = secondsFrom(await serverClock(database), asked);
  const houses = await loadHouses(database);
  const sealed = await loadSealed(database);
  const last = lastBackup(config.backup.folder);
  const undo = join(config.dataDir, 'undo');
  const backups = config.backup.folder;
  const places = backups.startsWith(join(config.dataDir, '/')) ? [config.dataDir] : [config.dataDir, backups];
  const spaces = await Promise.all(places.map(spaceOf));
  return {
    node: NODE_VERSION, saldo: VERSION, server, appRises, appOwns,
    external: config.databaseUrl !== undefined, secretGiven: config.secret !== undefined,
    secretOpens: sealed.length === 0 ? null : opensAll(presentSecret(config), sealed),
    mailSet: config.mail !== undefined,
    wantMail: houses.filter(({ policy }) => policy['notify.channels'].includes('EMAIL')).map(({ name }) => name),
    unknownZones: houses.filter(({ timeZone, isKnown }) => !isKnown || !isTimeZone(timeZone)),
    disks: spaces.map((space, index) => ({ what: index === 0 ? 'data' : 'backups', ...space })),
    skewSeconds, aheadSeconds: newest === null ? 0 : secondsFrom(now, newest),
    queue: await loadQueue(database), deliveries: await loadDeliveries(database),
    hasOrganisations: houses.length > 0,
    backup: last && {
      hours: Math.floor(secondsFrom(Temporal.Instant.from(last.at), now) / 3600), verdict: last.verdict, reason: last.reason,
    },
    nights: houses.filter(({ policy }) => chargesAtNight(policy)).map(nightOf),
    bundles: { folder: undo, ...countBundles(undo, now.subtract({ hours: 24 * BUNDLE_DAYS })) },
    stuckSyncs: await loadStuckSyncs(database),
  };
}

const secondsFrom = (from: Temporal.Instant, to: Temporal.Instant): number =>
  Math.trunc(from.until(to, { largestUnit: 'seconds' }).seconds);

function opensAll(secret: string | undefined, sealed: readonly string[]): boolean {
  if (secret === undefined) return false;
  try {
    for (const text of sealed) openText(secret, text);
    return true;
  } catch {
    return false; // another secret sealed it: that is the answer
  }
}

const nightOf = ({ name, createdOn, today, nightOn, nightStatus }: House): Night => ({
  name, status: nightStatus, date: nightOn?.toString() ?? null,
  daysAgo: (nightOn ?? createdOn).until(today, { largestUnit: 'days' }).days,
});
