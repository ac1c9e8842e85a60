import { type Context } from '../kernel/operation.ts';
import { type Sql, empty, int, json, nullable, sql } from '../kernel/sql.ts';
import { visitChecks } from './proof-visits-store.ts';

/** One invariant of the books as a query of the rows that break it. No row means that it holds. */
export type Check = { id: string; ru: string; en: string; offending: (orgId: string) => Sql };

const open = sql`('PENDING', 'PARTIALLY_PAID', 'OVERDUE')`;
const queueRules = (orgId: string): Sql => sql`
  exists (select from organisations o where o.org_id = ${orgId} and o.settings ->> 'settlement.mode' = 'FIFO_BALANCE')`;

/** The credit that was brought in from before the program, less what was taken back. */
const brought = (whose: Sql, orgId: string): Sql => sql`
  (select coalesce(sum(case when reverses_id is null then amount else -amount end), 0) from opening_documents
    where ${whose} org_id = ${orgId} and kind = 'CREDIT')`;

const money: Check[] = [
  {
    id: 'I-01', ru: 'Аванс клиента = перенесено + платежи − возвраты − погашения',
    en: 'Credit = opening + payments − refunds − settlements',
    offending: (orgId) => sql`
      select c.id as client_id, c.name, c.balance, b.brought + p.paid - r.refunded - a.spent as expected
        from clients c,
             lateral (select ${brought(sql`client_id = c.id and`, orgId)} as brought) b,
             lateral (select coalesce(sum(amount), 0) as paid from payments
                       where org_id = ${orgId} and client_id = c.id and status = 'COMPLETED') p,
             lateral (select coalesce(sum(amount), 0) as refunded from refunds
                       where org_id = ${orgId} and client_id = c.id and status = 'COMPLETED') r,
             lateral (select coalesce(sum(amount - refunded_amount), 0) as spent from credit_allocations
                       where org_id = ${orgId} and client_id = c.id and released_at is null) a
       where c.org_id = ${orgId} and c.balance <> b.brought + p.paid - r.refunded - a.spent`,
  },
  {
    id: 'I-02', ru: 'То же по всей организации', en: 'The same for the whole organisation',
    offending: (orgId) => sql`
      select * from (
        select (select coalesce(sum(balance), 0) from clients where org_id = ${orgId}) as balances,
               ${brought(sql``, orgId)}
             + (select coalesce(sum(amount), 0) from payments where org_id = ${orgId} and status = 'COMPLETED')
             - (select coalesce(sum(amount), 0) from refunds where org_id = ${orgId} and status = 'COMPLETED')
             - (select coalesce(sum(amount - refunded_amount), 0) from credit_allocations
                 where org_id = ${orgId} and released_at is null) as expected) sums
       where balances <> expected`,
  },
  {
    id: 'I-03', ru: 'Суммы счёта равны суммам его позиций', en: 'The sums of an invoice are the sums of its items',
    offending: (orgId) => sql`
      select i.id as invoice_id, i.invoice_number, i.subtotal, t.gross, i.total_amount, t.total
        from invoices i,
             lateral (select coalesce(sum(line_gross), 0) as gross, coalesce(sum(discount_amount), 0) as discount,
                             coalesce(sum(adjustment_amount), 0) as adjustment, coalesce(sum(total_price), 0) as total,
                             coalesce(sum(vat_amount), 0) as vat
                        from invoice_items where org_id = ${orgId} and invoice_id = i.id) t
       where i.org_id = ${orgId}
         and ((i.subtotal, i.discount_amount, i.adjustment_amount, i.total_amount, i.vat_amount)
                is distinct from (t.gross::bigint, t.discount::bigint, t.adjustment::bigint, t.total::bigint, t.vat::bigint)
              or i.subtotal - i.discount_amount + i.adjustment_amount <> i.total_amount)`,
  },
  {
    id: 'I-04', ru: 'Позиция считается из количества, цены, льготы и НДС',
    en: 'An item follows from quantity, price, benefit and VAT',
    offending: (orgId) => sql`
      select t.id as item_id, t.invoice_id, t.line_gross, t.discount_amount, t.total_price, t.vat_amount
        from invoice_items t join invoices i on i.org_id = t.org_id and i.id = t.invoice_id
       where t.org_id = ${orgId}
         -- What was sold before the program was there has its discount as it was given, in money.
         and (i.purpose <> 'MIGRATION' and t.discount_amount <> round(t.line_gross * t.discount_percent / 10000.0)
              -- The hours of a rental are shown with two decimals; its price comes from the minutes.
              or case when t.room_id is null then t.line_gross <> round(t.quantity * t.unit_price / 100.0)
                      else abs(100.0 * t.line_gross - t.quantity * t.unit_price) > t.unit_price / 2.0 + 50 end
              or t.total_price <> t.line_gross - t.discount_amount + t.adjustment_amount
              or t.vat_amount <> round(t.total_price * t.vat_rate / (10000.0 + t.vat_rate)))`,
  },
  {
    id: 'I-05', ru: 'Оплачено по счёту = его погашения, не больше итога',
    en: 'Paid = settlements of the invoice, within its total',
    offending: (orgId) => sql`
      select i.id as invoice_id, i.invoice_number, i.paid_amount, coalesce(a.paid, 0) as paid, i.total_amount
        from invoices i
        -- Summed up at once, so that a table whose statistics are old is still read once.
        left join (select invoice_id, sum(amount) as paid, sum(refunded_amount) as refunded from credit_allocations
                    where org_id = ${orgId} and released_at is null group by invoice_id) a on a.invoice_id = i.id
       where i.org_id = ${orgId} and not i.settled_externally
         and (i.paid_amount <> coalesce(a.paid, 0) or i.refunded_amount <> coalesce(a.refunded, 0)
              or a.paid > i.total_amount)`,
  },
  {
    id: 'I-06', ru: 'Счета гасятся только целиком', en: 'Invoices are settled whole',
    offending: (orgId) => sql`
      select i.id as invoice_id, i.invoice_number, i.paid_amount, i.total_amount from invoices i
       where i.org_id = ${orgId} and ${queueRules(orgId)} and i.paid_amount not in (0, i.total_amount)`,
  },
  {
    id: 'I-07', ru: 'Младший счёт не оплачен раньше старшего', en: 'No younger invoice is paid before an older one',
    offending: (orgId) => sql`
      select j.id as invoice_id, j.invoice_number, i.invoice_number as unpaid_older
        from invoices j
        join lateral (select i.invoice_number from invoices i
                       where i.org_id = ${orgId} and i.client_id = j.client_id and i.status in ${open}
                         -- A debt that was carried over later than the other was paid is dated back.
                         and (i.purpose <> 'OPENING' or i.created_at < j.paid_at)
                         and (i.issued_at, i.sequence) < (j.issued_at, j.sequence) limit 1) i on true
        join organisations o on o.org_id = j.org_id
       where j.org_id = ${orgId} and ${queueRules(orgId)} and j.status = 'PAID' and j.total_amount > 0
         and not j.settled_externally and j.refunded_amount = 0
         and (o.settlement_mode_since is null or j.paid_at > o.settlement_mode_since)`,
  },
  {
    id: 'I-08', ru: 'Аванс не лежит, когда его хватает на старший счёт',
    en: 'No credit lies idle while it covers the oldest invoice',
    offending: (orgId) => sql`
      select c.id as client_id, c.name, c.balance, i.invoice_number, i.total_amount
        from clients c
        join lateral (select i.invoice_number, i.total_amount from invoices i
                       where i.org_id = ${orgId} and i.client_id = c.id and i.status in ${open}
                       order by i.issued_at, i.sequence limit 1) i on true
       where c.org_id = ${orgId} and ${queueRules(orgId)} and c.balance >= i.total_amount`,
  },
];

