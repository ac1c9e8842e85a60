import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, freshDatabase } from '../database.ts';
import { loadDemo } from '../../src/demo/load.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const TEMPLATES = [['STUDIO', 150], ['SCHOOL', 60], ['TUTOR', 60]] as const;
test.each(TEMPLATES)('by the template %s the books hold as well', async (template, days) => {
  const { orgId, proof, payments } = await loadDemo(database.database, {
    clients: 20, seed: 1, template, days, password: 'мозаика-2025',
  });
  expect(proof.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(payments).toBeGreaterThan(20);
  const { rows: failed } = await database.database.owner.query(
    "select job, errors from job_runs where org_id = $1 and (status <> 'DONE' or errors <> '[]')", [orgId]);
  expect(failed).toEqual([]);
  if (template !== 'STUDIO') return;
  const { rows: parts } = await database.database.owner.query(
    `select 1 from credit_allocations a join invoices i on i.org_id = a.org_id and i.id = a.invoice_id
      where a.org_id = $1 and a.released_at is null and a.amount < i.total_amount`, [orgId]);
  expect(parts.length).toBeGreaterThan(0);
}, 240_000);
