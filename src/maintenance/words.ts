/** What the doctor found, as people read it. */
import type { Examined, Health } from './doctor.ts';
import type { Finding } from './doctor-rules.ts';
import { type Money, decimalText, displayMoney } from '../kernel/money.ts';
import type { Language } from '../kernel/refusal.ts';

type Label = { ru: string; en: string; unit?: 'money' | 'hundredths' };
const money = (ru: string, en: string): Label => ({ ru, en, unit: 'money' });
const quantity = (ru: string, en: string): Label => ({ ru, en, unit: 'hundredths' });

/** What the columns of an offending row are called. Ids come last: people look for names and sums first. */
const LABELS: Readonly<Record<string, Label>> = {
  problem: { ru: 'ошибка', en: 'problem' },
  name: { ru: 'клиент', en: 'client' },
  renter: { ru: 'арендатор', en: 'renter' },
  training: { ru: 'занятие', en: 'training' },
  student: { ru: 'ученик', en: 'student' },
  pass: { ru: 'абонемент', en: 'pass' },
  room: { ru: 'помещение', en: 'room' },
  invoice_number: { ru: 'счёт', en: 'invoice' },
  item: { ru: 'позиция', en: 'item' },
  status: { ru: 'состояние', en: 'status' },
  charge_kind: { ru: 'способ списания', en: 'charged by' },
  label: { ru: 'вид списания', en: 'label of the charge' },
  reversed_at: { ru: 'списание снято', en: 'charge taken back' },
  write_off_status: { ru: 'списание позиции', en: 'write-off' },
  sessions_left: { ru: 'остаток занятий', en: 'sessions left' },
  movements: { ru: 'по движениям', en: 'by movements' },
  remaining_quantity: quantity('остаток позиции', 'left of the item'),
  granted_less_used: quantity('выдано и не использовано', 'granted and not used'),
  taken_times: { ru: 'занятий или счетов', en: 'sessions or invoices' },
  charged_times: { ru: 'действующих списаний', en: 'charges in force' },
  method: { ru: 'способ', en: 'method' },
  balance: money('аванс', 'credit'),
  balances: money('сумма авансов', 'sum of credits'),
  amount: money('сумма', 'amount'),
  subtotal: money('до скидки', 'before discount'),
  gross: money('до скидки по позициям', 'before discount by items'),
  total_amount: money('итог', 'total'),
  total: money('итог по позициям', 'total by items'),
  line_gross: money('до скидки', 'before discount'),
  discount_amount: money('скидка', 'discount'),
  total_price: money('цена', 'price'),
  vat_amount: money('НДС', 'VAT'),
  paid_amount: money('оплачено', 'paid'),
  paid: money('по погашениям', 'by settlements'),
  taken: money('принято по проводкам', 'taken by the ledger'),
  returned: money('возвращено по проводкам', 'returned by the ledger'),
  expected: money('ожидается', 'expected'),
  replayed: money('по проводкам', 'by the ledger'),
  documents: money('по документам', 'by documents'),
  posted: money('по проводкам', 'by the ledger'),
  paid_by_line: money('сумма платежа', 'sum of the payment'),
  document_number: { ru: '№ платёжного документа', en: 'payment document no.' },
  unpaid_older: { ru: 'не оплачен более ранний счёт', en: 'an older invoice is unpaid' },
  before: { ru: 'предыдущее', en: 'previous' },
  old_status: { ru: 'было', en: 'from' },
  new_status: { ru: 'стало', en: 'to' },
  times: { ru: 'повторов', en: 'times' },
  on_date: { ru: 'дата', en: 'date' },
  closed_through: { ru: 'закрыто по', en: 'closed through' },
  why: { ru: 'звено', en: 'link' },
  sequence: { ru: 'номер звена', en: 'number of the link' },
  transfer_id: { ru: 'проводка', en: 'transfer' },
  client_id: { ru: 'id клиента', en: 'client id' },
  invoice_id: { ru: 'id счёта', en: 'invoice id' },
  item_id: { ru: 'id позиции', en: 'item id' },
  payment_id: { ru: 'id платежа', en: 'payment id' },
  subscription_id: { ru: 'id абонемента', en: 'pass id' },
  training_id: { ru: 'id занятия', en: 'training id' },
  student_id: { ru: 'id ученика', en: 'student id' },
  rental_id: { ru: 'id аренды', en: 'rental id' },
  shift_id: { ru: 'id смены', en: 'shift id' },
  line_id: { ru: 'id строки выписки', en: 'statement line id' },
  audit_id: { ru: 'id записи', en: 'record id' },
};
/** Of the columns that the checks fill in with words. */
const RUSSIAN: Readonly<Record<string, string>> = {
  gap: 'пропуск в нумерации', predecessor: 'не сходится с предыдущим', 'record missing': 'запись удалена',
  'record changed': 'запись изменена', 'redaction changed': 'вымаранная запись изменена',
  'redaction not sealed': 'вымарывание никем не заверено', 'neither sealed nor waiting': 'запись вне цепочки',
  'the room is not booked': 'помещение не занято', 'the room is still booked': 'помещение всё ещё занято',
  'another room or time is booked': 'занято другое помещение или время',
  'the room is booked twice': 'помещение занято дважды', 'the rental is billed twice': 'аренда выставлена дважды',
};

