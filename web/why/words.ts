import { dictionary } from '../lib/words.ts';

export const whyWords = dictionary({
  title: 'Почему?', pageTitle: 'Почему столько', asOf: 'на {at}', adds: 'Расчёт сходится: сумма строк равна итогу',
  addsNot: 'Расчёт не сходится на {sum} — сообщите разработчику', total: 'Итого', toPay: 'Нужно доплатить {sum}',
  settled: 'Доплачивать не нужно', equation: 'К оплате {due} − Аванс {credit}', unpaid: 'Счета без оплаты', credit: 'Аванс',
  noUnpaid: 'Неоплаченных счетов нет', noCredit: 'Аванса нет', whyOpen: 'Почему аванс не закрыл счёт: {why}',
  items: 'Что выставлено', benefits: 'Льготы', changes: 'Корректировки', paid: 'Погашено', voided: 'Аннулирование',
  spent: 'На что пошёл платёж', granted: 'Получено занятий', used: 'Списано занятий', visit: 'Из чего сложилось',
  sessions: '{count, plural, one {# занятие} few {# занятия} many {# занятий} other {# занятия}}',
  unlimited: 'Без ограничения', copy: 'Скопировать текст', copied: 'Текст скопирован', open: 'Открыть страницей',
  due: 'срок {day}',
  issued: 'выставлен {at}', rule: 'правило {code}', unknown: 'Такого расчёта нет',
  unknownText: 'Откройте «Почему?» у любой суммы.',
}, {
  title: 'Why?', pageTitle: 'Why this much', asOf: 'as of {at}', adds: 'It adds up: the lines sum to the total',
  addsNot: 'It is {sum} off — tell the developer', total: 'Total', toPay: 'Amount to bring: {sum}',
  settled: 'Nothing to bring', equation: 'Unpaid {due} − Credit {credit}', unpaid: 'Unpaid invoices', credit: 'Credit',
  noUnpaid: 'No unpaid invoices', noCredit: 'No credit', whyOpen: 'Why the credit has not closed it: {why}',
  items: 'What was invoiced', benefits: 'Benefits', changes: 'Adjustments', paid: 'Settled', voided: 'Voiding',
  spent: 'Where the payment went', granted: 'Sessions granted', used: 'Sessions used', visit: 'What it is made of',
  sessions: '{count, plural, one {# session} other {# sessions}}',
  unlimited: 'Without a limit', copy: 'Copy the text', copied: 'The text is copied', open: 'Open as a page',
  due: 'due {day}',
  issued: 'issued {at}', rule: 'rule {code}', unknown: 'There is no such calculation',
  unknownText: 'Open “Why?” at any amount.',
});
