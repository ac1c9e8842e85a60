import { beforeAll, expect, test } from 'vitest';
import { type Site, site } from './harness/index.ts';
import { firstLoad } from './harness/weight.ts';

const KILOBYTE = 1000;

let centre: Site;
beforeAll(async () => {
  centre = await site();
});

test.each([
  { name: 'the desk', role: 'MANAGER', viewport: 'desk', path: '/desk', budget: 350 },
  { name: 'the family page', role: 'CLIENT', viewport: 'phone', path: '/my', budget: 180 },
] as const)('$name fetches at most $budget kB of JavaScript before it is of use', async ({ budget, ...options }) => {
  const { script, files } = await firstLoad(centre, options);
  expect(files.length).toBeGreaterThan(0);
  expect(script / KILOBYTE, files.join('\n')).toBeLessThanOrEqual(budget);
});
