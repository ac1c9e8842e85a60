/** Payments made of lines: through the same steps as any payment, each line once, and what a person decides about lines. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listPayments } from '../../src/payments/read-payments.ts';
import { closePeriod, reopenPeriod } from '../../src/payments/periods.ts';
import { correctPayment } from '../../src/payments/correct-payment.ts';
import { changeClient } from '../../src/clients/write-clients.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import {
  ask, balanceOf, changingNothing, expectProof, expectRefused, invoiceOf, newClient, newInvoice, payInvoice, refusal, reverse,
} from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { decide, lineWith, nameAccount, paper, post, statementOf, take } from './statement.ts';

let world: World;
beforeAll(async () => {
  world = await newWorld({ template: 'STUDIO' });
  await nameAccount(world);
});
afterAll(() => world.close());

let inn = 0;
/** A client who is known by his INN. */
async function payer(at: World = world) {
  inn += 1;
  const [a = '', b = ''] = VALID[inn] ?? [];
  return { id: await newClient(at, { firstName: 'Клиент', lastName: `Номер${a}`, inn: b }), inn: b };
}
/** Twelve digits with right control digits, made once. */
const VALID = Array.from({ length: 40 }, (_, n) => [String(n), personInn(5_001_007_000 + n)] as const);
function personInn(base: number): string {
  const control = (text: string, weights: number[]) =>
    String((weights.reduce((all, weight, at) => all + weight * Number(text[at]), 0) % 11) % 10);
  const first = control(String(base), [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
  return `${base}${first}${control(`${base}${first}`, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8])}`;
}
const paymentsOf = async (clientId: string, at: World = world) =>
  (await ask(at, listPayments, { clientId })).payments.map(({ amount, method, status, onDate }) => [amount, method, status, onDate]);

describe('posting', () => {
  test('a matched line pays its invoice by transfer, on the day of the line, and is previewed with nothing kept', async () => {
    const { id, inn: by } = await payer();
    const invoice = await newInvoice(world, id, [700]);
    const { statement } = await take(world, [
      paper({ number: 'V1', sum: '700', payerInn: by, purpose: invoice.invoiceNumber, date: '08.02.2025', received: '09.02.2025' }),
      paper({ number: 'V2', sum: '50', payerInn: by }), paper({ number: 'V3', sum: '1' }),
    ]);
    const preview = await changingNothing(world, () => post(world, statement.id, {}, { dryRun: true }));
    expect(preview).toMatchObject({ postedCount: 2, postedAmount: 750, refusedCount: 0 });
    expect(preview.lines.map(({ paymentId, allocations, credited }) => [paymentId, allocations.map(({ amount }) => amount), credited]))
      .toEqual([[null, [700], 0], [null, [], 50]]);
    const done = await post(world, statement.id);
    expect(done).toMatchObject({ postedCount: 2, postedAmount: 750, statement: {
      states: [{ state: 'NEW', count: 1 }, { state: 'POSTED', count: 2, amount: 750 }],
    } });
    expect(await paymentsOf(id)).toEqual([[50, 'BANK_TRANSFER', 'COMPLETED', '2025-02-10'], [700, 'BANK_TRANSFER', 'COMPLETED', '2025-02-09']]);
    expect((await invoiceOf(world, invoice.id)).status).toBe('PAID');
    expect(await balanceOf(world, id)).toBe(50);
    expect(await lineWith(world, 'V1')).toMatchObject({ state: 'POSTED', payment: { status: 'COMPLETED' } });
    expect(await post(world, statement.id)).toMatchObject({ postedCount: 0, postedAmount: 0, lines: [] });
    await expectProof(world);
  });

  test('a preview that was looked at is confirmed by its hash, and one that is stale is refused', async () => {
    const { id, inn: by } = await payer();
    const { statement } = await take(world, [paper({ number: 'H1', sum: '5', payerInn: by }), paper({ number: 'H2', sum: '6', payerInn: by })]);
    const { postStatement } = await import('../../src/bank/post-statement.ts');
    const input = { id: statement.id };
    const { preview } = await world.outcome(postStatement, input, { dryRun: true });
    await decide(world, (await lineWith(world, 'H2')).id, { action: 'IGNORE', reason: 'Заём' });
    await expect(world.run(postStatement, input, { previewHash: preview!.previewHash })).rejects.toEqual(refusal('PREVIEW_STALE'));
    const fresh = await world.outcome(postStatement, input, { dryRun: true });
    expect(await world.run(postStatement, input, { previewHash: fresh.preview!.previewHash })).toMatchObject({ postedCount: 1 });
    expect(await balanceOf(world, id)).toBe(5);
  });

  test('only the lines that are named are posted', async () => {
    const { id, inn: by } = await payer();
    const { statement } = await take(world, [paper({ number: 'N1', sum: '5', payerInn: by }), paper({ number: 'N2', sum: '6', payerInn: by })]);
    const { id: lineId } = await lineWith(world, 'N2');
    expect(await post(world, statement.id, { lineIds: [lineId] })).toMatchObject({ postedCount: 1, postedAmount: 6 });
    expect(await balanceOf(world, id)).toBe(6);
  });

  test('several invoices are paid in the order in which they are named; the surplus stays on the balance', async () => {
    const { id, inn: by } = await payer();
    const [one, two, three] = [await newInvoice(world, id, [300]), await newInvoice(world, id, [500]), await newInvoice(world, id, [900])];
    const numbers = `Оплата по счетам № ${two.invoiceNumber}, ${one.invoiceNumber}`;
    const { statement } = await take(world, [paper({ number: 'W1', sum: '1000', payerInn: by, purpose: numbers })]);
    const { lines: [line] } = await post(world, statement.id);
    expect(line).toMatchObject({ credited: 200, notes: [{ code: 'SUM_ABOVE' }], allocations: [
      { invoiceNumber: two.invoiceNumber, amount: 500 }, { invoiceNumber: one.invoiceNumber, amount: 300 },
    ] });
    expect((await invoiceOf(world, three.id)).status).toBe('PENDING');
    const { payment } = await lineWith(world, 'W1');
    await reverse(world, payment!.id);
    expect([(await invoiceOf(world, one.id)).status, (await invoiceOf(world, two.id)).status, await balanceOf(world, id)])
      .toEqual(['PENDING', 'PENDING', 0]);
    await expectProof(world);
  });

  test('an invoice that was paid or cancelled meanwhile leaves the money on the balance', async () => {
    const { id, inn: by } = await payer();
    const [paid, gone] = [await newInvoice(world, id, [300]), await newInvoice(world, id, [400])];
    const { statement } = await take(world, [
      paper({ number: 'X1', sum: '300', payerInn: by, purpose: paid.invoiceNumber }),
      paper({ number: 'X2', sum: '400', payerInn: by, purpose: gone.invoiceNumber }),
    ]);
    await payInvoice(world, paid.id, 300);
    await ask(world, cancelInvoice, { id: gone.id, reason: 'Передумали' });
    const { lines } = await post(world, statement.id);
    expect(lines.map(({ credited, notes }) => [credited, notes.map(({ code }) => code)]))
      .toEqual([[300, ['INVOICE_NOT_OPEN']], [400, ['INVOICE_NOT_OPEN']]]);
    expect(await balanceOf(world, id)).toBe(700);
    await expectProof(world);
  });

  test('where the queue rules, the queue is paid; where partial payment is not allowed, less than is due waits as credit', async () => {
    for (const [settings, status, balance] of [
      [{ 'settlement.mode': 'FIFO_BALANCE' as const, 'settlement.allowPartial': false }, 'PAID', 100],
      [{ 'settlement.mode': 'DIRECTED' as const, 'settlement.allowPartial': false }, 'PENDING', 500],
    ] as const) {
      const other = await newWorld({ settings });
      await nameAccount(other);
      const { id, inn: by } = await payer(other);
      const [old, young] = [await newInvoice(other, id, [400]), await newInvoice(other, id, [900])];
      const { statement } = await take(other, [paper({ sum: '500', payerInn: by, purpose: young.invoiceNumber })]);
      expect(await post(other, statement.id)).toMatchObject({ postedCount: 1 });
      expect([(await invoiceOf(other, old.id)).status, (await invoiceOf(other, young.id)).status, await balanceOf(other, id)])
        .toEqual([status, 'PENDING', balance]);
      await expectProof(other);
    }
  });

  test('what cannot be posted is named, and the rest is posted all the same', async () => {
    const { id, inn: by } = await payer();
    const off = await payer();
    const { statement } = await take(world, [
      paper({ number: 'Y1', sum: '5', payerInn: by, date: '31.12.2024' }), paper({ number: 'Y2', sum: '6', payerInn: by }),
      paper({ number: 'Y3', sum: '7', payerInn: off.inn }), paper({ number: 'Y4', sum: '100000000', payerInn: by }),
      paper({ number: 'Y5', sum: '8', payerInn: by, date: '13.02.2025' }),
    ]);
    await ask(world, changeClient, { id: off.id, isActive: false });
    await ask(world, closePeriod, { closedThrough: '2024-12-31' });
    const outcomes = async (dryRun: boolean) => (await post(world, statement.id, {}, { dryRun })).lines
      .map(({ onDate, outcome, refusal: why }) => `${onDate} ${outcome} ${why?.code ?? ''}`);
    const expected = [
      '2024-12-31 REFUSED PERIOD_CLOSED', '2025-02-10 POSTED ', '2025-02-10 REFUSED CLIENT_INACTIVE',
      '2025-02-10 REFUSED AMOUNT_TOO_LARGE', '2025-02-13 REFUSED DATE_IN_FUTURE',
    ];
    expect(await outcomes(true)).toEqual(expected);
    expect(await outcomes(false)).toEqual(expected);
    expect(await balanceOf(world, id)).toBe(6);
    await ask(world, reopenPeriod, { closedThrough: null, reason: 'Пришла выписка' });
    expect(await post(world, statement.id)).toMatchObject({ postedCount: 1, refusedCount: 3 });
    await expectProof(world);
  });
});

describe('what a person decides', () => {
  test('whose a line is: it is matched, posted, and the payer is known from then on', async () => {
    const { id } = await payer();
    const invoice = await newInvoice(world, id, [500]);
    const account = '40817810000000007777';
    const { statement } = await take(world, [paper({ number: 'C1', sum: '500', payerAccount: account })]);
    const line = await lineWith(world, 'C1');
    expect(await decide(world, line.id, { clientId: id, invoiceIds: [invoice.id] })).toMatchObject({
      state: 'MATCHED', reason: { code: 'BY_HAND' }, client: { id }, invoices: [{ id: invoice.id }], notes: [],
    });
    await post(world, statement.id);
    expect((await invoiceOf(world, invoice.id)).status).toBe('PAID');
    await take(world, [paper({ number: 'C2', sum: '7', payerAccount: account })]);
    const next = await lineWith(world, 'C2');
    expect(next).toMatchObject({ state: 'MATCHED', reason: { code: 'ACCOUNT' }, client: { id } });
    // Another client for another line of the same payer: from now on a person is asked.
    const other = await payer();
    await decide(world, next.id, { clientId: other.id });
    await take(world, [paper({ number: 'C3', sum: '7', payerAccount: account })]);
    expect(await lineWith(world, 'C3')).toMatchObject({ state: 'DOUBTFUL', reason: { code: 'SEVERAL_BY_ACCOUNT' } });
    // Deciding again unlearns what that line had taught.
    await decide(world, next.id, { clientId: id, remember: false });
    await take(world, [paper({ number: 'C4', sum: '7', payerAccount: account })]);
    expect(await lineWith(world, 'C4')).toMatchObject({ state: 'MATCHED', client: { id } });
  });

  test('what a bank sends on from its own account teaches nothing', async () => {
    const { id } = await payer();
    const transit = { payerAccount: '30232810000000000001', payerInn: '7707083893' };
    await take(world, [paper({ number: 'D1', ...transit })]);
    await decide(world, (await lineWith(world, 'D1')).id, { clientId: id });
    await take(world, [paper({ number: 'D2', ...transit })]);
    expect(await lineWith(world, 'D2')).toMatchObject({ state: 'NEW' });
  });

  test('an ignored line says why and is not posted; an excluded one can be taken back', async () => {
    const { id, inn: by } = await payer();
    const { statement } = await take(world, [
      paper({ number: 'E1', sum: '9', payerInn: by }), paper({ number: 'E2', sum: '8', payerInn: by, purpose: 'Эквайринг' }),
      paper({ number: 'E3', sum: '7', purpose: 'Эквайринг' }),
    ]);
    const [one, two, three] = [await lineWith(world, 'E1'), await lineWith(world, 'E2'), await lineWith(world, 'E3')];
    expect([one.state, two.state]).toEqual(['MATCHED', 'EXCLUDED']);
    await expectRefused(world, () => decide(world, one.id, { action: 'IGNORE', reason: ' ' }), 'REASON_REQUIRED');
    expect(await decide(world, one.id, { action: 'IGNORE', reason: 'Взнос учредителя' })).toMatchObject({
      state: 'IGNORED', client: null, reason: { sentence: 'Не платёж клиента: Взнос учредителя' },
    });
    await expectRefused(world, () => decide(world, two.id, { action: 'MATCH' }), 'VALIDATION');
    expect(await decide(world, two.id, { action: 'INCLUDE' })).toMatchObject({ state: 'MATCHED', client: { id }, reason: { code: 'INN' } });
    await expectRefused(world, () => decide(world, two.id, { action: 'INCLUDE' }), 'BANK_LINE_NOT_EXCLUDED');
    expect(await decide(world, three.id, { clientId: id })).toMatchObject({ state: 'MATCHED' });
    expect(await post(world, statement.id)).toMatchObject({ postedCount: 2, postedAmount: 15 });
    expect(await decide(world, one.id, { action: 'INCLUDE' })).toMatchObject({ state: 'MATCHED', client: { id } });
  });

  test('what is not allowed is refused and changes nothing', async () => {
    const [{ id, inn: by }, other, off] = [await payer(), await payer(), await payer()];
    await ask(world, changeClient, { id: off.id, isActive: false });
    const foreign = await newInvoice(world, other.id, [5]);
    const { statement } = await take(world, [
      paper({ number: 'F1', sum: '9', payerInn: by }),
      paper({ number: 'F2', payerAccount: '40702810200000012345', recipientAccount: '60322810000000000001', received: '', spent: '10.02.2025' }),
    ]);
    const [line, out] = [await lineWith(world, 'F1'), await lineWith(world, 'F2')];
    const nobody = '00000000-0000-7000-8000-000000000000';
    await expectRefused(world, () => decide(world, line.id, { clientId: nobody }), 'NOT_FOUND');
    await expectRefused(world, () => decide(world, nobody, { clientId: id }), 'NOT_FOUND');
    await expectRefused(world, () => decide(world, line.id, { clientId: off.id }), 'CLIENT_INACTIVE');
    await expectRefused(world, () => decide(world, line.id, { clientId: id, invoiceIds: [foreign.id] }), 'INVOICE_NOT_FOUND');
    await expectRefused(world, () => decide(world, out.id, { clientId: id }), 'BANK_LINE_OUTGOING');
    await expectRefused(world, () => post(world, nobody), 'NOT_FOUND');
    await post(world, statement.id);
    await expectRefused(world, () => decide(world, line.id, { clientId: other.id }), 'BANK_LINE_POSTED');
    await expectRefused(world, () => decide(world, line.id, { action: 'IGNORE', reason: 'Ошибка' }), 'BANK_LINE_POSTED');
  });

  test('a reversed payment frees its line, which is matched and posted again; a corrected one does not', async () => {
    const [{ id, inn: by }, other] = [await payer(), await payer()];
    const { statement } = await take(world, [paper({ number: 'G1', sum: '9', payerInn: by }), paper({ number: 'G2', sum: '4', payerInn: by })]);
    await post(world, statement.id);
    const [one, two] = [await lineWith(world, 'G1'), await lineWith(world, 'G2')];
    await reverse(world, one.payment!.id);
    expect(await lineWith(world, 'G1')).toMatchObject({
      state: 'DOUBTFUL', reason: { code: 'PAYMENT_REVERSED' }, payment: { status: 'REVERSED' }, client: { id },
    });
    expect(await post(world, statement.id)).toMatchObject({ postedCount: 0 });
    expect((await statementOf(world, statement.id)).states.map(({ state, amount }) => [state, amount])).toEqual([['DOUBTFUL', 9], ['POSTED', 4]]);
    expect(await decide(world, one.id, { clientId: other.id })).toMatchObject({ state: 'MATCHED', payment: null });
    expect(await post(world, statement.id)).toMatchObject({ postedCount: 1, postedAmount: 9 });
    expect(await balanceOf(world, other.id)).toBe(9);
    const right = { clientId: other.id, amount: 4, paymentMethod: 'BANK_TRANSFER' };
    await ask(world, correctPayment, { id: two.payment!.id, reason: 'Не тот клиент', ...right });
    expect(await lineWith(world, 'G2')).toMatchObject({ state: 'POSTED', notes: [{ code: 'PAYMENT_CORRECTED' }] });
    await expectRefused(world, () => decide(world, two.id, { clientId: id }), 'BANK_PAYMENT_CORRECTED');
    expect(await balanceOf(world, other.id)).toBe(13);
    await expectProof(world);
  });
});
