import { z } from 'zod';
import { LongPage, days, months, report } from './contract.ts';
import { DayShape, Id, IdOut, InstantShape, MoneyOut, Pagination } from '../kernel/contract.ts';

/** Reports about passes and visits. */

const person = {
  studentId: IdOut, studentName: z.string(), clientId: IdOut, clientName: z.string(), phone: z.string().nullable(),
};
const pass = { subscriptionId: IdOut, name: z.string(), ...person };

/** What became of a pass whose period ended. WAITING: it has not ended yet and is not renewed yet. */
export const RENEWAL_STATES = ['PAID_IN_TIME', 'PAID_LATER', 'BOUGHT_ANOTHER', 'WAITING', 'LEFT'] as const;
export const RenewalState = z.enum(RENEWAL_STATES);
export type RenewalState = z.infer<typeof RenewalState>;
/** ended = paidInTime + paidLater + boughtAnother + waiting + left. */
export const renewals = report('renewals', 'renewals', 'Продления: сколько остаются / Renewals',
  z.strictObject(days),
  z.object({
    ended: z.int(), invoiced: z.int(), paidInTime: z.int(), paidLater: z.int(), boughtAnother: z.int(), waiting: z.int(),
    left: z.int(),
  }));
export const renewalRows = report('renewal-rows', 'renewals/rows', 'Люди за числом продлений / People behind the renewals',
  z.strictObject({ ...LongPage, ...days, state: z.enum(['ENDED', 'INVOICED', ...RENEWAL_STATES]).default('ENDED') }),
  z.object({
    rows: z.array(z.object({
      ...pass, endDate: DayShape, state: RenewalState, invoiceId: IdOut.nullable(), invoiceNumber: z.string().nullable(),
      dueDate: DayShape.nullable(), paidOn: DayShape.nullable(),
    })),
    pagination: Pagination,
  }));

const Stock = z.object({ passes: z.int(), sessions: z.int(), value: MoneyOut });
/** Active passes that end within the days and still have sessions: what burns. Frozen ones are counted apart. */
export const expiring = report('expiring', 'expiring', 'Абонементы, которые скоро сгорят / Passes about to expire',
  z.strictObject({
    ...LongPage, days: z.coerce.number().int().min(0).max(366).default(7), frozen: z.stringbool().optional(),
  }),
  z.object({
    passes: z.array(z.object({
      ...pass, endDate: DayShape, daysLeft: z.int(), sessionsLeft: z.int(), value: MoneyOut, isFrozen: z.boolean(),
    })),
    totals: Stock, frozen: Stock, pagination: Pagination,
  }));

/** Prepaid sessions not used yet, in money: what the organisation owes in trainings, at the end of each month. */
export const unearned = report('unearned', 'unearned',
  'Обязательства: оплаченные неиспользованные занятия / Unearned revenue',
  z.strictObject(months),
  z.object({
    line: z.array(z.object({ day: DayShape, passes: z.int(), sessions: z.int(), value: MoneyOut })),
    types: z.array(Stock.extend({ subscriptionTypeId: IdOut, name: z.string() })),
  }));
export const unearnedRows = report('unearned-rows', 'unearned/rows',
  'Абонементы с остатком на дату / Passes with sessions left on a day',
  z.strictObject({ ...LongPage, asOf: DayShape.optional(), subscriptionTypeId: Id.optional() }),
  z.object({
    asOf: DayShape,
    passes: z.array(z.object({ ...pass, subscriptionTypeId: IdOut, sessionsLeft: z.int(), value: MoneyOut })),
    totals: Stock, pagination: Pagination,
  }));

const visits = { came: z.int(), absent: z.int(), cancelledInTime: z.int(), cancelledLate: z.int() };
export const attendance = report('attendance', 'attendance',
  'Посещаемость по дням и занятиям / Attendance by day and training',
  z.strictObject({ ...LongPage, ...days, groupId: Id.optional() }),
  z.object({
    days: z.array(z.object({ day: DayShape, trainings: z.int(), ...visits })),
    trainings: z.array(z.object({
      id: IdOut, title: z.string(), groupId: IdOut.nullable(), date: DayShape, startsAt: InstantShape, booked: z.int(),
      ...visits,
    })),
    totals: z.object({ trainings: z.int(), ...visits }), pagination: Pagination,
  }));
/** Students with a place in a group or a pass in force who have not come for so many days, longest first. */
export const absentStudents = report('absent', 'absent', 'Не были столько дней / Not been for so many days',
  z.strictObject({ ...LongPage, days: z.coerce.number().int().min(1).max(366).default(14) }),
  z.object({
    students: z.array(z.object({
      ...person, lastVisitOn: DayShape.nullable(), daysAway: z.int(), groups: z.array(z.string()), hasPass: z.boolean(),
    })),
    pagination: Pagination,
  }));
