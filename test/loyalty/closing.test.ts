/** A stream never keeps a server from ending. */
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { mountEvents } from '../../src/live/events.ts';
import { connectOneC } from '../../src/loyalty/connection.ts';
import { mountSyncEvents } from '../../src/loyalty/sync-events.ts';
import { startSync } from '../../src/loyalty/syncs.ts';
import { newWorld } from '../world.ts';

test.each(['sync', 'live'] as const)('who was being asked who he is when the server began to end gets no stream (%s)', async (stream) => {
  const world = await newWorld();
  await world.run(connectOneC, { baseUrl: 'http://127.0.0.1:9/base', username: 'Обмен', password: 'пароль 1С' });
  const { id } = await world.run(startSync, { limit: 1, days: 1 });
  const address = stream === 'live' ? '/api/events' : `/api/admin/onec/customers/sync/${id}/events`;
  const app = fastify();
  const [asked, ending] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const authenticate = async () => {
    asked.resolve();
    await ending.promise;
    return { ...world.call(), byCookie: false };
  };
  if (stream === 'live') mountEvents(app, { database: world.database, authenticate });
  else mountSyncEvents(app, { database: world.database, authenticate });
  app.addHook('preClose', async () => ending.resolve());
  const answer = fetch(`${await app.listen({ port: 0, host: '127.0.0.1' })}${address}`);
  await asked.promise;
  const closed = app.close();
  expect((await answer).status).toBeGreaterThanOrEqual(500);
  app.server.closeAllConnections(); // the answered one would be kept alive for a minute
  await closed;
});
