import { z } from 'zod';
import {
  DayShape, Id, IdOut, InstantShape, MoneyOut, Name, NonNegativeMoney, Page, Pagination, PercentShape, PositiveMoney,
  PositiveQuantity, QuantityOut, Text, endpoint,
} from '../kernel/contract.ts';

export const ServiceType = z.enum(['SUBSCRIPTION', 'RENTAL', 'SINGLE_SESSION', 'INDIVIDUAL_LESSON', 'COWORKING', 'OTHER']);
export const WriteOffTiming = z.enum(['ON_SALE', 'ON_USE']);
export const WriteOffStatus = z.enum(['PENDING', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED']);
export const InvoiceStatus = z.enum(['DRAFT', 'PENDING', 'PAID', 'PARTIALLY_PAID', 'OVERDUE', 'CANCELLED']);
export type InvoiceStatus = z.infer<typeof InvoiceStatus>;
export const LifecycleStatus = z.enum(['draft', 'sent', 'viewed', 'paid', 'cancelled', 'overdue']);
export type LifecycleStatus = z.infer<typeof LifecycleStatus>;
export const Purpose = z.enum([
  'INITIAL', 'RENEWAL', 'RENTAL', 'TRAINING', 'ABSENCE', 'FINE', 'MANUAL', 'MIGRATION', 'OPENING']);
export type Purpose = z.infer<typeof Purpose>;

export const SOURCES = ['sale', 'night', 'visit', 'manual', 'rental'] as const;

export const Item = z.object({
  id: IdOut,
  serviceId: IdOut.nullable(),
  subscriptionTypeId: IdOut.nullable(),
  serviceType: ServiceType,
  serviceName: z.string(),
  serviceDescription: z.string().nullable(),
  quantity: QuantityOut,
  unitPrice: MoneyOut,
  basePrice: MoneyOut,
  vatRate: PercentShape,
  vatAmount: MoneyOut,
  discountPercent: PercentShape,
  discountAmount: MoneyOut,
  adjustmentAmount: MoneyOut,
  totalPrice: MoneyOut,
  writeOffTiming: WriteOffTiming,
  writeOffStatus: WriteOffStatus,
  remainingQuantity: QuantityOut.nullable(),
  isPriceAdjusted: z.boolean(),
  adjustmentReason: z.string().nullable(),
});

const summary = {
  id: IdOut,
  invoiceNumber: z.string(),
  clientId: IdOut,
  client: z.object({
    id: IdOut,
    name: z.string(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    benefitCategory: z.object({ name: z.string(), discountPercent: PercentShape }).nullable(),
  }),
  studentId: IdOut.nullable(),
  tutorId: IdOut.nullable(),
  parentId: IdOut.nullable(),
  subscriptionId: IdOut.nullable(),
  rentalId: IdOut.nullable(),
  trainingId: IdOut.nullable(),
  enrollmentId: IdOut.nullable(),
  purpose: Purpose,
  status: InvoiceStatus,
  lifecycleStatus: LifecycleStatus,
  isOverdue: z.boolean(),
  subtotal: MoneyOut,
  discountAmount: MoneyOut,
  adjustmentAmount: MoneyOut,
  totalAmount: MoneyOut,
  amount: MoneyOut,
  vatAmount: MoneyOut,
  paidAmount: MoneyOut,
  dueAmount: MoneyOut,
  refundedAmount: MoneyOut,
  dueDate: DayShape.nullable(),
  description: z.string().nullable(),
  notes: z.string().nullable(),
  createdBy: IdOut.nullable(),
  createdAt: InstantShape,
  updatedAt: InstantShape,
  issuedAt: InstantShape,
  sentAt: InstantShape.nullable(),
  viewedAt: InstantShape.nullable(),
  paidAt: InstantShape.nullable(),
  cancelledAt: InstantShape.nullable(),
  items: z.array(Item),
};
export const Invoice = z.object(summary);
export type Invoice = z.output<typeof Invoice>;

export const AuditEntry = z.object({
  id: z.string(),
  itemId: IdOut.nullable(),
  action: z.enum(['CREATED', 'UPDATED', 'PRICE_ADJUSTED', 'STATUS_CHANGED', 'ITEM_ADDED', 'ITEM_REMOVED', 'CANCELLED']),
  fieldName: z.string(),
  oldValue: z.string().nullable(),
  newValue: z.string().nullable(),
  reason: z.string().nullable(),
  user: z.object({ id: IdOut, firstName: z.string(), lastName: z.string() }),
  createdAt: InstantShape,
});
export const HistoryEntry = z.object({
  id: z.string(),
  oldStatus: LifecycleStatus,
  newStatus: LifecycleStatus,
  changedBy: z.object({ id: IdOut, firstName: z.string(), lastName: z.string() }),
  changedAt: InstantShape,
  reason: z.string().nullable(),
});
export const InvoicePayment = z.object({
  id: IdOut, amount: MoneyOut, allocated: MoneyOut, method: z.string(), status: z.string(), paidAt: InstantShape.nullable(),
});
/** Why something cannot be done with the invoice as it is, in the sentence of the refusal; null where it can. */
const Why = z.string().nullable();
export const InvoiceDetail = z.object({
  ...summary,
  source: z.enum(SOURCES), daysOverdue: z.int(), studentName: z.string().nullable(),
  blocked: z.object({ send: Why, edit: Why, delete: Why, adjust: Why, cancel: Why, pay: Why, settle: Why, refund: Why }),
  /** When the client was reminded, and told that it is late. */
  reminders: z.array(z.object({ at: InstantShape, kind: z.enum(['invoice-reminder', 'invoice-overdue']) })),
  subscription: z.object({
    id: IdOut, name: z.string(), status: z.enum(['PENDING', 'ACTIVE', 'EXPIRED', 'CANCELLED']), startDate: DayShape,
    endDate: DayShape, sessionsLeft: z.int().nullable(),
  }).nullable(),
  rental: z.object({
    id: IdOut, roomName: z.string(), onDate: DayShape, startsAt: InstantShape, endsAt: InstantShape,
    status: z.enum(['PLANNED', 'CONFIRMED', 'CANCELLED']),
  }).nullable(),
  payment: InvoicePayment.nullable(),
  payments: z.array(InvoicePayment),
  auditLogs: z.array(AuditEntry),
});

const NewItem = z.strictObject({
  serviceId: Id.optional(),
  serviceType: ServiceType.optional(),
  serviceName: Name.optional(),
  serviceDescription: Text.optional(),
  subscriptionTypeId: Id.optional(),
  quantity: PositiveQuantity.default(100 as never),
  unitPrice: NonNegativeMoney.optional(),
  vatRate: PercentShape.optional(),
  writeOffTiming: WriteOffTiming.optional(),
});
export type NewItem = z.output<typeof NewItem>;

const reason = z.string().max(2000);
const byId = z.strictObject({ id: Id });

export const INVOICE_SORTS = [
  'date', '-date', 'amount', '-amount', 'due', '-due', 'number', '-number', 'left', '-left',
] as const;
/** A row of the list. `source`: sold, charged by the night, by a mark or a late cancellation, by hand, or a rental. */
export const InvoiceRow = Invoice.extend({
  clientName: z.string(), studentName: z.string().nullable(), source: z.enum(SOURCES), firstItemName: z.string().nullable(),
  itemCount: z.int(), daysOverdue: z.int(),
});
const Roubles = z.coerce.number().pipe(NonNegativeMoney).optional();

export const listInvoices = endpoint({
  name: 'invoice.list', method: 'GET', path: '/api/invoices', permission: 'invoice.read',
  summary: 'Счета, от новых к старым / Invoices, newest first',
  input: z.strictObject({
    ...Page,
    clientId: Id.optional(), studentId: Id.optional(),
    status: z.union([InvoiceStatus, LifecycleStatus]).optional(),
    overdue: z.stringbool().optional(), unpaid: z.stringbool().optional(),
    purpose: Purpose.optional(), source: z.enum(SOURCES).optional(),
    fromDate: DayShape.optional(), toDate: DayShape.optional(), dueFrom: DayShape.optional(), dueTo: DayShape.optional(),
    amountFrom: Roubles, amountTo: Roubles, q: z.string().max(200).optional(),
    sort: z.enum(INVOICE_SORTS).default('-date'),
  }),
  result: z.object({
    invoices: z.array(InvoiceRow), pagination: Pagination,
    /** Of everything the filter finds; a voided invoice or a draft asks for nothing. */
    totals: z.object({ total: MoneyOut, benefit: MoneyOut, paid: MoneyOut, left: MoneyOut }),
  }),
});

export const getInvoice = endpoint({
  name: 'invoice.get', method: 'GET', path: '/api/invoices/{id}', permission: 'invoice.read',
  summary: 'Счёт целиком / An invoice in full', input: byId, result: InvoiceDetail, refusals: ['INVOICE_NOT_FOUND'],
});

export const createInvoice = endpoint({
  name: 'invoice.create', method: 'POST', path: '/api/invoices', permission: 'invoice.create', status: 201,
  summary: 'Создать счёт: items[] или { studentId, amount, description } / Create an invoice',
  input: z.strictObject({
    clientId: Id.optional(),
    studentId: Id.optional(),
    parentId: Id.optional(),
    enrollmentId: Id.optional(),
    items: z.array(NewItem).max(200).optional(),
    amount: PositiveMoney.optional(),
    description: Text.optional(),
    notes: Text.optional(),
    dueDate: DayShape.optional(),
    asDraft: z.boolean().optional(),
  }),
  result: Invoice,
  refusals: ['ITEMS_EMPTY', 'FOREIGN_STUDENT', 'CLIENT_INACTIVE', 'PARENT_MISMATCH', 'SERVICE_INACTIVE',
    'SUBTOTAL_ZERO', 'AMOUNT_TOO_LARGE'],
});

export const updateInvoice = endpoint({
  name: 'invoice.update', method: 'PATCH', path: '/api/invoices/{id}', permission: 'invoice.update',
  summary: 'Изменить счёт: черновик — всё, выставленный — срок и тексты, закрытый — заметки / Change an invoice',
  input: z.strictObject({
    id: Id,
    items: z.array(NewItem).max(200).optional(),
    amount: PositiveMoney.optional(),
    description: Text.nullable().optional(),
    notes: Text.nullable().optional(),
    dueDate: DayShape.nullable().optional(),
  }),
  result: Invoice, refusals: ['INVOICE_NOT_FOUND', 'INVOICE_NOT_EDITABLE'],
});

export const deleteInvoice = endpoint({
  name: 'invoice.delete', method: 'DELETE', path: '/api/invoices/{id}', permission: 'invoice.delete',
  summary: 'Удалить черновик / Delete a draft', input: byId, result: z.object({ deleted: z.literal(true) }),
  refusals: ['INVOICE_NOT_FOUND', 'INVOICE_NOT_DRAFT'],
});

export const sendInvoice = endpoint({
  name: 'invoice.send', method: 'POST', path: '/api/invoices/{id}/send', permission: 'invoice.update',
  summary: 'Выставить черновик / Send a draft', input: z.strictObject({ id: Id, reason: reason.optional() }),
  result: Invoice, refusals: ['INVOICE_NOT_FOUND', 'INVOICE_NOT_DRAFT'],
});

export const cancelInvoice = endpoint({
  name: 'invoice.cancel', method: 'POST', path: '/api/invoices/{id}/cancel', permission: 'invoice.cancel',
  summary: 'Аннулировать счёт / Void an invoice', input: z.strictObject({ id: Id, reason }), result: Invoice,
  refusals: ['INVOICE_NOT_FOUND', 'CANCEL_PAID_INVOICE', 'INVOICE_CANCELLED', 'REASON_REQUIRED'],
});

export const markViewed = endpoint({
  name: 'invoice.mark-viewed', method: 'POST', path: '/api/invoices/{id}/mark-viewed', permission: 'invoice.mark-viewed',
  summary: 'Отметить просмотренным / Mark as viewed', input: byId, result: Invoice,
  refusals: ['INVOICE_NOT_FOUND', 'INVOICE_NOT_VIEWABLE'],
});

export const adjustPrice = endpoint({
  name: 'invoice.adjust-price', method: 'PATCH', path: '/api/invoices/{id}/items/{itemId}/adjust-price',
  permission: 'invoice.adjust', summary: 'Скорректировать цену позиции / Adjust the price of an item',
  input: z.strictObject({ id: Id, itemId: Id, newPrice: NonNegativeMoney, reason: reason.optional() }),
  result: z.object({ item: Item, auditLog: AuditEntry, invoice: Invoice }),
  refusals: ['INVOICE_NOT_FOUND', 'ITEM_NOT_FOUND', 'INVOICE_PRICE_FIXED', 'ADJUSTMENT_REASON'],
});

export const addItem = endpoint({
  name: 'invoice.add-item', method: 'POST', path: '/api/invoices/{id}/items', permission: 'invoice.update', status: 201,
  summary: 'Добавить позицию / Add an item', input: z.strictObject({ id: Id, ...NewItem.shape }), result: Invoice,
  refusals: ['INVOICE_NOT_FOUND', 'INVOICE_NOT_EDITABLE', 'SERVICE_INACTIVE'],
});

export const removeItem = endpoint({
  name: 'invoice.remove-item', method: 'DELETE', path: '/api/invoices/{id}/items/{itemId}', permission: 'invoice.update',
  summary: 'Удалить позицию / Remove an item', input: z.strictObject({ id: Id, itemId: Id }), result: Invoice,
  refusals: ['INVOICE_NOT_FOUND', 'ITEM_NOT_FOUND', 'INVOICE_NOT_EDITABLE', 'LAST_ITEM'],
});

export const settleFromBalance = endpoint({
  name: 'invoice.settle-from-balance', method: 'POST', path: '/api/invoices/{id}/settle-from-balance',
  permission: 'invoice.settle', summary: 'Погасить из аванса / Settle from the balance', input: byId, result: Invoice,
  refusals: ['INVOICE_NOT_FOUND', 'NOTHING_TO_SETTLE', 'INVOICE_ALREADY_PAID', 'INVOICE_IS_DRAFT', 'INVOICE_CANCELLED'],
});

export const remindByHand = endpoint({
  name: 'invoice.remind-by-hand', method: 'POST', path: '/api/invoices/remind', permission: 'invoice.remind',
  summary: 'Напомнить клиентам о неоплаченных счетах, о каждом не чаще раза в день / Remind of unpaid invoices',
  input: z.strictObject({ invoiceIds: z.array(Id).min(1).max(200) }),
  result: z.object({ reminded: z.array(z.string()), skipped: z.array(z.string()) }),
});

export const invoiceAuditLog = endpoint({
  name: 'invoice.audit-log', method: 'GET', path: '/api/invoices/{id}/audit-log', permission: 'invoice.audit',
  summary: 'Журнал счёта, от старых к новым / The log of an invoice', input: byId,
  result: z.object({ logs: z.array(AuditEntry) }), refusals: ['INVOICE_NOT_FOUND'],
});

export const invoiceHistory = endpoint({
  name: 'invoice.history', method: 'GET', path: '/api/invoices/{id}/history', permission: 'invoice.read',
  summary: 'История статусов, от новых к старым / Status history', input: byId,
  result: z.object({ history: z.array(HistoryEntry) }), refusals: ['INVOICE_NOT_FOUND'],
});

const ofClient = (name: string, path: string, summaryText: string) => endpoint({
  name, method: 'GET', path, permission: 'invoice.read', summary: summaryText, input: byId,
  result: z.object({ invoices: z.array(Invoice) }),
});
export const clientInvoices = ofClient('client.invoices', '/api/clients/{id}/invoices',
  'Счета клиента / Invoices of a client');
export const clientUnpaidInvoices =
  ofClient('client.unpaid-invoices', '/api/clients/{id}/invoices/unpaid', 'Неоплаченные счета / Unpaid invoices');
