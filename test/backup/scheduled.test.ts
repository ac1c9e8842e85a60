/** The daily backup of a server. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createOrganisation } from '../../src/access/create-organisation.ts';
import { listBackups } from '../../src/backup/backups-store.ts';
import { connected } from '../../src/backup/databases-store.ts';
import { type DailyBackup, backUpWhenDue, startBackups } from '../../src/backup/scheduled.ts';
import { tryBackupLock } from '../../src/backup/tables-store.ts';
import { newWorld } from '../world.ts';
import { namesIn, newFolder, prove } from './copies.ts';

/** A world with a real organisation, made some days ago, beside the sandbox. */
async function daily(): Promise<DailyBackup & { age: (interval: string) => Promise<unknown>; told: () => Promise<unknown[]> }> {
  const { database, url } = await newWorld();
  await createOrganisation(database, { name: 'Настоящая', template: 'STUDIO' });
  const age = (interval: string) => database.owner.query(
    `update organisations set created_at = now() - $1::interval where sandbox_now is null`, [interval]);
  await age('2 days');
  return {
    database, url, prove, secret: undefined, settings: { at: '00:00', folder: newFolder(), keep: 14 }, age,
    told: async () => (await database.owner.query<{ name: string; error: string }>(
      `select o.name, n.params ->> 'error' as error from notices n join organisations o on o.org_id = n.org_id
        where n.kind = 'backup-failed' and n.audience = 'ADMINS'`)).rows,
  };
}

test('is made and verified when it is due, once, and nobody is told', async () => {
  const world = await daily();
  const made = await backUpWhenDue(world);
  expect(made?.manifest.verification.verdict).toBe('VERIFIED');
  expect(await backUpWhenDue(world)).toBeUndefined();
  expect(listBackups(world.settings.folder)).toHaveLength(1);
  expect(await world.told()).toEqual([]);
});

test('is not made for sandboxes alone, nor when it is off, nor beside another that is being made', async () => {
  const world = await daily();
  const { settings } = world;
  await connected(world.url, async (client) => {
    expect(await tryBackupLock(client)).toBe(true);
    expect(await backUpWhenDue(world)).toBeUndefined();
  });
  expect(await backUpWhenDue({ ...world, settings: { ...settings, at: undefined } })).toBeUndefined();
  await world.database.owner.query('update organisations set sandbox_now = now()');
  expect(await backUpWhenDue(world)).toBeUndefined();
  expect(namesIn(settings.folder)).toEqual([]);
});

test('that could not be made, or is no good, is told to the administrators once a day, and tried again later', async () => {
  const world = await daily();
  const { settings, database } = world;
  const file = join(settings.folder, 'file');
  writeFileSync(file, '');
  const nowhere = { ...world, settings: { ...settings, folder: join(file, 'backups') } };
  for (const _ of [1, 2]) await expect(backUpWhenDue(nowhere)).rejects.toThrow(/ENOTDIR/);
  expect(await world.told()).toEqual([{ name: 'Настоящая', error: expect.stringContaining('стоит файл') }]);
  const inAnHour = Temporal.Now.instant().add({ hours: 1 });
  expect(await backUpWhenDue(nowhere, inAnHour)).toBeUndefined();

  await database.owner.query('delete from notices_unplanned; delete from notices');
  const broken = { ...world, prove: async () => ({ checks: [{ id: 'I-01', title: 'Авансы', ok: false }] }) };
  expect((await backUpWhenDue(broken))?.manifest.verification.verdict).toBe('FAILED');
  expect(await world.told()).toEqual([
    { name: 'Настоящая', error: 'Книги не сходятся / the books do not hold: Песочница: I-01 Авансы' },
  ]);
});

test('ends with its server: what is under way is given up and leaves nothing', async () => {
  const world = await daily();
  const errors: unknown[] = [];
  let begun = (): void => undefined;
  const proving = new Promise<void>((done) => { begun = done; });
  const stop = startBackups({ ...world, prove: async (database, orgId) => {
    begun();
    return prove(database, orgId);
  } }, (error) => errors.push(error));
  await proving;
  await stop();
  expect(namesIn(world.settings.folder)).toEqual([]);
  expect(await world.told()).toEqual([]);
  expect(errors).toEqual([]);
});