const invoices: Check[] = [
  {
    id: 'I-14', ru: 'Состояние счёта следует из фактов', en: 'The status of an invoice follows from the facts',
    offending: (orgId) => sql`
      select i.id as invoice_id, i.invoice_number, i.status from invoices i
       where i.org_id = ${orgId}
         and (i.status <> all (case
                when i.cancelled_at is not null then array['CANCELLED']
                when i.sent_at is null and i.purpose <> 'MIGRATION' then array['DRAFT']
                when i.settled_externally or i.paid_amount = i.total_amount then array['PAID']
                when i.paid_amount > 0 then array['PARTIALLY_PAID']
                else array['PENDING', 'OVERDUE'] end)
              or (i.paid_at is not null) <> (i.status = 'PAID'))`,
  },
  {
    id: 'I-15', ru: 'Времена счёта идут по порядку', en: 'The moments of an invoice are in order',
    offending: (orgId) => sql`
      select i.id as invoice_id, i.invoice_number from invoices i
       where i.org_id = ${orgId}
         and (i.sent_at < i.created_at or i.viewed_at < i.sent_at or i.paid_at < coalesce(i.viewed_at, i.sent_at)
              or (i.viewed_at is not null and i.sent_at is null))`,
  },
  {
    id: 'I-20', ru: 'История статусов непрерывна и ведёт к текущему',
    en: 'The status history is unbroken and ends at the present',
    offending: (orgId) => sql`
      with steps as (
        select h.invoice_id, h.old_status, h.new_status,
               lag(h.new_status) over (partition by h.invoice_id order by h.id) as before,
               row_number() over (partition by h.invoice_id order by h.id desc) = 1 as is_last
          from invoice_status_history h where h.org_id = ${orgId})
      select i.id as invoice_id, i.invoice_number, i.status, s.before, s.old_status, s.new_status
        from steps s join invoices i on i.org_id = ${orgId} and i.id = s.invoice_id
       where s.before <> s.old_status
          or s.is_last and s.new_status <> case i.status
               when 'PENDING' then case when i.viewed_at is null then 'sent' else 'viewed' end
               when 'PARTIALLY_PAID' then case when i.viewed_at is null then 'sent' else 'viewed' end
               else lower(i.status) end`,
  },
  {
    id: 'I-28', ru: 'Номера счетов правильны и не повторяются', en: 'Invoice numbers are well formed and unique',
    offending: (orgId) => sql`
      select min(i.id::text) as invoice_id, i.invoice_number, count(*) as times from invoices i
       where i.org_id = ${orgId}
       group by i.invoice_number
      having count(*) > 1 or i.invoice_number !~ '^INV-[0-9]{4}-[0-9]{5,}$'`,
  },
];

