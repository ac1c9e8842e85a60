import { dictionary } from '../lib/words.ts';

export const invoiceWords = dictionary({
  title: 'Счета', number: '№', issued: 'Выставлен', client: 'Клиент', what: 'За что', sum: 'Сумма', benefit: 'Льгота',
  paid: 'Оплачено', left: 'К оплате', due: 'Срок', status: 'Статус', source: 'Источник', views: 'Готовые списки счетов',
  all: 'Все', unpaid: 'К оплате', overdue: 'Просрочены', paidOnes: 'Оплачены', drafts: 'Черновики', voided: 'Аннулированы',
  byNight: 'Выставлены ночью', searchHint: 'Номер, клиент, ученик', more: 'и ещё {count}', sums: 'Сумма', issuedOn: 'Выставлен', dueOn: 'Срок оплаты',
  sale: 'Продажа', night: 'Ночное начисление', visit: 'Отметка на занятии', manual: 'Вручную', rental: 'Аренда',
  newInvoice: 'Выставить счёт', remind: 'Напомнить', print: 'Печать', clear: 'Снять выбор', file: 'Счета',
  reminded: '{count, plural, =0 {Никому не напомнили: счета оплачены или о них сегодня уже напоминали} one {Напомнили о # счёте} few {Напомнили о # счетах} many {Напомнили о # счетах} other {Напомнили о # счёта}}',
  firstUse: 'Счетов пока нет', firstUseText: 'Счета появятся после продажи абонемента или ночного начисления.',
  allPaid: 'Неоплаченных счетов нет', allPaidText: 'Все выставленные счета оплачены.',
  noOverdue: 'Просроченных счетов нет', noOverdueText: 'Никто не опаздывает с оплатой.',
  noDrafts: 'Черновиков нет', noDraftsText: 'Всё, что начато, выставлено.', peek: 'Счёт {number}', openIt: 'Открыть счёт',
  benefitOf: 'льгота {sum}', paidOf: 'оплачено {sum}', student: 'Ученик',
}, {
  title: 'Invoices', number: 'No.', issued: 'Issued', client: 'Client', what: 'For', sum: 'Sum', benefit: 'Benefit',
  paid: 'Paid', left: 'Unpaid', due: 'Due', status: 'Status', source: 'Source', views: 'Ready lists of invoices',
  all: 'All', unpaid: 'Unpaid', overdue: 'Overdue', paidOnes: 'Paid', drafts: 'Drafts', voided: 'Voided',
  byNight: 'Issued by the night', searchHint: 'Number, client, student', more: 'and {count} more', sums: 'Sum', issuedOn: 'Issued', dueOn: 'Due date',
  sale: 'Sale', night: 'Nightly run', visit: 'Mark at a class', manual: 'By hand', rental: 'Rental',
  newInvoice: 'New invoice', remind: 'Remind', print: 'Print', clear: 'Clear selection', file: 'Invoices',
  reminded: '{count, plural, =0 {Nobody was reminded: the invoices are paid or were reminded of today} one {Reminded of # invoice} other {Reminded of # invoices}}',
  firstUse: 'No invoices yet', firstUseText: 'Invoices appear after the sale of a pass or a nightly run.',
  allPaid: 'No unpaid invoices', allPaidText: 'Every issued invoice is paid.',
  noOverdue: 'No overdue invoices', noOverdueText: 'Nobody is late with a payment.',
  noDrafts: 'No drafts', noDraftsText: 'Everything begun is issued.', peek: 'Invoice {number}', openIt: 'Open the invoice',
  benefitOf: 'benefit {sum}', paidOf: 'paid {sum}', student: 'Student',
});
