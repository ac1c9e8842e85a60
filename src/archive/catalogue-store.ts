import type { Tx } from '../kernel/db.ts';
import { type Row, bool, nullable, sql, text, uuid } from '../kernel/sql.ts';

const ColumnColumns = {
  tableName: text, columnName: text, type: text, isGenerated: bool, isNullable: bool,
  sequence: nullable(text), isKey: bool,
};
export type ColumnRow = Row<typeof ColumnColumns>;

/** Every column of the tables that belong to a tenant and of the logins of its people, as the database has them. */
export const loadColumns = (tx: Tx): Promise<ColumnRow[]> => tx.rows(ColumnColumns, sql`
  select t.relname::text as table_name, c.attname::text as column_name, format_type(c.atttypid, c.atttypmod) as type,
         c.attgenerated <> '' as is_generated, not c.attnotnull as is_nullable,
         case when c.attidentity <> '' then pg_get_serial_sequence(format('%I.%I', n.nspname, t.relname), c.attname) end
           as sequence,
         exists (select from pg_constraint k
                  where k.conrelid = t.oid and k.contype = 'p' and c.attnum = any (k.conkey)) as is_key
    from pg_class t
    join pg_namespace n on n.oid = t.relnamespace
    join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
   where n.nspname = 'public' and t.relkind = 'r'
     and (t.relname = 'logins' or exists (select from pg_attribute o
           where o.attrelid = t.oid and o.attname = 'org_id' and not o.attisdropped))
   order by t.relname collate "C", c.attnum`);

const ReferenceColumns = { tableName: text, columnName: text, refersTo: text, canWait: bool };
export type ReferenceRow = Row<typeof ReferenceColumns>;

/** Which column of which table points into which other, and whether that may be looked at in the end. */
export const loadReferences = (tx: Tx): Promise<ReferenceRow[]> => tx.rows(ReferenceColumns, sql`
  select t.relname::text as table_name, c.attname::text as column_name, o.relname::text as refers_to,
         k.condeferrable as can_wait
    from pg_constraint k
    join pg_class t on t.oid = k.conrelid join pg_class o on o.oid = k.confrelid
    join pg_attribute c on c.attrelid = t.oid and c.attnum = any (k.conkey)
   where k.contype = 'f' and t.relnamespace = 'public'::regnamespace
   order by 1, 2, 3`);

const AppliedColumns = { name: text, sha256: text };
export const loadMigrations = (tx: Tx) => tx.rows(AppliedColumns, sql`
  select name, sha256 from schema_migrations order by name collate "C"`);

const OrganisationColumns = { id: text, name: text, template: text, timeZone: text, currency: text, sandbox: bool };
export const findOrganisation = (tx: Tx, orgId: string) => tx.maybe(OrganisationColumns, sql`
  select org_id::text as id, name, template, time_zone, currency, sandbox_now is not null as sandbox
    from organisations where org_id = ${orgId}`);

export const loadMoment = async (tx: Tx): Promise<string> => (await tx.one({ at: text }, sql`
  select to_char(transaction_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`)).at;


export const findByPhone = (tx: Tx, orgId: string, phone: string) => tx.rows({ id: uuid, name: text }, sql`
  select id, name from clients where org_id = ${orgId} and phone = ${phone} order by created_at, id limit 20`);
