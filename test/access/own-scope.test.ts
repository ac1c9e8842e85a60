/** "own" in the permission table: what is somebody else's is neither found by its id nor seen in a list. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { sendInvoice } from '../../src/invoices/send-invoice.ts';
import {
  type Door, ask, changingNothing, newDraft, newInvoice, newStudent, openDoor, payInvoice, refund, reverse,
} from '../money-fixtures.ts';
import { issued as told, tell } from '../notices/telling.ts';
import { type World, newWorld } from '../world.ts';
import { ROLES, table } from './permission-table.ts';
import { newPass } from './requests-passes.ts';
import { newCharge } from './requests-trainings.ts';
import { newGroup, newTraining } from './requests-schedule.ts';
import { type Family, newFamily, requests, sendAs } from './requests.ts';
import { newRental, newVisit } from './requests-rentals.ts';

let world: World;
let door: Door;
let ours: Family;
let theirs: Family;
/** Everything of the other family that an answer could give away. */
let secrets: string[];

/** A family with an issued, a draft, a paid, a reversed and a refunded invoice; gives every id that was made. */
async function live(family: Family): Promise<string[]> {
  const { clientId, studentId, trainerId } = family;
  const about = { studentId };
  const issued = await newInvoice(world, clientId, [500], about);
  const draft = await newDraft(world, clientId, [600], about);
  const [one, two] = [await newInvoice(world, clientId, [700], about), await newInvoice(world, clientId, [800], about)];
  const paid = await payInvoice(world, one.id, 700);
  const wrong = await payInvoice(world, two.id, 800);
  const { document } = await reverse(world, wrong.payment.id);
  const returned = await refund(world, { invoiceId: one.id, amount: 700 });
  const [rental, visit] = [await newRental(family), await newVisit(family)];
  const pass = await newPass(family);
  await tell(world, [told(clientId, `счет клиента ${clientId}`)]);
  return [
    clientId, studentId, trainerId, ...[issued, draft, one, two].flatMap(({ id, invoiceNumber }) => [id, invoiceNumber]),
    await newGroup(family), await newTraining(family), (await newCharge(family)).chargeId, paid.payment.id, wrong.payment.id, document.id, returned.refund.id, returned.document.id, rental.id, visit.id,
    pass.id, pass.invoiceId,
  ];
}

beforeAll(async () => {
  world = await newWorld();
  door = await openDoor(world);
  ours = await newFamily(world, door);
  theirs = await newFamily(world, door);
  await live(ours);
  secrets = await live(theirs);
});
afterAll(async () => {
  await door.close();
  await world.close();
});

const owned = [...table].filter(([, grants]) => Object.values(grants).includes('own')).map(([name]) => name);
const ownersOf = (name: string) => ROLES.filter((role) => table.get(name)![role] === 'own');
const isList = (name: string) => name.startsWith('GET ') && !name.includes('{');
/** Reading the invoices of a client is open to a trainer and a student: they see their own among them, here none. */
const EMPTY_FOR_OTHERS = ['GET /api/clients/{id}/invoices', 'GET /api/clients/{id}/invoices/unpaid'];

test('the rules are many', () => {
  expect(owned.length).toBeGreaterThan(20);
  expect(secrets.length).toBeGreaterThan(15);
});

describe('what belongs to another family', () => {
  test.each(owned.filter((name) => !isList(name)))('%s: not found, and nothing changes', async (name) => {
    const request = await requests[name]!(theirs);
    for (const role of ownersOf(name)) {
      const answer = await changingNothing(world, () => sendAs(door, name, request, ours.keys[role]));
      const empty = EMPTY_FOR_OTHERS.includes(name) && role !== 'CLIENT';
      expect(answer.status, `${role}: ${JSON.stringify(answer.body)}`).toBe(empty ? 200 : 404);
      if (empty) expect(answer.body).toEqual({ invoices: [] });
    }
  });

  test.each(owned.filter(isList))('%s: not in the list, not counted, not found by a filter', async (name) => {
    for (const role of ownersOf(name)) {
      const list = await sendAs(door, name, { query: { limit: '100' } }, ours.keys[role]);
      expect(list.status).toBe(200);
      const text = JSON.stringify(list.body);
      expect(secrets.filter((secret) => text.includes(secret)), role).toEqual([]);
      const [rows] = Object.values(list.body).filter(Array.isArray) as unknown[][];
      expect(rows!.length, role).toBeGreaterThan(0);
      expect(list.body['pagination']).toMatchObject({ total: rows!.length });
      for (const query of filtersOf(name)) {
        const found = await sendAs(door, name, { query }, ours.keys[role]);
        expect(found, `${role} ${JSON.stringify(query)}`).toMatchObject({ status: 200, body: { pagination: { total: 0 } } });
      }
    }
  });

  function filtersOf(name: string): Record<string, string>[] {
    const { clientId, studentId } = theirs;
    if (name === 'GET /api/clients' || name === 'GET /api/groups') return [];
    if (name === 'GET /api/trainings') return [{ studentId }];
    return name === 'GET /api/invoices' ? [{ clientId }, { studentId }] : [{ clientId }];
  }

  test('a trainer bills neither a foreign student nor a client without a student', async () => {
    const bill = (body: object) => changingNothing(world, () => sendAs(door, 'POST /api/invoices',
      { body: { items: [{ serviceName: 'Урок', unitPrice: 100 }], ...body } }, ours.keys.TRAINER));
    expect(await bill({ studentId: theirs.studentId })).toMatchObject({ status: 404, body: { code: 'FOREIGN_STUDENT' } });
    expect(await bill({ clientId: ours.clientId })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await bill({ studentId: ours.studentId, clientId: theirs.clientId })).toMatchObject({
      status: 422, body: { code: 'PARENT_MISMATCH' },
    });
  });
});

