import { describe, expect, test } from 'vitest';
import { changeStudent, createStudent, getStudent, listStudents } from '../../src/clients/students.ts';
import { changeClient, createClient } from '../../src/clients/write-clients.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { type World, newWorld } from '../world.ts';
import { lastAudit, putInvoice, refusal, send } from './fixtures.ts';

const client = (world: World, firstName = 'Анна') => send(world, createClient, { firstName });
const firstNames = ({ students }: { students: { firstName: string }[] }) => students.map(({ firstName }) => firstName);

describe('a student', () => {
  test('is added to a client with trainers, and read back', async () => {
    const world = await newWorld();
    const { id: clientId } = await client(world);
    const trainer = await world.as('TRAINER');
    const student = await send(world, createStudent, {
      clientId, firstName: ' Пётр ', birthDate: '2015-03-01', trainerIds: [trainer.userId, trainer.userId],
    });
    expect(student).toMatchObject({
      clientId, clientName: 'Анна', firstName: 'Пётр', lastName: '', paysSelf: false, isActive: true, trainerIds: [trainer.userId],
    });
    expect(await send(world, getStudent, { id: student.id })).toEqual(student);
    expect((await lastAudit(world)).after).toMatchObject({ firstName: 'Пётр', birthDate: '2015-03-01' });
  });

  test('refusals', async () => {
    const world = await newWorld();
    const { id: clientId } = await client(world);
    const refused = (wire: Record<string, unknown>, code: string) =>
      expect(send(world, createStudent, { clientId, firstName: 'П', ...wire })).rejects.toEqual(refusal(code));
    await refused({ birthDate: '2010-01-01', paysSelf: true }, 'MINOR_NEEDS_PARENT');
    await refused({ birthDate: '2025-02-13' }, 'DATE_IN_FUTURE');
    await refused({ clientId: uuidv7() }, 'NOT_FOUND');
    await refused({ trainerIds: [uuidv7()] }, 'NOT_FOUND');
    await refused({ trainerIds: [world.system.userId] }, 'NOT_FOUND');
    await send(world, createStudent, { clientId, firstName: 'П', birthDate: '2000-01-01', paysSelf: true });
    await send(world, changeClient, { id: clientId, isActive: false });
    await refused({}, 'CLIENT_INACTIVE');
  });

  test('changes, and takes another payer only without invoices', async () => {
    const world = await newWorld();
    const [mother, father] = [await client(world), await client(world, 'Борис')];
    const { id } = await send(world, createStudent, { clientId: mother.id, firstName: 'Пётр', birthDate: '2015-03-01' });
    const trainer = await world.as('TRAINER');
    const moved = await send(world, changeStudent, {
      id, clientId: father.id, lastName: 'Кузнецов', trainerIds: [trainer.userId], birthDate: null,
    });
    expect(moved).toMatchObject({ clientId: father.id, lastName: 'Кузнецов', birthDate: null, trainerIds: [trainer.userId] });
    await putInvoice(world, father.id, { total: 100, studentId: id });
    await expect(send(world, changeStudent, { id, clientId: mother.id })).rejects.toEqual(refusal('STUDENT_HAS_INVOICES'));
    const same = await send(world, changeStudent, { id, clientId: father.id, isActive: false, trainerIds: [] });
    expect(same).toMatchObject({ isActive: false, trainerIds: [] });
    expect(await lastAudit(world)).toMatchObject({
      before: { isActive: true, trainerIds: [trainer.userId] }, after: { isActive: false, trainerIds: [] },
    });
    const minor = { id, birthDate: '2015-03-01', paysSelf: true };
    await expect(send(world, changeStudent, minor)).rejects.toEqual(refusal('MINOR_NEEDS_PARENT'));
    await expect(send(world, changeStudent, { id: uuidv7() })).rejects.toEqual(refusal('NOT_FOUND'));
  });
});

describe('who sees which students', () => {
  test('a trainer his own, a parent its children, a student itself, the office all', async () => {
    const world = await newWorld();
    const [mother, father] = [await client(world), await client(world, 'Борис')];
    const trainer = await world.as('TRAINER');
    const vera = await send(world, createStudent, { clientId: mother.id, firstName: 'Вера', trainerIds: [trainer.userId] });
    const gleb = await send(world, createStudent, { clientId: father.id, firstName: 'Глеб' });
    const parent = await world.as('CLIENT', { clientId: father.id });
    const pupil = await world.as('STUDENT', { studentId: gleb.id });
    for (const [actor, seen, hidden] of [[trainer, vera, gleb], [parent, gleb, vera], [pupil, gleb, vera]] as const) {
      expect(firstNames(await send(world, listStudents, {}, { actor }))).toEqual([seen.firstName]);
      expect(await send(world, getStudent, { id: seen.id }, { actor })).toEqual(seen);
      await expect(send(world, getStudent, { id: hidden.id }, { actor })).rejects.toEqual(refusal('NOT_FOUND'));
      await expect(send(world, changeStudent, { id: seen.id }, { actor })).rejects.toEqual(refusal('FORBIDDEN'));
    }
    expect(firstNames(await send(world, listStudents))).toEqual(['Вера', 'Глеб']);
    expect(firstNames(await send(world, listStudents, { clientId: father.id }))).toEqual(['Глеб']);
    expect(firstNames(await send(world, listStudents, { q: 'гле' }))).toEqual(['Глеб']);
  });
});
