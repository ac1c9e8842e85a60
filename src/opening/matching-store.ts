/** SQL that finds whom rows of a file may be about; which of them is meant is decided elsewhere. */
import type { Found, Known, KnownPass, KnownStudent, PassKind } from './judge-rules.ts';
import type { Ref } from './row-rules.ts';
import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { bool, int, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

type Place = Pick<Context, 'tx' | 'orgId'>;
const called = sql`replace(lower(c.name collate "und-x-icu"), 'ё', 'е')`;
const given = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))];

const FoundColumns = {
  by: oneOf('EXTERNAL', 'PHONE', 'EMAIL', 'NAME'), value: text, id: uuid, externalId: nullable(text), nameKey: text,
};
/** Clients by any of the things that rows name. Each branch follows an index of its own. */
export const findClients = ({ tx, orgId }: Place, refs: readonly Ref[]): Promise<Found[]> => tx.rows(FoundColumns, sql`
  select 'EXTERNAL' as by, k.value, c.id, c.external_id, ${called} as name_key
    from unnest(${given(refs.map(({ externalId }) => externalId))}::text[]) as k (value)
    join clients c on c.org_id = ${orgId} and c.external_id = k.value
  union all
  select 'PHONE', k.value, c.id, c.external_id, ${called}
    from unnest(${given(refs.map(({ phone }) => phone))}::text[]) as k (value)
    join clients c on c.org_id = ${orgId} and c.phone = k.value
  union all
  select 'EMAIL', k.value, c.id, c.external_id, ${called}
    from unnest(${given(refs.map(({ email }) => email))}::text[]) as k (value)
    join clients c on c.org_id = ${orgId} and lower(c.email) = k.value
  union all
  select 'NAME', k.value, c.id, c.external_id, ${called}
    from unnest(${given(refs.map(({ nameKey }) => nameKey))}::text[]) as k (value)
    join clients c on c.org_id = ${orgId} and ${called} = k.value
   order by 1, 2, 3`);

const KnownColumns = {
  id: uuid, nameKey: text, phone: nullable(text), email: nullable(text), city: nullable(text), cardNumber: nullable(text),
  inn: nullable(text), notes: nullable(text), externalId: nullable(text), isActive: bool, isErased: bool,
  balance: nullable(money), points: nullable(money), turnover: nullable(money),
};
/** What is known of clients, with the sums of their opening documents of the day that stand. */
export const loadKnown = ({ tx, orgId }: Place, ids: readonly string[], asOf: Day): Promise<Known[]> =>
  tx.rows(KnownColumns, sql`
    select c.id, ${called} as name_key, c.phone, c.email, c.city, c.card_number, c.inn, c.notes, c.external_id,
           c.is_active, c.erased_at is not null as is_erased, d.balance, d.points, d.turnover
      from clients c
      left join lateral (
        select sum(case d.kind when 'CREDIT' then d.amount when 'DEBT' then -d.amount end)::bigint as balance,
               sum(d.amount) filter (where d.kind = 'POINTS')::bigint as points,
               sum(d.amount) filter (where d.kind = 'TURNOVER')::bigint as turnover
          from opening_documents d
         where d.org_id = c.org_id and d.client_id = c.id and d.on_date = ${asOf} and d.reverses_id is null
           and not exists (select from opening_documents r where r.org_id = d.org_id and r.reverses_id = d.id)) d on true
     where c.org_id = ${orgId} and c.id = any(${[...ids]}::uuid[])`);

const StudentColumns = {
  id: uuid, clientId: uuid, firstName: text, lastName: text, birthDate: nullable(text), externalId: nullable(text),
  isActive: bool,
};
export const loadStudentsOf = ({ tx, orgId }: Place, clientIds: readonly string[]): Promise<KnownStudent[]> =>
  tx.rows(StudentColumns, sql`
    select id, client_id, first_name, last_name, birth_date::text, external_id, is_active from students
     where org_id = ${orgId} and client_id = any(${[...clientIds]}::uuid[]) order by id`);

/** Whose students have these codes. */
export const loadStudentCodes = ({ tx, orgId }: Place, codes: readonly string[]) =>
  tx.rows({ externalId: text, clientId: uuid }, sql`
    select external_id, client_id from students where org_id = ${orgId} and external_id = any(${[...codes]}::text[])`);

export const loadPassesOf = ({ tx, orgId }: Place, clientIds: readonly string[]): Promise<KnownPass[]> =>
  tx.rows({ studentId: uuid, kindId: uuid, startDate: text }, sql`
    select student_id, subscription_type_id as kind_id, start_date::text from subscriptions
     where org_id = ${orgId} and client_id = any(${[...clientIds]}::uuid[])`);

export const loadKinds = ({ tx, orgId }: Place): Promise<PassKind[]> =>
  tx.rows({ id: uuid, name: text, sessionsPerPeriod: nullable(int) }, sql`
    select id, name, sessions_per_period from subscription_types where org_id = ${orgId} order by id`);

const PersonColumns = { id: uuid, name: text, phone: nullable(text) };
/** Names for people who look at the report. */
export const loadPeople = ({ tx, orgId }: Place, ids: readonly string[]) => tx.rows(PersonColumns, sql`
  select id, name, phone from clients where org_id = ${orgId} and id = any(${[...ids]}::uuid[]) order by name, id`);
