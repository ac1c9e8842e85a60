/** Saying something to somebody as the business does, and a mail server to say it by. */
import { onTestFinished } from 'vitest';
import { createUser } from '../../src/access/users.ts';
import { type FakeSmtp, startFakeSmtp } from '../../fakes/smtp/server.ts';
import { type Mail, openMail } from '../../src/integrations/mail/smtp.ts';
import { inTransaction } from '../../src/kernel/db.ts';
import type { Role } from '../../src/kernel/permissions.ts';
import { type NewNotice, notify } from '../../src/notices/store.ts';
import { ask } from '../money-fixtures.ts';
import type { World } from '../world.ts';

/** Writes the notices in a transaction of their own, at the time of the world. */
export async function tell({ database, orgId }: World, notices: readonly NewNotice[]): Promise<void> {
  const { rows } = await database.owner.query<{ now: Temporal.Instant }>(
    'select sandbox_now as now from organisations where org_id = $1', [orgId]);
  await inTransaction(database, orgId, 'write', (tx) => notify({ tx, orgId, now: rows[0]!.now }, notices));
}

export const issued = (clientId: string, number = 'INV-2025-00123'): NewNotice => ({
  kind: 'invoice-issued', clientId, params: { invoiceNumber: number, totalAmount: 450_000, dueDate: '2025-02-19' },
});
export const overdueForOffice: NewNotice = {
  kind: 'invoice-overdue-office',
  params: { client: 'Иванова Анна', invoiceNumber: 'INV-2025-00007', leftAmount: 150_000, dueDate: '2025-02-10' },
};
export const missedNight: NewNotice = { kind: 'night-missed', params: { forDate: '2025-02-11' } };

/** Somebody who signs in with a password; gives the actor. */
export async function staff(world: World, role: Role, email: string) {
  const { id } = await ask(world, createUser, { email, password: 'Correct-horse-7', firstName: 'Ольга', role });
  return { userId: id, role };
}

/** A mail server that ends with the test, and the way to it; `timeoutMs` is how long its silence is borne. */
export async function newMail(timeoutMs = 5000): Promise<{ fake: FakeSmtp; mail: Mail }> {
  const fake = await startFakeSmtp();
  onTestFinished(() => fake.close());
  return { fake, mail: openMail({ url: fake.url, from: 'Студия <mail@studio.example>', timeoutMs }) };
}

export type DeliveryRow = {
  id: string; address: string; language: string; status: string; attempts: number; error: string | null; at: string;
};
/** Every delivery of the world, oldest first; `at` is when it is due. */
export async function deliveries({ database, orgId }: World): Promise<DeliveryRow[]> {
  const { rows } = await database.owner.query<DeliveryRow>(`
    select id, address, language, status, attempts, error,
           to_char(next_attempt_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
      from notice_deliveries where org_id = $1 order by id`, [orgId]);
  return rows;
}

export async function countOf({ database, orgId }: World, table: 'notices' | 'notices_unplanned'): Promise<number> {
  const { rows } = await database.owner.query<{ count: number }>(
    `select count(*)::int as count from ${table} where org_id = $1`, [orgId]);
  return rows[0]!.count;
}
