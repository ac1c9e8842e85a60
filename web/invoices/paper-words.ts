import { dictionary } from '../lib/words.ts';

export const paperWords = dictionary({
  heading: 'Счёт на оплату № {number} от {day}', recipient: 'Получатель', bank: 'Банк получателя', bik: 'БИК', account: 'Сч. №',
  correspondent: 'Корр. сч. №', inn: 'ИНН {inn}', kpp: 'КПП {kpp}', supplier: 'Поставщик', buyer: 'Покупатель', forWhom: 'Ученик',
  name: 'Товары (работы, услуги)', quantity: 'Кол-во', price: 'Цена', benefit: 'Скидка', sum: 'Сумма', total: 'Итого',
  vat: 'В том числе НДС {rate}', noVat: 'Без НДС', toPay: 'К оплате', alreadyPaid: 'Оплачено', words: 'Всего к оплате: {words}', inWords: 'Сумма счёта: {words}',
  due: 'Оплатить до {day}', qr: 'Оплата по QR-коду в приложении банка', head: 'Руководитель', accountant: 'Бухгалтер',
  line: '№', draft: 'Черновик, не является счётом', voided: 'Аннулирован', rows: 'Всего наименований {count}, на сумму {sum}',
}, {
  heading: 'Invoice No. {number} of {day}', recipient: 'Recipient', bank: 'Bank', bik: 'BIK', account: 'Account',
  correspondent: 'Correspondent account', inn: 'INN {inn}', kpp: 'KPP {kpp}', supplier: 'Supplier', buyer: 'Buyer', forWhom: 'Student',
  name: 'Goods and services', quantity: 'Qty', price: 'Price', benefit: 'Discount', sum: 'Sum', total: 'Total',
  vat: 'VAT {rate} included', noVat: 'Without VAT', toPay: 'To pay', alreadyPaid: 'Paid', words: 'Total to pay: {words}', inWords: 'Invoice total: {words}',
  due: 'Pay by {day}', qr: 'Pay by QR code in a bank app', head: 'Director', accountant: 'Accountant',
  line: 'No.', draft: 'Draft, not an invoice', voided: 'Voided', rows: '{count} lines, {sum} in all',
});
