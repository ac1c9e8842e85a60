/** What of a person's data goes and what stays: one table, column by column, and how texts lose the person. */
import { type Day, parseDay } from '../kernel/day.ts';

/**
 * How the rows of a table belong to the person: his own row, by client_id or student_id, through an invoice, a pass, a
 * notice or a user; `about`: of his invoices, passes or students; `mention`: rows of anybody that may name him.
 */
export type Link =
  | 'self' | 'client' | 'student' | 'either' | 'invoice' | 'subscription' | 'notice' | 'user' | 'login' | 'record'
  | 'imported' | 'about' | 'mention';
export type Treatment = {
  title: string;
  link: Link;
  /** The rows go as a whole. */
  remove?: true;
  /** Columns that are emptied, columns whose text loses the person, and columns that stay: codes, numbers, days. */
  erase?: string;
  scrub?: string;
  keep?: string;
};

/**
 * PERS-1. People are anonymised, money rows stay: every column of a text, a date or a document that is about a person is
 * either kept, scrubbed of his names and contacts, or erased, and the table that says so is complete.
 * ru: При удалении личных данных человек обезличивается, а деньги и документы остаются: каждая колонка либо хранится,
 * либо очищается от имён и контактов, либо стирается.
 * Source: issue 5, 152-FZ art. 5 and 21, 402-FZ. Examples: a payment keeps its sum and day, and loses the name in its note.
 */
export const PERSONAL: Readonly<Record<string, Treatment>> = {
  clients: {
    title: 'Карточка клиента', link: 'self', keep: 'kind',
    erase: 'first_name last_name middle_name name phone email city address card_number inn kpp ogrn bank_name bik ' +
      'bank_account correspondent_account benefit_document_number benefit_document_date benefit_valid_from ' +
      'benefit_valid_until notes external_id',
  },
  students: { title: 'Ученики', link: 'client', erase: 'first_name last_name birth_date external_id' },
  contacts: { title: 'Контакты', link: 'client', remove: true },
  notice_preferences: { title: 'Пожелания о сообщениях', link: 'client', remove: true },
  notices: { title: 'Сообщения', link: 'client', remove: true },
  notice_deliveries: { title: 'Отправки сообщений', link: 'notice', remove: true },
  users: { title: 'Пользователи (входы семьи)', link: 'user', erase: 'first_name last_name', keep: 'kind role' },
  logins: { title: 'Почта для входа', link: 'login', erase: 'email password_hash totp_secret' },
  sessions: { title: 'Открытые сеансы', link: 'user', remove: true },
  access_links: { title: 'Ссылки для входа', link: 'user', keep: 'token_hash' },
  api_keys: { title: 'Ключи API', link: 'user', scrub: 'name', keep: 'key_hash' },
  invoices: {
    title: 'Счета', link: 'client', erase: 'telegram_message_id', scrub: 'description notes',
    keep: 'invoice_number purpose status due_date',
  },
  invoice_items: {
    title: 'Позиции счетов', link: 'invoice', scrub: 'service_name service_description adjustment_reason',
    keep: 'service_type write_off_timing write_off_status',
  },
  invoice_audit_logs: {
    title: 'История счетов', link: 'invoice', scrub: 'old_value new_value reason',
    keep: 'action field_name old_lifecycle new_lifecycle',
  },
  payments: { title: 'Платежи', link: 'client', scrub: 'notes reversal_reason', keep: 'method payment_type status on_date' },
  refunds: { title: 'Возвраты', link: 'client', scrub: 'reason', keep: 'method status on_date' },
  correction_documents: { title: 'Корректировки', link: 'client', scrub: 'reason', keep: 'document_number kind' },
  credit_allocations: { title: 'Погашения', link: 'client', scrub: 'release_reason' },
  ledger_transfers: { title: 'Проводки', link: 'client', keep: 'debit credit on_date' },
  item_write_offs: { title: 'Списания услуг', link: 'client', scrub: 'notes', keep: 'kind on_date' },
  rentals: { title: 'Аренды', link: 'client', erase: 'event_type notes cancel_reason', keep: 'status on_date' },
  subscriptions: {
    title: 'Абонементы', link: 'either', scrub: 'cancel_reason',
    keep: 'name status purchased_on start_date end_date anchor_date freeze_start freeze_end',
  },
  subscription_events: {
    title: 'История абонементов', link: 'subscription', scrub: 'details', keep: 'kind on_date end_date',
  },
  session_movements: { title: 'Движения занятий', link: 'student', scrub: 'reason', keep: 'kind' },
  training_charges: {
    title: 'Списания посещений', link: 'either', scrub: 'reversal_reason', keep: 'kind label cause state',
  },
  training_participants: {
    title: 'Записи на занятия', link: 'student', scrub: 'cancel_reason', keep: 'kind status cancel_label',
  },
  attendance: { title: 'Посещения', link: 'student', keep: 'status' },
  group_members: { title: 'Группы', link: 'student', keep: 'status' },
  student_trainers: { title: 'Тренеры', link: 'student' },
  reservations: { title: 'Резервы', link: 'student', erase: 'notes', keep: 'status' },
  night_decisions: { title: 'Решения ночи', link: 'student', scrub: 'reason details', keep: 'decision' },
  audit_log: {
    title: 'Журнал действий', link: 'record', scrub: 'reason input before after',
    keep: 'operation entity_type entity_number request_id',
  },
  onec_customers: { title: 'Покупатель в 1С', link: 'client', erase: 'name phone email city' },
  discount_cards: { title: 'Дисконтные карты', link: 'client', erase: 'number barcode description' },
  purchases: { title: 'Покупки', link: 'client', keep: 'kind recorder_type product' },
  loyalty_records: { title: 'Движения баллов', link: 'client', keep: 'recorder_type' },
  loyalty_points: { title: 'Баллы', link: 'client' },
  onec_sync_lines: {
    title: 'Журнал обмена с 1С', link: 'mention', remove: true, erase: 'subject params', keep: 'code level',
  },
  import_rows: {
    title: 'Строки импорта', link: 'imported', remove: true, erase: 'cells fields reasons', keep: 'verdict',
  },
  opening_documents: { title: 'Входящие остатки', link: 'client', scrub: 'comment', keep: 'number on_date kind' },
  reconciliation_lines: { title: 'Сверка остатков', link: 'client', scrub: 'note' },
  // The key of the payer keeps a line of the bank from being booked twice; with the hash it stays as the document has it.
  bank_lines: {
    title: 'Строки банковских выписок', link: 'client', erase: 'payer_inn payer_account',
    scrub: 'payer_name purpose facts',
    keep: 'account direction on_date document_date number kind payer_key purpose_hash state reason',
  },
  payer_accounts: { title: 'Счета и ИНН плательщика', link: 'client', remove: true },
  idempotency_keys: { title: 'Ответы на запросы', link: 'mention', remove: true },
  job_runs: { title: 'Отчёты заданий', link: 'mention', scrub: 'metrics errors', keep: 'job for_date cause status' },
  trainings: { title: 'Занятия', link: 'mention', scrub: 'title cancel_reason', keep: 'slot_date on_date status' },
};

