import { z } from 'zod';
import {
  DayShape, Id, IdOut, InstantShape, MoneyOut, Name, NonNegativeMoney, Page, Pagination, endpoint,
} from '../kernel/contract.ts';

export const MEMBER_STATUSES = ['ACTIVE', 'WAITING', 'EXPELLED', 'LEFT'] as const;
export type MemberStatus = (typeof MEMBER_STATUSES)[number];

export const Capacity = z.int().min(1).max(100_000);
/** Hours before the start within which a cancellation is late; quarters of an hour are exact. */
export const SafeHours = z.number().min(0).max(720).multipleOf(0.25);
const Weekday = z.int().min(1).max(7);
export const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'ЧЧ:ММ / HH:MM');
export const Minutes = z.int().min(5).max(1440);

export const Room = z.object({
  id: IdOut, name: z.string(), capacity: z.int().nullable(), hourlyRate: MoneyOut, autoCreateInvoice: z.boolean().nullable(),
  branchId: IdOut.nullable(), isActive: z.boolean(),
});
const RoomFields = {
  capacity: Capacity.nullish(), autoCreateInvoice: z.boolean().nullish(), branchId: Id.nullish(),
};

export const roomEndpoints = {
  list: endpoint({
    name: 'room.list', method: 'GET', path: '/api/rooms', permission: 'schedule.read', summary: 'Rooms by name',
    input: z.object({ active: z.stringbool().optional(), ...Page }),
    result: z.object({ rooms: z.array(Room), pagination: Pagination }),
  }),
  create: endpoint({
    name: 'room.create', method: 'POST', path: '/api/rooms', permission: 'schedule.manage', status: 201,
    summary: 'Add a room',
    input: z.object({ name: Name, hourlyRate: NonNegativeMoney, ...RoomFields }), result: Room,
    refusals: ['NAME_TAKEN', 'NOT_FOUND'],
  }),
  update: endpoint({
    name: 'room.update', method: 'PATCH', path: '/api/rooms/{id}', permission: 'schedule.manage',
    summary: 'Change a room',
    input: z.object({
      id: Id, name: Name.optional(), hourlyRate: NonNegativeMoney.optional(), isActive: z.boolean().optional(),
      ...RoomFields,
    }),
    result: Room, refusals: ['NOT_FOUND', 'NAME_TAKEN'],
  }),
};

/** A group with how many students are in it and how many wait for a place. */
export const Group = z.object({
  id: IdOut, name: z.string(), capacity: z.int().nullable(), singlePrice: MoneyOut.nullable(),
  trialPrice: MoneyOut.nullable(), safeHours: z.number().nullable(), trainerId: IdOut.nullable(),
  trainerName: z.string().nullable(),
  roomId: IdOut.nullable(), roomName: z.string().nullable(), branchId: IdOut.nullable(), isActive: z.boolean(),
  activeMembers: z.int(), waitingMembers: z.int(),
});
export type Group = z.output<typeof Group>;
const GroupFields = {
  capacity: Capacity.nullish(), singlePrice: NonNegativeMoney.nullish(), trialPrice: NonNegativeMoney.nullish(),
  safeHours: SafeHours.nullish(), trainerId: Id.nullish(), roomId: Id.nullish(), branchId: Id.nullish(),
};

/** Who can lead: for the choice of a trainer. */
export const listTrainers = endpoint({
  name: 'trainer.list', method: 'GET', path: '/api/trainers', permission: 'catalogue.read',
  summary: 'Trainers who work here, by name',
  input: z.strictObject({}), result: z.object({ trainers: z.array(z.object({ id: IdOut, name: z.string() })) }),
});

export const groupEndpoints = {
  list: endpoint({
    name: 'group.list', method: 'GET', path: '/api/groups', permission: 'schedule.read', summary: 'Groups by name',
    input: z.object({ q: z.string().max(200).optional(), active: z.stringbool().optional(), ...Page }),
    result: z.object({ groups: z.array(Group), pagination: Pagination }),
  }),
  create: endpoint({
    name: 'group.create', method: 'POST', path: '/api/groups', permission: 'schedule.manage', status: 201,
    summary: 'Add a group', input: z.object({ name: Name, ...GroupFields }), result: Group,
    refusals: ['NAME_TAKEN', 'NOT_FOUND', 'TRAINER_REQUIRED', 'ROOM_INACTIVE'],
  }),
  get: endpoint({
    name: 'group.get', method: 'GET', path: '/api/groups/{id}', permission: 'schedule.read', summary: 'One group',
    input: z.object({ id: Id }), result: Group, refusals: ['NOT_FOUND'],
  }),
  update: endpoint({
    name: 'group.update', method: 'PATCH', path: '/api/groups/{id}', permission: 'schedule.manage',
    summary: 'Change a group; more places are given to its waiting list',
    input: z.object({ id: Id, name: Name.optional(), isActive: z.boolean().optional(), ...GroupFields }), result: Group,
    refusals: ['NOT_FOUND', 'NAME_TAKEN', 'TRAINER_REQUIRED', 'ROOM_INACTIVE'],
  }),
};

