import { z } from 'zod';
import { InvoiceStatus } from '../invoices/contract.ts';
import {
  DayShape, Id, IdOut, InstantShape, Method, MoneyOut, NonNegativeMoney, Page, Pagination, PositiveMoney, Text, endpoint,
} from '../kernel/contract.ts';

export const PaymentStatus = z.enum(['PENDING', 'COMPLETED', 'CANCELLED', 'REVERSED']);
export const PaymentType = z.enum(['SUBSCRIPTION', 'RENTAL', 'TRAINING', 'OTHER', 'TOP_UP']);
const byId = z.strictObject({ id: Id });
const reason = z.string().max(2000);

export const Payment = z.object({
  id: IdOut, clientId: IdOut, clientName: z.string(), invoiceId: IdOut.nullable(), branchId: IdOut,
  shiftId: IdOut.nullable(),
  amount: MoneyOut, method: Method, paymentMethod: Method, paymentType: PaymentType, status: PaymentStatus, onDate: DayShape,
  notes: z.string().nullable(), createdBy: IdOut, createdAt: InstantShape, paidAt: InstantShape.nullable(),
  reversedAt: InstantShape.nullable(), reversalReason: z.string().nullable(),
});
const Allocation = z.object({ invoiceId: IdOut, invoiceNumber: z.string(), amount: MoneyOut });
export const CorrectionDocument = z.object({
  id: IdOut, documentNumber: z.string(), kind: z.enum(['PAYMENT_REVERSAL', 'VOID', 'REFUND']), clientId: IdOut,
  paymentId: IdOut.nullable(), refundId: IdOut.nullable(), invoiceIds: z.array(IdOut), amount: MoneyOut, reason: z.string(),
  createdBy: IdOut, createdAt: InstantShape,
});
export const Refund = z.object({
  id: IdOut, clientId: IdOut, invoiceId: IdOut.nullable(), paymentId: IdOut.nullable(), amount: MoneyOut, method: Method,
  reason: z.string(), status: z.enum(['COMPLETED', 'REJECTED']), onDate: DayShape, createdBy: IdOut, createdAt: InstantShape,
});

export const registerPayment = endpoint({
  name: 'payment.register', method: 'POST', path: '/api/payments', permission: 'payment.register', status: 201,
  summary: 'Принять оплату / Take a payment',
  input: z.strictObject({
    clientId: Id.optional(), invoiceId: Id.optional(), amount: PositiveMoney, paymentMethod: Method,
    branchId: Id.optional(), onDate: DayShape.optional(), notes: Text.optional(),
  }),
  result: z.object({ payment: Payment, allocations: z.array(Allocation), balance: MoneyOut }),
  refusals: ['INVOICE_NOT_FOUND', 'INVOICE_ALREADY_PAID', 'INVOICE_IS_DRAFT', 'INVOICE_CANCELLED',
    'PARTIAL_NOT_ALLOWED', 'PERIOD_CLOSED', 'DATE_IN_FUTURE'],
});

const Figures = z.object({ credit: MoneyOut, due: MoneyOut, toPay: MoneyOut });
/** Where the money of a reversal comes from, step by step, and what the client's sums were and are. */
const ReversalEffect = z.object({
  before: Figures, after: Figures,
  /** Of credit less due: always minus the sum of the payment. */
  change: MoneyOut,
  steps: z.array(z.object({
    given: MoneyOut, covered: MoneyOut, left: MoneyOut,
    /** Null: the client's credit. */
    invoice: z.object({
      id: IdOut, number: z.string(), issuedAt: InstantShape, statusBefore: InvoiceStatus, statusAfter: InvoiceStatus,
      paidBy: z.array(z.object({ paymentId: IdOut, onDate: DayShape, amount: MoneyOut, isThis: z.boolean() })),
    }).nullable(),
  })),
  /** The next paid invoices, which stay paid. */
  untouched: z.array(z.object({ id: IdOut, number: z.string(), amount: MoneyOut })),
  /** What the credit that is left paid at once. */
  settled: z.array(Allocation),
  passes: z.array(z.object({
    subscriptionId: IdOut, name: z.string(), studentName: z.string(), invoiceId: IdOut, invoiceNumber: z.string(),
    status: z.enum(['PENDING', 'ACTIVE', 'EXPIRED', 'CANCELLED']), used: z.int(),
  })),
});

