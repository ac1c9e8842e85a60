/** A reset of a centre that came from elsewhere: only invoices go. */
import { expect, test } from 'vitest';
import { BROUGHT_TABLES, bringEverything } from '../brought.ts';
import { balanceOf } from '../money-fixtures.ts';
import { newWorld } from '../world.ts';
import { booksOf, brokenChecks, reset, undo } from './resetting.ts';
import { parseDay } from '../../src/kernel/day.ts';

test('what came from 1C, from files and from the bank stays, and is tied to its invoices again by the undoing', async () => {
  const world = await newWorld();
  const clientId = await bringEverything(world, parseDay('2025-02-12'));
  expect(await brokenChecks(world)).toEqual([]);
  const before = await booksOf(world);
  const rest = BROUGHT_TABLES.filter((table) => !['audit_redactions', 'opening_documents'].includes(table));
  const { bundle } = await reset(world);
  const after = await booksOf(world);
  for (const table of rest) expect(after[table], table).toBe(before[table]);
  // The line of the bank is still the payment that it became; what it had paid is credit again.
  expect(await balanceOf(world, clientId)).toBe(30 + 7700);
  expect(await brokenChecks(world)).toEqual([]);
  await undo(world, bundle);
  expect(await booksOf(world)).toEqual(before);
  expect(await brokenChecks(world)).toEqual([]);
});
