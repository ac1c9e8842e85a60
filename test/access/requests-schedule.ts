/** Requests for rooms, groups, the weekly schedule and trainings that succeed when they are allowed. */
import { createGroup } from '../../src/schedule/groups.ts';
import { joinGroup } from '../../src/schedule/members.ts';
import { createRoom } from '../../src/schedule/rooms.ts';
import { createSlot } from '../../src/schedule/slots.ts';
import { createTraining } from '../../src/schedule/trainings.ts';
import { ask, newStudent } from '../money-fixtures.ts';
import type { Family, Make, Request } from './requests.ts';

let counter = 0;
const fresh = (word: string): string => `${word} ${(counter += 1)}`;

const room = ({ world }: Family) => ask(world, createRoom, { name: fresh('Студия'), hourlyRate: 500 });
const atRoom = async (family: Family): Promise<Request> => ({ at: { id: (await room(family)).id } });

/** A group of the family's trainer with its student. */
export async function newGroup({ world, trainerId, studentId }: Family): Promise<string> {
  const { id } = await ask(world, createGroup, { name: fresh('Йога'), trainerId });
  await ask(world, joinGroup, { id, studentId });
  return id;
}
const atGroup = async (family: Family): Promise<Request> => ({ at: { id: await newGroup(family) } });
const line = { weekday: 1, startTime: '18:00', durationMinutes: 60, validFrom: '2025-02-01' };

const hour = { startsAt: '2030-02-20T15:00:00Z', endsAt: '2030-02-20T16:00:00Z' };
/** A coming training of the family's trainer with its student. */
export const newTraining = async ({ world, trainerId, studentId }: Family): Promise<string> =>
  (await ask(world, createTraining, { title: fresh('Хатха'), ...hour, trainerId, studentIds: [studentId] })).id;
const atTraining = async (family: Family): Promise<Request> => ({ at: { id: await newTraining(family) } });

export const scheduleRequests: Record<string, Make> = {
  'GET /api/trainers': () => ({}),
  'GET /api/rooms': () => ({}),
  'POST /api/rooms': () => ({ body: { name: fresh('Студия'), hourlyRate: 500 } }),
  'PATCH /api/rooms/{id}': async (family) => ({ ...await atRoom(family), body: { name: fresh('Студия') } }),
  'GET /api/groups': async (family) => {
    await newGroup(family);
    return {};
  },
  'POST /api/groups': () => ({ body: { name: fresh('Йога') } }),
  'GET /api/groups/{id}': atGroup,
  'PATCH /api/groups/{id}': async (family) => ({ ...await atGroup(family), body: { name: fresh('Йога') } }),
  'GET /api/groups/{id}/members': atGroup,
  'POST /api/groups/{id}/members': async (family) => {
    const studentId = await newStudent(family.world, family.clientId);
    return { ...await atGroup(family), body: { studentId } };
  },
  'POST /api/groups/{id}/members/{studentId}/leave': async (family) =>
    ({ at: { id: await newGroup(family), studentId: family.studentId } }),
  'GET /api/groups/{id}/slots': async (family) => {
    const id = await newGroup(family);
    await ask(family.world, createSlot, { id, ...line });
    return { at: { id } };
  },
  'POST /api/groups/{id}/slots': async (family) => ({ ...await atGroup(family), body: line }),
  'DELETE /api/groups/{id}/slots/{slotId}': async (family) => {
    const id = await newGroup(family);
    return { at: { id, slotId: (await ask(family.world, createSlot, { id, ...line })).id } };
  },
  'POST /api/schedule/generate': () => ({ body: {} }),
  'GET /api/trainings': async (family) => {
    await newTraining(family);
    return {};
  },
  'POST /api/trainings': async (family) =>
    ({ body: { title: fresh('Хатха'), ...hour, studentIds: [family.studentId], roomId: (await room(family)).id } }),
  'GET /api/trainings/{id}': atTraining,
  'PATCH /api/trainings/{id}': async (family) => ({ ...await atTraining(family), body: { title: fresh('Хатха') } }),
  'DELETE /api/trainings/{id}': atTraining,
  'POST /api/trainings/{id}/participants': async (family) => {
    const studentId = await newStudent(family.world, family.clientId, [family.trainerId]);
    return { ...await atTraining(family), body: { studentId } };
  },
};
