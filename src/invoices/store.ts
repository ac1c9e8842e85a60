import { type Context, today } from '../kernel/operation.ts';
import type { Money, Percent, Quantity } from '../kernel/money.ts';
import type { Day, Instant } from '../kernel/day.ts';
import { Refusal } from '../kernel/refusal.ts';
import {
  type Column, type Row, type Sql, bool, day, empty, instant, int, money, nullable, oneOf, select, sql, text, uuid,
} from '../kernel/sql.ts';
import { InvoiceStatus, Purpose, ServiceType, WriteOffStatus, WriteOffTiming } from './contract.ts';

const quantity = int as Column<Quantity>;
const percent = int as Column<Percent>;

const InvoiceColumns = {
  id: uuid, invoiceNumber: text, clientId: uuid, studentId: nullable(uuid), tutorId: nullable(uuid),
  subscriptionId: nullable(uuid), rentalId: nullable(uuid), trainingId: nullable(uuid), enrollmentId: nullable(uuid),
  purpose: oneOf(...Purpose.options), status: oneOf(...InvoiceStatus.options),
  subtotal: money, discountAmount: money, adjustmentAmount: money, totalAmount: money, vatAmount: money,
  paidAmount: money, refundedAmount: money, dueDate: nullable(day), description: nullable(text), notes: nullable(text),
  createdBy: nullable(uuid), createdAt: instant, updatedAt: instant, issuedAt: instant,
  sentAt: nullable(instant), viewedAt: nullable(instant), paidAt: nullable(instant), cancelledAt: nullable(instant),
};
const ClientColumns = {
  clientName: text, clientFirstName: nullable(text), clientLastName: nullable(text), categoryName: nullable(text),
  categoryPercent: nullable(percent),
};
export type InvoiceRow = Row<typeof InvoiceColumns> & Row<typeof ClientColumns>;

const ItemColumns = {
  id: uuid, invoiceId: uuid, position: int, serviceId: nullable(uuid), subscriptionTypeId: nullable(uuid),
  serviceType: oneOf(...ServiceType.options), serviceName: text, serviceDescription: nullable(text),
  quantity, unitPrice: money, lineGross: money, basePrice: money, vatRate: percent, vatAmount: money,
  discountPercent: percent, discountAmount: money, adjustmentAmount: money, totalPrice: money,
  writeOffTiming: oneOf(...WriteOffTiming.options), writeOffStatus: oneOf(...WriteOffStatus.options),
  remainingQuantity: nullable(quantity), isPriceAdjusted: bool, adjustmentReason: nullable(text),
};
export type ItemRow = Row<typeof ItemColumns>;

/** The invoices this actor may see: all of them, or his own ones (requirements 3.9). A family never sees a draft. */
export function visible(context: Context): Sql {
  const { scope, actor, orgId } = context;
  if (scope === 'all') return empty;
  if (actor.role === 'CLIENT') return sql`and i.client_id = ${actor.clientId} and i.sent_at is not null`;
  if (actor.role === 'STUDENT') return sql`and i.student_id = ${actor.studentId} and i.sent_at is not null`;
  return sql`and (i.tutor_id = ${actor.userId} or i.student_id in (
    select st.student_id from student_trainers st where st.org_id = ${orgId} and st.user_id = ${actor.userId}))`;
}

/** Invoices with their payers. */
export function loadInvoiceRows(context: Context, where: Sql, tail: Sql = empty) {
  return context.tx.rows({ ...InvoiceColumns, ...ClientColumns }, sql`
    select ${select(InvoiceColumns, 'i')}, c.name as client_name, c.first_name as client_first_name,
           c.last_name as client_last_name, b.name as category_name, b.discount_percent as category_percent
      from invoices i
      join clients c on c.org_id = i.org_id and c.id = i.client_id
      left join benefit_categories b on b.org_id = c.org_id and b.id = c.benefit_category_id
     where i.org_id = ${context.orgId} ${where} ${visible(context)} ${tail}`);
}

/** The items of the given invoices, in their order. */
export function loadItems(context: Context, invoiceIds: readonly string[]): Promise<ItemRow[]> {
  return context.tx.rows(ItemColumns, sql`
    select ${select(ItemColumns)} from invoice_items
     where org_id = ${context.orgId} and invoice_id = any(${[...invoiceIds]}::uuid[])
     order by invoice_id, position, id`);
}

/** Whose money an invoice touches: what an operation must lock before it reads the invoice itself. */
export async function clientOfInvoice(context: Context, id: string): Promise<string> {
  const found = await context.tx.maybe({ clientId: uuid }, sql`
    select i.client_id from invoices i where i.org_id = ${context.orgId} and i.id = ${id} ${visible(context)}`);
  if (!found) throw new Refusal('INVOICE_NOT_FOUND');
  return found.clientId;
}

