import { z } from 'zod';
import { DayShape, Id, IdOut, MoneyOut, endpoint } from '../kernel/contract.ts';

/** What the jobs of passes look up and do, pass by pass; they have no address of their own on the server. */

const Passes = z.object({ ids: z.array(IdOut) });
const OnDate = z.strictObject({ date: DayShape });
const PassOnDate = z.strictObject({ id: Id, date: DayShape });

export const passJobEndpoints = {
  renewable: endpoint({
    name: 'subscription.renewable', method: 'GET', path: '/internal/passes/renewals', permission: 'job.run',
    summary: 'Passes that are to be renewed', input: OnDate, result: Passes,
  }),
  renewDue: endpoint({
    name: 'subscription.renew-due', method: 'POST', path: '/internal/passes/renewals/{id}', permission: 'job.run',
    summary: 'Renew a pass that is to be renewed', input: PassOnDate,
    result: z.object({ invoiceNumber: z.string().nullable(), totalAmount: MoneyOut.nullable() }),
  }),
  ended: endpoint({
    name: 'subscription.ended', method: 'GET', path: '/internal/passes/expulsion', permission: 'job.run',
    summary: 'Passes that have ended, and those whose grace is over', input: OnDate,
    result: z.object({ ended: z.array(IdOut), overdue: z.array(IdOut) }),
  }),
  end: endpoint({
    name: 'subscription.end', method: 'POST', path: '/internal/passes/expulsion/{id}/end', permission: 'job.run',
    summary: 'Write down that a pass ended, with what was left of it', input: PassOnDate,
    result: z.object({ done: z.boolean(), sessionsLeft: z.int().nullable(), value: MoneyOut.nullable() }),
  }),
  expire: endpoint({
    name: 'subscription.expire', method: 'POST', path: '/internal/passes/expulsion/{id}/expire', permission: 'job.run',
    summary: 'Expire a pass whose grace is over and expel its student', input: PassOnDate,
    result: z.object({ done: z.boolean(), isExpelled: z.boolean() }),
  }),
};
