/** Files come in as they are, up to 64 MB, and are forgotten after a week. */
import { expect, test } from 'vitest';
import { tidyUp } from '../../src/jobs/housekeeping.ts';
import { inTransaction } from '../../src/kernel/db.ts';
import { sha256 } from '../../src/kernel/token.ts';
import { LARGEST_UPLOAD } from '../../src/uploads/contract.ts';
import { readUpload } from '../../src/uploads/store.ts';
import { uploadFile } from '../../src/uploads/upload-file.ts';
import { openDoor, refusal } from '../money-fixtures.ts';
import { newWorld } from '../world.ts';

const FILE = { 'content-type': 'application/octet-stream' };

test('a file comes in by the door with every byte as it was, and the trail has its hash', async () => {
  const world = await newWorld();
  const door = await openDoor(world);
  const key = await door.keyOf('ACCOUNTANT');
  const bytes = Buffer.from(Array.from({ length: 9 * 1024 * 1024 }, (_, index) => (index * 7) % 256)); // more than two pieces
  const answer = await door.send('POST', '/api/uploads?name=%D0%9A%D0%BB.csv', { key, raw: bytes, headers: FILE });
  expect(answer).toMatchObject({ status: 201, body: { name: 'Кл.csv', size: bytes.length, sha256: sha256(bytes) } });
  const uploadId = String(answer.body['uploadId']);
  const kept = await inTransaction(world.database, world.orgId, 'read', (tx) =>
    readUpload({ tx, orgId: world.orgId }, uploadId));
  expect(kept.name).toBe('Кл.csv');
  expect(kept.bytes.equals(bytes)).toBe(true);
  const { rows } = await world.database.owner.query(`select input, after from audit_log where operation = 'upload.create'`);
  expect(rows).toEqual([{
    input: { bytes: { sha256: sha256(bytes) }, name: 'Кл.csv' },
    after: { name: 'Кл.csv', sha256: sha256(bytes), size: bytes.length },
  }]);
});

test('what is too large, empty, nameless, of another type or not allowed is refused; JSON is refused here and files elsewhere', async () => {
  const world = await newWorld();
  const door = await openDoor(world);
  const key = await door.keyOf('MANAGER');
  const send = (url: string, raw: Buffer | string, headers: Record<string, string> = FILE, as = key) =>
    door.send('POST', url, { key: as, raw, headers });
  expect(await send('/api/uploads?name=a', Buffer.alloc(LARGEST_UPLOAD))).toMatchObject({ status: 201 });
  expect(await send('/api/uploads?name=a', Buffer.alloc(LARGEST_UPLOAD + 1)))
    .toMatchObject({ status: 413, body: { code: 'UPLOAD_TOO_LARGE' } });
  expect(await send('/api/uploads?name=a', '')).toMatchObject({ status: 422, body: { code: 'UPLOAD_EMPTY' } });
  expect(await send('/api/uploads', 'x')).toMatchObject({ status: 422, body: { code: 'VALIDATION' } });
  expect(await send('/api/uploads?name=a&nmae=b', 'x')).toMatchObject({ status: 422, body: { code: 'VALIDATION' } });
  expect(await send('/api/uploads?name=a', '{}', { 'content-type': 'application/json' }))
    .toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
  expect(await send('/api/clients', 'x')).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
  expect(await send('/api/uploads?name=a', 'x', FILE, await door.keyOf('TRAINER'))).toMatchObject({ status: 403 });
});

test('a repeated key is answered with the first file, and refused with another; a dry run keeps nothing', async () => {
  const world = await newWorld();
  const key = { idempotencyKey: 'one' };
  const first = await world.run(uploadFile, { name: 'a', bytes: Buffer.from('x') }, key);
  expect(await world.run(uploadFile, { name: 'a', bytes: Buffer.from('x') }, key)).toEqual(first);
  await expect(world.run(uploadFile, { name: 'a', bytes: Buffer.from('y') }, key)).rejects.toEqual(refusal('IDEMPOTENCY_KEY_REUSED'));
  await world.run(uploadFile, { name: 'a', bytes: Buffer.from('z') }, { dryRun: true });
  const { rows } = await world.database.owner.query('select count(*)::int as kept from uploads');
  expect(rows).toEqual([{ kept: 1 }]);
});

test('housekeeping forgets files after a week, and not before; a neighbour never sees them', async () => {
  const world = await newWorld({ now: '2025-02-12T09:00:00Z' });
  const { uploadId } = await world.run(uploadFile, { name: 'a', bytes: Buffer.from('x') });
  const read = (orgId: string) => inTransaction(world.database, orgId, 'read', (tx) => readUpload({ tx, orgId }, uploadId));
  await expect(read('00000000-0000-7000-8000-000000000000')).rejects.toEqual(refusal('NOT_FOUND'));
  await world.setClock('2025-02-19T09:00:00Z');
  expect(await world.run(tidyUp, {})).toMatchObject({ uploadsForgotten: 0 });
  expect((await read(world.orgId)).bytes.toString()).toBe('x');
  await world.setClock('2025-02-19T09:00:01Z');
  expect(await world.run(tidyUp, {})).toMatchObject({ uploadsForgotten: 1 });
  await expect(read(world.orgId)).rejects.toEqual(refusal('NOT_FOUND'));
});
