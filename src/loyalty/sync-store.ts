/** SQL of the runs: where each stands, who works on it, and what it has to tell. */
import { LINE_LEVELS, SYNC_STAGES, SYNC_STATUSES, type SyncCounts, type SyncStage } from './contract.ts';
import type { NewLine } from './words-rules.ts';
import type { Instant } from '../kernel/day.ts';
import { type Database, transactionOn } from '../kernel/db.ts';
import type { Context } from '../kernel/operation.ts';
import type { RefusalDetail } from '../kernel/refusal.ts';
import {
  type Columns, type Row, type Sql, bool, instant, int, json, nullable, oneOf, select, sql, text, uuid,
} from '../kernel/sql.ts';

export type Place = Pick<Context, 'tx' | 'orgId'>;

/** Where a stage goes on: how many rows of the table to pass over, and under which conditions that means the same. */
export type Cursor = {
  skip?: number;
  /** Rows that the base counted, and rows that came and were not kept. */
  total?: number; others?: number;
  /** How the base was asked. */
  how?: string;
};

const SyncColumns = {
  id: uuid, status: oneOf(...SYNC_STATUSES), stage: oneOf(...SYNC_STAGES), percent: int, mostCustomers: int, days: int,
  since: instant, cursor: json<Cursor>(), counts: json<SyncCounts>(), errorCode: nullable(text),
  errorDetail: nullable(json<RefusalDetail>()), startedBy: uuid, startedAt: instant, finishedAt: nullable(instant),
  aliveAt: nullable(instant),
};
export type SyncRow = Row<typeof SyncColumns>;
const CardColumns = { ...SyncColumns, firstName: text, lastName: text };
export type SyncCard = Row<typeof CardColumns>;

const cards = sql`
  select ${select(SyncColumns, 's')}, u.first_name, u.last_name
    from onec_syncs s join users u on u.org_id = s.org_id and u.id = s.started_by`;

export const loadSync = ({ tx, orgId }: Place, id: string): Promise<SyncCard | undefined> =>
  tx.maybe(CardColumns, sql`${cards} where s.org_id = ${orgId} and s.id = ${id}`);

/** The run that is under way; at most one, as a unique index says. */
export const loadRunning = ({ tx, orgId }: Place): Promise<SyncCard | undefined> =>
  tx.maybe(CardColumns, sql`${cards} where s.org_id = ${orgId} and s.status = 'RUNNING'`);

