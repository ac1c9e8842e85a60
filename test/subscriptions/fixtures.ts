/** Passes in a few words, made by the real operations. Money on the wire is in roubles. */
import { createGroup } from '../../src/schedule/groups.ts';
import { sellSubscription } from '../../src/subscriptions/sell-pass.ts';
import { getSubscription, listMovements } from '../../src/subscriptions/read-passes.ts';
import { createType } from '../../src/subscriptions/types.ts';
import { ask, newClient, newStudent, payInvoice } from '../money-fixtures.ts';
import type { CallOptions, World } from '../world.ts';

type Wire = Record<string, unknown>;
let counter = 0;
const fresh = (word: string): string => `${word} ${(counter += 1)}`;

export const newGroup = async (world: World, wire: Wire = {}): Promise<string> =>
  (await ask(world, createGroup, { name: fresh('Группа'), ...wire })).id;

/** A kind of pass: 5000 for twelve visits a month unless said otherwise (WE-30). */
export const newType = (world: World, wire: Wire = {}) =>
  ask(world, createType, { name: fresh('Абонемент'), price: 5000, sessionsPerPeriod: 12, ...wire });

export type Family = { clientId: string; studentId: string };
export async function newPupil(world: World, wire: Wire = {}): Promise<Family> {
  const clientId = await newClient(world, wire);
  return { clientId, studentId: await newStudent(world, clientId) };
}

/** Sells a pass; without a type, one of twelve visits for 5000. */
export async function sell(world: World, wire: Wire, options?: CallOptions) {
  const subscriptionTypeId = wire['subscriptionTypeId'] ?? (await newType(world)).id;
  return ask(world, sellSubscription, { ...wire, subscriptionTypeId }, options);
}

export const passOf = (world: World, id: string) => ask(world, getSubscription, { id });
export const movementsOf = async (world: World, id: string) => (await ask(world, listMovements, { id })).movements;

/** The moment at which the jobs of a date run in Moscow. */
export const atNightOf = (date: string): string => `${date}T00:20:00+03:00`;
export const jobOn = (world: World, date: string, dryRun = false) => ({
  database: world.database, call: world.call({ dryRun }), date: Temporal.PlainDate.from(date),
});

/** A pass that is paid and active, sold with the clock where it stands. */
export async function sellPaid(world: World, wire: Wire) {
  const sold = await sell(world, wire);
  await payInvoice(world, sold.invoice.id, sold.invoice.totalAmount);
  return { id: sold.subscription.id, invoiceId: sold.invoice.id };
}

/** The notices of a kind, with their facts. */
export async function noticesOf(world: World, kind: string): Promise<Wire[]> {
  const { rows } = await world.database.owner.query<{ params: Wire }>(
    'select params from notices where org_id = $1 and kind = $2 order by created_at, id', [world.orgId, kind]);
  return rows.map(({ params }) => params);
}
