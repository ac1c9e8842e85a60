import { z } from 'zod';
import { Capacity, LocalTime, Minutes, SafeHours, Weekday } from './contract.ts';
import {
  DayShape, Id, IdOut, InstantShape, MoneyOut, Name, NonNegativeMoney, endpoint,
} from '../kernel/contract.ts';

export const TRAINING_STATUSES = ['PLANNED', 'CANCELLED'] as const;
export const PARTICIPANT_KINDS = ['REGULAR', 'TRIAL', 'FREE'] as const;
export type ParticipantKind = (typeof PARTICIPANT_KINDS)[number];
export const PARTICIPANT_STATUSES = ['BOOKED', 'WAITING', 'CANCELLED'] as const;
export const CANCEL_LABELS = ['SAFE', 'FINE'] as const;
export type CancelLabel = (typeof CANCEL_LABELS)[number];
export const MARKS = ['PRESENT', 'ABSENT'] as const;
export const CHARGE_KINDS = ['SESSION', 'INVOICE'] as const;
export const CHARGE_LABELS = ['NORMAL', 'ABSENCE', 'FINE'] as const;
export const EDIT_SCOPES = ['ONE', 'FOLLOWING', 'ALL'] as const;

/** `places` is how many may come: the training's own capacity, else its group's, else its room's; null is no limit. */
export const Training = z.object({
  id: IdOut, title: z.string(), groupId: IdOut.nullable(), groupName: z.string().nullable(), slotId: IdOut.nullable(),
  date: DayShape, startsAt: InstantShape, endsAt: InstantShape, roomId: IdOut.nullable(), roomName: z.string().nullable(),
  trainerId: IdOut.nullable(), trainerName: z.string().nullable(), capacity: z.int().nullable(), price: MoneyOut.nullable(),
  safeHours: z.number().nullable(), status: z.enum(TRAINING_STATUSES), cancelledAt: InstantShape.nullable(),
  cancelReason: z.string().nullable(), places: z.int().nullable(), booked: z.int(), waiting: z.int(),
});
export type Training = z.output<typeof Training>;

export const Participant = z.object({
  studentId: IdOut, studentName: z.string(), clientId: IdOut, kind: z.enum(PARTICIPANT_KINDS),
  status: z.enum(PARTICIPANT_STATUSES), cancelLabel: z.enum(CANCEL_LABELS).nullable(), cancelReason: z.string().nullable(),
  mark: z.enum(MARKS).nullable(),
  charge: z.object({
    kind: z.enum(CHARGE_KINDS), label: z.enum(CHARGE_LABELS), subscriptionId: IdOut.nullable(), invoiceId: IdOut.nullable(),
  }).nullable(),
});
export type Participant = z.output<typeof Participant>;
export const TrainingWithParticipants = Training.extend({ participants: z.array(Participant) });

export const trainingEndpoints = {
  create: endpoint({
    name: 'training.create', method: 'POST', path: '/api/trainings', permission: 'training.manage', status: 201,
    summary: 'Add a training; the members of its group come to it unless students are named',
    input: z.object({
      title: Name.optional(), startsAt: InstantShape, endsAt: InstantShape, groupId: Id.nullish(),
      price: NonNegativeMoney.nullish(), trainerId: Id.nullish(), roomId: Id.nullish(), capacity: Capacity.nullish(),
      safeHours: SafeHours.nullish(), studentIds: z.array(Id).max(1000).optional(),
    }),
    result: TrainingWithParticipants,
    refusals: [
      'NOT_FOUND', 'TIME_REVERSED', 'GROUP_INACTIVE', 'ROOM_BUSY', 'ROOM_INACTIVE', 'TRAINER_REQUIRED', 'TRAINING_FULL',
      'STUDENT_INACTIVE',
    ],
  }),
  update: endpoint({
    name: 'training.update', method: 'PATCH', path: '/api/trainings/{id}', permission: 'training.manage',
    summary: 'Change one training, this and the following of its weekly line, or all that have not begun',
    input: z.object({
      id: Id, scope: z.enum(EDIT_SCOPES).default('ONE'), startsAt: InstantShape.optional(), endsAt: InstantShape.optional(),
      weekday: Weekday.optional(), startTime: LocalTime.optional(), durationMinutes: Minutes.optional(),
      title: Name.optional(), roomId: Id.nullish(), trainerId: Id.nullish(), capacity: Capacity.nullish(),
      price: NonNegativeMoney.nullish(),
    }),
    result: z.object({ training: Training, changed: z.int() }),
    refusals: [
      'NOT_FOUND', 'FORBIDDEN', 'TRAINING_CANCELLED', 'TRAINING_BEGUN', 'TIME_REVERSED', 'ROOM_BUSY', 'ROOM_INACTIVE',
      'TRAINER_REQUIRED',
    ],
  }),
  remove: endpoint({
    name: 'training.delete', method: 'DELETE', path: '/api/trainings/{id}', permission: 'training.manage',
    summary: 'Delete a training that was neither charged nor marked; its weekly line does not make it again',
    input: z.object({ id: Id }), result: z.object({ deleted: z.boolean() }),
    refusals: ['NOT_FOUND', 'TRAINING_HAS_CHARGES'],
  }),
  book: endpoint({
    name: 'participant.add', method: 'POST', path: '/api/trainings/{id}/participants', permission: 'training.manage',
    status: 201, summary: 'Book a student for a training, or put it on the waiting list',
    input: z.object({
      id: Id, studentId: Id, kind: z.enum(PARTICIPANT_KINDS).default('REGULAR'), waitingList: z.boolean().optional(),
    }),
    result: Participant,
    refusals: ['NOT_FOUND', 'TRAINING_CANCELLED', 'TRAINING_FULL', 'ALREADY_BOOKED', 'STUDENT_INACTIVE'],
  }),
};
