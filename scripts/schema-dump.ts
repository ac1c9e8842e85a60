/**
 * Writes the schema of a live database as readable SQL: what a reviewer reads when a migration changes. It comes from
 * the catalogue and is the same whichever supported version of PostgreSQL it is asked of.
 */
import type pg from 'pg';

type Column = {
  table: string; column: string; type: string; required: boolean; fallback: string | null; generated: string;
  identity: string;
};
type Part = { table: string; text: string };

/** The migrator's own table is not part of the schema that it makes. */
const ours = `c.relnamespace = 'public'::regnamespace and c.relname <> 'schema_migrations'`;

const columnsQuery = `
  select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type,
         a.attnotnull as required, pg_get_expr(d.adbin, d.adrelid) as fallback, a.attgenerated as generated,
         a.attidentity as identity
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   where c.relkind in ('r', 'p') and ${ours}
   order by c.relname collate "C", a.attnum`;

// PostgreSQL 18 keeps "not null" as constraints too (contype n); the columns show them already.
const constraintsQuery = `
  select c.relname as "table",
         format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid)) as text
    from pg_class c join pg_constraint k on k.conrelid = c.oid
   where k.contype in ('p', 'u', 'f', 'c', 'x') and ${ours}
   order by c.relname collate "C", array_position(array['p', 'u', 'x', 'f', 'c'], k.contype::text), k.conname collate "C"`;

const indexesQuery = `
  select c.relname as "table", pg_get_indexdef(i.indexrelid) || ';' as text
    from pg_class c
    join pg_index i on i.indrelid = c.oid
    join pg_class x on x.oid = i.indexrelid
   where not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
     and ${ours}
   order by c.relname collate "C", x.relname collate "C"`;

const policiesQuery = `
  select c.relname as "table",
         format('create policy %I on %I as %s for %s to %s%s%s;', p.polname, c.relname,
           case when p.polpermissive then 'permissive' else 'restrictive' end,
           case p.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
             else 'delete' end,
           coalesce((select string_agg(quote_ident(r.rolname), ', ' order by r.rolname collate "C")
                       from pg_roles r where r.oid = any (p.polroles)), 'public'),
           ' using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
           ' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') as text
    from pg_class c join pg_policy p on p.polrelid = c.oid
   where ${ours}
   order by c.relname collate "C", p.polname collate "C"`;

const securityQuery = `
  select c.relname as "table",
         format('alter table %I %s row level security;', c.relname,
           case when c.relforcerowsecurity then 'force' else 'enable' end) as text
    from pg_class c
   where c.relrowsecurity and ${ours}
   order by c.relname collate "C"`;

// The owner's rights go without saying, and differ: PostgreSQL 17 added MAINTAIN.
const grantsQuery = `
  select c.relname as "table",
         format('grant %s on %I to %s;', string_agg(lower(g.privilege_type), ', ' order by g.privilege_type collate "C"),
           c.relname, coalesce(quote_ident(r.rolname), 'public')) as text
    from pg_class c
   cross join aclexplode(c.relacl) g
    left join pg_roles r on r.oid = g.grantee
   where g.grantee <> c.relowner and c.relkind in ('r', 'p', 'v', 'm', 'S') and ${ours}
   group by c.relname, r.rolname
   order by c.relname collate "C", r.rolname collate "C"`;

// PostgreSQL 15 names the table before every column of a view, 16 and newer only where there are several tables.
const viewsQuery = `
  select c.relname as "table",
         format(E'create view %I%s as\\n%s', c.relname, ' with (' || array_to_string(c.reloptions, ', ') || ')',
           case when used.count = 1
                then regexp_replace(pg_get_viewdef(c.oid), '\\m' || used.name || '\\.', '', 'g')
                else pg_get_viewdef(c.oid) end) as text
    from pg_class c
   cross join lateral (
     select count(distinct t.oid) as count, min(t.relname) as name
       from pg_rewrite w
       join pg_depend d on d.objid = w.oid and d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass
       join pg_class t on t.oid = d.refobjid and t.oid <> c.oid
      where w.ev_class = c.oid) used
   where c.relkind = 'v' and ${ours}
   order by c.relname collate "C"`;

const extensionsQuery = `
  select extname as "table", format('create extension %I;', extname) as text
    from pg_extension where extname <> 'plpgsql' order by extname collate "C"`;

/** The whole text, ready to be written to db/schema.sql. */
export async function dumpSchema(database: Pick<pg.Pool, 'query'>): Promise<string> {
  const parts = async (query: string): Promise<Part[]> => (await database.query<Part>(query)).rows;
  const { rows: columns } = await database.query<Column>(columnsQuery);
  const constraints = await parts(constraintsQuery);
  const [indexes, policies, security, grants, views, extensions] = [
    await parts(indexesQuery), await parts(policiesQuery), await parts(securityQuery), await parts(grantsQuery),
    await parts(viewsQuery), await parts(extensionsQuery),
  ];
  const textsOf = (list: Part[], table: string): string[] =>
    list.filter((part) => part.table === table).map(({ text }) => text.replaceAll(' ON public.', ' ON '));
  const tables = [...new Set(columns.map(({ table }) => table))].map((table) => {
    const body = [...columns.filter((column) => column.table === table).map(columnText), ...textsOf(constraints, table)];
    const create = `create table ${table} (\n${body.map((line) => `  ${line}`).join(',\n')}\n);`;
    return [create, ...[indexes, security, policies, grants].flatMap((list) => textsOf(list, table))].join('\n');
  });
  const viewTexts = views.map(({ table, text }) => [text, ...textsOf(grants, table)].join('\n'));
  const head = '-- GENERATED by `npm run generate` from the migrations. Do not edit; its diff is what a reviewer reads.';
  return `${[head, ...extensions.map(({ text }) => text), ...tables, ...viewTexts].join('\n\n')}\n`;
}

function columnText({ column, type, required, fallback, generated, identity }: Column): string {
  const value = identity !== ''
    ? ` generated ${identity === 'a' ? 'always' : 'by default'} as identity`
    : fallback === null ? '' : generated === '' ? ` default ${fallback}` : ` generated always as (${fallback}) stored`;
  return `${column} ${type}${required ? ' not null' : ''}${value}`;
}
