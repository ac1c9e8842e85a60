/** What the whole database holds, in one line for each table: to show that a refusal changed not one row. */
import type { Database } from '../src/kernel/db.ts';

/** The tables by name, each with the number of its rows and a sum over their contents, whatever their order. */
export type Digest = Readonly<Record<string, string>>;

/** Every table of the schema, all tenants together, in one snapshot. Read by the owner, whom no row escapes. */
export async function digestOfAllTables(database: Database): Promise<Digest> {
  const { rows: tables } = await database.owner.query<{ name: string }>(`
    select quote_ident(relname) as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname collate "C"`);
  // A reversal that lacks money is told to administrators after its rollback (C-17): the only trace that a refusal leaves.
  const only: Record<string, string> = {
    notices: "where kind <> 'reversal-shortfall'",
    notices_unplanned: "where notice_id not in (select id from public.notices where kind = 'reversal-shortfall')",
  };
  const one = ({ name }: { name: string }): string => `
    select '${name}' as name,
           count(*) || ' rows ' || coalesce(sum(hashtextextended(whole_row::text, 0)), 0) as digest
      from public.${name} as whole_row ${only[name] ?? ''}`;
  const { rows } = await database.owner.query<{ name: string; digest: string }>(tables.map(one).join(' union all '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
