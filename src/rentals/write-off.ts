import { writeOffEndpoint as endpoint } from './write-off-contract.ts';
import { checkWriteOff, statusLeft, wholeSessions } from './write-off-rules.ts';
import { chargeSessions, insertWriteOff, loadPass, setLeft } from './write-offs-store.ts';
import { lockClients, touchClients } from '../clients/store.ts';
import type { Invoice } from '../invoices/contract.ts';
import { loadInvoice } from '../invoices/load-invoice.ts';
import { clientOfInvoice } from '../invoices/store.ts';
import type { Input } from '../kernel/contract.ts';
import { type Day, displayDay, isBefore } from '../kernel/day.ts';
import { type Quantity, hundredths } from '../kernel/money.ts';
import { type Context, operation, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import { notify } from '../notices/store.ts';

type ItemOf = Invoice['items'][number];
type Request = Input<typeof endpoint> & { date: Day };

/** Writes off a part of a service by hand: sessions of a pass, hours of lessons, days of coworking. */
export const writeOff = operation(endpoint, async (context, input) => {
  const clientId = await clientOfInvoice(context, input.id);
  await lockClients(context, [clientId]);
  const invoice = await loadInvoice(context, input.id);
  const item = itemOf(invoice, input.itemId);
  const { quantity, date = today(context) } = input;
  checkWriteOff(invoice, item, quantity, context.policy['subscription.activation']);
  refuseUnless(!isBefore(today(context), date), 'DATE_IN_FUTURE');

  const left = item.remainingQuantity === null ? null : hundredths(item.remainingQuantity - quantity);
  const isPass = invoice.subscriptionId !== null && item.subscriptionTypeId !== null && item.serviceType === 'SUBSCRIPTION';
  const request = { ...input, date };
  const sessionsLeft = isPass
    ? await useSessions(context, invoice, item, request) : await use(context, invoice, item, request, left);
  await setLeft(context, item.id, left, statusLeft(left));
  await touchClients(context, [clientId]);
  const after = itemOf(await loadInvoice(context, input.id), item.id);
  return {
    result: { item: after, remainingQuantity: after.remainingQuantity },
    audit: {
      entityType: 'invoice', entityId: invoice.id, entityNumber: invoice.invoiceNumber, clientId,
      before: { remainingQuantity: item.remainingQuantity, writeOffStatus: item.writeOffStatus },
      after: {
        serviceName: item.serviceName, quantity, date, remainingQuantity: after.remainingQuantity,
        writeOffStatus: after.writeOffStatus, ...(isPass ? { sessionsLeft } : {}),
      },
    },
  };
});

function itemOf(invoice: Invoice, itemId: string): ItemOf {
  const item = invoice.items.find(({ id }) => id === itemId);
  refuseUnless(item, 'ITEM_NOT_FOUND');
  return item;
}

/** A service that counts for itself. A pass on an invoice without a pass is such a service, but its end is told too. */
async function use(
  context: Context, invoice: Invoice, item: ItemOf, request: Request, left: Quantity | null,
): Promise<void> {
  const { clientId } = invoice;
  await insertWriteOff(context, {
    id: uuidv7(), itemId: item.id, clientId, kind: 'OTHER', quantity: request.quantity, onDate: request.date,
    notes: request.notes || null,
  });
  if (item.serviceType !== 'SUBSCRIPTION' || left !== 0) return;
  await tellOver(context, clientId, { subscription: item.serviceName });
}

/** Sessions of a pass: the pass counts them, and says so when they are over (S2-245). Gives what the pass has left. */
async function useSessions(context: Context, invoice: Invoice, item: ItemOf, request: Request): Promise<number | null> {
  const pass = await loadPass(context, invoice.subscriptionId ?? '', item.id);
  refuseUnless(pass, 'NOT_FOUND');
  const sessions = wholeSessions(request.quantity, pass);
  const reason = [`Списание вручную за ${displayDay(request.date, 'ru')}`, request.notes].filter(Boolean).join(': ');
  await chargeSessions(context, { subscriptionId: pass.id, itemId: item.id, sessions, reason });
  const left = pass.sessionsLeft === null ? null : pass.sessionsLeft - sessions;
  if (left === 0) {
    await tellOver(context, invoice.clientId, {
      student: pass.studentName, subscription: pass.name, endDate: pass.endDate.toString(),
    }, pass.id);
  }
  return left;
}

const tellOver = (
  context: Context, clientId: string, params: Record<string, string>, subscriptionId?: string,
): Promise<void> =>
  notify(context, [{
    kind: 'sessions-over', clientId, params,
    ...(subscriptionId === undefined ? {} : { entityType: 'subscription', entityId: subscriptionId }),
  }]);
