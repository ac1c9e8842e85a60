import type { Context } from '../kernel/operation.ts';
import type { Day } from '../kernel/day.ts';
import { sql } from '../kernel/sql.ts';
import { nextNumber } from '../kernel/numbering.ts';
import { EFFECTFUL } from '../ledger/contract.ts';
import type { InvoiceTotals, LineFigures } from './rules.ts';

/** A draft becomes a claim: issued now, and paid at once when there is nothing to pay (C-06). */
export async function markIssued(context: Context, id: string, isPaid: boolean): Promise<void> {
  const { tx, orgId, now } = context;
  await tx.run(sql`
    update invoices
       set issued_at = ${now}, sent_at = ${now}, updated_at = ${now}, status = ${isPaid ? 'PAID' : 'PENDING'},
           paid_at = ${isPaid ? now : null}::timestamptz,
           effects_applied_at = ${isPaid ? now : null}::timestamptz
     where org_id = ${orgId} and id = ${id}`);
  if (isPaid) await writeOffOnSale(context, id);
}

/** What is written off when sold is written off now (S2-146). */
export async function writeOffOnSale(context: Context, id: string): Promise<void> {
  const { tx, orgId, now } = context;
  await tx.run(sql`
    update invoice_items set write_off_status = 'COMPLETED', remaining_quantity = 0, updated_at = ${now}
     where org_id = ${orgId} and invoice_id = ${id} and write_off_timing = 'ON_SALE' and write_off_status = 'PENDING'`);
}

/** Gives a draft the next number of another year; the old number is never used again. */
export async function renumber(context: Context, id: string, year: number): Promise<void> {
  const { tx, orgId } = context;
  await tx.run(sql`
    with counter as (${nextNumber(context, 'INV', year)})
    update invoices
       set invoice_number = number, sequence = n
      from counter where org_id = ${orgId} and id = ${id}`);
}

export async function setViewed(context: Context, id: string): Promise<void> {
  const { tx, orgId, now } = context;
  await tx.run(sql`
    update invoices set viewed_at = ${now}, updated_at = ${now} where org_id = ${orgId} and id = ${id}`);
}

/** Voids an invoice that holds no money, and its services that were not given (C-19). */
export async function markCancelled(context: Context, id: string): Promise<void> {
  const { tx, orgId, now } = context;
  await tx.run(sql`
    with voided as (
      update invoices set status = 'CANCELLED', cancelled_at = ${now}, updated_at = ${now}
       where org_id = ${orgId} and id = ${id})
    update invoice_items set write_off_status = 'CANCELLED', updated_at = ${now}
     where org_id = ${orgId} and invoice_id = ${id} and write_off_status <> 'COMPLETED'`);
}

export async function adjustItem(context: Context, id: string, line: LineFigures, reason: string): Promise<void> {
  const { tx, orgId, now } = context;
  await tx.run(sql`
    update invoice_items
       set total_price = ${line.totalPrice}, adjustment_amount = ${line.adjustmentAmount}, vat_amount = ${line.vatAmount},
           is_price_adjusted = true, adjustment_reason = ${reason}, updated_at = ${now}
     where org_id = ${orgId} and id = ${id}`);
}

/** New sums of an invoice; an issued one that comes to nothing is paid (C-06). */
export async function writeTotals(context: Context, id: string, totals: InvoiceTotals): Promise<void> {
  const { tx, orgId, now } = context;
  const isPaid = sql`(sent_at is not null and ${totals.totalAmount === 0})`;
  await tx.run(sql`
    with summed as (
      update invoices
         set subtotal = ${totals.subtotal}, discount_amount = ${totals.discountAmount},
             adjustment_amount = ${totals.adjustmentAmount}, total_amount = ${totals.totalAmount},
             vat_amount = ${totals.vatAmount}, updated_at = ${now},
             status = case when ${isPaid} then 'PAID' else status end,
             paid_at = case when ${isPaid} then ${now}::timestamptz end,
             effects_applied_at = case when ${isPaid} and purpose <> all(${EFFECTFUL}::text[])
                                       then coalesce(effects_applied_at, ${now}) else effects_applied_at end
       where org_id = ${orgId} and id = ${id}
      returning id, status)
    update invoice_items t set write_off_status = 'COMPLETED', remaining_quantity = 0, updated_at = ${now}
      from summed s
     where t.org_id = ${orgId} and t.invoice_id = s.id and s.status = 'PAID'
       and t.write_off_timing = 'ON_SALE' and t.write_off_status = 'PENDING'`);
}

export type Texts = { dueDate: Day | null; description: string | null; notes: string | null; backToPending: boolean };
export async function writeTexts(context: Context, id: string, texts: Texts): Promise<void> {
  const { tx, orgId, now } = context;
  await tx.run(sql`
    update invoices
       set due_date = ${texts.dueDate}, description = ${texts.description}, notes = ${texts.notes}, updated_at = ${now},
           status = case when ${texts.backToPending} then 'PENDING' else status end
     where org_id = ${orgId} and id = ${id}`);
}

export async function deleteItems(context: Context, invoiceId: string, itemIds: readonly string[]): Promise<void> {
  const { tx, orgId } = context;
  await tx.run(sql`
    delete from invoice_items
     where org_id = ${orgId} and invoice_id = ${invoiceId} and id = any(${[...itemIds]}::uuid[])`);
}

export async function deleteDraft(context: Context, id: string): Promise<void> {
  const { tx, orgId } = context;
  await tx.run(sql`delete from invoices where org_id = ${orgId} and id = ${id} and status = 'DRAFT'`);
}
