import { lockClients } from '../clients/store.ts';
import { buildLines } from '../invoices/line-steps.ts';
import { loadInvoice } from '../invoices/load-invoice.ts';
import { requireGroup } from '../schedule/group-steps.ts';
import { enrol } from '../schedule/member-steps.ts';
import { futureTrainings, lockTrainings } from '../schedule/training-store.ts';
import { type Context, operation, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { payersOf, studentsFor } from './buyer-steps.ts';
import { subscriptionEndpoints } from './contract.ts';
import { showPass } from './load-passes.ts';
import { requireType } from './load-types.ts';
import { groupsOf } from './rules.ts';
import { activateNow, benefitOf, dueOf, issuePassInvoice, makePass, passLine, worksAtOnce } from './selling-steps.ts';

/** Locks a group with its coming trainings: before the locks of clients, and before a student of the group is known. */
async function lockGroup(context: Context, groupId: string): Promise<void> {
  await requireGroup(context, groupId);
  await lockTrainings(context, await futureTrainings(context, [groupId]));
}

/**
 * Sells a pass: makes it with its invoice and puts the student into the group (S2-096…S2-106, S4-001). It waits for
 * full payment or is active at once, as the organisation decided (C-29).
 */
export const sellSubscription = operation(subscriptionEndpoints.sell, async (context, input) => {
  const payers = await payersOf(context, [input]);
  const { groupId } = input;
  if (groupId !== undefined) await lockGroup(context, groupId);
  const [client] = await lockClients(context, payers);
  refuseUnless(client, 'NOT_FOUND');
  const type = await requireType(context, input.subscriptionTypeId);
  const groupIds = groupsOf(type.groupIds, groupId ?? null);
  const [studentId = ''] = await studentsFor(context, [input], [client]);

  const atOnce = worksAtOnce(context);
  const startDate = input.startDate ?? today(context);
  const pass = await makePass(context, type, {
    clientId: client.id, studentId, groupId: groupId ?? null, groupIds, startDate,
  });
  if (groupId !== undefined) await enrol(context, groupId, studentId, { waitingList: input.waitingList });
  const benefit = await benefitOf(context, client.id);
  const sold = { name: type.name, price: type.price, sessions: type.sessionsPerPeriod, benefit };
  const extras = input.items?.length ? await buildLines(context, client.id, input.items) : [];
  const issued = await issuePassInvoice(context, {
    clientId: client.id, studentId, tutorId: context.actor.role === 'TRAINER' ? context.actor.userId : null,
    purpose: 'INITIAL', subscriptionId: pass.id, periodNumber: 0, dueDate: dueOf(context),
    lines: [passLine(type, sold, today(context)), ...extras],
  }, atOnce);
  if (atOnce) await activateNow(context, pass.id, issued);
  const [subscription, invoice] = [await showPass(context, pass.id), await loadInvoice(context, issued.id)];
  return {
    result: { subscription, invoice },
    audit: {
      entityType: 'subscription', entityId: pass.id, clientId: client.id,
      before: { balance: client.balance },
      after: {
        name: pass.name, status: subscription.status, startDate, endDate: pass.endDate, groupId: pass.groupId,
        totalAmount: invoice.totalAmount, isPaid: issued.isPaid,
      },
    },
  };
});
