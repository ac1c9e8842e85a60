/** Five endpoints explain five kinds of numbers; here their answers become receipts of one shape. */
import type { Problem } from '../lib/api.ts';
import { type Format, kopecksOf, useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import type { WhyKind } from '../lib/why.ts';
import { type Say, useWords } from '../lib/words.ts';
import { whyWords } from './words.ts';

export type ReceiptLine = {
  key: string; text: string; amount: number; at?: string; rule?: string; to?: string | undefined; note?: string;
  detail?: string;
};
export type ReceiptGroup = {
  title: string; lines: readonly ReceiptLine[]; total: number; open: boolean;
  /** What the server says it comes to; the lines must sum to it. */
  stated: number; empty?: string;
};
export type Receipt = {
  title: string; subtitle?: string; unit: 'MONEY' | 'SESSION'; total: number | null; groups: readonly ReceiptGroup[];
  at?: string;
  /** By how much the lines differ from what is stated; 0 when it adds up. */
  off: number;
};
type Words = Say<keyof (typeof whyWords)['ru']>;
type Source = { type: string; id: string; number: string | null };
type ServerLine = { amount: number; rule: string; sentence: string; at: string; source: Source };

export const WHY_KINDS: readonly WhyKind[] = ['balance', 'invoice', 'payment', 'subscription', 'charge'];
export const isWhyKind = (text: string | undefined): text is WhyKind => WHY_KINDS.includes(text as WhyKind);

function addressOf({ type, id }: Source, subject: string): string | undefined {
  switch (type) {
    case 'payment': return `/payments/${id}`;
    case 'invoice': return `/invoices/${id}`;
    case 'item': return `/invoices/${subject}`;
    case 'movement': return `/passes/${id}`;
    case 'training': return `/trainings/${id}`;
    default: return undefined;
  }
}

const added = (amounts: readonly number[]): number =>
  amounts.reduce((total, amount) => total + kopecksOf(amount), 0) / 100;

function group(title: string, lines: readonly ReceiptLine[], open: boolean, stated?: number): ReceiptGroup {
  const total = added(lines.map(({ amount }) => amount));
  return { title, lines, open, total, stated: stated ?? total };
}

const lineOf = (line: ServerLine, index: number, subject: string): ReceiptLine => {
  const to = addressOf(line.source, subject);
  return {
    key: `${index}`, text: line.sentence, amount: line.amount, at: line.at, rule: line.rule,
    ...(to === undefined ? {} : { to }),
  };
};

type Parts = readonly { title: string; belongs: (line: ServerLine) => boolean; open: boolean }[];
/** Lines in their groups, groups without lines left out; whatever no group takes stands in the last one. */
function inGroups(lines: readonly ServerLine[], parts: Parts, subject: string): ReceiptGroup[] {
  const numbered = lines.map((line, index) =>
    ({ line, shown: lineOf(line, index, subject), at: parts.findIndex(({ belongs }) => belongs(line)) }));
  return parts.map(({ title, open }, index) => {
    const isLast = index === parts.length - 1;
    return group(title, numbered.filter(({ at }) => at === index || (isLast && at === -1)).map(({ shown }) => shown), open);
  }).filter(({ lines: shown }) => shown.length > 0);
}

/** The difference between what is stated and what the lines come to. */
const offBy = (stated: number, groups: readonly ReceiptGroup[]): number =>
  (kopecksOf(stated) - kopecksOf(added(groups.map(({ total }) => total)))) / 100;

type Asked = { receipt: Receipt | undefined; problem: Problem | undefined; retry: () => void };
type Answers = {
  balance: ReturnType<typeof useAsk<'explain.balance'>>['data'];
  invoice: ReturnType<typeof useAsk<'explain.invoice'>>['data'];
  payment: ReturnType<typeof useAsk<'explain.payment'>>['data'];
  subscription: ReturnType<typeof useAsk<'explain.subscription'>>['data'];
  charge: ReturnType<typeof useAsk<'explain.charge'>>['data'];
};

/** The receipt of one number, kept fresh. */
export function useReceipt(kind: WhyKind | undefined, id: string): Asked {
  const t = useWords(whyWords);
  const format = useFormat();
  const input = (wanted: WhyKind) => (kind === wanted ? { id } : undefined);
  const balance = useAsk('explain.balance', input('balance'), { keepPrevious: false });
  const invoice = useAsk('explain.invoice', input('invoice'), { keepPrevious: false });
  const payment = useAsk('explain.payment', input('payment'), { keepPrevious: false });
  const subscription = useAsk('explain.subscription', input('subscription'), { keepPrevious: false });
  const charge = useAsk('explain.charge', input('charge'), { keepPrevious: false });
  if (kind === undefined) return { receipt: undefined, problem: undefined, retry: () => undefined };
  const query = { balance, invoice, payment, subscription, charge }[kind];
  const answers: Answers = {
    balance: balance.data, invoice: invoice.data, payment: payment.data, subscription: subscription.data,
    charge: charge.data,
  };
  return { receipt: receiptOf(kind, id, answers, t, format), problem: query.error ?? undefined, retry: () =>
    void query.refetch() };
}

function receiptOf(kind: WhyKind, id: string, answers: Answers, t: Words, format: Format): Receipt | undefined {
  const { balance, invoice, payment, subscription, charge } = answers;
  if (kind === 'balance' && balance) return balanceReceipt(balance, id, t, format);
  if (kind === 'invoice' && invoice) {
    const groups = inGroups(invoice.lines, [
      { title: t('benefits'), open: true, belongs: ({ rule, amount }) => rule === 'INV-1' && amount < 0 },
      { title: t('items'), open: true, belongs: ({ rule }) => rule === 'INV-1' },
      { title: t('changes'), open: true, belongs: ({ rule }) => rule === 'INV-3' },
      { title: t('voided'), open: true, belongs: ({ rule }) => rule === 'INV-7' },
      { title: t('paid'), open: false, belongs: () => true },
    ], id).toSorted((a, b) => Number(b.title === t('items')) - Number(a.title === t('items')));
    return { title: invoice.sentence, unit: 'MONEY', total: invoice.total, groups, off: offBy(invoice.total, groups) };
  }
  if (kind === 'payment' && payment) {
    const groups = inGroups(payment.lines, [{ title: t('spent'), open: true, belongs: () => true }], id);
    return { title: payment.sentence, unit: 'MONEY', total: payment.total, groups, off: offBy(payment.total, groups) };
  }
  if (kind === 'subscription' && subscription) {
    const groups = inGroups(subscription.lines, [
      { title: t('granted'), open: true, belongs: ({ amount }) => amount >= 0 },
      { title: t('used'), open: true, belongs: () => true },
    ], id);
    const { total } = subscription;
    return { title: subscription.sentence, unit: 'SESSION', total, groups, off: total === null ? 0 : offBy(total, groups) };
  }
  if (kind === 'charge' && charge) {
    const groups = inGroups(charge.lines, [{ title: t('visit'), open: true, belongs: () => true }], id);
    return { title: charge.sentence, unit: charge.unit, total: charge.total, groups, off: offBy(charge.total, groups) };
  }
  return undefined;
}

function balanceReceipt(answer: NonNullable<Answers['balance']>, id: string, t: Words, format: Format): Receipt {
  const { due, total: credit, toPay, unpaid, lines, at } = answer;
  const open: ReceiptLine[] = unpaid.map((invoice) => ({
    key: invoice.id, text: invoice.name === null ? invoice.number : `${invoice.number} · ${invoice.name}`,
    amount: invoice.amount,
    to: `/invoices/${invoice.id}`, note: t('whyOpen', { why: invoice.why }),
    detail: invoice.dueDate === null ? t('issued', { at: format.moment(invoice.issuedAt) })
      : `${t('issued', { at: format.moment(invoice.issuedAt) })}, ${t('due', { day: format.day(invoice.dueDate) })}`,
  }));
  const groups: ReceiptGroup[] = [
    { ...group(t('unpaid'), open, true, due), empty: t('noUnpaid') },
    { ...group(t('credit'), lines.map((line, index) => lineOf(line, index, id)), false, credit), empty: t('noCredit') },
  ];
  const off = groups.map(({ stated, total }) => (kopecksOf(stated) - kopecksOf(total)) / 100).find((difference) =>
    difference !== 0) ?? 0;
  return {
    title: toPay > 0 ? t('toPay', { sum: format.money(toPay) }) : t('settled'), unit: 'MONEY', total: toPay, at, off, groups,
    subtitle: t('equation', { due: format.money(due), credit: format.money(credit) }),
  };
}
