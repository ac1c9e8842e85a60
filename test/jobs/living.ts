/** An organisation in real time, at noon of its own zone, that has been there for some days. */
import { onTestFinished } from 'vitest';
import { createOrganisation } from '../../src/access/create-organisation.ts';
import { type Queue, openQueue } from '../../src/jobs/queue.ts';
import type { Policy } from '../../src/kernel/policy.ts';
import { type TestDatabase, freshDatabase } from '../database.ts';

const DAYS_OLD = 3;

/** A zone in which it is noon now, so that the morning's jobs are due and the evening's are not, whenever tests run. */
export function noonZone(): string {
  const { hour } = Temporal.Now.zonedDateTimeISO('UTC');
  const ahead = 12 - hour;
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`; // the signs of these zones are the other way round
}
export const todayThere = (): Temporal.PlainDate => Temporal.Now.plainDateISO(noonZone());

export type Living = TestDatabase & Readonly<{ orgId: string; today: string; queue: Queue }>;

export async function living(settings: Partial<Policy> = {}): Promise<Living> {
  const made = await freshDatabase();
  const queue = await openQueue(made.url, (error) => { throw error; });
  onTestFinished(async () => {
    await queue.stop();
    await made.close();
  });
  return { ...made, queue, today: todayThere().toString(), orgId: await settle(made, settings) };
}

/** One more organisation of this kind. */
export async function settle({ database }: Pick<TestDatabase, 'database'>, settings: Partial<Policy> = {}): Promise<string> {
  const { orgId } = await createOrganisation(database, { name: 'Клуб', template: 'SPORT', timeZone: noonZone() });
  const createdAt = todayThere().subtract({ days: DAYS_OLD }).toZonedDateTime({ timeZone: noonZone(), plainTime: '12:00' });
  await database.owner.query(
    'update organisations set created_at = $2, settings = settings || $3 where org_id = $1',
    [orgId, createdAt.toInstant().toString(), JSON.stringify(settings)]);
  return orgId;
}

/** What lies in the queue, by job. */
export async function queued({ database }: Pick<TestDatabase, 'database'>): Promise<string[]> {
  const { rows } = await database.owner.query<{ job: string }>(
    `select data ->> 'job' as job from pgboss.job where name = 'saldo-jobs' order by priority desc, created_on`);
  return rows.map(({ job }) => job);
}
