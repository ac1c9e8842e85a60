import type { Context } from '../kernel/operation.ts';
import { numberOf, takeNumbers } from '../kernel/numbering.ts';
import { today } from '../kernel/operation.ts';
import type { Day } from '../kernel/day.ts';
import type { Quantity } from '../kernel/money.ts';
import { type Sql, sql, text, uuid } from '../kernel/sql.ts';
import { EFFECTFUL } from '../ledger/contract.ts';
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
  roomId: string | null;
  serviceType: z.infer<typeof ServiceType>;
  serviceName: string;
  serviceDescription: string | null;
  writeOffTiming: z.infer<typeof WriteOffTiming>;
  writeOffStatus: z.infer<typeof WriteOffStatus>;
  remainingQuantity: Quantity | null;
};

/** An invoice ready to be written. `effectsApplied`: what it sets in motion was done when it was made (C-29). */
export type NewInvoice = {
  id: string;
  clientId: string;
  studentId: string | null;
  tutorId?: string | null;
  enrollmentId?: string | null;
  purpose: z.infer<typeof Purpose>;
  subscriptionId?: string;
  rentalId?: string;
  trainingId?: string;
  periodNumber?: number;
  isDraft?: boolean;
  effectsApplied?: boolean;
  totals: InvoiceTotals;
  dueDate: Day | null;
  description?: string | null;
  notes?: string | null;
  lines: readonly NewLine[];
};

const WrittenColumns = { id: uuid, invoiceNumber: text };
export type WrittenInvoice = { id: string; invoiceNumber: string };

/**
 * Writes invoices with their lines, their first log entries and their postings, whatever their number in one
 * statement, and gives them their numbers in the order given. The numbers are taken here, so that the counter of the
 * organisation stays locked only from here to the commit (C-26). An invoice of nothing is paid at once (C-06).
 */
export async function writeInvoices(context: Context, invoices: readonly NewInvoice[]): Promise<WrittenInvoice[]> {
  if (invoices.length === 0) return [];
  const { tx, orgId, now, actor, operationId } = context;
  const { year } = today(context);
  const lines = invoices.flatMap((invoice) =>
    invoice.lines.map((line, index) => ({ ...line, invoiceId: invoice.id, position: index + 1 })));
  const rows = invoices.map((invoice, n) => ({
    ...invoice, ...invoice.totals, dueDate: invoice.dueDate?.toString() ?? null, n, made: madeText(invoice.totals),
    totals: undefined, lines: undefined,
  }));
  return tx.rows(WrittenColumns, sql`
    with counter as (${takeNumbers(context, 'INV', year, invoices.length)}),
    given as materialized (
      select r.*, c.before + r.n + 1 as sequence, not r."isDraft" as issued,
             not r."isDraft" and r."totalAmount" = 0 as paid
        from counter c, (
          select n, id, "clientId", "studentId", "tutorId", "enrollmentId", purpose, "subscriptionId", "rentalId",
                 "trainingId", "periodNumber", coalesce("isDraft", false) as "isDraft",
                 coalesce("effectsApplied", false) as "effectsApplied", subtotal, "discountAmount", "adjustmentAmount",
                 "totalAmount", "vatAmount", "dueDate", description, notes, made
            from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as j (n integer, id uuid, "clientId" uuid,
              "studentId" uuid, "tutorId" uuid, "enrollmentId" uuid, purpose text, "subscriptionId" uuid,
              "rentalId" uuid, "trainingId" uuid, "periodNumber" integer, "isDraft" boolean, "effectsApplied" boolean,
              subtotal bigint, "discountAmount" bigint, "adjustmentAmount" bigint, "totalAmount" bigint,
              "vatAmount" bigint, "dueDate" date, description text, notes text, made text)) r),
    made as (
      insert into invoices (org_id, id, invoice_number, sequence, client_id, student_id, tutor_id, enrollment_id,
        purpose, subscription_id, rental_id, training_id, period_number, status, subtotal, discount_amount,
        adjustment_amount, total_amount, vat_amount, effects_applied_at, due_date, description, notes, created_by,
        created_at, updated_at, issued_at, sent_at, paid_at)
      select ${orgId}, g.id, ${numberOf('INV', year, sql`g.sequence`)}, g.sequence, g."clientId", g."studentId",
        g."tutorId", g."enrollmentId", g.purpose, g."subscriptionId", g."rentalId", g."trainingId", g."periodNumber",
        case when g."isDraft" then 'DRAFT' when g.paid then 'PAID' else 'PENDING' end, g.subtotal, g."discountAmount",
        g."adjustmentAmount", g."totalAmount", g."vatAmount",
        case when g."effectsApplied" or g.paid and g.purpose <> all(${EFFECTFUL}::text[]) then ${now}::timestamptz end,
        g."dueDate", g.description, g.notes,
        ${actor.userId}, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz,
        case when g.issued then ${now}::timestamptz end, case when g.paid then ${now}::timestamptz end
        from given g order by g.n
      returning id, invoice_number),
    lined as (${insertLinesFrom(context, lines, sql`select id from given where paid`)}),
    logged as (
      insert into invoice_audit_logs (org_id, invoice_id, action, field_name, old_value, new_value, old_lifecycle,
                                      new_lifecycle, user_id, created_at)
      select ${orgId}, g.id, l.action, l.field, l.old, l.new, l.was, l.became, ${actor.userId}, ${now}
        from given g
        join lateral (values
          (1, true, 'CREATED', 'invoice', null, g.made, null, null),
          (2, g.paid, 'STATUS_CHANGED', 'status', 'PENDING', 'PAID', 'sent', 'paid'))
          as l (k, applies, action, field, old, new, was, became) on l.applies
       order by g.n, l.k),
    posted as (
      insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, invoice_id, on_date,
                                    created_at)
      select ${orgId}, ${operationId}, 'RECEIVABLE', p.account, p.amount, g."clientId", g.id, ${today(context)}, ${now}
        from given g
        join lateral (values (1, 'REVENUE', g."totalAmount" - g."vatAmount"), (2, 'VAT', g."vatAmount"))
          as p (k, account, amount) on g.issued and p.amount > 0
       order by g.n, p.k)
    select m.id, m.invoice_number from made m join given g on g.id = m.id order by g.n`);
}

