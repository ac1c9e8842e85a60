import pg from 'pg';
import { newToken } from './token.ts';
import { type Columns, type Row, type Sql, bindable, decodeRows, statementName, types } from './sql.ts';

/** One open transaction of one tenant. Statements that do not wait for each other are pipelined. */
export type Tx = {
  rows<C extends Columns>(columns: C, statement: Sql): Promise<Row<C>[]>;
  /** Exactly one row; anything else is a bug. */
  one<C extends Columns>(columns: C, statement: Sql): Promise<Row<C>>;
  maybe<C extends Columns>(columns: C, statement: Sql): Promise<Row<C> | undefined>;
  /** A statement that returns nothing; gives the number of rows touched. */
  run(statement: Sql): Promise<number>;
  /** Unprepared text without values: BEGIN, COMMIT and the like. Only the kernel uses it. */
  raw(text: string): Promise<void>;
};

export type Database = {
  /** Runs as the role saldo_app, which owns nothing: row-level security and grants bind it. */
  app: pg.Pool;
  /** Runs as the role of the connection string: migrations, the list of organisations, maintenance. */
  owner: pg.Pool;
  /**
   * Connections that hold the lock of a job while it works through the others. They are a pool of their own: jobs that
   * hold a connection each and wait for another would wait for each other for ever.
   */
  locks: pg.Pool;
  /** The secret of the installation (SALDO_SECRET), for texts that are sealed rather than hashed. */
  secret: string;
  close(): Promise<void>;
};

export const APP_ROLE = 'saldo_app';

function pool(url: string, max: number, extra: pg.PoolConfig = {}): pg.Pool {
  // `pipeline` sends statements without waiting for the answer to the one before (pg ≥ 8.23).
  const config = { connectionString: url, max, types, pipeline: true, ...extra };
  const made = new pg.Pool(config as pg.PoolConfig);
  made.on('error', () => undefined); // an idle connection broke; the next checkout makes another
  // A connection in use broke: its statements fail and say so. Without a listener the whole process would end.
  made.on('connect', (client) => client.on('error', () => undefined));
  return made;
}

/**
 * Statements are planned once for every tenant. Planned for the values at hand, those of a new organisation, which the
 * statistics do not know yet, are taken for one row, and every index that begins with org_id looks as good as the right.
 */
const ONE_PLAN = '-c plan_cache_mode=force_generic_plan';

/**
 * Opens the pools. No connection is made yet. With `lazyCommits` a commit does not wait for the disk: only for what
 * can be made again, since a crash may take the last moments of it.
 */
export function openDatabase(
  url: string, options: { connections?: number; secret?: string; lazyCommits?: boolean } = {},
): Database {
  const lazy = options.lazyCommits === true ? ' -c synchronous_commit=off' : '';
  const app = pool(url, options.connections ?? 12, { options: `-c role=${APP_ROLE} ${ONE_PLAN}${lazy}` });
  const owner = pool(url, 2);
  const locks = pool(url, 10, { options: `-c role=${APP_ROLE}` });
  return {
    app,
    owner,
    locks,
    secret: options.secret ?? newToken(32),
    close: async () => {
      await Promise.all([app.end(), owner.end(), locks.end()]);
    },
  };
}

/** Holds back what is written to the connection until this turn of the program ends: one packet, one system call. */
function sendTogether(client: pg.Client): void {
  const { stream } = client.connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

const ABORTED = '25P02'; // current transaction is aborted

/** Wraps a connection into the small surface that stores use. */
export function transactionOn(client: pg.Client): Tx {
  let cause: unknown;
  /** Statements sent after one that failed only say that the transaction is aborted: whoever asks is told why. */
  const answered = <T>(answer: Promise<T>): Promise<T> => answer.catch((error: unknown) => {
    cause ??= error;
    throw (error as { code?: string }).code === ABORTED ? cause : error;
  });
  const query = (text: string, values: unknown[]): Promise<pg.QueryArrayResult> => {
    sendTogether(client);
    return answered(client.query({ name: statementName(text), text, values: values.map(bindable), rowMode: 'array' }));
  };
  const rows = async <C extends Columns>(columns: C, statement: Sql): Promise<Row<C>[]> => {
    const { text, values } = statement;
    const result = await query(text, values);
    return decodeRows(columns, result.fields, result.rows, text);
  };
  return {
    rows,
    one: async (columns, statement) => {
      const found = await rows(columns, statement);
      if (found.length !== 1) throw new Error(`Expected one row, got ${found.length}: ${statement.text}`);
      return found[0]!;
    },
    maybe: async (columns, statement) => (await rows(columns, statement))[0],
    run: async ({ text, values }) => (await query(text, values)).rowCount ?? 0,
    raw: async (text) => {
      sendTogether(client);
      await answered(client.query(text));
    },
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** BEGIN and the tenant in one message; the tenant lasts as long as the transaction (SET LOCAL). */
export function beginText(orgId: string | undefined, mode: 'write' | 'read'): string {
  if (orgId !== undefined && !UUID.test(orgId)) throw new TypeError('An organisation id is a UUID');
  const begin = mode === 'write' ? 'begin' : 'begin transaction isolation level repeatable read read only';
  return orgId === undefined ? begin : `${begin}; set local saldo.org = '${orgId}'`;
}

/**
 * Runs the body in a transaction of the tenant (or of none: the directory of logins), and commits unless it throws.
 * Operations do not call this themselves: `operation` and `reading` do.
 */
export async function inTransaction<T>(
  database: Database,
  orgId: string | undefined,
  mode: 'write' | 'read',
  body: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await database.app.connect();
  let broken: Error | undefined;
  try {
    const tx = transactionOn(client);
    try {
      const [, result] = await Promise.all([tx.raw(beginText(orgId, mode)), body(tx)]);
      await tx.raw('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    }
  } finally {
    client.release(broken);
  }
}
