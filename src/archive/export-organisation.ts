/** Everything an organisation has, as open files: one snapshot, streamed, whole or not at all. */
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import {
  type ArchiveTable, CSV, FORMAT, FORMAT_VERSION, LEFT_OUT, LOGINS, MANIFEST, Manifest, README, SCHEMA, fileOf,
} from './archive-rules.ts';
import { findOrganisation, loadMigrations, loadMoment } from './catalogue-store.ts';
import { type Plain, SNAPSHOT, archiveQuery, countArchived, onPlainConnection } from './copy-store.ts';
import { type TableShape, loadShape } from './load-shape.ts';
import { measuring } from './measuring.ts';
import { readmeOf } from './readme.ts';
import { writeZip } from './zip.ts';
import type { Database } from '../kernel/db.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { VERSION } from '../kernel/version.ts';

export type ExportOptions = {
  /** The folder, or with `zip` the file. Nothing of it may be there yet. */
  to: string;
  zip?: boolean;
  withoutLogins?: boolean;
  onProgress?: (rows: number, total: number) => void;
};

/** Personal data: for the owner of the files alone. */
const PRIVATE = { mode: 0o600, flag: 'wx' } as const;

/** Writes beside the target first, so that a folder under its name is always a whole archive. */
export async function exportOrganisation(database: Database, orgId: string, options: ExportOptions): Promise<Manifest> {
  const { to, zip = false } = options;
  await refuseTaken(to);
  const folder = `${to}.partial`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700, recursive: true });
  try {
    const manifest = await onPlainConnection(database, SNAPSHOT, (plain) => writeFiles(plain, orgId, folder, options));
    if (zip) {
      await writeZip(folder, `${folder}.zip`);
      await rename(`${folder}.zip`, to);
    } else {
      await rename(folder, to);
    }
    return manifest;
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(`${folder}.zip`, { force: true });
  }
}

async function refuseTaken(to: string): Promise<void> {
  const found = await readdir(to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') return [to];
    throw error;
  });
  if (found.length > 0) throw new Error(`${to}: уже есть, назовите другое место / is there already, name another place`);
}

async function writeFiles(plain: Plain, orgId: string, folder: string, options: ExportOptions): Promise<Manifest> {
  const { tx } = plain;
  const { withoutLogins = false, onProgress = () => undefined } = options;
  const organisation = await findOrganisation(tx, orgId);
  refuseUnless(organisation, 'NOT_FOUND');
  const shapes = await loadShape(tx, { withoutLogins });
  const queries = shapes.map((shape) =>
    ({ shape, query: archiveQuery(shape.table, shape.columns, orgId, { withoutLogins }) }));
  let [total, done] = [0, 0];
  for (const { query } of queries) total += await countArchived(tx, query);
  const tables: ArchiveTable[] = [];
  for (const { shape, query } of queries) {
    onProgress(done, total);
    const table = await writeTable(plain.read(query), shape, folder);
    tables.push(table);
    done += table.rows;
  }
  onProgress(done, total);
  const leftOut = Object.entries({ ...LEFT_OUT, ...(withoutLogins ? LOGINS : {}) })
    .map(([table, why]) => ({ table, why }));
  const manifest: Manifest = {
    $schema: SCHEMA, format: FORMAT, formatVersion: FORMAT_VERSION, program: VERSION, madeAt: await loadMoment(tx),
    organisation, migrations: await loadMigrations(tx), withoutLogins, leftOut, csv: CSV, tables,
  };
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(Manifest.parse(manifest), null, 2)}\n`, PRIVATE);
  await writeFile(join(folder, SCHEMA), `${JSON.stringify(z.toJSONSchema(Manifest), null, 2)}\n`, PRIVATE);
  await writeFile(join(folder, README), readmeOf(manifest), PRIVATE);
  return manifest;
}

async function writeTable(rows: Readable, { table, columns }: TableShape, folder: string): Promise<ArchiveTable> {
  const file = fileOf(table);
  const measure = measuring();
  await pipeline(rows, measure.through, createWriteStream(join(folder, file), PRIVATE));
  return { table, file, rows: rowCountOf(rows), ...measure.result(), columns };
}

/** How many rows the database says that it sent. */
const rowCountOf = (rows: Readable): number =>
  ('rowCount' in rows && typeof rows.rowCount === 'number' ? rows.rowCount : 0);
