import type { BankSettings, DIRECTIONS } from './contract.ts';
import type { Day } from '../kernel/day.ts';
import { type Money, ZERO, add, subtract, sum } from '../kernel/money.ts';
import { normaliseSearch } from '../kernel/search.ts';

/** A reason as it is kept: the code of its sentence, and the figures in it. Names that end in Amount are kopecks. */
export type Told = { code: string; values?: Record<string, string | number> };
export type Direction = (typeof DIRECTIONS)[number];
type Side = { name: string; inn: string | null; accounts: readonly string[] };
export type BankDocument = {
  line: number; kind: string; number: string; date: Day; amount: Money; payer: Side; recipient: Side;
  received: Day | null; spent: Day | null; purpose: string;
};

/** One document as the organisation sees it: money that came to one of its accounts, or left it. */
export type LineFacts = {
  fileLine: number; account: string; direction: Direction; onDate: Day; documentDate: Day; number: string; kind: string;
  amount: Money; payerName: string; payerInn: string | null; payerAccount: string | null; payerKey: string; purpose: string;
};

/**
 * BNK-1. Money came in when the recipient's account is ours and the bank says when it came, or the payer's account is
 * not ours. Money went out when the payer's account is ours otherwise, and when of our two accounts the statement is of
 * the payer's. Where the bank leaves our own side blank, the day says which side it is. A document of which neither side
 * is ours belongs to somebody else.
 * ru: Поступление — когда счёт получателя наш и указана дата поступления либо счёт плательщика не наш; списание — когда
 * наш счёт плательщика, а из двух наших счетов — когда выписка по счёту плательщика. Если банк не пишет нашу сторону, её
 * показывает дата. Документ без нашего счёта — чужой.
 * Source: integrations §4.1.
 */
export function directionOf(
  { payer, recipient, received, spent }: BankDocument, own: readonly string[], ofFile: readonly string[],
): { direction: Direction; account: string } | undefined {
  const [from, to] = [oursOf(payer, own, spent, ofFile), oursOf(recipient, own, received, ofFile)];
  const leftThisFile = from !== undefined && ofFile.includes(from) && to !== undefined && !ofFile.includes(to);
  const came = from === undefined || (received !== null && !leftThisFile);
  if (to !== undefined && came) return { direction: 'IN', account: to };
  return from === undefined ? undefined : { direction: 'OUT', account: from };
}

function oursOf({ accounts }: Side, own: readonly string[], day: Day | null, ofFile: readonly string[]): string | undefined {
  const [only, another] = ofFile;
  if (accounts.length === 0) return day !== null && another === undefined ? only : undefined;
  return accounts.find((account) => own.includes(account));
}

/**
 * BNK-2. The day of a line is the day the bank received or spent the money, else the date of the document. Two documents
 * are the same when account, date, number, sum, the payer's account or INN and the words of the purpose are the same.
 * ru: День строки — дата поступления или списания, а без неё — дата документа. Один и тот же документ узнаётся по счёту,
 * дате, номеру, сумме, счёту или ИНН плательщика и словам назначения.
 * Source: integrations §4.1, §9.3.
 */
export function lineOf(
  document: BankDocument, { direction, account }: { direction: Direction; account: string },
): LineFacts {
  const { payer, received, spent, date, kind, number, amount, line } = document;
  const payerAccount = payer.accounts[0] ?? null;
  return {
    fileLine: line, account, direction, onDate: (direction === 'IN' ? received : spent) ?? date, documentDate: date,
    number, kind, amount, payerName: payer.name, payerInn: payer.inn, payerAccount,
    payerKey: payerAccount ?? payer.inn ?? '', purpose: document.purpose,
  };
}

/** What a new organisation excludes; an administrator edits the list. */
export const DEFAULT_EXCLUSIONS: Omit<BankSettings, 'accounts'> = {
  words: [
    'эквайринг', 'возмещение по торговым операциям', 'возмещение по операциям', 'возмещение средств по операциям', 'реестр',
    'yookassa', 'юкасс', 'юkassa', 'юмани', 'робокасс', 'cloudpayments', 'самоинкассаци', 'инкассаци', 'взнос наличных',
    'внесение наличных', 'собственных средств', 'внутренний перевод',
  ],
  inns: ['7750005725'], // ООО НКО «ЮМани», which settles for YooKassa
};

