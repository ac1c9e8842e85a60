import { type Money, displayMoney } from '../kernel/money.ts';
import type { Policy } from '../kernel/policy.ts';
import { type Language, say } from '../kernel/refusal.ts';

/** What a change of policy meets: counts of what stands, and what the change itself has settled. */
export type PolicyFacts = {
  plannedTrainings: number; endingPasses: number; lateRenewals: number; creditClients: number; creditAmount: Money;
  accountants: number; rooms: number; settled: number; settledAmount: Money;
};
export type Consequence = { setting: string; sentence: string };

type Wording = Record<Language, string>;
const SETTLES: Wording = {
  ru: 'Аванс сразу погасит {settled, plural, one {# счёт} few {# счёта} many {# счетов} other {# счёта}} на ' +
    '{settledSum}; дальше счета будут закрываться по очереди',
  en: 'Credit settles {settled, plural, one {# invoice} other {# invoices}} of {settledSum} at once; from now ' +
    'on invoices close in turn',
};
const KEEPS: Wording = {
  ru: 'Аванс {creditClients, plural, one {# клиента} few {# клиентов} many {# клиентов} other {# клиента}} на ' +
    '{creditSum} останется; сам он больше ничего не погасит',
  en: 'The credit of {creditClients, plural, one {# client} other {# clients}}, {creditSum}, stays; it settles ' +
    'nothing by itself any more',
};
const TRAININGS: Wording = {
  ru: 'Коснётся {plannedTrainings, plural, one {# занятия} few {# занятий} many {# занятий} other {# занятия}} ' +
    'ближайшей недели; уже начисленное не изменится',
  en: 'Touches {plannedTrainings, plural, one {# class} other {# classes}} of the next week; what was charged stays',
};
const RENEWALS: Wording = {
  ru: 'Ближайшей ночью счёт на продление могут получить {endingPasses, plural, one {# абонемент} few {# ' +
    'абонемента} many {# абонементов} other {# абонемента}}',
  en: 'The next night may invoice the renewal of {endingPasses, plural, one {# pass} other {# passes}}',
};
const EXPELS: Wording = {
  ru: 'Без оплаты дольше этого срока {lateRenewals, plural, one {# продление} few {# продления} many {# ' +
    'продлений} other {# продления}}: при ближайшей проверке эти абонементы отменятся',
  en: '{lateRenewals, plural, one {# renewal is} other {# renewals are}} unpaid for longer: the next check ' +
    'cancels these passes',
};
const NEW_ONLY: Wording = {
  ru: 'Действует на новые счета; выставленные не изменятся', en: 'Holds for new invoices; those issued stay as they are',
};
const ACCOUNTANTS: Wording = {
  ru: '{accountants, plural, =0 {Пока никого не коснётся: бухгалтеров нет} one {Коснётся # бухгалтера} few ' +
    '{Коснётся # бухгалтеров} many {Коснётся # бухгалтеров} other {Коснётся # бухгалтера}}',
  en: '{accountants, plural, =0 {Touches nobody yet: there is no accountant} one {Touches # accountant} other ' +
    '{Touches # accountants}}',
};
const ROOMS: Wording = {
  ru: 'Действует на новые аренды в {rooms, plural, one {# зале} few {# залах} many {# залах} other {# зала}}',
  en: 'Holds for new rentals in {rooms, plural, one {# room} other {# rooms}}',
};
const FROM_NOW: Wording = {
  ru: 'Действует с этой минуты; прошлое не изменится', en: 'Holds from this minute; the past stays as it is',
};

const BY_SETTING: Partial<Record<keyof Policy, Wording>> = {
  'training.chargeTiming': TRAININGS, 'training.chargeAbsent': TRAININGS, 'training.uncovered': TRAININGS,
  'cancellation.safeHours': TRAININGS, 'nightly.time': TRAININGS, 'renewal.auto': RENEWALS, 'renewal.leadDays': RENEWALS,
  'expulsion.graceDays': EXPELS, 'invoice.dueDays.subscription': NEW_ONLY, 'invoice.dueDays.training': NEW_ONLY,
  'accountant.reverse': ACCOUNTANTS, 'rental.autoInvoice': ROOMS, 'rental.stepMinutes': ROOMS,
};

/** What each changed setting does to what is there, in the reader's language; settings that stay say nothing. */
export function consequencesOf(before: Policy, after: Policy, facts: PolicyFacts, language: Language): Consequence[] {
  const changed = (Object.keys(after) as (keyof Policy)[])
    .filter((setting) => JSON.stringify(before[setting]) !== JSON.stringify(after[setting]));
  const { creditAmount, settledAmount, ...counts } = facts;
  const values = {
    ...counts, creditSum: displayMoney(creditAmount, language), settledSum: displayMoney(settledAmount, language),
  };
  return changed.map((setting) => ({ setting, sentence: say(wordingOf(setting, after)[language], values, language) }));
}

function wordingOf(setting: keyof Policy, after: Policy): Wording {
  if (setting === 'settlement.mode') return after['settlement.mode'] === 'FIFO_BALANCE' ? SETTLES : KEEPS;
  const off = setting === 'renewal.auto' ? !after[setting] : setting === 'expulsion.graceDays' && after[setting] === null;
  return off ? FROM_NOW : BY_SETTING[setting] ?? FROM_NOW;
}
