/** The same panel after paying: what came in, what goes back, what it settled, what is left; then the next client. */
import { Button, Group, Kbd, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconPrinter } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { Amount, MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Loaded } from '../ui/states.tsx';
import { common, methodWords } from '../ui/words.ts';
import { NEXT_ID, focusOn } from './desk-url.ts';
import { Settled } from './payment-closes.tsx';
import { payWords } from './words.ts';

/** A second Enter of the hand that paid must not wipe the change off the screen. */
const CALM_MS = 500;

type PaidPanelProps = {
  id: string;
  /** Known where the money was taken just now; a reload forgets it. */
  change: number | undefined;
  toPay: number | undefined;
  onNext: () => void;
  onAgain: () => void;
  onCheckIn: (() => void) | undefined;
};

export function PaidPanel({ id, change, toPay, onNext, onAgain, onCheckIn }: PaidPanelProps): ReactNode {
  const t = useWords(payWords);
  const c = useWords(common);
  const m = useWords(methodWords);
  const receipt = useAsk('payment.receipt', { id }, { keepPrevious: false });
  useEffect(() => {
    const timer = setTimeout(() => focusOn(NEXT_ID), CALM_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <section className="card scrolls" aria-labelledby="desk-paid" data-paid={id}>
      <Loaded query={receipt} lines={8}>
        {({ payment, receivedBy, invoices, credit }) => (
          <Stack gap="xs">
            <Group gap="xs" align="baseline" role="status">
              <Title order={2} id="desk-paid">
                <IconCheck size={18} aria-hidden style={{ verticalAlign: -3 }} color="var(--saldo-good)" /> {t('received')}
              </Title>
              <Amount value={payment.amount} strong size="1.5rem" />
            </Group>
            <Text size="sm" c="dimmed">
              <To to={`/payments/${payment.id}`} size="sm">{t('details')}</To> · {m(payment.method)} ·{' '}
              <MomentText value={payment.paidAt ?? payment.createdAt} /> · {t('by', { name: receivedBy })}
            </Text>
            {change !== undefined && change > 0 && (
              <Group justify="space-between" align="baseline">
                <Text>{t('change')}</Text><Amount value={change} strong size="1.75rem" />
              </Group>
            )}
            <Title order={3}>{t('settledTitle')}</Title>
            {invoices.length === 0 ? <Text size="sm" c="dimmed">{t('settledNothing')}</Text>
              : <Settled rows={invoices.map(({ invoiceId, invoiceNumber, firstItemName, amount }) => ({ invoiceId,
                invoiceNumber, name: firstItemName, amount }))} />}
            <div>
              <div className="line"><span>{t('creditLeft')}</span><Amount value={credit} /></div>
              {toPay !== undefined && <div className="line"><span>{t('left')}</span><Amount value={toPay} strong /></div>}
            </div>
            {onCheckIn && (
              <Button variant="default" onClick={onCheckIn} rightSection={<Kbd size="xs">F8</Kbd>}
                aria-keyshortcuts="F8">
                {t('checkIn')}
              </Button>
            )}
            <Group gap="xs" grow>
              <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />}
                component="a" href={`/payments/${payment.id}/receipt`} target="_blank">{c('print')}</Button>
              <Button variant="default" onClick={onAgain}>{t('again')}</Button>
            </Group>
            <Button id={NEXT_ID} size="md" onClick={onNext} rightSection={<span aria-hidden>⏎</span>}>
              {t('nextClient')}
            </Button>
          </Stack>
        )}
      </Loaded>
    </section>
  );
}
