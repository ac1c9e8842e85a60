/** What must be true: what the books say is written in the words of the sentence, and the two are compared. */
import { expect } from 'vitest';
import { type Fields, STATE, compareList } from './lists.ts';
import { noticeChecks } from './notice-checks.ts';
import { passChecks } from './pass-checks.ts';
import { placeChecks } from './place-checks.ts';
import { type Stage, allOf, answerOf, idOf, nameOf, onlyClient, remember, send, whoIs, worldOf } from './stage.ts';
import { visitChecks } from './visit-checks.ts';
import { LIFECYCLE, METHODS, PURPOSES, STATUSES, WRITE_OFF, check, dayText, momentText, moneyText } from './words.ts';
import { getClient } from '../../src/clients/read-clients.ts';
import { clientInvoices, getInvoice, invoiceAuditLog, invoiceHistory } from '../../src/invoices/read-invoices.ts';
import type { getInvoice as invoiceEndpoint } from '../../src/invoices/contract.ts';
import type { Result } from '../../src/kernel/contract.ts';
import { getPayment } from '../../src/payments/read-payments.ts';
import type { getPayment as paymentEndpoint } from '../../src/payments/contract.ts';
import { digestOfAllTables } from '../digest.ts';

type Invoice = Result<typeof invoiceEndpoint>;
type Item = Invoice['items'][number];
type Payment = Result<typeof paymentEndpoint>['payment'];

const PAYMENT_STATES = { COMPLETED: 'проведён', REVERSED: 'отменён', PENDING: 'ожидает', CANCELLED: 'отклонён' };

const invoiceFields: Fields<Invoice> = {
  [STATE]: ({ status }) => STATUSES[status],
  'до скидки': ({ subtotal }) => moneyText(subtotal),
  'скидка': ({ discountAmount }) => moneyText(discountAmount),
  'корректировка': ({ adjustmentAmount }) => moneyText(adjustmentAmount),
  'итого': ({ totalAmount }) => moneyText(totalAmount),
  'НДС': ({ vatAmount }) => moneyText(vatAmount),
  'оплачено': ({ paidAmount }) => moneyText(paidAmount),
  'осталось': ({ dueAmount }) => moneyText(dueAmount),
  'возвращено': ({ refundedAmount }) => moneyText(refundedAmount),
  'срок': ({ dueDate }) => dayText(dueDate),
  'номер': ({ invoiceNumber }) => invoiceNumber,
  'назначение': ({ purpose }) => PURPOSES[purpose],
  'этап': ({ lifecycleStatus }) => LIFECYCLE[lifecycleStatus],
  'просрочка': ({ isOverdue }) => (isOverdue ? 'есть' : 'нет'),
  'создан': ({ createdAt }) => momentText(createdAt),
  'выставлен': ({ issuedAt }) => momentText(issuedAt),
  'отправлен': ({ sentAt }) => momentText(sentAt),
  'просмотрен': ({ viewedAt }) => momentText(viewedAt),
  'оплачен': ({ paidAt }) => momentText(paidAt),
  'платёж': ({ payment }, stage) => (payment ? `«${nameOf(stage, 'payment', payment.id)}»` : 'нет'),
  'плательщик': ({ clientId }, stage) => `«${nameOf(stage, 'client', clientId)}»`,
  'родитель': ({ parentId }, stage) => `«${nameOf(stage, 'client', parentId)}»`,
  'выставил': ({ tutorId }, stage) => (tutorId === null ? 'нет' : whoIs(stage, tutorId)),
  'описание': ({ description }) => `«${description}»`,
  'пометка': ({ notes }) => `«${notes}»`,
};

const itemFields: Fields<Item> = {
  'количество': ({ quantity }) => (quantity % 100 === 0 ? String(quantity / 100) : moneyText(quantity)),
  'цена': ({ unitPrice }) => moneyText(unitPrice),
  'без НДС': ({ basePrice }) => moneyText(basePrice),
  'ставка НДС': ({ vatRate }) => `${vatRate / 100} %`,
  'НДС': ({ vatAmount }) => moneyText(vatAmount),
  'скидка': ({ discountAmount }) => moneyText(discountAmount),
  'корректировка': ({ adjustmentAmount }) => moneyText(adjustmentAmount),
  'итого': ({ totalPrice }) => moneyText(totalPrice),
  'остаток': ({ remainingQuantity }) => (remainingQuantity === null ? 'нет' : String(remainingQuantity / 100)),
  'списание': ({ writeOffTiming }) => (writeOffTiming === 'ON_USE' ? 'по посещениям' : 'при продаже'),
  'использование': ({ writeOffStatus }) => WRITE_OFF[writeOffStatus],
};

const methodText = Object.fromEntries(Object.entries(METHODS).map(([text, method]) => [method, text]));
const paymentFields: Fields<Payment> = {
  [STATE]: ({ status }) => PAYMENT_STATES[status],
  'сумма': ({ amount }) => moneyText(amount),
  'способ': ({ method }) => methodText[method] ?? method,
};

export const compareInvoice = (stage: Stage, invoice: Invoice, list: string): void =>
  compareList(stage, invoice, invoiceFields, Object.values(STATUSES), list);

const load = (stage: Stage, name: string): Promise<Invoice> => send(stage, getInvoice, { id: idOf(stage, 'invoice', name) });
type Found = { id: string; invoiceNumber: string; studentId: string | null };
/** The invoices of a client that no sentence has named, newest first. */
async function unnamed(stage: Stage, client: string): Promise<Found[]> {
  const named = new Set(allOf(stage, 'invoice').map(({ id }) => id));
  const { invoices } = await send(stage, clientInvoices, { id: idOf(stage, 'client', client) });
  return invoices.filter(({ id }) => !named.has(id));
}
/** An invoice that made itself has no name yet: the sentence gives it one, and there is exactly one to be meant. */
async function nameInvoice(
  stage: Stage, client: string, name: string, [invoice, ...others]: readonly Found[], list: string,
): Promise<void> {
  if (!invoice || others.length > 0) throw new Error(`Новых счетов клиента «${client}»: ${others.length + (invoice ? 1 : 0)}`);
  remember(stage, 'invoice', name, invoice.id);
  compareInvoice(stage, await load(stage, name), list);
}

