/** What the reasons say, in the accountant's words. */
import type { Told } from './reading-rules.ts';
import { displayMoney, kopecks } from '../kernel/money.ts';
import { type Language, say } from '../kernel/refusal.ts';

const sentences = {
  ru: {
    NUMBER: 'В назначении назван счёт {number}', INN: 'ИНН плательщика — этого клиента',
    ACCOUNT: 'Со счёта этого плательщика клиент уже платил', NAME: 'Имя плательщика похоже: {name}',
    INITIALS: 'Фамилия и инициалы похожи: {name}', CHILD: 'В назначении назван ребёнок: {name}',
    SUM: 'Сумма равна счёту {number}', BY_HAND: 'Клиента выбрал сотрудник', IGNORED: 'Не платёж клиента: {reason}',
    NOBODY: 'Ничто в строке не указывает на клиента',
    NAME_ALONE: 'Похоже только имя: этого мало, чтобы провести платёж самому',
    NUMBER_ALONE: 'Назван счёт {number}, но ни сумма, ни плательщик с ним не согласны: возможно, опечатка в номере',
    NUMBER_AGAINST_INN: 'Назван счёт {number}, а ИНН плательщика — другого клиента',
    NUMBER_AGAINST_ACCOUNT: 'Назван счёт {number}, а с этого счёта плательщика раньше платил другой клиент',
    NUMBER_AGAINST_NAME: 'Назван счёт {number}, а имя плательщика — другого клиента',
    SEVERAL_PAYERS: 'Названы счета разных клиентов', SEVERAL_BY_INN: 'Этот ИНН указан у нескольких клиентов',
    SEVERAL_BY_ACCOUNT: 'С этого счёта платили за нескольких клиентов',
    INN_AGAINST_ACCOUNT: 'ИНН плательщика — одного клиента, а его счёт — другого',
    CHILD_OF_ANOTHER: 'Плательщик известен, но назван чужой ребёнок: {name}',
    CLIENT_INACTIVE: 'Клиент отключён', PAYMENT_REVERSED: 'Платёж по этой строке отменён: решите о ней заново',
    PAYMENT_CORRECTED: 'Платёж по этой строке исправлен другим платежом',
    PAYOUT_NAMES_INVOICE: 'Похоже на выплату эквайера или перевод между своими счетами, но назван счёт клиента',
    OUTGOING: 'Списание со счёта организации', OWN_ACCOUNT: 'Перевод между своими счетами: {account}',
    OWN_INN: 'Плательщик — сама организация: ИНН {inn}',
    PAYOUT_INN: 'Плательщик с ИНН {inn} в списке исключений: платежи из этой суммы уже учтены',
    PAYOUT_WORD: 'Найдено «{word}» из списка исключений: платежи из этой суммы уже учтены',
    NUMBER_UNKNOWN: 'Счёта {number} нет',
    INVOICE_NOT_OPEN: 'Счёт {number} {status, select, PAID {уже оплачен} DRAFT {ещё черновик} other {отменён}}: '
      + 'деньги останутся авансом',
    SUM_ABOVE: 'Пришло {came}, к оплате {due}: {difference} останется авансом',
    SUM_BELOW: 'Пришло {came}, к оплате {due}: не хватает {difference}',
    RECEIVED_DIFFERS: 'Счёт {account}: банк пишет, что поступило {stated}, а по документам {found}',
    SPENT_DIFFERS: 'Счёт {account}: банк пишет, что списано {stated}, а по документам {found}',
    BALANCE_DIFFERS: 'Счёт {account}: остаток на конец {stated}, а по оборотам должен быть {found}',
    NO_END: 'Нет строки «КонецФайла», но все документы целы', NO_SUMMARY: 'Нет сводки по счёту: сверить итоги не с чем',
    REPEATED: 'Документ № {number} на {came} повторён в файле: взят один раз',
  },
  en: {
    NUMBER: 'The purpose names invoice {number}', INN: 'The INN of the payer is of this client',
    ACCOUNT: 'The client has paid from this account before', NAME: 'The name of the payer is alike: {name}',
    INITIALS: 'Surname and initials are alike: {name}', CHILD: 'The purpose names a child: {name}',
    SUM: 'The sum equals invoice {number}',
    BY_HAND: 'The client was chosen by a person', IGNORED: 'Not a payment of a client: {reason}',
    NOBODY: 'Nothing in the line points at a client',
    NAME_ALONE: 'Only the name is alike: that is too little to post by itself',
    NUMBER_ALONE: 'Invoice {number} is named, but neither sum nor payer agree: the number may be mistyped',
    NUMBER_AGAINST_INN: 'Invoice {number} is named, but the INN of the payer is of another client',
    NUMBER_AGAINST_ACCOUNT: 'Invoice {number} is named, but another client has paid from this account before',
    NUMBER_AGAINST_NAME: 'Invoice {number} is named, but the name of the payer is of another client',
    SEVERAL_PAYERS: 'Invoices of different clients are named', SEVERAL_BY_INN: 'Several clients have this INN',
    SEVERAL_BY_ACCOUNT: 'From this account was paid for several clients',
    INN_AGAINST_ACCOUNT: 'The INN of the payer is of one client, the account of another',
    CHILD_OF_ANOTHER: 'The payer is known, but a child of others is named: {name}',
    CLIENT_INACTIVE: 'The client is deactivated', PAYMENT_REVERSED: 'The payment of this line is reversed: decide again',
    PAYMENT_CORRECTED: 'The payment of this line was corrected by another one',
    PAYOUT_NAMES_INVOICE: 'It looks like a payout of an acquirer or an own transfer, but names an invoice of a client',
    OUTGOING: 'Money went out', OWN_ACCOUNT: 'A transfer between own accounts: {account}',
    OWN_INN: 'The payer is the organisation itself: INN {inn}',
    PAYOUT_INN: 'The payer with INN {inn} is excluded: the payments in this sum are booked already',
    PAYOUT_WORD: 'Found “{word}”, which is excluded: the payments in this sum are booked already',
    NUMBER_UNKNOWN: 'There is no invoice {number}',
    INVOICE_NOT_OPEN: 'Invoice {number} {status, select, PAID {is already paid} DRAFT {is still a draft} '
      + 'other {is cancelled}}: the money stays as credit',
    SUM_ABOVE: '{came} came, {due} is due: {difference} stays as credit',
    SUM_BELOW: '{came} came, {due} is due: {difference} is missing',
    RECEIVED_DIFFERS: 'Account {account}: the bank says {stated} came in, the documents come to {found}',
    SPENT_DIFFERS: 'Account {account}: the bank says {stated} went out, the documents come to {found}',
    BALANCE_DIFFERS: 'Account {account}: the closing balance is {stated}, by the turnover it should be {found}',
    NO_END: 'There is no «КонецФайла», but every document is whole', NO_SUMMARY: 'There is no summary to compare with',
    REPEATED: 'Document No. {number} of {came} stands twice in the file: it was taken once',
  },
} as const;

/** A reason as it is kept, in words. Values named …Amount are kopecks. */
export function inWords({ code, values = {} }: Told, language: Language): { code: string; sentence: string } {
  const shown = Object.fromEntries(Object.entries(values).map(([name, value]) => {
    const [sum] = name.split('Amount', 1);
    return sum === name ? [name, value] : [sum, displayMoney(kopecks(Number(value)), language)];
  }));
  const table: Readonly<Record<string, string>> = sentences[language];
  return { code, sentence: say(table[code] ?? code, shown, language) };
}
