import { normalisePhone } from './phone.ts';
import { type Day, ageOn, isBefore } from '../kernel/day.ts';
import { type Money, type Percent, ZERO, subtract } from '../kernel/money.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { REQUISITES, type Requisites, isRequisite, tidyRequisite, wrongRequisite } from '../kernel/requisites.ts';

/** What a benefit category says (S2-086…S2-088). */
export type BenefitCategoryFacts = {
  id: string;
  name: string;
  discountPercent: Percent;
  requiresDocument: boolean;
  isActive: boolean;
};

/** What a client is called and where to find him. */
type Person = {
  kind: 'PERSON' | 'LEGAL';
  firstName: string | null;
  lastName: string | null;
  middleName: string | null;
  name: string;
  phone: string | null;
  email: string | null;
  city: string | null;
  address: string | null;
  cardNumber: string | null;
};
/** Everything that people write about a client. */
export type ClientFacts = Person & Requisites & ClientBenefit & { notes: string | null; isActive: boolean };
/** What a request says: an absent field stays as it is, null and a blank text empty it. */
export type ClientInput = { [K in keyof ClientFacts]?: ClientFacts[K] | null | undefined };

/** The benefit side of a client: which category, proved by which document, valid when. */
export type ClientBenefit = {
  benefitCategoryId: string | null;
  benefitDocumentNumber: string | null;
  benefitDocumentDate: Day | null;
  benefitValidFrom: Day | null;
  benefitValidUntil: Day | null;
};

/**
 * BEN-1. A new invoice takes the discount of the client's benefit category on the day of the invoice; without a
 * category, or on a day outside the benefit's validity, there is no discount.
 * ru: Новый счёт получает скидку льготной категории клиента на день счёта; без категории и вне срока действия
 * льготы скидки нет.
 * Source: S2-089, S2-207, S2-240.
 *
 * BEN-2. The holders of a deactivated category keep their discount when the organisation chose KEEP and lose it
 * when it chose CLEAR.
 * ru: После отключения категории её нынешние получатели сохраняют скидку при настройке KEEP и теряют при CLEAR.
 * Source: S2-242, C-56.
 */
export function benefitPercentOn(
  client: Pick<ClientBenefit, 'benefitValidFrom' | 'benefitValidUntil'>,
  category: Pick<BenefitCategoryFacts, 'discountPercent' | 'isActive'> | null,
  day: Day,
  onDeactivate: 'KEEP' | 'CLEAR',
): Percent {
  const none = 0 as Percent;
  if (!category) return none;
  if (client.benefitValidFrom && isBefore(day, client.benefitValidFrom)) return none;
  if (client.benefitValidUntil && isBefore(client.benefitValidUntil, day)) return none;
  return category.isActive || onDeactivate === 'KEEP' ? category.discountPercent : none;
}

/** What a client is before anything is said about it. */
export const NEW_CLIENT: ClientFacts = {
  kind: 'PERSON', firstName: null, lastName: null, middleName: null, name: '', phone: null, email: null, city: null,
  address: null, cardNumber: null, inn: null, kpp: null, ogrn: null, bankName: null, bik: null, bankAccount: null,
  correspondentAccount: null, benefitCategoryId: null, benefitDocumentNumber: null, benefitDocumentDate: null,
  benefitValidFrom: null, benefitValidUntil: null, notes: null, isActive: true,
};

/** One line of text in composed Unicode, so that search finds it however it was typed; blank is null. */
export function tidyLine(text: string): string | null {
  return text.normalize('NFC').replace(/[\s\p{Cc}]+/gu, ' ').trim() || null;
}

function tidyField(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (key === 'notes') return value.normalize('NFC').trim() || null;
  if (isRequisite(key)) return tidyRequisite(value);
  return tidyLine(value);
}

/**
 * CLI-1. A person without a name of its own is called by last, first and middle name; a name given by hand stays.
 * Without any name a client cannot be saved.
 * ru: Клиент — физическое лицо зовётся по фамилии, имени и отчеству, если название не задано; без имени клиента
 * сохранить нельзя.
 * Source: C-04, C-70.
 */
export function clientName(before: ClientFacts, after: ClientFacts, nameGiven: boolean): string {
  const composed = ({ kind, lastName, firstName, middleName }: ClientFacts) =>
    kind === 'PERSON' ? [lastName, firstName, middleName].filter((part) => part !== null).join(' ') : '';
  const byHand = nameGiven || before.name !== composed(before);
  const name = (byHand ? after.name : '') || composed(after);
  refuseUnless(name, 'NAME_REQUIRED');
  return name;
}

