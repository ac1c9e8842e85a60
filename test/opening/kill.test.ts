/** An apply that is killed leaves nothing, and can be done again at once. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createImport, checked } from '../../src/opening/create-import.ts';
import { ask, expectProof } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { again, applied, report, sent } from './importing.ts';

const ROWS = 6000;
const counts = async ({ database }: World) => (await database.owner.query<Record<string, number>>(`
  select (select count(*)::int from clients) as clients, (select count(*)::int from opening_documents) as documents,
         (select count(*)::int from ledger_transfers) as transfers, (select count(*)::int from invoices) as invoices`)).rows[0];
const stateOf = async ({ database }: World) => (await database.owner.query<{ percent: number; stage: string }>(
  'select percent, stage from import_progress')).rows[0];

test('killed in the middle of writing: nothing came in; the same import is applied afterwards as a whole', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const lines = Array.from({ length: ROWS }, (_, n) => `Клиент ${n};${n % 2 === 0 ? '' : '-'}${n + 1}`);
  const uploadId = await sent(world, `ФИО;Баланс\n${lines.join('\n')}\n`);
  const { id } = await ask(world, createImport, { uploadId, kind: 'CLIENTS', asOf: '2025-01-31' });
  await checked(world.database);
  expect(await again(world, id)).toMatchObject({ status: 'READY', counts: { create: ROWS } });

  const child = fork(new URL('./apply-process.ts', import.meta.url), [world.url, world.orgId, id]);
  const ended = once(child, 'exit');
  for (;;) {
    const state = await stateOf(world);
    if (state?.stage === 'APPLY' && state.percent > 40) break;
    if (child.exitCode !== null) throw new Error('the import was applied before it could be killed');
    await pause(5);
  }
  expect(await again(world, id)).toMatchObject({ status: 'APPLYING' });
  child.kill('SIGKILL');
  await ended;
  expect(await counts(world)).toEqual({ clients: 0, documents: 0, transfers: 0, invoices: 0 });
  expect(await report(world, id, 'REFUSE')).toEqual([]);

  await applied(world, id);
  expect(await counts(world)).toEqual({ clients: ROWS, documents: ROWS, transfers: ROWS, invoices: ROWS / 2 });
  expect(await again(world, id)).toMatchObject({ status: 'APPLIED', percent: 100 });
  await expectProof(world);
});
