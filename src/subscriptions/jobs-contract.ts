import { z } from 'zod';
import { DayShape, Id, IdOut, MoneyOut, internal } from '../kernel/contract.ts';

/** What the jobs of passes look up and do, pass by pass; they have no address of their own on the server. */

const Passes = z.object({ ids: z.array(IdOut) });
const OnDate = z.strictObject({ date: DayShape });
const PassOnDate = z.strictObject({ id: Id, date: DayShape });

export const passJobEndpoints = {
  renewable: internal({
    kind: 'reading', name: 'subscription.renewable', permission: 'job.run',
    summary: 'Passes that are to be renewed', input: OnDate, result: Passes,
  }),
  renewDue: internal({
    kind: 'operation', name: 'subscription.renew-due', permission: 'job.run',
    summary: 'Renew a pass that is to be renewed', input: PassOnDate,
    result: z.object({ invoiceNumber: z.string().nullable(), totalAmount: MoneyOut.nullable() }),
  }),
  ended: internal({
    kind: 'reading', name: 'subscription.ended', permission: 'job.run',
    summary: 'Passes that have ended, and those whose grace is over', input: OnDate,
    result: z.object({ ended: z.array(IdOut), overdue: z.array(IdOut), unused: z.array(IdOut) }),
  }),
  end: internal({
    kind: 'operation', name: 'subscription.end', permission: 'job.run',
    summary: 'Write down that a pass ended, with what was left of it', input: PassOnDate,
    result: z.object({ done: z.boolean(), sessionsLeft: z.int().nullable(), value: MoneyOut.nullable() }),
  }),
  dropUnused: internal({
    kind: 'operation', name: 'subscription.drop-unused', permission: 'job.run',
    summary: 'Expire the sessions of periods that are over, where they do not carry over', input: PassOnDate,
    result: z.object({ sessions: z.int() }),
  }),
  expire: internal({
    kind: 'operation', name: 'subscription.expire', permission: 'job.run',
    summary: 'Expire a pass whose grace is over and expel its student', input: PassOnDate,
    result: z.object({ done: z.boolean(), isExpelled: z.boolean() }),
  }),
};
