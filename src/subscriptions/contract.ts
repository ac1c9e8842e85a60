import { z } from 'zod';
import { VAT_KINDS, WRITE_OFF_TIMINGS } from '../catalogue/contract.ts';
import { Invoice, InvoiceStatus, Purpose, ServiceType } from '../invoices/contract.ts';
import {
  DayShape, Id, IdOut, InstantShape, MoneyOut, Name, NonNegativeMoney, Page, Pagination, PercentShape, PositiveMoney,
  PositiveQuantity, endpoint,
} from '../kernel/contract.ts';

export const PASS_STATUSES = ['PENDING', 'ACTIVE', 'EXPIRED', 'CANCELLED'] as const;
export type PassStatus = (typeof PASS_STATUSES)[number];
export const PASS_EVENTS = [
  'SOLD', 'ACTIVATED', 'SUSPENDED', 'RENEWED', 'RESTARTED', 'FROZEN', 'UNFROZEN', 'ENDED', 'EXPIRED', 'CANCELLED',
] as const;
export const MOVEMENT_KINDS = ['GRANT', 'CHARGE', 'RETURN', 'EXPIRE', 'CORRECT'] as const;

const Sessions = z.int().min(1).max(10_000).nullable();
const byId = z.strictObject({ id: Id });
const Reason = z.string().trim().max(2000);

/** A kind of pass. The price is what the client pays, VAT inside; without groups it is good for every group. */
export const SubscriptionType = z.object({
  id: IdOut, name: z.string(), price: MoneyOut, vat: z.enum(VAT_KINDS), vatRate: PercentShape,
  sessionsPerPeriod: z.int().nullable(), periodMonths: z.int(), writeOffTiming: z.enum(WRITE_OFF_TIMINGS),
  groupIds: z.array(IdOut).nullable(), isActive: z.boolean(), createdAt: InstantShape,
});
export type SubscriptionType = z.output<typeof SubscriptionType>;

const TypeFields = {
  sessionsPerPeriod: Sessions.optional(), periodMonths: z.int().min(1).max(60).optional(),
  writeOffTiming: z.enum(WRITE_OFF_TIMINGS).optional(), vat: z.enum(VAT_KINDS).optional(),
  groupIds: z.array(Id).min(1).max(200).nullable().optional(), groupId: Id.optional(),
};

export const typeEndpoints = {
  list: endpoint({
    name: 'subscription-type.list', method: 'GET', path: '/api/subscription-types', permission: 'subscription.read',
    summary: 'Kinds of passes by name, or those sold last first',
    input: z.object({ active: z.stringbool().optional(), sort: z.enum(['name', 'recent']).default('name'), ...Page }),
    result: z.object({ subscriptionTypes: z.array(SubscriptionType), pagination: Pagination }),
  }),
  create: endpoint({
    name: 'subscription-type.create', method: 'POST', path: '/api/subscription-types',
    permission: 'subscription.manage', status: 201, summary: 'Add a kind of pass',
    input: z.strictObject({ name: Name, price: NonNegativeMoney, ...TypeFields }),
    result: SubscriptionType, refusals: ['NAME_REQUIRED', 'NAME_TAKEN', 'NOT_FOUND'],
  }),
  get: endpoint({
    name: 'subscription-type.get', method: 'GET', path: '/api/subscription-types/{id}', permission: 'subscription.read',
    summary: 'One kind of pass', input: byId, result: SubscriptionType, refusals: ['NOT_FOUND'],
  }),
  update: endpoint({
    name: 'subscription-type.update', method: 'PATCH', path: '/api/subscription-types/{id}',
    permission: 'subscription.manage', summary: 'Change a kind of pass; passes already sold stay as they are',
    input: z.strictObject({
      id: Id, name: Name.optional(), price: NonNegativeMoney.optional(), isActive: z.boolean().optional(), ...TypeFields,
    }),
    result: SubscriptionType, refusals: ['NOT_FOUND', 'NAME_REQUIRED', 'NAME_TAKEN'],
  }),
};

