import { dictionary } from '../lib/words.ts';

export const timelineWords = dictionary({
  chartNow_pay: 'Сейчас нужно доплатить {sum}', chartNow_credit: 'Сейчас аванс {sum}', chartNow_even: 'Сейчас всё оплачено', chartQuestion: 'Аванс минус к оплате за год', chartEmpty: 'Денежных событий за год не было',
  chartWalk: 'События на графике: стрелками влево и вправо', chartSays: '{title}. {count, plural, one {# событие} few {# события} many {# событий} other {# события}} за год', balanceAfter: 'итог {sum}', nextDue: 'Срок {day}: {sum}', frozenBand: 'Заморозка: {name}, {from}–{to}',
  title: 'Лента', filters: 'Что показать в ленте', money: 'Деньги', visits: 'Посещения', passes: 'Абонементы', messages: 'Сообщения', changes: 'Изменения', all: 'Всё',
  when: 'Дата и время', event: 'Событие', about: 'Ребёнок, занятие', charged: 'Начислено', paid: 'Оплачено', balance: 'Итог после', who: 'Кто', showMore: 'Показать ещё',
  since: 'Показаны события с {day}. Всё, что раньше, — в акте сверки.', none: 'Таких событий нет', first: 'Событий пока нет', firstText: 'Начните с одного из трёх:', part: 'Не загрузилось: {what}. Остальное верно.', retry: 'Повторить',
  PAYMENT: 'Платёж', INVOICE: 'Счёт {number}', REVERSAL: 'Платёж отменён', REFUND: 'Возврат денег', VOID: 'Аннулирован счёт {number}', CHANGE: 'Изменён счёт {number}',
  session: 'Списано занятие', byInvoice: 'Занятие по счёту {number}', fine: 'Поздняя отмена', absence: 'Неявка', returned: 'Списание вернули: {reason}', system: 'Saldo', opening: 'Перенос остатка',
  MIGRATION: 'Перенос остатка',
}, {
  chartNow_pay: 'To bring now: {sum}', chartNow_credit: 'Credit now: {sum}', chartNow_even: 'Everything is paid now', chartQuestion: 'Credit less unpaid over a year', chartEmpty: 'No money events within a year',
  chartWalk: 'Events on the chart: with the arrows left and right', chartSays: '{title}. {count, plural, one {# event} other {# events}} within a year', balanceAfter: 'then {sum}', nextDue: 'Due {day}: {sum}', frozenBand: 'Freeze: {name}, {from}–{to}',
  title: 'Timeline', filters: 'What the timeline shows', money: 'Money', visits: 'Visits', passes: 'Passes', messages: 'Messages', changes: 'Changes', all: 'All',
  when: 'Date and time', event: 'Event', about: 'Child, class', charged: 'Charged', paid: 'Paid', balance: 'Then', who: 'Who', showMore: 'Show more',
  since: 'Events since {day} are shown. Whatever is earlier is in the statement.', none: 'No such events', first: 'No events yet', firstText: 'Begin with one of these:', part: 'Did not load: {what}. The rest is right.', retry: 'Try again',
  PAYMENT: 'Payment', INVOICE: 'Invoice {number}', REVERSAL: 'Payment reversed', REFUND: 'Money refunded', VOID: 'Invoice {number} voided', CHANGE: 'Invoice {number} changed',
  session: 'Session used', byInvoice: 'Class by invoice {number}', fine: 'Late cancellation', absence: 'No-show', returned: 'Charge returned: {reason}', system: 'Saldo', opening: 'Opening balance',
  MIGRATION: 'Opening balance',
});

