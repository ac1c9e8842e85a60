/**
 * Pure checks of Russian requisites: length, alphabet and control digits. A `true` says that the number can
 * exist, never that it was issued. Numbers come as typed text without spaces; nothing here throws.
 * Formulas: specification of integrations, section 4.5 (Bank of Russia order of 08.09.1997 № 515).
 */

/** Whose tax number is checked: of a natural person, or of an organisation or sole trader. */
export type InnKind = 'PERSON' | 'LEGAL';

const INN_10 = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_12_FIRST = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_12_SECOND = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const ACCOUNT = [7, 1, 3];

/** Tells whether the text is exactly `length` ASCII digits and not a placeholder of zeros alone. */
function isDigits(text: string, length: number): boolean {
  return text.length === length && /^[0-9]+$/.test(text) && /[1-9]/.test(text);
}

/** Returns the INN control digit: the weighted sum of the leading digits, mod 11, mod 10. */
function innDigit(text: string, weights: readonly number[]): number {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return (sum % 11) % 10;
}

/** Checks a ten-digit INN of an organisation: the tenth digit is the control digit. */
function isInn10(inn: string): boolean {
  return isDigits(inn, 10) && innDigit(inn, INN_10) === Number(inn[9]);
}

/** Checks a twelve-digit INN of a person: the eleventh and twelfth digits are control digits. */
function isInn12(inn: string): boolean {
  return isDigits(inn, 12)
    && innDigit(inn, INN_12_FIRST) === Number(inn[10])
    && innDigit(inn, INN_12_SECOND) === Number(inn[11]);
}

/**
 * Checks an INN. A `PERSON` has twelve digits; `LEGAL` has ten, or twelve for a sole trader, who trades under
 * the tax number of the person.
 */
export function isValidInn(inn: string, kind: InnKind): boolean {
  return isInn12(inn) || (kind === 'LEGAL' && isInn10(inn));
}

/** Checks a KPP: four digits, two digits or Latin capitals, three digits. It has no control digit. */
export function isValidKpp(kpp: string): boolean {
  return kpp.length === 9 && /^[0-9]{4}[0-9A-Z]{2}[0-9]{3}$/.test(kpp) && kpp !== '000000000';
}

/** Checks an OGRN of an organisation (13 digits, mod 11) or of a sole trader (15 digits, mod 13). */
export function isValidOgrn(ogrn: string): boolean {
  const divisor = isDigits(ogrn, 13) ? 11 : isDigits(ogrn, 15) ? 13 : undefined;
  if (divisor === undefined) return false;
  return (Number(ogrn.slice(0, -1)) % divisor) % 10 === Number(ogrn.at(-1));
}

/** Checks a BIK: nine digits. It has no control digit. */
export function isValidBik(bik: string): boolean {
  return isDigits(bik, 9);
}

/** Checks the control key of an account: the 23 digits weighted 7, 1, 3 sum to a multiple of ten. */
function hasControlKey(prefix: string, account: string): boolean {
  const sum = Array.from(prefix + account).reduce((total, digit, index) => {
    return total + Number(digit) * (ACCOUNT[index % 3] ?? 0);
  }, 0);
  return sum % 10 === 0;
}

/** Checks a settlement account (20 digits) against the BIK of the bank that keeps it. */
export function isValidBankAccount(account: string, bik: string): boolean {
  return isDigits(account, 20) && isValidBik(bik) && hasControlKey(bik.slice(-3), account);
}

/** Checks a correspondent account (20 digits); its key counts a zero and the fifth and sixth BIK digits. */
export function isValidCorrespondentAccount(account: string, bik: string): boolean {
  return isDigits(account, 20) && isValidBik(bik) && hasControlKey(`0${bik.slice(4, 6)}`, account);
}

/** What a client and the organisation itself have alike; null where it is not known. */
export type Requisites = {
  inn: string | null;
  kpp: string | null;
  ogrn: string | null;
  bankName: string | null;
  bik: string | null;
  bankAccount: string | null;
  correspondentAccount: string | null;
};
/** Those of them that are numbers with a form of their own. */
export const REQUISITES = ['inn', 'kpp', 'ogrn', 'bik', 'bankAccount', 'correspondentAccount'] as const;
export const isRequisite = (key: string): boolean => (REQUISITES as readonly string[]).includes(key);

/** A number as people type it, without its spaces; blank is null. */
export const tidyRequisite = (text: string): string | null => text.replace(/\s/g, '').toUpperCase() || null;

/** The first requisite that cannot be right, or undefined. An account can be checked only with its BIK. */
export function wrongRequisite(facts: Requisites & { kind: InnKind }): string | undefined {
  const { inn, kpp, ogrn, bik, bankAccount, correspondentAccount, kind } = facts;
  if (inn !== null && !isValidInn(inn, kind)) return 'inn';
  if (kpp !== null && !isValidKpp(kpp)) return 'kpp';
  if (ogrn !== null && !isValidOgrn(ogrn)) return 'ogrn';
  if (bik === null ? bankAccount !== null || correspondentAccount !== null : !isValidBik(bik)) return 'bik';
  if (bankAccount !== null && !isValidBankAccount(bankAccount, bik ?? '')) return 'bankAccount';
  if (correspondentAccount !== null && !isValidCorrespondentAccount(correspondentAccount, bik ?? '')) {
    return 'correspondentAccount';
  }
  return undefined;
}