/**
 * BNK-3. No payment of a client is: money that went out; a transfer between the organisation's own accounts or from its
 * own INN; and a payout of an acquirer or a cash deposit, known by the payer's INN or by how words of the payer's
 * name or of the purpose begin, since each client's payment in it is booked already.
 * ru: Не платёж клиента: списание; перевод между своими счетами или от своего ИНН; выплата эквайера или взнос наличных —
 * по ИНН плательщика или по началам слов в его имени и назначении, ведь платежи клиентов из этой суммы уже учтены.
 * Source: integrations §4.1, issue 5.
 */
export function exclusionOf(
  line: LineFacts, own: { accounts: readonly string[]; inn: string | null }, excluded: Omit<BankSettings, 'accounts'>,
): Told | undefined {
  const { direction, payerAccount, payerInn, payerName, purpose } = line;
  if (direction === 'OUT') return { code: 'OUTGOING' };
  if (payerAccount !== null && own.accounts.includes(payerAccount)) {
    return { code: 'OWN_ACCOUNT', values: { account: payerAccount } };
  }
  if (payerInn !== null && payerInn === own.inn) return { code: 'OWN_INN', values: { inn: payerInn } };
  if (payerInn !== null && excluded.inns.includes(payerInn)) return { code: 'PAYOUT_INN', values: { inn: payerInn } };
  const said = ` ${wordsIn(`${payerName} ${purpose}`)}`;
  const word = excluded.words.find((one) => wordsIn(one) !== '' && said.includes(` ${wordsIn(one)}`));
  return word === undefined ? undefined : { code: 'PAYOUT_WORD', values: { word } };
}

/**
 * Words with single blanks between them, so that a word is found from its beginning: «реестр» is in «реестру», not in
 * «Росреестр», and a purpose is the same whatever quotes and dashes an encoding has.
 */
export const wordsIn = (text: string): string => normaliseSearch(text).replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

type Summary = {
  account: string; from: Day | null; to: Day | null; opening: Money | null; closing: Money | null;
  received: Money | null; spent: Money | null;
};
export type AccountTotals = {
  account: string; from: Day | null; to: Day | null; opening: Money | null; closing: Money | null;
  received: Money | null; receivedByDocuments: Money; receivedDifference: Money | null;
  spent: Money | null; spentByDocuments: Money; spentDifference: Money | null;
};

/**
 * BNK-4. What the bank says came in and went out is compared with the sum of the documents; a difference is shown and is
 * no reason to refuse. Several summaries of an account, one for each day, are added up.
 * ru: Итоги банка по поступлениям и списаниям сверяются с суммой документов; расхождение показывается, но не мешает.
 * Сводки по дням складываются.
 * Source: integrations §4.1, issue 5.
 */
export function totalsOf(account: string, summaries: readonly Summary[], lines: readonly LineFacts[]): AccountTotals {
  const own = summaries.filter((summary) => summary.account === account)
    .toSorted((a, b) => (a.from && b.from ? Temporal.PlainDate.compare(a.from, b.from) : 0));
  const totalOf = (key: 'received' | 'spent'): Money | null => {
    const stated = own.flatMap((summary) => summary[key] ?? []);
    return stated.length === 0 ? null : sum(stated);
  };
  const of = (direction: Direction): Money =>
    sum(lines.filter((line) => line.account === account && line.direction === direction).map(({ amount }) => amount));
  const [received, spent] = [totalOf('received'), totalOf('spent')];
  const [receivedByDocuments, spentByDocuments] = [of('IN'), of('OUT')];
  return {
    account, from: own.at(0)?.from ?? null, to: own.at(-1)?.to ?? null,
    opening: own.at(0)?.opening ?? null, closing: own.at(-1)?.closing ?? null,
    received, receivedByDocuments, receivedDifference: received && subtract(receivedByDocuments, received),
    spent, spentByDocuments, spentDifference: spent && subtract(spentByDocuments, spent),
  };
}

/** What is odd about the sums: they do not agree with the documents, or not with each other. */
export function totalsWarnings({ opening, closing, received, spent, ...totals }: AccountTotals): Told[] {
  const { account, receivedByDocuments, receivedDifference, spentByDocuments, spentDifference } = totals;
  const off = (code: string, stated: Money | null, found: Money): Told =>
    ({ code, values: { account, statedAmount: stated ?? ZERO, foundAmount: found } });
  return [
    ...(receivedDifference ? [off('RECEIVED_DIFFERS', received, receivedByDocuments)] : []),
    ...(spentDifference ? [off('SPENT_DIFFERS', spent, spentByDocuments)] : []),
    ...(opening !== null && closing !== null && received !== null && spent !== null
      && subtract(add(opening, received), spent) !== closing
      ? [off('BALANCE_DIFFERS', closing, subtract(add(opening, received), spent))] : []),
  ];
}
