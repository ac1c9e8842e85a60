/** SQL that writes what an import brings: clients, students, opening documents with their money. */
import type { OpeningKind } from './contract.ts';
import type { NewClient, NewStudent } from './row-rules.ts';
import { type Day, startOfDay } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import { numberOf, takeNumbers } from '../kernel/numbering.ts';
import { type Context, today } from '../kernel/operation.ts';
import { sql, text, uuid } from '../kernel/sql.ts';

export const insertClients = (
  { tx, orgId, now }: Context, importId: string, clients: readonly (NewClient & { id: string })[],
): Promise<number> => tx.run(sql`
  insert into clients (org_id, id, kind, first_name, last_name, middle_name, name, phone, email, city, card_number, inn,
                       notes, external_id, import_id, touched_at, created_at)
  select ${orgId}, r.id, r.kind, r."firstName", r."lastName", r."middleName", r.name, r.phone, r.email, r.city,
         r."cardNumber", r.inn, r.notes, r."externalId", ${importId}, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(clients)}::jsonb) as r (id uuid, kind text, "firstName" text,
         "lastName" text, "middleName" text, name text, phone text, email text, city text, "cardNumber" text, inn text,
         notes text, "externalId" text)`);

/** Fills what is empty; what is there stays. */
export const fillClients = (
  { tx, orgId, now }: Context, clients: readonly (Partial<NewClient> & { id: string })[],
): Promise<number> => tx.run(sql`
  update clients c
     set phone = coalesce(c.phone, r.phone), email = coalesce(c.email, r.email), city = coalesce(c.city, r.city),
         card_number = coalesce(c.card_number, r."cardNumber"), inn = coalesce(c.inn, r.inn),
         notes = coalesce(c.notes, r.notes), external_id = coalesce(c.external_id, r."externalId"), touched_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(clients)}::jsonb) as r (id uuid, phone text, email text, city text,
         "cardNumber" text, inn text, notes text, "externalId" text)
   where c.org_id = ${orgId} and c.id = r.id`);

export const insertStudents = (
  { tx, orgId, now }: Context, importId: string, students: readonly (NewStudent & { id: string; clientId: string })[],
): Promise<number> => tx.run(sql`
  insert into students (org_id, id, client_id, first_name, last_name, birth_date, external_id, import_id, created_at)
  select ${orgId}, r.id, r."clientId", r."firstName", r."lastName", r."birthDate", r."externalId", ${importId}, ${now}
    from jsonb_to_recordset(${JSON.stringify(students)}::jsonb) as r (id uuid, "clientId" uuid, "firstName" text,
         "lastName" text, "birthDate" date, "externalId" text)`);

export const markPasses = ({ tx, orgId }: Context, importId: string, ids: readonly string[]): Promise<number> => tx.run(sql`
  update subscriptions set import_id = ${importId} where org_id = ${orgId} and id = any(${[...ids]}::uuid[])`);

/** An opening document ready to be written; of a debt with the invoice on which it is paid. */
export type NewDocument = {
  id: string; clientId: string; onDate: Day; kind: OpeningKind; amount: Money; comment: string | null;
  importId: string | null; reconciliationId: string | null; invoiceId: string | null; itemId: string | null;
  reversesId: string | null;
};

/** Writes documents with their numbers. */
export async function insertDocuments(
  context: Context, documents: readonly NewDocument[],
): Promise<{ id: string; number: string }[]> {
  const { tx, orgId, actor, now } = context;
  const { year } = today(context);
  const rows = documents.map((document, n) => ({ ...document, n }));
  return tx.rows({ id: uuid, number: text }, sql`
    with counter as (${takeNumbers(context, 'OST', year, documents.length)})
    insert into opening_documents (org_id, id, number, client_id, on_date, kind, amount, comment, invoice_id, import_id,
                                   reconciliation_id, reverses_id, created_by, created_at)
    select ${orgId}, r.id, ${numberOf('OST', year, sql`c.before + r.n + 1`)}, r."clientId", r."onDate", r.kind, r.amount,
           r.comment, r."invoiceId", r."importId", r."reconciliationId", r."reversesId", ${actor.userId}, ${now}
      from counter c, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (n integer, id uuid, "clientId" uuid,
           "onDate" date, kind text, amount bigint, comment text, "invoiceId" uuid, "importId" uuid,
           "reconciliationId" uuid, "reversesId" uuid)
     order by r.n
    returning id, number`);
}