/** "клиент Иванова Анна, аванс 100,00 ₽, ожидается 90,00 ₽". */
export function rowInWords(sample: Readonly<Record<string, unknown>>, language: Language): string {
  const places = Object.keys(LABELS);
  const place = (key: string): number => (places.includes(key) ? places.indexOf(key) : places.length);
  const known = Object.entries(sample).filter(([, value]) => value !== null);
  return known.sort(([a], [b]) => place(a) - place(b)).map(([key, value]) => {
    const label = LABELS[key];
    return `${label?.[language] ?? key} ${valueInWords(key, value, language)}`;
  }).join(', ');
}

function valueInWords(key: string, value: unknown, language: Language): string {
  const unit = LABELS[key]?.unit;
  if (unit === 'money' && Number.isSafeInteger(value)) return displayMoney(value as Money, language);
  if (unit === 'hundredths' && Number.isSafeInteger(value)) return quantityText(value as number, language);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return ['why', 'problem'].includes(key) && language === 'ru' ? RUSSIAN[text] ?? text : text;
}

/** "8", "2,50": a whole number is said as one. */
function quantityText(hundredthsOf: number, language: Language): string {
  if (hundredthsOf % 100 === 0) return String(hundredthsOf / 100);
  return language === 'ru' ? decimalText(hundredthsOf).replace('.', ',') : decimalText(hundredthsOf);
}

const mark = (ok: boolean): string => (ok ? '✓' : '✗');
const isRu = (language: Language): boolean => language === 'ru';

/** The whole report, a line for each check. */
export function healthInWords(health: Health, language: Language): string {
  const { database, migrations, organisations } = health;
  const ru = isRu(language);
  const pending = migrations.missing.length === 0 ? [] : [
    `${ru ? 'не применены' : 'not applied'}: ${migrations.missing.join(', ')}`,
  ];
  const shape = [...(migrations.problem === undefined ? [] : [migrations.problem]), ...pending];
  const applied = `${ru ? 'применено миграций' : 'migrations applied'}: ${migrations.applied.length}`;
  return [
    `✓ PostgreSQL ${database}`,
    `${mark(migrations.ok)} ${ru ? 'Структура базы' : 'The shape of the database'}: ${[applied, ...shape].join('; ')}`,
    ...health.findings.flatMap(findingInWords),
    ...organisations.flatMap((organisation) => ['', ...organisationInWords(organisation, language)]),
    '',
    verdict(health, ru),
  ].join('\n');
}

const MARKS = { OK: '✓', WARN: '!', FAIL: '✗' } as const;
const findingInWords = ({ severity, text, advice }: Finding): string[] =>
  [`${MARKS[severity]} ${text}`, ...(advice === undefined ? [] : [`    → ${advice}`])];

function organisationInWords({ orgId, name, checks, failure }: Examined, language: Language): string[] {
  const lines = checks.flatMap(({ id, title, ok, rows, sample }) => {
    const line = `  ${mark(ok)} ${id.padEnd(12)} ${title}`;
    if (ok) return [line];
    const count = isRu(language) ? `строк: ${rows}; первая` : `rows: ${rows}; the first`;
    return [line, `      ${count}: ${sample ? rowInWords(sample, language) : '—'}`];
  });
  const failed = failure === undefined
    ? [] : [`  ✗ ${isRu(language) ? 'Не удалось проверить' : 'Could not be examined'}: ${failure}`];
  return [`${name} (${orgId})`, ...lines, ...failed];
}

function verdict({ ok, findings, migrations, organisations }: Health, ru: boolean): string {
  const say = (russian: string, english: string): string => (ru ? russian : english);
  if (!migrations.ok) return say('✗ Книги не проверены: сначала структура базы', '✗ The books were not examined');
  const all = organisations.length;
  const wrong = organisations.filter((organisation) => !organisation.ok).length;
  const doubts = findings.filter(({ severity }) => severity === 'WARN').length;
  const also = doubts === 0 ? '' : say(`; предупреждений: ${doubts}`, `; warnings: ${doubts}`);
  if (ok) return say(`✓ Всё сходится, организаций: ${all}${also}`, `✓ All is well, organisations: ${all}${also}`);
  const failures = findings.filter(({ severity }) => severity === 'FAIL').length;
  if (wrong === 0) {
    return say(`✗ Книги сходятся, но есть сбои: ${failures}${also}`, `✗ The books hold, failures: ${failures}${also}`);
  }
  return say(`✗ Не сходится у ${wrong} из ${all}`, `✗ Wrong in ${wrong} of ${all}`);
}
