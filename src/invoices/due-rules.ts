import { type Day, addDays, isBefore } from '../kernel/day.ts';
import type { Policy } from '../kernel/policy.ts';
import type { InvoiceStatus } from './contract.ts';

/**
 * DUE-1. An invoice is late from the day after its due date, by the local date. Waiting for its whole sum it becomes
 * overdue; a partly paid one keeps its status. Of each the family and the office are told once for that due date.
 * ru: Счёт просрочен со следующего дня после срока оплаты по местной дате: неоплаченный становится «Просрочен», частично оплаченный остаётся; о каждом один раз сообщается семье и офису.
 * Source: S2-230, S2-231, S2-232, S3-048, C-03, C-58, I-16. Examples: WE-62, WE-75.
 */
export const becomesOverdue = (status: InvoiceStatus, dueDate: Day, today: Day): boolean =>
  status === 'PENDING' && isBefore(dueDate, today);

/**
 * DUE-2. The family is reminded of an unpaid invoice once, exactly the organisation's number of days before it is due.
 * ru: О неоплаченном счёте напоминают один раз, ровно за установленное число дней до срока.
 * Source: S3 L286, C-59. Examples: WE-74.
 */
export const dueDateToRemind = (policy: Policy, today: Day): Day => addDays(today, policy['reminder.daysBeforeDue']);