export type InvoiceFilter = {
  clientId?: string | undefined; studentId?: string | undefined; rentalId?: string | undefined;
  status?: string | undefined; overdue?: boolean | undefined;
  from?: Instant; before?: Instant; q?: string[]; unpaidOnly?: boolean | undefined;
  purposes?: readonly string[] | undefined; byNight?: boolean | undefined;
  dueFrom?: Day | undefined; dueTo?: Day | undefined; amountFrom?: Money | undefined; amountTo?: Money | undefined;
};

/** The conditions of a list, shared by the page and its count. */
export function filterOf(context: Context, filter: InvoiceFilter): Sql {
  const { clientId, studentId, rentalId, status, overdue, from, before, q = [], unpaidOnly } = filter;
  const { purposes, byNight, dueFrom, dueTo, amountFrom, amountTo } = filter;
  const open = sql`i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')`;
  const late = sql`(${open} and i.due_date is not null and i.due_date < ${today(context)})`;
  const parts = [
    clientId ? sql`and i.client_id = ${clientId}` : empty,
    studentId ? sql`and i.student_id = ${studentId}` : empty,
    rentalId ? sql`and i.rental_id = ${rentalId}` : empty,
    status ? sql`and ${statusIs(status)}` : empty,
    overdue === undefined ? empty : overdue ? sql`and ${late}` : sql`and not ${late}`,
    from ? sql`and i.issued_at >= ${from}` : empty,
    before ? sql`and i.issued_at < ${before}` : empty,
    unpaidOnly === undefined ? empty : unpaidOnly ? sql`and ${open}` : sql`and not (${open})`,
    purposes ? sql`and i.purpose = any(${[...purposes]}::text[])` : empty,
    byNight === undefined ? empty : sql`and ${byNight ? empty : sql`not`} ${chargedByNight}`,
    dueFrom ? sql`and i.due_date >= ${dueFrom}` : empty,
    dueTo ? sql`and i.due_date <= ${dueTo}` : empty,
    amountFrom === undefined ? empty : sql`and i.total_amount >= ${amountFrom}`,
    amountTo === undefined ? empty : sql`and i.total_amount <= ${amountTo}`,
    ...q.map((pattern) => sql`and (lower(i.invoice_number) like ${pattern} or c.search like ${pattern})`),
  ];
  return parts.reduce((all, part) => sql`${all} ${part}`, empty);
}

const chargedByNight = sql`exists (
  select from training_charges h where h.org_id = i.org_id and h.invoice_id = i.id and h.cause = 'NIGHT')`;

function statusIs(word: string): Sql {
  if (word === word.toUpperCase()) return sql`i.status = ${word}`;
  if (word === 'sent' || word === 'viewed') {
    const seen = word === 'viewed' ? sql`i.viewed_at is not null` : sql`i.viewed_at is null`;
    return sql`i.status in ('PENDING', 'PARTIALLY_PAID') and ${seen}`;
  }
  return sql`i.status = ${word.toUpperCase()}`;
}

/** What is part of a sum: neither voided invoices nor drafts, unless the list asks for one status. */
export const countedInSums = (status: string | undefined): Sql =>
  (status === undefined ? sql`i.status not in ('DRAFT', 'CANCELLED')` : sql`true`);

/** The condition of one invoice. */
export const withId = (id: string): Sql => sql`and i.id = ${id}`;

export const newestFirst = sql`order by i.issued_at desc, i.sequence desc`;

/** Refuses a client that does not exist in this organisation. */
export async function requireClient(context: Context, id: string): Promise<void> {
  const { tx, orgId } = context;
  const found = await tx.maybe({ id: uuid }, sql`select id from clients where org_id = ${orgId} and id = ${id}`);
  if (!found) throw new Refusal('NOT_FOUND');
}

const PersonColumns = { id: uuid, clientId: uuid, isActive: bool, mine: bool };
/** A student with his payer; `mine` tells whether this actor teaches him. */
export function loadStudent(context: Context, id: string) {
  const { tx, orgId, actor } = context;
  return tx.maybe(PersonColumns, sql`
    select s.id, s.client_id, s.is_active, exists (
             select from student_trainers t
              where t.org_id = s.org_id and t.student_id = s.id and t.user_id = ${actor.userId}) as mine
      from students s where s.org_id = ${orgId} and s.id = ${id}`);
}

/** Whether every one of these is a kind of pass of the organisation. */
export async function areTypes({ tx, orgId }: Context, ids: readonly string[]): Promise<boolean> {
  const { missing } = await tx.one({ missing: int }, sql`
    select count(*) as missing from unnest(${[...ids]}::uuid[]) as given (id)
     where not exists (select from subscription_types t where t.org_id = ${orgId} and t.id = given.id)`);
  return missing === 0;
}
