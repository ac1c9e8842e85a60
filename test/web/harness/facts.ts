/** Things of the year of life that tests and addresses of screens need: one of each kind, always the same one. */
import type pg from 'pg';

/** A family with a child in a group, a running pass and something to pay. */
const FAMILY = `
  select c.id from clients c
    left join subscriptions s on s.org_id = c.org_id and s.client_id = c.id and s.status = 'ACTIVE'
    left join invoices i on i.org_id = c.org_id and i.client_id = c.id and i.status in ('PENDING', 'OVERDUE')
    left join students p on p.org_id = c.org_id and p.client_id = c.id
    left join training_participants t on t.org_id = p.org_id and t.student_id = p.id
   where c.kind = 'PERSON' group by c.org_id, c.id
   order by (count(i) > 0) desc, (count(s) > 0) desc, (count(t) > 0) desc, c.name, c.phone limit 1`;

/** One query a fact; each gives an id, by an order that does not depend on ids. */
const FACTS = {
  family: FAMILY,
  /** What that family has to pay. */
  familyInvoice: `
    select id from invoices where client_id = (${FAMILY}) and status in ('PENDING', 'OVERDUE') order by sequence limit 1`,
  student: `
    select p.id from students p join training_participants t on t.org_id = p.org_id and t.student_id = p.id
      join trainings n on n.org_id = t.org_id and n.id = t.training_id
     where n.starts_at > (select sandbox_now from organisations)
     group by p.org_id, p.id order by count(*) desc, p.last_name, p.first_name limit 1`,
  /** The client who owes most. */
  debtor: `
    select client_id as id from invoices where status in ('PENDING', 'OVERDUE')
     group by client_id order by sum(total_amount - paid_amount) desc, client_id limit 1`,
  firm: `select id from clients where kind <> 'PERSON' order by name limit 1`,
  invoice: `select id from invoices where status = 'PENDING' order by sequence limit 1`,
  overdueInvoice: `select id from invoices where status = 'OVERDUE' order by sequence limit 1`,
  paidInvoice: `select id from invoices where status = 'PAID' order by sequence desc limit 1`,
  cancelledInvoice: `select id from invoices where status = 'CANCELLED' order by sequence limit 1`,
  draft: `select id from invoices where status = 'DRAFT' order by sequence limit 1`,
  payment: `select id from payments where status = 'COMPLETED' order by paid_at desc, amount limit 1`,
  reversedPayment: `select id from payments where status = 'REVERSED' order by paid_at, amount limit 1`,
  pass: `
    select s.id from subscriptions s join session_movements m on m.org_id = s.org_id and m.subscription_id = s.id
     where s.status = 'ACTIVE' group by s.org_id, s.id order by count(*) desc, s.name, s.purchased_on limit 1`,
  group: `
    select g.id from groups g join group_members m on m.org_id = g.org_id and m.group_id = g.id
     where m.status = 'ACTIVE' group by g.org_id, g.id order by count(*) desc, g.name limit 1`,
  /** The first training of the day that is still to come. */
  training: `
    select t.id from trainings t join organisations o on o.org_id = t.org_id
     where t.starts_at > o.sandbox_now and t.status = 'PLANNED' order by t.starts_at, t.title limit 1`,
  pastTraining: `
    select t.id from trainings t join attendance a on a.org_id = t.org_id and a.training_id = t.id
     group by t.org_id, t.id order by t.starts_at desc, t.title limit 1`,
  trainer: `
    select t.trainer_id as id from trainings t join organisations o on o.org_id = t.org_id
     where t.starts_at > o.sandbox_now and t.status = 'PLANNED' and t.trainer_id is not null
     order by t.starts_at, t.title limit 1`,
  rental: `select id from rentals where status <> 'CANCELLED' order by starts_at desc limit 1`,
  shift: `select id from shifts where closed_at is null limit 1`,
  closedShift: `select id from shifts where closed_at is not null order by closed_at desc limit 1`,
  night: `select id from job_runs where job = 'nightly-charges' and metrics <> '{}' order by for_date desc limit 1`,
  import: `select id from imports order by created_at limit 1`,
  reconciliation: `select id from reconciliations order by created_at limit 1`,
  bankStatement: `select id from bank_statements order by created_at limit 1`,
} as const;

export type FactName = keyof typeof FACTS;
export type Facts = Readonly<Record<FactName, string>>;

/** Reads them all. A fact that the year does not have is a fault of the year: it is told at once. */
export async function readFacts(owner: pg.Pool): Promise<Facts> {
  const names = Object.keys(FACTS) as FactName[];
  const found = await Promise.all(names.map(async (name) => {
    const { rows: [row] } = await owner.query<{ id: string }>(FACTS[name]);
    if (row === undefined) throw new Error(`The year of life has no ${name}`);
    return [name, row.id] as const;
  }));
  return Object.fromEntries(found) as Record<FactName, string>;
}