/** What the first entry of the log says: {"totalAmount":3500} (S2-129). */
const madeText = ({ totalAmount }: InvoiceTotals): string => JSON.stringify({ totalAmount: totalAmount / 100 });

/** The insert of lines, each with the id of its invoice and its position; those sold by a `paid` invoice are used up. */
function insertLinesFrom(context: Context, lines: readonly object[], paid: Sql): Sql {
  const { orgId, now } = context;
  return sql`
    insert into invoice_items (org_id, id, invoice_id, position, service_id, subscription_type_id, room_id, service_type,
      service_name, service_description, quantity, unit_price, line_gross, base_price, vat_rate, vat_amount,
      discount_percent, discount_amount, adjustment_amount, total_price, write_off_timing, write_off_status,
      remaining_quantity, created_at, updated_at)
    select ${orgId}, r.id, r."invoiceId", r."position", r."serviceId", r."subscriptionTypeId", r."roomId",
      r."serviceType", r."serviceName", r."serviceDescription", r.quantity, r."unitPrice", r."lineGross", r."basePrice",
      r."vatRate", r."vatAmount", r."discountPercent", r."discountAmount", r."adjustmentAmount", r."totalPrice",
      r."writeOffTiming", case when u.used_up then 'COMPLETED' else r."writeOffStatus" end,
      case when u.used_up then 0 else r."remainingQuantity" end, ${now}::timestamptz, ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as r (id uuid, "invoiceId" uuid, "position" integer,
        "serviceId" uuid, "subscriptionTypeId" uuid, "roomId" uuid, "serviceType" text, "serviceName" text,
        "serviceDescription" text, quantity bigint, "unitPrice" bigint, "lineGross" bigint, "basePrice" bigint,
        "vatRate" integer, "vatAmount" bigint, "discountPercent" integer, "discountAmount" bigint,
        "adjustmentAmount" bigint, "totalPrice" bigint, "writeOffTiming" text, "writeOffStatus" text,
        "remainingQuantity" bigint),
      lateral (select r."writeOffTiming" = 'ON_SALE' and r."invoiceId" in (${paid}) as used_up) u`;
}

/** Writes lines of an unpaid invoice after the given position. */
export async function insertLines(context: Context, invoiceId: string, lines: readonly NewLine[], after = 0): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map((line, index) => ({ ...line, invoiceId, position: after + index + 1 }));
  await context.tx.run(insertLinesFrom(context, rows, sql`select null::uuid where false`));
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
