/** What the doctor says of everything around the books: a finding in words, what it means, and what to do. */
import type { Facts, Night } from './doctor-facts-rules.ts';
import type { Language } from '../kernel/refusal.ts';

/** OK: as it should be. WARN: soon or perhaps a harm; somebody should look. FAIL: something is wrong now. */
export type Severity = 'OK' | 'WARN' | 'FAIL';
export type Finding = { id: string; severity: Severity; text: string; advice?: string };

type Words = { ru: string; en: string };
type Said = { severity: Severity; text: Words; advice?: Words };
const ok = (ru: string, en: string): Said => ({ severity: 'OK', text: { ru, en } });
const told = (severity: 'WARN' | 'FAIL') => (text: [string, string], advice: [string, string]): Said => ({
  severity, text: { ru: text[0], en: text[1] }, advice: { ru: advice[0], en: advice[1] },
});
const warn = told('WARN');
const fail = told('FAIL');

const MB = 1_048_576;
const inMb = (bytes: number): number => Math.floor(bytes / MB);
const NEEDED_NODE = 26;
const NEEDED_SERVER = 150_000;

/**
 * DOC-1. A warning is what may become a harm and does not make the doctor end with 1 unless asked to be strict; a
 * failure is what harms now: no disk, a secret that opens nothing, a clock that runs backwards, a backup that failed.
 * ru: Предупреждение не меняет кода завершения без --strict; сбой — то, что вредит уже сейчас.
 * Source: issue 5, "Doctor".
 */
export function findingsOf(facts: Facts, language: Language): Finding[] {
  const all: [id: string, said: Said[]][] = [
    ['versions', [versions(facts)]], ['role', [role(facts)]], ['secret', [secret(facts)]], ['mail', [mail(facts)]],
    ['zones', facts.unknownZones.length === 0 ? [] : facts.unknownZones.map(zone)],
    ['disk', facts.disks.map(disk)], ['clock', clock(facts)], ['queue', queue(facts)], ['notices', [notices(facts)]],
    ['backup', [judgeBackup(facts)]], ['night', facts.nights.map(night)], ['undo', undo(facts)],
    ['onec', facts.stuckSyncs.map(sync)],
  ];
  return all.flatMap(([id, said]) => said.map(({ severity, text, advice }) =>
    ({ id, severity, text: text[language], ...(advice && { advice: advice[language] }) })));
}

function versions({ node, saldo, server }: Facts): Said {
  const name = `Saldo ${saldo}, Node ${node}`;
  if (server < NEEDED_SERVER) {
    return fail([`${name}: PostgreSQL слишком старый`, `${name}: PostgreSQL is too old`],
      ['Нужен PostgreSQL 15 или новее: обновите сервер базы.', 'Update the database server to PostgreSQL 15 or newer.']);
  }
  if (Number(node.split('.')[0]) < NEEDED_NODE) {
    return warn([`${name}: Node старше, чем нужно (${NEEDED_NODE})`, `${name}: Node is older than ${NEEDED_NODE}`],
      ['Запускайте программу через npm: npm start, npm run saldo.', 'Start the program by npm: npm start, npm run saldo.']);
  }
  return ok(name, name);
}

function role({ appRises, appOwns }: Facts): Said {
  if (!appRises && !appOwns) return ok('Права ролей базы', 'Rights of the database roles');
  return fail(['Роль saldo_app слишком сильна: организации не отделены друг от друга',
    'The role saldo_app is too strong: organisations are not kept apart'],
  ['Администратор базы: alter role saldo_app nosuperuser nobypassrls; таблицы должны принадлежать другой роли.',
    'For the database administrator: alter role saldo_app nosuperuser nobypassrls; another role must own the tables.']);
}

function secret({ secretGiven, secretOpens, external }: Facts): Said {
  if (secretOpens === false) {
    return fail(['Секрет установки не подходит: второй фактор и пароли к 1С не открываются',
      'The secret of the installation is another one: second factors and passwords of 1C cannot be opened'],
    ['Верните прежний SALDO_SECRET или файл secret из папки данных (он есть в копии).',
      'Put back the former SALDO_SECRET, or the file secret of the data folder (a backup has it).']);
  }
  if (external && !secretGiven) {
    return warn(['SALDO_SECRET не задан: секрет лежит только в папке данных этой машины',
      'SALDO_SECRET is not set: the secret is in the data folder of this machine alone'],
    ['Задайте SALDO_SECRET одинаковым на всех машинах и сохраните его отдельно от базы.',
      'Set the same SALDO_SECRET on every machine and keep it apart from the database.']);
  }
  return ok('Секрет установки', 'The secret of the installation');
}

