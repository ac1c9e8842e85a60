import type { LineState } from './contract.ts';
import type { Likeness, Person } from './names-rules.ts';
import { likenessOfWords, wordsOf } from './names-rules.ts';
import type { LineFacts, Told } from './reading-rules.ts';
import { type Money, ZERO, subtract, sum } from '../kernel/money.ts';

export type OpenInvoice = {
  id: string; invoiceNumber: string; clientId: string; status: string; dueAmount: Money; isOpen: boolean;
};
/** What is known about one line. Everything is looked up before; here it is only weighed. */
export type Evidence = {
  excluded: Told | undefined;
  numbers: readonly NamedNumber[];
  /** The invoices with these numbers, in the order in which the purpose names them. */
  invoices: readonly OpenInvoice[];
  /** Clients with the payer's INN; clients that a person said this payer's account or INN is of. */
  byInn: readonly string[]; byAccount: readonly string[];
  /** Everybody who is named above, and whom the names in the line could mean. */
  people: readonly Person[];
  /** Open invoices of those clients. */
  open: readonly OpenInvoice[];
};
export type Candidate = { clientId: string; score: number; reasons: Told[]; invoiceIds: string[] };
export type Match = {
  state: LineState; clientId: string | null; invoiceIds: string[]; reason: Told; notes: Told[]; score: number;
  candidates: Candidate[];
};

