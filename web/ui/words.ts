import { dictionary } from '../lib/words.ts';

/** Words that every screen shares. */
export const common = dictionary({
  retry: 'Повторить', refresh: 'Обновить', reset: 'Сбросить', close: 'Закрыть', save: 'Сохранить', back: 'Вернуться',
  add: 'Добавить', edit: 'Изменить', remove: 'Убрать', open: 'Открыть', more: 'Ещё', search: 'Поиск', print: 'Печать',
  export: 'Выгрузить', exporting: 'Выгружаем {done} из {total}', copy: 'Скопировать', copied: 'Скопировано', undo: 'Вернуть',
  total: 'Итого', all: 'Все', none: 'Нет', yes: 'Да', no: 'Нет', why: 'Почему?', required: 'Обязательное поле',
  loading: 'Загружаем…', doing: 'Выполняем…', saving: 'Сохраняем…', saved: 'Сохранено',
  notOpened: 'Не удалось открыть', notMoved: 'Деньги не изменились.', code: 'Код {code}',
  partFailed: 'Эта часть не загрузилась. Остальное верно.',
  noPermission: 'У вашей роли нет доступа', whoCan: 'Это может сделать {names}.', askWhom: 'Попросите администратора.',
  noResults: 'Ничего не нашлось по этим условиям', resetFilters: 'Сбросить фильтры',
  pageOf: 'Страница {page} из {pages}', rows: '{count, plural, one {# строка} few {# строки} many {# строк} other {# строки}}',
  reason: 'Причина', reasonShort: 'Укажите причину: не короче {least} знаков, сейчас {now}',
  showTable: 'Показать таблицей', showChart: 'Показать картинкой', sortBy: 'Сортировать: {column}', selected: 'Выбрано: {count}',
  select: 'Выбрать', preview: 'Что изменится', staleBy: 'Данные изменились с момента предпросмотра. Ниже — новый предпросмотр.',
  dontDo: 'Вернуться', columns: 'Столбцы', previous: 'Назад', next: 'Вперёд', filters: 'Фильтры', from: 'С', to: 'По',
  amountHint: 'Можно сложить: 2000+1500', amountBad: 'Не похоже на сумму: нужно число, например 3500 или 2000+1500',
  offline: 'Нет сети', offlineText: 'На экране то, что загрузилось раньше. Записать ничего нельзя.', whole: 'За всё время', day: 'День', cancel: 'Не менять', optional: 'необязательно', menu: 'Меню', showPassword: 'Показать пароль',
  dayHint: 'дд.мм.гггг', chipFrom: '{label}: от {from}', chipTo: '{label}: до {to}', chipBetween: '{label}: {from} – {to}',
}, {
  retry: 'Try again', refresh: 'Refresh', reset: 'Reset', close: 'Close', save: 'Save', back: 'Go back',
  add: 'Add', edit: 'Change', remove: 'Remove', open: 'Open', more: 'More', search: 'Search', print: 'Print',
  export: 'Export', exporting: 'Exporting {done} of {total}', copy: 'Copy', copied: 'Copied', undo: 'Undo',
  total: 'Total', all: 'All', none: 'None', yes: 'Yes', no: 'No', why: 'Why?', required: 'Required',
  loading: 'Loading…', doing: 'Working…', saving: 'Saving…', saved: 'Saved',
  notOpened: 'Could not open', notMoved: 'No money moved.', code: 'Code {code}',
  partFailed: 'This part did not load. The rest is right.',
  noPermission: 'Your role has no access', whoCan: '{names} can do this.', askWhom: 'Ask an administrator.',
  noResults: 'Nothing matches these filters', resetFilters: 'Reset filters',
  pageOf: 'Page {page} of {pages}', rows: '{count, plural, one {# row} other {# rows}}',
  reason: 'Reason', reasonShort: 'Give a reason: at least {least} characters, now {now}',
  showTable: 'Show as a table', showChart: 'Show as a picture', sortBy: 'Sort by {column}', selected: '{count} selected',
  select: 'Select', preview: 'What will change', staleBy: 'The facts changed since the preview. Below is a new one.',
  dontDo: 'Go back', columns: 'Columns', previous: 'Previous', next: 'Next', filters: 'Filters', from: 'From', to: 'To',
  amountHint: 'You can add up: 2000+1500', amountBad: 'Not a sum: give a number such as 3500 or 2000+1500',
  offline: 'Offline', offlineText: 'You see what was loaded before. Nothing can be written.', whole: 'All time', day: 'Day', cancel: 'Keep as it is', optional: 'optional', menu: 'Menu', showPassword: 'Show the password',
  dayHint: 'dd.mm.yyyy', chipFrom: '{label}: from {from}', chipTo: '{label}: to {to}', chipBetween: '{label}: {from} – {to}',
});

/** How money comes, in every list and on paper. */
export const methodWords = dictionary({
  CASH: 'Наличные', CARD: 'Карта', ONLINE: 'Онлайн', BANK_TRANSFER: 'Безнал',
}, {
  CASH: 'Cash', CARD: 'Card', ONLINE: 'Online', BANK_TRANSFER: 'Bank transfer',
});
