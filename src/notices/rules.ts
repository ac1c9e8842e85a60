import { IntlMessageFormat } from 'intl-messageformat';
import { NOTICES, type NoticeAudience, type NoticeKind, type NoticeParams, type Preferences } from './contract.ts';
import { EXAMPLES, TEXTS, type Wording } from './texts.ts';
import { type Instant, displayDay, later, parseDay, parseInstant } from '../kernel/day.ts';
import { displayMoney, kopecks } from '../kernel/money.ts';
import type { Role } from '../kernel/permissions.ts';
import { type Language, refuseUnless, say } from '../kernel/refusal.ts';

type Value = string | number | null | undefined;
const MISSING = '—';

/**
 * NTC-1. A notice is said in the reader's language, in the organisation's own words or else the program's; money, days
 * and moments read as people write them, in the organisation's time zone, and a fact that is missing reads as a dash.
 * Words of the organisation that this version of the program cannot fill give way to the program's.
 * ru: Сообщение приходит на языке получателя, словами организации или программы; суммы, даты и время записаны как пишут
 * люди, по часовому поясу организации, вместо неизвестного стоит прочерк. Слова организации, которые эта версия
 * программы не может заполнить, уступают словам программы.
 * Source: C-62, S2-215, S2-231, S2-245.
 */
export function renderNotice(
  kind: NoticeKind, params: NoticeParams, language: Language, timeZone: string, template?: Wording,
): Wording {
  const values = Object.fromEntries(NOTICES[kind].params.map((name) =>
    [name, displayFact(name, params[name], language, timeZone)]));
  const own = template !== undefined && problemIn(kind, template, language) === undefined ? template : undefined;
  const { subject, body } = own ?? TEXTS[kind][language];
  // The words of an organisation are many and change: only the program's own are kept parsed.
  const fill = own === undefined
    ? (message: string) => say(message, values, language)
    : (message: string) => String(parse(message, language).format(values));
  return { subject: fill(subject).replace(/[\r\n]+/g, ' ').trim(), body: fill(body) };
}

