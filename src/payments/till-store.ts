import { PeriodDecision } from './contract.ts';
import { Method } from '../kernel/contract.ts';
import type { Day } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import { Refusal } from '../kernel/refusal.ts';
import { type Sql, day, empty, instant, int, money, nullable, oneOf, select, sql, text, uuid } from '../kernel/sql.ts';
import type { ShiftCount } from './rules.ts';

const ShiftColumns = {
  id: uuid, branchId: uuid, openedBy: uuid, openedAt: instant, openingCash: money, closedBy: nullable(uuid),
  closedAt: nullable(instant), note: nullable(text),
};
const methods = Method.options;
const ExpectedColumns = { shiftId: uuid, method: oneOf(...methods), expected: money, counted: nullable(money),
  difference: nullable(money) };

/**
 * Shifts with what the books expect by method: the opening cash, and every movement of a money account in the shift.
 * A closed shift shows what was counted then.
 */
export async function loadShifts(context: Context, where: Sql, tail: Sql = empty) {
  const { tx, orgId } = context;
  const shifts = await tx.rows(ShiftColumns, sql`
    select ${select(ShiftColumns, 's')} from shifts s where s.org_id = ${orgId} ${where} ${tail}`);
  const counts = await tx.rows(ExpectedColumns, sql`
    select s.id as shift_id, m.method,
           coalesce(k.expected, case when m.method = 'CASH' then s.opening_cash else 0 end + coalesce((
             select sum(case when t.debit = 'MONEY:' || m.method then t.amount else -t.amount end)
               from ledger_transfers t
              where t.org_id = s.org_id and t.shift_id = s.id
                and ('MONEY:' || m.method) in (t.debit, t.credit)), 0))::bigint as expected,
           k.counted, k.difference
      from shifts s
     cross join unnest(${[...methods]}::text[]) with ordinality as m (method, n)
      left join shift_counts k on k.org_id = s.org_id and k.shift_id = s.id and k.method = m.method
     where s.org_id = ${orgId} and s.id = any(${shifts.map((shift) => shift.id)}::uuid[])
     order by s.id, m.n`);
  return shifts.map((shift) => ({
    ...shift,
    methods: counts.filter((count) => count.shiftId === shift.id),
  }));
}

export async function loadShift(context: Context, id: string) {
  const [shift] = await loadShifts(context, sql`and s.id = ${id}`);
  if (!shift) throw new Refusal('NOT_FOUND');
  return shift;
}

export async function pageOfShifts(context: Context, open: boolean | undefined, page: number, limit: number) {
  const where = open === undefined ? empty : open ? sql`and s.closed_at is null` : sql`and s.closed_at is not null`;
  const { total } = await context.tx.one({ total: int }, sql`
    select count(*) as total from shifts s where s.org_id = ${context.orgId} ${where}`);
  const shifts = await loadShifts(context, where,
    sql`order by s.opened_at desc limit ${limit} offset ${(page - 1) * limit}`);
  return { shifts, pagination: { total, page, limit } };
}

/** Opens a shift unless the branch has one open: the unique index decides between two desks. */
export async function insertShift(context: Context, id: string, branchId: string, openingCash: Money): Promise<boolean> {
  const { tx, orgId, actor, now } = context;
  const made = await tx.run(sql`
    insert into shifts (org_id, id, branch_id, opened_by, opened_at, opening_cash)
    values (${orgId}, ${id}, ${branchId}, ${actor.userId}, ${now}, ${openingCash})
    on conflict (org_id, branch_id) where closed_at is null do nothing`);
  return made === 1;
}

/** Nothing may be posted into a shift while it is being counted. */
export async function lockShift(context: Context, id: string): Promise<void> {
  const { tx, orgId } = context;
  await tx.run(sql`select id from shifts where org_id = ${orgId} and id = ${id} for update`);
}

export async function writeCounts(context: Context, id: string, counts: readonly ShiftCount[],
  note: string | null): Promise<void> {
  const { tx, orgId, actor, now } = context;
  const pick = <K extends keyof ShiftCount>(key: K) => counts.map((count) => count[key]);
  await tx.run(sql`
    with closed as (
      update shifts set closed_by = ${actor.userId}, closed_at = ${now},
      note = ${note} where org_id = ${orgId} and id = ${id})
    insert into shift_counts (org_id, shift_id, method, expected, counted, difference)
    select ${orgId}, ${id}, c.* from unnest(${pick('method')}::text[], ${pick('expected')}::bigint[],
      ${pick('counted')}::bigint[], ${pick('difference')}::bigint[]) as c`);
}

const DecisionColumns = {
  id: uuid, action: oneOf(...PeriodDecision.shape.action.options), closedThrough: nullable(day), reason: nullable(text),
  createdBy: uuid, createdAt: instant,
};

export async function loadPeriods(context: Context) {
  const { tx, orgId } = context;
  const [{ closedThrough }, decisions] = [
    await tx.one({ closedThrough: nullable(day) }, sql`select closed_through from organisations where org_id = ${orgId}`),
    await tx.rows(DecisionColumns, sql`
      select ${select(DecisionColumns)} from closed_periods where org_id = ${orgId} order by created_at desc, id desc`),
  ];
  return { closedThrough, decisions };
}

/** Records the decision and moves the border that every posting is checked against. */
export async function decidePeriod(
  context: Context, id: string, action: 'CLOSE' | 'REOPEN', closedThrough: Day | null, reason: string | null,
): Promise<void> {
  const { tx, orgId, actor, now } = context;
  await tx.run(sql`
    with decided as (
      insert into closed_periods (org_id, id, action, closed_through, reason, created_by, created_at, last_transfer_id)
      values (${orgId}, ${id}, ${action}, ${closedThrough}::date, ${reason}, ${actor.userId}, ${now},
              coalesce((select max(t.id) from ledger_transfers t where t.org_id = ${orgId}), 0)))
    update organisations set closed_through = ${closedThrough}::date where org_id = ${orgId}`);
}
