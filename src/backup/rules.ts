import type { Verdict } from './contract.ts';
import type { Instant } from '../kernel/day.ts';

type Listed = Readonly<{ name: string; verdict: Verdict }>;

/**
 * BKP-1. Of the verified backups the newest `keep` stay, of the others as many again: so a series of failures never
 * pushes out a backup that is known to be good, and the last verified one always stays.
 * ru: Хранится заданное число последних проверенных копий; непроверенные и неудачные в счёт не идут и проверенных не вытесняют.
 * Source: S0-047, S0-048. Examples: 14 verified and a new one: the oldest goes; thirty failures: all 14 verified stay.
 */
export function outdated<T extends Listed>(newestFirst: readonly T[], keep: number): T[] {
  const beyond = (wanted: boolean): T[] =>
    newestFirst.filter(({ verdict }) => (verdict === 'VERIFIED') === wanted).slice(Math.max(1, keep));
  return [...beyond(true), ...beyond(false)];
}

/**
 * BKP-2. The daily backup falls due at its time of day by the server's clock, and is made as soon as the server runs
 * again when it was off then. An installation without an organisation has nothing to lose yet.
 * ru: Ежедневная копия делается в заданное время по часам сервера, а если он был выключен — как только включится; пока
 * нет ни одной организации, копировать нечего.
 * Source: S0-047. Examples: 03:30 with a server that was off from 21:00 to 09:00: at 09:00.
 */
export function isBackupDue(
  { at, timeZone, now, last, since }: Readonly<{
    at: string; timeZone: string; now: Instant;
    /** When the last backup was made. */
    last: Instant | undefined;
    /** When the first organisation was made. */
    since: Instant | undefined;
  }>,
): boolean {
  const from = last ?? since;
  if (from === undefined) return false;
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const times = [0, 1].map((days) => today.subtract({ days }).toZonedDateTime({ timeZone, plainTime: at }).toInstant());
  const latest = times.find((time) => Temporal.Instant.compare(time, now) <= 0);
  return latest !== undefined && Temporal.Instant.compare(from, latest) < 0;
}
