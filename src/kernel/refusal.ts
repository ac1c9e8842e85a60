import { IntlMessageFormat } from 'intl-messageformat';
import { displayMoney, kopecks } from './money.ts';
import { type RefusalCode, refusals } from './refusals.ts';

export type Language = 'ru' | 'en';
export type RefusalDetail = Record<string, string | number>;

/**
 * The business says no. A closed list of codes; everything else that is thrown is a bug and answers 500.
 * A refusal always rolls back the whole operation.
 */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly detail: RefusalDetail;
  /** Further members of the problem document, such as a fresh preview or a list of field errors. */
  readonly extra: Record<string, unknown>;

  constructor(code: RefusalCode, detail: RefusalDetail = {}, extra: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
    this.extra = extra;
  }

  get status(): number {
    return refusals[this.code].status;
  }

  /** The sentence in the reader's language, exactly as the requirements quote it where they do. */
  sentence(language: Language): string {
    return say(refusals[this.code][language], this.shown(language), language);
  }

  hint(language: Language): string | undefined {
    const { hint } = refusals[this.code] as { hint?: Record<Language, string> };
    return hint && say(hint[language], this.shown(language), language);
  }

  /** Details whose name ends in Amount are kopecks, and shown as money in the reader's language. */
  private shown(language: Language): RefusalDetail {
    return Object.fromEntries(Object.entries(this.detail).map(([name, value]) =>
      [name, name.endsWith('Amount') ? displayMoney(kopecks(Number(value)), language) : value]));
  }
}

const formats = new Map<string, IntlMessageFormat>();

/** Fills an ICU message. Plural forms and numbers follow the language. */
export function say(message: string, values: RefusalDetail, language: Language): string {
  let format = formats.get(message);
  if (!format) {
    format = new IntlMessageFormat(message, language === 'ru' ? 'ru-RU' : 'en-GB', undefined, { ignoreTag: true });
    formats.set(message, format);
  }
  return String(format.format(values));
}

/** Refuses unless the condition holds. */
export function refuseUnless(
  condition: unknown, code: RefusalCode, detail?: RefusalDetail, extra?: Record<string, unknown>,
): asserts condition {
  if (!condition) throw new Refusal(code, detail, extra);
}

/** Refuses a request in which a field that this form needs is missing; gives its value otherwise. */
export function required<T>(value: T | undefined | null | '', path: string): T {
  if (value !== undefined && value !== null && value !== '') return value;
  throw new Refusal('VALIDATION', {}, { errors: [{ path, message: 'Обязательное поле / required' }] });
}
