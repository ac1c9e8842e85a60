import { lockClients } from '../clients/store.ts';
import {
  type Posting, type QueuedInvoice, type ReversalPlan, planDirectedReversal, planReversal,
} from '../ledger/rules.ts';
import { settleQueues, takeBack } from '../ledger/settling-steps.ts';
import type { Released } from '../ledger/settling-store.ts';
import { loadPaidInvoices, loadTill, moneyAccount, post } from '../ledger/store.ts';
import type { Result } from '../kernel/contract.ts';
import { type Money, displayMoney } from '../kernel/money.ts';
import { type Context, type Done, today } from '../kernel/operation.ts';
import { Refusal, refuseUnless, say } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import { type NewNotice, notify } from '../notices/store.ts';
import type { reversePayment } from './contract.ts';
import { reasonOf, refuseIrreversible } from './rules.ts';
import { coverageOf } from './reversal-rules.ts';
import { lookBefore, tellEffect } from './reversal-steps.ts';
import { insertDocument, loadBalance, loadPayment, loadSumAndPayer, markReversed } from './store.ts';

/**
 * Reverses a payment made by mistake, whole, today, by the algorithm of S4 (REV-1, REV-2, C-17, C-18). The money goes
 * back where it came from; invoices that lose their payment wait for it again, oldest debts first.
 */
export async function reverse(
  context: Context, input: { id: string; reason: string },
): Promise<Done<Result<typeof reversePayment>>> {
  const [client] = await lockClients(context, [(await loadPayment(context, input.id)).clientId]);
  const payment = await loadPayment(context, input.id);
  refuseIrreversible(payment.status);
  const reason = reasonOf(input.reason);
  const { clientId, amount } = payment;
  const balance = client?.balance ?? (0 as Money);

  const directed = context.policy['settlement.mode'] === 'DIRECTED';
  const paid = await loadPaidInvoices(context, clientId, payment.id);
  const own: QueuedInvoice[] = directed
    ? paid.flatMap(({ invoiceId, own: part }) => (part ? [{ invoiceId, amount: part }] : [])) : [];
  const plan = directed ? planDirectedReversal(amount, balance, own, paid) : planReversal(amount, balance, paid);
  refuseUnless(plan.shortfall === 0, 'REVERSAL_SHORTFALL', { shortfallAmount: plan.shortfall });
  // After this point the reversal must succeed.

  const wanted = [...new Set([...own, ...plan.released].map((invoice) => invoice.invoiceId))];
  const before = await lookBefore(context, payment, balance, paid.map((invoice) => invoice.invoiceId), wanted);
  const till = await loadTill(context, payment.branchId);
  const posting: Posting = {
    debit: 'CREDIT', credit: moneyAccount(payment.method), amount, paymentId: payment.id, shiftId: till?.shiftId ?? null,
  };
  await markReversed(context, payment.id, reason);
  const ownReleased = own.length === 0
    ? [] : await takeBack(context, clientId, { paymentId: payment.id }, { reason, paymentId: payment.id });
  const invoiceIds = plan.released.map((invoice) => invoice.invoiceId);
  const others = await takeBack(context, clientId, { invoiceIds }, { reason, outgoing: amount, paymentId: payment.id });
  await post(context, clientId, [posting]);
  const settled = directed ? [] : await settleQueues(context, [clientId]);

  const released = merge([...ownReleased, ...others]);
  const document = await insertDocument(context, {
    id: uuidv7(), kind: 'PAYMENT_REVERSAL', clientId, paymentId: payment.id, refundId: null,
    invoiceIds: released.map((invoice) => invoice.invoiceId), amount, reason,
  }, today(context).year);
  const after = await loadBalance(context, clientId);
  const effect = await tellEffect(context, clientId, before, after, coverageOf(amount, balance, plan, own), settled);
  const stages = stagesOf(context, amount, plan, released);
  await notify(context, stages.map((stage) => stageNotice(stage, payment.id, client?.name ?? '')));
  return {
    result: {
      payment: await loadPayment(context, payment.id), released, credited: plan.credited, balance: after, document,
      stages, effect,
    },
    audit: {
      entityType: 'payment', entityId: payment.id, entityNumber: document.documentNumber, clientId, reason,
      before: { balance, status: payment.status, amount },
      after: { balance: after, status: 'REVERSED', released },
    },
  };
}

/** Administrators are told of every stage (S4-044, C-72). */
const stageNotice = (
  { stage, amount, invoiceNumber }: { stage: Stage; amount: Money; invoiceNumber: string | null }, paymentId: string,
  client: string,
): NewNotice => ({
  kind: 'reversal-stage', params: { stage, client, stageAmount: amount, invoiceNumber },
  entityType: 'payment', entityId: paymentId,
});

/** A reversal that lacks money changes nothing, and administrators are told (C-17). */
export async function tellShortfall(
  place: Parameters<typeof notify>[0], refusal: Refusal, { id }: { id: string },
): Promise<void> {
  if (refusal.code !== 'REVERSAL_SHORTFALL') return;
  const payment = await loadSumAndPayer(place, id);
  await notify(place, [{
    kind: 'reversal-shortfall', entityType: 'payment', entityId: id,
    params: {
      client: payment?.clientName ?? '', paidAmount: payment?.amount ?? 0,
      shortfallAmount: refusal.detail['shortfallAmount'] ?? null,
    },
  }]);
}

/** One line for each invoice, whichever way its money came back. */
function merge(parts: readonly Released[]): Released[] {
  const byInvoice = Map.groupBy(parts, (part) => part.invoiceId);
  return [...byInvoice.values()].map((group) => {
    const [first] = group;
    if (!first) throw new Refusal('NOT_FOUND');
    return { ...first, amount: group.reduce((total, part) => total + part.amount, 0) as Money };
  });
}

const sentences = {
  ru: {
    INITIATED: 'Начата отмена платежа {sum}',
    BALANCE_REDUCED: 'Аванс уменьшен на {sum}',
    BALANCE_ZEROED: 'Аванс обнулён: списано {sum}',
    UNSETTLED: 'Снята оплата счёта {number}: {sum}',
    CREDITED: 'Разница {sum} возвращена в аванс',
    COMPLETED: 'Платёж {sum} отменён',
  },
  en: {
    INITIATED: 'Reversal of a payment of {sum} started',
    BALANCE_REDUCED: 'Credit reduced by {sum}',
    BALANCE_ZEROED: 'Credit became zero: {sum} taken',
    UNSETTLED: 'Payment of invoice {number} taken back: {sum}',
    CREDITED: 'The difference of {sum} returned to the credit',
    COMPLETED: 'The payment of {sum} is reversed',
  },
};
type Stage = keyof typeof sentences.ru;

/** The stages as people read them (S4-043, C-72). */
function stagesOf(context: Context, amount: Money, plan: ReversalPlan, released: readonly Released[]) {
  const { language } = context;
  const line = (stage: Stage, sum: Money, number: string | null = null) => ({
    stage, amount: sum, invoiceNumber: number,
    sentence: say(sentences[language][stage], { sum: displayMoney(sum, language), number: number ?? '' }, language),
  });
  const covered = plan.released.length === 0;
  return [
    line('INITIATED', amount),
    ...(plan.fromBalance > 0 ? [line(covered ? 'BALANCE_REDUCED' : 'BALANCE_ZEROED', plan.fromBalance)] : []),
    ...released.map((invoice) => line('UNSETTLED', invoice.amount, invoice.invoiceNumber)),
    ...(plan.credited > 0 ? [line('CREDITED', plan.credited)] : []),
    line('COMPLETED', amount),
  ];
}
