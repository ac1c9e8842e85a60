import { dictionary } from '../lib/words.ts';

export const statementWords = dictionary({
  title: 'Акт сверки', of: 'Акт сверки — {name}', presets: 'Период', month: '{month}', quarter: '{number} кв. {year}', year: '{year} год', all: 'Всё время',
  from: 'С', to: 'По', document: 'Акт сверки взаимных расчётов', period: 'за период с {from} по {to}', whole: 'за всё время по {to}', between: 'между {organisation} и {client}',
  date: 'Дата', what: 'Документ', charged: 'Начислено', paid: 'Оплачено', balance: 'Итог после', opening: 'Остаток на {day}', openingAll: 'Остаток на начало', turnover: 'Обороты за период', closing: 'Остаток на {day}',
  ours: 'На {day} задолженность клиента {client} перед {organisation} составляет {sum} ({words}).', theirs: 'На {day} в пользу клиента {client} числится аванс {sum} ({words}).', even: 'На {day} взаимных задолженностей нет.',
  adds: 'Сошлось: остаток на начало + оплачено − начислено = остаток на конец', addsNot: 'Не сошлось на {sum} — сообщите разработчику',
  bridge_owes: 'За период долг вырос на {sum}', bridge_pays: 'За период баланс вырос на {sum}', bridge_same: 'За период баланс не изменился', bridgeQuestion: 'Из чего сложился остаток', bar_opening: 'Было', bar_charged: 'Начислено', bar_paid: 'Оплачено', bar_reversed: 'Отмены', bar_closing: 'Стало',
  noMovements: 'Движений за период не было', print: 'Печать, PDF', file: 'Акт сверки {name} {from} {to}', inn: 'ИНН {value}', kpp: 'КПП {value}', ogrn: 'ОГРН {value}', account: 'р/с {value}', bank: '{value}', bik: 'БИК {value}', correspondent: 'к/с {value}', phone: 'тел. {value}',
  side_organisation: 'Исполнитель', side_client: 'Заказчик', signature: 'подпись', fullName: 'расшифровка', stamp: 'М. П.', back: 'К клиенту', plus: 'Плюс — в пользу клиента, минус — клиент должен.',
}, {
  title: 'Statement', of: 'Statement — {name}', presets: 'Period', month: '{month}', quarter: 'Q{number} {year}', year: '{year}', all: 'All time',
  from: 'From', to: 'To', document: 'Statement of account', period: 'for {from} to {to}', whole: 'for all time up to {to}', between: 'between {organisation} and {client}',
  date: 'Date', what: 'Document', charged: 'Charged', paid: 'Paid', balance: 'Then', opening: 'Balance on {day}', openingAll: 'Balance at the beginning', turnover: 'Turnover of the period', closing: 'Balance on {day}',
  ours: 'On {day} {client} owes {organisation} {sum} ({words}).', theirs: 'On {day} {client} has a credit of {sum} ({words}).', even: 'On {day} neither side owes the other.',
  adds: 'It adds up: opening + paid − charged = closing', addsNot: 'It is {sum} off — tell the developer',
  bridge_owes: 'Within the period the debt grew by {sum}', bridge_pays: 'Within the period the balance grew by {sum}', bridge_same: 'Within the period the balance did not change', bridgeQuestion: 'What the balance is made of', bar_opening: 'Before', bar_charged: 'Charged', bar_paid: 'Paid', bar_reversed: 'Reversed', bar_closing: 'After',
  noMovements: 'Nothing moved within the period', print: 'Print, PDF', file: 'Statement {name} {from} {to}', inn: 'INN {value}', kpp: 'KPP {value}', ogrn: 'OGRN {value}', account: 'account {value}', bank: '{value}', bik: 'BIK {value}', correspondent: 'corr. account {value}', phone: 'tel. {value}',
  side_organisation: 'Contractor', side_client: 'Customer', signature: 'signature', fullName: 'name', stamp: 'L. S.', back: 'To the client', plus: 'Plus is the client’s, minus is owed by the client.',
});