export const Member = z.object({
  studentId: IdOut, studentName: z.string(), clientId: IdOut, status: z.enum(MEMBER_STATUSES), since: InstantShape,
});
export type Member = z.output<typeof Member>;

export const memberEndpoints = {
  list: endpoint({
    name: 'member.list', method: 'GET', path: '/api/groups/{id}/members', permission: 'schedule.read',
    summary: 'Who is in the group and who waits, longest first; others by `status`',
    input: z.object({ id: Id, status: z.enum(MEMBER_STATUSES).optional(), ...Page }),
    result: z.object({ members: z.array(Member), pagination: Pagination }), refusals: ['NOT_FOUND'],
  }),
  join: endpoint({
    name: 'member.join', method: 'POST', path: '/api/groups/{id}/members', permission: 'schedule.manage', status: 201,
    summary: 'Take a student into the group and its coming trainings, or onto its waiting list',
    input: z.object({ id: Id, studentId: Id, waitingList: z.boolean().optional() }), result: Member,
    refusals: ['NOT_FOUND', 'GROUP_FULL', 'GROUP_INACTIVE', 'STUDENT_INACTIVE'],
  }),
  leave: endpoint({
    name: 'member.leave', method: 'POST', path: '/api/groups/{id}/members/{studentId}/leave',
    permission: 'schedule.manage', summary: 'Take a student out of the group; the first who waits gets the place',
    input: z.object({ id: Id, studentId: Id }), result: z.object({ member: Member, promoted: z.array(Member) }),
    refusals: ['NOT_FOUND', 'NOT_A_MEMBER'],
  }),
};

/** A line of the weekly schedule. Title, capacity, price, room and trainer are the group's when they are null. */
export const Slot = z.object({
  id: IdOut, groupId: IdOut, weekday: z.int(), startTime: z.string(), durationMinutes: z.int(), roomId: IdOut.nullable(),
  trainerId: IdOut.nullable(), title: z.string().nullable(), capacity: z.int().nullable(), price: MoneyOut.nullable(),
  validFrom: DayShape, validUntil: DayShape.nullable(),
});

export const slotEndpoints = {
  list: endpoint({
    name: 'slot.list', method: 'GET', path: '/api/groups/{id}/slots', permission: 'schedule.read',
    summary: 'The weekly schedule of the group, today and later', input: z.object({ id: Id }),
    result: z.object({ slots: z.array(Slot) }), refusals: ['NOT_FOUND'],
  }),
  create: endpoint({
    name: 'slot.create', method: 'POST', path: '/api/groups/{id}/slots', permission: 'schedule.manage', status: 201,
    summary: 'Add a line to the weekly schedule; its trainings are made by generating the schedule',
    input: z.object({
      id: Id, weekday: Weekday, startTime: LocalTime, durationMinutes: Minutes, roomId: Id.nullish(),
      trainerId: Id.nullish(), title: Name.nullish(), capacity: Capacity.nullish(), price: NonNegativeMoney.nullish(),
      validFrom: DayShape, validUntil: DayShape.nullish(),
    }),
    result: Slot,
    refusals: ['NOT_FOUND', 'GROUP_INACTIVE', 'DATES_REVERSED', 'TRAINER_REQUIRED', 'ROOM_INACTIVE'],
  }),
  end: endpoint({
    name: 'slot.delete', method: 'DELETE', path: '/api/groups/{id}/slots/{slotId}', permission: 'schedule.manage',
    summary: 'End a line of the weekly schedule and remove its coming trainings',
    input: z.object({ id: Id, slotId: Id }), result: z.object({ deleted: z.boolean(), removedTrainings: z.int() }),
    refusals: ['NOT_FOUND', 'TRAINING_HAS_CHARGES'],
  }),
  generate: endpoint({
    name: 'schedule.generate', method: 'POST', path: '/api/schedule/generate', permission: 'schedule.manage',
    summary: 'Make the trainings of every weekly schedule that are not there yet, four weeks ahead by default',
    input: z.object({ until: DayShape.optional() }), result: z.object({ until: DayShape, made: z.int() }),
    refusals: ['HORIZON_TOO_FAR'],
  }),
};

export { Weekday };
