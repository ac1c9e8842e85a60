import type { Answer } from '../lib/api.ts';
import { dictionary } from '../lib/words.ts';

export type Entry = Answer<'audit.list'>['records'][number];
export const personOf = ({ actor }: Entry): string => `${actor.lastName} ${actor.firstName}`.trim();

/** What an act was about, in words. */
export const entities = dictionary({
  organisation: 'Организация', settings: 'Правила', branch: 'Филиал', user: 'Сотрудник', apiKey: 'Ключ API', session: 'Вход', login: 'Вход', 'client-access': 'Доступ семьи',
  client: 'Клиент', contact: 'Контакт', student: 'Ученик', benefitCategory: 'Льгота', 'benefit-category': 'Льгота', service: 'Услуга', term: 'Учебный период',
  invoice: 'Счёт', payment: 'Платёж', refund: 'Возврат', settlement: 'Погашение', shift: 'Смена', period: 'Период',
  room: 'Зал', group: 'Группа', schedule: 'Расписание', slot: 'Расписание', training: 'Занятие', participation: 'Участие', attendance: 'Посещение', night: 'Ночное начисление',
  rental: 'Аренда', reservation: 'Резерв', coworking: 'Коворкинг', subscription: 'Абонемент', 'subscription-type': 'Вид абонемента',
  notice: 'Уведомление', 'notice-template': 'Текст уведомления', 'notice-preferences': 'Способы уведомлений', 'job-run': 'Задание', housekeeping: 'Уборка',
  'bank-statement': 'Выписка банка', 'bank-line': 'Строка выписки', 'bank-settings': 'Настройки банка',
  upload: 'Файл', import: 'Перенос данных', opening: 'Документ переноса', reconciliation: 'Сверка остатков', 'onec-connection': 'Подключение 1С', 'onec-sync': 'Синхронизация с 1С', reset: 'Сброс счетов',
}, {
  organisation: 'Organisation', settings: 'Policies', branch: 'Branch', user: 'Member of staff', apiKey: 'API key', session: 'Sign-in', login: 'Sign-in', 'client-access': 'Family access',
  client: 'Client', contact: 'Contact', student: 'Student', benefitCategory: 'Benefit', 'benefit-category': 'Benefit', service: 'Service', term: 'Term',
  invoice: 'Invoice', payment: 'Payment', refund: 'Refund', settlement: 'Settlement', shift: 'Shift', period: 'Period',
  room: 'Room', group: 'Group', schedule: 'Schedule', slot: 'Schedule', training: 'Class', participation: 'Attendance', attendance: 'Visit', night: 'Nightly run',
  rental: 'Rental', reservation: 'Reservation', coworking: 'Coworking', subscription: 'Pass', 'subscription-type': 'Kind of pass',
  notice: 'Notice', 'notice-template': 'Notice text', 'notice-preferences': 'Notice preferences', 'job-run': 'Job', housekeeping: 'Tidying up',
  'bank-statement': 'Bank statement', 'bank-line': 'Line of a statement', 'bank-settings': 'Bank settings',
  upload: 'File', import: 'Data import', opening: 'Opening document', reconciliation: 'Reconciliation', 'onec-connection': '1C connection', 'onec-sync': '1C synchronisation', reset: 'Reset of invoices',
});

type Kind = keyof (typeof entities)['ru'];
export const isEntity = (name: string): name is Kind => Object.hasOwn(entities.ru, name);

const PLACES: Readonly<Record<string, string>> = {
  invoice: '/invoices/', payment: '/payments/', client: '/clients/', subscription: '/passes/', training: '/trainings/',
  'job-run': '/nightly-runs/', night: '/nightly-runs/', group: '/groups/',
  import: '/imports/', reconciliation: '/reconciliations/', 'bank-statement': '/bank/', 'onec-sync': '/onec?run=',
};

/** Where the object can be looked at, if it has a screen of its own. */
export function placeOf(entityType: string | null, entityId: string | null): string | undefined {
  const place = entityType === null ? undefined : PLACES[entityType];
  return place === undefined || entityId === null ? undefined : `${place}${entityId}`;
}
