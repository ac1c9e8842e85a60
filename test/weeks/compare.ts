/** What the tables say, read at once, and what the model says, in the same form: places instead of ids. */
import { getProof } from '../../src/audit/proof.ts';
import { sealAudit } from '../../src/audit/seal.ts';
import { expect } from 'vitest';
import { type Club, run } from './club.ts';
import { balanceOf, paidOf, sessionsOf, statusOf } from './model.ts';

type Rows = {
  balances: Record<string, number>; members: Record<string, string>; people: Record<string, string>;
  marks: Record<string, string>;
  trainings: Record<string, string>; payments: Record<string, string>;
  passes: { id: string; client: string; student: string; status: string; paidPrice: number; start: string; end: string;
    period: number; left: number | null; freeze: string[] | null; moved: Record<string, number> | null }[];
  invoices: { id: string; client: string; student: string; pass: string | null; training: string | null; purpose: string;
    status: string; total: number; paid: number; period: number | null; due: string; left: number | null; used: string }[];
  charges: { training: string; student: string; kind: string; label: string; cause: string; pass: string | null;
    invoice: string | null; isActive: boolean }[];
};
export type State = Record<string, unknown>;

const QUERY = `
  select (select jsonb_object_agg(id, balance) from clients where org_id = $1) as balances,
    (select coalesce(jsonb_object_agg(group_id || ' ' || student_id, status), '{}')
       from group_members where org_id = $1) as members,
    (select coalesce(jsonb_object_agg(training_id || ' ' || student_id, coalesce(cancel_label, status)), '{}')
       from training_participants where org_id = $1) as people,
    (select coalesce(jsonb_object_agg(training_id || ' ' || student_id, status), '{}')
       from attendance where org_id = $1) as marks,
    (select coalesce(jsonb_object_agg(id, status), '{}') from trainings where org_id = $1) as trainings,
    (select coalesce(jsonb_object_agg(id, status), '{}') from payments where org_id = $1) as payments,
    (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'client', client_id, 'student', student_id, 'status', status,
              'paidPrice', paid_price, 'start', start_date, 'end', end_date, 'period', period_number, 'left', sessions_left,
              'freeze', case when freeze_start is not null then jsonb_build_array(freeze_start, freeze_end) end, 'moved', (
                select jsonb_object_agg(kind, delta) from (
                  select kind, sum(delta) as delta from session_movements
                   where org_id = $1 and subscription_id = s.id group by kind) m)) order by created_at, id), '[]')
       from subscriptions s where org_id = $1) as passes,
    (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'client', i.client_id, 'student', i.student_id,
              'pass', i.subscription_id, 'training', i.training_id, 'purpose', i.purpose, 'status', i.status,
              'total', i.total_amount, 'paid', i.paid_amount, 'period', i.period_number, 'due', i.due_date,
              'left', t.remaining_quantity, 'used', t.write_off_status) order by i.issued_at, i.sequence), '[]')
       from invoices i join invoice_items t on t.org_id = i.org_id and t.invoice_id = i.id where i.org_id = $1) as invoices,
    (select coalesce(jsonb_agg(jsonb_build_object('training', training_id, 'student', student_id, 'kind', kind,
              'label', label, 'cause', cause, 'pass', subscription_id, 'invoice', coalesce(h.invoice_id, t.invoice_id),
              'isActive', state = 'ACTIVE') order by h.id), '[]')
       from training_charges h left join invoice_items t on t.org_id = h.org_id and t.id = h.item_id
      where h.org_id = $1) as charges`;

const placed = <T>(record: Record<string, T>, ...lists: (readonly string[])[]): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) =>
    [key.split(' ').map((id, index) => lists[index]!.indexOf(id)).join(':'), value]));
const listed = <T>(values: readonly T[]): Record<string, T> => Object.fromEntries(values.entries());
const textOf = (charge: object): string => JSON.stringify(Object.entries(charge).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Reads the state; remembers the ids of passes and invoices that were made on the way. */
export async function stateOf(club: Club): Promise<State> {
  const { ids } = club;
  const { rows: [row] } = await club.database.owner.query<Rows>(QUERY, [club.orgId]);
  const { passes, invoices, charges, balances, members, people, marks, trainings, payments } = row!;
  ids.passes = passes.map((pass) => pass.id);
  ids.invoices = invoices.map((invoice) => invoice.id);
  const place = (list: readonly string[], id: string | null): number | null => (id === null ? null : list.indexOf(id));
  return {
    balances: placed(balances, ids.clients), members: placed(members, ids.groups, ids.students),
    people: placed(people, ids.trainings, ids.students), marks: placed(marks, ids.trainings, ids.students),
    trainings: placed(trainings, ids.trainings), payments: placed(payments, ids.payments),
    passes: passes.map(({ id, client, student, moved, ...pass }) => ({
      ...pass, place: place(ids.passes, id), client: place(ids.clients, client), student: place(ids.students, student),
      moved: moved ?? {},
    })),
    invoices: invoices.map(({ id, client, student, pass, training, left, ...invoice }) => ({
      ...invoice, place: place(ids.invoices, id), left: left === null ? null : left / 100,
      client: place(ids.clients, client), student: place(ids.students, student), pass: place(ids.passes, pass),
      training: place(ids.trainings, training),
    })),
    charges: charges.map(({ training, student, pass, invoice, ...charge }) => textOf({
      ...charge, training: place(ids.trainings, training), student: place(ids.students, student),
      pass: place(ids.passes, pass), invoice: place(ids.invoices, invoice),
    })).toSorted(),
  };
}

/** The model in the same form. */
export function expectedState({ model }: Club): State {
  const each = <T>(pick: (place: number, student: number) => T | undefined): Record<string, T> => Object.fromEntries(
    model.trainings.flatMap((_, place) => [...model.students.keys()].flatMap((student) => {
      const found = pick(place, student);
      return found === undefined ? [] : [[`${place}:${student}`, found]];
    })));
  return {
    balances: listed(model.clients.map((_, client) => balanceOf(model, client))),
    members: model.members,
    people: each((place, student) => model.trainings[place]!.people[student]?.status),
    marks: each((place, student) => model.trainings[place]!.marks[student]),
    trainings: listed(model.trainings.map(({ isCancelled }) => (isCancelled ? 'CANCELLED' : 'PLANNED'))),
    payments: listed(model.payments.map(({ isReversed }) => (isReversed ? 'REVERSED' : 'COMPLETED'))),
    passes: model.passes.map(({ client, student, status, paidPrice, start, end, period, freeze, moved }, place) => ({
      place, client, student, status, paidPrice, start, end, period, left: sessionsOf(model, place),
      freeze: freeze && [freeze.from, freeze.through], moved,
    })),
    invoices: model.invoices.map(({ client, student, pass, training, purpose, total, period, due, item }, place) => ({
      place, client, student, pass, training, purpose, status: statusOf(model, place), total, paid: paidOf(model, place),
      period, due,
      left: item.left, used: item.state,
    })),
    charges: model.charges.map(textOf).toSorted(),
  };
}

/** Seals what waits and proves the books. */
export async function expectProof(club: Club): Promise<void> {
  await sealAudit(club.database, club.orgId);
  const proof = await run(club, getProof, {});
  expect(proof.checks.filter((check) => !check.ok)).toEqual([]);
}
