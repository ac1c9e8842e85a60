/** A report of an organisation in which nothing has happened answers nothing, and one of an impossible period is refused. */
import { expect, test } from 'vitest';
import { reportRoutes } from '../../src/reports/routes.ts';
import { newWorld } from '../world.ts';
import { z } from 'zod';

const INPUT: Record<string, string> = {
  from: '2025-01-01', to: '2025-02-28', month: '2025-02', kind: 'LIST', state: 'ENDED',
};
const MONTHS = { from: '2025-01', to: '2025-02' };
const takesMonths = (name: string): boolean => ['report.revenue', 'report.unearned'].includes(name);

test.each(reportRoutes.filter(({ endpoint }) => endpoint.name !== 'report.balance-history')
  .map(({ endpoint }) => endpoint.name))('%s of an empty organisation is of zeros', async (name) => {
  const world = await newWorld();
  const route = reportRoutes.find(({ endpoint }) => endpoint.name === name)!;
  const shape = route.endpoint.input.shape;
  const wire = Object.fromEntries(Object.entries({ ...INPUT, ...(takesMonths(name) && MONTHS) })
    .filter(([key]) => key in shape && (key !== 'kind' || name === 'report.discount-rows')));
  const input = z.decode(route.endpoint.input as z.ZodObject, wire);
  const { result } = await route.run(world.database, world.call(), input as never);
  expect(numbersOf(z.encode(route.endpoint.result as z.ZodType, result))).toEqual([]);
});

/** Every number that is not a count of pages, of an answer. */
function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return value === 0 ? [] : [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => (['page', 'limit'].includes(key) ? [] : numbersOf(inner)));
}
