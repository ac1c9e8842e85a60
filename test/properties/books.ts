/** The same organisation twice: in the real database, changed by the operations, and in the model. */
import { createOrganisation } from '../../src/access/create-organisation.ts';
import { movingClock } from '../../src/jobs/clock.ts';
import { JOB_NAMES } from '../../src/jobs/rules.ts';
import { sealAudit } from '../../src/audit/seal.ts';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { createClient } from '../../src/clients/write-clients.ts';
import { adjustPrice } from '../../src/invoices/adjust-price.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { createInvoice } from '../../src/sales/create-invoice.ts';
import { addItem, deleteInvoice, removeItem, updateInvoice } from '../../src/invoices/edit-invoice.ts';
import { markViewed } from '../../src/invoices/mark-viewed.ts';
import { sendInvoice } from '../../src/invoices/send-invoice.ts';
import { settleFromBalance } from '../../src/invoices/settle-from-balance.ts';
import type { Endpoint, Input, Result } from '../../src/kernel/contract.ts';
import type { Database } from '../../src/kernel/db.ts';
import { hundredths, kopecks, percentHundredths } from '../../src/kernel/money.ts';
import type { Call, Operation, Outcome, Reading } from '../../src/kernel/operation.ts';
import type { Template } from '../../src/kernel/policy.ts';
import { changeSettings } from '../../src/ledger/change-settings.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { closePeriod } from '../../src/payments/periods.ts';
import { createRefund } from '../../src/payments/create-refund.ts';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { reversePayment } from '../../src/payments/reverse-payment.ts';
import { type Command, resolve } from './commands.ts';
import { type Line, type Mode, type Model, type Step, emptyModel } from './model.ts';
import { predict } from './predict.ts';

/** A policy of settlement and the template that has it. */
export const POLICIES = [
  { name: 'the queue', template: 'SPORT', mode: 'FIFO_BALANCE', allowPartial: false },
  { name: 'directed payments, partial allowed', template: 'STUDIO', mode: 'DIRECTED', allowPartial: true },
  { name: 'directed payments, whole only', template: 'TUTOR', mode: 'DIRECTED', allowPartial: false },
] as const satisfies { name: string; template: Template; mode: Mode; allowPartial: boolean }[];
export type SettlementPolicy = (typeof POLICIES)[number];

export type Books = {
  database: Database; orgId: string; model: Model;
  /** The real ids behind the places of the model. */
  ids: { clients: string[]; invoices: string[]; items: string[][]; payments: string[] };
};
export type CallOptions = Partial<Pick<Call, 'dryRun' | 'previewHash' | 'idempotencyKey' | 'requestId'>>;

/** Opens the books of a new organisation. A client with a benefit has a category of his own. */
export async function openBooks(database: Database, policy: SettlementPolicy, benefits: readonly number[]): Promise<Books> {
  const now = Temporal.Instant.from('2025-02-12T09:00:00Z');
  const { orgId } = await createOrganisation(database, { name: 'Центр', template: policy.template, sandbox: true, now });
  const model = emptyModel(policy.mode, policy.allowPartial, now, benefits);
  const books: Books = { database, orgId, model, ids: { clients: [], invoices: [], items: [], payments: [] } };
  for (const [index, benefit] of benefits.entries()) {
    const category = benefit === 0 ? undefined : await run(books, createBenefitCategory,
      { name: `Льгота ${index}`, discountPercent: percentHundredths(benefit), requiresDocument: false });
    const client = await run(books, createClient,
      { kind: 'PERSON', firstName: 'Клиент', lastName: `${index}`, benefitCategoryId: category?.id });
    books.ids.clients.push(client.id);
  }
  return books;
}

export const callOf = (orgId: string, options: CallOptions = {}): Call => ({
  orgId, actor: { userId: orgId, role: 'ADMIN' }, requestId: uuidv7(), language: 'ru', ...options,
});

/** Runs an operation or a reading as the organisation's system user. */
export async function run<E extends Endpoint>(books: Books, runnable: Operation<E> | Reading<E>, input: Input<E>): Promise<Result<E>> {
  return (await runnable.run(books.database, callOf(books.orgId), input)).result;
}

