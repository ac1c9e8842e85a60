import { dictionary } from '../lib/words.ts';

export const sellWords = dictionary({
  title: 'Продажа', titleTo: 'Продажа: {name}', mode: 'Что продаём', pass: 'Абонемент', service: 'Разовое или услуга',
  kind: 'Вид абонемента', more: 'Ещё {count, plural, one {# вид} few {# вида} many {# видов} other {# вида}}',
  terms: '{sum} · {sessions, plural, one {# занятие} few {# занятия} many {# занятий} other {# занятия}} · '
    + '{months, plural, one {# месяц} few {# месяца} many {# месяцев} other {# месяца}}',
  termsFree: '{sum} · без ограничения · {months, plural, one {# месяц} few {# месяца} many {# месяцев} other {# месяца}}',
  again: 'как в прошлый раз',
  whom: 'Для кого', self: 'Сам клиент', group: 'Группа', noGroup: 'Без группы',
  free: '{name} · свободно {free} из {capacity}', full: '{name} · мест нет, ждут {waiting}', open: '{name}',
  waitingList: 'Записать в лист ожидания', start: 'Начало', extra: 'Добавить к счёту', extraNone: 'Ничего',
  quantity: 'Количество',
  price: 'Цена', benefit: 'Льгота', total: 'Итого', totalOf: 'Итого {sum}', ends: 'Действует до {day}',
  sellAndPay: 'Продать и принять оплату', sellOnly: 'Продать, оплатят потом', covered: 'Счёт закроется авансом',
  sold: 'Продано: {name}', choose: 'Выберите, что продать', chooseService: 'Услуга', noKinds: 'Видов абонементов пока нет',
  noKindsText: 'Сначала заведите вид абонемента с ценой.', toKinds: 'К видам абонементов',
  noServices: 'Услуг с ценой пока нет', toCatalogue: 'К ценам услуг', noPrice: 'нет цены на сегодня',
  forTheClient: 'счёт клиенту',
}, {
  title: 'Sale', titleTo: 'Sale: {name}', mode: 'What is sold', pass: 'A pass', service: 'A single class or a service',
  kind: 'Kind of pass', more: '{count, plural, one {# more kind} other {# more kinds}}',
  terms: '{sum} · {sessions, plural, one {# session} other {# sessions}} · {months, plural, one {# month} other {# months}}',
  termsFree: '{sum} · without a limit · {months, plural, one {# month} other {# months}}', again: 'as last time',
  whom: 'For whom', self: 'The client', group: 'Group', noGroup: 'No group', free: '{name} · {free} of {capacity} free',
  full: '{name} · no places, {waiting} waiting', open: '{name}', waitingList: 'Put on the waiting list', start: 'Start',
  extra: 'Add to the invoice', extraNone: 'Nothing', quantity: 'Quantity',
  price: 'Price', benefit: 'Benefit', total: 'Total', totalOf: 'Total {sum}', ends: 'Valid until {day}',
  sellAndPay: 'Sell and take payment', sellOnly: 'Sell, paid later', covered: 'The credit closes the invoice',
  sold: 'Sold: {name}', choose: 'Choose what to sell', chooseService: 'Service', noKinds: 'No kinds of passes yet',
  noKindsText: 'First add a kind of pass with its price.', toKinds: 'To the kinds of passes',
  noServices: 'No services with a price yet', toCatalogue: 'To the prices', noPrice: 'no price today',
  forTheClient: 'invoiced to the client',
});
