import type { BenefitCategoryFacts, ClientBenefit, ClientFacts } from './rules.ts';
import { type Day, later } from '../kernel/day.ts';
import type { Percent } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import {
  type Column, type Row, type Sql, bool, day, instant, int, join, money, nullable, oneOf, raw, select, sql, text, uuid,
} from '../kernel/sql.ts';

/** A percent column: hundredths of a percent in a PostgreSQL integer. */
export const percent = int as Column<Percent>;

const LockedColumns = {
  id: uuid, name: text, kind: oneOf('PERSON', 'LEGAL'), balance: money, isActive: bool, touchedAt: instant, clock: instant,
};
type LockedRow = Row<typeof LockedColumns>;
export type LockedClient = Omit<LockedRow, 'clock'>;

/**
 * Locks the clients in id order and reads them. PostgreSQL reads a row again when it had to wait for its lock; the
 * clock, which is no part of the row, is read when all locks are held (the second sort sees to that).
 */
export const lockRows = ({ tx, orgId }: Pick<Context, 'tx' | 'orgId'>, clientIds: string[]): Promise<LockedRow[]> =>
  tx.rows(LockedColumns, sql`
    with locked as materialized (
      select id, name, kind, balance, is_active, touched_at
        from clients where org_id = ${orgId} and id = any(${clientIds}::uuid[]) order by id for update)
    select l.*, clock_timestamp() as clock from (select * from locked order by touched_at offset 0) l`);

/**
 * Locks the clients, unless that was done ahead, and moves `context.now` so that time never runs backwards for any of
 * them. A sandbox has its own clock.
 */
export async function lockClients(context: Context, clientIds: string[], ahead?: LockedRow[]): Promise<LockedClient[]> {
  const rows = ahead ?? await lockRows(context, clientIds);
  const byId = new Map<string, LockedClient>();
  for (const { clock, ...client } of rows) {
    byId.set(client.id, client);
    context.now = later(context.now, context.sandbox ? client.touchedAt : later(client.touchedAt, clock));
  }
  return clientIds.map((id) => {
    const client = byId.get(id);
    refuseUnless(client, 'NOT_FOUND');
    return client;
  });
}