const pass = {
  id: IdOut, clientId: IdOut, clientName: z.string(), studentId: IdOut, studentName: z.string(),
  subscriptionTypeId: IdOut, name: z.string(), groupId: IdOut.nullable(), groupIds: z.array(IdOut).nullable(),
  status: z.enum(PASS_STATUSES), originalPrice: MoneyOut, paidPrice: MoneyOut, purchaseDate: DayShape,
  periodMonths: z.int(), periodNumber: z.int(), startDate: DayShape, endDate: DayShape,
  /** The days by which freezes moved the end. */
  shiftedDays: z.int(), freezeStart: DayShape.nullable(), freezeEnd: DayShape.nullable(), isFrozen: z.boolean(),
  sessionsPerPeriod: z.int().nullable(), sessionsLeft: z.int().nullable(), coversToday: z.boolean(),
  pricePerSession: MoneyOut.nullable(), valueLeft: MoneyOut.nullable(),
  nextPeriod: z.object({ periodNumber: z.int(), startDate: DayShape, endDate: DayShape }),
  cancelledAt: InstantShape.nullable(), cancelReason: z.string().nullable(), createdAt: InstantShape,
};
/** A pass. `sessionsLeft` null: unlimited. */
export const Subscription = z.object(pass);
export type Subscription = z.output<typeof Subscription>;

export const PASS_VIEWS = ['ENDING', 'FROZEN', 'ENDED', 'BURNING'] as const;
export const PASS_SORTS = ['end', '-end', 'client', '-client', 'left', '-left', 'value', '-value'] as const;
/** A row of the list. `sessionsTotal`: what the pass had for its present period, carried-over sessions too. */
export const SubscriptionRow = Subscription.extend({
  groupNames: z.array(z.string()), sessionsTotal: z.int().nullable(),
  renewalInvoice: z.object({
    id: IdOut, invoiceNumber: z.string(), status: InvoiceStatus, totalAmount: MoneyOut, dueDate: DayShape.nullable(),
  }).nullable(),
});

const PassInvoice = z.object({
  id: IdOut, invoiceNumber: z.string(), purpose: Purpose, status: InvoiceStatus, periodNumber: z.int().nullable(),
  totalAmount: MoneyOut, paidAmount: MoneyOut, refundedAmount: MoneyOut, dueDate: DayShape.nullable(),
});
const PassEvent = z.object({
  kind: z.enum(PASS_EVENTS), onDate: DayShape, endDate: DayShape, sessionsLeft: z.int().nullable(),
  value: MoneyOut.nullable(), invoiceId: IdOut.nullable(), details: z.record(z.string(), z.unknown()).nullable(),
  createdBy: IdOut, createdAt: InstantShape,
});
export const SubscriptionDetail = z.object({ ...pass, invoices: z.array(PassInvoice), events: z.array(PassEvent) });
const Movement = z.object({
  id: z.string(), kind: z.enum(MOVEMENT_KINDS), delta: z.int(), left: z.int().nullable(), reason: z.string(),
  itemId: IdOut.nullable(), trainingId: IdOut.nullable(), createdBy: IdOut, createdAt: InstantShape,
});
const Sold = z.object({ subscription: Subscription, invoice: Invoice });

/** A pass that was sold before the program was there (S2-248). */
const OldPass = z.strictObject({
  clientId: Id.optional(), studentId: Id.optional(), subscriptionTypeId: Id.optional(), name: Name.optional(),
  groupId: Id.optional(), originalPrice: PositiveMoney, paidPrice: NonNegativeMoney, purchaseDate: DayShape,
  startDate: DayShape, endDate: DayShape.optional(), remainingVisits: z.int().min(0).max(10_000).nullable(),
});
export type OldPass = z.output<typeof OldPass>;

/** What is sold on the same invoice as a pass: a service of the catalogue, or something named with its price (S2-246). */
const Extra = z.strictObject({
  serviceId: Id.optional(), serviceName: Name.optional(), unitPrice: NonNegativeMoney.optional(),
  serviceType: ServiceType.exclude(['SUBSCRIPTION']).default('OTHER'), quantity: PositiveQuantity.default(100 as never),
  writeOffTiming: z.enum(WRITE_OFF_TIMINGS).default('ON_SALE'),
});
export type Extra = z.output<typeof Extra>;