const newItem = ({ quantity, unitPrice, vatRate }: Line) => ({
  serviceName: 'Занятие', quantity: hundredths(quantity), unitPrice: kopecks(unitPrice), vatRate: percentHundredths(vatRate),
});
type Done = Outcome<unknown> & { link: (books: Books) => void };

/** Performs a step in the database. `link` remembers the ids that it made, once the model has made their places. */
export async function perform(books: Books, step: Step, options: CallOptions = {}): Promise<Done> {
  const { ids } = books;
  const nothing = uuidv7();
  const at = <E extends Endpoint>(operation: Operation<E>, input: Input<E>, link: (result: Result<E>) => void = () => {}) =>
    operation.run(books.database, callOf(books.orgId, options), input)
      .then((outcome): Done => ({ ...outcome, link: () => link(outcome.result) }));
  const invoice = 'invoice' in step ? ids.invoices[step.invoice] ?? nothing : nothing;
  const item = 'item' in step ? ids.items[step.invoice]?.[step.item] ?? nothing : nothing;
  const client = 'client' in step ? ids.clients[step.client]! : nothing;
  const relist = (changed: { items: { id: string }[] }) => {
    if ('invoice' in step) ids.items[step.invoice] = changed.items.map(({ id }) => id);
  };
  const paid = (result: { payment: { id: string } }) => void ids.payments.push(result.payment.id);
  switch (step.do) {
    case 'create':
      return at(createInvoice, { clientId: client, items: step.lines.map(newItem), asDraft: step.asDraft }, (made) => {
        ids.items.push(made.items.map(({ id }) => id));
        ids.invoices.push(made.id);
      });
    case 'redraft': return at(updateInvoice, { id: invoice, items: step.lines.map(newItem) }, relist);
    case 'delete': return at(deleteInvoice, { id: invoice });
    case 'send': return at(sendInvoice, { id: invoice });
    case 'view': return at(markViewed, { id: invoice });
    case 'settle': return at(settleFromBalance, { id: invoice });
    case 'cancel': return at(cancelInvoice, { id: invoice, reason: step.reason });
    case 'adjust':
      return at(adjustPrice, { id: invoice, itemId: item, newPrice: kopecks(step.newPrice), reason: step.reason });
    case 'add': return at(addItem, { id: invoice, ...newItem(step.line) }, relist);
    case 'remove': return at(removeItem, { id: invoice, itemId: item }, relist);
    case 'pay':
      return at(registerPayment, { clientId: client, amount: kopecks(step.amount), paymentMethod: 'CASH', onDate: step.onDate }, paid);
    case 'payInvoice':
      return at(registerPayment, { invoiceId: invoice, amount: kopecks(step.amount), paymentMethod: 'CARD', onDate: step.onDate }, paid);
    case 'reverse': return at(reversePayment, { id: ids.payments[step.payment] ?? nothing, reason: step.reason });
    case 'refundInvoice':
      return at(createRefund, { invoiceId: invoice, amount: kopecks(step.amount), method: 'CARD', reason: step.reason });
    case 'refundCredit':
      return at(createRefund, { clientId: client, amount: kopecks(step.amount), method: 'CASH', reason: step.reason });
    case 'clock': return at(clockAlone, { now: step.now });
    case 'mode': return at(changeSettings, { 'settlement.mode': step.mode });
    case 'close': return at(closePeriod, { closedThrough: step.through });
  }
}

/** These histories are of money alone: what happens by itself has its own model. */
const clockAlone = movingClock(JOB_NAMES);

export const seal = (books: Books): Promise<number> => sealAudit(books.database, books.orgId);

/** Takes on both sides the steps that the model allows, comparing nothing: a way to arrive at a random state. */
export async function grow(books: Books, steps: readonly (Step | Command)[]): Promise<void> {
  for (const given of steps) {
    const step = 'do' in given ? given : resolve(books.model, given);
    const { next, refusal } = predict(books.model, step);
    if (refusal !== undefined) continue;
    const { link } = await perform(books, step);
    books.model = next;
    link(books);
  }
}
