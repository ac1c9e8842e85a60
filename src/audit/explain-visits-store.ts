import type { Context } from '../kernel/operation.ts';
import { instant, int, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

const PassColumns = { clientId: uuid, name: text, sessionsLeft: nullable(int) };
export const loadPass = ({ tx, orgId }: Context, id: string) => tx.maybe(PassColumns, sql`
  select client_id, name, sessions_left from subscriptions where org_id = ${orgId} and id = ${id}`);

const MovementColumns = {
  kind: oneOf('GRANT', 'CHARGE', 'RETURN', 'EXPIRE', 'CORRECT'), delta: int, reason: text, at: instant,
  trainingId: nullable(uuid), title: nullable(text), invoiceNumber: nullable(text),
};
/** Every movement of a pass, oldest first, with the training or the invoice that it comes from. */
export const loadMovements = ({ tx, orgId }: Context, subscriptionId: string) => tx.rows(MovementColumns, sql`
  select m.kind, m.delta, m.reason, m.created_at as at, m.training_id, t.title, i.invoice_number
    from session_movements m
    left join trainings t on t.org_id = m.org_id and t.id = m.training_id
    left join invoice_items n on n.org_id = m.org_id and n.id = m.item_id
    left join invoices i on i.org_id = n.org_id and i.id = n.invoice_id
   where m.org_id = ${orgId} and m.subscription_id = ${subscriptionId} order by m.id`);

const ChargeColumns = {
  clientId: uuid, kind: oneOf('SESSION', 'INVOICE'), label: oneOf('NORMAL', 'ABSENCE', 'FINE'), title: text,
  passName: nullable(text), invoiceId: nullable(uuid), invoiceNumber: nullable(text), chargedAt: instant,
  reversedAt: nullable(instant), reversalReason: nullable(text),
};
export const loadCharge = ({ tx, orgId }: Context, id: string) => tx.maybe(ChargeColumns, sql`
  select h.client_id, h.kind, h.label, t.title, s.name as pass_name, h.invoice_id, i.invoice_number, h.charged_at,
         h.reversed_at, h.reversal_reason
    from training_charges h
    join trainings t on t.org_id = h.org_id and t.id = h.training_id
    left join subscriptions s on s.org_id = h.org_id and s.id = h.subscription_id
    left join invoices i on i.org_id = h.org_id and i.id = h.invoice_id
   where h.org_id = ${orgId} and h.id = ${id}`);

const ItemColumns = { lineGross: money, discountAmount: money, adjustmentAmount: money };
export const loadChargedItems = ({ tx, orgId }: Context, invoiceId: string) => tx.rows(ItemColumns, sql`
  select line_gross, discount_amount, adjustment_amount from invoice_items
   where org_id = ${orgId} and invoice_id = ${invoiceId} order by position`);
