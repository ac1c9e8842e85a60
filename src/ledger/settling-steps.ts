import { touchClients } from '../clients/store.ts';
import { isBefore } from '../kernel/day.ts';
import { type Context, today } from '../kernel/operation.ts';
import type { Money } from '../kernel/money.ts';
import { notify } from '../notices/store.ts';
import { restore } from '../schedule/member-steps.ts';
import { effectOnPass, suspendsPass } from './effects-rules.ts';
import {
  type PassRow, confirmRental, expireSessions, grantSessions, loadEffects, loadPassState, markApplied,
  recordPassEvent, replanRental, suspendPass, writePass,
} from './effects-store.ts';
import type { QueuedInvoice } from './rules.ts';
import { type Release, type Released, type Settled, release, settle } from './settling-store.ts';

/** Runs the settlement engine for clients, where the policy has one; otherwise only moves their time on (C-13). */
export async function settleQueues(context: Context, clientIds: readonly string[]): Promise<Settled[]> {
  if (clientIds.length === 0) return [];
  if (context.policy['settlement.mode'] === 'FIFO_BALANCE') return spend(context, clientIds, { target: 'QUEUE' });
  await touchClients(context, clientIds);
  return [];
}

/** Spends credit on invoices and does what the invoices that became paid set in motion. */
export async function spend(
  context: Context, clientIds: readonly string[],
  spending: { incoming?: Money; paymentId?: string; target: 'QUEUE' | readonly QueuedInvoice[] },
): Promise<Settled[]> {
  const settled = await settle(context, clientIds, spending);
  await applyEffects(context, settled.filter((row) => row.hasEffects).map((row) => row.invoiceId));
  return settled;
}

/** Takes payment back from invoices, and with it what waits for payment again. */
export async function takeBack(
  context: Context, clientId: string, what: Release, options: { reason: string; outgoing?: Money; paymentId?: string },
): Promise<Released[]> {
  const released = await release(context, clientId, what, options);
  await suspendEffects(context, released.map((row) => row.invoiceId));
  return released;
}

/** What invoices that have just become paid set in motion, by their purpose, each once (C-30, I-24). */
export async function applyEffects(context: Context, invoiceIds: readonly string[]): Promise<void> {
  if (invoiceIds.length === 0) return;
  for (const invoice of await loadEffects(context, invoiceIds)) {
    if (invoice.rentalId !== null) await confirmRental(context, invoice.rentalId);
    if (invoice.subscriptionId !== null && invoice.purpose !== 'RENTAL') {
      await applyToPass(context, { ...invoice, purpose: invoice.purpose, subscriptionId: invoice.subscriptionId });
    }
    await markApplied(context, invoice.invoiceId);
  }
}

type PassInvoice = {
  invoiceId: string; invoiceNumber: string; clientId: string; purpose: 'INITIAL' | 'RENEWAL'; number: number | null;
  applied: boolean; passAmount: Money; subscriptionId: string;
};
async function applyToPass(context: Context, invoice: PassInvoice): Promise<void> {
  const { subscriptionId: id, invoiceId } = invoice;
  const pass = await loadPassState(context, id, invoiceId);
  const effect = effectOnPass(pass, { ...invoice, periodNumber: invoice.number }, today(context), pass.othersPaid);
  if (!effect) return pass.status === 'CANCELLED' ? undefined : writePass(context, id, pass, invoice.passAmount);
  await writePass(context, id, effect.pass, invoice.passAmount);
  if (effect.grants) {
    // A renewal paid ahead leaves the sessions of the running period to their own end (C-35).
    const isOver = isBefore(pass.endDate, today(context));
    if (effect.event !== 'ACTIVATED' && isOver && !context.policy['subscription.carryOver']) {
      await expireSessions(context, id, 'Занятия прошлого периода не переносятся');
    }
    await grantSessions(context, id, invoiceId, `Счёт ${invoice.invoiceNumber}`);
  }
  await recordPassEvent(context, id, { kind: effect.event, invoiceId });
  if (effect.event === 'RESTARTED' && pass.groupId !== null) await returnToGroup(context, invoice, pass, pass.groupId);
}

/** Who was expelled and paid gets his place back if there is one; otherwise a person has to decide (C-33). */
async function returnToGroup(context: Context, invoice: PassInvoice, pass: PassRow, groupId: string): Promise<void> {
  if (await restore(context, groupId, pass.studentId)) return;
  await notify(context, [{
    kind: 'no-place-after-payment', audience: 'OFFICE', level: 'WARNING',
    params: {
      client: pass.clientName, student: pass.studentName, group: pass.groupName ?? '', subscription: pass.name,
      invoiceNumber: invoice.invoiceNumber,
    },
    entityType: 'subscription', entityId: pass.id,
  }]);
}

/** What invoices that lost their payment make wait again (C-17). */
async function suspendEffects(context: Context, invoiceIds: readonly string[]): Promise<void> {
  if (invoiceIds.length === 0) return;
  for (const invoice of await loadEffects(context, invoiceIds)) {
    if (invoice.rentalId !== null) await replanRental(context, invoice.rentalId);
    if (invoice.subscriptionId === null) continue;
    const pass = await loadPassState(context, invoice.subscriptionId, invoice.invoiceId);
    if (!suspendsPass(pass.status, context.policy['subscription.activation'])) continue;
    await suspendPass(context, pass.id);
    await recordPassEvent(context, pass.id, { kind: 'SUSPENDED', invoiceId: invoice.invoiceId });
  }
}
