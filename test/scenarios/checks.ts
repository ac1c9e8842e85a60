/** What must be true: what the books say is written in the words of the sentence, and the two are compared. */
import { expect } from 'vitest';
import { type Stage, idOf, nameOf, onlyClient, send, whoIs, worldOf } from './stage.ts';
import { LIFECYCLE, METHODS, STATUSES, WRITE_OFF, check, dayText, momentText, moneyText } from './words.ts';
import { getClient } from '../../src/clients/read-clients.ts';
import { getInvoice, invoiceAuditLog, invoiceHistory } from '../../src/invoices/read-invoices.ts';
import type { getInvoice as invoiceEndpoint } from '../../src/invoices/contract.ts';
import type { Result } from '../../src/kernel/contract.ts';
import { getPayment } from '../../src/payments/read-payments.ts';
import type { getPayment as paymentEndpoint } from '../../src/payments/contract.ts';
import { digestOfAllTables } from '../digest.ts';

type Invoice = Result<typeof invoiceEndpoint>;
type Item = Invoice['items'][number];
type Payment = Result<typeof paymentEndpoint>['payment'];

/** A label of a list and what the books have for it. A state stands first, without a label. */
type Fields<T> = Readonly<Record<string, (facts: T, stage: Stage) => string>>;
const STATE = 'состояние';
const PAYMENT_STATES = { COMPLETED: 'проведён', REVERSED: 'отменён', PENDING: 'ожидает', CANCELLED: 'отклонён' };
const STATES: readonly string[] = [...Object.values(STATUSES), ...Object.values(PAYMENT_STATES)];

const invoiceFields: Fields<Invoice> = {
  [STATE]: ({ status }) => STATUSES[status],
  'до скидки': ({ subtotal }) => moneyText(subtotal),
  'скидка': ({ discountAmount }) => moneyText(discountAmount),
  'корректировка': ({ adjustmentAmount }) => moneyText(adjustmentAmount),
  'итого': ({ totalAmount }) => moneyText(totalAmount),
  'НДС': ({ vatAmount }) => moneyText(vatAmount),
  'оплачено': ({ paidAmount }) => moneyText(paidAmount),
  'осталось': ({ dueAmount }) => moneyText(dueAmount),
  'срок': ({ dueDate }) => dayText(dueDate),
  'номер': ({ invoiceNumber }) => invoiceNumber,
  'этап': ({ lifecycleStatus }) => LIFECYCLE[lifecycleStatus],
  'просрочка': ({ isOverdue }) => (isOverdue ? 'есть' : 'нет'),
  'создан': ({ createdAt }) => momentText(createdAt),
  'отправлен': ({ sentAt }) => momentText(sentAt),
  'просмотрен': ({ viewedAt }) => momentText(viewedAt),
  'оплачен': ({ paidAt }) => momentText(paidAt),
  'платёж': ({ payment }, stage) => (payment ? `«${nameOf(stage, 'payment', payment.id)}»` : 'нет'),
  'плательщик': ({ clientId }, stage) => `«${nameOf(stage, 'client', clientId)}»`,
  'родитель': ({ parentId }, stage) => `«${nameOf(stage, 'client', parentId)}»`,
  'выставил': ({ tutorId }, stage) => (tutorId === null ? 'нет' : whoIs(stage, tutorId)),
  'описание': ({ description }) => `«${description}»`,
};

const itemFields: Fields<Item> = {
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

/** Compares "ожидает оплаты; итого 3500,00" with the facts, word for word. */
function compareList<T>(stage: Stage, facts: T, fields: Fields<T>, list: string): void {
  const labels = Object.keys(fields).sort((a, b) => b.length - a.length);
  const actual = list.split('; ').map((part, index) => {
    const isState = index === 0 && STATES.includes(part);
    const label = isState ? STATE : labels.find((candidate) => part.startsWith(`${candidate} `));
    const text = label === undefined ? undefined : fields[label]?.(facts, stage);
    if (text === undefined) throw new Error(`Непонятно: ${part}`);
    return isState ? text : `${label} ${text}`;
  });
  expect(actual.join('; ')).toBe(list);
}

const load = (stage: Stage, name: string): Promise<Invoice> => send(stage, getInvoice, { id: idOf(stage, 'invoice', name) });

const state = [
  check('счёт {name}: {rest}', async (stage, name, list) => compareList(stage, await load(stage, name), invoiceFields, list)),
  check('позиция {name} счёта {name}: {rest}', async (stage, item, name, list) => {
    const { items } = await load(stage, name);
    const found = items.find(({ serviceName }) => serviceName === item);
    if (!found) throw new Error(`В счёте нет позиции «${item}»`);
    compareList(stage, found, itemFields, list);
  }),
  check('платёж {name}: {rest}', async (stage, name, list) => {
    const { payment } = await send(stage, getPayment, { id: idOf(stage, 'payment', name) });
    compareList(stage, payment, paymentFields, list);
  }),
  check('аванс клиента {sum}', async (stage, sum) => {
    const { balance } = await send(stage, getClient, { id: onlyClient(stage) });
    expect(moneyText(balance)).toBe(moneyText(sum));
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
    const { released = [], credited = 0 } = stage.reversal ?? {};
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

export const checks = [...state, ...past, ...refusals];
