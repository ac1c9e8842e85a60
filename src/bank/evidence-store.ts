import type { OpenInvoice } from './match-rules.ts';
import type { Person } from './names-rules.ts';
import { InvoiceStatus } from '../invoices/contract.ts';
import type { Context } from '../kernel/operation.ts';
import { type Sql, bool, join, json, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

/** What lines are weighed by: invoices, people, and what persons have taught. One statement each, for all lines. */

const InvoiceColumns = {
  id: uuid, invoiceNumber: text, clientId: uuid, status: oneOf(...InvoiceStatus.options), dueAmount: money, isOpen: bool,
};
const isOpen = sql`i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE')`;
const invoiceRows = ({ tx, orgId }: Context, where: Sql): Promise<OpenInvoice[]> =>
  tx.rows(InvoiceColumns, sql`
    select i.id, i.invoice_number, i.client_id, i.status,
           case when ${isOpen} then i.total_amount - i.paid_amount else 0 end as due_amount, ${isOpen} as is_open
      from invoices i where i.org_id = ${orgId} and ${where} order by i.issued_at, i.sequence`);

export const invoicesByNumber = (context: Context, numbers: readonly string[]): Promise<OpenInvoice[]> =>
  invoiceRows(context, sql`i.invoice_number = any(${[...numbers]}::text[])`);
export const invoicesById = (context: Context, ids: readonly string[]): Promise<OpenInvoice[]> =>
  invoiceRows(context, sql`i.id = any(${[...ids]}::uuid[])`);
export const openInvoicesOf = (context: Context, clientIds: readonly string[]): Promise<OpenInvoice[]> =>
  invoiceRows(context, sql`i.client_id = any(${[...clientIds]}::uuid[]) and ${isOpen}`);

export const clientsByInn = ({ tx, orgId }: Context, inns: readonly string[]) =>
  tx.rows({ id: uuid, inn: text }, sql`
    select c.id, c.inn from clients c where c.org_id = ${orgId} and c.inn = any(${[...inns]}::text[]) order by c.id`);

/** Whose these accounts and INNs are, as persons said. */
export const learntPayers = ({ tx, orgId }: Context, values: readonly string[]) =>
  tx.rows({ kind: oneOf('ACCOUNT', 'INN'), value: text, clientId: uuid }, sql`
    select p.kind, p.value, p.client_id from payer_accounts p
     where p.org_id = ${orgId} and p.value = any(${[...values]}::text[]) order by p.client_id`);

const PersonColumns = {
  clientId: uuid, kind: oneOf('PERSON', 'LEGAL'), name: text, firstName: nullable(text), lastName: nullable(text),
  middleName: nullable(text), isActive: bool, students: json<Person['students']>(),
};
/** Text folded as texts for search are, and the first word of it without its ending. */
const folded = (text: Sql): Sql => sql`replace(lower(${text} collate "und-x-icu"), 'ё', 'е')`;
const firstWord = (text: Sql): Sql => sql`substring(${folded(text)} from '[[:alnum:]]+')`;
const stem = (text: Sql, ending: number): Sql =>
  sql`left(${firstWord(text)}, greatest(2, length(${firstWord(text)}) - ${ending}::int))`;

/** The clients named, and those whose surname, child or firm begins as a word of the lines does. */
export function loadPeople(
  { tx, orgId }: Context, ids: readonly string[],
  { words, beginnings, ending }: { words: readonly string[]; beginnings: readonly string[]; ending: number },
): Promise<Person[]> {
  const among = sql`any(${[...beginnings]}::text[])`;
  const ways = [
    sql`select c.id from clients c where c.org_id = ${orgId} and c.id = any(${[...ids]}::uuid[])`,
    sql`select c.id from clients c where c.org_id = ${orgId} and ${stem(sql`c.last_name`, ending)} = ${among}`,
    sql`select s.client_id from students s where s.org_id = ${orgId} and ${stem(sql`s.last_name`, ending)} = ${among}`,
    sql`select c.id from clients c
          where c.org_id = ${orgId} and c.kind = 'LEGAL'
            and regexp_split_to_array(${folded(sql`c.name`)}, '[^[:alnum:]]+') && ${[...words]}::text[]`,
  ];
  return tx.rows(PersonColumns, sql`
    select c.id as client_id, c.kind, c.name, c.first_name, c.last_name, c.middle_name, c.is_active,
           coalesce((select jsonb_agg(jsonb_build_object('firstName', s.first_name, 'lastName', s.last_name) order by s.id)
                       from students s where s.org_id = c.org_id and s.client_id = c.id), '[]') as students
      from clients c where c.org_id = ${orgId} and c.id in (${join(ways, ' union ')}) order by c.id`);
}

export const loadPayer = ({ tx, orgId }: Context, clientId: string) =>
  tx.maybe({ name: text, isActive: bool }, sql`
    select name, is_active from clients where org_id = ${orgId} and id = ${clientId}`);
