/** From a draft to its end: what may follow what, at which moment, and what is written down about it (C-01, C-02). */
import { describe, expect, test } from 'vitest';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { adjustPrice } from '../../src/invoices/adjust-price.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { addItem, deleteInvoice, removeItem, updateInvoice } from '../../src/invoices/edit-invoice.ts';
import { markViewed } from '../../src/invoices/mark-viewed.ts';
import { clientUnpaidInvoices, invoiceAuditLog, invoiceHistory, listInvoices } from '../../src/invoices/read-invoices.ts';
import { sendInvoice } from '../../src/invoices/send-invoice.ts';
import { settleFromBalance } from '../../src/invoices/settle-from-balance.ts';
import {
  ask, balanceOf, expectProof, expectRefused, invoiceOf, newClient, newDraft, newInvoice, openDoor, payInvoice, reverse, topUp,
} from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

const send = (world: World, id: string) => ask(world, sendInvoice, { id });
const view = (world: World, id: string) => ask(world, markViewed, { id });
const cancel = (world: World, id: string) => ask(world, cancelInvoice, { id, reason: 'Ошибка' });
const adjust = (world: World, invoice: { id: string; items: { id: string }[] }, newPrice: number) =>
  ask(world, adjustPrice, { id: invoice.id, itemId: invoice.items[0]!.id, newPrice, reason: 'Скидка директора' });
const historyOf = async (world: World, id: string) =>
  (await ask(world, invoiceHistory, { id })).history.map(({ oldStatus, newStatus }) => `${oldStatus} → ${newStatus}`);
const actionsOf = async (world: World, id: string) => (await ask(world, invoiceAuditLog, { id })).logs.map(({ action }) => action);

describe('a number', () => {
  test('of a draft that is sent in another year is a new one of that year; the old one is not used again (C-26)', async () => {
    const world = await newWorld({ now: '2024-12-30T09:00:00Z' });
    const clientId = await newClient(world);
    const [late, early] = [await newDraft(world, clientId, [100]), await newDraft(world, clientId, [100])];
    expect([late.invoiceNumber, early.invoiceNumber]).toEqual(['INV-2024-00001', 'INV-2024-00002']);
    expect((await send(world, early.id)).invoiceNumber).toBe('INV-2024-00002');
    await world.setClock('2024-12-31T21:30:00Z'); // already 2025 in Moscow
    const sent = await send(world, late.id);
    expect(sent).toMatchObject({ invoiceNumber: 'INV-2025-00001', status: 'PENDING' });
    expect((await newInvoice(world, clientId, [100])).invoiceNumber).toBe('INV-2025-00002');
    const { rows } = await world.database.owner.query('select invoice_number from invoices where invoice_number = $1', ['INV-2024-00001']);
    expect(rows).toEqual([]);
    await expectProof(world);
  });
});

describe('a draft', () => {
  test('is no claim: it is in no debt and no queue until it is sent, and then stands where it was sent (C-14)', async () => {
    const world = await newWorld({ template: 'SPORT' });
    const clientId = await newClient(world);
    const draft = await newDraft(world, clientId, [100]);
    await topUp(world, clientId, 100);
    expect(await invoiceOf(world, draft.id)).toMatchObject({ status: 'DRAFT', lifecycleStatus: 'draft', sentAt: null });
    expect(await balanceOf(world, clientId)).toBe(100);
    await world.setClock('2025-02-12T10:00:00Z');
    const younger = await newInvoice(world, clientId, [150]);
    await world.setClock('2025-02-12T11:00:00Z');
    const sent = await send(world, draft.id);
    expect(sent.status).toBe('PENDING'); // the older claim of 150 comes first
    expect(Temporal.Instant.compare(sent.issuedAt, younger.issuedAt)).toBe(1);
    expect([sent.issuedAt, sent.createdAt]).toEqual([sent.sentAt, draft.createdAt]);
    await topUp(world, clientId, 150);
    expect([await invoiceOf(world, younger.id), await invoiceOf(world, draft.id)]).toMatchObject([{ status: 'PAID' }, { status: 'PAID' }]);
    await expectProof(world);
  });

  test('changes as a whole, and disappears with its lines and its log; the audit trail keeps it', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const draft = await newDraft(world, clientId, [100, 200]);
    const items = [{ serviceName: 'Другое', unitPrice: 55.5, quantity: 2 }];
    const changed = await ask(world, updateInvoice, { id: draft.id, items, notes: 'Срочно', dueDate: '2025-03-01', description: 'Март' });
    expect(changed).toMatchObject({ totalAmount: 111, notes: 'Срочно', dueDate: '2025-03-01', description: 'Март', status: 'DRAFT' });
    expect(changed.items).toMatchObject([{ serviceName: 'Другое', quantity: 2, totalPrice: 111 }]);
    expect(await ask(world, updateInvoice, { id: draft.id, dueDate: null, notes: null })).toMatchObject({ dueDate: null, notes: null });
    await ask(world, deleteInvoice, { id: draft.id });
    for (const table of ['invoices', 'invoice_items', 'invoice_audit_logs']) {
      expect((await world.database.owner.query(`select from ${table}`)).rowCount, table).toBe(0);
    }
    const { rows } = await world.database.owner.query('select operation from audit_log where entity_id = $1 order by id', [draft.id]);
    expect(rows.map((row: { operation: string }) => row.operation)).toEqual([
      'invoice.create', 'invoice.update', 'invoice.update', 'invoice.delete',
    ]);
    await expectProof(world);
  });

  test('that is voided never was a debt', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const draft = await newDraft(world, clientId, [100]);
    expect(await cancel(world, draft.id)).toMatchObject({ status: 'CANCELLED', sentAt: null, dueAmount: 0 });
    expect(await historyOf(world, draft.id)).toEqual(['draft → cancelled']);
    await expectRefused(world, () => send(world, draft.id), 'INVOICE_NOT_DRAFT');
    await expectProof(world);
  });
});

