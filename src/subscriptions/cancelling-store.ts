import type { Context } from '../kernel/operation.ts';
import { money, nullable, oneOf, select, sql, text, uuid } from '../kernel/sql.ts';

const OfPassColumns = {
  id: uuid, subscriptionId: uuid, invoiceNumber: text, paidAmount: money, refundedAmount: money,
  status: oneOf('DRAFT', 'PENDING', 'PAID', 'PARTIALLY_PAID', 'OVERDUE'),
};
/** The invoices of passes that are not cancelled, oldest first. */
export const loadInvoicesOfPasses = ({ tx, orgId }: Context, passIds: readonly string[]) =>
  tx.rows(OfPassColumns, sql`
    select ${select(OfPassColumns)} from invoices
     where org_id = ${orgId} and subscription_id = any(${[...passIds]}::uuid[]) and status <> 'CANCELLED'
     order by issued_at, sequence`);

export async function markPassCancelled({ tx, orgId, now }: Context, id: string, reason: string): Promise<void> {
  await tx.run(sql`
    update subscriptions set status = 'CANCELLED', cancelled_at = ${now}, cancel_reason = ${reason}
     where org_id = ${orgId} and id = ${id}`);
}

/** The pass that an invoice sells or renews; undefined when it is another kind of invoice. */
export const passOfInvoice = ({ tx, orgId }: Context, invoiceId: string) =>
  tx.maybe({ subscriptionId: nullable(uuid) }, sql`
    select subscription_id from invoices
     where org_id = ${orgId} and id = ${invoiceId} and purpose in ('INITIAL', 'RENEWAL', 'MIGRATION')`);