function mail({ mailSet, wantMail }: Facts): Said {
  if (mailSet || wantMail.length === 0) return ok('Почта', 'Mail');
  const names = wantMail.join(', ');
  return warn([`Почта не настроена, а письма хотят: ${names}`, `There is no mail server, but letters are wanted: ${names}`],
    ['Задайте SMTP_URL и MAIL_FROM или уберите EMAIL из каналов уведомлений.',
      'Set SMTP_URL and MAIL_FROM, or take EMAIL out of the channels of notices.']);
}

const zone = ({ name, timeZone }: { name: string; timeZone: string }): Said =>
  fail([`${name}: неизвестный часовой пояс ${timeZone}`, `${name}: unknown time zone ${timeZone}`],
    ['Выберите пояс в настройках организации: без него ночь и сроки считаются неверно.',
      'Choose the time zone in the settings: nights and due dates go wrong without it.']);

function disk({ what, folder, free, total }: Facts['disks'][number]): Said {
  const place = what === 'data' ? ['папка данных', 'data folder'] : ['папка копий', 'folder of backups'];
  const room = [`${place[0]}: свободно ${inMb(free)} МБ`, `${place[1]}: ${inMb(free)} MB free`] as [string, string];
  const advice: [string, string] = [`Освободите место на диске: ${folder}`, `Make room on the disk of ${folder}`];
  if (free < 300 * MB) return fail([`Место кончается, ${room[0]}`, `The disk is full, ${room[1]}`], advice);
  if (free < 2048 * MB && free * 10 < total) return warn([`Мало места, ${room[0]}`, `Little room, ${room[1]}`], advice);
  return ok(`Место: ${room[0]}`, `Room: ${room[1]}`);
}

function clock({ skewSeconds, aheadSeconds }: Facts): Said[] {
  const found: Said[] = [];
  const advice: [string, string] =
    ['Включите точное время (NTP) на обеих машинах.', 'Switch on network time on both machines.'];
  if (Math.abs(skewSeconds) >= 5) {
    const say = Math.abs(skewSeconds) >= 60 ? fail : warn;
    found.push(say([`Часы этой машины и базы расходятся на ${Math.abs(skewSeconds)} с`,
      `The clocks of this machine and of the database differ by ${Math.abs(skewSeconds)} s`], advice));
  }
  if (aheadSeconds > 60) {
    found.push(fail([`Часы базы отстают: последняя запись журнала сделана на ${aheadSeconds} с позже «сейчас»`,
      `The database's clock is behind: the newest record was made ${aheadSeconds} s after now`],
    ['Переведите часы сервера базы: иначе сроки и ночные списания считаются неверно.',
      'Set the clock of the database server: due dates and nights go wrong.']));
  }
  return found.length > 0 ? found : [ok('Часы', 'Clocks')];
}

const minutes = (seconds: number): number => Math.floor(seconds / 60);

function queue({ queue: state }: Facts): Said[] {
  if (state === undefined) return [ok('Очередь заданий ещё не создана', 'There is no queue of jobs yet')];
  const { waiting, oldestSeconds, failed, stuck } = state;
  const found: Said[] = [];
  if (oldestSeconds > 900) {
    const say = oldestSeconds > 7200 ? fail : warn;
    const long = minutes(oldestSeconds);
    found.push(say([`Задания ждут ${long} мин (${waiting})`, `Jobs wait for ${long} min (${waiting})`],
      ['Работает ли сервер или worker? npm start', 'Is the server or a worker running? npm start']));
  }
  if (failed > 0) {
    found.push(fail([`Задания не выполнены после всех попыток: ${failed} за сутки`,
      `Jobs given up after every attempt: ${failed} in a day`],
      ['Причина — в журнале заданий (Ночи → Запуски); повторить: npm run saldo -- jobs run.',
        'Look into the runs of the jobs for the reason; repeat by npm run saldo -- jobs run.']));
  }
  if (stuck > 0) {
    found.push(warn([`Задания выполняются дольше 12 часов: ${stuck}`, `Jobs have been running for over 12 hours: ${stuck}`],
      ['Перезапустите сервер: задание продолжит другой.', 'Restart the server: another takes the job over.']));
  }
  return found.length > 0 ? found : [ok('Очередь заданий', 'The queue of jobs')];
}

