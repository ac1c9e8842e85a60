/** Files and imports in a few words. */
import { applyImport } from '../../src/opening/apply-import.ts';
import type { ImportKind, Verdict } from '../../src/opening/contract.ts';
import { createImport } from '../../src/opening/create-import.ts';
import { getImport, listImportRows } from '../../src/opening/imports.ts';
import { uploadFile } from '../../src/uploads/upload-file.ts';
import { ask } from '../money-fixtures.ts';
import type { World } from '../world.ts';

export const AS_OF = '2025-01-31';

export async function sent(world: World, bytes: Buffer | string, name = 'file.csv'): Promise<string> {
  return (await world.run(uploadFile, { name, bytes: Buffer.from(bytes) })).uploadId;
}

type Options = { asOf?: string; mapping?: Record<string, string> };
/** A file read and checked. */
export async function checkedFile(world: World, kind: ImportKind, bytes: Buffer | string, options: Options = {}) {
  const { asOf = AS_OF, mapping } = options;
  return ask(world, createImport, { uploadId: await sent(world, bytes), kind, asOf, ...(mapping && { mapping }) });
}

/** Each row with its verdict and the codes of its reasons: "2 CREATE", "3 REFUSE PHONE_INVALID". */
export async function report(world: World, id: string, verdict?: Verdict): Promise<string[]> {
  const { rows } = await ask(world, listImportRows, { id, limit: 100, ...(verdict && { verdict }) });
  return rows.map((row) => [row.row, row.verdict, ...row.reasons.map(({ code }) => code)].join(' '));
}

export const applied = (world: World, id: string, skipRefused = false) => ask(world, applyImport, { id, skipRefused });

/** Read, checked and applied. */
export async function imported(world: World, kind: ImportKind, bytes: Buffer | string, options: Options = {}) {
  const { id } = await checkedFile(world, kind, bytes, options);
  return applied(world, id);
}
export const again = (world: World, id: string) => ask(world, getImport, { id });
