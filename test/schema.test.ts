import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { dumpSchema } from '../scripts/schema-dump.ts';
import { freshDatabase } from './database.ts';

test('db/schema.sql is what the migrations make: run `npm run generate` when it is not', async () => {
  const { database, close } = await freshDatabase();
  onTestFinished(close);
  const committed = readFileSync(new URL('../db/schema.sql', import.meta.url), 'utf8');
  expect(await dumpSchema(database.owner)).toBe(committed);

  await database.owner.query('alter table branches add column planted text');
  expect(await dumpSchema(database.owner)).not.toBe(committed);
});