/** Marks clients as touched by a change of what they owe, so that their time never runs backwards. */
export async function touchClients({ tx, orgId, now }: Context, clientIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    update clients set touched_at = ${now} where org_id = ${orgId} and id = any(${[...clientIds]}::uuid[])`);
}

/** Whether the personal data of the client were erased: nobody may write others in their place. */
export const isErased = async ({ tx, orgId }: Context, id: string): Promise<boolean> => (await tx.one({ erased: bool }, sql`
  select exists (select from clients where org_id = ${orgId} and id = ${id} and erased_at is not null) as erased`)).erased;

const BenefitColumns = {
  clientId: uuid, benefitCategoryId: nullable(uuid), benefitDocumentNumber: nullable(text),
  benefitDocumentDate: nullable(day), benefitValidFrom: nullable(day), benefitValidUntil: nullable(day),
  categoryName: nullable(text), discountPercent: nullable(percent), requiresDocument: nullable(bool),
  isActive: nullable(bool),
};
export type BenefitFacts = ClientBenefit & { clientId: string; category: BenefitCategoryFacts | null };

/** The benefits of clients with their categories, for `benefitPercentOn`. */
export async function loadClientBenefits(
  { tx, orgId }: Pick<Context, 'tx' | 'orgId'>, clientIds: readonly string[],
): Promise<BenefitFacts[]> {
  const rows = await tx.rows(BenefitColumns, sql`
    select c.id as client_id, c.benefit_category_id, c.benefit_document_number, c.benefit_document_date,
           c.benefit_valid_from, c.benefit_valid_until, b.name as category_name, b.discount_percent,
           b.requires_document, b.is_active
      from clients c
      left join benefit_categories b on b.org_id = c.org_id and b.id = c.benefit_category_id
     where c.org_id = ${orgId} and c.id = any(${[...clientIds]}::uuid[])`);
  return rows.map(({ categoryName: name, discountPercent, requiresDocument, isActive, ...benefit }) => {
    const { benefitCategoryId: id } = benefit;
    const known = id !== null && name !== null && discountPercent !== null && requiresDocument !== null && isActive !== null;
    return { ...benefit, category: known ? { id, name, discountPercent, requiresDocument, isActive } : null };
  });
}

/** What every reading of clients shares: whose clients may be seen. */
export const visible = ({ scope, actor }: Context): Sql =>
  scope === 'all' ? sql`true` : sql`c.id = ${actor.clientId ?? null}::uuid`;

const ClientColumns = {
  id: uuid, kind: oneOf('PERSON', 'LEGAL'), firstName: nullable(text), lastName: nullable(text),
  middleName: nullable(text), name: text, phone: nullable(text), email: nullable(text), city: nullable(text),
  address: nullable(text), cardNumber: nullable(text), inn: nullable(text), kpp: nullable(text), ogrn: nullable(text),
  bankName: nullable(text), bik: nullable(text), bankAccount: nullable(text), correspondentAccount: nullable(text),
  benefitCategoryId: nullable(uuid), benefitDocumentNumber: nullable(text), benefitDocumentDate: nullable(day),
  benefitValidFrom: nullable(day), benefitValidUntil: nullable(day), notes: nullable(text), balance: money,
  isActive: bool, createdAt: instant,
};
export const CardColumns = {
  ...ClientColumns, categoryName: nullable(text), discountPercent: nullable(percent), due: money, overdue: money,
};
export type ClientCard = Row<typeof CardColumns>;

/** The clients of a subquery with their benefit and with what they owe on open issued invoices. */
export const cardsOf = (orgId: string, clients: Sql, on: Day): Sql => sql`
  select ${select(ClientColumns, 'c')}, b.name as category_name, b.discount_percent, owed.due, owed.overdue
    from (${clients}) c
    left join benefit_categories b on b.org_id = ${orgId} and b.id = c.benefit_category_id
   cross join lateral (
     select coalesce(sum(i.total_amount - i.paid_amount), 0)::bigint as due,
            coalesce(sum(i.total_amount - i.paid_amount) filter (where i.due_date < ${on}), 0)::bigint as overdue
       from invoices i
      where i.org_id = ${orgId} and i.client_id = c.id and i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')) owed`;

/** The clients of these ids that the actor may see, in no order. */
export function loadClients(context: Context, ids: readonly string[], on: Day): Promise<ClientCard[]> {
  const { tx, orgId } = context;
  const given = sql`
    select * from clients c where c.org_id = ${orgId} and c.id = any(${[...ids]}::uuid[]) and ${visible(context)}`;
  return tx.rows(CardColumns, cardsOf(orgId, given, on));
}

/** One client that the actor may see. */
export function loadClient(context: Context, id: string, on: Day): Promise<ClientCard | undefined> {
  const { tx, orgId } = context;
  const one = sql`select * from clients c where c.org_id = ${orgId} and c.id = ${id} and ${visible(context)}`;
  return tx.maybe(CardColumns, cardsOf(orgId, one, on));
}

/** The columns of a client that people write, in one order for insert and update. */
const writable = (facts: ClientFacts): Record<string, unknown> => ({
  kind: facts.kind, first_name: facts.firstName, last_name: facts.lastName, middle_name: facts.middleName,
  name: facts.name, phone: facts.phone, email: facts.email, city: facts.city, address: facts.address,
  card_number: facts.cardNumber, inn: facts.inn, kpp: facts.kpp, ogrn: facts.ogrn, bank_name: facts.bankName,
  bik: facts.bik, bank_account: facts.bankAccount, correspondent_account: facts.correspondentAccount,
  benefit_category_id: facts.benefitCategoryId, benefit_document_number: facts.benefitDocumentNumber,
  benefit_document_date: facts.benefitDocumentDate, benefit_valid_from: facts.benefitValidFrom,
  benefit_valid_until: facts.benefitValidUntil, notes: facts.notes, is_active: facts.isActive,
});

export function insertClient({ tx, orgId, now }: Context, id: string, facts: ClientFacts): Promise<number> {
  const columns = writable(facts);
  return tx.run(sql`
    insert into clients (org_id, id, touched_at, created_at, ${raw(Object.keys(columns).join(', '))})
    values (${orgId}, ${id}, ${now}, ${now}, ${join(Object.values(columns))})`);
}

export function updateClient({ tx, orgId, now }: Context, id: string, facts: ClientFacts): Promise<number> {
  const columns = writable(facts);
  return tx.run(sql`
    update clients
       set (touched_at, ${raw(Object.keys(columns).join(', '))}) = row(${now}, ${join(Object.values(columns))})
     where org_id = ${orgId} and id = ${id}`);
}

/** True when nothing but drafts and contacts belongs to the client, so that a hard delete loses nothing (C-08). */
export async function isEmptyClient({ tx, orgId }: Context, id: string): Promise<boolean> {
  const { empty: found } = await tx.one({ empty: bool }, sql`
    select not (
      exists (select from invoices where org_id = ${orgId} and client_id = ${id} and status <> 'DRAFT')
      or exists (select from payments where org_id = ${orgId} and client_id = ${id})
      or exists (select from refunds where org_id = ${orgId} and client_id = ${id})
      or exists (select from ledger_transfers where org_id = ${orgId} and client_id = ${id})
      or exists (select from credit_allocations where org_id = ${orgId} and client_id = ${id})
      or exists (select from correction_documents where org_id = ${orgId} and client_id = ${id})
      or exists (select from students where org_id = ${orgId} and client_id = ${id})
      or exists (select from users where org_id = ${orgId} and client_id = ${id})
      or exists (select from subscriptions where org_id = ${orgId} and client_id = ${id})
      or exists (select from training_charges where org_id = ${orgId} and client_id = ${id})
      or exists (select from rentals where org_id = ${orgId} and client_id = ${id})
      or exists (select from opening_documents where org_id = ${orgId} and client_id = ${id})
      or exists (select from item_write_offs where org_id = ${orgId} and client_id = ${id})
      or exists (select from purchases where org_id = ${orgId} and client_id = ${id})
      or exists (select from onec_customers where org_id = ${orgId} and client_id = ${id})) as empty`);
  return found;
}

export const deleteClient = ({ tx, orgId }: Context, id: string): Promise<number> =>
  tx.run(sql`delete from clients where org_id = ${orgId} and id = ${id}`);

const ContactColumns = {
  id: uuid, clientId: uuid, name: text, relation: nullable(text), phone: nullable(text), email: nullable(text),
  createdAt: instant,
};
export type ContactRow = Row<typeof ContactColumns>;

export const loadContacts = ({ tx, orgId }: Context, clientId: string): Promise<ContactRow[]> =>
  tx.rows(ContactColumns, sql`
    select ${select(ContactColumns)} from contacts
     where org_id = ${orgId} and client_id = ${clientId} order by created_at, id`);

export const insertContact = ({ tx, orgId }: Context, row: ContactRow): Promise<number> =>
  tx.run(sql`
    insert into contacts (org_id, id, client_id, name, relation, phone, email, created_at)
    values (${orgId}, ${row.id}, ${row.clientId}, ${row.name}, ${row.relation}, ${row.phone}, ${row.email},
            ${row.createdAt})`);

export const deleteContact = ({ tx, orgId }: Context, clientId: string, id: string): Promise<ContactRow | undefined> =>
  tx.maybe(ContactColumns, sql`
    delete from contacts where org_id = ${orgId} and client_id = ${clientId} and id = ${id}
    returning ${select(ContactColumns)}`);
