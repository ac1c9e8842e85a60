/** A wrong payment and the right one in its place, seen and done together. */
import { Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { ClientSelect } from '../ui/client-select.tsx';
import { Amount } from '../ui/figures.tsx';
import { MoneyField } from '../ui/money-field.tsx';
import { Reason } from '../ui/reason.tsx';
import { Refused } from '../ui/refused.tsx';
import { common, methodWords } from '../ui/words.ts';
import { ReversalPreview } from './reversal-preview.tsx';
import { Confirm, useHeld } from './reverse-form.tsx';
import type { Done } from './reverse-screen.tsx';
import { reverseWords } from './reverse-words.ts';

const METHODS = ['CASH', 'CARD', 'ONLINE', 'BANK_TRANSFER'] as const;
const NONE: ReadonlySet<string> = new Set();
type Payment = Answer<'payment.get'>['payment'];

export function FixForm({ payment, onDone }: { payment: Payment; onDone: (done: Done) => void }): ReactNode {
  const t = useWords(reverseWords);
  const c = useWords(common);
  const format = useFormat();
  const [sum, setSum] = useState<number | undefined>(payment.amount);
  const [method, setMethod] = useState(payment.method);
  const [clientId, setClient] = useState<string | undefined>(payment.clientId);
  const [reason, setReason] = useState('');
  const [asked] = useDebouncedValue(sum, 200);
  const input = (roubles: number, words: string): Input<'payment.correct'> =>
    ({ id: payment.id, reason: words, amount: roubles, paymentMethod: method, clientId: clientId ?? payment.clientId });
  const isOther = sum !== payment.amount || method !== payment.method || clientId !== payment.clientId;
  const isSum = sum !== undefined && sum > 0 && clientId !== undefined;
  const held = useHeld('payment.correct', asked !== undefined && asked > 0 && clientId !== undefined ? input(asked, c('preview')) : undefined,
    ({ reversal, taken }) => onDone({ reversal, taken }));
  const isReady = isSum && isOther && reason !== '' && sum === asked;
  return (
    <Stack className="card" gap="md" maw={900}>
      <Title order={2}>{t('fix')}</Title>
      <Group align="flex-end" gap="md">
        <MoneyField label={t('fixSum')} value={sum} onValue={setSum} w={180} autoFocus />
        <ClientSelect label={t('fixClient')} value={clientId} onClient={setClient} w={280} />
        <div>
          <Text size="sm" fw={600} mb={2} id="fix-method">{t('fixMethod')}</Text>
          <SegmentedControl value={method} onChange={(value) => setMethod(value as typeof method)} aria-labelledby="fix-method"
            data={useMethods()} />
        </div>
      </Group>
      <Reason value={reason} onValue={setReason} ready={[t('wrongSum'), t('wrongClient'), t('wrongMethod')]} otherLabel={t('other')} />
      <Refused problem={held.problem} />
      <Confirm paymentId={payment.id} held={held} keep={t('fixKeep')} input={isReady && sum !== undefined ? input(sum, reason) : undefined}
        label={t('fixConfirm', { from: format.money(payment.amount), to: format.money(sum ?? 0) })} why={t(isOther ? 'chooseReason' : 'same')} />
      <div style={{ minHeight: 300 }} aria-live="polite">
        {held.preview && (
          <>
            <NewPayment taken={held.preview.taken} />
            <ReversalPreview reversal={held.preview.reversal} changed={NONE} />
          </>
        )}
      </div>
    </Stack>
  );
}

const useMethods = (): { value: string; label: string }[] => {
  const method = useWords(methodWords);
  return METHODS.map((value) => ({ value, label: method(value) }));
};

/** What the right payment pays. */
export function NewPayment({ taken }: { taken: Answer<'payment.register'> }): ReactNode {
  const t = useWords(reverseWords);
  const format = useFormat();
  return (
    <section aria-label={t('fix')}>
      <Title order={2} mb="xs">{t('fixNew', { sum: format.money(taken.payment.amount) })}</Title>
      {taken.allocations.length === 0 ? <Text size="sm" mb="md">{t('fixNothing', { sum: format.money(taken.payment.amount) })}</Text> : (
        <table className="ledger" style={{ marginBottom: 16 }}>
          <thead><tr><th scope="col">{t('fixClosure')}</th><th scope="col" data-align="right"><span className="skip">{t('fixSum')}</span></th></tr></thead>
          <tbody>
            {taken.allocations.map((one) => (
              <tr key={one.invoiceId}><td className="num">{one.invoiceNumber}</td><td data-align="right"><Amount value={one.amount} /></td></tr>
            ))}
            <tr data-totals><td>{t('fixCredit')}</td><td data-align="right"><Amount value={taken.balance} /></td></tr>
          </tbody>
        </table>
      )}
    </section>
  );
}
