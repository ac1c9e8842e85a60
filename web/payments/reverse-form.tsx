/** The preview of a reversal, the reason, and the act held to what was seen. */
import { Alert, Button, Group, Stack } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Answer, EndpointName, Input, Preview, Problem } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useKeys } from '../lib/keys.ts';
import { useAct, usePreview } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Reason } from '../ui/reason.tsx';
import { Refused } from '../ui/refused.tsx';
import { Waiting } from '../ui/states.tsx';
import { common } from '../ui/words.ts';
import { type Reversal, ReversalPreview, rowsOf } from './reversal-preview.tsx';
import type { Done } from './reverse-screen.tsx';
import { reverseWords } from './reverse-words.ts';

/** Which rows differ from those that were seen before the facts changed. Nothing while the input itself is changed. */
export function useChanged(reversal: Reversal | undefined): { changed: ReadonlySet<string>; isStale: boolean } {
  const seen = useRef<ReadonlyMap<string, string> | undefined>(undefined);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (!reversal) return;
    const rows = rowsOf(reversal);
    const before = seen.current;
    seen.current = rows;
    if (!before) return;
    const differing = [...new Set([...rows.keys(), ...before.keys()])].filter((key) => rows.get(key) !== before.get(key));
    if (differing.length > 0) setChanged(new Set(differing));
  }, [reversal]);
  return { changed, isStale: changed.size > 0 };
}

type HeldAct<N extends EndpointName> = {
  preview: Preview<N> | undefined; problem: Problem | undefined; pending: boolean; run: (input: Input<N>) => void;
};

/** An act that is held to its preview; when the facts changed meanwhile, the new preview takes the place of the old. */
export function useHeld<N extends EndpointName>(
  name: N, previewInput: Input<N> | undefined, onDone: (answer: Answer<N>) => void,
): HeldAct<N> {
  const preview = usePreview(name, previewInput);
  const act = useAct(name, { onDone });
  const isStale = act.problem?.code === 'PREVIEW_STALE';
  useEffect(() => {
    if (isStale) void preview.refetch();
    // oxlint-disable-next-line react/exhaustive-deps
  }, [act.problem]);
  return {
    preview: preview.data, problem: preview.error ?? (isStale ? undefined : act.problem), pending: act.pending,
    run: (input) => {
      if (preview.data) void act.run(input, { previewHash: preview.data.previewHash });
    },
  };
}

export function ReverseForm({ payment, onDone }: { payment: Answer<'payment.get'>['payment']; onDone: (done: Done) => void }): ReactNode {
  const t = useWords(reverseWords);
  const c = useWords(common);
  const format = useFormat();
  const [reason, setReason] = useState('');
  const { id } = payment;
  const held = useHeld('payment.reverse', { id, reason: c('preview') }, (reversal) => onDone({ reversal }));
  const { changed, isStale } = useChanged(held.preview);
  if (held.preview === undefined && held.problem === undefined) return <Waiting lines={12} height={44} />;
  const confirm = t('confirm', { sum: format.money(payment.amount) });
  return (
    <Stack className="card" gap="md" maw={900}>
      {isStale ? <Alert color="yellow" variant="outline" role="alert" data-stale>{t('stale')}</Alert>
        : <Alert color="gray" variant="outline" role="note">{t('onlyPreview')}</Alert>}
      {held.preview && <div><ReversalPreview reversal={held.preview} changed={changed} /></div>}
      <Reason value={reason} onValue={setReason} ready={[t('wrongSum'), t('wrongClient'), t('wrongMethod')]} otherLabel={t('other')} />
      <Refused problem={held.problem} />
      <Confirm paymentId={id} label={confirm} keep={t('keep')} held={held} input={reason === '' ? undefined : { id, reason }} why={t('chooseReason')} />
    </Stack>
  );
}

/** The two buttons; Ctrl+Enter confirms, Escape goes back. */
export function Confirm<N extends EndpointName>({ paymentId, label, keep, held, input, why }: {
  paymentId: string; label: string; keep: string; held: HeldAct<N>; input: Input<N> | undefined; why: string;
}): ReactNode {
  const c = useWords(common);
  const go = useGo();
  const run = (): void => {
    if (input !== undefined) held.run(input);
  };
  const back = (): void => go(`/payments/${paymentId}`);
  useKeys({ 'Ctrl+Enter': { does: label, run }, Escape: { does: keep, run: back } });
  const blocked = held.preview === undefined ? held.problem?.message ?? c('loading') : input === undefined ? why : undefined;
  return (
    <Group gap="xs" className="noprint">
      <ActButton color="red" onClick={run} why={blocked} pending={held.pending} doing={c('doing')} keys="Control+Enter">{label}</ActButton>
      <Button variant="default" onClick={back}>{keep}</Button>
    </Group>
  );
}
