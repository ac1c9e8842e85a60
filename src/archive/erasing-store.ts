/** SQL of erasing a person: his card and his doors. */
import type { Ids } from './personal-store.ts';
import type { Context } from '../kernel/operation.ts';
import { day, int, join, nullable, raw, sql } from '../kernel/sql.ts';

/**
 * What is written once is not the application's to change. An erasure is the one exception: for these statements the
 * transaction works as the owner of the tables, whom row-level security does not bind, so each names the organisation.
 */
export async function asOwner<T>({ tx }: Pick<Context, 'tx'>, work: () => Promise<T>): Promise<T> {
  await tx.run(sql`set local role none`);
  const done = await work();
  await tx.run(sql`set local role saldo_app`);
  return done;
}

/** The next number; whoever erases another person of the organisation at this moment waits for it. */
export async function takeErasedNumber({ tx, orgId }: Context): Promise<number> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${orgId}, 9))`);
  return (await tx.one({ number: int }, sql`
    select coalesce(max(erased_number), 0) + 1 as number from clients where org_id = ${orgId}`)).number;
}

export const findLastDocumentDay = async ({ tx, orgId, timeZone }: Context, clientId: string) =>
  (await tx.one({ last: nullable(day) }, sql`
    select greatest(
      (select max(on_date) from payments where org_id = ${orgId} and client_id = ${clientId}),
      (select max(on_date) from refunds where org_id = ${orgId} and client_id = ${clientId}),
      (select max(on_date) from ledger_transfers where org_id = ${orgId} and client_id = ${clientId}),
      (select max((issued_at at time zone ${timeZone})::date) from invoices
        where org_id = ${orgId} and client_id = ${clientId} and status <> 'DRAFT')) as last`)).last;

/** The card. `columns` are emptied; a client that keeps its name, a company, is shown as before. */
export const eraseClientCard = (
  { tx, orgId, now }: Context, id: string, erased: { columns: readonly string[]; name: string; number: number },
): Promise<number> => tx.run(sql`
  update clients
     set ${join(erased.columns.map((column) => sql`${raw(column)} = null`))}, name = ${erased.name},
         benefit_category_id = null, is_active = false, touched_at = ${now}, erased_at = ${now},
         erased_number = ${erased.number}
   where org_id = ${orgId} and id = ${id}`);

export const eraseStudents = ({ tx, orgId }: Context, { studentIds }: Ids, lastName: string): Promise<number> =>
  tx.run(sql`
    update students set first_name = 'Ученик', last_name = ${lastName}, birth_date = null, external_id = null,
           is_active = false
     where org_id = ${orgId} and id = any(${studentIds}::uuid[])`);

/** The people who entered as this client: their doors are closed, and what they entered with is forgotten. */
export async function eraseUsers({ tx, orgId }: Context, { userIds, loginIds }: Ids, name: string): Promise<void> {
  const mine = sql`org_id = ${orgId} and user_id = any(${userIds}::uuid[])`;
  await tx.run(sql`
    update access_links set revoked_at = clock_timestamp() where ${mine} and used_at is null and revoked_at is null`);
  await tx.run(sql`update api_keys set revoked_at = clock_timestamp() where ${mine} and revoked_at is null`);
  await tx.run(sql`delete from login_organisations where ${mine}`);
  await tx.run(sql`
    update users set first_name = ${name}, last_name = '', is_active = false, login_id = null,
           kind = case kind when 'LOGIN' then 'LINK' else kind end
     where org_id = ${orgId} and id = any(${userIds}::uuid[])`);
  // A login may open other organisations too: then it is theirs.
  const gone = sql`
    select id from logins where id = any(${loginIds}::uuid[])
       and not exists (select from users u where u.login_id = logins.id)
       and not exists (select from login_organisations o where o.login_id = logins.id)`;
  await tx.run(sql`delete from sign_in_codes where email in (select email from logins where id in (${gone}))`);
  await tx.run(sql`delete from logins where id in (${gone})`);
}

/** Answers that were kept for a repetition of the request, where they speak of the person. */
export const forgetAnswers = ({ tx, orgId }: Context, { entityIds }: Ids): Promise<number> => tx.run(sql`
  delete from idempotency_keys
   where org_id = ${orgId} and response::text like any(${entityIds.map((id) => `%${id}%`)}::text[])`);