/** Columns of rows that are nobody's or another's, in which the person may be named. */
export const MENTIONS: Readonly<Record<string, string>> = {
  notices: 'params', bank_lines: 'payer_name purpose facts', import_rows: 'cells fields reasons',
};

export const words = (list: string | undefined): string[] => (list ?? '').split(' ').filter((word) => word !== '');

/** Columns that open a door are nobody's to take home, and a search column says again what others say. */
export const isHidden = (column: string): boolean => /_hash$|_sealed$|^totp_secret$|^search$|^bytes$|^org_id$/.test(column);

/** What is known of the person, now and before. */
export type Known = { full: readonly string[]; parts: readonly string[]; contacts: readonly string[] };
/** Two expressions of PostgreSQL: what names this person and nobody else, and what names him in rows of his own. */
export type Patterns = { anywhere: string | null; own: string | null };

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&').replace(/\s+/g, '\\s+');
/** A word in any case of the grammar: «Ивановой» is «Иванов» with an ending. */
const inflected = (word: string): string => {
  const stem = word.replace(/[аеёийоуыьэюя]$/i, '');
  return `${escaped(stem.length >= 3 ? stem : word)}[[:alpha:]]{0,3}`;
};
const phone = (digits: string): string => `(\\+?[78])?[ ()-]{0,3}${digits.slice(-10).split('').join('[ ()-]{0,3}')}`;
const contact = (text: string): string => {
  const digits = text.replace(/\D/g, '');
  return /^[+\d][\d ()-]+$/.test(text) && digits.length >= 10 ? phone(digits) : escaped(text);
};
const cased = (name: string): string => name.split(/\s+/).map(inflected).join('\\s+');
/** Characters that JSON writes otherwise would never be found, so such a value is left to the columns that go whole. */
const plain = (text: string): boolean => !/["\\\n\r\t]/.test(text);
const anyOf = (parts: readonly string[]): string | null =>
  parts.length === 0 ? null : `\\m(${[...new Set(parts)].toSorted((a, b) => b.length - a.length).join('|')})\\M`;

/**
 * PERS-2. A text loses the person by his full names in any grammatical case and by his phone, e-mail, card and document
 * numbers wherever they stand; by a first or last name alone only in rows of his own, where nobody else can be meant.
 * ru: Из текстов убираются полные имена в любом падеже и контакты; одно имя или фамилия — только в строках самого клиента.
 * Source: issue 5, 152-FZ art. 21. Examples: «вернули Ивановой Анне» → «вернули …».
 */
export function patternsOf({ full, parts, contacts }: Known): Patterns {
  const strong = [
    ...full.map((name) => name.trim()).filter((name) => /\S\s+\S/.test(name) && plain(name)).map(cased),
    ...contacts.map((text) => text.trim()).filter((text) => text.length >= 6 && plain(text)).map(contact),
  ];
  const weak = parts.map((part) => part.trim()).filter((part) => part.length >= 2 && plain(part)).map(cased);
  return { anywhere: anyOf(strong), own: anyOf([...strong, ...weak]) };
}

/** How the names of one person stand in texts: last and first, first and last, with the middle name. */
export function fullNames(first: string | null, last: string | null, middle: string | null): string[] {
  if (!first || !last) return [];
  const two = [`${last} ${first}`, `${first} ${last}`];
  return middle ? [...two, `${last} ${first} ${middle}`, `${first} ${middle} ${last}`] : two;
}

/**
 * PERS-3. Accounting documents are kept for five years after the year they belong to.
 * ru: Документы учёта хранятся пять лет после года, к которому относятся.
 * Source: 402-FZ art. 29. Examples: a payment of 12 February 2025 is kept through 31 December 2030.
 */
export const documentsKeptThrough = (last: Day | null): Day | null =>
  (last === null ? null : parseDay(`${last.year + 5}-12-31`));

export const shownAsErased = (number: number): string => `Клиент удалён № ${number}`;
