import { dictionary } from '../lib/words.ts';

/** The columns of the templates. Each is a heading by which the server knows what the column holds. */
export const headings = dictionary({
  CLIENTS: 'ФИО;Телефон;Эл. почта;Город;Номер карты;Код в прежней программе;Остаток;Баллы;Оборот;Примечание',
  STUDENTS: 'ФИО;Дата рождения;Плательщик;Телефон плательщика',
  PASSES: 'Плательщик;Телефон плательщика;ФИО;Вид абонемента;Осталось занятий;Начало;Окончание;Цена',
  OPENING: 'ФИО;Телефон;Сумма;Комментарий', POINTS: 'ФИО;Телефон;Сумма;Комментарий', TURNOVER: 'ФИО;Телефон;Сумма;Комментарий',
}, {
  CLIENTS: 'Full name;Phone;E-mail;City;Card;Id in the former program;Balance;Points;Turnover;Notes',
  STUDENTS: 'Full name;Birth date;Payer;Payer\'s phone',
  PASSES: 'Payer;Payer\'s phone;Full name;Kind of pass;Sessions left;Start;End;Price',
  OPENING: 'Full name;Phone;Amount;Comment', POINTS: 'Full name;Phone;Amount;Comment', TURNOVER: 'Full name;Phone;Amount;Comment',
});