function notices({ deliveries: { waiting, oldestSeconds } }: Facts): Said {
  if (oldestSeconds <= 3600) return ok('Отправка уведомлений', 'Delivery of notices');
  const long = minutes(oldestSeconds);
  return warn([`Письма ждут отправки ${long} мин (${waiting})`, `Letters wait for ${long} min (${waiting})`],
    ['Проверьте почтовый сервер (SMTP_URL) и что сервер Saldo запущен.',
      'Check the mail server (SMTP_URL), and that Saldo runs.']);
}

/**
 * DOC-2. A backup counts when it was restored and proven: one that failed its verification is a failure, one that is two
 * days old a warning, and one that is a week old a failure.
 * ru: Копия считается, если она проверена: непроверенная неудачно — сбой, старше двух суток — предупреждение, старше
 * недели — сбой.
 * Source: S0-047, C-67.
 */
export function judgeBackup({ backup: last, hasOrganisations }: Pick<Facts, 'backup' | 'hasOrganisations'>): Said {
  const make: [string, string] = ['Сделайте копию: npm run saldo -- backup', 'Make one: npm run saldo -- backup'];
  if (last === undefined) {
    if (!hasOrganisations) return ok('Резервная копия пока не нужна', 'No backup is needed yet');
    return warn(['Резервных копий нет', 'There is no backup'], make);
  }
  const { hours, verdict, reason } = last;
  if (verdict === 'FAILED') {
    return fail([`Последняя копия не годится: ${reason ?? ''}`, `The last backup is no good: ${reason ?? ''}`], make);
  }
  const age: [string, string] = [`Последней копии ${hours} ч`, `The last backup is ${hours} h old`];
  if (hours > 24 * 7) return fail(age, make);
  if (hours > 48) return warn(age, make);
  if (verdict === 'UNVERIFIED') {
    return warn([`${age[0]}, она не проверена восстановлением`, `${age[1]} and was never restored for a check`], make);
  }
  return ok(`${age[0]}, проверена`, `${age[1]} and verified`);
}

function night({ name, status, date, daysAgo }: Night): Said {
  const last = date ?? '—';
  if (status === 'FAILED') {
    return fail([`${name}: ночное списание ${last} не удалось`, `${name}: the night of ${last} failed`],
      ['Откройте «Ночи»: причина там; списания завтрашних занятий можно запустить заново.',
        'Open the nights: the reason is there; it can be run again.']);
  }
  if (status === 'MISSED') {
    return warn([`${name}: ночь ${last} пропущена, сервер не работал`, `${name}: the night of ${last} was missed`],
      ['Посещения этого дня спишутся отметкой или вручную; держите сервер включённым вечером.',
        'Those visits are charged by the mark or by hand; keep the server running in the evening.']);
  }
  if (daysAgo !== null && daysAgo > 2) {
    return warn([`${name}: последняя ночь была ${last}`, `${name}: the last night was on ${last}`],
      ['Сервер должен работать в час ночного списания.', 'The server must run at the hour of the night.']);
  }
  return ok(`${name}: ночь ${last}`, `${name}: night ${last}`);
}

function undo({ bundles: { old, partial, folder } }: Facts): Said[] {
  const found: Said[] = [];
  if (partial > 0) {
    found.push(warn([`Сброс счетов был прерван, остались части файлов отмены: ${partial}`,
      `A reset was cut off; pieces of undo bundles: ${partial}`],
      [`База не изменилась; удалите *.partial в ${folder}`, `The database did not change; remove *.partial in ${folder}`]));
  }
  if (old > 0) {
    found.push(warn([`Файлы отмены сброса старше 30 дней: ${old}`, `Undo bundles older than 30 days: ${old}`],
      [`В них данные клиентов: если отмена не нужна, удалите их в ${folder}`,
        `They hold data of clients: remove them in ${folder}`]));
  }
  return found;
}

const sync = ({ name, minutes: silent }: { name: string; minutes: number }): Said =>
  warn([`${name}: обмен с 1С молчит ${silent} мин`, `${name}: the exchange with 1C has been silent for ${silent} min`],
    ['Запустите обмен ещё раз: он продолжит с того же места.', 'Start the exchange again: it goes on where it stopped.']);
