/** Deleting every invoice and bringing them back. Only the operator's command line does it: no address leads here (S0). */
import { z } from 'zod';
import { internal } from '../kernel/contract.ts';

/** The five tables of the report, in its order. The first word is the one of the report (S0-035). */
export const Counts = z.object({
  invoices: z.int(), invoiceLines: z.int(), creditAllocations: z.int(), reservations: z.int(), reservationItems: z.int(),
});
export type Counts = z.output<typeof Counts>;
/** Rows by table. */
const Rows = z.record(z.string(), z.int());

export const countInvoices = internal({
  kind: 'reading', name: 'maintenance.count-invoices', permission: 'settings.manage',
  summary: 'Сколько записей удалит сброс счетов / How many rows a reset of invoices would delete',
  input: z.strictObject({}), result: Counts,
});

export const resetInvoices = internal({
  kind: 'operation', name: 'maintenance.reset-invoices', permission: 'settings.manage',
  summary: 'Удалить все счета, оставив платежи авансом клиентов / Delete every invoice; the payments become credit',
  input: z.strictObject({
    /** Where the undo bundle is written, before the first row is deleted. */
    bundle: z.string(),
  }),
  result: z.object({
    /** What was deleted by name, in the order of the report. */
    deleted: z.object({ reservations: z.int(), creditAllocations: z.int(), invoices: z.int() }),
    /** Rows that went with them. */
    gone: Rows,
    /** Rows that stay and lost their link. */
    changed: Rows,
    chargesReversed: z.int(), clients: z.int(), transfers: z.int(),
  }),
  refusals: ['RESET_UNPROVEN', 'RESET_BLOCKED'],
});

export const undoReset = internal({
  kind: 'operation', name: 'maintenance.undo-reset', permission: 'settings.manage',
  summary: 'Вернуть счета, удалённые сбросом / Bring back the invoices that a reset deleted',
  input: z.strictObject({ bundle: z.string() }),
  result: z.object({ restored: Rows, changed: Rows, transfers: z.int() }),
  refusals: ['UNDO_UNKNOWN', 'UNDO_DONE', 'UNDO_SCHEMA', 'UNDO_CONTRADICTED', 'UNDO_UNPROVEN'],
});
