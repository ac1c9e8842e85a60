/** A database whose connection does something wrong at its nth statement, counted from the first of an operation. */
import type { Socket } from 'node:net';
import type pg from 'pg';
import type { Database } from '../../src/kernel/db.ts';

export type Fault = 'the server refuses it' | 'the connection is lost before it' | 'it conflicts with another transaction';

/**
 * What really happens to a statement: the server answers with an error, or the connection is gone. A statement that is
 * silently left out while those after it arrive is not among them, for a connection keeps its order.
 */
const RAISE: Partial<Record<Fault, string>> = {
  'the server refuses it': `do $$ begin raise exception 'planted fault'; end $$`,
  'it conflicts with another transaction': `do $$ begin raise exception 'planted fault' using errcode = '40001'; end $$`,
};

export type Faulty = { database: Database; wasReached: () => boolean };

/** The fault happens once; whatever comes after it, on this or another connection, goes as usual. */
export function withFault(database: Database, fault: Fault, nth: number): Faulty {
  let statements = 0;
  const watched = (client: pg.PoolClient): pg.PoolClient => bound(client, 'query', (...given: unknown[]) => {
    statements += 1;
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    if (statements !== nth) return query(...given);
    const raise = RAISE[fault];
    if (raise !== undefined) return query(raise);
    (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
    return query(...given);
  });
  const connect = async () => watched(await database.app.connect());
  return { database: { ...database, app: bound(database.app, 'connect', connect) }, wasReached: () => statements >= nth };
}

/** The object with one method replaced; its other methods work on the object itself. */
function bound<T extends object>(object: T, method: keyof T, replacement: unknown): T {
  return new Proxy(object, {
    get(target, key) {
      if (key === method) return replacement;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
}
