/** What became of a backup or a restore, as the operator reads it. */
import type { Backup } from './backups-store.ts';
import type { MadeBackup } from './make-backup.ts';
import type { Restored } from './restore.ts';
import type { SecretOutcome } from './secret.ts';
import { machineNow, say } from '../kernel/command.ts';
import { parseInstant } from '../kernel/day.ts';

/** The same for programs. */
export function summaryOf({ file, bytes, manifest }: MadeBackup) {
  const { madeAt: at, tables, organisations, secret, verification: { at: verifiedAt, ...verification } } = manifest;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return {
    file, bytes, at, organisations: organisations.length, tables: tables.length, rows, secret, verifiedAt, ...verification,
  };
}

export function madeInWords({ file, bytes, removed, manifest }: MadeBackup): string {
  const { tables, verification: { verdict, reason, broken }, secret } = manifest;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    `${say('Резервная копия', 'Backup')}: ${file}`,
    say(`Таблиц ${tables.length}, строк ${rows}, `, `${tables.length} tables, ${rows} rows, `) + megabytes(bytes),
    verdict === 'VERIFIED'
      ? say('✓ Восстановлена в проверочную базу, сверена построчно, книги сходятся',
        '✓ Restored into a scratch database, compared row by row and proven')
      : `${say('✗ НЕ ПРОВЕРЕНА', '✗ NOT VERIFIED')}: ${reason ?? ''}`,
    ...broken.slice(1).map((line) => `    ${line}`),
    ...secretNote(manifest),
    ...(secret.carried ? [say('В копии лежит секрет установки: храните её как пароль',
      'The secret of the installation is in it: keep it like a password')] : []),
    ...removed.map((name) => say(`Удалена старая копия ${name}`, `Removed the outdated ${name}`)),
  ].join('\n');
}

function secretNote({ secret: { opens, fingerprint } }: MadeBackup['manifest']): string[] {
  if (opens === false) {
    return [say(
      '⚠ Секрет, известный этой команде, не открывает второй фактор и пароли подключений: нужен SALDO_SECRET сервера',
      '⚠ The secret known here does not open second factors and stored passwords: set the SALDO_SECRET of the server',
    )];
  }
  return fingerprint === null ? [say('⚠ Секрет установки неизвестен этой команде', '⚠ The secret is not known here')] : [];
}

export function lineOf({ file, at, verdict, reason, bytes }: Backup): string {
  const words = {
    VERIFIED: say('✓ проверена', '✓ verified'), FAILED: say('✗ НЕ ГОДИТСЯ', '✗ FAILED'),
    UNVERIFIED: say('? не проверена', '? not verified'),
  };
  const local = parseInstant(at).toZonedDateTimeISO(Temporal.Now.timeZoneId()).toPlainDateTime();
  const when = `${local.toString({ smallestUnit: 'minute' }).replace('T', ' ')} (${ageOf(at)})`;
  const line = `${when.padEnd(30)} ${words[verdict].padEnd(14)} ${megabytes(bytes).padStart(10)}  ${file}`;
  return reason === null ? line : `${line}\n    ${reason}`;
}

function ageOf(at: string): string {
  const hours = Math.max(0, Math.floor(parseInstant(at).until(machineNow()).total('hours')));
  return hours < 48 ? say(`${hours} ч назад`, `${hours} h ago`)
    : say(`${Math.floor(hours / 24)} дн. назад`, `${Math.floor(hours / 24)} days ago`);
}

/** Whole tenths of a megabyte. */
export function megabytes(bytes: number): string {
  const tenths = Math.ceil(bytes / 104_857.6);
  const text = `${Math.floor(tenths / 10)}.${tenths % 10}`;
  return say(`${text.replace('.', ',')} МБ`, `${text} MB`);
}

export function restoredInWords(
  { database, kept, broken, manifest }: Restored, secret: SecretOutcome, file: string,
): string {
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const { verdict, reason } = manifest.verification;
  const doubt = verdict === 'VERIFIED' ? [] : [
    `${say('⚠ При создании копия не прошла проверку', '⚠ The backup was not verified when it was made')}: ${reason ?? ''}`,
  ];
  return [
    say(`База «${database}» восстановлена из копии от ${manifest.madeAt}: строк ${rows}, каждая таблица совпала с копией`,
      `“${database}” is restored from the backup of ${manifest.madeAt}: ${rows} rows, every table equals the backup`),
    broken.length === 0 ? say('✓ Книги сходятся', '✓ The books hold')
      : `${say('✗ Книги не сходятся', '✗ The books do not hold')}:\n${broken.map((line) => `    ${line}`).join('\n')}`,
    ...doubt,
    ...(kept === null ? [] : [say(
      `Прежняя база сохранена под именем ${kept}. Когда всё на месте, удалите её: saldo backups --drop ${kept}`,
      `The former database is kept as ${kept}. When all is well drop it: saldo backups --drop ${kept}`,
    )]),
    ...secretInWords(secret, manifest, file),
  ].join('\n');
}

function secretInWords({ state, former }: SecretOutcome, { secret }: Restored['manifest'], file: string): string[] {
  if (state === 'SAME') return [];
  if (state === 'PLACED') {
    const kept = former === undefined ? '' : say(` Прежний секрет: ${former}`, ` The former one: ${former}`);
    return [say('Секрет установки взят из копии.', 'The secret of the installation was taken from the backup.') + kept];
  }
  if (state === 'UNKNOWN') {
    return [say('⚠ Копия сделана без сведений о секрете', '⚠ The backup knows nothing of the secret')];
  }
  const cure = secret.carried
    ? say(`Верный секрет — в файле ${file}/secret: задайте его серверу как SALDO_SECRET.`,
      `The right one is in ${file}/secret: give it to the server as SALDO_SECRET.`)
    : say('Задайте серверу SALDO_SECRET прежней установки.',
      'Give the server the SALDO_SECRET of the former installation.');
  return [say(
    `⚠ Секрет здесь другой, чем у копии. Не будут работать: вход со вторым фактором (таких людей ${secret.logins}), `
    + `сохранённые пароли подключений, ссылки на оплату в отправленных письмах. ${cure}`,
    `⚠ The secret here is not that of the backup. What will not work: signing in with a second factor `
    + `(${secret.logins} people), stored passwords of connections, payment links in letters. ${cure}`,
  )];
}
