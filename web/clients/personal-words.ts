import { dictionary } from '../lib/words.ts';

/** What the law gives a person (152-FZ): a copy of everything that is kept, and that it be erased. */
export const personalWords = dictionary({
  menu: 'Личные данные…', title: 'Личные данные', copy: 'Копия для клиента', copyText: 'Всё, что хранится о клиенте и его учениках, одним файлом JSON: передайте его клиенту по запросу.', download: 'Скачать копию', file: 'Личные данные — {name}',
  erase: 'Удалить личные данные', eraseText: 'Имена, телефоны, адреса и заметки сотрутся. Платежи, счета и чеки останутся: по закону их хранят, но человека в них уже не узнать. Вернуть данные будет нельзя.',
  why: 'Основание', REQUEST: 'Клиент попросил', CONSENT_WITHDRAWN: 'Клиент отозвал согласие', GOAL_REACHED: 'Данные больше не нужны', UNLAWFUL: 'Данные собраны без права',
  fate: 'Что станет с данными', what: 'Данные', DELETED: 'сотрутся', ANONYMISED: 'обезличатся', KEPT: 'останутся', rows: 'Строк', shownAs: 'В документах будет: {name}', until: 'Документы хранятся по {day}',
  type: 'Чтобы удалить, впишите: {phrase}', phrase: 'УДАЛИТЬ {name}', confirm: 'Удалить личные данные', keep: 'Не удалять', wrong: 'Впишите фразу буква в букву', done: 'Личные данные удалены', chooseWhy: 'Выберите основание',
}, {
  menu: 'Personal data…', title: 'Personal data', copy: 'A copy for the client', copyText: 'Everything kept about the client and the students in one JSON file: give it to the client on request.', download: 'Download the copy', file: 'Personal data — {name}',
  erase: 'Erase personal data', eraseText: 'Names, phones, addresses and notes are erased. Payments, invoices and receipts stay: the law keeps them, but the person can no longer be recognised. This cannot be taken back.',
  why: 'Ground', REQUEST: 'The client asked', CONSENT_WITHDRAWN: 'The client withdrew consent', GOAL_REACHED: 'The data are needed no more', UNLAWFUL: 'The data were collected unlawfully',
  fate: 'What becomes of the data', what: 'Data', DELETED: 'erased', ANONYMISED: 'anonymised', KEPT: 'stay', rows: 'Rows', shownAs: 'Documents will name: {name}', until: 'Documents are kept until {day}',
  type: 'To erase, type: {phrase}', phrase: 'ERASE {name}', confirm: 'Erase personal data', keep: 'Do not erase', wrong: 'Type the phrase letter by letter', done: 'The personal data are erased', chooseWhy: 'Choose a ground',
});