export const reversePayment = endpoint({
  name: 'payment.reverse', method: 'POST', path: '/api/payments/{id}/reverse', permission: 'payment.reverse',
  summary: 'Отменить платёж / Reverse a payment',
  input: z.strictObject({ id: Id, reason }),
  result: z.object({
    payment: Payment, released: z.array(Allocation), credited: MoneyOut, balance: MoneyOut, document: CorrectionDocument,
    stages: z.array(z.object({ stage: z.string(), amount: MoneyOut, invoiceNumber: z.string().nullable(),
      sentence: z.string() })),
    effect: ReversalEffect,
  }),
  refusals: ['PAYMENT_ALREADY_REVERSED', 'PAYMENT_NOT_COMPLETED', 'REVERSAL_SHORTFALL', 'REASON_REQUIRED'],
});

export const correctPayment = endpoint({
  name: 'payment.correct', method: 'POST', path: '/api/payments/{id}/correct', permission: 'payment.reverse',
  summary: 'Исправить платёж: отменить его и принять верный, вместе / Correct a payment',
  input: z.strictObject({
    id: Id, reason, clientId: Id.optional(), amount: PositiveMoney, paymentMethod: Method, notes: Text.optional(),
  }),
  result: z.object({ reversal: reversePayment.result, taken: registerPayment.result }),
  refusals: ['PAYMENT_ALREADY_REVERSED', 'PAYMENT_NOT_COMPLETED', 'REVERSAL_SHORTFALL', 'REASON_REQUIRED', 'PERIOD_CLOSED',
    'CLIENT_INACTIVE'],
});

export const createRefund = endpoint({
  name: 'refund.create', method: 'POST', path: '/api/refunds', permission: 'refund.create', status: 201,
  summary: 'Вернуть деньги: по оплаченному счёту или из аванса / Refund a paid invoice or free credit',
  input: z.strictObject({
    clientId: Id.optional(), invoiceId: Id.optional(), paymentId: Id.optional(), amount: PositiveMoney,
    method: Method, reason, branchId: Id.optional(),
  }),
  result: z.object({ refund: Refund, balance: MoneyOut, document: CorrectionDocument }),
  refusals: ['REFUND_NOT_PAID', 'REFUND_TOO_LARGE', 'REFUND_FULL_ONLY', 'BALANCE_TOO_LOW', 'REASON_REQUIRED'],
});

const paged = <K extends string, S extends z.ZodType>(key: K, shape: S) =>
  z.object({ [key]: z.array(shape),
    pagination: Pagination } as { [k in K]: z.ZodArray<S> } & { pagination: typeof Pagination });

export const PAYMENT_SORTS = ['date', '-date', 'amount', '-amount', 'client', '-client'] as const;
/** A row of the list: where the money lies, who took it, what it paid, and what of it is the client's credit. */
export const PaymentRow = Payment.extend({
  shiftOpenedAt: InstantShape.nullable(), branchName: z.string(), receivedBy: z.string(), allocatedCount: z.int(),
  allocatedAmount: MoneyOut, creditLeft: MoneyOut,
});
const RoublesFrom = z.coerce.number().pipe(NonNegativeMoney).optional();

export const listPayments = endpoint({
  name: 'payment.list', method: 'GET', path: '/api/payments', permission: 'payment.read',
  summary: 'Платежи, от новых к старым / Payments',
  input: z.strictObject({
    ...Page, clientId: Id.optional(), invoiceId: Id.optional(), status: PaymentStatus.optional(), method: Method.optional(),
    fromDate: DayShape.optional(), toDate: DayShape.optional(), shiftId: Id.optional(), q: z.string().max(200).optional(),
    amountFrom: RoublesFrom, amountTo: RoublesFrom, sort: z.enum(PAYMENT_SORTS).default('-date'),
  }),
  result: z.object({
    payments: z.array(PaymentRow), pagination: Pagination,
    /** Of everything the filter finds: what came in and stayed, what was reversed, what is still credit. */
    totals: z.object({ received: MoneyOut, reversed: MoneyOut, allocated: MoneyOut, credit: MoneyOut }),
  }),
});
export const getPayment = endpoint({
  name: 'payment.get', method: 'GET', path: '/api/payments/{id}', permission: 'payment.read', summary: 'Платёж / A payment',
  input: byId,
  result: z.object({ payment: PaymentRow.extend({ reversedBy: z.string().nullable() }), allocations: z.array(z.object({
    ...Allocation.shape, createdAt: InstantShape, releasedAt: InstantShape.nullable(), releaseReason: z.string().nullable(),
  })), documents: z.array(CorrectionDocument) }),
});
export const clientPayments = endpoint({
  name: 'client.payments', method: 'GET', path: '/api/clients/{id}/payments', permission: 'payment.read',
  summary: 'Платежи клиента / Payments of a client', input: byId, result: z.object({ payments: z.array(Payment) }),
});
export const listRefunds = endpoint({
  name: 'refund.list', method: 'GET', path: '/api/refunds', permission: 'payment.read', summary: 'Возвраты / Refunds',
  input: z.strictObject({ ...Page, clientId: Id.optional(), invoiceId: Id.optional() }), result: paged('refunds', Refund),
});
export const listDocuments = endpoint({
  name: 'document.list', method: 'GET', path: '/api/correction-documents', permission: 'payment.read',
  summary: 'Корректировочные документы / Correction documents',
  input: z.strictObject({ ...Page, clientId: Id.optional(), paymentId: Id.optional() }), result: paged('documents',
    CorrectionDocument),
});

