import { type OpeningDocument, openingEndpoints } from './contract.ts';
import { bringIn, refuseDay } from './bringing-steps.ts';
import { insertDocuments } from './bringing-store.ts';
import { findDocuments, loadDocument } from './documents-store.ts';
import { lockClients } from '../clients/store.ts';
import { markCancelled } from '../invoices/changing-store.ts';
import { loadInvoice } from '../invoices/load-invoice.ts';
import { logInvoice, newId } from '../invoices/writing-store.ts';
import { planReversal } from '../ledger/rules.ts';
import { settleQueues, takeBack } from '../ledger/settling-steps.ts';
import { loadPaidInvoices, post } from '../ledger/store.ts';
import type { Money } from '../kernel/money.ts';
import { type Context, operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

async function requireDocument(context: Context, id: string): Promise<OpeningDocument> {
  const document = await loadDocument(context, id);
  refuseUnless(document, 'NOT_FOUND');
  return document;
}

export const listDocuments = reading(openingEndpoints.list, async (context, query) => {
  const { total, documents } = await findDocuments(context, query);
  return { documents, pagination: { total, page: query.page, limit: query.limit } };
});

export const getDocument = reading(openingEndpoints.get, (context, { id }) => requireDocument(context, id));

/** Brings in what one client had or owed (OPN-1). */
export const createOpeningDocument = operation(openingEndpoints.create, async (context, input) => {
  const { clientId, onDate, kind, amount, comment = null } = input;
  const [client] = await lockClients(context, [clientId]);
  refuseUnless(client?.isActive, 'CLIENT_INACTIVE');
  await refuseDay(context, onDate);
  const [written] = await bringIn(context, [{ clientId, onDate, kind, amount, comment }]);
  await settleQueues(context, [clientId]);
  const document = await requireDocument(context, written?.id ?? '');
  return {
    result: document,
    audit: {
      entityType: 'opening', entityId: document.id, entityNumber: document.number, clientId,
      before: { balance: client.balance }, after: { kind, amount, onDate, comment },
    },
  };
});

/** Takes back a document by a counter document of the same day; what it had paid waits for money again. */
export const reverseOpeningDocument = operation(openingEndpoints.reverse, async (context, { id, reason }) => {
  const { clientId } = await requireDocument(context, id);
  const [client] = await lockClients(context, [clientId]);
  const document = await requireDocument(context, id);
  refuseUnless(document.reversedAt === null, 'OPENING_REVERSED');
  await refuseDay(context, document.onDate);
  if (document.kind === 'CREDIT') await takeCredit(context, document, client?.balance ?? (0 as Money), reason);
  if (document.kind === 'DEBT') await voidDebt(context, document, reason);
  await insertDocuments(context, [{
    id: newId(), clientId, onDate: document.onDate, kind: document.kind, amount: document.amount, comment: reason,
    importId: null, reconciliationId: null, invoiceId: document.invoiceId, itemId: null, reversesId: id,
  }]);
  await settleQueues(context, [clientId]);
  return {
    result: await requireDocument(context, id),
    audit: {
      entityType: 'opening', entityId: id, entityNumber: document.number, clientId, reason,
      before: { kind: document.kind, amount: document.amount, onDate: document.onDate, balance: client?.balance },
      after: { reversed: true },
    },
  };
});

/** The credit goes; where it was spent, the newest invoices wait for payment again, as when a payment is reversed. */
async function takeCredit(context: Context, document: OpeningDocument, balance: Money, reason: string): Promise<void> {
  const { clientId, amount, onDate, id } = document;
  const plan = planReversal(amount, balance, await loadPaidInvoices(context, clientId, id));
  refuseUnless(plan.shortfall === 0, 'OPENING_SPENT', { availableAmount: amount - plan.shortfall, neededAmount: amount });
  const invoiceIds = plan.released.map((invoice) => invoice.invoiceId);
  await takeBack(context, clientId, { invoiceIds }, { reason, outgoing: amount });
  await post(context, clientId, [{ debit: 'CREDIT', credit: 'OPENING', amount }], onDate);
}

/** The invoice of the debt is void; what was paid on it returns to the client's credit (C-19). */
async function voidDebt(context: Context, document: OpeningDocument, reason: string): Promise<void> {
  const { clientId, amount, onDate, invoiceId } = document;
  if (invoiceId === null) return;
  await takeBack(context, clientId, { invoiceIds: [invoiceId] }, { reason });
  const unpaid = await loadInvoice(context, invoiceId);
  await markCancelled(context, invoiceId);
  await logInvoice(context, invoiceId, [{
    action: 'CANCELLED', fieldName: 'status', oldValue: unpaid.status, newValue: 'CANCELLED', reason,
    lifecycle: { from: unpaid.lifecycleStatus, to: 'cancelled' },
  }]);
  await post(context, clientId, [{ debit: 'OPENING', credit: 'RECEIVABLE', amount, invoiceId }], onDate);
}
