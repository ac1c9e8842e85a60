/** SQL of the organisation, its branches, users and API keys. */
import type { OrganisationRequisites, Person } from './rules.ts';
import type { Database, Tx } from '../kernel/db.ts';
import { transactionOn } from '../kernel/db.ts';
import type { Context } from '../kernel/operation.ts';
import { ROLES, type Role } from '../kernel/permissions.ts';
import { type Policy, TEMPLATES, type Template } from '../kernel/policy.ts';
import {
  type Column, type Row, type Sql, bool, day, empty, instant, int, json, nullable, oneOf, select, sql, text, uuid,
} from '../kernel/sql.ts';

type Instant = Temporal.Instant;
const role: Column<Role> = oneOf(...ROLES);
const template: Column<Template> = oneOf(...TEMPLATES);

// The organisation

const OrganisationColumns = {
  id: uuid, name: text, template, timeZone: text, currency: text, sandbox: bool, now: instant,
  closedThrough: nullable(day), createdAt: instant, requisites: json<OrganisationRequisites>(),
};
export type OrganisationRow = Row<typeof OrganisationColumns>;

const organisationList = sql`
  select org_id as id, name, template, time_zone, currency, sandbox_now is not null as sandbox,
         coalesce(sandbox_now, clock_timestamp()) as now, closed_through, created_at,
         jsonb_build_object('legalName', legal_name, 'inn', inn, 'kpp', kpp, 'ogrn', ogrn, 'bankName', bank_name,
                            'bik', bik, 'bankAccount', bank_account, 'correspondentAccount', correspondent_account,
                            'address', address, 'phone', phone) as requisites
    from organisations`;

export const loadOrganisation = ({ tx, orgId }: Pick<Context, 'tx' | 'orgId'>): Promise<OrganisationRow> =>
  tx.one(OrganisationColumns, sql`${organisationList} where org_id = ${orgId}`);

/** Every organisation of the installation, oldest first: for the operator, with the owner's own rights. */
export async function listOrganisations(database: Database): Promise<OrganisationRow[]> {
  const client = await database.owner.connect();
  try {
    return await transactionOn(client).rows(OrganisationColumns, sql`${organisationList} order by created_at, org_id`);
  } finally {
    client.release();
  }
}

export type NewOrganisation = {
  id: string; name: string; template: Template; timeZone: string; settings: Policy; sandboxNow: Instant | null;
  isLoading: boolean; createdAt: Instant;
};
export const insertOrganisation = (tx: Tx, row: NewOrganisation): Promise<number> =>
  tx.run(sql`
    insert into organisations (org_id, name, template, time_zone, settings, sandbox_now, is_loading, created_at)
    values (${row.id}, ${row.name}, ${row.template}, ${row.timeZone}, ${JSON.stringify(row.settings)},
            ${row.sandboxNow}, ${row.isLoading}, ${row.createdAt})`);

export const updateOrganisation = (
  { tx, orgId }: Context, row: { name: string; timeZone: string } & OrganisationRequisites,
): Promise<number> =>
  tx.run(sql`
    update organisations
       set name = ${row.name}, time_zone = ${row.timeZone}, legal_name = ${row.legalName}, inn = ${row.inn},
           kpp = ${row.kpp}, ogrn = ${row.ogrn}, bank_name = ${row.bankName}, bik = ${row.bik},
           bank_account = ${row.bankAccount}, correspondent_account = ${row.correspondentAccount},
           address = ${row.address}, phone = ${row.phone}
     where org_id = ${orgId}`);

export const updateSettings = ({ tx, orgId }: Context, settings: Policy): Promise<number> =>
  tx.run(sql`update organisations set settings = ${JSON.stringify(settings)} where org_id = ${orgId}`);

export const loadSettings = async ({ tx, orgId }: Context): Promise<Policy> =>
  (await tx.one({ settings: json<Policy>() }, sql`select settings from organisations where org_id = ${orgId}`)).settings;

export const countPartiallyPaid = async ({ tx, orgId }: Context): Promise<number> =>
  (await tx.one({ count: int }, sql`
    select count(*) as count from invoices where org_id = ${orgId} and status = 'PARTIALLY_PAID'`)).count;

