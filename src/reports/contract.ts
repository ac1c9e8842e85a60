import { z } from 'zod';
import {
  DayShape, Id, IdOut, InstantShape, Method, MoneyOut, Pagination, PercentShape, endpoint,
} from '../kernel/contract.ts';
import { ServiceType } from '../invoices/contract.ts';

/** Numbers for the owner and the accountant. Each says which rows it is made of, and those rows sum to it. */

export const Month = z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, 'Месяц ГГГГ-ММ / a month YYYY-MM');
/** Reports are tables for a file as well as for the screen, so a page may be long. */
export const LongPage = {
  page: z.coerce.number().int().min(1).default(1), limit: z.coerce.number().int().min(1).max(1000).default(100),
};
export const days = { from: DayShape, to: DayShape };
export const months = { from: Month, to: Month };
/** A reading for whoever keeps the books; one of a period refuses a reversed or an endless one. */
export const report = <I extends z.ZodObject, O extends z.ZodType>(
  name: string, path: string, summary: string, input: I, result: O,
) =>
  endpoint({
    name: `report.${name}`, method: 'GET', path: `/api/reports/${path}`, permission: 'report.read', summary, input, result,
    ...('from' in input.shape && { refusals: ['DATES_REVERSED', 'PERIOD_TOO_LONG'] as const }),
  });

const compared = <T extends z.ZodType>(of: T) => z.object({ now: of, lastMonth: of, lastYear: of });
const Figure = compared(MoneyOut);
const period = z.object({ from: DayShape, to: DayShape });
/** Booked places of the trainings that have a number of places; null where there is none. */
export const Filled = z.object({ places: z.int(), occupied: z.int(), percent: PercentShape.nullable() });

/**
 * The month so far, the same days of the month before and of the same month last year. `received` is the net of
 * money-in; `accrued` the sum of revenue by ACCRUED; `due` and `overdue` the totals of receivables on the last day of
 * each period; `credit` the clients' credit at the end of that day.
 */
export const overview = report('overview', 'overview', 'Обзор месяца на сегодня / The month so far', z.strictObject({}),
  z.object({
    today: DayShape, periods: compared(period),
    received: Figure, accrued: Figure, due: Figure, overdue: Figure, credit: Figure, occupancy: compared(Filled),
    history: z.array(z.object({ month: Month, received: MoneyOut, accrued: MoneyOut })),
  }));

export const Basis = z.enum(['ACCRUED', 'RECEIVED']);
export type Basis = z.infer<typeof Basis>;
const basis = { basis: Basis.default('ACCRUED') };
/** `service` is the filter of the rows: the type, a colon, the name. */
export const Segment = z.object({
  month: Month, service: z.string(), serviceType: ServiceType, serviceName: z.string(), amount: MoneyOut, invoices: z.int(),
});
/**
 * ACCRUED: what issued invoices come to today, in the month of their issue; void ones and those of the time before the
 * program do not count. RECEIVED: what was settled on invoices, less what was taken back from them and refunded on
 * them, each in its own month, so that a month that is over does not change.
 */
export const revenue = report('revenue', 'revenue', 'Выручка по месяцам и услугам / Revenue by month and service',
  z.strictObject({ ...months, ...basis }),
  z.object({ segments: z.array(Segment), months: z.array(z.object({ month: Month, amount: MoneyOut })), total: MoneyOut }));
const about = {
  invoiceId: IdOut, invoiceNumber: z.string(), clientId: IdOut, clientName: z.string(), issuedOn: DayShape, amount: MoneyOut,
};
export const revenueRows = report('revenue-rows', 'revenue/rows', 'Счета за числом выручки / Invoices behind the revenue',
  z.strictObject({
    ...LongPage, ...basis, month: Month, service: z.string().max(300).optional(),
    /** Every service but these, one a line: what a picture of few shows as the rest. */
    except: z.string().max(3000).optional(),
  }),
  z.object({ rows: z.array(z.object(about)), total: MoneyOut, pagination: Pagination }));

