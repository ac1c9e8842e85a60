import type { Context } from '../kernel/operation.ts';
import { nextNumber } from '../kernel/numbering.ts';
import { today } from '../kernel/operation.ts';
import type { Day } from '../kernel/day.ts';
import type { Quantity } from '../kernel/money.ts';
import { sql, text } from '../kernel/sql.ts';
import { uuidv7 } from '../kernel/uuid.ts';
import type { Purpose, ServiceType, WriteOffStatus, WriteOffTiming } from './contract.ts';
import type { LifecycleStatus } from './contract.ts';
import type { z } from 'zod';
import type { InvoiceTotals, LineFigures } from './rules.ts';

export const newId = (): string => uuidv7();

/** A line ready to be written. */
export type NewLine = LineFigures & {
  id: string;
  serviceId: string | null;
  subscriptionTypeId: string | null;
  serviceType: z.infer<typeof ServiceType>;
  serviceName: string;
  serviceDescription: string | null;
  writeOffTiming: z.infer<typeof WriteOffTiming>;
  writeOffStatus: z.infer<typeof WriteOffStatus>;
  remainingQuantity: Quantity | null;
};

export type NewInvoice = {
  clientId: string;
  studentId: string | null;
  tutorId: string | null;
  enrollmentId: string | null;
  purpose: z.infer<typeof Purpose>;
  isDraft: boolean;
  totals: InvoiceTotals;
  dueDate: Day | null;
  description: string | null;
  notes: string | null;
};

/**
 * Writes an invoice and gives its number. The number is taken by the same statement, so that the counter of the
 * organisation stays locked only from here to the commit (C-26). An invoice of nothing is paid at once (C-06).
 */
export async function insertInvoice(context: Context, id: string, invoice: NewInvoice): Promise<string> {
  const { tx, orgId, now, actor } = context;
  const { totals } = invoice;
  const isPaid = !invoice.isDraft && totals.totalAmount === 0;
  const issued = invoice.isDraft ? null : now;
  const status = invoice.isDraft ? 'DRAFT' : isPaid ? 'PAID' : 'PENDING';
  const { number } = await tx.one({ number: text }, sql`
    with counter as (${nextNumber(context, 'INV', today(context).year)}),
    made as (
      insert into invoices (org_id, id, invoice_number, sequence, client_id, student_id, tutor_id, enrollment_id,
        purpose, status, subtotal, discount_amount, adjustment_amount, total_amount, vat_amount, effects_applied_at,
        due_date, description, notes, created_by, created_at, updated_at, issued_at, sent_at, paid_at)
      select ${orgId}, ${id}, number, n,
        ${invoice.clientId}, ${invoice.studentId}, ${invoice.tutorId}, ${invoice.enrollmentId}, ${invoice.purpose},
        ${status}, ${totals.subtotal}::bigint, ${totals.discountAmount}::bigint, ${totals.adjustmentAmount}::bigint,
        ${totals.totalAmount}::bigint, ${totals.vatAmount}::bigint, ${isPaid ? now : null}::timestamptz,
        ${invoice.dueDate}::date, ${invoice.description}, ${invoice.notes}, ${actor.userId}, ${now}::timestamptz,
        ${now}::timestamptz, ${now}::timestamptz, ${issued}::timestamptz, ${isPaid ? now : null}::timestamptz
        from counter
      returning invoice_number)
    select invoice_number as number from made`);
  return number;
}

/** Writes lines after the given position. */
export async function insertLines(context: Context, invoiceId: string, lines: readonly NewLine[], after = 0): Promise<void> {
  if (lines.length === 0) return;
  const { tx, orgId, now } = context;
  const rows = lines.map((line, index) => ({ ...line, position: after + index + 1 }));
  await tx.run(sql`
    insert into invoice_items (org_id, id, invoice_id, position, service_id, subscription_type_id, service_type,
      service_name, service_description, quantity, unit_price, line_gross, base_price, vat_rate, vat_amount,
      discount_percent, discount_amount, adjustment_amount, total_price, write_off_timing, write_off_status,
      remaining_quantity, created_at, updated_at)
    select ${orgId}, r.id, ${invoiceId}, r."position", r."serviceId", r."subscriptionTypeId", r."serviceType",
      r."serviceName", r."serviceDescription", r.quantity, r."unitPrice", r."lineGross", r."basePrice", r."vatRate",
      r."vatAmount", r."discountPercent", r."discountAmount", r."adjustmentAmount", r."totalPrice",
      r."writeOffTiming", r."writeOffStatus", r."remainingQuantity", ${now}, ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, "position" integer, "serviceId" uuid,
        "subscriptionTypeId" uuid, "serviceType" text, "serviceName" text, "serviceDescription" text, quantity bigint,
        "unitPrice" bigint, "lineGross" bigint, "basePrice" bigint, "vatRate" integer, "vatAmount" bigint,
        "discountPercent" integer, "discountAmount" bigint, "adjustmentAmount" bigint, "totalPrice" bigint,
        "writeOffTiming" text, "writeOffStatus" text, "remainingQuantity" bigint)`);
}

export type LogEntry = {
  action: 'CREATED' | 'UPDATED' | 'PRICE_ADJUSTED' | 'STATUS_CHANGED' | 'ITEM_ADDED' | 'ITEM_REMOVED' | 'CANCELLED';
  fieldName: string;
  itemId?: string;
  oldValue?: string | null;
  newValue?: string | null;
  reason?: string | undefined;
  /** Set when the lifecycle changes: the entry is then also a row of the status history. */
  lifecycle?: { from: LifecycleStatus; to: LifecycleStatus };
};

/** Writes entries of the invoice's own log, in their order. */
export async function logInvoice(context: Context, invoiceId: string, entries: readonly LogEntry[]): Promise<void> {
  const { tx, orgId, actor, now } = context;
  const rows = entries.map(({ lifecycle, ...entry }, n) => ({ ...entry, n, from: lifecycle?.from, to: lifecycle?.to }));
  await tx.run(sql`
    insert into invoice_audit_logs (org_id, invoice_id, item_id, action, field_name, old_value, new_value,
                                    old_lifecycle, new_lifecycle, reason, user_id, created_at)
    select ${orgId}, ${invoiceId}, r."itemId", r.action, r."fieldName", r."oldValue", r."newValue", r."from", r."to",
           r.reason, ${actor.userId}, ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (n integer, "itemId" uuid, action text,
        "fieldName" text, "oldValue" text, "newValue" text, "from" text, "to" text, reason text)
     order by r.n`);
}

/** Marks the client as touched by a change of his invoices, so that his time never runs backwards. */
export async function touchClient(context: Context, clientId: string): Promise<void> {
  const { tx, orgId, now } = context;
  await tx.run(sql`update clients set touched_at = ${now} where org_id = ${orgId} and id = ${clientId}`);
}

