/** SQL of signing in: logins, which belong to the installation, and sessions and keys, which belong to a tenant. */
import type { Token } from './rules.ts';
import type { Tx } from '../kernel/db.ts';
import { ROLES, type Role } from '../kernel/permissions.ts';
import { type Column, type Row, bool, instant, int, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

const role: Column<Role> = oneOf(...ROLES);

const LoginColumns = {
  id: uuid, email: text, passwordHash: text, totpSecret: nullable(text), totpOn: bool, failedAttempts: int,
};
export type LoginRow = Row<typeof LoginColumns>;
const loginList = sql`l.id, l.email, l.password_hash, l.totp_secret, l.totp_confirmed_at is not null as totp_on,
  l.failed_attempts`;

/**
 * Counts the attempt before the password is looked at, so that parallel guesses cannot outrun the lock: the last one
 * allowed closes the login at once, and a right password opens it again. Nothing returns for a closed login.
 */
export const beginAttempt = (
  tx: Tx, email: string, limit: { failures: number; minutes: number },
): Promise<LoginRow | undefined> =>
  tx.maybe(LoginColumns, sql`
    update logins l
       set failed_attempts = counted.attempts,
           locked_until = case when counted.attempts >= ${limit.failures}
                               then clock_timestamp() + make_interval(mins => ${limit.minutes}) end
      from (select id, case when locked_until is null then failed_attempts else 0 end + 1 as attempts
              from logins where email = ${email} for update) counted
     where l.id = counted.id and (l.locked_until is null or l.locked_until <= clock_timestamp())
    returning ${loginList}`);

/** Seconds until a closed login opens; nothing for an unknown e-mail. */
export const findLock = (tx: Tx, email: string): Promise<{ seconds: number } | undefined> =>
  tx.maybe({ seconds: int }, sql`
    select greatest(1, ceil(extract(epoch from locked_until - clock_timestamp())))::int as seconds
      from logins where email = ${email}`);

/** The attempt was not a failure, but no success either: the second factor is still to come. */
export const forgiveAttempt = (tx: Tx, loginId: string): Promise<number> =>
  tx.run(sql`
    update logins set failed_attempts = greatest(0, failed_attempts - 1), locked_until = null where id = ${loginId}`);

export const clearFailures = (tx: Tx, loginId: string): Promise<number> =>
  tx.run(sql`update logins set failed_attempts = 0, locked_until = null where id = ${loginId}`);

/** Gives 0 when this step or a later one was used before. */
export const consumeStep = (tx: Tx, loginId: string, step: number): Promise<number> =>
  tx.run(sql`
    update logins set totp_last_step = ${step}
     where id = ${loginId} and (totp_last_step is null or totp_last_step < ${step})`);

/** Makes the login unless the e-mail has one, and locks whichever it is. */
export async function claimLogin(
  tx: Tx, row: { id: string; email: string; passwordHash: string; createdAt: Temporal.Instant },
): Promise<string> {
  await tx.run(sql`
    insert into logins (id, email, password_hash, created_at)
    values (${row.id}, ${row.email}, ${row.passwordHash}, ${row.createdAt})
        on conflict (email) do nothing`);
  return (await tx.one({ id: uuid }, sql`select id from logins where email = ${row.email} for update`)).id;
}

export const isMember = async (tx: Tx, orgId: string, loginId: string): Promise<boolean> =>
  (await tx.one({ found: bool }, sql`
    select exists (select from users where org_id = ${orgId} and login_id = ${loginId}) as found`)).found;

export const linkLogin = (tx: Tx, loginId: string, orgId: string, userId: string): Promise<number> =>
  tx.run(sql`insert into login_organisations (login_id, org_id, user_id) values (${loginId}, ${orgId}, ${userId})`);

export const listLinks = (tx: Tx, loginId: string): Promise<{ orgId: string; userId: string }[]> =>
  tx.rows({ orgId: uuid, userId: uuid }, sql`
    select org_id, user_id from login_organisations where login_id = ${loginId} order by org_id`);

/** The login behind a user, locked; nothing for an API key and the system. */
export const lockLogin = (tx: Tx, orgId: string, userId: string): Promise<LoginRow | undefined> =>
  tx.maybe(LoginColumns, sql`
    select ${loginList} from logins l
     where id = (select login_id from users where org_id = ${orgId} and id = ${userId}) for update`);

export const updatePassword = (tx: Tx, loginId: string, passwordHash: string): Promise<number> =>
  tx.run(sql`update logins set password_hash = ${passwordHash} where id = ${loginId}`);

/** A new secret is not in force before its first code; null removes the second factor. */
export const updateTotpSecret = (tx: Tx, loginId: string, secret: string | null): Promise<number> =>
  tx.run(sql`
    update logins set totp_secret = ${secret}, totp_confirmed_at = null, totp_last_step = null where id = ${loginId}`);

export const confirmTotpSecret = (tx: Tx, loginId: string, step: number): Promise<number> =>
  tx.run(sql`
    update logins set totp_confirmed_at = clock_timestamp(), totp_last_step = ${step} where id = ${loginId}`);

// Inside a tenant

const MembershipColumns = { orgId: uuid, userId: uuid, name: text, role, isActive: bool, now: instant };
export type Membership = Row<typeof MembershipColumns>;

/** The user in his organisation; nobody is let into one that is still being told. */
export const findMembership = (tx: Tx, orgId: string, userId: string): Promise<Membership | undefined> =>
  tx.maybe(MembershipColumns, sql`
    select o.org_id, u.id as user_id, o.name, u.role, u.is_active and not o.is_loading as is_active,
           coalesce(o.sandbox_now, clock_timestamp()) as now
      from users u join organisations o on o.org_id = u.org_id
     where u.org_id = ${orgId} and u.id = ${userId}`);

/** Sessions live by the real clock, whatever a sandbox says; those that ended are swept on the way. */
export const insertSession = async (
  tx: Tx, row: { orgId: string; tokenHash: string; userId: string; hours: number },
): Promise<Temporal.Instant> =>
  (await tx.one({ expiresAt: instant }, sql`
    with swept as (delete from sessions where org_id = ${row.orgId} and expires_at <= clock_timestamp())
    insert into sessions (org_id, token_hash, user_id, created_at, expires_at)
    values (${row.orgId}, ${row.tokenHash}, ${row.userId}, clock_timestamp(),
            clock_timestamp() + make_interval(hours => ${row.hours}))
    returning expires_at`)).expiresAt;

/** Gives the user whose session it was. */
export const deleteSession = (tx: Tx, orgId: string, tokenHash: string): Promise<{ userId: string } | undefined> =>
  tx.maybe({ userId: uuid }, sql`
    delete from sessions where org_id = ${orgId} and token_hash = ${tokenHash} returning user_id`);

export const deleteSessionsOf = (tx: Tx, orgId: string, userId: string): Promise<number> =>
  tx.run(sql`delete from sessions where org_id = ${orgId} and user_id = ${userId}`);

const ActorColumns = { userId: uuid, role, clientId: nullable(uuid), studentId: nullable(uuid) };
export type ActorRow = Row<typeof ActorColumns>;

/** Who a token stands for; nobody once it is revoked or over, or the user is switched off. */
export const findActor = (tx: Tx, token: Token, tokenHash: string): Promise<ActorRow | undefined> =>
  tx.maybe(ActorColumns, token.kind === 'key'
    ? sql`
    select u.id as user_id, u.role, u.client_id, u.student_id
      from api_keys k join users u on u.org_id = k.org_id and u.id = k.user_id
     where k.org_id = ${token.orgId} and k.key_hash = ${tokenHash} and k.revoked_at is null and u.is_active`
    : sql`
    select u.id as user_id, u.role, u.client_id, u.student_id
      from sessions s join users u on u.org_id = s.org_id and u.id = s.user_id
     where s.org_id = ${token.orgId} and s.token_hash = ${tokenHash} and s.expires_at > clock_timestamp()
       and u.is_active`);

const MeColumns = {
  id: uuid, kind: oneOf('LOGIN', 'KEY', 'SYSTEM', 'LINK'), email: nullable(text), firstName: text, lastName: text, role,
  clientId: nullable(uuid), studentId: nullable(uuid), totp: bool,
};
export const loadMe = (tx: Tx, orgId: string, userId: string): Promise<Row<typeof MeColumns>> =>
  tx.one(MeColumns, sql`
    select u.id, u.kind, l.email, u.first_name, u.last_name, u.role, u.client_id, u.student_id,
           l.totp_confirmed_at is not null as totp
      from users u left join logins l on l.id = u.login_id
     where u.org_id = ${orgId} and u.id = ${userId}`);
