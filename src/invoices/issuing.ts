import { type InvoiceSums, NOTHING, invoicePostings } from '../ledger/rules.ts';
import { settle } from '../ledger/settling-store.ts';
import { post } from '../ledger/store.ts';
import { hundredths } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import { type NewLine, touchClient } from './writing-store.ts';

/** An issued invoice enters the ledger and, where the credit pays by itself, the queue of settlement (S4-055). */
export async function issue(context: Context, clientId: string, id: string, sums: InvoiceSums): Promise<void> {
  await Promise.all([
    post(context, clientId, invoicePostings(id, NOTHING, sums)),
    settleQueue(context, clientId),
  ]);
}

/** Runs the settlement engine, where the policy has one; otherwise only moves the client's time on. */
export async function settleQueue(context: Context, clientId: string): Promise<void> {
  if (context.policy['settlement.mode'] === 'FIFO_BALANCE') await settle(context, clientId, { target: 'QUEUE' });
  else await touchClient(context, clientId);
}

export const writtenOff = (line: NewLine): NewLine =>
  line.writeOffTiming === 'ON_SALE' ? { ...line, writeOffStatus: 'COMPLETED', remainingQuantity: hundredths(0) } : line;