export type NamedNumber = { number: string; isWhole: boolean };
const WHOLE = /(?<![\p{L}\d])(?:inv|инв)[-–—№#\s]*(20\d\d)[-–—/\s]*(\d{1,9})(?!\d)((?:\s*(?:,|;|и)\s*\d{5,9}(?!\d))*)/giu;
const BARE = /(?<!\p{L})(?:сч[её]т\p{L}*|сч\.?|invoice)[\s:№#n.]*(20\d\d)[-–—/](\d{1,9})(?!\d)/giu;
/** More numbers than a purpose of 210 letters holds are not a purpose. */
const MOST_NUMBERS = 50;

/**
 * BNK-6. An invoice is named by its whole number, INV-2026-00117, however it is written, with blanks or without, alone
 * or as the first of several; or after the word «счёт» by its year and number, 2026-0117, which says less.
 * ru: Счёт назван полным номером INV-2026-00117 — слитно, с пробелами, одним или несколькими через запятую, — либо годом
 * и номером после слова «счёт»: 2026-0117, что значит меньше.
 * Source: integrations §4.1, issue 5; PAY-11, PAY-13.
 * Examples: «Оплата по счетам № INV-2026-00042, INV-2026-00043»; «оплата inv 2026 42».
 */
export function invoiceNumbersIn(purpose: string): NamedNumber[] {
  const found = new Map<string, boolean>();
  const keep = (year: string, digits: string, isWhole: boolean): void => {
    const number = `INV-${year}-${digits.replace(/^0+(?=\d)/, '').padStart(5, '0')}`;
    if (found.size < MOST_NUMBERS) found.set(number, found.get(number) === true || isWhole);
  };
  for (const [, year = '', first = '', rest = ''] of purpose.matchAll(WHOLE)) {
    keep(year, first, true);
    for (const [digits] of rest.matchAll(/\d{5,9}/gu)) keep(year, digits, true);
  }
  for (const [, year = '', digits = ''] of purpose.matchAll(BARE)) keep(year, digits, false);
  return [...found].map(([number, isWhole]) => ({ number, isWhole }));
}

/**
 * BNK-7. A payer's account identifies him only when it is one that a bank keeps for a customer: 405–408, but for the
 * accounts of paying agents (40821). Money that a bank sends on from an account of its own is anybody's, and so is the
 * INN beside it.
 * ru: Счёт плательщика говорит, кто он, только если это счёт клиента банка (405–408, кроме счетов платёжных агентов
 * 40821). Транзитный счёт самого банка и ИНН при нём — чьи угодно.
 * Source: integrations §4.1, issue 5.
 */
export const identifies = (account: string): boolean => /^40[5-8]\d{17}$/.test(account) && !account.startsWith('40821');

/** What can be learnt of a payer from a line: see BNK-7. */
export function tracesOf({ payerAccount, payerInn }: Pick<LineFacts, 'payerAccount' | 'payerInn'>) {
  if (payerAccount !== null && !identifies(payerAccount)) return [];
  return [
    ...(payerAccount === null ? [] : [{ kind: 'ACCOUNT' as const, value: payerAccount }]),
    ...(payerInn === null ? [] : [{ kind: 'INN' as const, value: payerInn }]),
  ];
}

/**
 * BNK-8. Whose the money is, says the invoice that the purpose names, if something else agrees with it (the sum, the
 * payer's INN or account, a name) and nothing speaks against it; else the payer's INN; else an account or INN that a
 * person once said is his. Whatever contradicts, fits several clients, or rests on a number or a name alone is left to a
 * person. A sum that differs from the invoice's is told and is no reason to refuse.
 * ru: Чьи это деньги, говорит названный счёт, если с ним согласно что-то ещё (сумма, ИНН или счёт плательщика, имя) и
 * ничто не против; иначе ИНН плательщика; иначе его счёт или ИНН, когда-то указанный человеком. Что противоречит,
 * подходит нескольким клиентам или держится на одном номере или имени, решает человек. Другая сумма — не помеха.
 * Source: integrations §4.1, §9.4, issue 5.
 */
export function matchOf(line: LineFacts, evidence: Evidence): Match {
  const { excluded, invoices } = evidence;
  if (excluded && line.direction === 'OUT') return settled('EXCLUDED', excluded);
  if (excluded && invoices.length === 0) return settled('EXCLUDED', excluded);
  const weighed = weigh(line, evidence);
  const verdict = excluded ? doubt('PAYOUT_NAMES_INVOICE') : verdictOf(line.amount, evidence, weighed);
  const { candidates } = weighed;
  if (verdict.state !== 'MATCHED') {
    const notes = notesOf(line.amount, evidence.numbers, invoices);
    return { ...verdict, clientId: null, invoiceIds: [], notes, score: candidates[0]?.score ?? 0, candidates };
  }
  const chosen = candidates.find(({ clientId }) => clientId === verdict.clientId);
  const invoiceIds = chosen?.invoiceIds ?? [];
  const laid = [...invoices, ...evidence.open].filter(({ id }, index, all) =>
    invoiceIds.includes(id) && all.findIndex((other) => other.id === id) === index);
  // An invoice that nobody named was chosen by its sum, and that is told.
  const sums = invoices.length === 0 ? (chosen?.reasons ?? []).filter(({ code }) => code === 'SUM') : [];
  const notes = [...sums, ...notesOf(line.amount, evidence.numbers, laid)];
  return { ...verdict, invoiceIds, notes, score: chosen?.score ?? 0, candidates };
}

const settled = (state: LineState, reason: Told): Match =>
  ({ state, reason, clientId: null, invoiceIds: [], notes: [], score: 0, candidates: [] });

type Verdict = { state: LineState; reason: Told; clientId: string | null };
const doubt = (code: string, values?: Told['values']): Verdict =>
  ({ state: 'DOUBTFUL', clientId: null, reason: values ? { code, values } : { code } });
type Weighed = { candidates: Candidate[]; names: ReadonlyMap<string, Likeness> };

/** Everybody the money could be of, with what speaks for each, the likeliest first. */
function weigh(line: LineFacts, { invoices, byInn, byAccount, people, open }: Evidence): Weighed {
  const [payerWords, purposeWords] = [wordsOf(line.payerName), wordsOf(line.purpose)];
  const names = new Map(people.flatMap((person) => {
    const found = likenessOfWords(payerWords, purposeWords, person);
    return found ? [[person.clientId, found] as const] : [];
  }));
  const named = new Set(invoices.map(({ clientId }) => clientId));
  const candidates = [...new Set([...named, ...byInn, ...byAccount, ...names.keys()])].map((clientId): Candidate => {
    const own = invoices.filter((invoice) => invoice.clientId === clientId);
    const name = names.get(clientId);
    const equal = isSumOf(line.amount, own) ? own : own.length > 0 ? [] : bySum(line.amount, open, clientId);
    const scores = [
      own.length > 0 ? 60 : 0, byInn.includes(clientId) ? 60 : 0, byAccount.includes(clientId) ? 50 : 0,
      Math.trunc((name?.score ?? 0) / 2), isSumOf(line.amount, own) ? 20 : 0,
    ];
    return {
      clientId, score: Math.min(100, scores.reduce((all, one) => all + one, 0)),
      reasons: [
        ...own.map(({ invoiceNumber: number }): Told => ({ code: 'NUMBER', values: { number } })),
        ...(byInn.includes(clientId) ? [{ code: 'INN', values: { inn: line.payerInn ?? '' } }] : []),
        ...(byAccount.includes(clientId) ? [{ code: 'ACCOUNT' }] : []),
        ...(name ? [{ code: name.code, values: name.values }] : []),
        ...(equal.length > 0 ? [{ code: 'SUM', values: { number: equal.map((one) => one.invoiceNumber).join(', ') } }] : []),
      ],
      invoiceIds: (own.length > 0 ? own : equal).map(({ id }) => id),
    };
  });
  const likeliest = candidates.toSorted((a, b) => b.score - a.score || (a.clientId < b.clientId ? -1 : 1));
  return { names, candidates: likeliest.slice(0, 10) };
}

const isSumOf = (amount: Money, invoices: readonly OpenInvoice[]): boolean =>
  invoices.length > 0 && sum(invoices.map(({ dueAmount }) => dueAmount)) === amount;

/** The only open invoice of the client with just this sum: the one that is meant, most likely. */
function bySum(amount: Money, open: readonly OpenInvoice[], clientId: string): OpenInvoice[] {
  const equal = open.filter((invoice) => invoice.clientId === clientId && invoice.isOpen && invoice.dueAmount === amount);
  const [only, another] = equal;
  return only && !another ? [only] : [];
}

function verdictOf(amount: Money, evidence: Evidence, { candidates, names }: Weighed): Verdict {
  const { byInn, byAccount, invoices } = evidence;
  const [payer, anotherPayer] = [...new Set(invoices.map(({ clientId }) => clientId))];
  if (anotherPayer !== undefined) return doubt('SEVERAL_PAYERS');
  if (payer !== undefined) return byNumber(payer, amount, evidence, names);
  if (byInn.length > 1) return doubt('SEVERAL_BY_INN');
  const [holder] = byInn;
  if (holder !== undefined && byAccount.length > 0 && !byAccount.includes(holder)) return doubt('INN_AGAINST_ACCOUNT');
  if (holder === undefined && byAccount.length > 1) return doubt('SEVERAL_BY_ACCOUNT');
  const [known = holder] = holder === undefined ? byAccount : [holder];
  if (known !== undefined) {
    // A grandmother whose account is known pays for the child of another family.
    const child = [...names.values()].find(({ code }) => code === 'CHILD');
    const isOthers = child && child.clientId !== known && names.get(known)?.code !== 'CHILD';
    if (isOthers) return doubt('CHILD_OF_ANOTHER', child.values);
    return certain(known, holder === undefined ? 'ACCOUNT' : 'INN', evidence);
  }
  if (candidates.length > 0) return doubt('NAME_ALONE');
  return { state: 'NEW', clientId: null, reason: { code: 'NOBODY' } };
}

/** The purpose names invoices of one client: what else says so, and what says no. */
function byNumber(payer: string, amount: Money, evidence: Evidence, names: ReadonlyMap<string, Likeness>): Verdict {
  const { byInn, byAccount, invoices } = evidence;
  const values = { number: invoices.map(({ invoiceNumber }) => invoiceNumber).join(', ') };
  if (byInn.length > 0 && !byInn.includes(payer)) return doubt('NUMBER_AGAINST_INN', values);
  if (byAccount.length > 0 && !byAccount.includes(payer)) return doubt('NUMBER_AGAINST_ACCOUNT', values);
  const isKnown = byInn.includes(payer) || byAccount.includes(payer) || names.has(payer);
  const isAnother = [...names.values()].some(({ clientId, code }) => clientId !== payer && code === 'NAME');
  if (!isKnown && isAnother) return doubt('NUMBER_AGAINST_NAME', values);
  return isKnown || isSumOf(amount, invoices) ? certain(payer, 'NUMBER', evidence, values) : doubt('NUMBER_ALONE', values);
}

function certain(clientId: string, code: string, { people }: Evidence, values?: Told['values']): Verdict {
  if (people.find((person) => person.clientId === clientId)?.isActive === false) return doubt('CLIENT_INACTIVE');
  return { state: 'MATCHED', clientId, reason: values ? { code, values } : { code } };
}

/** What is odd and no reason to refuse: numbers that are not there, invoices that are not open, another sum. */
export function notesOf(amount: Money, numbers: readonly NamedNumber[], invoices: readonly OpenInvoice[]): Told[] {
  const lost = numbers.filter(({ number, isWhole }) => isWhole && !invoices.some((one) => one.invoiceNumber === number));
  const closed = invoices.filter(({ isOpen }) => !isOpen);
  const due = sum(invoices.map(({ dueAmount }) => dueAmount));
  const differenceAmount = amount > due ? subtract(amount, due) : subtract(due, amount);
  const differs = closed.length < invoices.length && differenceAmount !== 0;
  return [
    ...lost.map(({ number }): Told => ({ code: 'NUMBER_UNKNOWN', values: { number } })),
    ...closed.map(({ invoiceNumber: number, status }): Told => ({ code: 'INVOICE_NOT_OPEN', values: { number, status } })),
    ...(differs ? [{
      code: amount > due ? 'SUM_ABOVE' : 'SUM_BELOW', values: { cameAmount: amount, dueAmount: due, differenceAmount },
    }] : []),
  ];
}

/**
 * BNK-9. Money of the bank pays the invoices that are named, in their order, as far as they are still open: each whole,
 * or the last in part where the organisation allows it. Everything else stays as the client's credit. Where the queue
 * rules, the invoice named is only a wish, and the queue is paid.
 * ru: Деньги из банка гасят названные счета по порядку, если те ещё открыты: каждый целиком или последний частично, где
 * это разрешено. Остальное остаётся авансом. Где счета закрываются по очереди, названный счёт — лишь пожелание.
 * Source: integrations §9.4, C-11, C-12, C-15.
 */
export function layOut(
  amount: Money, named: readonly OpenInvoice[], { directed, allowPartial }: { directed: boolean; allowPartial: boolean },
): { invoiceId: string; amount: Money }[] {
  const open = named.filter(({ isOpen, dueAmount }) => isOpen && dueAmount > 0);
  if (!directed) return open.slice(0, 1).map(({ id, dueAmount }) => ({ invoiceId: id, amount: dueAmount }));
  let left = amount;
  return open.flatMap(({ id, dueAmount }) => {
    const part = dueAmount <= left ? dueAmount : allowPartial ? left : ZERO;
    left = subtract(left, part);
    return part === 0 ? [] : [{ invoiceId: id, amount: part }];
  });
}