export const MONEY_KINDS = ['RECEIVED', 'REVERSED', 'REFUNDED'] as const;
export const MoneyKind = z.enum(MONEY_KINDS);
const moneyIn = { received: MoneyOut, reversed: MoneyOut, refunded: MoneyOut, net: MoneyOut };
export const moneyReport = report('money-in', 'money-in', 'Деньги по способам оплаты / Money in by method',
  z.strictObject(days),
  z.object({ lines: z.array(z.object({ month: Month, method: Method, ...moneyIn })), totals: z.object(moneyIn) }));
export const moneyRows = report('money-in-rows', 'money-in/rows',
  'Платежи, отмены и возвраты / Payments, reversals, refunds',
  z.strictObject({ ...LongPage, ...days, method: Method.optional(), kind: MoneyKind.optional() }),
  z.object({
    rows: z.array(z.object({
      kind: MoneyKind, paymentId: IdOut.nullable(), refundId: IdOut.nullable(), invoiceId: IdOut.nullable(),
      clientId: IdOut, clientName: z.string(), onDate: DayShape, at: InstantShape, method: Method, amount: MoneyOut,
    })),
    total: MoneyOut, pagination: Pagination,
  }));

const MANY = 1_000_000;
/** How many days late, from and to: a debt of the day it is due, or without a due date, is not late. */
export const BUCKET_DAYS = {
  NOT_DUE: [-MANY, 0], DAYS_1_30: [1, 30], DAYS_31_60: [31, 60], DAYS_61_90: [61, 90], OVER_90: [91, MANY],
} as const;
export const Bucket = z.enum(['NOT_DUE', 'DAYS_1_30', 'DAYS_31_60', 'DAYS_61_90', 'OVER_90']);
export type Bucket = z.infer<typeof Bucket>;
/** A debt by age; `total` is what is due, `overdue` the part of it that is late. */
export const Ageing = z.object({
  notDue: MoneyOut, days1to30: MoneyOut, days31to60: MoneyOut, days61to90: MoneyOut, over90: MoneyOut, overdue: MoneyOut,
  total: MoneyOut,
});
/** `totals` are of everybody listed on all pages; `all` of everybody, whatever the bucket. */
export const receivables = report('receivables', 'receivables', 'Задолженность по срокам на дату / Debts by age on a day',
  z.strictObject({ ...LongPage, asOf: DayShape.optional(), bucket: Bucket.optional() }),
  z.object({
    asOf: DayShape,
    clients: z.array(Ageing.extend({
      clientId: IdOut, clientName: z.string(), phone: z.string().nullable(), email: z.string().nullable(),
      lastPaymentOn: DayShape.nullable(), lastPaymentAmount: MoneyOut.nullable(),
    })),
    totals: Ageing, all: Ageing,
    history: z.array(z.object({ day: DayShape, days31to60: MoneyOut, total: MoneyOut })),
    pagination: Pagination,
  }));
export const receivableInvoices = report('receivable-invoices', 'receivables/invoices',
  'Счета, не оплаченные на дату / Invoices unpaid on a day',
  z.strictObject({ ...LongPage, asOf: DayShape.optional(), clientId: Id.optional(), bucket: Bucket.optional() }),
  z.object({
    asOf: DayShape,
    invoices: z.array(z.object({
      ...about, dueDate: DayShape.nullable(), daysLate: z.int(), bucket: Bucket, totalAmount: MoneyOut,
    })),
    total: MoneyOut, pagination: Pagination,
  }));

const Weekday = z.coerce.number().int().min(1).max(7);
const Hour = z.coerce.number().int().min(0).max(23);
const where = { groupId: Id.optional(), roomId: Id.optional() };
export const occupancy = report('occupancy', 'occupancy',
  'Заполняемость по дням недели и часам / Occupancy by weekday and hour',
  z.strictObject({ ...days, ...where }),
  z.object({
    cells: z.array(Filled.extend({ weekday: z.int(), hour: z.int(), trainings: z.int(), booked: z.int(), came: z.int() })),
    totals: Filled.extend({ trainings: z.int(), booked: z.int(), came: z.int() }),
  }));
