import { type Day, displayDay } from '../kernel/day.ts';
import { type Money, displayMoney } from '../kernel/money.ts';

/** Where the money of the organisation goes, as far as it has said. */
export type PayeeRequisites = {
  legalName: string | null; inn: string | null; kpp: string | null; bankName: string | null; bik: string | null;
  bankAccount: string | null; correspondentAccount: string | null;
};
/** Enough to make a transfer. */
export type Payee = {
  recipient: string; inn: string | null; kpp: string | null; bankName: string; bik: string; bankAccount: string;
  correspondentAccount: string | null;
};

/**
 * PAY-10. A transfer needs the recipient's name, the bank, its BIK and the account; while one is missing, nothing is
 * offered, because money sent by halves of requisites is lost.
 * ru: Для перевода нужны получатель, банк, БИК и счёт; пока чего-то нет, реквизиты не показываются, чтобы деньги не ушли
 * в никуда.
 * Source: ux B2.10, C6, issue 4.
 */
export function payeeOf(requisites: PayeeRequisites): Payee | undefined {
  const { legalName: recipient, bankName, bik, bankAccount, ...rest } = requisites;
  if (!recipient || !bankName || !bik || !bankAccount) return undefined;
  const { inn, kpp, correspondentAccount } = rest;
  return { recipient, inn, kpp, bankName, bik, bankAccount, correspondentAccount };
}

type Bill = { invoiceNumber: string; issuedOn: Day; vatAmount: Money };

/**
 * PAY-11. A transfer says in its purpose which invoice it pays and how much VAT is in it, so that the bank statement
 * finds the invoice.
 * ru: В назначении платежа стоят номер и дата счёта и сумма НДС, чтобы по выписке найти счёт.
 * Source: ux B2.10, issue 4.
 * Examples: «Оплата по счёту № INV-2026-00042 от 14.01.2026. Без НДС».
 */
export function purposeOf({ invoiceNumber, issuedOn, vatAmount }: Bill): string {
  const vat = vatAmount > 0 ? `В том числе НДС ${displayMoney(vatAmount, 'ru').replaceAll('\u00a0', ' ')}` : 'Без НДС';
  return `Оплата по счёту № ${invoiceNumber} от ${displayDay(issuedOn, 'ru')}. ${vat}`;
}

/**
 * PAY-13. A transfer for several invoices names them all while the bank has room for it, else how many there are and who
 * pays, so that somebody can find them.
 * ru: Перевод сразу за несколько счетов называет их все, пока хватает места, иначе — их число и плательщика.
 * Source: ux B2.10, issue 4.
 * Examples: «Оплата по счетам № INV-2026-00042, INV-2026-00043. Орлова Анна».
 */
export function purposeOfAll(numbers: readonly string[], payer: string): string {
  const named = `Оплата по счетам № ${numbers.join(', ')}. ${payer}`;
  return named.length <= LENGTHS.Purpose ? named : `Оплата по счетам, всего ${numbers.length}. ${payer}`;
}

/** The longest value of each field that the standard allows. */
const LENGTHS = {
  Name: 160, PersonalAcc: 20, BankName: 45, BIC: 9, CorrespAcc: 20, Sum: 18, Purpose: 210, PayeeINN: 12, KPP: 9,
} as const;

/**
 * PAY-12. The QR code of an invoice is a text by ГОСТ Р 56042: the format ST, version 0001, UTF-8 (2), then the five
 * obligatory fields in their order, and after them the sum in kopecks, the purpose, and the recipient's INN and KPP. A
 * bank without a correspondent account has 0 there; the separator never stands inside a value.
 * ru: Текст QR-кода счёта составлен по ГОСТ Р 56042: формат ST, версия 0001, кодировка UTF-8 (2), пять обязательных полей в
 * заданном порядке, затем сумма в копейках, назначение, ИНН и КПП. Без корреспондентского счёта пишется 0; разделитель
 * внутри значений не встречается.
 * Source: ГОСТ Р 56042, ux C6, issue 4.
 * Examples: ST00012|Name=…|PersonalAcc=…|BankName=…|BIC=…|CorrespAcc=…|Sum=350000|Purpose=…
 */
export function qrText(payee: Payee, amount: Money, purpose: string): string {
  const fields: [name: keyof typeof LENGTHS, value: string | null][] = [
    ['Name', payee.recipient], ['PersonalAcc', payee.bankAccount], ['BankName', payee.bankName], ['BIC', payee.bik],
    ['CorrespAcc', payee.correspondentAccount || '0'], ['Sum', String(amount)], ['Purpose', purpose],
    ['PayeeINN', payee.inn], ['KPP', payee.kpp],
  ];
  const written = fields.flatMap(([name, value]) => (value ? [`${name}=${fitted(value, LENGTHS[name])}`] : []));
  return ['ST00012', ...written].join('|');
}

const fitted = (value: string, length: number): string =>
  Array.from(value.replace(/[|\s]+/gu, ' ').trim()).slice(0, length).join('').trim();
