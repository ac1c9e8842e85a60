import type { z } from 'zod';
import type { postLine } from './contract.ts';
import { invoicesById, loadPayer } from './evidence-store.ts';
import { layOut, notesOf } from './match-rules.ts';
import { paymentNotes } from './deciding-rules.ts';
import { type LineRow, loadLines, lockLine, markPosted } from './store.ts';
import { inWords } from './words.ts';
import { lockClients } from '../clients/store.ts';
import { spend } from '../ledger/settling-steps.ts';
import { MAX_MONEY, ZERO, sum } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { creditOf } from '../payments/rules.ts';
import { takePayment } from '../payments/taking-steps.ts';

export type PostedLine = z.output<typeof postLine.result>;

/**
 * Makes a payment of a matched line, on the line's day, through the same steps as any payment. The line's lock is what
 * makes two persons post it once: whoever comes second finds it posted. Everything that can refuse stands before the
 * first write.
 */
export async function postOne(context: Context, id: string): Promise<PostedLine> {
  const line = await lockLine(context, id);
  refuseUnless(line, 'NOT_FOUND');
  refuseUnless(line.state !== 'POSTED', 'BANK_LINE_POSTED');
  const { clientId, amount, onDate } = line;
  if (line.state !== 'MATCHED' || clientId === null) throw new Refusal('BANK_LINE_NOT_MATCHED');
  refuseUnless(amount <= MAX_MONEY, 'AMOUNT_TOO_LARGE');
  const [client] = await lockClients(context, [clientId]);
  const named = await namedBy(context, line, clientId);
  const directed = context.policy['settlement.mode'] === 'DIRECTED';
  const [first, ...more] = layOut(amount, named, { directed, allowPartial: context.policy['settlement.allowPartial'] });
  const { result } = await takePayment(context, {
    clientId, amount, paymentMethod: 'BANK_TRANSFER', onDate, notes: paymentNotes(line),
    ...(first ? { invoiceId: first.invoiceId } : {}),
  });
  const paymentId = result.payment.id;
  const further = directed && more.length > 0 ? await spend(context, [clientId], { paymentId, target: more }) : [];
  await markPosted(context, id, paymentId);
  const allocations = [...result.allocations, ...further].map(({ invoiceId, invoiceNumber, amount: part }) =>
    ({ invoiceId, invoiceNumber, amount: part }));
  return {
    lineId: id, client: { id: clientId, name: client?.name ?? '' }, amount, onDate, outcome: 'POSTED', paymentId,
    allocations, credited: creditOf(amount, sum(allocations.map((one) => one.amount))), refusal: null,
    notes: notesOf(amount, [], named).map((told) => inWords(told, context.language)),
  };
}

/** The invoices that the line pays, in the order in which they are named; an invoice that is gone is no longer paid. */
async function namedBy(context: Context, { invoiceIds }: LineRow, clientId: string) {
  const found = await invoicesById(context, invoiceIds);
  return invoiceIds.flatMap((id) => found.find((invoice) => invoice.id === id && invoice.clientId === clientId) ?? []);
}

/** A line that was not posted, as the answer about it begins. */
export async function unposted(context: Context, id: string): Promise<PostedLine> {
  const [line] = await loadLines(context, [id]);
  refuseUnless(line, 'NOT_FOUND');
  const { clientId, amount, onDate } = line;
  const client = clientId === null ? undefined : await loadPayer(context, clientId);
  return {
    lineId: id, client: client && clientId !== null ? { id: clientId, name: client.name } : null, amount, onDate,
    outcome: 'REFUSED', paymentId: null, allocations: [], credited: ZERO, refusal: null, notes: [],
  };
}