/** A record of what is not an operation: a new organisation, a sign-in. */
export type AuditRow = {
  id: string; orgId: string; operation: string; entityType: string; entityId: string; actorId: string;
  requestId: string; reason: string | null; after: unknown; at: Instant;
};
export const insertAudit = (tx: Tx, row: AuditRow): Promise<number> =>
  tx.run(sql`
    with recorded as (
      insert into audit_log (org_id, id, operation, entity_type, entity_id, actor_id, request_id, reason, after, at)
      values (${row.orgId}, ${row.id}, ${row.operation}, ${row.entityType}, ${row.entityId}, ${row.actorId},
              ${row.requestId}, ${row.reason}, ${JSON.stringify(row.after)}, ${row.at}))
    insert into audit_unsealed (org_id, audit_id) values (${row.orgId}, ${row.id})`);

// Branches

const BranchColumns = {
  id: uuid, name: text, address: nullable(text), isMain: bool, isActive: bool, createdAt: instant,
};
export type BranchRow = Row<typeof BranchColumns>;

export const listBranches = ({ tx, orgId }: Context, page: PageOf): Promise<BranchRow[]> =>
  tx.rows(BranchColumns, sql`
    select ${select(BranchColumns)} from branches where org_id = ${orgId}
     order by is_main desc, name collate "und-x-icu", id limit ${page.limit} offset ${skipped(page)}`);

export const countBranches = async ({ tx, orgId }: Context): Promise<number> =>
  (await tx.one({ count: int }, sql`select count(*) as count from branches where org_id = ${orgId}`)).count;

/** Every branch locked, so that two changes cannot both move the main one. */
export const lockBranches = async ({ tx, orgId }: Context): Promise<BranchRow[]> =>
  tx.rows(BranchColumns, sql`
    select ${select(BranchColumns)} from branches where org_id = ${orgId} order by id for update`);

export const insertBranch = (tx: Tx, orgId: string, row: BranchRow): Promise<number> =>
  tx.run(sql`
    insert into branches (org_id, id, name, address, is_main, is_active, created_at)
    values (${orgId}, ${row.id}, ${row.name}, ${row.address}, ${row.isMain}, ${row.isActive}, ${row.createdAt})`);

export const clearMainBranch = ({ tx, orgId }: Context): Promise<number> =>
  tx.run(sql`update branches set is_main = false where org_id = ${orgId} and is_main`);

export const updateBranch = ({ tx, orgId }: Context, row: BranchRow): Promise<number> =>
  tx.run(sql`
    update branches set name = ${row.name}, address = ${row.address}, is_main = ${row.isMain},
                        is_active = ${row.isActive}
     where org_id = ${orgId} and id = ${row.id}`);

// Users

export type PageOf = { page: number; limit: number };
const skipped = ({ page, limit }: PageOf): number => (page - 1) * limit;

const UserColumns = {
  id: uuid, email: text, firstName: text, lastName: text, role, clientId: nullable(uuid), studentId: nullable(uuid),
  isActive: bool, createdAt: instant,
};
export type UserRow = Row<typeof UserColumns>;

const userList = sql`
  select u.id, l.email, u.first_name, u.last_name, u.role, u.client_id, u.student_id, u.is_active, u.created_at
    from users u join logins l on l.id = u.login_id`;

export type KindOfUser = 'STAFF' | 'FAMILY' | undefined;
const ofKind = (kind: KindOfUser): Sql =>
  (kind === undefined ? empty : sql`and (role in ('CLIENT', 'STUDENT')) = ${kind === 'FAMILY'}`);

const ListedColumns = { ...UserColumns, city: nullable(text) };
/** Users as they are listed, with the city of the client they stand for: there is one copy of it, the client's. */
export const listUsers = ({ tx, orgId }: Context, page: PageOf, kind: KindOfUser): Promise<Row<typeof ListedColumns>[]> =>
  tx.rows(ListedColumns, sql`
    select u.*, c.city from (${userList} where u.org_id = ${orgId} ${ofKind(kind)}) u
      left join clients c on c.org_id = ${orgId} and c.id = u.client_id
     order by u.last_name collate "und-x-icu", u.first_name collate "und-x-icu", u.id
     limit ${page.limit} offset ${skipped(page)}`);

export const countUsers = async ({ tx, orgId }: Context, kind: KindOfUser): Promise<number> =>
  (await tx.one({ count: int }, sql`
    select count(*) as count from users where org_id = ${orgId} and kind = 'LOGIN' ${ofKind(kind)}`)).count;

export const findUser = ({ tx, orgId }: Context, id: string): Promise<UserRow | undefined> =>
  tx.maybe(UserColumns, sql`${userList} where u.org_id = ${orgId} and u.id = ${id}`);

/** Locks everybody who signs in as an administrator, and the user: who stays an administrator is decided by one. */
export const lockAdministrators = ({ tx, orgId }: Context, id: string): Promise<number> =>
  tx.run(sql`
    select id from users
     where org_id = ${orgId} and kind = 'LOGIN' and (id = ${id} or role = 'ADMIN') order by id for update`);