/**
 * CLI-2. A phone is kept in the international form, and a text that is not one whole number is refused.
 * ru: Телефон хранится в международном виде; то, что не является номером, не принимается.
 * Source: C-04.
 */
export function phoneOf(text: string | null | undefined): string | null {
  const tidy = text ? tidyLine(text) : null;
  if (tidy === null) return null;
  const phone = normalisePhone(tidy);
  refuseUnless(phone, 'PHONE_INVALID');
  return phone;
}

/**
 * CLI-3. Requisites, which either kind of client may have, must pass their control digits: INN, KPP, OGRN, BIK, and
 * the accounts against the BIK of their bank.
 * ru: Реквизиты есть и у организаций, и у людей; ИНН, КПП, ОГРН, БИК и счета проверяются по контрольным цифрам.
 * Source: C-04.
 */
export function checkRequisites(before: ClientFacts, after: ClientFacts): void {
  const changed = before.kind !== after.kind || REQUISITES.some((key) => before[key] !== after[key]);
  const field = changed ? wrongRequisite(after) : undefined;
  if (field !== undefined) throw new Refusal('REQUISITE_INVALID', { field });
}

/**
 * CLI-4. What a client has to bring is what is due on his invoices beyond his credit; never less than nothing.
 * ru: «Нужно доплатить» — это «К оплате» минус «Аванс», но не меньше нуля.
 * Source: issue 4 (ux B0). Examples: 2 000,00 − 1 500,00 = 500,00; 1 000,00 − 1 500,00 = 0,00.
 */
export const toPayOf = (due: Money, credit: Money): Money => (due > credit ? subtract(due, credit) : ZERO);

/**
 * BEN-3. An inactive category cannot be given to a client who does not have it yet.
 * ru: Отключённую льготную категорию нельзя назначить заново.
 * Source: S2-241, C-56.
 *
 * BEN-4. A category that requires a document is given only with the document's number and date.
 * ru: Льготу, требующую документа, назначают только с номером и датой документа.
 * Source: S2-087, C-56.
 */
export function checkBenefit(
  before: ClientBenefit, after: ClientBenefit, category: Pick<BenefitCategoryFacts, 'requiresDocument' | 'isActive'> | null,
): void {
  const { benefitValidFrom: from, benefitValidUntil: until } = after;
  refuseUnless(!from || !until || !isBefore(until, from), 'DATES_REVERSED');
  if (!category) return;
  const assigned = before.benefitCategoryId !== after.benefitCategoryId;
  refuseUnless(category.isActive || !assigned, 'BENEFIT_INACTIVE');
  const documentChanged = before.benefitDocumentNumber !== after.benefitDocumentNumber
    || String(before.benefitDocumentDate) !== String(after.benefitDocumentDate);
  const proved = after.benefitDocumentNumber !== null && after.benefitDocumentDate !== null;
  refuseUnless(proved || !category.requiresDocument || !(assigned || documentChanged), 'BENEFIT_DOCUMENT_REQUIRED');
}

/** The client as the request leaves it, checked by CLI-1…CLI-3; the benefit is checked once its category is known. */
export function clientAfter(before: ClientFacts, input: ClientInput): ClientFacts {
  const said = Object.entries(input).filter(([key, value]) => key in NEW_CLIENT && value !== undefined);
  const tidied = Object.fromEntries(said.map(([key, value]) => [key, tidyField(key, value)]));
  const after = { ...before, ...tidied } as ClientFacts;
  if (typeof input.phone === 'string') after.phone = phoneOf(input.phone);
  after.name = clientName(before, after, Boolean(input.name));
  checkRequisites(before, after);
  return after;
}

/**
 * STU-1. A person under eighteen does not pay for himself: the payer is a parent. A birth date in the future is
 * a mistake.
 * ru: Несовершеннолетний не платит за себя сам, плательщик — родитель; дата рождения не бывает в будущем.
 * Source: C-65.
 */
export function checkStudent(student: { birthDate: Day | null; paysSelf: boolean }, on: Day): void {
  if (!student.birthDate) return;
  refuseUnless(!isBefore(on, student.birthDate), 'DATE_IN_FUTURE');
  refuseUnless(!student.paysSelf || ageOn(student.birthDate, on) >= 18, 'MINOR_NEEDS_PARENT');
}

/**
 * STU-2. The payer of a student who has invoices does not change: the invoices would stay with another payer.
 * ru: У ученика, которому выставлены счета, плательщика сменить нельзя.
 * Source: C-04, C-65.
 */
export function checkPayerChange(hasInvoices: boolean): void {
  refuseUnless(!hasInvoices, 'STUDENT_HAS_INVOICES');
}