function displayFact(name: string, value: Value, language: Language, timeZone: string): string | number {
  if (value === null || value === undefined || value === '') return MISSING;
  if (typeof value === 'number') {
    return /(Amount|Price)$/.test(name) && Number.isSafeInteger(value) ? displayMoney(kopecks(value), language) : value;
  }
  if (name.endsWith('Date') && /^\d{4}-\d\d-\d\d$/.test(value)) {
    const day = parseDay(value);
    if (!name.endsWith('ShortDate')) return displayDay(day, language);
    const [dd, mm] = [day.day, day.month].map((part) => String(part).padStart(2, '0'));
    return language === 'ru' ? `${dd}.${mm}` : day.toLocaleString('en-GB', { day: 'numeric', month: 'short' });
  }
  if (name.endsWith('At') && /^\d{4}-\d\d-\d\dT/.test(value)) {
    const local = parseInstant(value).toZonedDateTimeISO(timeZone);
    return `${displayDay(local.toPlainDate(), language)} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
  }
  return value;
}

const parse = (message: string, language: Language): IntlMessageFormat =>
  new IntlMessageFormat(message, language === 'ru' ? 'ru-RU' : 'en-GB', undefined, { ignoreTag: true });

/** The facts that a notice may name, each as it could be. */
export const exampleParams = (kind: NoticeKind): Record<string, string | number> =>
  Object.fromEntries(NOTICES[kind].params.map((name) => [name, EXAMPLES[name] ?? name]));

/** The same as they read in a text. */
export const exampleFacts = (
  kind: NoticeKind, language: Language, timeZone: string,
): { name: string; example: string | number }[] =>
  Object.entries(exampleParams(kind)).map(([name, value]) =>
    ({ name, example: displayFact(name, value, language, timeZone) }));

/**
 * NTC-2. A wording names only facts that its notice has, and only plain numbers are counted or put into plural forms.
 * ru: Шаблон называет только те данные, что есть у сообщения; считать и склонять можно только обычные числа.
 * Source: issue 3 (notices, templates with a live preview).
 */
export function refuseWording(kind: NoticeKind, wording: Wording, language: Language): void {
  const problem = problemIn(kind, wording, language);
  refuseUnless(problem === undefined, 'TEMPLATE_INVALID', { problem: problem ?? '' });
}

const problemIn = (kind: NoticeKind, { subject, body }: Wording, language: Language): string | undefined =>
  problemOf(kind, subject, language) ?? problemOf(kind, body, language);

function problemOf(kind: NoticeKind, message: string, language: Language): string | undefined {
  const facts = exampleParams(kind);
  const isNumber = (name: string): boolean => typeof facts[name] === 'number' && !/(Amount|Price)$/.test(name);
  try {
    for (const { type, name } of argumentsOf(parse(message, language).getAst())) {
      if (!Object.hasOwn(facts, name)) return `{${name}}`;
      if ((type === NUMBER || type === PLURAL) && !isNumber(name)) return `{${name}, …}`;
      if (type === DATE || type === TIME) return `{${name}, …}`;
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

// What the parts of a parsed message are: the numbers of the parser.
const [LITERAL, , NUMBER, DATE, TIME, , PLURAL, POUND] = [0, 1, 2, 3, 4, 5, 6, 7];
type Part = { type: number; value?: string; options?: Record<string, { value: unknown[] }> };

function argumentsOf(parts: readonly unknown[]): { type: number; name: string }[] {
  return (parts as readonly Part[]).flatMap(({ type, value = '', options = {} }) => {
    if (type === LITERAL || type === POUND) return [];
    const inside = Object.values(options).flatMap((option) => argumentsOf(option.value));
    return [{ type, name: value }, ...inside];
  });
}

type QuietHours = Pick<Preferences, 'quietFrom' | 'quietUntil'>;

/**
 * NTC-3. In a client's quiet hours nothing is sent: it waits for their end by the clock on the wall, also on the day
 * when the clocks are changed.
 * ru: В тихие часы клиента ничего не отправляется: сообщение ждёт их окончания по местным часам, в том числе в день
 * перевода часов.
 * Source: issue 3 (notices, quiet hours).
 */
export function afterQuietHours(at: Instant, { quietFrom, quietUntil }: QuietHours, timeZone: string): Instant {
  if (quietFrom === null || quietUntil === null || quietFrom === quietUntil) return at;
  const local = at.toZonedDateTimeISO(timeZone);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const overnight = quietFrom > quietUntil;
  const quiet = overnight ? time >= quietFrom || time < quietUntil : time >= quietFrom && time < quietUntil;
  if (!quiet) return at;
  const day = overnight && time >= quietFrom ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  const end = day.toPlainDateTime(Temporal.PlainTime.from(quietUntil));
  return later(at, end.toZonedDateTime(timeZone, { disambiguation: 'later' }).toInstant());
}

/** What is planned by for one notice: where it goes, in which language, and not before when. */
export type Delivery = { channel: Channel; address: string; language: Language; nextAttemptAt: Instant };
/** A way out of the house that this program can take. */
export type Channel = 'EMAIL';
export type Addressee = { audience: NoticeAudience; email: string | null; preferences: Preferences };

/** A client who has said nothing: every channel, at any hour, in Russian. */
export const DEFAULT_PREFERENCES: Preferences = {
  language: 'ru', email: true, sms: true, telegram: true, quietFrom: null, quietUntil: null,
};

/**
 * NTC-4. A notice goes by the channels that the organisation has and its client allows, where there is an address, and
 * after the quiet hours; staff are told at once, each at the address they sign in with. Who has no address reads it
 * inside the program.
 * ru: Сообщение уходит по каналам организации, которые разрешил клиент и для которых есть адрес, после тихих часов;
 * сотрудникам — сразу, на почту для входа. У кого адреса нет, читает его в программе.
 * Source: C-62, S2-105, S2-113, S2-232, S4-133.
 */
export function deliveriesOf(
  { audience, email, preferences }: Addressee, staff: readonly { email: string; role: Role }[],
  channels: readonly Channel[], at: Instant, timeZone: string,
): Delivery[] {
  if (!channels.includes('EMAIL')) return [];
  if (audience !== 'CLIENT') {
    return staff.filter(({ role }) => audiencesOf(role).includes(audience))
      .map(({ email: address }) => ({ channel: 'EMAIL', address, language: 'ru', nextAttemptAt: at }));
  }
  if (!preferences.email || !email) return [];
  const nextAttemptAt = afterQuietHours(at, preferences, timeZone);
  return [{ channel: 'EMAIL', address: email, language: preferences.language, nextAttemptAt }];
}

/**
 * NTC-5. Administrators are told everything that is said to staff, managers and accountants what is said to the office,
 * clients what is said to them; nobody else is told anything.
 * ru: Администраторы видят все служебные сообщения, управляющие и бухгалтеры — сообщения офису, клиенты — свои; остальным
 * сообщений нет.
 * Source: S2-232, S4-114…S4-117, S4-133.
 */
export function audiencesOf(role: Role): NoticeAudience[] {
  if (role === 'ADMIN') return ['ADMINS', 'OFFICE'];
  if (role === 'MANAGER' || role === 'ACCOUNTANT') return ['OFFICE'];
  return role === 'CLIENT' ? ['CLIENT'] : [];
}

const WAITS_IN_MINUTES = [1, 5, 30, 120, 360];

/**
 * NTC-6. What was not delivered is tried again after 1, 5 and 30 minutes, 2 and 6 hours; after the sixth attempt, or at
 * once when the address is refused for good, it has failed.
 * ru: Недоставленное отправляют снова через 1, 5 и 30 минут, 2 и 6 часов; после шестой попытки или сразу, если адрес
 * отвергнут окончательно, доставка считается неудачной.
 * Source: C-62.
 */
export function nextAttempt(attempts: number, permanent: boolean, now: Instant): Instant | undefined {
  const minutes = WAITS_IN_MINUTES[attempts - 1];
  return permanent || minutes === undefined ? undefined : now.add({ minutes });
}
