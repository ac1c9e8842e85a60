import type { Context } from '../kernel/operation.ts';
import { int, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

const PayerColumns = {
  id: uuid, kind: oneOf('PERSON', 'LEGAL'), name: text, phone: nullable(text), email: nullable(text),
  address: nullable(text), inn: nullable(text), kpp: nullable(text), ogrn: nullable(text), bankName: nullable(text),
  bik: nullable(text), bankAccount: nullable(text), correspondentAccount: nullable(text),
};
/** The client as papers name him; the city stands before the address. */
export const loadPayer = ({ tx, orgId }: Context, clientId: string) => tx.one(PayerColumns, sql`
  select id, kind, name, phone, email, nullif(concat_ws(', ', city, address), '') as address, inn, kpp, ogrn, bank_name,
         bik, bank_account, correspondent_account
    from clients where org_id = ${orgId} and id = ${clientId}`);

const TillColumns = { name: text, address: nullable(text), receivedBy: text };
/** Where the payment was taken, and by whom. */
export const loadTillOf = ({ tx, orgId }: Context, paymentId: string) => tx.one(TillColumns, sql`
  select b.name, b.address, btrim(u.first_name || ' ' || u.last_name) as received_by
    from payments p
    join branches b on b.org_id = p.org_id and b.id = p.branch_id
    join users u on u.org_id = p.org_id and u.id = p.created_by
   where p.org_id = ${orgId} and p.id = ${paymentId}`);

const PaidColumns = {
  invoiceId: uuid, invoiceNumber: text, firstItemName: nullable(text), itemCount: int, amount: money,
};
/** What the payment paid and still pays, oldest settlement first. */
export const loadPaid = ({ tx, orgId }: Context, paymentId: string) => tx.rows(PaidColumns, sql`
  select i.id as invoice_id, i.invoice_number,
         (select t.service_name from invoice_items t
           where t.org_id = i.org_id and t.invoice_id = i.id order by t.position, t.id limit 1) as first_item_name,
         (select count(*) from invoice_items t where t.org_id = i.org_id and t.invoice_id = i.id) as item_count, a.amount
    from (select invoice_id, min(id) as first, sum(amount)::bigint as amount from credit_allocations
           where org_id = ${orgId} and payment_id = ${paymentId} and released_at is null group by invoice_id) a
    join invoices i on i.org_id = ${orgId} and i.id = a.invoice_id
   order by a.first`);

export const loadStudentName = async ({ tx, orgId }: Context, id: string): Promise<string> =>
  (await tx.one({ name: text }, sql`
    select btrim(first_name || ' ' || last_name) as name from students where org_id = ${orgId} and id = ${id}`)).name;