/** What the journal's operations are called in the timeline; one that is not here shows its own name. */
export const operationWords = dictionary({
  'client.create': 'Клиент добавлен', 'client.update': 'Данные клиента изменены', 'student.create': 'Ребёнок добавлен', 'student.update': 'Данные ребёнка изменены',
  'contact.create': 'Контакт добавлен', 'contact.delete': 'Контакт убран', 'subscription.sell': 'Продан абонемент', 'subscription.freeze': 'Абонемент заморожен', 'subscription.unfreeze': 'Абонемент разморожен',
  'subscription.renew': 'Выставлено продление', 'subscription.renew-due': 'Выставлено продление', 'subscription.cancel': 'Абонемент отменён', 'subscription.end': 'Срок абонемента закончился', 'subscription.expire': 'Абонемент закрыт', 'subscription.import': 'Абонемент перенесён', 'subscription.migrate': 'Счёт за прежний абонемент',
  'payment.register': 'Принят платёж', 'payment.reverse': 'Платёж отменён', 'refund.create': 'Деньги возвращены', 'invoice.create': 'Выставлен счёт', 'invoice.send': 'Выставлен черновик', 'invoice.cancel': 'Счёт аннулирован', 'invoice.adjust-price': 'Скорректирована цена', 'invoice.settle-from-balance': 'Счёт погашен из аванса', 'invoice.update': 'Изменён счёт', 'invoice.add-item': 'Добавлена позиция счёта', 'invoice.remove-item': 'Убрана позиция счёта', 'invoice.delete': 'Удалён черновик', 'invoice.mark-viewed': 'Счёт просмотрен', 'invoice.mark-overdue': 'Счёт просрочен', 'invoice.remind': 'Напомнили о счёте', 'invoice.from-subscription': 'Счёт за абонемент', 'invoice.write-off': 'Услуга оказана',
  'notice-preferences.set': 'Как сообщать: изменено', 'client-access.link': 'Сделана ссылка для семьи', 'client-access.revoke': 'Вход семьи закрыт', 'participation.cancel': 'Участие отменено', 'participant.add': 'Записан на занятие', 'attendance.mark': 'Отметка на занятии', 'attendance.delete': 'Отметка убрана', 'training.cancel': 'Занятие отменено', 'training.charge-at-night': 'Ночное начисление', 'training.charge': 'Начисление за занятие', 'member.join': 'Принят в группу', 'member.leave': 'Ушёл из группы',
  'rental.create': 'Забронирован зал', 'rental.cancel': 'Аренда отменена', 'rental.invoice': 'Счёт за аренду', 'coworking.check-in': 'Приход в коворкинг', 'reservation.create': 'Услуга отложена', 'reservation.release': 'Отложенное снято', 'settlement.run': 'Аванс погасил счета', 'user.create': 'Добавлен вход',
}, {
  'client.create': 'Client added', 'client.update': 'Client changed', 'student.create': 'Child added', 'student.update': 'Child changed',
  'contact.create': 'Contact added', 'contact.delete': 'Contact removed', 'subscription.sell': 'Pass sold', 'subscription.freeze': 'Pass frozen', 'subscription.unfreeze': 'Pass unfrozen',
  'subscription.renew': 'Renewal issued', 'subscription.renew-due': 'Renewal issued', 'subscription.cancel': 'Pass cancelled', 'subscription.end': 'Term of the pass ended', 'subscription.expire': 'Pass closed', 'subscription.import': 'Pass brought over', 'subscription.migrate': 'Invoice of an earlier pass',
  'payment.register': 'Payment taken', 'payment.reverse': 'Payment reversed', 'refund.create': 'Money refunded', 'invoice.create': 'Invoice issued', 'invoice.send': 'Draft issued', 'invoice.cancel': 'Invoice voided', 'invoice.adjust-price': 'Price adjusted', 'invoice.settle-from-balance': 'Invoice settled from credit', 'invoice.update': 'Invoice changed', 'invoice.add-item': 'Item added', 'invoice.remove-item': 'Item removed', 'invoice.delete': 'Draft deleted', 'invoice.mark-viewed': 'Invoice viewed', 'invoice.mark-overdue': 'Invoice overdue', 'invoice.remind': 'Reminded of an invoice', 'invoice.from-subscription': 'Invoice of a pass', 'invoice.write-off': 'Service rendered',
  'notice-preferences.set': 'Notice preferences changed', 'client-access.link': 'Link for the family made', 'client-access.revoke': 'Entrance closed', 'participation.cancel': 'Attendance cancelled', 'participant.add': 'Booked for a class', 'attendance.mark': 'Marked in a class', 'attendance.delete': 'Mark removed', 'training.cancel': 'Class cancelled', 'training.charge-at-night': 'Nightly run', 'training.charge': 'Charged for a class', 'member.join': 'Joined a group', 'member.leave': 'Left a group',
  'rental.create': 'Room booked', 'rental.cancel': 'Rental cancelled', 'rental.invoice': 'Invoice of a rental', 'coworking.check-in': 'Came to coworking', 'reservation.create': 'Service set aside', 'reservation.release': 'Set aside no more', 'settlement.run': 'Credit settled invoices', 'user.create': 'Sign-in added',
});
