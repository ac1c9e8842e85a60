/** Two tenants in one database: with the application's own role, and through the door, neither reaches the other. */
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../src/app.ts';
import { sealAudit } from '../../src/audit/seal.ts';
import { type Door, changingNothing, openDoor } from '../money-fixtures.ts';
import { planDeliveries } from '../../src/notices/deliver.ts';
import { overdueForOffice, tell } from '../notices/telling.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';
import { type Family, newFamily, requests, sendAs } from './requests.ts';

/** The directory that finds the tenant of a login: it is read before there is a tenant. */
const DIRECTORY = ['login_organisations'];
/** What is written once and stays as it is. */
const APPEND_ONLY = [
  'audit_log', 'audit_redactions', 'audit_seals', 'closed_periods', 'correction_documents', 'invoice_audit_logs', 'item_write_offs',
  'ledger_transfers', 'night_decisions', 'notice_reads', 'notices', 'opening_documents', 'refunds', 'session_movements', 'shift_counts',
  'subscription_events',
];
const REFUSED = '42501'; // insufficient_privilege: no grant, or a row against the policy

let a: World;
let b: World;
let door: Door;
let otherDoor: Door;
let familyA: Family;
let familyB: Family;
let tables: string[];
let views: string[];

/** Makes rows everywhere: one allowed request to every endpoint, a seal of the audit trail, and a session. */
async function fill(world: World, at: Door): Promise<Family> {
  const family = await newFamily(world, at);
  for (const name of routes.map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`)) {
    await sendAs(at, name, await requests[name]!(family), family.keys.ADMIN);
  }
  const key = family.keys.ADMIN;
  await at.send('POST', '/api/branches', { key, body: { name: 'Юг' }, headers: { 'idempotency-key': 'one' } });
  await sealAudit(world.database, world.orgId);
  await tell(world, [overdueForOffice]);
  await planDeliveries(world.database, world.orgId, ['EMAIL']);
  await tell(world, [overdueForOffice]); // waits for its plan
  await at.send('POST', '/api/branches', { key, body: { name: 'Север' } }); // waits for its seal
  await world.database.owner.query(`
    insert into sessions (org_id, token_hash, user_id, created_at, expires_at)
    values ($1, $2, $1, now(), now())`, [world.orgId, `hash ${world.orgId}`]);
  return family;
}

beforeAll(async () => {
  a = await newWorld();
  b = await neighbourOf(a);
  [door, otherDoor] = [await openDoor(a), await openDoor(b)];
  [familyA, familyB] = [await fill(a, door), await fill(b, otherDoor)];
  const { rows } = await a.database.owner.query<{ name: string; isView: boolean }>(`
    select c.relname as name, c.relkind <> 'r' as "isView"
      from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'org_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') order by 1`);
  const tenant = rows.filter(({ name }) => !DIRECTORY.includes(name));
  tables = tenant.filter(({ isView }) => !isView).map(({ name }) => name);
  views = tenant.filter(({ isView }) => isView).map(({ name }) => name);
});
afterAll(async () => {
  await Promise.all([door.close(), otherDoor.close()]);
  await a.close();
});

type Outcome = { rows: Record<string, unknown>[]; count: number } | { code: string; message: string };

/** Runs one statement as the application, inside a tenant or none, and takes it back. */
async function asApp(tenant: string | undefined, statement: string, values: unknown[] = []): Promise<Outcome> {
  const client: pg.PoolClient = await a.database.app.connect();
  try {
    await client.query('begin');
    if (tenant !== undefined) await client.query(`set local saldo.org = '${tenant}'`);
    const { rows, rowCount } = await client.query<Record<string, unknown>>(statement, values);
    return { rows, count: rowCount ?? 0 };
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { code, message };
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** Refused for want of a right, or nothing found to change; any other failure proves nothing. */
function expectOutOfReach(outcome: Outcome, what: string): void {
  if ('code' in outcome) expect(outcome.code, `${what}: ${outcome.message}`).toBe(REFUSED);
  else expect(outcome.count, what).toBe(0);
}

test('every tenant table has rows of both organisations, so that the tests below see something', async () => {
  expect(tables.length).toBeGreaterThan(25);
  expect(views).toContain('invoice_status_history');
  for (const table of [...tables, ...views]) {
    const { rows } = await a.database.owner.query(`select from ${table} group by org_id`);
    expect(rows.length, table).toBe(2);
  }
});

describe('as saldo_app', () => {
  test('the role owns nothing, is no superuser and does not pass over row-level security', async () => {
    const outcome = await asApp(undefined, `
      select current_user as role, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as strong,
             (select count(*)::int from pg_class where relowner = r.oid) as owned
        from pg_roles r where rolname = current_user`);
    expect(outcome).toMatchObject({ rows: [{ role: 'saldo_app', strong: false, owned: 0 }] });
  });

  test('without a tenant no row is seen, and with one no row of another', async () => {
    for (const table of [...tables, ...views]) {
      for (const tenant of [undefined, '00000000-0000-7000-8000-000000000000']) {
        expect(await asApp(tenant, `select * from ${table}`), table).toMatchObject({ count: 0 });
      }
      const seen = await asApp(a.orgId, `select distinct org_id from ${table}`);
      expect(seen, table).toMatchObject({ rows: [{ org_id: a.orgId }] });
    }
  });

  test("another tenant's rows are neither changed nor deleted, nor one's own given away", async () => {
    for (const table of tables) {
      const update = `update ${table} set org_id = org_id`;
      expectOutOfReach(await asApp(a.orgId, `${update} where org_id = $1`, [b.orgId]), `update ${table}`);
      expectOutOfReach(await asApp(a.orgId, `delete from ${table} where org_id = $1`, [b.orgId]), `delete ${table}`);
      const given = await asApp(a.orgId, `update ${table} set org_id = $1`, [b.orgId]);
      expect(given, `give ${table}`).toMatchObject({ code: REFUSED });
      const own = await a.database.owner.query(`select from ${table} where org_id = $1`, [a.orgId]);
      const all = await asApp(a.orgId, update);
      expect('count' in all ? all.count : 0, table).toBeLessThanOrEqual(own.rowCount!);
    }
  });

  test('no row is written into another tenant: refused by the policy, not by chance', async () => {
    for (const table of tables) {
      const columns = await insertable(table);
      const { rows } = await a.database.owner.query<{ row: unknown }>(
        `select to_jsonb(t) as row from ${table} t where org_id = $1 limit 1`, [b.orgId]);
      const insert = `insert into ${table} (${columns}) select ${columns} from jsonb_populate_record(null::${table}, $1)`;
      const outcome = await asApp(a.orgId, insert, [JSON.stringify(rows[0]!.row)]);
      expect(outcome, table).toMatchObject({
        code: REFUSED, message: expect.stringContaining('row-level security policy') as string,
      });
    }
  });

  async function insertable(table: string): Promise<string> {
    const { rows } = await a.database.owner.query<{ columns: string }>(`
      select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
       where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'`, [table]);
    return rows[0]!.columns;
  }

  test('what happened stays as it was: append-only tables refuse every change, even of own rows', async () => {
    expect(tables).toEqual(expect.arrayContaining(APPEND_ONLY));
    for (const table of APPEND_ONLY) {
      for (const statement of [`update ${table} set org_id = org_id`, `delete from ${table}`, `truncate ${table}`]) {
        const outcome = await asApp(a.orgId, statement);
        expect(outcome, statement).toMatchObject({ code: REFUSED, message: expect.stringContaining('permission denied') as string });
      }
    }
  });

  test('no table is emptied, and no rule is switched off', async () => {
    for (const table of [...tables, ...DIRECTORY, 'logins']) {
      expect(await asApp(a.orgId, `truncate ${table} cascade`), table).toMatchObject({ code: REFUSED });
      const off = await asApp(a.orgId, `alter table ${table} disable row level security`);
      expect(off, table).toMatchObject({ code: REFUSED });
    }
    expect(await asApp(a.orgId, 'create table public.mine (x int)')).toMatchObject({ code: REFUSED });
  });
});

