/**
 * Databases that a test has done with, for the next one. Making a database is a copy of 750 files; emptying one is a
 * statement. A database whose shape was changed, or that grew large, is not offered again.
 */
import pg from 'pg';

const LARGE = 32 * 1024 * 1024;
/** How often it is looked whether the last connections have ended, and for how long. */
const LOOKS = 100;

/** Everything that a migration, a grant or a test's planted fault can change: the rows of the catalogue and their authors. */
const SHAPE = `select md5(string_agg(part, ' ' order by part)) as shape from (
  select 'class ' || oid || ' ' || xmin as part from pg_class where relkind <> 't'
  union all select 'column ' || attrelid || ' ' || attnum || ' ' || xmin from pg_attribute
  union all select 'constraint ' || oid || ' ' || xmin from pg_constraint
  union all select 'policy ' || oid || ' ' || xmin from pg_policy
  union all select 'trigger ' || oid || ' ' || xmin from pg_trigger
  union all select 'function ' || oid || ' ' || xmin from pg_proc
  union all select 'schema ' || oid || ' ' || xmin from pg_namespace
  union all select 'extension ' || oid || ' ' || xmin from pg_extension
  union all select 'setting ' || setconfig::text from pg_db_role_setting
   where setdatabase = (select oid from pg_database where datname = current_database())) parts`;

export type Shape = Readonly<{
  hash: string;
  /** Tables that have no rows in the template: what is emptied. */
  tables: readonly string[];
}>;

/** The shape of the template, which its copies have as long as nobody changes them. */
export async function shapeOf(url: string): Promise<Shape> {
  return using(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(`
      select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public' order by 1`);
    const filled = await filledOf(client, rows.map(({ name }) => name));
    return { hash: await hashOf(client), tables: rows.map(({ name }) => name).filter((name) => !filled.includes(name)) };
  });
}

/** Makes the list of spare databases, in a database of its own. */
export const openSpares = (url: string): Promise<void> =>
  using(url, async (client) => {
    await client.query('create table spares (name text primary key)');
  });

/** The name of a spare database, taken from the list. */
export const takeSpare = (url: string): Promise<string | undefined> =>
  using(url, async (client) => (await client.query<{ name: string }>(`
    delete from spares where name = (select name from spares limit 1 for update skip locked) returning name`)).rows[0]?.name);

export const offerSpare = (url: string, name: string): Promise<void> =>
  using(url, async (client) => {
    await client.query('insert into spares values ($1)', [name]);
  });

/** Empties the database at the address; false when it is not what it was and has to go. */
export const emptied = (url: string, shape: Shape): Promise<boolean> =>
  using(url, async (client) => {
    if (!(await alone(client)) || (await hashOf(client)) !== shape.hash) return false;
    const { rows: [size] } = await client.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes');
    if (Number(size!.bytes) > LARGE) return false;
    const filled = await filledOf(client, shape.tables);
    // One statement: what refers to what is looked at when all of it is gone.
    if (filled.length > 0) {
      await client.query(`with ${filled.map((table, n) => `t${n} as (delete from ${table})`).join(', ')} select`);
    }
    await client.query(`select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
                          from pg_sequences where schemaname = 'public' and last_value is not null`);
    return true;
  });

/** Sends everybody else away and waits until they are gone. */
async function alone(client: pg.Client): Promise<boolean> {
  const others = "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const { rowCount } = await client.query(`select pg_terminate_backend(pid) ${others}`);
    if (rowCount === 0) return true;
    await client.query('select pg_sleep(0.02)');
  }
  return false;
}

const hashOf = async (client: pg.Client): Promise<string> => (await client.query<{ shape: string }>(SHAPE)).rows[0]!.shape;

async function filledOf(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    tables.map((name) => `select '${name}' as name where exists (select from ${name})`).join(' union all '));
  return rows.map(({ name }) => name);
}

async function using<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
