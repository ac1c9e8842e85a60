/** Statuses as a word with an icon, never by colour alone, never to be clicked. */
import {
  IconAlertCircle, IconArrowBackUp, IconCheck, IconCircle, IconCircleDashed, IconCircleHalf2, IconCircleOff,
  IconSnowflake,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { dictionary, useWords } from '../lib/words.ts';

export type ChipKind = 'draft' | 'due' | 'partial' | 'overdue' | 'paid' | 'voided' | 'reversed' | 'frozen';

const ICONS: Readonly<Record<ChipKind, typeof IconCheck>> = {
  draft: IconCircleDashed, due: IconCircle, partial: IconCircleHalf2, overdue: IconAlertCircle, paid: IconCheck,
  voided: IconCircleOff, reversed: IconArrowBackUp, frozen: IconSnowflake,
};

/** Any status of the eight kinds of look, in its own words. */
export function Chip({ kind, children }: { kind: ChipKind; children: ReactNode }): ReactNode {
  const Icon = ICONS[kind];
  return <span className="chip" data-kind={kind}><Icon aria-hidden />{children}</span>;
}

const words = dictionary({
  DRAFT: 'Черновик', SENT: 'Не оплачен', VIEWED: 'Не оплачен', PENDING: 'Не оплачен', PARTIALLY_PAID: 'Оплачен частично',
  PAID: 'Оплачен', OVERDUE: 'Просрочен', CANCELLED: 'Аннулирован', REFUNDED: 'Деньги возвращены',
  overdueBy: 'Просрочен {days, plural, one {# день} few {# дня} many {# дней} other {# дня}}',
  paymentDone: 'Проведён', paymentReversed: 'Платёж отменён', paymentPending: 'Ожидает', paymentCancelled: 'Не состоялся',
  passPending: 'Ждёт оплаты', passActive: 'Действует', passFrozen: 'Заморожен', passFrozenUntil: 'Заморожен до {day}',
  passExpired: 'Закончился', passCancelled: 'Отменён',
}, {
  DRAFT: 'Draft', SENT: 'Unpaid', VIEWED: 'Unpaid', PENDING: 'Unpaid', PARTIALLY_PAID: 'Partly paid',
  PAID: 'Paid', OVERDUE: 'Overdue', CANCELLED: 'Voided', REFUNDED: 'Refunded',
  overdueBy: '{days, plural, one {# day overdue} other {# days overdue}}',
  paymentDone: 'Posted', paymentReversed: 'Reversed', paymentPending: 'Pending', paymentCancelled: 'Did not happen',
  passPending: 'Awaiting payment', passActive: 'Active', passFrozen: 'Frozen', passFrozenUntil: 'Frozen until {day}',
  passExpired: 'Ended', passCancelled: 'Cancelled',
});

const INVOICE_KINDS: Readonly<Record<string, ChipKind>> = {
  DRAFT: 'draft', PARTIALLY_PAID: 'partial', PAID: 'paid', OVERDUE: 'overdue', CANCELLED: 'voided', REFUNDED: 'reversed',
};

/** The status of an invoice; `overdueDays` above 0 says how late it is. */
export function InvoiceStatus({ status, overdueDays = 0 }: { status: string; overdueDays?: number | undefined }): ReactNode {
  const t = useWords(words);
  if (overdueDays > 0 && !['PAID', 'CANCELLED', 'DRAFT', 'REFUNDED'].includes(status)) {
    return <Chip kind="overdue">{t('overdueBy', { days: overdueDays })}</Chip>;
  }
  return <Chip kind={INVOICE_KINDS[status] ?? 'due'}>{t((status in words.ru ? status : 'SENT') as 'SENT')}</Chip>;
}

export function PaymentStatus({ status }: { status: string }): ReactNode {
  const t = useWords(words);
  if (status === 'REVERSED') return <Chip kind="reversed">{t('paymentReversed')}</Chip>;
  if (status === 'CANCELLED') return <Chip kind="voided">{t('paymentCancelled')}</Chip>;
  return status === 'COMPLETED' ? <Chip kind="paid">{t('paymentDone')}</Chip> : <Chip kind="due">{t('paymentPending')}</Chip>;
}

/** The status of a pass; a frozen one says until when, if that is known. */
export function PassStatus({ status, until }: { status: string; until?: string | undefined }): ReactNode {
  const t = useWords(words);
  switch (status) {
    case 'ACTIVE': return <Chip kind="paid">{t('passActive')}</Chip>;
    case 'FROZEN': return <Chip kind="frozen">{until === undefined ? t('passFrozen') : t('passFrozenUntil', { day: until })}</Chip>;
    case 'EXPIRED': return <Chip kind="voided">{t('passExpired')}</Chip>;
    case 'CANCELLED': return <Chip kind="voided">{t('passCancelled')}</Chip>;
    default: return <Chip kind="due">{t('passPending')}</Chip>;
  }
}
