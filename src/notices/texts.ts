import type { NoticeKind } from './contract.ts';
import type { Language } from '../kernel/refusal.ts';

/** A subject and a body: ICU messages that name the facts of the notice. */
export type Wording = { subject: string; body: string };

/** The program's own wording of every notice; an organisation may put its own in its place. */
export const TEXTS: Record<NoticeKind, Record<Language, Wording>> = {
  'invoice-issued': {
    ru: {
      subject: 'Счет {invoiceNumber}',
      body: 'Вам выставлен счет {invoiceNumber} на {totalAmount}. Срок оплаты: {dueDate}.',
    },
    en: {
      subject: 'Invoice {invoiceNumber}',
      body: 'You have a new invoice {invoiceNumber} for {totalAmount}. Due: {dueDate}.',
    },
  },
  'renewal-issued': {
    ru: {
      subject: 'Продление абонемента',
      body: 'Ваш абонемент заканчивается {endShortDate}. Счет на продление: {invoiceNumber}',
    },
    en: {
      subject: 'Renewal of your pass',
      body: 'Your pass ends on {endShortDate}. Renewal invoice: {invoiceNumber}',
    },
  },
  'invoice-reminder': {
    ru: {
      subject: 'Скоро срок оплаты',
      body: 'Напоминаем: счет {invoiceNumber} нужно оплатить до {dueDate}. К оплате: {leftAmount}.',
    },
    en: {
      subject: 'A payment is due soon',
      body: 'A reminder: invoice {invoiceNumber} is due on {dueDate}. To pay: {leftAmount}.',
    },
  },
  'invoice-overdue': {
    ru: {
      subject: 'Срок оплаты истек',
      body: 'Срок оплаты истек\nСчет {invoiceNumber}, к оплате: {leftAmount}, срок был {dueDate}.',
    },
    en: {
      subject: 'Payment is overdue',
      body: 'Payment is overdue\nInvoice {invoiceNumber}, to pay: {leftAmount}, it was due on {dueDate}.',
    },
  },
  'invoice-overdue-office': {
    ru: {
      subject: 'Просрочен счет {invoiceNumber}',
      body: '{client}: счет {invoiceNumber} не оплачен в срок {dueDate}. Долг: {leftAmount}.',
    },
    en: {
      subject: 'Invoice {invoiceNumber} is overdue',
      body: '{client}: invoice {invoiceNumber} was due on {dueDate}. Unpaid: {leftAmount}.',
    },
  },
  'sessions-over': {
    ru: { subject: 'Абонемент закончился', body: 'У вас закончился абонемент. Пожалуйста, продлите.' },
    en: { subject: 'Your pass is used up', body: 'Your pass is used up. Please renew it.' },
  },
  'subscription-expelled': {
    ru: {
      subject: 'Отчисление из группы',
      body: '{student}: продление абонемента «{subscription}» не оплачено (счет {invoiceNumber}, срок {dueDate}). '
        + 'Место в группе «{group}» освобождено; после оплаты оно вернется, если будет свободно.',
    },
    en: {
      subject: 'Removed from the group',
      body: '{student}: the renewal of “{subscription}” is not paid (invoice {invoiceNumber}, due {dueDate}). '
        + 'The place in “{group}” is free again; once paid it comes back if it is still free.',
    },
  },
  'subscription-ended': {
    ru: {
      subject: 'Абонемент закончился',
      body: '{student}: абонемент «{subscription}» закончился {endDate}. Осталось занятий: {sessionsLeft}, на {leftAmount}.',
    },
    en: {
      subject: 'Your pass has ended',
      body: '{student}: the pass “{subscription}” ended on {endDate}. Sessions left: {sessionsLeft}, worth {leftAmount}.',
    },
  },
  'no-place-after-payment': {
    ru: {
      subject: 'Оплачено, но места нет',
      body: '{client} оплатил(а) счет {invoiceNumber} за «{subscription}», но в группе «{group}» нет места для ученика '
        + '{student}. Предложите другую группу или возврат.',
    },
    en: {
      subject: 'Paid, but there is no place',
      body: '{client} paid invoice {invoiceNumber} for “{subscription}”, but “{group}” has no place for {student}. '
        + 'Offer another group or a refund.',
    },
  },
  'waiting-list-place': {
    ru: { subject: 'Место освободилось', body: '{student}: освободилось место, «{title}». Вы записаны. Начало: {startsAt}' },
    en: {
      subject: 'A place is free',
      body: '{student}: there is a place, “{title}”. You are booked. It begins: {startsAt}',
    },
  },
  'training-cancelled': {
    ru: { subject: 'Занятие отменено', body: '{student}: занятие «{title}» {startsAt} отменено. Причина: {reason}.' },
    en: {
      subject: 'A training is cancelled',
      body: '{student}: “{title}” on {startsAt} is cancelled. Reason: {reason}.',
    },
  },
  'participation-fine': {
    ru: {
      subject: 'Поздняя отмена',
      body: '{student}: запись на «{title}» {startsAt} отменена позже безопасного времени, поэтому занятие будет списано.',
    },
    en: {
      subject: 'A late cancellation',
      body: '{student}: the booking for “{title}” on {startsAt} was cancelled too late, so the visit will be charged.',
    },
  },
  'participation-fine-office': {
    ru: {
      subject: 'Отмена со штрафом',
      body: '{client}, {student}: поздняя отмена «{title}» {startsAt}. Причина: {reason}.',
    },
    en: {
      subject: 'A fined cancellation',
      body: '{client}, {student}: late cancellation of “{title}”, {startsAt}. Reason: {reason}.',
    },
  },
  'booking-released': {
    ru: { subject: 'Запись снята', body: '{student}: на время заморозки снята запись на «{title}» {startsAt}.' },
    en: {
      subject: 'A booking is released',
      body: '{student}: the pass is frozen, so the booking for “{title}” on {startsAt} is released.',
    },
  },
  'night-report': {
    ru: {
      subject: 'Ночное списание за {forDate}',
      body: 'Занятий: {trainings}\nСписано занятий абонементов: {sessions}\nСоздано счетов: {invoices}\n'
        + 'Отменено записей: {cancelled}\nВозвращено: {returned}\nОшибок: {errors}\nДлилось секунд: {seconds}',
    },
    en: {
      subject: 'The night of {forDate}',
      body: 'Trainings: {trainings}\nSessions charged: {sessions}\nInvoices made: {invoices}\n'
        + 'Bookings cancelled: {cancelled}\nReturned: {returned}\nErrors: {errors}\nSeconds taken: {seconds}',
    },
  },
  'night-errors': {
    ru: { subject: 'Ошибки ночного списания за {forDate}', body: 'Ошибок: {errors}. Первая: {firstError}' },
    en: { subject: 'Errors of the night of {forDate}', body: 'Errors: {errors}. The first: {firstError}' },
  },
  'night-missed': {
    ru: {
      subject: 'Ночное списание пропущено',
      body: 'Списание за {forDate} не выполнялось: сервер не работал в назначенный час.',
    },
    en: {
      subject: 'A night was missed',
      body: 'The charges for {forDate} did not run: the server was away at the hour.',
    },
  },
  'no-training-price': {
    ru: {
      subject: 'Нет цены занятия',
      body: '{student}: за «{title}» {startsAt} счет не создан, не задана цена разового занятия.',
    },
    en: {
      subject: 'A training has no price',
      body: '{student}: no invoice for “{title}” on {startsAt}, the price of a visit is not set.',
    },
  },
  'no-billing-client': {
    ru: { subject: 'Нет плательщика', body: '{student}: за «{title}» {startsAt} некому выставить счет.' },
    en: {
      subject: 'There is nobody to bill',
      body: '{student}: there is nobody to bill for “{title}” on {startsAt}.',
    },
  },
  'pass-frozen': {
    ru: {
      subject: 'Абонемент заморожен',
      body: '{student}: на «{subscription}» есть занятия ({sessionsLeft}), но он заморожен; «{title}» {startsAt} '
        + 'им не оплачено.',
    },
    en: {
      subject: 'The pass is frozen',
      body: '{student}: “{subscription}” has sessions ({sessionsLeft}) but is frozen; it does not cover '
        + '“{title}” on {startsAt}.',
    },
  },
  'payment-on-cancelled-invoice': {
    ru: {
      subject: 'Оплата отмененного счета',
      body: '{client}: платеж {paymentNumber} на {paidAmount} пришел по отмененному счету {invoiceNumber} и '
        + 'зачислен на аванс.',
    },
    en: {
      subject: 'A cancelled invoice was paid',
      body: '{client}: payment {paymentNumber} of {paidAmount} named the cancelled invoice {invoiceNumber} and '
        + 'went to credit.',
    },
  },
  'reversal-shortfall': {
    ru: {
      subject: 'Платеж не отменен',
      body: '{client}: для отмены платежа {paymentNumber} на {paidAmount} не хватает {shortfallAmount}, деньги '
        + 'уже возвращены.',
    },
    en: {
      subject: 'A payment was not reversed',
      body: '{client}: reversing payment {paymentNumber} of {paidAmount} lacks {shortfallAmount}, the money was refunded.',
    },
  },
  'reversal-stage': {
    ru: {
      subject: 'Отмена платежа {paymentNumber}',
      body: '{client}: {stage, select, INITIATED {начата отмена платежа на {stageAmount}} '
        + 'BALANCE_REDUCED {аванс уменьшен на {stageAmount}} BALANCE_ZEROED {аванс обнулен, снято {stageAmount}} '
        + 'UNSETTLED {снята оплата счета {invoiceNumber}, {stageAmount}} '
        + 'CREDITED {разница {stageAmount} зачислена на аванс} '
        + 'COMPLETED {отмена завершена, {stageAmount}} REFUSED {отмена невозможна, не хватает {stageAmount}} '
        + 'other {{stage}}}.',
    },
    en: {
      subject: 'Reversal of payment {paymentNumber}',
      body: '{client}: {stage, select, INITIATED {a reversal of {stageAmount} has begun} '
        + 'BALANCE_REDUCED {the credit is reduced by {stageAmount}} BALANCE_ZEROED {the credit of {stageAmount} is used up} '
        + 'UNSETTLED {invoice {invoiceNumber} is unpaid again, {stageAmount}} '
        + 'CREDITED {the difference of {stageAmount} is credited} '
        + 'COMPLETED {the reversal is done, {stageAmount}} REFUSED {it is impossible, {stageAmount} is missing} '
        + 'other {{stage}}}.',
    },
  },
  'job-failed': {
    ru: { subject: 'Задание не выполнено: {job}', body: 'Задание «{job}» завершилось ошибкой: {error}' },
    en: { subject: 'A job failed: {job}', body: 'The job “{job}” ended with an error: {error}' },
  },
  'room-conflict': {
    ru: {
      subject: 'Помещение занято',
      body: '«{title}» {startsAt} не поставлено в «{room}»: помещение занято ({busy}).',
    },
    en: {
      subject: 'The room is taken',
      body: '“{title}” on {startsAt} has no place in “{room}”: it is taken ({busy}).',
    },
  },
  'proof-failed': {
    ru: { subject: 'Книги не сходятся', body: 'Проверка {invariant} не прошла: {row}' },
    en: { subject: 'The books do not agree', body: 'The check {invariant} failed: {row}' },
  },
  'backup-failed': {
    ru: {
      subject: 'Нет проверенной резервной копии',
      body: 'Ежедневная резервная копия не сделана или не прошла проверку: {error}',
    },
    en: { subject: 'There is no verified backup', body: 'The daily backup was not made or could not be verified: {error}' },
  },
};

/** A fact of each name, as it could be, for previews of a wording. */
export const EXAMPLES: Record<string, string | number> = {
  invoiceNumber: 'INV-2025-00123', totalAmount: 450_000, leftAmount: 150_000, paidAmount: 450_000,
  shortfallAmount: 50_000, stageAmount: 150_000, dueDate: '2025-01-31', endDate: '2025-01-31',
  endShortDate: '2025-01-31', forDate: '2025-01-31', startsAt: '2025-01-31T16:00:00Z', client: 'Иванова Анна',
  student: 'Иванов Пётр', subscription: 'Восемь занятий', group: 'Танцы, 7–9 лет', title: 'Танцы',
  reason: 'Болезнь тренера', sessionsLeft: 3, trainings: 12, sessions: 87, invoices: 9, cancelled: 4, returned: 2,
  errors: 1, seconds: 14, firstError: 'Не задана цена разового занятия',
  paymentNumber: '1024', stage: 'UNSETTLED', job: 'nightly', error: 'Соединение прервано', room: 'Большой зал',
  busy: 'Йога, 19:00–20:00', invariant: 'I-01', row: 'INV-2025-00123',
};
