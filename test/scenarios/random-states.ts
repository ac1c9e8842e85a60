/** Random queues for WE-109: whatever happened before, a payment that is taken and reversed leaves no trace in the books. */
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { type Stage, prove, send } from './stage.ts';
import { type Rule, action, check, roubles } from './words.ts';
import { createClient } from '../../src/clients/write-clients.ts';
import { getClient } from '../../src/clients/read-clients.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { clientInvoices } from '../../src/invoices/read-invoices.ts';
import { Refusal } from '../../src/kernel/refusal.ts';
import { createRefund } from '../../src/payments/create-refund.ts';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { reversePayment } from '../../src/payments/reverse-payment.ts';
import { createInvoice } from '../../src/sales/create-invoice.ts';

const upTo5000 = fc.integer({ min: 1, max: 500_000 });
type Event = { type: 'invoice' | 'payment' | 'refund' | 'cancel'; kopecks: number };
const event: fc.Arbitrary<Event> = fc.record({
  type: fc.constantFrom('invoice', 'invoice', 'invoice', 'payment', 'payment', 'refund', 'cancel'), kopecks: upTo5000,
});
const histories = fc.record({ events: fc.array(event, { minLength: 2, maxLength: 12 }), amount: fc.integer({ min: 1, max: 2_000_000 }) });

async function happen(stage: Stage, clientId: string, { type, kopecks }: Event): Promise<void> {
  const amount = roubles(kopecks);
  if (type === 'payment') {
    await send(stage, registerPayment, { clientId, amount, paymentMethod: 'CASH' });
  } else if (type === 'refund') {
    await send(stage, createRefund, { clientId, amount, method: 'CASH', reason: 'Клиент попросил' });
  } else if (type === 'invoice') {
    await send(stage, createInvoice, { clientId, items: [{ serviceName: 'Занятие', unitPrice: amount }] });
  } else {
    const { invoices } = await send(stage, clientInvoices, { id: clientId });
    const chosen = invoices[kopecks % Math.max(invoices.length, 1)];
    if (chosen) await send(stage, cancelInvoice, { id: chosen.id, reason: 'Не нужен' });
  }
}

/** The state of a client as WE-109 compares it: the credit, and which invoices are paid. */
async function stateOf(stage: Stage, clientId: string) {
  const [{ balance }, { invoices }] = [
    await send(stage, getClient, { id: clientId }), await send(stage, clientInvoices, { id: clientId }),
  ];
  return { balance, invoices: invoices.map(({ invoiceNumber, status, paidAmount }) => ({ invoiceNumber, status, paidAmount })) };
}

export const randomRules: readonly Rule[] = [
  action('{count} раз при случайной очереди счетов (число {count}) платёж принимают и сразу отменяют', async (stage, runs, seed) => {
    for (const [index, { events, amount }] of fc.sample(histories, { numRuns: runs, seed }).entries()) {
      const { id } = await send(stage, createClient, { name: `Клиент ${index + 1}` });
      for (const one of events) {
        // A refund above the credit and a cancellation of a paid invoice are refused, and are then no event.
        await happen(stage, id, one).catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error;
        });
      }
      await prove(stage);
      const before = await stateOf(stage, id);
      const { payment, allocations } = await send(stage, registerPayment, {
        clientId: id, amount: roubles(amount), paymentMethod: 'CARD',
      });
      await prove(stage);
      await send(stage, reversePayment, { id: payment.id, reason: 'Ошибка кассира' });
      await prove(stage);
      const history = JSON.stringify({ events, amount, settled: allocations.length });
      stage.pairs.push({ history, before, after: await stateOf(stage, id) });
    }
  }),
  check('аванс и оплаченные счета каждый раз те же, что до платежа', async (stage) => {
    expect(stage.pairs.length).toBeGreaterThan(0);
    for (const { history, before, after } of stage.pairs) expect(after, history).toEqual(before);
  }),
  check('не менее чем {count} раз такой платёж успевал погасить счёт', async (stage, times) => {
    const settling = stage.pairs.filter(({ history }) => !history.endsWith('"settled":0}'));
    expect(settling.length).toBeGreaterThanOrEqual(times);
  }),
];
