/** What the payment panel knows: the sum and what it closes, held to what the person has seen; one intent, one payment. */
import { useDebouncedValue } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Answer, Input, Preview, Problem } from '../lib/api.ts';
import { sumOf } from '../lib/format.ts';
import { type Act, useAct, useAsk, usePreview } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import type { Card } from './client-panel.tsx';

export const METHODS = ['CASH', 'CARD', 'ONLINE', 'BANK_TRANSFER'] as const;
export type Method = (typeof METHODS)[number];
type Taking = Input<'payment.register'>;

const LAST_METHOD = 'saldo.method';
/** How long the sum has to stand still before the server is asked what it closes. */
const STILL_MS = 150;
/** Credit is topped up without naming an invoice. */
export const TO_CREDIT = 'credit';

const lastMethod = (): Method => METHODS.find((method) => method === localStorage.getItem(LAST_METHOD)) ?? 'CASH';

export type Paying = {
  amount: number | undefined; setAmount: (roubles: number | undefined) => void;
  method: Method; setMethod: (method: Method) => void;
  given: number | undefined; setGiven: (roubles: number | undefined) => void;
  notes: string; setNotes: (notes: string) => void;
  /** Where the organisation lets a payment name its invoice: the invoice, or credit; undefined where the oldest go first. */
  target: string | undefined; setTarget: (target: string) => void;
  /** Roubles to give back; below zero too little was handed over. */
  change: number;
  preview: Preview<'payment.register'> | undefined; refusal: Problem | undefined;
  /** The server may have taken it, but has not said so: only the very same can be sent again. */
  isLoose: boolean; isStale: boolean; problem: Problem | undefined; pending: boolean;
  pay: () => void;
};

export function usePaying(card: Card, invoiceId: string | undefined, onPaid: (id: string, change: number) => void): Paying {
  const settings = useAsk('settings.get', {});
  const isDirected = settings.data?.['settlement.mode'] === 'DIRECTED';
  // Another screen may say what is to be taken, such as the right payment after a reversed one.
  const [{ sum: wanted, method: by }] = useUrl();
  const [typed, setTyped] = useState<{ amount: number | undefined } | undefined>(wanted === undefined ? undefined
    : { amount: Number(wanted) });
  const [method, setMethod] = useState(() => METHODS.find((each) => each === by) ?? lastMethod());
  const [given, setGiven] = useState<number | undefined>(undefined);
  const [notes, setNotes] = useState('');
  const [chosen, setTarget] = useState<string | undefined>(undefined);
  const asked = [chosen, invoiceId].find((id) => id === TO_CREDIT || card.invoices.some((invoice) => invoice.id === id));
  const target = isDirected ? asked ?? card.invoices[0]?.id ?? TO_CREDIT : undefined;
  const named = card.invoices.find(({ id }) => id === target);
  const suggested = named?.dueAmount ?? card.figures.toPay;
  const wished = typed ? typed.amount : suggested > 0 ? suggested : undefined;
  const input: Taking | undefined = wished === undefined || wished <= 0 || settings.data === undefined ? undefined : {
    clientId: card.client.id, amount: wished, paymentMethod: method,
    ...(named ? { invoiceId: named.id } : {}), ...(notes.trim() === '' ? {} : { notes: notes.trim() }),
  };
  const seen = useSeen(input);
  const act = useAct('payment.register', {
    onDone: ({ payment }: Answer<'payment.register'>) => {
      localStorage.setItem(LAST_METHOD, method);
      onPaid(payment.id, change);
    },
  });
  const { sent, sentHash, isLoose, isStale, run } = useAttempt(act);
  // A preview that the server has called stale is none; the next one is on its way.
  const preview = isStale && seen.preview?.previewHash === sentHash ? undefined : seen.preview;
  // What was sent stays as it was: by now the card may show that it has been taken.
  const amount = isLoose ? sent?.amount : wished;
  const change = method === 'CASH' && given !== undefined && amount !== undefined ? sumOf([given, -amount]) : 0;
  return {
    amount, setAmount: (roubles) => setTyped({ amount: roubles }), method, setMethod, given, setGiven, notes, setNotes,
    target, change, preview, refusal: seen.refusal, isLoose, isStale,
    setTarget: (next) => {
      setTarget(next);
      setTyped(undefined);
    },
    problem: isLoose || isStale ? undefined : act.problem, pending: act.pending,
    pay: () => run(input, preview?.previewHash),
  };
}

/** What exactly this payment would do. A preview of an earlier sum is none. */
function useSeen(input: Taking | undefined): {
  preview: Preview<'payment.register'> | undefined; refusal: Problem | undefined;
} {
  const text = input === undefined ? undefined : JSON.stringify(input);
  const [still] = useDebouncedValue(text, STILL_MS);
  const fresh = still !== undefined && still === text;
  const preview = usePreview('payment.register', fresh ? input : undefined);
  return {
    preview: fresh ? preview.data : undefined,
    refusal: fresh && preview.error && isRefusal(preview.error) ? preview.error : undefined,
  };
}

const isRefusal = (problem: Problem): boolean => problem.status >= 400 && problem.status < 500;

/**
 * After an answer that never came the payment may be recorded. The same fields under the same preview go under the same
 * key, so the server answers with the payment that it has, or takes it now: never a second one.
 */
function useAttempt(act: Act<'payment.register'>): {
  sent: Taking | undefined; sentHash: string | undefined; isLoose: boolean; isStale: boolean;
  run: (input: Taking | undefined, previewHash: string | undefined) => void;
} {
  const client = useQueryClient();
  const last = useRef<{ input: Taking; previewHash: string | undefined } | undefined>(undefined);
  const isLoose = act.problem !== undefined && !isRefusal(act.problem);
  const isStale = act.problem?.code === 'PREVIEW_STALE';
  useEffect(() => {
    if (isStale) void client.invalidateQueries();
    // oxlint-disable-next-line react/exhaustive-deps
  }, [act.problem]);
  return {
    sent: last.current?.input, sentHash: last.current?.previewHash, isLoose, isStale,
    run: (input, previewHash) => {
      // What is asked for again has to be seen first.
      if (act.pending || (isStale && previewHash === undefined)) return;
      if (!isLoose) last.current = input && { input, previewHash };
      if (last.current === undefined) return;
      const { input: same, previewHash: hash } = last.current;
      void act.run(same, hash === undefined ? {} : { previewHash: hash });
    },
  };
}
