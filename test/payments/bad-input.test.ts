/** What bad input gets on the endpoints that move money: a problem with a code and a sentence, and not one row changed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeBranch, createBranch } from '../../src/access/branches.ts';
import { changeClient } from '../../src/clients/write-clients.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { changeSettings } from '../../src/ledger/change-settings.ts';
import { closePeriod } from '../../src/payments/periods.ts';
import { closeShift, openShift } from '../../src/payments/shifts.ts';
import {
  type Attempt, type Door, ask, expectProblem, newClient, newDraft, newInvoice, openDoor, pay, payInvoice, refund, reverse, topUp,
} from '../money-fixtures.ts';
import { NO_BODIES, NO_IDS, NO_MONEY, NO_POSITIVE_MONEY, withRaw } from '../bad-values.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';

const REASON = 'Ошибка кассира';

let world: World;
let door: Door;
let key: string;
let f: Awaited<ReturnType<typeof fixtures>>;

async function fixtures() {
  const [clientId, other, inactive] = [
    await newClient(world), await newClient(world, { firstName: 'Борис' }), await newClient(world),
  ];
  await topUp(world, inactive, 10);
  await ask(world, changeClient, { id: inactive, isActive: false });
  const [draft, issued, paid, cancelled] = [
    await newDraft(world, clientId, [500]), await newInvoice(world, clientId, [500]), await newInvoice(world, clientId, [500]),
    await newInvoice(world, clientId, [500]),
  ];
  const payment = (await payInvoice(world, paid.id, 500)).payment.id;
  await ask(world, cancelInvoice, { id: cancelled.id, reason: REASON });
  const reversed = (await topUp(world, clientId, 70)).payment.id;
  await reverse(world, reversed);
  const returned = await newInvoice(world, clientId, [300]);
  const spent = (await payInvoice(world, returned.id, 300)).payment.id;
  await refund(world, { invoiceId: returned.id, amount: 300 });
  const closedShift = (await ask(world, openShift)).id;
  await ask(world, closeShift, { id: closedShift, counted: { CASH: 0 } });
  const openedShift = (await ask(world, openShift, { openingCash: 100 })).id;
  const branch = (await ask(world, createBranch, { name: 'Юг' })).id;
  await ask(world, changeBranch, { id: branch, isActive: false });
  await ask(world, closePeriod, { closedThrough: '2025-01-31' });
  const neighbour = await neighbourOf(world);
  const foreignClient = await newClient(neighbour);
  const foreign = {
    clientId: foreignClient, invoiceId: (await newInvoice(neighbour, foreignClient, [500])).id,
    paymentId: (await pay(neighbour, { clientId: foreignClient, amount: 5 })).payment.id,
    shiftId: (await ask(neighbour, openShift)).id,
  };
  return {
    clientId, other, inactive, draft, issued, paid, cancelled, payment, reversed, returned, spent, closedShift, openedShift, branch,
    foreign,
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

const refused = (attempt: Attempt, status: number, code: string) => expectProblem(world, door, key, attempt, status, code);
const payment = (change: object = {}) => ({ url: '/api/payments', body: { clientId: f.clientId, amount: 100, paymentMethod: 'CASH', ...change } });
const back = (change: object = {}) =>
  ({ url: '/api/refunds', body: { clientId: f.clientId, amount: 100, method: 'CASH', reason: REASON, ...change } });
const counted = (change: object = {}) => ({ url: `/api/shifts/${f.openedShift}/close`, body: { counted: { CASH: 0 }, ...change } });
const without = (body: object, field: string) => Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));

describe('money', () => {
  const places: [what: string, values: readonly string[], field: string, place: () => { url: string; body: object }][] = [
    ['a payment', NO_POSITIVE_MONEY, 'amount', payment],
    ['a refund', NO_POSITIVE_MONEY, 'amount', back],
    ['the cash at the opening of a shift', NO_MONEY, 'openingCash', () => ({ url: '/api/shifts', body: { openingCash: 0 } })],
    ['the cash counted', NO_MONEY, 'counted.CASH', counted],
    ['another method counted', NO_MONEY, 'counted.CARD', counted],
  ];
  test.each(places)('%s', async (_, values, field, place) => {
    for (const value of values) {
      const { url, body } = place();
      const problem = await refused({ url, raw: withRaw(body as Record<string, unknown>, field, value) }, 422, 'VALIDATION');
      expect(problem.errors, value).toMatchObject([{ path: field, message: expect.stringMatching(/[а-яё]/i) as string }]);
    }
  });

  test('a refund of more than there is', async () => {
    await refused(back({ clientId: undefined, invoiceId: f.paid.id, amount: 500.01 }), 422, 'REFUND_TOO_LARGE');
    await refused(back({ clientId: undefined, invoiceId: f.returned.id, amount: 0.01 }), 422, 'REFUND_TOO_LARGE');
    const problem = await refused(back({ clientId: f.other, amount: 0.01 }), 409, 'BALANCE_TOO_LOW');
    expect(problem['detail']).toBe('На авансе клиента меньше этой суммы: 0,00\u00a0₽');
  });
});

test('words, dates and fields that mean nothing', async () => {
  const attempts: Attempt[] = [
    ...['BITCOIN', 'cash', '', null, 5].flatMap((method) => [payment({ paymentMethod: method }), back({ method })]),
    ...['amount', 'paymentMethod', 'clientId'].map((field) => ({ url: '/api/payments', body: without(payment().body, field) })),
    ...['amount', 'method', 'reason', 'clientId'].map((field) => ({ url: '/api/refunds', body: without(back().body, field) })),
    ...['2025-02-30', '1899-01-01', 'today', 20_250_101].map((onDate) => payment({ onDate })),
    payment({ status: 'COMPLETED' }), payment({ shiftId: f.openedShift }), payment({ method: 'CASH' }), payment({ notes: 'A\0' }),
    payment({ notes: 'x'.repeat(4001) }), back({ onDate: '2025-02-01' }), back({ reason: 5 }), back({ reason: 'x'.repeat(2001) }),
    counted({ counted: {} }), counted({ counted: { CASH: 0, BITCOIN: 1 } }), counted({ counted: undefined }), counted({ colour: 1 }),
    { url: '/api/shifts', body: { openedBy: f.clientId } }, { url: '/api/periods/close', body: {} },
    { url: '/api/periods/close', body: { closedThrough: null } }, { url: '/api/periods/close', body: { closedThrough: '2025-02-30' } },
    { url: '/api/periods/reopen', body: { reason: REASON } }, { url: `/api/payments/${f.payment}/reverse`, body: {} },
    { url: `/api/payments/${f.payment}/reverse`, body: { reason: REASON, amount: 5 } },
  ];
  for (const attempt of attempts) {
    const problem = await refused(attempt, 422, 'VALIDATION');
    expect(problem.errors?.length, JSON.stringify(attempt)).toBeGreaterThan(0);
  }
  for (const query of ['status=MAGIC', 'method=cash', 'fromDate=soon', 'page=0', 'limit=101', 'colour=red']) {
    await refused({ method: 'GET', url: `/api/payments?${query}` }, 422, 'VALIDATION');
  }
  await refused({ method: 'GET', url: '/api/shifts?open=perhaps' }, 422, 'VALIDATION');
});

describe('ids', () => {
  const paths: [method: 'GET' | 'POST', before: string, after: string, foreign: 'paymentId' | 'shiftId' | 'clientId', body?: object][] = [
    ['GET', '/api/payments/', '', 'paymentId'], ['POST', '/api/payments/', '/reverse', 'paymentId', { reason: REASON }],
    ['GET', '/api/shifts/', '', 'shiftId'], ['POST', '/api/shifts/', '/close', 'shiftId', { counted: { CASH: 0 } }],
    ['GET', '/api/clients/', '/payments', 'clientId'],
  ];
  test.each(paths)('%s %s{id}%s: malformed, missing and foreign', async (method, before, after, foreign, body) => {
    for (const id of [...NO_IDS, f.foreign[foreign]]) {
      await refused({ method, url: `${before}${id}${after}`, body }, 404, 'NOT_FOUND');
    }
  });

  test('in a body', async () => {
    for (const id of ['nope', '', f.payment, f.foreign.clientId]) {
      await refused(payment({ clientId: id }), 404, 'NOT_FOUND');
      await refused(back({ clientId: id }), 404, 'NOT_FOUND');
    }
    for (const invoiceId of [f.payment, f.foreign.invoiceId]) {
      await refused(payment({ clientId: undefined, invoiceId }), 404, 'INVOICE_NOT_FOUND');
      await refused(back({ clientId: undefined, invoiceId }), 404, 'INVOICE_NOT_FOUND');
    }
    await refused(payment({ clientId: undefined, invoiceId: 'nope' }), 404, 'NOT_FOUND');
    for (const branchId of [f.clientId, f.branch]) { // no branch at all, and one that was switched off
      await refused(payment({ branchId }), 404, 'NOT_FOUND');
      await refused(back({ branchId }), 404, 'NOT_FOUND');
      await refused({ url: '/api/shifts', body: { branchId } }, 404, 'NOT_FOUND');
    }
    for (const paymentId of [f.clientId, f.foreign.paymentId]) await refused(back({ paymentId }), 404, 'NOT_FOUND');
  });

  test("another client's invoice or payment", async () => {
    await refused(payment({ clientId: f.other, invoiceId: f.issued.id }), 404, 'INVOICE_NOT_FOUND');
    await refused(back({ clientId: f.other, invoiceId: f.paid.id }), 404, 'INVOICE_NOT_FOUND');
    await refused(back({ clientId: f.other, paymentId: f.payment }), 404, 'NOT_FOUND');
  });
});

describe('states', () => {
  test.each([
    ['draft', 'INVOICE_IS_DRAFT'], ['cancelled', 'INVOICE_CANCELLED'], ['paid', 'INVOICE_ALREADY_PAID'],
  ] as const)('a %s invoice is not paid', async (which, code) => {
    const problem = await refused(payment({ clientId: undefined, invoiceId: f[which].id }), 409, code);
    if (which === 'paid') expect(problem['detail']).toBe('Счет уже оплачен');
  });

  test('an invoice that is not paid is not refunded', async () => {
    for (const invoiceId of [f.draft.id, f.issued.id, f.cancelled.id]) {
      await refused(back({ clientId: undefined, invoiceId }), 409, 'REFUND_NOT_PAID');
    }
  });

  test('a part where parts are not allowed', async () => {
    await ask(world, changeSettings, { 'settlement.allowPartial': false });
    const problem = await refused(payment({ clientId: undefined, invoiceId: f.issued.id, amount: 499.99 }), 422, 'PARTIAL_NOT_ALLOWED');
    expect(problem['detail']).toBe('Частичная оплата не разрешена: к оплате 500,00\u00a0₽');
    await refused(back({ clientId: undefined, invoiceId: f.paid.id, amount: 499.99 }), 422, 'REFUND_FULL_ONLY');
    await ask(world, changeSettings, { 'settlement.allowPartial': true });
  });

  test('a second reversal, a reversal without a reason, and one whose money is gone', async () => {
    const url = (id: string) => `/api/payments/${id}/reverse`;
    await refused({ url: url(f.reversed), body: { reason: REASON } }, 409, 'PAYMENT_ALREADY_REVERSED');
    for (const reason of ['', '   ', '\n']) await refused({ url: url(f.payment), body: { reason } }, 422, 'REASON_REQUIRED');
    for (const reason of ['', '  ']) await refused(back({ reason }), 422, 'REASON_REQUIRED');
    const alone = await newClient(world);
    const invoice = await newInvoice(world, alone, [300]);
    const { payment: { id } } = await payInvoice(world, invoice.id, 300);
    await refund(world, { invoiceId: invoice.id, amount: 300 });
    const problem = await refused({ url: url(id), body: { reason: REASON } }, 409, 'REVERSAL_SHORTFALL');
    expect(problem['detail']).toContain('не хватает 300,00\u00a0₽');
  });

  test('a deactivated client, a future day, a closed day', async () => {
    await refused(payment({ clientId: f.inactive }), 409, 'CLIENT_INACTIVE');
    await refused(payment({ onDate: '2025-02-13' }), 422, 'DATE_IN_FUTURE');
    for (const onDate of ['2025-01-31', '2024-12-31']) await refused(payment({ onDate }), 409, 'PERIOD_CLOSED');
  });

  test('shifts and periods', async () => {
    await refused({ url: '/api/shifts', body: {} }, 409, 'SHIFT_ALREADY_OPEN');
    await refused({ url: `/api/shifts/${f.closedShift}/close`, body: { counted: { CASH: 0 } } }, 409, 'SHIFT_CLOSED');
    await refused(counted({ note: '   ' }), 422, 'SHIFT_DIFFERENCE_NOTE');
    for (const closedThrough of ['2025-02-12', '2025-03-01']) {
      await refused({ url: '/api/periods/close', body: { closedThrough } }, 422, 'PERIOD_NOT_PAST');
    }
    await refused({ url: '/api/periods/close', body: { closedThrough: '2025-01-31' } }, 409, 'PERIOD_NOT_FORWARD');
    await refused({ url: '/api/periods/reopen', body: { closedThrough: '2025-02-01', reason: REASON } }, 409, 'PERIOD_NOT_FORWARD');
    await refused({ url: '/api/periods/reopen', body: { closedThrough: null, reason: ' ' } }, 422, 'REASON_REQUIRED');
  });
});

describe('bodies and keys', () => {
  test.each(NO_BODIES)('%s', async (_, raw, status, code) => {
    for (const url of ['/api/payments', '/api/refunds', `/api/payments/${f.payment}/reverse`]) {
      await refused({ url, raw }, status, code);
    }
  });

  test('a preview that is no longer true', async () => {
    const clientId = await newClient(world);
    const attempts: Attempt[] = [
      payment({ clientId }), { url: `/api/payments/${(await topUp(world, clientId, 900)).payment.id}/reverse`, body: { reason: REASON } },
      back({ clientId }),
    ];
    for (const { url, body } of attempts) {
      const preview = await door.send('POST', url, { key, body: { ...body as object, dryRun: true } });
      expect(preview).toMatchObject({ status: 200, body: { dryRun: true } });
      await topUp(world, clientId, 100);
      const problem = await refused({ url, body: { ...body as object, previewHash: preview.body['previewHash'] } }, 409, 'PREVIEW_STALE');
      expect(problem['preview']).toMatchObject({ dryRun: true });
    }
  });

  test('the same idempotency key with another body or on another endpoint', async () => {
    const idempotencyKey = 'payment-1';
    const first = payment();
    const headers = { 'idempotency-key': idempotencyKey };
    const made = await door.send('POST', first.url, { key, body: first.body, headers });
    expect(made.status).toBe(201);
    expect(await door.send('POST', first.url, { key, body: first.body, headers })).toMatchObject({ status: 201, body: made.body });
    const others = [payment({ amount: 100.01 }), payment({ paymentMethod: 'CARD' }), payment({ notes: 'Ещё' }), back()];
    for (const other of others) await refused({ ...other, idempotencyKey }, 409, 'IDEMPOTENCY_KEY_REUSED');
    const manager = await door.keyOf('MANAGER');
    const stranger = await door.send('POST', first.url, { key: manager, body: first.body, headers });
    expect(stranger).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    await refused({ ...payment(), idempotencyKey: 'x'.repeat(201) }, 400, 'IDEMPOTENCY_KEY_MALFORMED');
  });
});
