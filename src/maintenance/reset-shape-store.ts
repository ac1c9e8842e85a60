/** What the database itself says of the tables that a reset touches: its foreign keys, columns and keys. */
import type { ForeignKey } from './reset-rules.ts';
import type { Context } from '../kernel/operation.ts';
import { type Column, oneOf, sql, text } from '../kernel/sql.ts';

const texts: Column<string[]> = { oids: [1009], nullable: false };
const KeyColumns = {
  child: text, parent: text, onDelete: oneOf('CASCADE', 'SET NULL', 'RESTRICT'), columns: texts,
};

/** Every foreign key between tables of tenants, without those that lead to the organisation itself. */
export const loadForeignKeys = ({ tx }: Pick<Context, 'tx'>): Promise<ForeignKey[]> => tx.rows(KeyColumns, sql`
  select child.relname::text as child, parent.relname::text as parent,
         case k.confdeltype when 'c' then 'CASCADE' when 'n' then 'SET NULL' else 'RESTRICT' end as on_delete,
         array_agg(a.attname::text order by a.attname) as columns
    from pg_constraint k
    join pg_class child on child.oid = k.conrelid
    join pg_class parent on parent.oid = k.confrelid
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
   where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conrelid <> k.confrelid
     and a.attname <> 'org_id' and parent.relname <> 'organisations'
   group by k.oid, child.relname, parent.relname, k.confdeltype
   order by child.relname, k.oid`);

const TableColumns = { name: text, columns: texts, keys: texts };
export type TableShape = { name: string; columns: readonly string[]; keys: readonly string[] };
/** The columns that can be written, and those of the primary key. */
export const loadTables = ({ tx }: Pick<Context, 'tx'>, names: readonly string[]): Promise<TableShape[]> =>
  tx.rows(TableColumns, sql`
  select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns,
         array_agg(a.attname::text order by a.attnum) filter (where a.attnum = any(k.conkey)) as keys
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
   where c.relnamespace = 'public'::regnamespace and c.relname = any(${[...names]}::text[])
   group by c.oid, c.relname`);
