import { dictionary } from '../lib/words.ts';

/** The facts of records in words; one that is missing here is shown by its own name. */
export const fields = dictionary({
  now: 'Время', balance: 'Аванс', status: 'Статус', amount: 'Сумма', allocations: 'Погашено', method: 'Способ', title: 'Название', outcomes: 'Итоги',
  totalAmount: 'Сумма', studentId: 'Ученик', until: 'До', made: 'Создано', endDate: 'По', openingCash: 'Наличные при открытии', counts: 'Пересчитано',
  expected: 'Ожидалось', marks: 'Отметки', undone: 'Отменено', isPaid: 'Оплачен', kind: 'Вид', isActive: 'Используется', firstName: 'Имя', lastName: 'Фамилия',
  middleName: 'Отчество', periodNumber: 'Период по счёту', name: 'Название', mode: 'Порядок погашения', overdue: 'Просрочены', notified: 'Уведомлены', moneyReturned: 'Возвращено денег',
  sessionsReturned: 'Возвращено занятий', invoiceCancelled: 'Счёт аннулирован', label: 'Решение', sessionsCharged: 'Списано занятий', fineAmount: 'Штраф', charge: 'Списание',
  remainingQuantity: 'Осталось', clientId: 'Клиент', paysSelf: 'Платит сам', birthDate: 'Дата рождения', trainerIds: 'Тренеры', email: 'Почта', dueDate: 'Срок оплаты', phone: 'Телефон',
  endsAt: 'Конец', startsAt: 'Начало', reminded: 'Напомнили', price: 'Цена', date: 'День', city: 'Город', groupId: 'Группа', room: 'Зал', client: 'Клиент', minutes: 'Минут', invoice: 'Счёт',
  discountAmount: 'Скидка', isNewClient: 'Новый клиент', totalPrice: 'Стоимость', eventType: 'Событие', repeated: 'Повторно', startDate: 'С', sessionsLeft: 'Осталось занятий', viewed: 'Просмотрен',
  address: 'Адрес', value: 'Значение', role: 'Роль', capacity: 'Мест', invoiceId: 'Счёт', roomId: 'Зал', trainerId: 'Тренер', notes: 'Заметки', benefitCategoryId: 'Льгота', relation: 'Кем приходится',
  closedThrough: 'Закрыто по', itemTotal: 'Позиция', benefitValidFrom: 'Льгота с', benefitValidUntil: 'Льгота по', benefitDocumentNumber: 'Документ', benefitDocumentDate: 'Документ от', vat: 'НДС',
  writeOffTiming: 'Списание', promoted: 'Переведены', cardNumber: 'Карта', voided: 'Аннулированы', items: 'Позиции', validFrom: 'Действует с', basePrice: 'Цена', refundNeeded: 'Нужен возврат',
  serviceType: 'Вид услуги', description: 'Описание', released: 'Освобождено', slot: 'Строка расписания', inn: 'ИНН', kpp: 'КПП', ogrn: 'ОГРН', bik: 'БИК', bankAccount: 'Счёт в банке', bankName: 'Банк',
  correspondentAccount: 'Корр. счёт', legalName: 'Юридическое название', freezeStart: 'Заморожен с', freezeEnd: 'Заморожен по', student: 'Ученик', periodMonths: 'Месяцев', requiresDocument: 'Нужен документ',
  term: 'Учебный период', discountPercent: 'Скидка, %', sessionsPerPeriod: 'Занятий в периоде', trialPrice: 'Цена пробного', groupIds: 'Группы', singlePrice: 'Цена разового', hourlyRate: 'Цена часа',
  isExpelled: 'Отчислен', paidAmount: 'Оплачено', timeZone: 'Часовой пояс', template: 'Начальные правила', sandbox: 'Песочница', scope: 'Что изменено', participants: 'Участники', errors: 'Ошибок',
  invoicesCancelled: 'Аннулировано счетов', settled: 'Погашены', clients: 'Клиентов', job: 'Задание', changed: 'Изменено', metrics: 'Итоги', subject: 'Тема', body: 'Текст', difference: 'Разница',
  reservationsExpired: 'Снято резервов', keysForgotten: 'Забыто ключей', language: 'Язык', fromSubscription: 'Абонемент', reason: 'Причина', 'renewal.auto': 'Продление само', 'expulsion.graceDays': 'Дней ждать оплаты',
}, {
  now: 'Time', balance: 'Credit', status: 'Status', amount: 'Sum', allocations: 'Settled', method: 'Method', title: 'Title', outcomes: 'Outcomes',
  totalAmount: 'Sum', studentId: 'Student', until: 'Until', made: 'Made', endDate: 'Until', openingCash: 'Cash at opening', counts: 'Counted',
  expected: 'Expected', marks: 'Marks', undone: 'Undone', isPaid: 'Paid', kind: 'Kind', isActive: 'In use', firstName: 'First name', lastName: 'Surname',
  middleName: 'Middle name', periodNumber: 'Period number', name: 'Name', mode: 'Way of settlement', overdue: 'Overdue', notified: 'Notified', moneyReturned: 'Money returned',
  sessionsReturned: 'Sessions returned', invoiceCancelled: 'Invoice voided', label: 'Decision', sessionsCharged: 'Sessions used', fineAmount: 'Fine', charge: 'Charge',
  remainingQuantity: 'Left', clientId: 'Client', paysSelf: 'Pays for oneself', birthDate: 'Date of birth', trainerIds: 'Trainers', email: 'E-mail', dueDate: 'Due', phone: 'Phone',
  endsAt: 'End', startsAt: 'Start', reminded: 'Reminded', price: 'Price', date: 'Day', city: 'City', groupId: 'Group', room: 'Room', client: 'Client', minutes: 'Minutes', invoice: 'Invoice',
  discountAmount: 'Discount', isNewClient: 'New client', totalPrice: 'Price', eventType: 'Event', repeated: 'Repeated', startDate: 'From', sessionsLeft: 'Sessions left', viewed: 'Viewed',
  address: 'Address', value: 'Value', role: 'Role', capacity: 'Places', invoiceId: 'Invoice', roomId: 'Room', trainerId: 'Trainer', notes: 'Notes', benefitCategoryId: 'Benefit', relation: 'Relation',
  closedThrough: 'Closed through', itemTotal: 'Item', benefitValidFrom: 'Benefit from', benefitValidUntil: 'Benefit until', benefitDocumentNumber: 'Document', benefitDocumentDate: 'Document of', vat: 'VAT',
  writeOffTiming: 'Used up', promoted: 'Promoted', cardNumber: 'Card', voided: 'Voided', items: 'Items', validFrom: 'Valid from', basePrice: 'Price', refundNeeded: 'Refund needed',
  serviceType: 'Kind of service', description: 'Description', released: 'Released', slot: 'Timetable line', inn: 'INN', kpp: 'KPP', ogrn: 'OGRN', bik: 'BIK', bankAccount: 'Bank account', bankName: 'Bank',
  correspondentAccount: 'Corr. account', legalName: 'Legal name', freezeStart: 'Frozen from', freezeEnd: 'Frozen until', student: 'Student', periodMonths: 'Months', requiresDocument: 'Needs a document',
  term: 'Term', discountPercent: 'Discount, %', sessionsPerPeriod: 'Sessions in a period', trialPrice: 'Trial price', groupIds: 'Groups', singlePrice: 'Single price', hourlyRate: 'Price of an hour',
  isExpelled: 'Expelled', paidAmount: 'Paid', timeZone: 'Time zone', template: 'First policies', sandbox: 'Sandbox', scope: 'What changed', participants: 'Participants', errors: 'Errors',
  invoicesCancelled: 'Invoices voided', settled: 'Settled', clients: 'Clients', job: 'Job', changed: 'Changed', metrics: 'Results', subject: 'Subject', body: 'Text', difference: 'Difference',
  reservationsExpired: 'Reservations released', keysForgotten: 'Keys forgotten', language: 'Language', fromSubscription: 'Pass', reason: 'Reason', 'renewal.auto': 'Renewal by itself', 'expulsion.graceDays': 'Days to wait for payment',
});

const isField = (name: string): name is keyof (typeof fields)['ru'] => Object.hasOwn(fields.ru, name);
/** A field in words, or its own name. */
export const fieldName = (say: (key: keyof (typeof fields)['ru']) => string, name: string): string => (isField(name) ? say(name) : name);

/** Names of facts that are money. */
export const isMoney = (name: string): boolean =>
  /(^|[a-z])(Amount|Price|Rate|Total|Cash)$|^(amount|balance|price|basePrice|expected|counted|difference|moneyReturned|total|itemTotal)$/.test(name);
