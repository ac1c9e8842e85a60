import { z } from 'zod';
import { Id, IdOut, internal } from '../kernel/contract.ts';

/** What the settlement job asks for. No door leads here. */

export const findToSettle = internal({
  kind: 'reading', name: 'settlement.find', permission: 'job.run',
  summary: 'Клиенты с авансом и неоплаченными счетами / Clients with credit and unpaid invoices',
  input: z.strictObject({}), result: z.object({ clientIds: z.array(IdOut) }),
});
export const settleClients = internal({
  kind: 'operation', name: 'settlement.run', permission: 'job.run',
  summary: 'Погасить счета клиентов из аванса / Settle the invoices of clients from their credit',
  input: z.strictObject({ clientIds: z.array(Id).max(200) }), result: z.object({ settled: z.int() }),
});
