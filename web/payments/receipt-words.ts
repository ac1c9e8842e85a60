import { dictionary } from '../lib/words.ts';

export const receiptWords = dictionary({
  title: 'Квитанция', paper: 'Бумага', tape: 'Лента 80 мм', paidBy: 'Плательщик', method: 'Способ', date: 'Дата',
  received: 'Принял(а)', settled: 'Погашено', credit: 'Осталось авансом', total: 'Получено', words: 'Прописью',
  inn: 'ИНН {inn}', reversed: 'ПЛАТЁЖ ОТМЕНЁН', more: '{name} и ещё {count}', signature: 'Подпись',
  notFiscal: 'Не является кассовым чеком', notes: 'Комментарий',
}, {
  title: 'Receipt', paper: 'Paper', tape: '80 mm tape', paidBy: 'Paid by', method: 'Method', date: 'Date',
  received: 'Received by', settled: 'Settled', credit: 'Left as credit', total: 'Received', words: 'In words',
  inn: 'Tax id {inn}', reversed: 'PAYMENT REVERSED', more: '{name} and {count} more', signature: 'Signature',
  notFiscal: 'This is not a fiscal receipt', notes: 'Comment',
});
