/** The worker as a program of its own: it does what is due, ends in order, and a killed one leaves nothing half done. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../src/clients/write-clients.ts';
import { createInvoice } from '../../src/sales/create-invoice.ts';
import { runJobByHand } from '../../src/jobs/run-by-hand.ts';
import { runAsSystem } from '../../src/kernel/command.ts';
import { holdClient, runsOf, until } from './blocked.ts';
import { type Living, living, todayThere } from './living.ts';

type Worker = { process: ChildProcess; said: () => string };

/** Starts a worker at the database; it is killed with the test if it still lives. */
async function startWorker(home: Living): Promise<Worker> {
  const env = { ...process.env, DATABASE_URL: home.url, LOG_LEVEL: 'warn', SALDO_SECRET: 'x'.repeat(32) };
  const file = fileURLToPath(new URL('../../src/worker.ts', import.meta.url));
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`The worker did not start: ${said}`);
    return said.includes('running');
  });
  return { process: child, said: () => said };
}

async function ended({ process: child }: Worker, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child, 'exit');
  child.kill(signal);
  return ((await exit) as [number | null])[0];
}

/** An unpaid invoice that was due yesterday; gives its client. */
async function lateInvoice(home: Living): Promise<string> {
  const { database, orgId } = home;
  const { id: clientId } = await runAsSystem(database, orgId, createClient, { firstName: 'Анна' });
  const items = [{ serviceName: 'Занятие', unitPrice: 500 }];
  const dueDate = todayThere().toString();
  const { id } = await runAsSystem(database, orgId, createInvoice, { clientId, items, dueDate });
  await database.owner.query('update invoices set due_date = due_date - 1 where id = $1', [id]);
  return clientId;
}
const overdueOf = async (home: Living) => (await runsOf(home)).filter(({ job }) => job === 'overdue');

test('does what is due today, seals the audit trail and hands on the notices; asked to end, it finishes its work', async () => {
  const home = await living();
  const clientId = await lateInvoice(home);
  const release = await holdClient(home, clientId);
  const worker = await startWorker(home);
  await until(async () => (await overdueOf(home)).length === 1);
  const exit = ended(worker, 'SIGTERM');
  expect((await overdueOf(home))[0]).toMatchObject({ status: 'RUNNING', cause: 'SCHEDULE', on: home.today });
  await release();
  expect(await exit, worker.said()).toBe(0);
  expect((await overdueOf(home)).map(({ status }) => status)).toEqual(['DONE']);
  const { rows } = await home.database.owner.query<{ unsealed: number; overdue: number }>(`
    select (select count(*) from audit_unsealed) as unsealed,
           (select count(*) from invoices where status = 'OVERDUE') as overdue`);
  expect(rows).toEqual([{ unsealed: 0, overdue: 1 }]);
});

test('killed in the middle of a job: the run stays RUNNING until the next one, which closes it and does the work', async () => {
  const home = await living();
  const clientId = await lateInvoice(home);
  const release = await holdClient(home, clientId);
  const worker = await startWorker(home);
  await until(async () => (await overdueOf(home)).length === 1);
  expect(await ended(worker, 'SIGKILL')).toBeNull();
  await release();
  expect((await overdueOf(home)).map(({ status }) => status)).toEqual(['RUNNING']);
  let again = await attempt(home);
  // The database notices in its own time that the killed process is gone.
  while (again === 'JOB_RUNNING') again = await attempt(home);
  expect(again).toBe('DONE');
  expect((await overdueOf(home)).map(({ status, errors }) => [status, errors[0]?.code])).toEqual([
    ['FAILED', 'INTERRUPTED'], ['DONE', undefined],
  ]);
  const { rows } = await home.database.owner.query<{ count: number }>(
    `select count(*) as count from invoice_audit_logs where new_value = 'OVERDUE'`);
  expect(rows[0]?.count).toBe(1);
});

async function attempt({ database, orgId }: Living): Promise<unknown> {
  try {
    return (await runAsSystem(database, orgId, runJobByHand, { name: 'overdue' })).status;
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

test('two workers share the work: every job is run once', async () => {
  const home = await living();
  const workers = [await startWorker(home), await startWorker(home)];
  await until(async () => (await runsOf(home)).filter(({ status }) => status === 'DONE').length === 6);
  expect(await Promise.all(workers.map((worker) => ended(worker, 'SIGTERM')))).toEqual([0, 0]);
  const done = (await runsOf(home)).filter(({ status }) => status !== 'MISSED');
  expect(done.map(({ job }) => job).toSorted()).toEqual(
    ['expulsion', 'housekeeping', 'overdue', 'proof', 'reminders', 'schedule']);
});
