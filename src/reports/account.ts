import { loadFreezes, loadNextDue, loadVoided } from './account-store.ts';
import { balanceHistory } from './contract.ts';
import { checkDays, kindOfMovement } from './rules.ts';
import { loadClientBalance, loadOpening, loadStatement } from '../audit/explain-store.ts';
import { type Money, add, subtract } from '../kernel/money.ts';
import { reading, today } from '../kernel/operation.ts';

/** The line of a client's account: credit less what is due, after each event. The same movements as the statement's. */
export const reportBalance = reading(balanceHistory, async (context, { id: clientId, from, to }) => {
  checkDays({ from, to });
  await loadClientBalance(context, clientId);
  const [opening, rows, voided, freezes, nextDue] = await Promise.all([
    loadOpening(context, clientId, from), loadStatement(context, clientId, from, to), loadVoided(context, clientId),
    loadFreezes(context, clientId, { from, to }), loadNextDue(context, clientId, today(context)),
  ]);
  const cancelledAt = new Map(voided.map((invoice) => [invoice.id, invoice.cancelledAt]));
  let balance: Money = opening;
  const events = rows.map((row) => {
    const amount = subtract(row.paid, row.charged);
    balance = add(balance, amount);
    const { at, onDate, invoiceId, paymentId, refundId, number } = row;
    const kind = kindOfMovement(row, invoiceId === null ? undefined : cancelledAt.get(invoiceId));
    return { at, onDate, kind, amount, balance, invoiceId, paymentId, refundId, number } as const;
  });
  return { opening, closing: balance, events, freezes, nextDue: nextDue ?? null };
});
