/** A base of 1C to talk to, and a centre that reaches it. */
import { expect, onTestFinished } from 'vitest';
import { type FakeOneC, type FakeOptions, referenceData, startOneC } from '../../fakes/onec/server.ts';
import { type Site, type Tab, site } from './harness/index.ts';

const NOON = Temporal.PlainDateTime.from('2026-04-22T12:00:00');

/** The reference customer and some others; it ends with the test. */
export async function baseOfOneC(options: FakeOptions = {}): Promise<FakeOneC> {
  const onec = await startOneC({ data: referenceData({ now: NOON, more: 12 }), ...options });
  onTestFinished(() => onec.close());
  return onec;
}

export async function connect(centre: Site, { url, username, password }: FakeOneC, change: object = {}): Promise<void> {
  const access = { baseUrl: url, username, password, timeZone: 'Europe/Simferopol', ...change };
  const { status } = await centre.request('ADMIN', 'PUT', '/api/onec/connection', access);
  expect(status).toBe(200);
}

/** A centre that reaches the base already. */
export async function connected(onec: FakeOneC): Promise<Site> {
  const centre = await site({ world: 'fresh', background: true });
  await connect(centre, onec);
  return centre;
}

/** The run that is shown has come to this end. */
export const ended = (tab: Tab, status: string) => tab.page.locator(`[data-sync="${status}"]`).waitFor({ timeout: 30_000 });

export const percentOf = async ({ page }: Tab): Promise<number> =>
  Number(await page.locator('[data-percent]').getAttribute('data-percent'));