const Whose = { clientId: Id.optional(), studentId: Id.optional() };

export const subscriptionEndpoints = {
  list: endpoint({
    name: 'subscription.list', method: 'GET', path: '/api/subscriptions', permission: 'subscription.read',
    summary: 'Passes, those that end first at the top',
    input: z.object({
      ...Whose, groupId: Id.optional(), status: z.enum(PASS_STATUSES).optional(), expiringBefore: DayShape.optional(),
      /** ENDING: within seven days; BURNING: the same with sessions left; ENDED: its last day is past. */
      view: z.enum(PASS_VIEWS).optional(), q: z.string().max(200).optional(),
      sort: z.enum(PASS_SORTS).default('end'), ...Page,
    }),
    result: z.object({ subscriptions: z.array(SubscriptionRow), pagination: Pagination }),
  }),
  get: endpoint({
    name: 'subscription.get', method: 'GET', path: '/api/subscriptions/{id}', permission: 'subscription.read',
    summary: 'One pass with its invoices and what happened to it', input: byId, result: SubscriptionDetail,
    refusals: ['NOT_FOUND'],
  }),
  movements: endpoint({
    name: 'subscription.movements', method: 'GET', path: '/api/subscriptions/{id}/movements',
    permission: 'subscription.read', summary: 'Sessions granted, used and returned, oldest first', input: byId,
    result: z.object({ movements: z.array(Movement), sessionsLeft: z.int().nullable() }), refusals: ['NOT_FOUND'],
  }),
  unpaid: endpoint({
    name: 'subscription.unpaid-invoices', method: 'GET', path: '/api/subscriptions/{id}/unpaid-invoices',
    permission: 'subscription.read', summary: 'Unpaid invoices of a pass; a family sees no drafts', input: byId,
    result: z.object({ invoices: z.array(Invoice) }), refusals: ['NOT_FOUND'],
  }),
  sell: endpoint({
    name: 'subscription.sell', method: 'POST', path: '/api/subscriptions', permission: 'subscription.sell', status: 201,
    summary: 'Sell a pass: makes the pass and its invoice and puts the student into the group',
    input: z.strictObject({
      ...Whose, subscriptionTypeId: Id, groupId: Id.optional(), startDate: DayShape.optional(),
      waitingList: z.boolean().optional(), items: z.array(Extra).max(50).optional(),
    }),
    result: Sold,
    refusals: ['NOT_FOUND', 'FOREIGN_STUDENT', 'PARENT_MISMATCH', 'STUDENT_REQUIRED', 'STUDENT_INACTIVE',
      'CLIENT_INACTIVE', 'SUBSCRIPTION_TYPE_INACTIVE', 'GROUP_NOT_COVERED', 'GROUP_FULL', 'GROUP_INACTIVE',
      'SUBTOTAL_ZERO', 'SERVICE_INACTIVE', 'NO_PRICE', 'AMOUNT_TOO_LARGE'],
  }),
  freeze: endpoint({
    name: 'subscription.freeze', method: 'POST', path: '/api/subscriptions/{id}/freeze',
    permission: 'subscription.manage',
    summary: 'Freeze a pass; the preview names the bookings it touches and the new end',
    input: z.strictObject({
      id: Id, freezeStart: DayShape.nullish(), freezeEnd: DayShape.nullish(), releaseBookings: z.boolean().optional(),
    }),
    result: z.object({
      subscription: Subscription, endDateBefore: DayShape, endDateAfter: DayShape,
      bookings: z.array(z.object({
        trainingId: IdOut, title: z.string(), startsAt: InstantShape, isCharged: z.boolean(), isReleased: z.boolean(),
      })),
    }),
    refusals: ['NOT_FOUND', 'FREEZE_BOTH_DATES', 'DATES_REVERSED', 'FREEZE_OUTSIDE', 'FREEZE_PAST', 'ALREADY_FROZEN',
      'SUBSCRIPTION_NOT_ACTIVE'],
  }),
  unfreeze: endpoint({
    name: 'subscription.unfreeze', method: 'POST', path: '/api/subscriptions/{id}/unfreeze',
    permission: 'subscription.manage', summary: 'End a freeze from a day on and give its unused days back',
    input: z.strictObject({ id: Id, date: DayShape.optional() }),
    result: z.object({ subscription: Subscription, endDateBefore: DayShape, endDateAfter: DayShape }),
    refusals: ['NOT_FOUND', 'NOT_FROZEN', 'FREEZE_PAST', 'SUBSCRIPTION_NOT_ACTIVE'],
  }),
  renew: endpoint({
    name: 'subscription.renew', method: 'POST', path: '/api/subscriptions/{id}/renew',
    permission: 'subscription.manage', status: 201, summary: 'Issue the renewal invoice of the next period',
    input: byId, result: Sold,
    refusals: ['NOT_FOUND', 'RENEWAL_EXISTS', 'SUBSCRIPTION_NOT_ACTIVE', 'SUBSCRIPTION_CANCELLED', 'CLIENT_INACTIVE',
      'SUBSCRIPTION_TYPE_INACTIVE', 'SUBTOTAL_ZERO'],
  }),
  cancel: endpoint({
    name: 'subscription.cancel', method: 'POST', path: '/api/subscriptions/{id}/cancel',
    permission: 'subscription.manage', summary: 'Cancel a pass; unpaid invoices are voided, paid ones need a refund',
    input: z.strictObject({ id: Id, reason: Reason }),
    result: z.object({
      subscription: Subscription,
      voided: z.array(z.object({ invoiceId: IdOut, invoiceNumber: z.string(), returned: MoneyOut })),
      refundNeeded: z.array(z.object({ invoiceId: IdOut, invoiceNumber: z.string(), amount: MoneyOut })),
    }),
    refusals: ['NOT_FOUND', 'SUBSCRIPTION_CANCELLED', 'REASON_REQUIRED'],
  }),
  invoice: endpoint({
    name: 'invoice.from-subscription', method: 'POST', path: '/api/invoices/from-subscription',
    permission: 'subscription.manage', status: 201, summary: 'Make the first invoice of a pass that has none',
    input: z.strictObject({ subscriptionId: Id }), result: Sold,
    refusals: ['NOT_FOUND', 'SUBSCRIPTION_INVOICE_EXISTS', 'SUBSCRIPTION_CANCELLED', 'CLIENT_INACTIVE', 'SUBTOTAL_ZERO'],
  }),
  importOld: endpoint({
    name: 'subscription.import', method: 'POST', path: '/api/subscriptions/import', permission: 'subscription.migrate',
    status: 201, summary: 'Put in active passes that were sold before, with the visits they have left',
    input: z.strictObject({ subscriptions: z.array(OldPass).min(1).max(500) }),
    result: z.object({ subscriptions: z.array(Subscription) }),
    refusals: ['NOT_FOUND', 'FOREIGN_STUDENT', 'PARENT_MISMATCH', 'STUDENT_REQUIRED', 'STUDENT_INACTIVE',
      'CLIENT_INACTIVE', 'GROUP_NOT_COVERED', 'GROUP_FULL', 'GROUP_INACTIVE', 'DATES_REVERSED', 'DATE_IN_FUTURE'],
  }),
  migrate: endpoint({
    name: 'subscription.migrate', method: 'POST', path: '/api/subscriptions/migrate',
    permission: 'subscription.migrate',
    summary: 'Give every active pass without an invoice its historical one; a second run makes none',
    input: z.strictObject({}),
    result: z.object({
      created: z.int(), totalAmount: MoneyOut,
      invoices: z.array(z.object({
        subscriptionId: IdOut, clientId: IdOut, invoiceNumber: z.string(), totalAmount: MoneyOut, issuedAt: InstantShape,
      })),
    }),
  }),
};