export async function pageOfSyncs(
  { tx, orgId }: Place, page: number, limit: number,
): Promise<{ total: number; rows: SyncCard[] }> {
  const [{ total }, rows] = await Promise.all([
    tx.one({ total: int }, sql`select count(*) as total from onec_syncs where org_id = ${orgId}`),
    tx.rows(CardColumns, sql`${cards} where s.org_id = ${orgId}
      order by s.started_at desc, s.id desc limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { total, rows };
}

/** Beginnings and resumptions of an organisation follow one another. */
export const lockSyncs = ({ tx, orgId }: Place): Promise<number> =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`${orgId}:onec.sync.begin`}, 4))`);

export type NewSync = {
  id: string; limit: number; days: number; since: Instant; counts: SyncCounts; startedBy: string; startedAt: Instant;
};
export const insertSync = ({ tx, orgId }: Place, sync: NewSync): Promise<number> => tx.run(sql`
  insert into onec_syncs (org_id, id, status, stage, percent, most_customers, days, since, cursor, counts, started_by,
                          started_at)
  values (${orgId}, ${sync.id}, 'RUNNING', 'CARDS', 0, ${sync.limit}, ${sync.days}, ${sync.since}, '{}',
          ${JSON.stringify(sync.counts)}::jsonb, ${sync.startedBy}, ${sync.startedAt})`);

/** The run, locked until the transaction ends. */
export const lockSync = ({ tx, orgId }: Place, id: string): Promise<number> =>
  tx.run(sql`select from onec_syncs where org_id = ${orgId} and id = ${id} for update`);

export type EndOfSync = { status: 'DONE' | 'CANCELLED' | 'FAILED'; code?: string; detail?: RefusalDetail };
export const endSync = ({ tx, orgId, now }: Context, id: string, end: EndOfSync): Promise<number> => tx.run(sql`
  update onec_syncs
     set status = ${end.status}, finished_at = greatest(started_at, ${now}), worker = null,
         error_code = ${end.code ?? null}, error_detail = ${end.detail ? JSON.stringify(end.detail) : null}::jsonb,
         stage = case when ${end.status} = 'DONE' then 'DONE' else stage end,
         percent = case when ${end.status} = 'DONE' then 100 else percent end
   where org_id = ${orgId} and id = ${id}`);

export const reopenSync = ({ tx, orgId }: Place, id: string): Promise<number> => tx.run(sql`
  update onec_syncs
     set status = 'RUNNING', finished_at = null, worker = null, error_code = null, error_detail = null
   where org_id = ${orgId} and id = ${id}`);

/** Makes the worker the one who works on the run, whoever did before; undefined when it is not under way any more. */
export const claimSync = async ({ tx, orgId }: Place, id: string, worker: string): Promise<SyncCard | undefined> => {
  await tx.run(sql`
    update onec_syncs set worker = ${worker}, alive_at = clock_timestamp()
     where org_id = ${orgId} and id = ${id} and status = 'RUNNING'`);
  return tx.maybe(CardColumns, sql`${cards}
    where s.org_id = ${orgId} and s.id = ${id} and s.status = 'RUNNING' and s.worker = ${worker}`);
};

/** The worker's hold on the run until the transaction ends; false when it was cancelled or taken over. */
export const holdSync = async ({ tx, orgId }: Place, id: string, worker: string): Promise<boolean> =>
  (await tx.maybe({ held: bool }, sql`
    select true as held from onec_syncs
     where org_id = ${orgId} and id = ${id} and status = 'RUNNING' and worker = ${worker} for update`)) !== undefined;

export type Step = { stage: SyncStage; percent: number; cursor: Cursor; counts: SyncCounts };
/** Says that the worker is still there; false when the run is not his any more. */
export const keepAlive = async ({ tx, orgId }: Place, id: string, worker: string): Promise<boolean> => await tx.run(sql`
  update onec_syncs set alive_at = clock_timestamp()
   where org_id = ${orgId} and id = ${id} and status = 'RUNNING' and worker = ${worker}`) > 0;

/** The moment as the organisation has it. */
export const readClock = async ({ tx, orgId }: Place): Promise<Instant> => (await tx.one({ now: instant }, sql`
  select coalesce(sandbox_now, clock_timestamp()) as now from organisations where org_id = ${orgId}`)).now;

/** How far the run is, written with what it brought in. */
export const moveSync = ({ tx, orgId }: Place, id: string, step: Step): Promise<number> => tx.run(sql`
  update onec_syncs
     set stage = ${step.stage}, percent = ${step.percent}, cursor = ${JSON.stringify(step.cursor)}::jsonb,
         counts = ${JSON.stringify(step.counts)}::jsonb, alive_at = clock_timestamp()
   where org_id = ${orgId} and id = ${id}`);

const ProgressColumns = {
  status: oneOf(...SYNC_STATUSES), stage: oneOf(...SYNC_STAGES), percent: int, counts: json<SyncCounts>(),
};
export type ProgressRow = Row<typeof ProgressColumns>;
export const loadProgress = ({ tx, orgId }: Place, id: string): Promise<ProgressRow | undefined> =>
  tx.maybe(ProgressColumns, sql`
    select ${select(ProgressColumns)} from onec_syncs where org_id = ${orgId} and id = ${id}`);

/** Looks at every organisation, with the owner's rights. */
async function asOwner<C extends Columns>({ owner }: Database, columns: C, statement: Sql): Promise<Row<C>[]> {
  const client = await owner.connect();
  try {
    return await transactionOn(client).rows(columns, statement);
  } finally {
    client.release();
  }
}

/** Runs under way in all organisations, for whoever is free to work. */
export const listRunning = (database: Database) => asOwner(database, { orgId: uuid, id: uuid }, sql`
  select org_id, id from onec_syncs where status = 'RUNNING' order by started_at, id`);

/** Statistics of the tables that a run fills: a plan made for empty ones takes any index that begins with org_id. */
export const analyseTables = async ({ owner }: Database): Promise<void> => {
  await owner.query(
    'analyze (skip_locked) clients, onec_customers, discount_cards, purchases, loyalty_records, loyalty_points');
};

export const listOrganisations = (database: Database) => asOwner(database, { orgId: uuid, name: text }, sql`
  select org_id, name from organisations where not is_loading order by created_at, org_id`);

/** Adds lines; one that is there already stays as it is. Gives how many are new. */
export const insertLines = ({ tx, orgId }: Place, syncId: string, lines: readonly NewLine[]): Promise<number> => tx.run(sql`
  insert into onec_sync_lines (org_id, sync_id, code, subject, level, params, at)
  select ${orgId}, ${syncId}, l.code, l.subject, l.level, l.params,
         (select coalesce(sandbox_now, clock_timestamp()) from organisations where org_id = ${orgId})
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l (code text, subject text, level text, params jsonb)
      on conflict do nothing`);

const LineColumns = {
  at: instant, level: oneOf(...LINE_LEVELS), code: text,
  params: json<RefusalDetail>(),
};
export type LineRow = Row<typeof LineColumns>;
export const loadLines = ({ tx, orgId }: Place, syncId: string, limit: number): Promise<LineRow[]> =>
  tx.rows(LineColumns, sql`
    select ${select(LineColumns)} from onec_sync_lines
     where org_id = ${orgId} and sync_id = ${syncId} order by place limit ${limit}`);