export const countOtherAdministrators = async ({ tx, orgId }: Context, id: string): Promise<number> =>
  (await tx.one({ count: int }, sql`
    select count(*) as count from users
     where org_id = ${orgId} and kind = 'LOGIN' and role = 'ADMIN' and is_active and id <> ${id}`)).count;

export type NewUser = Person & {
  id: string; kind: 'LOGIN' | 'KEY' | 'SYSTEM' | 'LINK'; loginId: string | null; firstName: string; lastName: string;
  role: Role; createdAt: Instant;
};
export const insertUser = (tx: Tx, orgId: string, row: NewUser): Promise<number> =>
  tx.run(sql`
    insert into users (org_id, id, kind, login_id, first_name, last_name, role, client_id, student_id, created_at)
    values (${orgId}, ${row.id}, ${row.kind}, ${row.loginId}, ${row.firstName}, ${row.lastName}, ${row.role},
            ${row.clientId}, ${row.studentId}, ${row.createdAt})`);

export const updateUser = ({ tx, orgId }: Context, row: UserRow): Promise<number> =>
  tx.run(sql`
    update users set first_name = ${row.firstName}, last_name = ${row.lastName}, role = ${row.role},
                     client_id = ${row.clientId}, student_id = ${row.studentId}, is_active = ${row.isActive}
     where org_id = ${orgId} and id = ${row.id}`);

/** Whether the person that a user is to be bound to is one of this organisation; nobody at all is. */
export const personExists = async ({ tx, orgId }: Context, person: Person): Promise<boolean> =>
  (await tx.one({ found: bool }, sql`
    select (${person.clientId}::uuid is null
            or exists (select from clients where org_id = ${orgId} and id = ${person.clientId}))
       and (${person.studentId}::uuid is null
            or exists (select from students where org_id = ${orgId} and id = ${person.studentId})) as found`)).found;

// API keys

const ApiKeyColumns = {
  id: uuid, name: text, role, clientId: nullable(uuid), studentId: nullable(uuid), createdAt: instant,
  revokedAt: nullable(instant),
};
export type ApiKeyRow = Row<typeof ApiKeyColumns>;

const apiKeyList = sql`
  select k.id, k.name, u.role, u.client_id, u.student_id, k.created_at, k.revoked_at
    from api_keys k join users u on u.org_id = k.org_id and u.id = k.user_id`;

export const listApiKeys = ({ tx, orgId }: Context, page: PageOf): Promise<ApiKeyRow[]> =>
  tx.rows(ApiKeyColumns, sql`
    ${apiKeyList} where k.org_id = ${orgId} order by k.created_at desc, k.id desc
     limit ${page.limit} offset ${skipped(page)}`);

export const countApiKeys = async ({ tx, orgId }: Context): Promise<number> =>
  (await tx.one({ count: int }, sql`select count(*) as count from api_keys where org_id = ${orgId}`)).count;

export const findApiKey = ({ tx, orgId }: Context, id: string): Promise<ApiKeyRow | undefined> =>
  tx.maybe(ApiKeyColumns, sql`${apiKeyList} where k.org_id = ${orgId} and k.id = ${id}`);

export const insertApiKey = (
  { tx, orgId, now }: Context, row: { id: string; name: string; userId: string; keyHash: string },
): Promise<number> =>
  tx.run(sql`
    insert into api_keys (org_id, id, name, user_id, key_hash, created_at)
    values (${orgId}, ${row.id}, ${row.name}, ${row.userId}, ${row.keyHash}, ${now})`);

/** Revokes the key and switches its user off; gives 0 when it was revoked before. */
export const revokeKey = ({ tx, orgId, now }: Context, id: string): Promise<number> =>
  tx.run(sql`
    with revoked as (
      update api_keys set revoked_at = ${now} where org_id = ${orgId} and id = ${id} and revoked_at is null
      returning user_id)
    update users set is_active = false from revoked where org_id = ${orgId} and id = revoked.user_id`);

/** First names of people who may sign in and have one of the roles, by name. */
export const listNamesOf = ({ tx, orgId }: Context, roles: readonly Role[]) =>
  tx.rows({ firstName: text, role }, sql`
    select first_name, role from users
     where org_id = ${orgId} and kind = 'LOGIN' and is_active and role = any(${[...roles]}::text[])
     order by array_position(${[...roles]}::text[], role), first_name collate "und-x-icu", id limit 20`);