describe('sent, viewed, paid', () => {
  test('each moment is kept, in order, and the history is unbroken (I-15, I-20)', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const { id } = await newDraft(world, clientId, [500]);
    for (const [at, step] of [['10', send], ['11', view], ['12', view]] as const) {
      await world.setClock(`2025-02-12T${at}:00:00Z`);
      await step(world, id);
    }
    await world.setClock('2025-02-12T13:00:00Z');
    const { payment } = await payInvoice(world, id, 500);
    const paid = await invoiceOf(world, id);
    expect(paid).toMatchObject({ status: 'PAID', lifecycleStatus: 'paid', payment: { id: payment.id, allocated: 500 } });
    expect([paid.createdAt, paid.sentAt, paid.viewedAt, paid.paidAt].map((at) => String(at).slice(11, 13))).toEqual(['09', '10', '11', '13']);
    expect(await historyOf(world, id)).toEqual(['viewed → paid', 'sent → viewed', 'draft → sent']);
    expect(await actionsOf(world, id)).toEqual(['CREATED', 'STATUS_CHANGED', 'UPDATED', 'STATUS_CHANGED']);
    await world.setClock('2025-02-12T14:00:00Z');
    await reverse(world, payment.id);
    expect(await invoiceOf(world, id)).toMatchObject({ status: 'PENDING', lifecycleStatus: 'viewed', paidAt: null, paidAmount: 0, payment: null });
    expect((await historyOf(world, id))[0]).toBe('paid → viewed');
    await expectProof(world);
  });

  test('an invoice of nothing is paid at once, without a payment (WE-33, C-06)', async () => {
    const world = await newWorld();
    const category = await ask(world, createBenefitCategory, { name: 'Сотрудник', discountPercent: 100 });
    const clientId = await newClient(world, { benefitCategoryId: category.id });
    expect(await newInvoice(world, clientId, [5000])).toMatchObject({ subtotal: 5000, discountAmount: 5000, totalAmount: 0, status: 'PAID' });
    const draft = await newDraft(world, clientId, [5000]);
    expect(await send(world, draft.id)).toMatchObject({ status: 'PAID', paidAmount: 0 });
    expect(await historyOf(world, draft.id)).toEqual(['sent → paid', 'draft → sent']);
    const other = await newClient(world);
    const adjusted = await newInvoice(world, other, [100]);
    expect((await adjust(world, adjusted, 0)).invoice).toMatchObject({ status: 'PAID', adjustmentAmount: -100, paidAmount: 0 });
    await expectProof(world);
  });
});

describe('overdue', () => {
  /** What the overdue job does to one invoice (C-03); the job itself comes later. */
  async function markOverdue(world: World, id: string): Promise<void> {
    await world.database.owner.query(`
      with late as (update invoices set status = 'OVERDUE' where id = $1 returning *)
      insert into invoice_audit_logs (org_id, invoice_id, action, field_name, old_value, new_value, old_lifecycle,
                                      new_lifecycle, user_id, created_at)
      select org_id, id, 'STATUS_CHANGED', 'status', 'PENDING', 'OVERDUE',
             case when viewed_at is null then 'sent' else 'viewed' end, 'overdue', org_id, updated_at from late`, [id]);
  }

  test('a new due date ahead takes it back to waiting, one that is past does not (C-02)', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const due = (id: string, dueDate: string | null) => ask(world, updateInvoice, { id, dueDate });
    for (const [dueDate, back] of [['2025-02-13', true], ['2025-02-12', true], [null, true], ['2025-02-11', false]] as const) {
      const { id } = await newInvoice(world, clientId, [100], { dueDate: '2025-02-01' });
      expect(await invoiceOf(world, id)).toMatchObject({ status: 'PENDING', isOverdue: true });
      await markOverdue(world, id);
      expect(await due(id, dueDate), String(dueDate)).toMatchObject(back
        ? { status: 'PENDING', lifecycleStatus: 'sent', isOverdue: false, dueDate }
        : { status: 'OVERDUE', lifecycleStatus: 'overdue', isOverdue: true, dueDate });
      expect(await historyOf(world, id)).toEqual(back ? ['overdue → sent', 'sent → overdue'] : ['sent → overdue']);
    }
    await expectProof(world);
  });

  test('it is viewed without ceasing to be overdue, then waits as viewed, and can be paid or voided', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const overdue = async () => {
      const { id } = await newInvoice(world, clientId, [100], { dueDate: '2025-02-01' });
      await markOverdue(world, id);
      return id;
    };
    const viewed = await overdue();
    expect(await view(world, viewed)).toMatchObject({ status: 'OVERDUE', lifecycleStatus: 'overdue', viewedAt: '2025-02-12T09:00:00Z' });
    expect(await ask(world, updateInvoice, { id: viewed, dueDate: '2025-03-01' })).toMatchObject({ lifecycleStatus: 'viewed' });
    const paid = await overdue();
    await payInvoice(world, paid, 100);
    expect(await historyOf(world, paid)).toEqual(['overdue → paid', 'sent → overdue']);
    const half = await overdue();
    await payInvoice(world, half, 40);
    expect(await invoiceOf(world, half)).toMatchObject({ status: 'PARTIALLY_PAID', isOverdue: true });
    const voided = await overdue();
    await cancel(world, voided);
    expect(await historyOf(world, voided)).toEqual(['overdue → cancelled', 'sent → overdue']);
    const late = (await ask(world, listInvoices, { overdue: 'true' })).invoices.map(({ id }) => id);
    expect(late).toEqual([half]);
    await expectProof(world);
  });
});

