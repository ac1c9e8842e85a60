/**
 * `npm run generate`: writes the files that are made from others: docs/rules.md, web/lib/endpoints.ts and
 * db/schema.sql. With `--check` it writes nothing and ends with 1 when one of the first two is stale; db/schema.sql is
 * compared by test/schema.test.ts, which has a migrated database at hand on every supported version of PostgreSQL.
 * `--web` writes only web/lib/endpoints.ts.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/kernel/db.ts';
import { startEmbedded } from '../src/kernel/embedded-postgres.ts';
import { migrate } from '../src/kernel/migrate.ts';
import { root } from './check.ts';
import { readTree, rulesPage } from './rules-table.ts';
import { dumpSchema } from './schema-dump.ts';
import { WEB_ENDPOINTS, webEndpoints } from './web-endpoints.ts';

const RULES = 'docs/rules.md';
const SCHEMA = 'db/schema.sql';

function isFresh(file: string, text: string): boolean {
  try {
    return readFileSync(join(root, file), 'utf8') === text;
  } catch {
    return false; // it was never made
  }
}

function write(file: string, text: string): void {
  const fresh = isFresh(file, text);
  if (!fresh) writeFileSync(join(root, file), text);
  console.log(`${file}: ${fresh ? 'unchanged' : 'written'}`);
}

/** Migrates a database that is thrown away afterwards, and describes it. */
async function schemaOfMigrations(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'saldo-generate-'));
  chmodSync(folder, 0o755); // started by root, PostgreSQL runs as another user and has to get in
  try {
    const server = await startEmbedded(folder);
    const database = openDatabase(server.url);
    try {
      await migrate(database);
      return await dumpSchema(database.owner);
    } finally {
      await database.close();
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const made: [file: string, text: string][] = [
  [RULES, rulesPage(readTree(root, 'src'), readTree(root, 'test'))],
  [WEB_ENDPOINTS, await webEndpoints(root)],
];
if (process.argv.includes('--check')) {
  for (const [file, text] of made) {
    if (isFresh(file, text)) continue;
    console.log(`${file} is stale: run \`npm run generate\` and commit what it changes.`);
    process.exitCode = 1;
  }
} else if (process.argv.includes('--web')) {
  for (const [file, text] of made) if (file === WEB_ENDPOINTS) write(file, text);
} else {
  for (const [file, text] of made) write(file, text);
  write(SCHEMA, await schemaOfMigrations());
}
