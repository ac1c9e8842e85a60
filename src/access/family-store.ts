/** SQL of the doors without a password: links of the office, and codes that arrive by mail. */
import type { Tx } from '../kernel/db.ts';
import type { Context } from '../kernel/operation.ts';
import { type Row, bool, instant, int, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

const ClientColumns = { id: uuid, firstName: text, lastName: text, email: nullable(text), isActive: bool };

/** The client, locked, so that two links at once do not make two users for him. */
export const lockFamily = ({ tx, orgId }: Context, clientId: string): Promise<Row<typeof ClientColumns> | undefined> =>
  tx.maybe(ClientColumns, sql`
    select id, coalesce(first_name, name) as first_name, coalesce(last_name, '') as last_name, email, is_active
      from clients where org_id = ${orgId} and id = ${clientId} for update`);

const FamilyUserColumns = { id: uuid, kind: oneOf('LOGIN', 'LINK'), email: nullable(text), isActive: bool };

/** The people who enter as this client, those with a login first. */
export const listFamilyUsers = ({ tx, orgId }: Context, clientId: string): Promise<Row<typeof FamilyUserColumns>[]> =>
  tx.rows(FamilyUserColumns, sql`
    select u.id, u.kind, l.email, u.is_active from users u left join logins l on l.id = u.login_id
     where u.org_id = ${orgId} and u.client_id = ${clientId} and u.kind in ('LOGIN', 'LINK')
     order by u.kind desc, u.created_at, u.id`);

/** A user who came by links gets a login as well. */
export const giveLogin = ({ tx, orgId }: Context, userId: string, loginId: string): Promise<number> =>
  tx.run(sql`update users set kind = 'LOGIN', login_id = ${loginId} where org_id = ${orgId} and id = ${userId}`);

export const switchUsers = (
  { tx, orgId }: Context, userIds: readonly string[], isActive: boolean,
): Promise<number> =>
  tx.run(sql`
    update users set is_active = ${isActive}
     where org_id = ${orgId} and id = any(${[...userIds]}::uuid[]) and is_active <> ${isActive}`);

/** Links live in real time, as sessions do, whatever a sandbox says. */
export const insertLink = async (
  { tx, orgId, actor }: Context, row: { id: string; userId: string; tokenHash: string; days: number },
): Promise<Temporal.Instant> =>
  (await tx.one({ expiresAt: instant }, sql`
    insert into access_links (org_id, id, user_id, token_hash, created_by, created_at, expires_at)
    values (${orgId}, ${row.id}, ${row.userId}, ${row.tokenHash}, ${actor.userId}, clock_timestamp(),
            clock_timestamp() + make_interval(days => ${row.days}))
    returning expires_at`)).expiresAt;

/** Takes back the links that nobody has used yet. */
export const revokeLinks = ({ tx, orgId }: Context, userIds: readonly string[]): Promise<number> =>
  tx.run(sql`
    update access_links set revoked_at = clock_timestamp()
     where org_id = ${orgId} and user_id = any(${[...userIds]}::uuid[]) and used_at is null and revoked_at is null`);

export const deleteSessionsOfAll = ({ tx, orgId }: Context, userIds: readonly string[]): Promise<number> =>
  tx.run(sql`delete from sessions where org_id = ${orgId} and user_id = any(${[...userIds]}::uuid[])`);

const LinkColumns = { createdAt: instant, expiresAt: instant, usedAt: nullable(instant) };

/** The last link that was not taken back. */
export const findLastLink = (
  { tx, orgId }: Context, userIds: readonly string[],
): Promise<Row<typeof LinkColumns> | undefined> =>
  tx.maybe(LinkColumns, sql`
    select created_at, expires_at, used_at from access_links
     where org_id = ${orgId} and user_id = any(${[...userIds]}::uuid[]) and revoked_at is null
     order by created_at desc limit 1`);

export const countSessions = async ({ tx, orgId }: Context, userIds: readonly string[]): Promise<number> =>
  (await tx.one({ count: int }, sql`
    select count(*) as count from sessions
     where org_id = ${orgId} and user_id = any(${[...userIds]}::uuid[]) and expires_at > clock_timestamp()`)).count;

/** Uses the link up; nothing for one that is unknown, used, taken back or too old, or whose user is switched off. */
export const consumeLink = (tx: Tx, orgId: string, tokenHash: string): Promise<{ userId: string } | undefined> =>
  tx.maybe({ userId: uuid }, sql`
    update access_links l set used_at = clock_timestamp()
      from users u
     where l.org_id = ${orgId} and l.token_hash = ${tokenHash} and l.used_at is null and l.revoked_at is null
       and l.expires_at > clock_timestamp() and u.org_id = l.org_id and u.id = l.user_id and u.is_active
    returning l.user_id`);

// Codes: by e-mail, before there is a tenant

export type NewCode = { email: string; codeSealed: string; language: 'ru' | 'en' };
export type CodeLimits = { minutes: number; pauseSeconds: number; perHour: number };

/** A new code takes the place of the old one, unless that is too young or too many were asked for within an hour. */
export const upsertCode = (tx: Tx, row: NewCode, limits: CodeLimits): Promise<number> =>
  tx.run(sql`
    insert into sign_in_codes as c (email, code_sealed, language, created_at, expires_at, send_at, hour_began_at)
    values (${row.email}, ${row.codeSealed}, ${row.language}, clock_timestamp(),
            clock_timestamp() + make_interval(mins => ${limits.minutes}), clock_timestamp(), clock_timestamp())
    on conflict (email) do update
       set code_sealed = excluded.code_sealed, language = excluded.language, created_at = excluded.created_at,
           expires_at = excluded.expires_at, send_at = excluded.send_at, send_attempts = 0, attempts = 0,
           hour_began_at = case when c.hour_began_at > excluded.created_at - interval '1 hour'
                                then c.hour_began_at else excluded.created_at end,
           asked = case when c.hour_began_at > excluded.created_at - interval '1 hour' then c.asked + 1 else 1 end
     where c.created_at <= excluded.created_at - make_interval(secs => ${limits.pauseSeconds})
       and (c.asked < ${limits.perHour} or c.hour_began_at <= excluded.created_at - interval '1 hour')`);

/** Counts the attempt before the code is looked at, so that parallel guesses cannot outrun the limit. */
export const beginCodeAttempt = (tx: Tx, email: string, limit: number): Promise<{ codeSealed: string } | undefined> =>
  tx.maybe({ codeSealed: text }, sql`
    update sign_in_codes set attempts = attempts + 1
     where email = ${email} and attempts < ${limit} and expires_at > clock_timestamp()
    returning code_sealed`);

/** Gives 0 when somebody was quicker. */
export const consumeCode = (tx: Tx, email: string, codeSealed: string): Promise<number> =>
  tx.run(sql`
    update sign_in_codes set expires_at = clock_timestamp(), send_at = null
     where email = ${email} and code_sealed = ${codeSealed} and expires_at > clock_timestamp()`);

/** Codes are counted for an hour, and then forgotten. */
export const sweepCodes = (tx: Tx): Promise<number> =>
  tx.run(sql`
    delete from sign_in_codes
     where expires_at < clock_timestamp() and hour_began_at < clock_timestamp() - interval '1 hour'`);

const LetterColumns = { email: text, codeSealed: text, language: oneOf('ru', 'en'), sendAttempts: int, isOver: bool };
export type CodeLetter = Row<typeof LetterColumns>;

/** Locks the first letter that is due and in nobody else's hands. */
export const claimLetter = (tx: Tx): Promise<CodeLetter | undefined> =>
  tx.maybe(LetterColumns, sql`
    select email, code_sealed, language, send_attempts, expires_at <= clock_timestamp() as is_over
      from sign_in_codes where send_at <= clock_timestamp()
     order by send_at, email limit 1 for update skip locked`);

/** When the letter is tried again; never, without seconds. */
export const markLetter = (tx: Tx, email: string, againInSeconds: number | null): Promise<number> =>
  tx.run(sql`
    update sign_in_codes
       set send_attempts = send_attempts + 1,
           send_at = clock_timestamp() + make_interval(secs => ${againInSeconds}::double precision)
     where email = ${email}`);

/** The login behind an e-mail, unless it asks for a second factor: that is never passed by. */
export const findPlainLogin = (tx: Tx, email: string): Promise<{ id: string } | undefined> =>
  tx.maybe({ id: uuid }, sql`select id from logins where email = ${email} and totp_confirmed_at is null`);
