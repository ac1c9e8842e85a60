import { InvoiceStatus } from '../invoices/contract.ts';
import { Method } from '../kernel/contract.ts';
import type { Day, Instant } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import { searchPatterns } from '../kernel/search.ts';
import { type Sql, day, empty, instant, join, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';
import { PaymentStatus } from '../payments/contract.ts';

/** Clients in whom or in whose students every word is found; those whose name begins with the query first. */
export async function findClientIds({ tx, orgId }: Context, query: string, limit: number): Promise<string[]> {
  const patterns = searchPatterns(query);
  if (patterns.length === 0) return [];
  const conditions = patterns.map((pattern) => sql`(c.search like ${pattern} or c.id in (
    select s.client_id from students s where s.org_id = ${orgId} and s.search like ${pattern}))`);
  const rows = await tx.rows({ id: uuid }, sql`
    select c.id from clients c
     where c.org_id = ${orgId} and ${join(conditions, ' and ')}
     order by c.is_active desc, starts_with(c.search, ${query}) desc, c.name collate "und-x-icu", c.id limit ${limit}`);
  return rows.map(({ id }) => id);
}

export type Wanted = {
  numbers: readonly string[]; amount: Money | undefined; from: Instant | undefined; before: Instant | undefined;
};
const anyOf = (conditions: (Sql | undefined)[]): Sql | undefined => {
  const given = conditions.filter((one): one is Sql => one !== undefined);
  return given.length === 0 ? undefined : sql`(${join(given, ' or ')})`;
};

const InvoiceColumns = {
  id: uuid, invoiceNumber: text, clientId: uuid, clientName: text, status: oneOf(...InvoiceStatus.options),
  totalAmount: money, dueAmount: money, dueDate: nullable(day), issuedAt: instant,
};
/** Invoices by number, by their exact sum, or of a day; newest first. */
export async function findInvoices({ tx, orgId }: Context, wanted: Wanted, limit: number) {
  const { numbers, amount, from, before } = wanted;
  const where = anyOf([
    numbers.length > 0 ? sql`i.invoice_number = any(${[...numbers]}::text[])` : undefined,
    amount === undefined ? undefined : sql`i.total_amount = ${amount}`,
    from === undefined || before === undefined ? undefined : sql`(i.issued_at >= ${from} and i.issued_at < ${before})`,
  ]);
  if (where === undefined) return [];
  return tx.rows(InvoiceColumns, sql`
    select i.id, i.invoice_number, i.client_id, c.name as client_name, i.status, i.total_amount,
           case when i.status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE') then i.total_amount - i.paid_amount
                else 0::bigint end as due_amount, i.due_date, i.issued_at
      from invoices i join clients c on c.org_id = i.org_id and c.id = i.client_id
     where i.org_id = ${orgId} and ${where}
     order by (i.invoice_number = any(${[...numbers]}::text[])) desc, i.issued_at desc, i.sequence desc limit ${limit}`);
}

const PaymentColumns = {
  id: uuid, clientId: uuid, clientName: text, amount: money, method: oneOf(...Method.options),
  status: oneOf(...PaymentStatus.options), onDate: day, createdAt: instant,
};
/** Payments of an exact sum or of a day, newest first. */
export async function findPayments(
  { tx, orgId }: Context, { amount, on }: { amount: Money | undefined; on: Day | undefined }, limit: number,
) {
  const where = anyOf([
    amount === undefined ? undefined : sql`p.amount = ${amount}`, on === undefined ? undefined : sql`p.on_date = ${on}`,
  ]);
  if (where === undefined) return [];
  return tx.rows(PaymentColumns, sql`
    select p.id, p.client_id, c.name as client_name, p.amount, p.method, p.status, p.on_date, p.created_at
      from payments p join clients c on c.org_id = p.org_id and c.id = p.client_id
     where p.org_id = ${orgId} and ${where} order by p.created_at desc, p.id desc limit ${limit}`);
}

const folded = (column: Sql): Sql => sql`replace(lower(${column} collate "und-x-icu"), 'ё', 'е')`;

const TrainingColumns = {
  id: uuid, title: text, startsAt: instant, endsAt: instant, roomName: nullable(text), trainerName: nullable(text),
};
/** Trainings between two days with every word in the title; without words all of them, in the order of their start. */
export function findTrainings({ tx, orgId }: Context, query: string, from: Day, to: Day, limit: number) {
  const words = searchPatterns(query).map((pattern) => sql`and ${folded(sql`t.title`)} like ${pattern}`);
  return tx.rows(TrainingColumns, sql`
    select t.id, t.title, t.starts_at, t.ends_at, r.name as room_name,
           nullif(btrim(u.first_name || ' ' || u.last_name), '') as trainer_name
      from trainings t
      left join rooms r on r.org_id = t.org_id and r.id = t.room_id
      left join users u on u.org_id = t.org_id and u.id = t.trainer_id
     where t.org_id = ${orgId} and t.on_date >= ${from} and t.on_date <= ${to} and t.status = 'PLANNED'
       ${words.reduce((all, part) => sql`${all} ${part}`, empty)}
     order by t.on_date, t.starts_at, t.id limit ${limit}`);
}

/** Groups in use with every word in the name. */
export function findGroups({ tx, orgId }: Context, query: string, limit: number) {
  const words = searchPatterns(query).map((pattern) => sql`${folded(sql`g.name`)} like ${pattern}`);
  return tx.rows({ id: uuid, name: text }, sql`
    select g.id, g.name from groups g
     where g.org_id = ${orgId} and g.is_active and ${join(words, ' and ')}
     order by g.name collate "und-x-icu", g.id limit ${limit}`);
}

/**
 * Trigrams are made of what the locale of the database calls letters; in the locale C that is ASCII alone, so Russian
 * letters are written as ASCII ones, each as its own.
 */
const ascii = (value: Sql): Sql =>
  sql`translate(${value}, 'абвгдежзийклмнопрстуфхцчшщъыьэюя', 'abcdefghijklmnopqrstuvwxyz012345')`;

/** What a name near the word has in common with it: how one of its words begins, or the second to fourth letter. */
function isNear(word: string, column: Sql): Sql {
  const longest = word.split(' ').toSorted((a, b) => b.length - a.length)[0] ?? '';
  const start = longest.slice(0, 2);
  const middle = longest.length < 4 ? sql`false` : sql`strpos(${column}, ${longest.slice(1, 4)}) > 0`;
  return sql`(starts_with(${column}, ${start}) or strpos(${column}, ${` ${start}`}) > 0 or ${middle})`;
}

/**
 * Names near the word, the nearest first: of clients, and of students with the client who pays for them. The few that
 * may be near are picked first: comparing every name takes half a second.
 */
export function findSimilar({ tx, orgId }: Context, word: string, limit: number) {
  const nearness = sql`word_similarity(${ascii(sql`${word}`)}, ${ascii(sql`m.search`)})`;
  return tx.rows({ id: uuid, name: text, student: nullable(text) }, sql`
    with picked as materialized (
      select c.id, c.name, null as student, c.search from clients c
       where c.org_id = ${orgId} and c.is_active and ${isNear(word, sql`c.search`)}
      union all
      select s.client_id, null, btrim(s.first_name || ' ' || s.last_name), s.search from students s
       where s.org_id = ${orgId} and s.is_active and ${isNear(word, sql`s.search`)})
    select n.id, n.name, n.student
      from (
        select distinct on (m.id) m.id, coalesce(m.name, c.name) as name, m.student, ${nearness} as nearness
          from picked m join clients c on c.org_id = ${orgId} and c.id = m.id
         where ${nearness} >= 0.4
         order by m.id, ${nearness} desc, m.student nulls first) n
     order by n.nearness desc, n.name collate "und-x-icu", n.id limit ${limit}`);
}
