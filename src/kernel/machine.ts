/** What the machine itself says: its clock, its disks, the version that runs. */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Instant } from './day.ts';

export const machineNow = (): Instant => Temporal.Now.instant();
export const NODE_VERSION = process.versions.node;

export type Space = { folder: string; free: number; total: number };
/** Room on the disk of a folder, in bytes; of one that is not there yet, on that of the folder it will be made in. */
export async function spaceOf(folder: string): Promise<Space> {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const { bavail, blocks, bsize } = await statfs(place);
  return { folder, free: bavail * bsize, total: blocks * bsize };
}
