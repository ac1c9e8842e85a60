import { type Voided, voidInvoices } from '../invoices/issuing-steps.ts';
import { expireSessions, recordPassEvent } from '../ledger/effects-store.ts';
import { settleQueues } from '../ledger/settling-steps.ts';
import type { Context } from '../kernel/operation.ts';
import { loadInvoicesOfPasses, markPassCancelled, passOfInvoice } from './cancelling-store.ts';
import { valueOf } from './rules.ts';
import { loadPasses } from './store.ts';

/**
 * Cancels passes: what is left of their sessions expires with its value written down, unpaid and partly paid invoices
 * are voided, and the money they held pays others (S2-198, C-20, C-38). Passes cancelled before stay as they are. The
 * clients must be locked.
 */
export async function cancelPasses(context: Context, subscriptionIds: readonly string[], reason: string): Promise<Voided[]> {
  const passes = (await loadPasses(context, subscriptionIds)).filter((pass) => pass.status !== 'CANCELLED');
  for (const pass of passes) {
    await recordPassEvent(context, pass.id, {
      kind: 'CANCELLED', value: valueOf(pass, pass.sessionsLeft), details: { reason },
    });
    await expireSessions(context, pass.id, reason);
    await markPassCancelled(context, pass.id, reason);
  }
  const open = (await loadInvoicesOfPasses(context, passes.map(({ id }) => id))).filter(({ status }) => status !== 'PAID');
  const voided = await voidInvoices(context, { invoiceIds: open.map(({ id }) => id), reason });
  await settleQueues(context, [...new Set(voided.map(({ clientId }) => clientId))]);
  return voided;
}

/** Cancels the pass whose invoice was refunded in full; other invoices have none (C-20, S2-235). */
export async function cancelRefundedPass(context: Context, invoiceId: string, reason: string): Promise<void> {
  const found = await passOfInvoice(context, invoiceId);
  if (found?.subscriptionId != null) await cancelPasses(context, [found.subscriptionId], reason);
}
