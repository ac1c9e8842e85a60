import { dictionary } from '../lib/words.ts';

export const shellWords = dictionary({
  skip: 'К содержанию', palette: 'Найти или сделать', search: 'Поиск', pay: 'Принять оплату', keys: 'Все клавиши',
  desk: 'Стойка', schedule: 'Расписание', clients: 'Клиенты', passes: 'Абонементы', invoices: 'Счета', payments: 'Платежи',
  rentals: 'Аренда', shift: 'Смена', overview: 'Обзор', receivables: 'Долги', reports: 'Отчёты', revenue: 'Выручка',
  moneyIn: 'Деньги по способам', occupancy: 'Заполняемость', renewals: 'Продления', attendance: 'Посещаемость',
  unearned: 'Обязательства', discounts: 'Льготы и корректировки', nights: 'Ночное начисление', proof: 'Проверка книг',
  audit: 'Журнал', periods: 'Периоды', settings: 'Настройки', groups: 'Группы', notices: 'Уведомления',
  work: 'Работа', money: 'Деньги', centre: 'Центр', me: 'Мой профиль', signOut: 'Выйти', theme: 'Тема', light: 'Светлая',
  dark: 'Тёмная', auto: 'Как в системе', language: 'Язык', density: 'Строки', compact: 'Плотные', normal: 'Обычные',
  privacy: 'Скрыть суммы', unread: '{count, plural, one {# новое уведомление} few {# новых уведомления} many {# новых уведомлений} other {# новых уведомлений}}',
  shiftOpen: 'Смена открыта', shiftClosed: 'Смена закрыта', sandbox: 'Песочница: {at}', letters: 'Клавиши-буквы',
  policies: 'Правила', organisation: 'Организация', catalogue: 'Услуги и цены', passKinds: 'Виды абонементов', rooms: 'Залы',
  benefits: 'Льготы', templates: 'Тексты уведомлений', users: 'Сотрудники', apiKeys: 'Ключи API', on: 'Включены', off: 'Выключены',
}, {
  skip: 'Skip to content', palette: 'Find or do', search: 'Search', pay: 'Take payment', keys: 'All keys',
  desk: 'Desk', schedule: 'Schedule', clients: 'Clients', passes: 'Passes', invoices: 'Invoices', payments: 'Payments',
  rentals: 'Rentals', shift: 'Shift', overview: 'Overview', receivables: 'Overdue', reports: 'Reports', revenue: 'Revenue',
  moneyIn: 'Money by method', occupancy: 'Occupancy', renewals: 'Renewals', attendance: 'Attendance',
  unearned: 'Obligations', discounts: 'Benefits and adjustments', nights: 'Nightly run', proof: 'Books’ proof',
  audit: 'Journal', periods: 'Periods', settings: 'Settings', groups: 'Groups', notices: 'Notices',
  work: 'Work', money: 'Money', centre: 'Centre', me: 'My profile', signOut: 'Sign out', theme: 'Theme', light: 'Light',
  dark: 'Dark', auto: 'As the system', language: 'Language', density: 'Rows', compact: 'Compact', normal: 'Normal',
  privacy: 'Hide sums', unread: '{count, plural, one {# new notice} other {# new notices}}',
  shiftOpen: 'Shift is open', shiftClosed: 'Shift is closed', sandbox: 'Sandbox: {at}', letters: 'Letter keys',
  policies: 'Policies', organisation: 'Organisation', catalogue: 'Services and prices', passKinds: 'Kinds of passes', rooms: 'Rooms',
  benefits: 'Benefits', templates: 'Notice texts', users: 'Staff', apiKeys: 'API keys', on: 'On', off: 'Off',
});
