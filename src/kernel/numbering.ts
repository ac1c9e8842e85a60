import type { Context } from './operation.ts';
import { type Sql, sql } from './sql.ts';

/**
 * The next number of a kind of document in a year, as the body of a CTE: `n` and `number`, "INV-2025-00001", wider
 * after 99999 (S2-166, C-26). The counter's row is locked from here to the commit, so it is taken as late as it can be.
 */
export const nextNumber = (context: Context, kind: 'INV' | 'COR', year: number): Sql => sql`
  insert into document_counters as d (org_id, kind, year, last_number) values (${context.orgId}, ${kind}, ${year}, 1)
  on conflict (org_id, kind, year) do update set last_number = d.last_number + 1
  returning d.last_number as n,
            d.kind || '-' || d.year || '-' || lpad(d.last_number::text, greatest(5, length(d.last_number::text)),
              '0') as number`;