describe("through the door of one organisation with another's ids", () => {
  const named = routes.map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`)
    .filter((name) => /\{(id|\w+Id)\}/.test(name)); // what is named by a word belongs to every organisation

  test.each(named)('%s: 404, and nothing changes', async (name) => {
    const request = await requests[name]!(familyB);
    await changingNothing(a, async () => {
      const answer = await sendAs(door, name, request, familyA.keys.ADMIN);
      expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 404, body: { title: 'Not Found' } });
    });
    const own = await sendAs(otherDoor, name, request, familyB.keys.ADMIN);
    expect(own.status, `the request itself is good: ${JSON.stringify(own.body)}`).toBeLessThan(300);
  });

  test('ids in a body are not found either', async () => {
    const { clientId, studentId, trainerId } = familyB;
    const items = [{ serviceName: 'Урок', unitPrice: 100 }];
    const invoice = await requests['GET /api/invoices/{id}']!(familyB);
    const payment = await requests['GET /api/explain/payment/{id}']!(familyB);
    const service = await requests['GET /api/services/{id}']!(familyB);
    const benefit = await requests['DELETE /api/benefit-categories/{id}']!(familyB);
    const [invoiceId, paymentId] = [invoice.at!['id'], payment.at!['id']];
    const bodyOf = async (family: Family, name: string) => (await requests[name]!(family)).body as Record<string, unknown>;
    const [rental, room] = [await bodyOf(familyA, 'POST /api/rentals'), await bodyOf(familyB, 'POST /api/rentals')];
    const billed = await requests['POST /api/invoices/from-rental']!(familyB);
    const [held, foreign] = [await bodyOf(familyA, 'POST /api/reservations'), await bodyOf(familyB, 'POST /api/reservations')];
    const kindOf = requests['GET /api/subscription-types/{id}']!;
    const [kind, foreignKind] = [await kindOf(familyA), await kindOf(familyB)];
    const foreignPass = await requests['GET /api/subscriptions/{id}']!(familyB);
    const money = { amount: 100, paymentMethod: 'CASH' };
    const back = { amount: 100, method: 'CASH', reason: 'По заявлению' };
    const own = { clientId: familyA.clientId };
    const hour = { startsAt: '2030-02-20T15:00:00Z', endsAt: '2030-02-20T16:00:00Z' };
    const bodies: [string, object][] = [
      ['POST /api/payments', { ...money, clientId }], ['POST /api/payments', { ...money, invoiceId }],
      ['POST /api/payments', { ...money, ...own, branchId: b.branchId }],
      ['POST /api/refunds', { ...back, clientId }], ['POST /api/refunds', { ...back, invoiceId }],
      ['POST /api/refunds', { ...back, ...own, paymentId }], ['POST /api/refunds', { ...back, ...own, branchId: b.branchId }],
      ['POST /api/invoices', { clientId, items }], ['POST /api/invoices', { studentId, items }],
      ['POST /api/invoices', { ...own, items: [{ serviceId: service.at!['id'] }] }],
      ['POST /api/students', { clientId, firstName: 'Вера' }],
      ['POST /api/students', { ...own, firstName: 'Вера', trainerIds: [trainerId] }],
      ['POST /api/clients', { firstName: 'Анна', benefitCategoryId: benefit.at!['id'] }],
      ['POST /api/api-keys', { name: 'Сайт', role: 'CLIENT', clientId }],
      ['POST /api/api-keys', { name: 'Сайт', role: 'STUDENT', studentId }],
      ['POST /api/shifts', { branchId: b.branchId }],
      ['POST /api/rentals', { ...rental, clientId }], ['POST /api/rentals', { ...rental, ...own, roomId: room.roomId }],
      ['POST /api/invoices/from-rental', billed.body as object], ['POST /api/coworking/check-in', { clientId }],
      ['POST /api/reservations', { ...held, studentId }], ['POST /api/reservations', { ...held, termId: foreign.termId }],
      ['POST /api/reservations', { ...held, items: foreign.items }], ['POST /api/reservations', { ...held, invoiceId }],
      ['POST /api/subscriptions', { studentId, subscriptionTypeId: kind.at!['id'] }],
      ['POST /api/subscriptions', { ...own, subscriptionTypeId: foreignKind.at!['id'] }],
      ['POST /api/invoices/from-subscription', { subscriptionId: foreignPass.at!['id'] }],
      ['POST /api/rooms', { name: 'Зал', hourlyRate: 500, branchId: b.branchId }],
      ['POST /api/groups', { name: 'Йога', branchId: b.branchId }], ['POST /api/groups', { name: 'Йога', trainerId }],
      ['POST /api/trainings', { ...hour, title: 'Йога', trainerId }],
      ['POST /api/trainings', { ...hour, title: 'Йога', studentIds: [studentId] }],
    ];
    await changingNothing(a, async () => {
      for (const [name, body] of bodies) {
        const answer = await sendAs(door, name, { body }, familyA.keys.ADMIN);
        expect(answer.status, `${name} ${JSON.stringify(body)}: ${JSON.stringify(answer.body)}`).toBe(404);
      }
    });
  });

  test('lists and filters show nothing of the other', async () => {
    const lists = routes.map(({ endpoint }) => endpoint).filter(({ method, path }) => method === 'GET' && !path.includes('{'));
    const ids = [b.orgId, b.branchId, familyB.clientId, familyB.studentId, familyB.trainerId];
    for (const { path, input } of lists) {
      const filters = ['clientId', 'studentId'].filter((field) => field in input.shape);
      const { query: needed = {} } = await requests[`GET ${path}`]!(familyA);
      for (const query of [{}, ...filters.map((field) => ({ [field]: field === 'clientId' ? ids[2]! : ids[3]! }))]) {
        const answer = await sendAs(door, `GET ${path}`, { query: { ...needed, ...query } }, familyA.keys.ADMIN);
        expect(answer.status, path).toBe(200);
        expect(ids.filter((id) => JSON.stringify(answer.body).includes(id)), path).toEqual([]);
      }
    }
  });
});
