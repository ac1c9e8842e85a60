import { dictionary } from '../lib/words.ts';

export const formWords = dictionary({
  title: 'Новый счёт', client: 'Клиент', student: 'Ученик', anyStudent: 'На клиента, без ученика', lines: 'Позиции', service: 'Услуга или абонемент', services: 'Услуги', passes: 'Абонементы', free: 'Своя позиция…',
  name: 'Название', quantity: 'Количество', price: 'Цена', addLine: 'Добавить позицию', removeLine: 'Убрать позицию {number}', dueDate: 'Оплатить до', dueHint: 'Для абонемента, если не указать, по правилам организации', notes: 'Заметка для центра', issue: 'Выставить счёт {sum}', issueNo: 'Выставить счёт', draft: 'Сохранить черновик', save: 'Сохранить',
  needClient: 'Выберите клиента', needService: 'Позиция {number}: выберите услугу или абонемент', needName: 'Позиция {number}: укажите название', needPrice: 'Позиция {number}: укажите цену', needQuantity: 'Позиция {number}: количество должно быть больше нуля',
  fix: '{count, plural, one {Исправьте одно поле} few {Исправьте # поля} many {Исправьте # полей} other {Исправьте # поля}}', result: 'Что получится', noResult: 'Выберите клиента и позицию: сумма с льготой и НДС появится здесь.', benefit: 'Льгота {percent}', vat: 'В том числе НДС {rate}', total: 'К оплате', paidAtOnce: 'Аванс клиента погасит счёт сразу.', paidPartly: 'Из аванса погасится {sum}', whole: 'Сумма без льгот',
  editTitle: 'Изменить счёт № {number}', editLines: 'Позиции черновика', description: 'Описание', saved: 'Счёт изменён',
  created: 'Счёт № {number} выставлен', drafted: 'Черновик № {number} сохранён', off: 'Ручные счета отключены',
}, {
  title: 'New invoice', client: 'Client', student: 'Student', anyStudent: 'For the client, no student', lines: 'Lines', service: 'Service or pass', services: 'Services', passes: 'Passes', free: 'A line of your own…',
  name: 'Name', quantity: 'Quantity', price: 'Price', addLine: 'Add a line', removeLine: 'Remove line {number}', dueDate: 'Pay by', dueHint: 'For a pass the policy of the organisation decides if left empty', notes: 'Note for the centre', issue: 'Issue the invoice {sum}', issueNo: 'Issue the invoice', draft: 'Save as a draft', save: 'Save',
  needClient: 'Choose a client', needService: 'Line {number}: choose a service or a pass', needName: 'Line {number}: give a name', needPrice: 'Line {number}: give a price', needQuantity: 'Line {number}: the quantity must be above zero',
  fix: '{count, plural, one {Correct one field} other {Correct # fields}}', result: 'What comes of it', noResult: 'Choose a client and a line: the sum with benefit and VAT appears here.', benefit: 'Benefit {percent}', vat: 'VAT {rate} included', total: 'To pay', paidAtOnce: 'The credit of the client pays it at once.', paidPartly: '{sum} is settled from credit', whole: 'Sum before benefits',
  editTitle: 'Change invoice No. {number}', editLines: 'Lines of the draft', description: 'Description', saved: 'The invoice is changed',
  created: 'Invoice No. {number} is issued', drafted: 'Draft No. {number} is saved', off: 'Invoices by hand are switched off',
});
