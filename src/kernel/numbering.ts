import type { Context } from './operation.ts';
import { type Sql, sql } from './sql.ts';

type Kind = 'INV' | 'COR' | 'OST';
/** Opening documents are numbered in Russian, as their people call them: остаток. */
const prefixOf = (kind: Kind): string => (kind === 'OST' ? 'ОСТ' : kind);

/**
 * Takes the next numbers of a kind of document in a year, as the body of a CTE that gives the last number `before`
 * them. The counter's row is locked from here to the commit, so it is taken as late as it can be (C-26).
 */
export const takeNumbers = (context: Context, kind: Kind, year: number, count: number): Sql => sql`
  insert into document_counters as d (org_id, kind, year, last_number)
  values (${context.orgId}, ${kind}, ${year}, ${count})
  on conflict (org_id, kind, year) do update set last_number = d.last_number + ${count}
  returning d.last_number - ${count}::bigint as before`;

/** A number as documents show it: "INV-2025-00001", wider after 99999 (S2-166). */
export const numberOf = (kind: Kind, year: number, n: Sql): Sql => sql`
  ${`${prefixOf(kind)}-${year}-`}::text || lpad((${n})::text, greatest(5, length((${n})::text)), '0')`;

/** One next number as the body of a CTE: `n` and `number`. */
export const nextNumber = (context: Context, kind: Kind, year: number): Sql => sql`
  insert into document_counters as d (org_id, kind, year, last_number) values (${context.orgId}, ${kind}, ${year}, 1)
  on conflict (org_id, kind, year) do update set last_number = d.last_number + 1
  returning d.last_number as n, ${numberOf(kind, year, sql`d.last_number`)} as number`;