const state = [
  check('счёт {name}: {rest}', async (stage, name, list) => compareInvoice(stage, await load(stage, name), list)),
  check('позиция {name} счёта {name}: {rest}', async (stage, item, name, list) => {
    const { items } = await load(stage, name);
    const found = items.find(({ serviceName }) => serviceName === item);
    if (!found) throw new Error(`В счёте нет позиции «${item}»`);
    compareList(stage, found, itemFields, Object.values(WRITE_OFF), list);
  }),
  check('платёж {name}: {rest}', async (stage, name, list) => {
    const { payment } = await send(stage, getPayment, { id: idOf(stage, 'payment', name) });
    compareList(stage, payment, paymentFields, Object.values(PAYMENT_STATES), list);
  }),
  check('аванс клиента {sum}', async (stage, sum) => {
    const { balance } = await send(stage, getClient, { id: onlyClient(stage) });
    expect(moneyText(balance)).toBe(moneyText(sum));
  }),
  check('аванс клиента {name} {sum}', async (stage, name, sum) => {
    const { balance } = await send(stage, getClient, { id: idOf(stage, 'client', name) });
    expect(moneyText(balance)).toBe(moneyText(sum));
  }),
  check('клиенту {name} выставлен счёт {name}: {rest}', async (stage, client, name, list) =>
    nameInvoice(stage, client, name, await unnamed(stage, client), list)),
  check('клиенту {name} выставлен счёт {name} за ученика {name}: {rest}', async (stage, client, name, student, list) => {
    const id = idOf(stage, 'student', student);
    const invoices = (await unnamed(stage, client)).filter(({ studentId }) => studentId === id);
    await nameInvoice(stage, client, name, invoices, list);
  }),
  check('новых счетов клиенту {name} нет', async (stage, client) => {
    expect((await unnamed(stage, client)).map(({ invoiceNumber }) => invoiceNumber)).toEqual([]);
  }),
  check('счёта {name} больше нет', async (stage, name) => {
    await expect(load(stage, name)).rejects.toMatchObject({ code: 'INVOICE_NOT_FOUND' });
  }),
  check('по счёту {name} платежей нет', async (stage, name) => expect((await load(stage, name)).payments).toEqual([])),
  check('номера счетов {name} и {name} — {number} и {number} в любом порядке', async (stage, one, two, first, second) => {
    const numbers = await Promise.all([one, two].map(async (name) => (await load(stage, name)).invoiceNumber));
    expect(numbers.sort()).toEqual([first, second]);
  }),
];

const past = [
  check('история счёта {name} от новых к старым: {rest}', async (stage, name, list) => {
    const { history } = await send(stage, invoiceHistory, { id: idOf(stage, 'invoice', name) });
    const text = history.map(({ oldStatus, newStatus, changedBy, reason }) =>
      `${LIFECYCLE[oldStatus]} → ${LIFECYCLE[newStatus]} (${whoIs(stage, changedBy.id)}${reason === null ? '' : `, «${reason}»`})`);
    expect(text.join('; ')).toBe(list);
  }),
  check('в журнале счёта {name} цена изменена с {name} на {name} по причине {name}', async (stage, name, before, after, reason) => {
    const { logs } = await send(stage, invoiceAuditLog, { id: idOf(stage, 'invoice', name) });
    expect(logs.filter(({ action }) => action === 'PRICE_ADJUSTED')).toEqual([
      expect.objectContaining({ oldValue: before, newValue: after, reason }),
    ]);
  }),
  check('отмена сняла оплату со счетов: {rest}', async (stage, list) => {
    const { released, credited } = answerOf(stage, 'reversal');
    const parts = released.map(({ invoiceId, amount }) => `«${nameOf(stage, 'invoice', invoiceId)}» ${moneyText(amount)}`);
    expect([...parts, `в аванс ${moneyText(credited)}`].join('; ')).toBe(list);
  }),
  check('ни один счёт не тронут', async (stage) => {
    const now = await digestOfAllTables(worldOf(stage).database);
    for (const table of ['invoices', 'invoice_items', 'invoice_audit_logs', 'credit_allocations']) {
      expect(now[table], table).toBe(stage.before[table]);
    }
  }),
];

/** The sentence of a refusal, word by word. Only the no-break spaces of amounts are written as plain ones. */
function takeRefusal(stage: Stage, sentence: string): NonNullable<Stage['refusal']> {
  const { refusal } = stage;
  if (!refusal) throw new Error('Отказа не было');
  expect(refusal.sentence('ru').replaceAll('\u00a0', ' ')).toBe(sentence);
  stage.refusal = undefined;
  return refusal;
}

const refusals = [
  check('отказ {name}', async (stage, sentence) => void takeRefusal(stage, sentence)),
  check('отказ {name} с подсказкой {name}', async (stage, sentence, hint) =>
    expect(takeRefusal(stage, sentence).hint('ru')).toBe(hint)),
  check('отказ {name}, поле {name}', async (stage, sentence, field) =>
    expect(takeRefusal(stage, sentence).extra['errors']).toEqual([expect.objectContaining({ path: field })])),
];

export const checks = [...state, ...past, ...refusals, ...passChecks, ...visitChecks, ...placeChecks, ...noticeChecks];
