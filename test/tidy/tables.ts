/** The shape of the database that keeps tenants apart and history unchanged, asked of the database itself. */
import type pg from 'pg';

/** Nobody but the owner of the database may change or remove their rows. */
export const APPEND_ONLY = [
  'audit_log', 'audit_redactions', 'audit_seals', 'invoice_audit_logs', 'ledger_transfers', 'refunds', 'correction_documents',
  'closed_periods', 'shift_counts', 'item_write_offs', 'notices', 'notice_reads', 'opening_documents',
  'session_movements', 'subscription_events',
] as const;

/** The directory that finds the tenant is read before there is one; it holds no more than who may enter where. */
const DIRECTORY = ['login_organisations'];

type Question = Readonly<{ rule: string; query: string }>;

/** Tables that have a tenant: the column org_id says so. */
const TENANT = `
  select c.oid, c.relname as name, c.relrowsecurity as secured, a.attnum as tenant
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
   where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname <> all ($1)`;

const QUESTIONS: readonly Question[] = [
  {
    rule: 'row-level security is off',
    query: `select t.name from tenants t where not t.secured`,
  },
  {
    rule: 'no policy compares org_id with the tenant for reading and for writing',
    query: `select t.name from tenants t where not exists (
      select from pg_policy p where p.polrelid = t.oid and p.polcmd = '*' and p.polpermissive
         and pg_get_expr(p.polqual, p.polrelid) like '(org_id = %saldo.org%'
         and (p.polwithcheck is null or pg_get_expr(p.polwithcheck, p.polrelid) like '(org_id = %saldo.org%'))
      or exists (select from pg_policy p where p.polrelid = t.oid and pg_get_expr(p.polqual, p.polrelid) = 'true')`,
  },
  {
    rule: 'the primary key does not begin with org_id',
    query: `select t.name from tenants t where not exists (
      select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p' and k.conkey[1] = t.tenant)`,
  },
  {
    rule: 'a unique index or an exclusion constraint does not begin with org_id',
    query: `select t.name || '.' || x.relname as name
      from tenants t join pg_index i on i.indrelid = t.oid join pg_class x on x.oid = i.indexrelid
     where (i.indisunique or i.indisexclusion) and i.indkey[0] <> t.tenant`,
  },
  {
    rule: 'a foreign key to another table of the tenant does not begin with org_id on both sides',
    query: `select t.name || '.' || k.conname as name
      from tenants t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
      join tenants other on other.oid = k.confrelid
     where k.conkey[1] <> t.tenant or k.confkey[1] <> other.tenant`,
  },
  {
    rule: 'a table of the application is owned by its role, which could then switch its own guards off',
    query: `select c.relname as name from pg_class c join pg_roles r on r.oid = c.relowner
     where c.relnamespace = 'public'::regnamespace and r.rolname = 'saldo_app'`,
  },
];

const appendOnlyQuery = `
  select name || ': ' || privilege as name
    from unnest($1::text[]) name, unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) privilege
   where to_regclass(name) is null or has_table_privilege('saldo_app', name, privilege)
      or privilege = 'UPDATE' and has_any_column_privilege('saldo_app', name, privilege)`;

/** Everything about the tables that would let one tenant see another, or history change. */
export async function tableProblems(database: Pick<pg.Pool, 'query'>): Promise<string[]> {
  const problems: string[] = [];
  const ask = async (rule: string, query: string, value: readonly string[]): Promise<void> => {
    const { rows } = await database.query<{ name: string }>(query, [value]);
    problems.push(...rows.map(({ name }) => `${name}: ${rule}`));
  };
  for (const { rule, query } of QUESTIONS) await ask(rule, `with tenants as (${TENANT}) ${query}`, DIRECTORY);
  await ask('an append-only table may be changed', appendOnlyQuery, APPEND_ONLY);
  return problems;
}