export const occupancyTrainings = report('occupancy-trainings', 'occupancy/trainings',
  'Занятия этого дня недели и часа / Trainings of a weekday and hour',
  z.strictObject({ ...LongPage, ...days, ...where, weekday: Weekday.optional(), hour: Hour.optional() }),
  z.object({
    trainings: z.array(z.object({
      id: IdOut, title: z.string(), groupName: z.string().nullable(), roomName: z.string().nullable(),
      trainerName: z.string().nullable(), date: DayShape, startsAt: InstantShape, weekday: z.int(), hour: z.int(),
      places: z.int().nullable(), booked: z.int(), came: z.int(),
    })),
    pagination: Pagination,
  }));

/** From one night to the next: a run of the job each, with the decisions under its id. */
export const nights = report('nights', 'nights', 'Последние ночные списания / The last nights',
  z.strictObject({ limit: z.coerce.number().int().min(1).max(366).default(30) }),
  z.object({
    nights: z.array(z.object({
      runId: IdOut, date: DayShape, forDate: DayShape, status: z.enum(['RUNNING', 'DONE', 'FAILED', 'MISSED']),
      trainings: z.int(), sessions: z.int(), invoices: z.int(), invoiceSum: MoneyOut, skipped: z.int(), errors: z.int(),
      trainingsFailed: z.int(), durationMs: z.int().nullable(),
    })),
  }));

export const WATERFALL = ['LIST', 'BENEFIT', 'ADJUSTMENT', 'ACCRUED', 'UNPAID', 'RECEIVED'] as const;
/** Of invoices issued in the period: list price + benefits + adjustments = accrued; accrued + unpaid = received so far. */
export const discounts = report('discounts', 'discounts',
  'Льготы и корректировки: от прайса до денег / From list price to money',
  z.strictObject(days),
  z.object({ steps: z.array(z.object({ kind: z.enum(WATERFALL), amount: MoneyOut, rows: z.int() })) }));
export const discountRows = report('discount-rows', 'discounts/rows', 'Позиции с причинами / Items with their reasons',
  z.strictObject({ ...LongPage, ...days, kind: z.enum(WATERFALL) }),
  z.object({
    rows: z.array(z.object({
      ...about, itemId: IdOut.nullable(), name: z.string().nullable(), percent: PercentShape.nullable(),
      reason: z.string().nullable(),
    })),
    total: MoneyOut, pagination: Pagination,
  }));

/** What the client held (above zero) or owed (below), after each event. */
export const balanceHistory = endpoint({
  name: 'report.balance-history', method: 'GET', path: '/api/clients/{id}/balance-history', permission: 'explain.read',
  summary: 'Баланс клиента во времени: аванс минус к оплате / Credit less due over time',
  input: z.strictObject({ id: Id, ...days }), refusals: ['NOT_FOUND', 'DATES_REVERSED'],
  result: z.object({
    opening: MoneyOut, closing: MoneyOut,
    events: z.array(z.object({
      at: InstantShape, onDate: DayShape,
      kind: z.enum(['OPENING', 'PAYMENT', 'INVOICE', 'REVERSAL', 'REFUND', 'VOID', 'CHANGE']),
      amount: MoneyOut, balance: MoneyOut,
      invoiceId: IdOut.nullable(), paymentId: IdOut.nullable(), refundId: IdOut.nullable(), number: z.string().nullable(),
    })),
    freezes: z.array(z.object({ subscriptionId: IdOut, name: z.string(), from: DayShape, to: DayShape })),
    nextDue: z.object({ dueDate: DayShape, amount: MoneyOut }).nullable(),
  }),
});
