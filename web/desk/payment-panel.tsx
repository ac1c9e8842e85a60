/** Taking money: what is due stands there already, what it closes is said before Enter, and Enter pays once. */
import { Alert, Button, Group, Kbd, Select, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { MoneyField } from '../ui/money-field.tsx';
import { Refused } from '../ui/refused.tsx';
import { OpenShift } from '../shift/open-shift.tsx';
import type { Card } from './client-panel.tsx';
import { AMOUNT_ID, focusOn, useDeskUrl } from './desk-url.ts';
import { Cash, KEYS, Methods } from './payment-fields.tsx';
import { Closes } from './payment-closes.tsx';
import { type Paying, TO_CREDIT, usePaying } from './use-paying.ts';
import { payWords } from './words.ts';

type PaymentPanelProps = { card: Card; shiftIsOpen: boolean; onPaid: (id: string, change: number) => void };

export function PaymentPanel({ card, shiftIsOpen, onPaid }: PaymentPanelProps): ReactNode {
  const t = useWords(payWords);
  const { pay, invoice } = useDeskUrl();
  const paying = usePaying(card, invoice, onPaid);
  const { amount, method, isLoose } = paying;
  useEffect(() => {
    if (pay === '1') focusOn(AMOUNT_ID);
  }, [pay]);
  const needsShift = method === 'CASH' && !shiftIsOpen;
  const format = useFormat();
  const isShort = paying.change < 0;
  const blocked = !card.client.isActive ? t('inactive') : needsShift ? t('closed')
    : amount === undefined || amount <= 0 ? t('needsAmount')
      : isShort ? t('short', { sum: format.money(-paying.change) }) : paying.refusal?.message;
  const why = isLoose ? undefined : blocked;
  return (
    <form className="card scrolls" aria-labelledby="desk-pay" data-pay onKeyDown={(event) => pickMethod(event, paying)}
      onSubmit={(event) => {
        event.preventDefault();
        if (why === undefined) paying.pay();
      }}>
      <Group justify="space-between"><Title order={2} id="desk-pay">{t('title')}</Title><Kbd size="xs">F4</Kbd></Group>
      <fieldset disabled={isLoose} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
        <Stack gap="xs">
          <Target card={card} paying={paying} />
          <MoneyField id={AMOUNT_ID} label={t('amount')} value={amount} onValue={paying.setAmount} size="lg"
            styles={{ input: { fontWeight: 600 } }} />
          <Methods value={method} onValue={paying.setMethod} />
          {method === 'CASH' && (
            <Cash amount={amount} given={paying.given} onGiven={paying.setGiven} change={paying.change} />
          )}
          <Comment paying={paying} />
        </Stack>
      </fieldset>
      <Closes preview={paying.preview} refusal={paying.refusal} waits={amount !== undefined && amount > 0}
        toPay={card.figures.toPay}>
        <Already card={card} />
      </Closes>
      {needsShift && !isLoose && (
        <Alert color="yellow" variant="outline" role="status" p="xs" mb="xs">
          <Text size="sm" mb={4}>{t('closed')}</Text><OpenShift />
        </Alert>
      )}
      {paying.isStale && <Alert color="yellow" variant="outline" role="alert" p="xs" mb="xs" data-stale>{t('stale')}</Alert>}
      {isLoose && <Alert color="red" variant="outline" role="alert" p="xs" mb="xs" data-loose>{t('loose')}</Alert>}
      <Refused problem={paying.problem} />
      <ActButton type="submit" fullWidth size="md" pending={paying.pending} doing={t('doing')} why={why} keys="Enter"
        rightSection={<span aria-hidden>⏎</span>}>
        {isLoose ? t('repeat') : t('take', { sum: format.money(amount ?? 0) })}
      </ActButton>
    </form>
  );
}

/** In the panel a letter chooses the method, also while the sum is being typed: sums have no such letters. */
function pickMethod(event: KeyboardEvent, paying: Paying): void {
  const method = KEYS[event.code];
  const isText = event.target instanceof HTMLTextAreaElement || event.ctrlKey || event.metaKey || event.altKey;
  if (method === undefined || isText || paying.isLoose) return;
  event.preventDefault();
  paying.setMethod(method);
}

/** Two parents, one debt: what has come in today is said before more is taken. */
function Already({ card }: { card: Card }): ReactNode {
  const t = useWords(payWords);
  const format = useFormat();
  const payments = card.todayPayments.filter(({ status }) => status === 'COMPLETED');
  if (payments.length === 0) return null;
  return (
    <div className="already" data-already>
      {payments.map(({ id, amount, paidAt, receivedBy }) => (
        <Text key={id} size="sm" fw={600}>
          <IconAlertTriangle size={14} aria-hidden style={{ verticalAlign: -2 }} />
          {t('already', { sum: format.money(amount), time: paidAt === null ? '—' : format.time(paidAt), who: receivedBy })}
        </Text>
      ))}
    </div>
  );
}

function Target({ card, paying: { target, setTarget } }: { card: Card; paying: Paying }): ReactNode {
  const t = useWords(payWords);
  const format = useFormat();
  if (target === undefined || card.invoices.length === 0) return null;
  const invoices = card.invoices.map(({ id, invoiceNumber, dueAmount }) =>
    ({ value: id, label: t('closesOne', { number: invoiceNumber, sum: format.money(dueAmount) }) }));
  return (
    <Select label={t('invoice')} data={[...invoices, { value: TO_CREDIT, label: t('toCredit') }]} value={target}
      allowDeselect={false}
      onChange={(next) => {
        if (next !== null) setTarget(next);
      }} />
  );
}

function Comment({ paying }: { paying: Paying }): ReactNode {
  const t = useWords(payWords);
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <Button variant="subtle" size="compact-sm" h={28} style={{ alignSelf: 'flex-start' }} onClick={() => setOpen(true)}>
        {t('addComment')}
      </Button>
    );
  }
  return (
    <Textarea label={t('comment')} autosize minRows={1} maxRows={3} maxLength={2000} value={paying.notes} autoFocus
      onChange={(event) => paying.setNotes(event.currentTarget.value)} />
  );
}
