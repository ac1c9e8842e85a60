import { dictionary } from '../lib/words.ts';

export const auditWords = dictionary({
  audit: 'Журнал', when: 'Когда', who: 'Кто', what: 'Что', object: 'Объект', reason: 'Причина', change: 'Было → стало', search: 'Номер, причина или клиент',
  allOperations: 'Любые действия', from: 'С', to: 'По', first: 'Здесь останется каждое действие: кто, когда, что и почему. Записи не меняются и не удаляются.',
  seal: 'Запись № {sequence} цепочки', unsealed: 'Ещё не в цепочке', details: 'Подробности записи', request: 'Запрос', hash: 'Отпечаток',
  field: 'Поле', before: 'Было', after: 'Стало', none: 'Ничего не менялось',
  notices: 'Уведомления', unread: 'Непрочитанные', readAll: 'Прочитать все', markRead: 'Прочитано', open: 'Открыть', nothing: 'Новых уведомлений нет',
  nothingText: 'Сюда приходит то, что требует внимания: ошибки ночи, неоплаченные продления, свободные места.', everything: 'Все',
  proof: 'Проверка книг', proven: 'Книги сходятся', broken: 'Книги не сходятся: {count, plural, one {# проверка} few {# проверки} many {# проверок} other {# проверки}}',
  provenText: '{count, plural, one {# проверка} few {# проверки} many {# проверок} other {# проверки}} по всем счетам, платежам, абонементам и занятиям. {at}',
  brokenText: 'Деньги не потеряны, но записи спорят между собой. Покажите эту страницу тому, кто обслуживает Saldo.', again: 'Проверить снова',
  check: 'Проверка', result: 'Итог', ok: 'Сходится', rows: 'Расходится строк: {count}', sample: 'Первая строка', chain: 'Журнал запечатан: запись № {sequence}, отпечаток {hash}',
  checking: 'Проверяем…',
}, {
  audit: 'Journal', when: 'When', who: 'Who', what: 'What', object: 'Object', reason: 'Reason', change: 'Before → after', search: 'Number, reason or client',
  allOperations: 'Any act', from: 'From', to: 'To', first: 'Every act stays here: who, when, what and why. Records are never changed nor deleted.',
  seal: 'Record {sequence} of the chain', unsealed: 'Not in the chain yet', details: 'Details of the record', request: 'Request', hash: 'Fingerprint',
  field: 'Field', before: 'Before', after: 'After', none: 'Nothing changed',
  notices: 'Notices', unread: 'Unread', readAll: 'Mark all read', markRead: 'Mark read', open: 'Open', nothing: 'No new notices',
  nothingText: 'Here arrives what needs attention: errors of the night, unpaid renewals, free places.', everything: 'All',
  proof: 'Books’ proof', proven: 'The books are right', broken: 'The books disagree: {count, plural, one {# check} other {# checks}}',
  provenText: '{count, plural, one {# check} other {# checks}} over all invoices, payments, passes and classes. {at}',
  brokenText: 'No money is lost, but records disagree. Show this page to whoever looks after Saldo.', again: 'Check again',
  check: 'Check', result: 'Result', ok: 'Right', rows: 'Rows that disagree: {count}', sample: 'First row', chain: 'The journal is sealed: record {sequence}, fingerprint {hash}',
  checking: 'Checking…',
});
