/** What can be there and what can happen: each sentence runs the real operation, as the person it names. */
import { expect, vi } from 'vitest';
import { passActions } from './pass-actions.ts';
import { placeActions } from './place-actions.ts';
import { passName } from './passes.ts';
import { type Stage, type Who, actorOf, idOf, nameOf, onlyClient, remember, send, worldOf } from './stage.ts';
import { visitActions } from './visit-actions.ts';
import { ACTORS, KINDS, METHODS, TEMPLATES, action, kopecksOf, roubles } from './words.ts';
import { setPrice } from '../../src/catalogue/prices.ts';
import { createService } from '../../src/catalogue/services.ts';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { createStudent } from '../../src/clients/students.ts';
import { changeClient, createClient } from '../../src/clients/write-clients.ts';
import { adjustPrice } from '../../src/invoices/adjust-price.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { addItem, deleteInvoice, removeItem } from '../../src/invoices/edit-invoice.ts';
import { markViewed } from '../../src/invoices/mark-viewed.ts';
import { getInvoice } from '../../src/invoices/read-invoices.ts';
import { sendInvoice } from '../../src/invoices/send-invoice.ts';
import { createRefund } from '../../src/payments/create-refund.ts';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { reversePayment } from '../../src/payments/reverse-payment.ts';
import { createInvoice } from '../../src/sales/create-invoice.ts';
import { newWorld } from '../world.ts';

async function enterClient(stage: Stage, name: string, more: Record<string, unknown> = {}): Promise<void> {
  const { id } = await send(stage, createClient, { name, ...more });
  remember(stage, 'client', name, id);
}

async function enterStudent(stage: Stage, name: string, clientId: string): Promise<void> {
  remember(stage, 'student', name, (await send(stage, createStudent, { clientId, firstName: name })).id);
}
/** A pupil who pays for himself: the client has his name. */
async function enterPupil(stage: Stage, name: string, more: Record<string, unknown> = {}): Promise<void> {
  await enterClient(stage, name, more);
  await enterStudent(stage, name, idOf(stage, 'client', name));
}

async function enterBenefit(stage: Stage, name: string, percent: number): Promise<string> {
  const { id } = await send(stage, createBenefitCategory, { name, discountPercent: percent });
  remember(stage, 'benefit', name, id);
  return id;
}

const LINE = /^(.+?) «([^»]*)»(?: (\d+) ×)? (\d[\d ]*,\d\d)$/;
const FROM_CATALOGUE = /^по справочнику «([^»]*)»(?: × (\d+))?$/;

/** Such a line sells a real pass of that kind; "абонемент" alone is only the name of a line. */
const SELLS_PASS = 'абонемент вида';

/** "абонемент «Йога» 5000,00" · "коворкинг «Место» 5 × 500,00" · "по справочнику «Танцы» × 3", as the API takes them. */
function itemOf(stage: Stage, text: string): Record<string, unknown> {
  const [, service, count] = FROM_CATALOGUE.exec(text) ?? [];
  if (service !== undefined) return { serviceId: idOf(stage, 'service', service), quantity: Number(count ?? 1) };
  const [, kind = '', serviceName = '', quantity, price = ''] = LINE.exec(text) ?? [];
  const what = Object.entries(KINDS).find(([word]) => word === kind)?.[1];
  if (!what) throw new Error(`Непонятная позиция: ${text}`);
  const line = { ...what, serviceName, quantity: Number(quantity ?? 1), unitPrice: roubles(kopecksOf(price)) };
  return kind === SELLS_PASS ? { ...line, subscriptionTypeId: idOf(stage, 'kind', serviceName) } : line;
}

async function invoice(
  stage: Stage, who: Who, name: string, clientId: string, items: string, more: Record<string, unknown> = {},
): Promise<void> {
  const fields = { clientId, items: items.split('; ').map((text) => itemOf(stage, text)), ...more };
  const { id, subscriptionId, studentId } = await send(stage, createInvoice, fields, who);
  remember(stage, 'invoice', name, id);
  const [, kind] = /абонемент вида «([^»]*)»/.exec(items) ?? [];
  if (kind !== undefined && subscriptionId !== null) {
    remember(stage, 'pass', passName(kind, nameOf(stage, 'student', studentId)), subscriptionId);
  }
}