type Credit = Pick<NewDocument, 'clientId' | 'amount' | 'onDate'>;
/** Gives clients the credit they brought: the balance, and the ledger from OPENING. */
export const writeCredits = ({ tx, orgId, operationId, now }: Context, credits: readonly Credit[]): Promise<number> =>
  tx.run(sql`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(credits)}::jsonb)
        as r ("clientId" uuid, amount bigint, "onDate" date)),
    posted as (
      insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, on_date, created_at)
      select ${orgId}, ${operationId}, 'OPENING', 'CREDIT', g.amount, g."clientId", g."onDate", ${now} from given g)
    update clients c set balance = c.balance + g.amount, touched_at = ${now}
      from (select "clientId", sum(amount)::bigint as amount from given group by 1) g
     where c.org_id = ${orgId} and c.id = g."clientId"`);

/**
 * Whom the import gave money or debt and who now has both credit and an invoice that waits for it, in the order of
 * locks. As an intersection of sets: what a long transaction has just written the statistics do not know, and a join
 * would be planned for empty tables.
 */
export const whoCanPay = async ({ tx, orgId }: Context, importId: string): Promise<string[]> =>
  (await tx.rows({ id: uuid }, sql`
    select client_id as id from opening_documents where org_id = ${orgId} and import_id = ${importId}
    intersect select id from clients where org_id = ${orgId} and balance > 0
    intersect select client_id from invoices
               where org_id = ${orgId} and status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')
     order by id`)).map((row) => row.id);

/**
 * Writes the invoices of debts that were carried over: issued on their day, so that they are paid before whatever came
 * later, due since then, and already overdue, so that no night tells a thousand families about what they know.
 */
export async function writeDebts(
  context: Context, debts: readonly NewDocument[], words: { item: string; notes: string },
): Promise<void> {
  const { tx, orgId, operationId, actor, now, timeZone } = context;
  const { year } = today(context);
  const rows = debts.map((debt, n) => ({ ...debt, n, issuedAt: startOfDay(debt.onDate, timeZone) }));
  await tx.run(sql`
    with counter as (${takeNumbers(context, 'INV', year, debts.length)}),
    given as materialized (
      select r.*, c.before + r.n + 1 as sequence
        from counter c, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (n integer, "invoiceId" uuid,
             "itemId" uuid, "clientId" uuid, "onDate" date, amount bigint, "issuedAt" timestamptz, comment text)),
    made as (
      insert into invoices (org_id, id, invoice_number, sequence, client_id, purpose, status, subtotal, total_amount,
        due_date, overdue_notified_at, description, notes, created_by, created_at, updated_at, issued_at, sent_at)
      select ${orgId}, g."invoiceId", ${numberOf('INV', year, sql`g.sequence`)}, g.sequence, g."clientId", 'OPENING',
             'OVERDUE', g.amount, g.amount, g."onDate", ${now}::timestamptz, ${words.item},
             coalesce(g.comment, ${words.notes}),
             ${actor.userId}, ${now}::timestamptz, ${now}::timestamptz, g."issuedAt", ${now}::timestamptz
        from given g),
    lined as (
      insert into invoice_items (org_id, id, invoice_id, position, service_type, service_name, quantity, unit_price,
        line_gross, base_price, total_price, write_off_timing, write_off_status, remaining_quantity, created_at, updated_at)
      select ${orgId}, g."itemId", g."invoiceId", 1, 'OTHER', ${words.item}, 100, g.amount, g.amount, g.amount, g.amount,
             'ON_SALE', 'PENDING', 100, ${now}, ${now} from given g),
    logged as (
      insert into invoice_audit_logs (org_id, invoice_id, action, field_name, new_value, user_id, created_at)
      select ${orgId}, g."invoiceId", 'CREATED', 'invoice', json_build_object('totalAmount', g.amount / 100.0)::text,
             ${actor.userId}, ${now} from given g order by g.n),
    posted as (
      insert into ledger_transfers (org_id, operation_id, debit, credit, amount, client_id, invoice_id, on_date, created_at)
      select ${orgId}, ${operationId}, 'RECEIVABLE', 'OPENING', g.amount, g."clientId", g."invoiceId", g."onDate", ${now}
        from given g order by g.n)
    update clients c set touched_at = ${now} from given g where c.org_id = ${orgId} and c.id = g."clientId"`);
}