describe('inside a family', () => {
  test('a student sees his own invoices, a parent those of every child and of the family', async () => {
    const sister = await newStudent(world, ours.clientId);
    const hers = await newInvoice(world, ours.clientId, [100], { studentId: sister });
    const nobodys = await newInvoice(world, ours.clientId, [100]);
    for (const { id } of [hers, nobodys]) {
      const read = (key: string) => sendAs(door, 'GET /api/invoices/{id}', { at: { id } }, key);
      expect((await read(ours.keys.CLIENT)).status).toBe(200);
      expect((await read(ours.keys.STUDENT)).status).toBe(404);
      const list = await sendAs(door, 'GET /api/clients/{id}/invoices', { at: { id: ours.clientId } }, ours.keys.STUDENT);
      expect(JSON.stringify(list.body)).not.toContain(id);
    }
    const student = await sendAs(door, 'GET /api/students/{id}', { at: { id: sister } }, ours.keys.STUDENT);
    expect(student.status).toBe(404);
  });

  test('a family reads an invoice without its log, which is for the office and the trainer (3.9)', async () => {
    const { id } = await newInvoice(world, ours.clientId, [100], { studentId: ours.studentId });
    const logOf = async (role: 'ADMIN' | 'TRAINER' | 'CLIENT' | 'STUDENT') =>
      (await sendAs(door, 'GET /api/invoices/{id}', { at: { id } }, ours.keys[role])).body['auditLogs'];
    for (const role of ['ADMIN', 'TRAINER'] as const) expect(await logOf(role)).toMatchObject([{ action: 'CREATED' }]);
    for (const role of ['CLIENT', 'STUDENT'] as const) expect(await logOf(role)).toEqual([]);
  });

  test('a family never sees a draft, not even a cancelled one; once it is sent it does', async () => {
    const { clientId, studentId, keys } = ours;
    const draft = await newDraft(world, clientId, [1234], { studentId });
    const dropped = await newDraft(world, clientId, [1234], { studentId });
    await ask(world, cancelInvoice, { id: dropped.id, reason: 'Передумали' });
    const seenBy = async (key: string, id: string) => {
      const byId = ['GET /api/invoices/{id}', 'GET /api/invoices/{id}/history'];
      const inList = ['GET /api/clients/{id}/invoices', 'GET /api/clients/{id}/invoices/unpaid'];
      const lists = [
        ...await Promise.all(inList.map((name) => sendAs(door, name, { at: { id: clientId } }, key))),
        ...await Promise.all([{}, { status: 'DRAFT' }, { status: 'draft' }, { status: 'CANCELLED' }, { q: draft.invoiceNumber }]
          .map((query) => sendAs(door, 'GET /api/invoices', { query: { limit: '100', ...query } as never }, key))),
      ];
      return [
        ...await Promise.all(byId.map(async (name) => (await sendAs(door, name, { at: { id } }, key)).status === 200)),
        lists.some(({ body }) => JSON.stringify(body).includes(id)),
      ];
    };
    const hidden = [false, false, false];
    for (const key of [keys.CLIENT, keys.STUDENT]) {
      expect(await seenBy(key, draft.id)).toEqual(hidden);
      expect(await seenBy(key, dropped.id)).toEqual(hidden);
    }
    for (const key of [keys.ADMIN, keys.TRAINER]) expect(await seenBy(key, draft.id)).toEqual([true, true, true]);
    for (const name of ['POST /api/invoices/{id}/mark-viewed', 'GET /api/explain/invoice/{id}']) {
      expect((await sendAs(door, name, { at: { id: draft.id } }, keys.CLIENT)).status).toBe(404);
    }
    const owed = async () => (await sendAs(door, 'GET /api/clients/{id}', { at: { id: clientId } }, keys.CLIENT)).body['due'];
    const before = Number(await owed());
    await ask(world, sendInvoice, { id: draft.id });
    for (const key of [keys.CLIENT, keys.STUDENT]) expect(await seenBy(key, draft.id)).toEqual([true, true, true]);
    expect(await owed()).toBe(before + 1234);
  });
});
