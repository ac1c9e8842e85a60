import { describe, expect, test } from 'vitest';
import { clientStatement } from '../../src/audit/statement.ts';
import { adjustPrice } from '../../src/invoices/adjust-price.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { closePeriod, getPeriods, reopenPeriod } from '../../src/payments/periods.ts';
import {
  ask, expectProof, expectRefused, newClient, newInvoice, pay, payInvoice, refund, refusal, reverse, topUp,
} from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

const close = (world: World, closedThrough: string) => ask(world, closePeriod, { closedThrough });
const statement = (world: World, id: string, from: string, to: string) => ask(world, clientStatement, { id, from, to });
const days = async (world: World): Promise<string[]> => {
  const { rows } = await world.database.owner.query<{ day: string }>(
    'select distinct on_date::text as day from ledger_transfers where org_id = $1 order by 1', [world.orgId]);
  return rows.map(({ day }) => day);
};

describe('a closed period', () => {
  test('PER-1: takes no back-dated payment; the first open day does', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    expect((await topUp(world, clientId, 5, { onDate: '2025-01-31' })).payment.onDate).toBe('2025-01-31');
    expect(await close(world, '2025-01-31')).toMatchObject({ closedThrough: '2025-01-31' });
    for (const onDate of ['2025-01-31', '2025-01-01']) {
      await expectRefused(world, () => topUp(world, clientId, 5, { onDate }), 'PERIOD_CLOSED');
    }
    await expect(topUp(world, clientId, 5, { onDate: '2025-01-31' })).rejects.toMatchObject({ detail: { closedThrough: '2025-01-31' } });
    expect((await topUp(world, clientId, 5, { onDate: '2025-02-01' })).payment.onDate).toBe('2025-02-01');
    await expectProof(world);
  });

  test('stays as it was: the reversal, refund, new price and voiding of January fall on today', async () => {
    const world = await newWorld({ now: '2025-01-20T09:00:00Z' });
    const id = await newClient(world);
    const invoices = [];
    for (const price of [100, 200, 300, 400]) invoices.push(await newInvoice(world, id, [price]));
    const [wrong, returned, cheaper, dropped] = invoices;
    const { payment } = await payInvoice(world, wrong!.id, 100);
    await payInvoice(world, returned!.id, 200);
    await world.setClock('2025-02-12T09:00:00Z');
    await close(world, '2025-01-31');
    const january = await statement(world, id, '2025-01-01', '2025-01-31');
    expect(january).toMatchObject({ opening: 0, charged: 1000, paid: 300, closing: -700 });

    await reverse(world, payment.id);
    await refund(world, { invoiceId: returned!.id, amount: 200 });
    const item = { id: cheaper!.id, itemId: cheaper!.items[0]!.id };
    await ask(world, adjustPrice, { ...item, newPrice: 250, reason: 'Скидка директора' });
    await ask(world, cancelInvoice, { id: dropped!.id, reason: 'Ошибка' });
    expect(await days(world)).toEqual(['2025-01-20', '2025-02-12']);
    expect(await statement(world, id, '2025-01-01', '2025-01-31')).toEqual(january);
    const february = await statement(world, id, '2025-02-01', '2025-02-28');
    expect(february).toMatchObject({ opening: -700, charged: -650, paid: -300, closing: -350 });
    await expectProof(world);
  });

  test('is reopened by a decision with a reason, takes payments again, and can be closed again', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const late = () => pay(world, { clientId, amount: 7, onDate: '2025-01-15' });
    await close(world, '2024-12-31');
    await world.setClock('2025-02-12T10:00:00Z');
    await close(world, '2025-01-31');
    await expectRefused(world, late, 'PERIOD_CLOSED');
    await world.setClock('2025-02-12T11:00:00Z');
    await ask(world, reopenPeriod, { closedThrough: '2024-12-31', reason: ' Забыли платёж ' });
    expect((await late()).payment.onDate).toBe('2025-01-15');
    await expectRefused(world, () => pay(world, { clientId, amount: 7, onDate: '2024-12-31' }), 'PERIOD_CLOSED');
    await expectProof(world);
    await world.setClock('2025-02-12T12:00:00Z');
    await close(world, '2025-01-31');
    await expectRefused(world, late, 'PERIOD_CLOSED');
    await expectProof(world);
    const { closedThrough, decisions } = await ask(world, getPeriods);
    expect(closedThrough).toBe('2025-01-31');
    expect(decisions.map(({ action, closedThrough: through, reason }) => [action, through, reason])).toEqual([
      ['CLOSE', '2025-01-31', null], ['REOPEN', '2024-12-31', 'Забыли платёж'], ['CLOSE', '2025-01-31', null],
      ['CLOSE', '2024-12-31', null],
    ]);
    await world.setClock('2025-02-12T13:00:00Z');
    expect(await ask(world, reopenPeriod, { closedThrough: null, reason: 'Проверка' })).toMatchObject({ closedThrough: null });
    expect((await pay(world, { clientId, amount: 7, onDate: '2024-12-31' })).payment.onDate).toBe('2024-12-31');
    await expectProof(world);
  });

  test('PER-2: ends with yesterday, by the calendar of the organisation', async () => {
    const world = await newWorld({ now: '2025-02-12T21:30:00Z' }); // half past midnight of the 13th in Moscow
    await expectRefused(world, () => close(world, '2025-02-13'), 'PERIOD_NOT_PAST');
    expect(await close(world, '2025-02-12')).toMatchObject({ closedThrough: '2025-02-12' });
    const clientId = await newClient(world);
    expect((await topUp(world, clientId, 5)).payment.onDate).toBe('2025-02-13');
  });

  test('a payment under way is inside or refused, never after the border', async () => {
    const world = await newWorld();
    const clients = await Promise.all(Array.from({ length: 8 }, () => newClient(world)));
    const paying = clients.map((clientId) => topUp(world, clientId, 10, { onDate: '2025-01-31' }));
    const [closed, ...rest] = await Promise.allSettled([close(world, '2025-01-31'), ...paying]);
    expect(closed.status).toBe('fulfilled');
    for (const outcome of rest) if (outcome.status === 'rejected') expect(outcome.reason).toEqual(refusal('PERIOD_CLOSED'));
    await expectProof(world);
  });
});
