/** What a backup leaves alone: databases with names like its own, and itself; and that it knows every use of the secret. */
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connected, dropDatabase, dropLeft, namesBeside } from '../../src/backup/databases-store.ts';
import { connectOneC } from '../../src/loyalty/connection.ts';
import { newWorld } from '../world.ts';
import { backUp, nameOf, newFolder } from './copies.ts';

test('a database that somebody else named like one of ours is not dropped as a leftover', async () => {
  const { url } = await newWorld();
  const begin = nameOf(url).slice(0, 40);
  await connected(url, async (client) => {
    const [ours, ...theirs] = [`${begin}_verify_0123456789`, `${begin}_verify_mine`, `${begin}_before_summer`];
    for (const name of [ours, ...theirs]) await client.query(`create database "${name}" template template0`);
    onTestFinished(() => connected(url, async (again) => {
      for (const name of [ours, ...theirs]) await dropDatabase(again, name);
    }));
    await dropLeft(client, 'verify');
    const { rows } = await client.query<{ name: string }>(
      `select datname::text as name from pg_database where datname = any($1) order by 1`, [[ours, ...theirs]]);
    expect(rows.map(({ name }) => name)).toEqual(theirs.toSorted());
    expect(await namesBeside(client, 'kept')).toEqual([]);
  });
});

test('BKP-1: the backup that was just made stays, even where the clock was put back and others look newer', async () => {
  const { url } = await newWorld();
  const folder = newFolder();
  const { file } = await backUp(url, folder, { verify: false });
  renameSync(file, join(folder, 'saldo-20990101T000000Z'));
  const made = await backUp(url, folder, { verify: false, keep: 1 });
  expect([existsSync(made.file), made.removed]).toEqual([true, []]);
});

test('a secret that does not open the password of 1C is noticed, also where nobody has a second factor', async () => {
  const world = await newWorld();
  await world.run(connectOneC, { baseUrl: 'http://127.0.0.1:9/base', username: 'Обмен', password: 'пароль 1С' });
  const secret = { text: 'another secret of thirty-two characters', carried: true };
  const { manifest } = await backUp(world.url, newFolder(), { verify: false, secret });
  expect(manifest.secret).toMatchObject({ opens: false, logins: 0 });
});
