/** One timeline out of five sources: money with its running balance, visits, passes, messages, changes. */
import type { Answer, Problem } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { type Asked, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { type Say, useWords } from '../lib/words.ts';
import { operationWords, timelineWords } from './timeline-words.ts';

export const KINDS = ['money', 'visits', 'passes', 'messages', 'changes'] as const;
export type Kind = (typeof KINDS)[number];
export type Why = readonly ['invoice' | 'payment' | 'charge' | 'subscription', string];
export type Row = {
  key: string; at: string; kind: Kind; text: string; about?: string; to?: string; who?: string; why?: Why;
  charged?: number; paid?: number; balance?: number; shape?: string;
  /** Told by another row as well, so it is left out where everything is shown. */
  twin?: boolean;
};
type History = Answer<'report.balance-history'>;
type MoneyEvent = History['events'][number];
type Words = Say<keyof (typeof timelineWords)['ru']>;
/** What is known of an invoice or a payment besides its sum: for what, for whom, by whom. */
type Known = { actors: ReadonlyMap<string, string>; about: ReadonlyMap<string, string> };

export const moneyKey = (event: MoneyEvent): string =>
  ['money', event.at, event.kind, event.invoiceId ?? event.paymentId ?? event.refundId].join(':');

export function whyOf({ kind, paymentId, invoiceId }: MoneyEvent): Why | undefined {
  if (paymentId !== null && (kind === 'PAYMENT' || kind === 'REVERSAL')) return ['payment', paymentId];
  return invoiceId === null ? undefined : ['invoice', invoiceId];
}
export const eventText = (event: MoneyEvent, t: Words): string => t(event.kind, { number: event.number ?? '' });

function moneyRow(event: MoneyEvent, t: Words, { actors, about }: Known): Row {
  const { kind, amount, paymentId, invoiceId } = event;
  const isMoney = kind === 'PAYMENT' || kind === 'REVERSAL' || (kind === 'REFUND' && amount < 0)
    || (kind === 'OPENING' && amount > 0);
  const why = whyOf(event);
  const who = actors.get(paymentId ?? invoiceId ?? '');
  const what = kind === 'PAYMENT' ? undefined : about.get(invoiceId ?? '');
  return {
    key: moneyKey(event), at: event.at, kind: 'money', text: eventText(event, t), shape: kind, balance: event.balance,
    ...(isMoney ? { paid: amount } : { charged: -amount }), ...(why === undefined ? {} : { why }),
    ...(who === undefined ? {} : { who }), ...(what === undefined ? {} : { about: what }),
    ...(why === undefined ? {} : { to: `/${why[0] === 'payment' ? 'payments' : 'invoices'}/${why[1]}` }),
  };
}

function visitRow(charge: Answer<'charge.list'>['charges'][number], t: Words): Row {
  const { id, label, kind, invoiceNumber, state, reversalReason, trainingId } = charge;
  const what = label === 'FINE' ? t('fine') : label === 'ABSENCE' ? t('absence')
    : kind === 'INVOICE' ? t('byInvoice', { number: invoiceNumber ?? '' }) : t('session');
  const text = state === 'REVERSED' ? `${what}. ${t('returned', { reason: reversalReason ?? '' })}` : what;
  return {
    key: `visit:${id}`, at: charge.chargedAt, kind: 'visits', text, about: `${charge.studentName} · ${charge.trainingTitle}`,
    to: `/trainings/${trainingId}`, why: ['charge', id], shape: label,
    // Its invoice is a row of its own.
    twin: kind === 'INVOICE' && label === 'NORMAL' && state === 'ACTIVE',
  };
}

/** Operations whose trace in money or visits is a row of its own. */
const TOLD_BY_MONEY = [
  /^(payment|refund|training|attendance)\./, /^invoice\.(create|cancel|adjust-price|from-subscription|send)$/,
  /^subscription\.(renew|renew-due)$/,
];

function changeRow(record: Answer<'audit.list'>['records'][number], operations: Words | ((key: string) => string)): Row {
  const { id, operation, entityType, entityId, entityNumber, actor, reason, at } = record;
  const isPass = entityType === 'subscription';
  const name = (operations as (key: string) => string)(operation);
  const to = isPass && entityId !== null ? `/passes/${entityId}` : entityType === 'invoice' && entityId !== null
    ? `/invoices/${entityId}`
    : entityType === 'payment' && entityId !== null ? `/payments/${entityId}` : undefined;
  return {
    key: `change:${id}`, at, kind: isPass ? 'passes' : 'changes', text: name,
    who: `${actor.firstName} ${actor.lastName}`.trim(),
    ...(to === undefined ? {} : { to }), twin: TOLD_BY_MONEY.some((told) => told.test(operation)),
    ...(reason === null && entityNumber === null ? {}
      : { about: [entityNumber, reason].filter((part) => part).join(' · ') }),
  };
}

const TOLD_BY_INVOICE = new Set(['invoice-issued', 'renewal-issued']);
const noticeRow = ({ id, kind, createdAt, subject, body }: Answer<'notice.list'>['notices'][number]): Row =>
  ({ key: `notice:${id}`, at: createdAt, kind: 'messages', text: subject, about: body, twin: TOLD_BY_INVOICE.has(kind) });

const LIMIT = 100;
/** Money of a year back; longer ago is in the statement. */
export function useHistory(clientId: string): Asked<'report.balance-history'> {
  const { today } = useSession();
  const from = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`.replace(/-02-29$/, '-02-28');
  return useAsk('report.balance-history', { id: clientId, from, to: today }, { keepPrevious: false });
}

/** Where a source has more rows than were fetched, older rows of the others would tell half of the story. */
const horizonOf = (rows: readonly Row[], total: number): string | undefined =>
  (total > rows.length ? rows.map(({ at }) => at).toSorted()[0] : undefined);

export type TimelineAnswer = {
  rows: readonly Row[]; since: string | undefined; isReady: boolean;
  failed: readonly { kind: Kind; problem: Problem; retry: () => void }[];
};

export function useTimeline(clientId: string): TimelineAnswer {
  const t = useWords(timelineWords);
  const say = useWords(operationWords);
  const format = useFormat();
  const money = useHistory(clientId);
  const visits = useAsk('charge.list', { clientId, limit: LIMIT }, { keepPrevious: false });
  const messages = useAsk('notice.list', { clientId, limit: LIMIT }, { keepPrevious: false });
  const changes = useAsk('audit.list', { clientId, limit: LIMIT }, { keepPrevious: false });
  const invoices = useAsk('invoice.list', { clientId, limit: LIMIT }, { keepPrevious: false });
  const operationName = (key: string): string => (key in operationWords.ru ? say(key as 'client.create') : key);
  const records = changes.data?.records ?? [];
  const actors = new Map(records.toReversed().flatMap(({ entityId, actor }): [string, string][] =>
    (entityId === null ? [] : [[entityId, `${actor.firstName} ${actor.lastName}`.trim()]])));
  const about = new Map((invoices.data?.invoices ?? []).map(({ id, studentName, firstItemName }) =>
    [id, [studentName, firstItemName].filter((part) => part).join(' · ')]));
  const visitRows = (visits.data?.charges ?? []).map((charge) => visitRow(charge, t));
  const noticeRows = (messages.data?.notices ?? []).map(noticeRow);
  const changeRows = records.map((record) => changeRow(record, operationName));
  const since = [
    horizonOf(visitRows, visits.data?.pagination.total ?? 0), horizonOf(noticeRows, messages.data?.pagination.total ?? 0),
    horizonOf(changeRows, changes.data?.pagination.total ?? 0),
  ].filter((day) => day !== undefined).toSorted().at(-1);
  const rows = [...(money.data?.events ?? []).map((event) => moneyRow(event, t, { actors, about })), ...visitRows,
    ...noticeRows, ...changeRows]
    // Of one moment the later entry of the ledger comes first, since the newest is at the top.
    .map((row, order) => ({ row, order }))
    .toSorted((a, b) => b.row.at.localeCompare(a.row.at) || b.order - a.order).map(({ row }) => row);
  const sources = { money, visits, messages, changes } as const;
  const isReady = [money, visits, messages, changes, invoices].every(({ isPending }) => !isPending);
  const failed = Object.entries(sources).flatMap(([kind, { error, refetch }]) =>
    (error ? [{ kind: kind as Kind, problem: error, retry: () => void refetch() }] : []));
  return {
    rows, failed, isReady, since: since === undefined ? undefined : format.day(since),
  };
}
