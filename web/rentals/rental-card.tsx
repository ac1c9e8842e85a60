/** One booking: its sum, its invoices, and calling it off by preview. */
import { Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { PreviewAct } from '../ui/preview.tsx';
import { Reason } from '../ui/reason.tsx';
import { Refused } from '../ui/refused.tsx';
import { Loaded } from '../ui/states.tsx';
import { Chip, type ChipKind, InvoiceStatus } from '../ui/status.tsx';
import { rentalWords } from './words.ts';

export const RENTAL_CHIPS: Readonly<Record<Answer<'rental.get'>['status'], ChipKind>> = { PLANNED: 'due', CONFIRMED: 'paid', CANCELLED: 'voided' };

export function RentalCard({ id }: { id: string }): ReactNode {
  const rental = useAsk('rental.get', { id });
  return <Loaded query={rental} lines={5}>{(found) => <Card rental={found} />}</Loaded>;
}

function Card({ rental }: { rental: Answer<'rental.get'> }): ReactNode {
  const t = useWords(rentalWords);
  const format = useFormat();
  const go = useGo();
  const { can } = useSession();
  const [cancelling, setCancelling] = useState(false);
  const invoice = useAct('rental.invoice');
  const { id, roomName, clientId, clientName, clientPhone, date, startTime, endTime, status, totalPrice, hourlyRate, durationHours, price, eventType, notes } = rental;
  const why = can('rental.manage') === undefined ? t('mayBook') : undefined;
  return (
    <Stack gap="sm">
      <Group justify="space-between"><Text size="lg" fw={600}>{roomName}</Text><Chip kind={RENTAL_CHIPS[status]}>{t(status)}</Chip></Group>
      <Text className="num">{format.weekday(date)}, {startTime}–{endTime} · <To to={`/schedule?view=day&date=${date}`}>{t('onSchedule')}</To></Text>
      <Text><To to={`/clients/${clientId}`}>{clientName}</To> <span className="num">{clientPhone}</span></Text>
      {eventType !== null && <Text>{eventType}</Text>}
      {notes !== null && <Text c="dimmed">{notes}</Text>}
      <Text className="num">{t('price', { hours: format.number(durationHours), rate: format.money(hourlyRate), total: format.money(price) })}</Text>
      <Text fw={600}><Amount value={totalPrice} /></Text>
      {rental.cancelledAt !== null && <Text c="dimmed">{t('cancelled', { day: format.day(rental.cancelledAt), reason: rental.cancelReason ?? '' })}</Text>}
      <Text component="h3" fw={600}>{t('invoices')}</Text>
      {rental.invoices.length === 0 && <Text c="dimmed">{t('noInvoice')}</Text>}
      {rental.invoices.map((row) => (
        <Group key={row.id} justify="space-between"><To to={`/invoices/${row.id}`}>{row.invoiceNumber}</To><Amount value={row.totalAmount} /><InvoiceStatus status={row.status} /></Group>
      ))}
      <Refused problem={invoice.problem} />
      {status !== 'CANCELLED' && !cancelling && (
        <Group gap="xs">
          {status === 'PLANNED' && rental.invoices.length > 0 && <ActButton why={why} onClick={() => go(`/desk?client=${clientId}&pay=1`)}>{t('pay')}</ActButton>}
          {rental.invoices.length === 0 && <ActButton why={why} pending={invoice.pending} onClick={() => void invoice.run({ rentalId: id })}>{t('makeInvoice')}</ActButton>}
          <ActButton variant="outline" color="red" why={why} onClick={() => setCancelling(true)}>{t('cancel')}</ActButton>
        </Group>
      )}
      {cancelling && <Cancel id={id} onClose={() => setCancelling(false)} />}
    </Stack>
  );
}

function Cancel({ id, onClose }: { id: string; onClose: () => void }): ReactNode {
  const t = useWords(rentalWords);
  const format = useFormat();
  const [reason, setReason] = useState('');
  return (
    <section aria-label={t('cancelTitle')}>
      <Text component="h3" fw={600} mb="xs">{t('cancelTitle')}</Text>
      <PreviewAct name="rental.cancel" input={reason === '' ? undefined : { id, reason }} previewInput={{ id, reason: t('reasonReady1') }}
        confirm={t('cancel')} keep={t('keep')} danger onDone={onClose} onKeep={onClose}
        fields={<Reason value={reason} onValue={setReason} ready={[t('reasonReady1'), t('reasonReady2')]} otherLabel={t('other')} />}>
        {({ voided, returned }) => <Text>{t('freed', { count: voided.length, sum: format.money(returned) })}</Text>}
      </PreviewAct>
    </section>
  );
}
