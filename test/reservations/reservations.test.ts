import { expect, test } from 'vitest';
import { changeService, createService } from '../../src/catalogue/services.ts';
import { createTerm, listTerms, removeTerm } from '../../src/catalogue/terms.ts';
import { changeStudent } from '../../src/clients/students.ts';
import { inTransaction } from '../../src/kernel/db.ts';
import type { Context } from '../../src/kernel/operation.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { expireReservations } from '../../src/reservations/expiring-steps.ts';
import {
  changeReservation, createReservation, getReservation, listReservations, releaseReservation,
} from '../../src/reservations/reservations.ts';
import { ask, expectRefused, newClient, newInvoice, newStudent } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';

const newTerm = (world: World, name = 'Весна', endDate = '2025-05-31') =>
  ask(world, createTerm, { name, startDate: '2025-01-01', endDate });
const newService = (world: World, name = 'Хор') =>
  ask(world, createService, { name, serviceType: 'OTHER', basePrice: 100, writeOffTiming: 'ON_USE' });

/** A world with a student, a term and a service to hold. */
async function ready() {
  const world = await newWorld();
  const clientId = await newClient(world);
  const studentId = await newStudent(world, clientId);
  const [term, service] = [await newTerm(world), await newService(world)];
  const hold = (wire: object = {}) => ask(world, createReservation, {
    studentId, termId: term.id, items: [{ serviceId: service.id, quantity: 4 }], ...wire,
  });
  return { world, clientId, studentId, term, service, hold };
}

test('services are held for a student in a term, before they are paid (C-10)', async () => {
  const { world, clientId, studentId, term, service, hold } = await ready();
  const invoice = await newInvoice(world, clientId, [500]);
  const made = await hold({ invoiceId: invoice.id, notes: 'Ждут места' });
  expect(made).toMatchObject({
    studentId, studentName: 'Пётр', clientId, termId: term.id, termName: 'Весна', status: 'ACTIVE', invoiceId: invoice.id,
    notes: 'Ждут места', items: [{ serviceId: service.id, serviceName: 'Хор', quantity: 4 }],
  });
  expect(await ask(world, getReservation, { id: made.id })).toEqual(made);
});

test('what is held has to be there: student, term, services that are sold, the payer’s own invoice', async () => {
  const { world, studentId, service, hold } = await ready();
  const foreign = await newInvoice(world, await newClient(world), [500]);
  await expectRefused(world, () => hold({ items: [] }), 'ITEMS_EMPTY');
  await expectRefused(world, () => hold({ items: [{ serviceId: uuidv7(), quantity: 1 }] }), 'NOT_FOUND');
  for (const wire of [{ studentId: uuidv7() }, { termId: uuidv7() }]) {
    await expectRefused(world, () => hold(wire), 'NOT_FOUND');
  }
  for (const invoiceId of [foreign.id, uuidv7()]) {
    await expectRefused(world, () => hold({ invoiceId }), 'INVOICE_NOT_FOUND');
  }
  await ask(world, changeService, { id: service.id, isActive: false });
  await expectRefused(world, () => hold(), 'SERVICE_INACTIVE');
  await ask(world, changeService, { id: service.id, isActive: true });
  await ask(world, changeStudent, { id: studentId, isActive: false });
  await expectRefused(world, () => hold(), 'STUDENT_INACTIVE');
  await ask(world, changeStudent, { id: studentId, isActive: true });
  await hold();
});

test('RES-1: a reservation is changed and released while it is active, once', async () => {
  const { world, clientId, hold } = await ready();
  const { id, items: [held] } = await hold();
  const other = await newService(world, 'Вокал');
  const invoice = await newInvoice(world, clientId, [500]);
  const items = [{ serviceId: other.id, quantity: 1.5 }];
  expect(await ask(world, changeReservation, { id, notes: 'Позвонить', items, invoiceId: invoice.id })).toMatchObject({
    notes: 'Позвонить', invoiceId: invoice.id, items: [{ serviceName: 'Вокал', quantity: 1.5 }],
  });
  const unbilled = await ask(world, changeReservation, { id, invoiceId: null });
  expect(unbilled).toMatchObject({ invoiceId: null, notes: 'Позвонить' });
  await expectRefused(world, () => ask(world, changeReservation, { id, items: [] }), 'ITEMS_EMPTY');
  await expectRefused(world, () => ask(world, changeReservation, { id: uuidv7(), notes: '' }), 'NOT_FOUND');
  const free = await ask(world, releaseReservation, { id });
  expect(free).toMatchObject({ status: 'RELEASED', items: [{ serviceName: 'Вокал' }] });
  await expectRefused(world, () => ask(world, releaseReservation, { id }), 'RESERVATION_CLOSED');
  await expectRefused(world, () => ask(world, changeReservation, { id, notes: 'Ещё' }), 'RESERVATION_CLOSED');
  expect(held?.serviceName).toBe('Хор');
});

test('reservations are listed newest first, by student, term and state', async () => {
  const { world, studentId, term, hold } = await ready();
  const one = (await hold()).id;
  const autumn = await newTerm(world, 'Осень', '2025-12-31');
  const sister = await newStudent(world, await newClient(world));
  const two = (await hold({ studentId: sister, termId: autumn.id })).id;
  const found = async (wire: object) =>
    (await ask(world, listReservations, { ...wire })).reservations.map(({ id }) => id);
  expect(await found({})).toEqual([two, one]);
  expect([await found({ studentId }), await found({ termId: term.id })]).toEqual([[one], [one]]);
  await ask(world, releaseReservation, { id: one });
  expect([await found({ status: 'ACTIVE' }), await found({ page: '2', limit: '1' })]).toEqual([[two], [one]]);
});

test('RES-1: a reservation expires the day after its term ends, and no other', async () => {
  const { world, hold } = await ready();
  const [active, released] = [(await hold()).id, (await hold()).id];
  const autumn = (await hold({ termId: (await newTerm(world, 'Осень', '2025-12-31')).id })).id;
  await ask(world, releaseReservation, { id: released });
  const expire = (now: string) => inTransaction(world.database, world.orgId, 'write', (tx) => {
    const context: Pick<Context, 'tx' | 'orgId' | 'now' | 'timeZone'> = {
      tx, orgId: world.orgId, now: Temporal.Instant.from(now), timeZone: 'Europe/Moscow',
    };
    return expireReservations(context as Context);
  });
  expect(await expire('2025-05-31T20:59:00Z')).toBe(0);
  expect(await expire('2025-05-31T21:00:00Z')).toBe(1); // June in Moscow
  const stateOf = async (id: string) => (await ask(world, getReservation, { id })).status;
  expect(await Promise.all([active, released, autumn].map(stateOf))).toEqual(['EXPIRED', 'RELEASED', 'ACTIVE']);
  await expectRefused(world, () => ask(world, releaseReservation, { id: active }), 'RESERVATION_CLOSED');
});

test('a term with reservations stays', async () => {
  const { world, term, hold } = await ready();
  const empty = await newTerm(world, 'Лето', '2025-08-31');
  await hold();
  await expectRefused(world, () => ask(world, removeTerm, { id: term.id }), 'TERM_IN_USE');
  await ask(world, removeTerm, { id: empty.id });
  expect((await ask(world, listTerms)).terms).toHaveLength(1);
});