/** Runs the deeds at once: the counter of numbers is held until every one of them waits, so that none comes late. */
async function together(stage: Stage, deeds: readonly (() => Promise<void>)[]): Promise<void> {
  const { owner } = worldOf(stage).database;
  const holder = await owner.connect();
  try {
    await holder.query('begin');
    await holder.query('select from document_counters for update');
    const all = Promise.allSettled(deeds.map((deed) => deed()));
    await vi.waitFor(async () => {
      const { rowCount } = await owner.query(`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
      expect(rowCount, 'операции ждут друг друга').toBe(deeds.length);
    }, { timeout: 10_000, interval: 20 });
    await holder.query('commit');
    for (const outcome of await all) if (outcome.status === 'rejected') throw outcome.reason;
  } finally {
    holder.release(true); // closing the connection ends its transaction, whatever happened
  }
}

const itemId = async (stage: Stage, invoiceId: string, name: string): Promise<string> => {
  const { items } = await send(stage, getInvoice, { id: invoiceId });
  const found = items.find((item) => item.serviceName === name);
  if (!found) throw new Error(`В счёте нет позиции «${name}»`);
  return found.id;
};

const people = [
  action('{where}, {moment}', async (stage, where, now) => {
    stage.world = await newWorld({ template: TEMPLATES[where], now });
    for (const who of ['администратор', 'менеджер', 'репетитор'] as const) {
      stage.actors.set(who, await stage.world.as(ACTORS[who]));
    }
  }),
  action('наступает {moment}', (stage, now) => worldOf(stage).setClock(now)),
  action('клиент {name}', (stage, name) => enterClient(stage, name)),
  action('клиент {name} с льготой {name} {percent} %', async (stage, name, benefit, percent) => {
    await enterClient(stage, name, { benefitCategoryId: await enterBenefit(stage, benefit, percent) });
  }),
  action('клиенту назначают льготу {name} {percent} %', async (stage, benefit, percent) => {
    const benefitCategoryId = await enterBenefit(stage, benefit, percent);
    await send(stage, changeClient, { id: onlyClient(stage), benefitCategoryId });
  }),
  action('ученик {name}', (stage, name) => enterPupil(stage, name)),
  action('ученик {name} с льготой {name} {percent} %', async (stage, name, benefit, percent) => {
    await enterPupil(stage, name, { benefitCategoryId: await enterBenefit(stage, benefit, percent) });
  }),
  action('ученик {name} клиента {name}', (stage, name, client) => enterStudent(stage, name, idOf(stage, 'client', client))),
  action('ученик {name} у репетитора, платит родитель {name}', async (stage, name, parent) => {
    await enterClient(stage, parent);
    const clientId = onlyClient(stage);
    const trainerIds = [actorOf(stage, 'репетитор').userId];
    const { id } = await send(stage, createStudent, { clientId, firstName: name, trainerIds });
    remember(stage, 'student', name, id);
    stage.actors.set('родитель', await worldOf(stage).as('CLIENT', { clientId }));
  }),
];

const catalogue = [
  action('в справочнике услуга {name} {sum} без НДС', async (stage, name, price) => {
    const fields = { name, serviceType: 'SUBSCRIPTION', basePrice: roubles(price), writeOffTiming: 'ON_USE' };
    remember(stage, 'service', name, (await send(stage, createService, fields)).id);
  }),
  action('в справочнике услуга {name} {sum} плюс НДС по основной ставке', async (stage, name, price) => {
    const fields = {
      name, serviceType: 'SUBSCRIPTION', basePrice: roubles(price), vat: 'STANDARD', writeOffTiming: 'ON_USE',
    };
    remember(stage, 'service', name, (await send(stage, createService, fields)).id);
  }),
  action('{who} ставит услуге {name} цену {sum} с {day}', async (stage, who, name, price, validFrom) => {
    await send(stage, setPrice, { id: idOf(stage, 'service', name), basePrice: roubles(price), validFrom }, who);
  }),
];

const invoices = [
  action('{who} выставляет счёт {name}: {rest}', (stage, who, name, items) =>
    invoice(stage, who, name, onlyClient(stage), items)),
  action('{who} готовит черновик {name}: {rest}', (stage, who, name, items) =>
    invoice(stage, who, name, onlyClient(stage), items, { asDraft: true })),
  action('{who} готовит счёт {name} за ученика {name}: {sum} за {name}, срок {day}',
    async (stage, who, name, student, sum, description, dueDate) => {
      const fields = { studentId: idOf(stage, 'student', student), amount: roubles(sum), description, dueDate };
      remember(stage, 'invoice', name, (await send(stage, createInvoice, fields, who)).id);
    }),
  action('неоплаченные счета от старых к новым: {rest}', async (stage, list) => {
    for (const text of list.split('; ')) {
      const [, name = '', price = ''] = /^(«[^»]*») (.+)$/.exec(text) ?? [];
      await invoice(stage, 'менеджер', name.slice(1, -1), onlyClient(stage), `услуга «Занятие» ${price}`);
    }
  }),
  action('последний номер счёта за год {number}', async (stage, number) => {
    // The number before it is put into the counter, then an invoice really takes the last one.
    const [, year, sequence] = number.split('-');
    await worldOf(stage).database.owner.query(
      `insert into document_counters (org_id, kind, year, last_number) values ($1, 'INV', $2, $3)`,
      [worldOf(stage).orgId, year, Number(sequence) - 1]);
    await enterClient(stage, 'Прежний');
    await invoice(stage, 'менеджер', 'прежний', idOf(stage, 'client', 'Прежний'), 'услуга «Занятие» 500,00');
  }),
  action('одновременно выставляют счёт {name} клиенту {name} и счёт {name} клиенту {name}: {rest}',
    async (stage, name, client, other, otherClient, items) => {
      await together(stage, [[name, client], [other, otherClient]].map(([number = '', payer = '']) => () =>
        invoice(stage, 'менеджер', number, idOf(stage, 'client', payer), items)));
    }),
  action('{who} добавляет в счёт {name}: {rest}', async (stage, who, name, item) => {
    await send(stage, addItem, { id: idOf(stage, 'invoice', name), ...itemOf(stage, item) }, who);
  }),
  action('{who} убирает из счёта {name} позицию {name}', async (stage, who, name, item) => {
    const id = idOf(stage, 'invoice', name);
    await send(stage, removeItem, { id, itemId: await itemId(stage, id, item) }, who);
  }),
  action('{who} отправляет счёт {name} с пометкой {name}', async (stage, who, name, reason) => {
    await send(stage, sendInvoice, { id: idOf(stage, 'invoice', name), reason }, who);
  }),
  action('{who} открывает счёт {name}', async (stage, who, name) => {
    await send(stage, markViewed, { id: idOf(stage, 'invoice', name) }, who);
  }),
  action('{who} удаляет счёт {name}', async (stage, who, name) => {
    await send(stage, deleteInvoice, { id: idOf(stage, 'invoice', name) }, who);
  }),
  action('{who} аннулирует счёт {name} по причине {name}', async (stage, who, name, reason) => {
    await send(stage, cancelInvoice, { id: idOf(stage, 'invoice', name), reason }, who);
  }),
  action('{who} меняет цену позиции {name} счёта {name} на {sum} по причине {name}',
    async (stage, who, item, name, price, reason) => {
      const id = idOf(stage, 'invoice', name);
      const fields = { id, itemId: await itemId(stage, id, item), newPrice: roubles(price), reason };
      await send(stage, adjustPrice, fields, who);
    }),
];

async function pay(stage: Stage, who: Who, name: string, fields: Record<string, unknown>): Promise<void> {
  const { payment } = await send(stage, registerPayment, fields, who);
  remember(stage, 'payment', name, payment.id);
}

const money = [
  action('{who} принимает платёж {name}: {sum} {method}', (stage, who, name, sum, method) =>
    pay(stage, who, name, { clientId: onlyClient(stage), amount: roubles(sum), paymentMethod: METHODS[method] })),
  action('{who} принимает от клиента {name} платёж {name}: {sum} {method}', (stage, who, client, name, sum, method) =>
    pay(stage, who, name, {
      clientId: idOf(stage, 'client', client), amount: roubles(sum), paymentMethod: METHODS[method],
    })),
  action('{who} принимает платёж {name}: {sum} {method} по счёту {name}', (stage, who, name, sum, method, paid) =>
    pay(stage, who, name, { invoiceId: idOf(stage, 'invoice', paid), amount: roubles(sum), paymentMethod: METHODS[method] })),
  action('{who} отменяет платёж {name} по причине {name}', async (stage, who, name, reason) => {
    stage.answers.reversal = await send(stage, reversePayment, { id: idOf(stage, 'payment', name), reason }, who);
  }),
  action('{who} возвращает клиенту из аванса {sum} {method} по причине {name}', async (stage, who, sum, method, reason) => {
    const fields = { clientId: onlyClient(stage), amount: roubles(sum), method: METHODS[method], reason };
    await send(stage, createRefund, fields, who);
  }),
];

export const actions = [...people, ...catalogue, ...invoices, ...money, ...passActions, ...visitActions, ...placeActions];
