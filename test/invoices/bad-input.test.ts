/** What bad input gets on the endpoints of invoices: a problem with a code and a sentence, and not one row changed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeService, createService } from '../../src/catalogue/services.ts';
import { changeClient } from '../../src/clients/write-clients.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import {
  type Attempt, type Door, ask, expectProblem, newClient, newDraft, newInvoice, newStudent, openDoor, payInvoice,
} from '../money-fixtures.ts';
import { NO_BODIES, NO_IDS, NO_MONEY, NO_POSITIVE_MONEY, withRaw } from '../bad-values.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';

const REASON = 'Ошибка при вводе данных';
const ITEM = { serviceName: 'Занятие', unitPrice: 500 };

let world: World;
let door: Door;
let key: string;
let f: Awaited<ReturnType<typeof fixtures>>;

async function fixtures() {
  const clientId = await newClient(world);
  const other = await newClient(world, { firstName: 'Борис' });
  const inactive = await newClient(world);
  await ask(world, changeClient, { id: inactive, isActive: false });
  const [draft, issued, twoLines] = [
    await newDraft(world, clientId, [500]), await newInvoice(world, clientId, [500]), await newInvoice(world, clientId, [500, 700]),
  ];
  const [paid, partly, cancelled] = [
    await newInvoice(world, clientId, [500]), await newInvoice(world, clientId, [500]), await newInvoice(world, clientId, [500]),
  ];
  await payInvoice(world, paid.id, 500);
  await payInvoice(world, partly.id, 200);
  await ask(world, cancelInvoice, { id: cancelled.id, reason: REASON });
  const service = await ask(world, createService, {
    name: 'Танцы', serviceType: 'OTHER', basePrice: 100, writeOffTiming: 'ON_SALE',
  });
  await ask(world, changeService, { id: service.id, isActive: false });
  const later = await ask(world, createService, {
    name: 'Хор', serviceType: 'OTHER', basePrice: 100, writeOffTiming: 'ON_SALE', validFrom: '2025-03-01',
  });
  const neighbour = await neighbourOf(world);
  const foreign = await newInvoice(neighbour, await newClient(neighbour), [500]);
  return {
    clientId, other, inactive, studentId: await newStudent(world, clientId), draft, issued, twoLines, paid, partly, cancelled,
    service: service.id, later: later.id, foreign,
  };
}

beforeAll(async () => {
  world = await newWorld();
  door = await openDoor(world);
  key = await door.keyOf('ADMIN');
  f = await fixtures();
});
afterAll(async () => {
  await door.close();
  await world.close();
});

const at = (path: string): string => `/api/invoices${path}`;
const refused = (attempt: Attempt, status: number, code: string) => expectProblem(world, door, key, attempt, status, code);
const refusedBody = (body: object, status: number, code: string) => refused({ url: at(''), body }, status, code);
const itemUrl = (invoice: { id: string; items: { id: string }[] }): string => at(`/${invoice.id}/items/${invoice.items[0]!.id}`);

describe('money', () => {
  const places: [what: string, values: readonly string[], field: string, place: () => Omit<Attempt, 'raw'> & { body: object }][] = [
    ['the amount of a new invoice', NO_POSITIVE_MONEY, 'amount',
      () => ({ url: at(''), body: { studentId: f.studentId, amount: 1, description: 'Урок' } })],
    ['the price of an item', NO_MONEY, 'items.0.unitPrice', () => ({ url: at(''), body: { clientId: f.clientId, items: [ITEM] } })],
    ['the amount of a draft', NO_POSITIVE_MONEY, 'amount',
      () => ({ method: 'PATCH', url: at(`/${f.draft.id}`), body: { amount: 1, description: 'Урок' } })],
    ['the price of an added item', NO_MONEY, 'unitPrice', () => ({ url: at(`/${f.issued.id}/items`), body: ITEM })],
    ['an adjusted price', NO_MONEY, 'newPrice',
      () => ({ method: 'PATCH', url: `${itemUrl(f.issued)}/adjust-price`, body: { newPrice: 1, reason: REASON } })],
  ];
  test.each(places)('%s', async (_, values, field, place) => {
    for (const value of values) {
      const { body, ...attempt } = place();
      const raw = withRaw(body as Record<string, unknown>, field, value);
      const problem = await refused({ ...attempt, raw }, 422, 'VALIDATION');
      expect(problem.errors, value).toMatchObject([{ path: field, message: expect.stringMatching(/[а-яё]/i) as string }]);
    }
  });

  test('a sum that is too large or nothing at all', async () => {
    const { clientId } = f;
    await refusedBody({ clientId, items: [{ ...ITEM, unitPrice: 99_999_999.99, quantity: 2 }] }, 422, 'AMOUNT_TOO_LARGE');
    await refusedBody({ clientId, items: [{ ...ITEM, unitPrice: 99_999_999.99 }, ITEM] }, 422, 'AMOUNT_TOO_LARGE');
    await refusedBody({ clientId, items: [{ ...ITEM, unitPrice: 0 }] }, 422, 'SUBTOTAL_ZERO');
    await refused({ url: at(`/${f.issued.id}/items`), body: { ...ITEM, unitPrice: 99_999_999.99 } }, 422, 'AMOUNT_TOO_LARGE');
  });
});

test('quantities, rates, words, dates and texts that mean nothing', async () => {
  const item = (change: object) => ({ clientId: f.clientId, items: [{ ...ITEM, ...change }] });
  const bodies: object[] = [
    ...[0, -1, 0.001, 100_000, '1', null].map((quantity) => item({ quantity })),
    ...[-1, 100.01, 0.001, '20'].map((vatRate) => item({ vatRate })),
    item({ serviceType: 'MAGIC' }), item({ serviceType: 'other' }), item({ writeOffTiming: 'LATER' }), item({ serviceName: '  ' }),
    item({ serviceName: 'x'.repeat(201) }), item({ serviceName: 'A\0' }), item({ serviceName: undefined }),
    item({ unitPrice: undefined }), item({ totalPrice: 1 }), { ...item({}), status: 'PAID' }, { ...item({}), invoiceNumber: 'INV-1' },
    ...['2025-02-30', '1899-12-31', '0000-00-00', '12.02.2025', 20_250_212, ''].map((dueDate) => ({ ...item({}), dueDate })),
    { ...item({}), asDraft: 'yes' }, { ...item({}), notes: 5 }, { ...item({}), amount: 5 }, { items: [ITEM] },
    { clientId: f.clientId, items: Array.from({ length: 201 }, () => ITEM) }, { clientId: f.clientId, items: {} },
    { clientId: f.clientId, amount: 500 },
  ];
  for (const body of bodies) await refusedBody(body, 422, 'VALIDATION');
  for (const query of ['status=MAGIC', 'overdue=maybe', 'fromDate=soon', 'page=0', 'limit=101', 'limit=x', 'colour=red', 'status=']) {
    await refused({ method: 'GET', url: at(`?${query}`) }, 422, 'VALIDATION');
  }
});

test('an invoice without items', async () => {
  await refusedBody({ clientId: f.clientId, items: [] }, 422, 'ITEMS_EMPTY');
  await refusedBody({ clientId: f.clientId }, 422, 'ITEMS_EMPTY');
  await refused({ method: 'PATCH', url: at(`/${f.draft.id}`), body: { items: [] } }, 422, 'ITEMS_EMPTY');
  await refused({ method: 'DELETE', url: itemUrl(f.draft) }, 409, 'LAST_ITEM');
  await refused({ method: 'DELETE', url: itemUrl(f.issued) }, 409, 'LAST_ITEM');
});

describe('ids', () => {
  const paths: [method: Attempt['method'], path: string, body?: object][] = [
    ['GET', ''], ['PATCH', '', { notes: 'Позвонить' }], ['DELETE', ''], ['POST', '/send'], ['POST', '/cancel', { reason: REASON }],
    ['POST', '/mark-viewed'], ['POST', '/items', ITEM], ['POST', '/settle-from-balance'], ['GET', '/audit-log'], ['GET', '/history'],
  ];
  test.each(paths)('%s /api/invoices/{id}%s: malformed, missing and foreign', async (method, path, body) => {
    for (const id of [...NO_IDS, f.foreign.id]) {
      const answer = await door.send(method!, at(`/${id}${path}`), { key, ...(body && { body }) });
      expect(answer, id).toMatchObject({ status: 404, body: { detail: expect.stringMatching(/не найден/i) as string } });
    }
    await refused({ method: method!, url: at(`/${f.foreign.id}${path}`), body }, 404, 'INVOICE_NOT_FOUND');
  });

  test('of an item', async () => {
    const strangers = [f.foreign.items[0]!.id, f.issued.items[0]!.id, ...NO_IDS];
    for (const [index, id] of strangers.entries()) {
      const code = index < 4 ? 'ITEM_NOT_FOUND' : 'NOT_FOUND';
      const url = at(`/${f.twoLines.id}/items/${id}`);
      await refused({ method: 'DELETE', url }, 404, code);
      await refused({ method: 'PATCH', url: `${url}/adjust-price`, body: { newPrice: 1, reason: REASON } }, 404, code);
    }
  });

  test('in a body', async () => {
    for (const id of ['nope', '', f.foreign.clientId, f.foreign.id]) {
      await refusedBody({ clientId: id, items: [ITEM] }, 404, 'NOT_FOUND');
      await refusedBody({ clientId: f.clientId, items: [{ serviceId: id }] }, 404, 'NOT_FOUND');
      expect((await door.send('POST', at(''), { key, body: { studentId: id, items: [ITEM] } })).status).toBe(404);
    }
    const someone = { studentId: f.studentId, items: [ITEM] };
    await refusedBody({ ...someone, clientId: f.other }, 422, 'PARENT_MISMATCH');
    await refusedBody({ ...someone, parentId: f.other }, 422, 'PARENT_MISMATCH');
    await refusedBody({ clientId: f.inactive, items: [ITEM] }, 409, 'CLIENT_INACTIVE');
    await refusedBody({ clientId: f.clientId, items: [{ serviceId: f.service }] }, 409, 'SERVICE_INACTIVE');
    await refusedBody({ clientId: f.clientId, items: [{ serviceId: f.later }] }, 409, 'NO_PRICE');
  });
});

test('WE-47: a reason of fewer than ten characters, in the exact words', async () => {
  for (const reason of [undefined, '', 'скидка', 'девять_99', ' '.repeat(10), '   девять_99   ']) {
    const attempt = { method: 'PATCH', url: `${itemUrl(f.issued)}/adjust-price`, body: { newPrice: 400, reason } } as const;
    const { detail } = await refused(attempt, 422, 'ADJUSTMENT_REASON');
    expect(detail).toBe('Необходимо указать причину корректировки (минимум 10 символов)');
  }
  for (const reason of ['', '   ']) {
    await refused({ url: at(`/${f.issued.id}/cancel`), body: { reason } }, 422, 'REASON_REQUIRED');
  }
  await refused({ url: at(`/${f.issued.id}/cancel`), body: {} }, 422, 'VALIDATION');
});

describe('states', () => {
  const adjust = { newPrice: 400, reason: REASON };
  test.each([
    ['paid', 'INVOICE_PRICE_FIXED'], ['partly', 'INVOICE_PRICE_FIXED'], ['cancelled', 'INVOICE_PRICE_FIXED'],
  ] as const)('the price of a %s invoice stays', async (which, code) => {
    const problem = await refused({ method: 'PATCH', url: `${itemUrl(f[which])}/adjust-price`, body: adjust }, 409, code);
    expect(problem['detail']).toBe('Нельзя изменить цену в оплаченном счете');
    await refused({ url: at(`/${f[which].id}/items`), body: ITEM }, 409, 'INVOICE_NOT_EDITABLE');
    await refused({ method: 'DELETE', url: itemUrl(f[which]) }, 409, 'INVOICE_NOT_EDITABLE');
  });

  test('a paid invoice is not voided: both texts (C-63); a voided one not twice', async () => {
    const body = { reason: REASON };
    expect(await refused({ url: at(`/${f.paid.id}/cancel`), body }, 409, 'CANCEL_PAID_INVOICE')).toMatchObject({
      detail: 'Нельзя отменить оплаченный счет. Необходим возврат.',
      hint: 'Для отмены оплаченного счета необходимо оформить возврат',
    });
    await refused({ url: at(`/${f.cancelled.id}/cancel`), body }, 409, 'INVOICE_CANCELLED');
  });

  test('only a draft is sent, deleted or given other lines; a closed one keeps all but its notes', async () => {
    for (const { id } of [f.issued, f.paid, f.partly, f.cancelled]) {
      await refused({ url: at(`/${id}/send`) }, 409, 'INVOICE_NOT_DRAFT');
      await refused({ method: 'DELETE', url: at(`/${id}`) }, 409, 'INVOICE_NOT_DRAFT');
      await refused({ method: 'PATCH', url: at(`/${id}`), body: { amount: 5, description: 'Урок' } }, 409, 'INVOICE_NOT_EDITABLE');
      await refused({ method: 'PATCH', url: at(`/${id}`), body: { items: [ITEM] } }, 409, 'INVOICE_NOT_EDITABLE');
    }
    for (const { id } of [f.paid, f.cancelled]) {
      await refused({ method: 'PATCH', url: at(`/${id}`), body: { dueDate: '2025-03-01' } }, 409, 'INVOICE_NOT_EDITABLE');
      await refused({ method: 'PATCH', url: at(`/${id}`), body: { description: 'Урок' } }, 409, 'INVOICE_NOT_EDITABLE');
    }
  });

  test('what cannot be viewed or settled', async () => {
    for (const { id } of [f.draft, f.paid, f.cancelled]) {
      await refused({ url: at(`/${id}/mark-viewed`) }, 409, 'INVOICE_NOT_VIEWABLE');
    }
    const settle = (id: string, code: string) => refused({ url: at(`/${id}/settle-from-balance`) }, 409, code);
    await settle(f.paid.id, 'INVOICE_ALREADY_PAID');
    await settle(f.draft.id, 'INVOICE_IS_DRAFT');
    await settle(f.cancelled.id, 'INVOICE_CANCELLED');
    await settle(f.issued.id, 'NOTHING_TO_SETTLE');
  });
});

describe('bodies and keys', () => {
  test.each(NO_BODIES)('%s', async (_, raw, status, code) => {
    await refused({ url: at(''), raw }, status, code);
    await refused({ method: 'PATCH', url: `${itemUrl(f.issued)}/adjust-price`, raw }, status, code);
  });

  test('a preview that is no longer true', async () => {
    const invoice = await newInvoice(world, f.clientId, [500]);
    const url = `${itemUrl(invoice)}/adjust-price`;
    const adjust = (body: object) => door.send('PATCH', url, { key, body: { reason: REASON, ...body } });
    const { previewHash } = (await adjust({ newPrice: 400, dryRun: true })).body;
    expect(previewHash).toMatch(/^[0-9a-f]{64}$/);
    expect((await adjust({ newPrice: 450 })).status).toBe(200);
    const body = { newPrice: 400, reason: REASON, previewHash };
    const problem = await refused({ method: 'PATCH', url, body }, 409, 'PREVIEW_STALE');
    const preview = problem['preview'] as { previewHash: string; invoice: object };
    expect(preview).toMatchObject({ dryRun: true, invoice: { totalAmount: 400 } });
    await refused({ method: 'PATCH', url, body: { ...body, previewHash: 'nonsense' } }, 409, 'PREVIEW_STALE');
    expect(await adjust({ newPrice: 400, previewHash: preview.previewHash })).toMatchObject({
      status: 200, body: { invoice: { totalAmount: 400 } },
    });
  });

  test('the same idempotency key with another body, on another invoice, or on another endpoint', async () => {
    const idempotencyKey = 'invoice-1';
    const headers = { 'idempotency-key': idempotencyKey };
    const body = { clientId: f.clientId, items: [ITEM] };
    const made = await door.send('POST', at(''), { key, body, headers });
    expect(made.status).toBe(201);
    const again = await door.send('POST', at(''), { key, body, headers });
    expect(again).toMatchObject({ status: 201, body: made.body, headers: { 'idempotency-replayed': 'true' } });
    const reused = (attempt: Attempt) => refused({ ...attempt, idempotencyKey }, 409, 'IDEMPOTENCY_KEY_REUSED');
    await reused({ url: at(''), body: { ...body, items: [{ ...ITEM, unitPrice: 501 }] } });
    await reused({ url: at(''), body: { ...body, notes: 'Ещё' } });
    await reused({ url: at(`/${f.issued.id}/send`) });
    await refused({ url: at(''), body, idempotencyKey: ' ' }, 400, 'IDEMPOTENCY_KEY_MALFORMED');
  });
});