const Count = z.object({ method: Method, expected: MoneyOut, counted: MoneyOut.nullable(),
  difference: MoneyOut.nullable() });
export const Shift = z.object({
  id: IdOut, branchId: IdOut, openedBy: IdOut, openedAt: InstantShape, openingCash: MoneyOut, closedBy: IdOut.nullable(),
  closedAt: InstantShape.nullable(), note: z.string().nullable(), methods: z.array(Count),
});
export const openShift = endpoint({
  name: 'shift.open', method: 'POST', path: '/api/shifts', permission: 'shift.manage', status: 201,
  summary: 'Открыть смену / Open a shift',
  input: z.strictObject({ branchId: Id.optional(), openingCash: NonNegativeMoney.default(0 as never) }), result: Shift,
  refusals: ['SHIFT_ALREADY_OPEN'],
});
export const closeShift = endpoint({
  name: 'shift.close', method: 'POST', path: '/api/shifts/{id}/close', permission: 'shift.manage',
  summary: 'Закрыть смену / Close a shift',
  input: z.strictObject({
    id: Id, note: Text.optional(),
    counted: z.strictObject({
      CASH: NonNegativeMoney, CARD: NonNegativeMoney.optional(), BANK_TRANSFER: NonNegativeMoney.optional(),
      ONLINE: NonNegativeMoney.optional(),
    }),
  }),
  result: Shift, refusals: ['SHIFT_CLOSED', 'SHIFT_DIFFERENCE_NOTE'],
});
export const getShift = endpoint({
  name: 'shift.get', method: 'GET', path: '/api/shifts/{id}', permission: 'shift.read', summary: 'Смена / A shift',
  input: byId, result: Shift,
});
export const listShifts = endpoint({
  name: 'shift.list', method: 'GET', path: '/api/shifts', permission: 'shift.read', summary: 'Смены / Shifts',
  input: z.strictObject({ ...Page, open: z.stringbool().optional() }), result: paged('shifts', Shift),
});

export const PeriodDecision = z.object({
  id: IdOut, action: z.enum(['CLOSE', 'REOPEN']), closedThrough: DayShape.nullable(), reason: z.string().nullable(),
  createdBy: IdOut, createdAt: InstantShape,
});
const Periods = z.object({ closedThrough: DayShape.nullable(), decisions: z.array(PeriodDecision) });
export const getPeriods = endpoint({
  name: 'period.list', method: 'GET', path: '/api/periods', permission: 'period.read',
  summary: 'Закрытые периоды / Closed periods',
  input: z.strictObject({}), result: Periods,
});
export const closePeriod = endpoint({
  name: 'period.close', method: 'POST', path: '/api/periods/close', permission: 'period.close',
  summary: 'Закрыть период / Close a period',
  input: z.strictObject({ closedThrough: DayShape }), result: Periods, refusals: ['PERIOD_NOT_PAST', 'PERIOD_NOT_FORWARD'],
});
export const reopenPeriod = endpoint({
  name: 'period.reopen', method: 'POST', path: '/api/periods/reopen', permission: 'period.reopen',
  summary: 'Открыть период заново / Reopen a period',
  input: z.strictObject({ closedThrough: DayShape.nullable(), reason }), result: Periods,
  refusals: ['REASON_REQUIRED', 'PERIOD_NOT_FORWARD'],
});
