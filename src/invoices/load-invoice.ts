import { type Context, today } from '../kernel/operation.ts';
import { ZERO, subtract } from '../kernel/money.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Sql } from '../kernel/sql.ts';
import type { Invoice } from './contract.ts';
import { isOverdue, lifecycleOf } from './rules.ts';
import { type InvoiceRow, type ItemRow, loadInvoiceRows, loadItems, withId } from './store.ts';

/** Newest first. Two statements, whatever the number of invoices. */
export async function loadInvoices(context: Context, where: Sql, tail?: Sql): Promise<Invoice[]> {
  const rows = await loadInvoiceRows(context, where, tail);
  const items = rows.length === 0 ? [] : await loadItems(context, rows.map((row) => row.id));
  const byInvoice = Map.groupBy(items, (item) => item.invoiceId);
  return rows.map((row) => present(context, row, byInvoice.get(row.id) ?? []));
}

function present(context: Context, row: InvoiceRow, items: ItemRow[]): Invoice {
  const { clientName, clientFirstName, clientLastName, categoryName, categoryPercent, ...invoice } = row;
  return {
    ...invoice,
    client: {
      id: row.clientId, name: clientName, firstName: clientFirstName, lastName: clientLastName,
      benefitCategory: categoryName === null || categoryPercent === null
        ? null : { name: categoryName, discountPercent: categoryPercent },
    },
    parentId: row.studentId === null ? null : row.clientId,
    lifecycleStatus: lifecycleOf(row.status, row.viewedAt !== null),
    isOverdue: isOverdue(row.status, row.dueDate, today(context)),
    amount: row.totalAmount,
    // A paid invoice asks for nothing, also one that was paid before the program knew it (C-57).
    dueAmount: row.status === 'CANCELLED' || row.status === 'PAID' ? ZERO : subtract(row.totalAmount, row.paidAmount),
    items,
  };
}

/** One invoice that this actor may see; refused as not found otherwise (also another tenant's). */
export async function loadInvoice(context: Context, id: string): Promise<Invoice> {
  const [invoice] = await loadInvoices(context, withId(id));
  if (!invoice) throw new Refusal('INVOICE_NOT_FOUND');
  return invoice;
}