describe('lines of a waiting invoice', () => {
  test('are added and removed, with new sums, a log and the difference in the debt (C-24)', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const invoice = await newInvoice(world, clientId, [500]);
    const more = await ask(world, addItem, { id: invoice.id, serviceName: 'Ещё', unitPrice: 122, vatRate: 22 });
    expect(more).toMatchObject({ subtotal: 622, totalAmount: 622, vatAmount: 22 });
    const less = await ask(world, removeItem, { id: invoice.id, itemId: invoice.items[0]!.id });
    expect(less).toMatchObject({ totalAmount: 122, vatAmount: 22, items: [{ serviceName: 'Ещё' }] });
    await expectRefused(world, () => ask(world, removeItem, { id: invoice.id, itemId: less.items[0]!.id }), 'LAST_ITEM');
    expect(await actionsOf(world, invoice.id)).toEqual(['CREATED', 'ITEM_ADDED', 'ITEM_REMOVED']);
    await expectProof(world);
  });

  test('a lower price settles at once where the queue rules (C-22), an added line asks for more credit', async () => {
    const world = await newWorld({ template: 'SPORT' });
    const clientId = await newClient(world);
    const invoice = await newInvoice(world, clientId, [1000]);
    await topUp(world, clientId, 700);
    expect((await adjust(world, invoice, 701)).invoice.status).toBe('PENDING');
    expect((await adjust(world, invoice, 650)).invoice).toMatchObject({ status: 'PAID', adjustmentAmount: -350 });
    expect(await balanceOf(world, clientId)).toBe(50);
    await expectProof(world);
  });
});

describe('voiding', () => {
  test('returns what was part paid to the credit, which pays nothing by itself in DIRECTED mode (C-15, C-19)', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const [half, waiting] = [await newInvoice(world, clientId, [500]), await newInvoice(world, clientId, [200])];
    await payInvoice(world, half.id, 300);
    expect(await cancel(world, half.id)).toMatchObject({ status: 'CANCELLED', paidAmount: 0, items: [{ writeOffStatus: 'CANCELLED' }] });
    expect([await balanceOf(world, clientId), (await invoiceOf(world, waiting.id)).status]).toEqual([300, 'PENDING']);
    expect(await ask(world, settleFromBalance, { id: waiting.id })).toMatchObject({ status: 'PAID' });
    expect(await balanceOf(world, clientId)).toBe(100);
    await expectProof(world);
  });

  test('of the head of the queue lets the next one be paid (C-13)', async () => {
    const world = await newWorld({ template: 'SPORT' });
    const clientId = await newClient(world);
    const [head, next] = [await newInvoice(world, clientId, [2000]), await newInvoice(world, clientId, [500])];
    await topUp(world, clientId, 600);
    await cancel(world, head.id);
    expect((await invoiceOf(world, next.id)).status).toBe('PAID');
    expect(await balanceOf(world, clientId)).toBe(100);
    expect((await ask(world, clientUnpaidInvoices, { id: clientId })).invoices).toEqual([]);
    await expectProof(world);
  });
});

test('the paths work with and without a slash at the end (C-60)', async () => {
  const world = await newWorld();
  const door = await openDoor(world);
  const key = await door.keyOf('ADMIN');
  const { id } = await newInvoice(world, await newClient(world), [100]);
  for (const url of ['/api/invoices', '/api/invoices/', `/api/invoices/${id}`, `/api/invoices/${id}/`, `/api/invoices/${id}/history/`]) {
    expect((await door.send('GET', url, { key })).status, url).toBe(200);
  }
});
