import { type Mapping, POINTS_STRATEGIES, type PointsStrategy } from './connection-contract.ts';
import type { CheckFacts } from './connection-check-rules.ts';
import type { Instant } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { type Row, instant, int, json, nullable, oneOf, select, sql, text } from '../kernel/sql.ts';

const ConnectionColumns = {
  baseUrl: text, username: text, passwordSealed: text, timeZone: text, mapping: json<Mapping>(),
  pointsStrategy: oneOf(...POINTS_STRATEGIES), packagingWords: json<string[]>(), pageSize: int, updatedAt: instant,
  checkedAt: nullable(instant), lastCheck: nullable(json<CheckFacts>()),
};
export type ConnectionRow = Row<typeof ConnectionColumns>;
type Place = Pick<Context, 'tx' | 'orgId'>;

export const findConnection = ({ tx, orgId }: Place): Promise<ConnectionRow | undefined> =>
  tx.maybe(ConnectionColumns, sql`select ${select(ConnectionColumns)} from onec_connections where org_id = ${orgId}`);

/** The connection, locked until the operation ends. */
export async function lockConnection({ tx, orgId }: Place): Promise<ConnectionRow | undefined> {
  const [, found] = await Promise.all([
    tx.run(sql`select from onec_connections where org_id = ${orgId} for update`),
    findConnection({ tx, orgId }),
  ]);
  return found;
}

export type ConnectionFacts = {
  baseUrl: string; username: string; passwordSealed: string; timeZone: string; mapping: Mapping;
  pointsStrategy: PointsStrategy; packagingWords: readonly string[]; pageSize: number;
};
/** What was checked before was another connection, so it is forgotten. */
export const upsertConnection = ({ tx, orgId, now }: Context, facts: ConnectionFacts): Promise<number> =>
  tx.run(sql`
    insert into onec_connections as c (org_id, base_url, username, password_sealed, time_zone, mapping, points_strategy,
                                       packaging_words, page_size, updated_at)
    values (${orgId}, ${facts.baseUrl}, ${facts.username}, ${facts.passwordSealed}, ${facts.timeZone},
            ${JSON.stringify(facts.mapping)}, ${facts.pointsStrategy}, ${JSON.stringify(facts.packagingWords)},
            ${facts.pageSize}, ${now})
        on conflict (org_id) do update
       set base_url = excluded.base_url, username = excluded.username, password_sealed = excluded.password_sealed,
           time_zone = excluded.time_zone, mapping = excluded.mapping, points_strategy = excluded.points_strategy,
           packaging_words = excluded.packaging_words, page_size = excluded.page_size, updated_at = excluded.updated_at,
           checked_at = null, last_check = null`);

/** Keeps what was found, unless the connection was changed since `updatedAt`. */
export const updateCheck = (
  { tx, orgId, now }: Context, updatedAt: Instant, facts: CheckFacts,
): Promise<number> =>
  tx.run(sql`
    update onec_connections set checked_at = ${now}, last_check = ${JSON.stringify(facts)}
     where org_id = ${orgId} and updated_at = ${updatedAt}`);
