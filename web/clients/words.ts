import { dictionary } from '../lib/words.ts';

/** The list of clients and the form of one. */
export const listWords = dictionary({
  title: 'Клиенты', find: 'Имя, ребёнок, телефон, карта, ИНН', city: 'Город', views: 'Готовые отборы', away: 'Не были', anyTime: 'Не важно',
  awayDays: '{days, plural, one {# день} few {# дня} many {# дней} other {# дня}} и дольше',
  viewAll: 'Все', viewDebt: 'С долгом', viewCredit: 'С авансом', viewBenefit: 'С льготой', viewAway: 'Не были 30 дней', viewOff: 'Отключённые',
  name: 'Клиент', students: 'Дети', phone: 'Телефон', toPay: 'Нужно доплатить', overdue: 'Долг', passes: 'Абонементы',
  lastVisit: 'Последний визит', benefit: 'Льгота', credit: 'Аванс', due: 'К оплате', cityColumn: 'Город', never: 'не было',
  create: 'Новый клиент', firstUse: 'Клиентов пока нет', firstUseText: 'Здесь будут те, кто платит, с их детьми, суммами и абонементами.',
  none: 'Нет клиентов: {what}', dropSearch: 'Убрать «{q}»', dropCity: 'Любой город', dropView: 'Все клиенты', file: 'Клиенты',
  inactive: 'отключён', noPhone: '—',
}, {
  title: 'Clients', find: 'Name, child, phone, card, INN', city: 'City', views: 'Ready selections', away: 'Not been', anyTime: 'Any time',
  awayDays: '{days, plural, one {# day} other {# days}} and more',
  viewAll: 'All', viewDebt: 'Overdue', viewCredit: 'With credit', viewBenefit: 'With a benefit', viewAway: 'Not been for 30 days', viewOff: 'Switched off',
  name: 'Client', students: 'Children', phone: 'Phone', toPay: 'Amount to bring', overdue: 'Overdue', passes: 'Passes',
  lastVisit: 'Last visit', benefit: 'Benefit', credit: 'Credit', due: 'Unpaid', cityColumn: 'City', never: 'never',
  create: 'New client', firstUse: 'No clients yet', firstUseText: 'Here will be those who pay, with their children, sums and passes.',
  none: 'No clients: {what}', dropSearch: 'Drop “{q}”', dropCity: 'Any city', dropView: 'All clients', file: 'Clients',
  inactive: 'switched off', noPhone: '—',
});

export const formWords = dictionary({
  newTitle: 'Новый клиент', editTitle: 'Изменить клиента', kind: 'Кто платит', PERSON: 'Человек', LEGAL: 'Организация',
  lastName: 'Фамилия', firstName: 'Имя', middleName: 'Отчество', name: 'Название', phone: 'Телефон', email: 'Почта', city: 'Город',
  address: 'Адрес', cardNumber: 'Номер карты', notes: 'Заметки', child: 'Ребёнок {number}', children: 'Дети', addChild: 'Добавить ребёнка',
  removeChild: 'Убрать ребёнка {number}', childName: 'Имя ребёнка', childLast: 'Фамилия ребёнка', birth: 'Дата рождения',
  sameLast: 'если другая', requisites: 'Реквизиты', inn: 'ИНН', kpp: 'КПП', ogrn: 'ОГРН', bankName: 'Банк', bik: 'БИК',
  bankAccount: 'Расчётный счёт', correspondentAccount: 'Корр. счёт', like: 'Похоже на: {name}', openIt: 'Открыть',
  likeText: 'У этого клиента тот же телефон. Если это он — откройте его карточку, второго заводить не нужно.',
  benefit: 'Льгота', noBenefit: 'Без льготы', document: 'Номер документа', documentDate: 'Дата документа', validFrom: 'Действует с',
  validUntil: 'Действует до', withDocument: '{name}, {percent} · нужен документ', plain: '{name}, {percent}',
  create: 'Добавить клиента', createAnyway: 'Всё равно добавить', save: 'Сохранить', added: 'Клиент добавлен', saved: 'Сохранено',
  nameless: 'Укажите имя или фамилию', namelessFirm: 'Укажите название', childless: 'Укажите имя ребёнка или уберите строку',
  childFailed: 'Клиент добавлен, а ребёнок — нет. Исправьте и повторите: второй клиент не появится.', fixThese: 'Исправьте:',
}, {
  newTitle: 'New client', editTitle: 'Change the client', kind: 'Who pays', PERSON: 'A person', LEGAL: 'An organisation',
  lastName: 'Last name', firstName: 'First name', middleName: 'Middle name', name: 'Name', phone: 'Phone', email: 'E-mail', city: 'City',
  address: 'Address', cardNumber: 'Card number', notes: 'Notes', child: 'Child {number}', children: 'Children', addChild: 'Add a child',
  removeChild: 'Remove child {number}', childName: 'Child’s name', childLast: 'Child’s last name', birth: 'Date of birth',
  sameLast: 'if different', requisites: 'Requisites', inn: 'INN', kpp: 'KPP', ogrn: 'OGRN', bankName: 'Bank', bik: 'BIK',
  bankAccount: 'Account', correspondentAccount: 'Correspondent account', like: 'Looks like {name}', openIt: 'Open',
  likeText: 'This client has the same phone. If it is the same person, open the card: no second one is needed.',
  benefit: 'Benefit', noBenefit: 'No benefit', document: 'Document number', documentDate: 'Document date', validFrom: 'Valid from',
  validUntil: 'Valid until', withDocument: '{name}, {percent} · needs a document', plain: '{name}, {percent}',
  create: 'Add the client', createAnyway: 'Add all the same', save: 'Save', added: 'The client is added', saved: 'Saved',
  nameless: 'Give a first or a last name', namelessFirm: 'Give a name', childless: 'Give the child’s name or remove the line',
  childFailed: 'The client is added, the child is not. Correct it and try again: there will be no second client.', fixThese: 'Correct these:',
});