const ledger: Check[] = [
  {
    id: 'I-19', ru: 'Платёж проведён или отменён целиком', en: 'A payment is booked or reversed as a whole',
    offending: (orgId) => sql`
      select p.id as payment_id, p.status, p.amount, t.taken, t.returned
        from payments p,
             lateral (select coalesce(sum(amount) filter (where debit like 'MONEY:%'), 0) as taken,
                             coalesce(sum(amount) filter (where credit like 'MONEY:%'), 0) as returned
                        from ledger_transfers
                       where org_id = ${orgId} and client_id = p.client_id and payment_id = p.id) t
       where p.org_id = ${orgId}
         and (t.taken, t.returned) is distinct from (
           case when p.status in ('COMPLETED', 'REVERSED') then p.amount else 0 end::numeric,
           case when p.status = 'REVERSED' then p.amount else 0 end::numeric)`,
  },
  {
    id: 'I-21', ru: 'Проводки дают тот же аванс', en: 'The ledger replays to the same credit',
    offending: (orgId) => sql`
      select c.id as client_id, c.name, c.balance, t.credit as expected
        from clients c,
             lateral (select coalesce(sum(case when credit = 'CREDIT' then amount when debit = 'CREDIT' then -amount
                                               else 0 end), 0) as credit
                        from ledger_transfers where org_id = ${orgId} and client_id = c.id) t
       where c.org_id = ${orgId} and c.balance <> t.credit`,
  },
  {
    id: 'I-21-INVOICE', ru: 'Проводки дают тот же остаток по счёту', en: 'The ledger replays to what is due on each invoice',
    offending: (orgId) => sql`
      with replay as (
        select invoice_id, sum(case when debit = 'RECEIVABLE' then amount when credit = 'RECEIVABLE' then -amount
                                    else 0 end) as due,
               sum(case when credit = 'VAT' then amount when debit = 'VAT' then -amount else 0 end)
                 filter (where refund_id is null) as vat
          from ledger_transfers where org_id = ${orgId} and invoice_id is not null group by invoice_id)
      select i.id as invoice_id, i.invoice_number, e.due as expected, r.due as replayed
        from invoices i
        left join replay r on r.invoice_id = i.id,
             lateral (select case when i.status in ('DRAFT', 'CANCELLED') or i.settled_externally then 0
                                  else i.total_amount - i.paid_amount end as due,
                             case when i.status in ('DRAFT', 'CANCELLED') or i.settled_externally then 0
                                  else i.vat_amount end as vat) e
       where i.org_id = ${orgId} and (e.due <> coalesce(r.due, 0) or e.vat <> coalesce(r.vat, 0))`,
  },
  {
    id: 'OPN-1', ru: 'Перенесённые остатки равны своим проводкам', en: 'Opening documents agree with their postings',
    offending: (orgId) => sql`
      with documents as (
        select client_id, on_date, kind,
               sum(case kind when 'CREDIT' then amount else -amount end
                   * case when reverses_id is null then 1 else -1 end) as amount
          from opening_documents where org_id = ${orgId} and kind in ('CREDIT', 'DEBT') group by 1, 2, 3),
      postings as (
        select client_id, on_date, case when 'CREDIT' in (debit, credit) then 'CREDIT' else 'DEBT' end as kind,
               sum(case when debit = 'OPENING' then amount else -amount end) as amount
          from ledger_transfers t
         where org_id = ${orgId} and 'OPENING' in (debit, credit)
           -- A reset deletes the debts that were brought in together with their invoices (C-66).
           and (invoice_id is null or exists (select from invoices where org_id = ${orgId} and id = t.invoice_id))
         group by 1, 2, 3)
      select coalesce(d.client_id, p.client_id) as client_id, coalesce(d.on_date, p.on_date) as on_date,
             coalesce(d.amount, 0) as documents, coalesce(p.amount, 0) as posted
        from documents d full join postings p using (client_id, on_date, kind)
       where coalesce(d.amount, 0) <> coalesce(p.amount, 0)`,
  },
  {
    id: 'OPN-2', ru: 'У каждого перенесённого долга свой счёт на ту же сумму',
    en: 'Each debt that was carried over has an invoice of its own for the same sum',
    offending: (orgId) => sql`
      select i.id as invoice_id, i.invoice_number, i.status, i.total_amount, d.amount as expected
        from (select * from invoices where org_id = ${orgId} and purpose = 'OPENING') i
        full join (select d.invoice_id, sum(d.amount) as amount, min(d.client_id::text) as client_id, bool_or(exists (
                     select from opening_documents where org_id = ${orgId} and reverses_id = d.id)) as is_reversed
                     from opening_documents d
                    where d.org_id = ${orgId} and d.kind = 'DEBT' and d.reverses_id is null group by 1) d
          on d.invoice_id = i.id
       where (i.total_amount, i.client_id::text, i.status = 'CANCELLED')
             is distinct from (d.amount::bigint, d.client_id, d.is_reversed)`,
  },
  {
    id: 'BNK-10', ru: 'У каждой проведённой строки выписки свой платёж: та же сумма, день и клиент',
    en: 'Each line of a bank statement that was posted has a payment of its own: the same sum, day and client',
    offending: (orgId) => sql`
      select l.id as line_id, l.number as document_number, l.on_date, l.amount, p.amount as paid_by_line, l.payment_id
        from bank_lines l left join payments p on p.org_id = ${orgId} and p.id = l.payment_id
       where l.org_id = ${orgId} and l.state = 'POSTED'
         -- A payment that was reversed or corrected keeps its sum and day, and with them its line.
         and ((p.amount, p.on_date, p.client_id) is distinct from (l.amount, l.on_date, l.client_id)
              or exists (select from bank_lines o
                          where o.org_id = ${orgId} and o.payment_id = l.payment_id and o.id <> l.id))`,
  },
  {
    id: 'PER-1', ru: 'В закрытый период ничего не проведено', en: 'Nothing was posted into the closed period',
    offending: (orgId) => sql`
      select t.id as transfer_id, t.on_date, d.closed_through
        from (select * from closed_periods where org_id = ${orgId} order by created_at desc, id desc limit 1) d
        join ledger_transfers t on t.org_id = ${orgId} and t.id > d.last_transfer_id and t.on_date <= d.closed_through`,
  },
  {
    id: 'SHI-1', ru: 'Закрытая смена сходится с проводками', en: 'A closed shift agrees with the ledger',
    offending: (orgId) => sql`
      select k.shift_id, k.method, k.expected, e.expected as replayed
        from shift_counts k join shifts s on s.org_id = k.org_id and s.id = k.shift_id,
             lateral (select case when k.method = 'CASH' then s.opening_cash else 0 end + coalesce(sum(
                        case when t.debit = 'MONEY:' || k.method then t.amount else -t.amount end), 0) as expected
                        from ledger_transfers t
                       where t.org_id = ${orgId} and t.shift_id = s.id and 'MONEY:' || k.method in (t.debit, t.credit)) e
       where k.org_id = ${orgId} and k.expected <> e.expected`,
  },
];

export const checks: readonly Check[] = [...money, ...invoices, ...ledger, ...visitChecks];

const ResultColumns = { rows: int, sample: nullable(json<Record<string, unknown>>()) };
/** Runs one check: how many rows break it, and the first of them. */
export function runCheck(context: Pick<Context, 'tx' | 'orgId'>, check: Check) {
  return context.tx.one(ResultColumns, sql`
    with offending as materialized (${check.offending(context.orgId)})
    select count(*) as rows, (select to_jsonb(o) from offending o limit 1) as sample from offending ${empty}`);
}
