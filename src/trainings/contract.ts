import { z } from 'zod';
import {
  DayShape, Id, IdOut, InstantShape, MoneyOut, Page, Pagination, Text, endpoint, internal,
} from '../kernel/contract.ts';

export const ChargeLabel = z.enum(['NORMAL', 'ABSENCE', 'FINE']);
export type ChargeLabel = z.infer<typeof ChargeLabel>;
export const ChargeCause = z.enum(['NIGHT', 'ATTENDANCE', 'CANCELLATION', 'MANUAL']);
export type ChargeCause = z.infer<typeof ChargeCause>;
export const Mark = z.enum(['PRESENT', 'ABSENT']);
export type Mark = z.infer<typeof Mark>;
export type ParticipantKind = 'REGULAR' | 'TRIAL' | 'FREE';

/** What the charging routine did about one participant, and why. */
export const Outcome = z.object({
  studentId: IdOut,
  studentName: z.string(),
  clientId: IdOut,
  decision: z.enum(['SESSION', 'INVOICE', 'SKIPPED', 'ERROR']),
  reason: z.string(),
  sentence: z.string(),
  chargeId: IdOut.nullable(),
  subscriptionId: IdOut.nullable(),
  sessionsLeft: z.int().nullable(),
  invoiceId: IdOut.nullable(),
  invoiceNumber: z.string().nullable(),
  amount: MoneyOut.nullable(),
  isPaid: z.boolean().nullable(),
});
export type Outcome = z.output<typeof Outcome>;

/** What an undo gave back, following the charge. */
export const Undone = z.object({
  studentId: IdOut,
  clientId: IdOut,
  chargeId: IdOut,
  subscriptionId: IdOut.nullable(),
  sessionsReturned: z.int(),
  invoiceId: IdOut.nullable(),
  invoiceNumber: z.string().nullable(),
  invoiceCancelled: z.boolean(),
  returned: MoneyOut,
});
export type Undone = z.output<typeof Undone>;

export const Charge = z.object({
  id: IdOut, trainingId: IdOut, trainingTitle: z.string(), startsAt: InstantShape, studentId: IdOut, studentName: z.string(),
  clientId: IdOut, clientName: z.string(), trainerName: z.string().nullable(), kind: z.enum(['SESSION', 'INVOICE']),
  label: ChargeLabel, cause: ChargeCause, subscriptionId: IdOut.nullable(), subscriptionName: z.string().nullable(),
  invoiceId: IdOut.nullable(), invoiceNumber: z.string().nullable(),
  amount: MoneyOut.nullable(), state: z.enum(['ACTIVE', 'REVERSED']), chargedAt: InstantShape,
  reversedAt: InstantShape.nullable(), reversalReason: z.string().nullable(),
});

const trainingId = z.strictObject({ id: Id });
const reason = Text.max(2000);

export const chargeTraining = endpoint({
  name: 'training.charge', method: 'POST', path: '/api/trainings/{id}/charge', permission: 'training.charge',
  summary: 'Списать одно занятие со всех записанных / Charge everybody booked on one training',
  input: trainingId,
  result: z.object({ trainingId: IdOut, outcomes: z.array(Outcome) }),
  refusals: ['NOT_FOUND', 'TRAINING_CANCELLED'],
});

/** The night's own form of the same: not a route, only the job calls it. */
export const chargeAtNight = internal({
  kind: 'operation', name: 'training.charge-at-night', permission: 'training.charge',
  summary: 'Ночное списание одного занятия / The night charges one training',
  input: z.strictObject({ id: Id, runId: Id, day: DayShape }),
  result: z.object({
    sessions: z.int(), invoices: z.int(), skipped: z.record(z.string(), z.int()), outcomes: z.int(),
    errors: z.array(z.object({ studentId: IdOut, student: z.string(), code: z.string(), message: z.string() })),
  }),
});

export const previewNight = internal({
  kind: 'operation', name: 'training.preview-night', permission: 'training.charge',
  summary: 'Что спишет ближайшая ночь / What the coming night would charge', input: z.strictObject({ day: DayShape }),
  result: z.object({ trainings: z.array(z.object({
    trainingId: IdOut, title: z.string(), startsAt: InstantShape, outcomes: z.array(Outcome),
  })) }),
});

export const cancelTraining = endpoint({
  name: 'training.cancel', method: 'POST', path: '/api/trainings/{id}/cancel', permission: 'training.cancel',
  summary: 'Отменить занятие: занятия вернутся на абонементы, счета отменятся / Cancel a whole training',
  input: z.strictObject({ id: Id, reason: reason.optional() }),
  result: z.object({
    trainingId: IdOut, status: z.literal('CANCELLED'), sessionsReturned: z.int(), invoicesCancelled: z.int(),
    moneyReturned: MoneyOut, participants: z.array(Undone), repeated: z.boolean(),
  }),
  refusals: ['NOT_FOUND', 'TRAINING_HELD', 'REASON_REQUIRED'],
});

export const cancelParticipation = endpoint({
  name: 'participation.cancel', method: 'POST', path: '/api/trainings/{id}/participants/{studentId}/cancel',
  permission: 'participation.cancel',
  summary: 'Отменить запись ученика: безопасно или со штрафом / Cancel the booking of a student',
  input: z.strictObject({ id: Id, studentId: Id, reason: reason.optional() }),
  result: z.object({
    trainingId: IdOut, studentId: IdOut, label: z.enum(['SAFE', 'FINE']), safeUntil: InstantShape,
    sessionsReturned: z.int(), sessionsCharged: z.int(), sessionsLeft: z.int().nullable(),
    invoiceCancelled: z.boolean(), moneyReturned: MoneyOut, fineInvoiceId: IdOut.nullable(), fineAmount: MoneyOut.nullable(),
    charge: z.object({ id: IdOut, kind: z.enum(['SESSION', 'INVOICE']), label: ChargeLabel }).nullable(),
    sentence: z.string(),
  }),
  refusals: ['NOT_FOUND', 'NOT_BOOKED', 'BOOKING_CANCELLED', 'TRAINING_CANCELLED', 'TRAINING_STARTED'],
});

export const Attendance = z.object({
  id: IdOut, trainingId: IdOut, studentId: IdOut, status: Mark, markedBy: IdOut, markedAt: InstantShape,
});

export const markAttendance = endpoint({
  name: 'attendance.mark', method: 'POST', path: '/api/attendance', permission: 'attendance.mark',
  summary: 'Отметить посещение / Mark attendance',
  input: z.strictObject({
    clientId: Id.optional(), studentId: Id.optional(), scheduleId: Id.optional(), trainingId: Id.optional(),
    date: DayShape.optional(), status: Mark.default('PRESENT'),
    /** The mark that whoever marks has before his eyes: it is refused when another one is there by now. */
    seen: Mark.nullable().optional(),
  }),
  result: z.object({ attendance: Attendance, outcome: Outcome.nullable(), undone: Undone.nullable() }),
  refusals: [
    'NOT_FOUND', 'MARK_IN_FUTURE', 'TRAINING_CANCELLED', 'STUDENT_REQUIRED', 'NOT_BOOKED', 'STUDENT_INACTIVE',
    'MARKED_ALREADY',
  ],
});

export const markAll = endpoint({
  name: 'attendance.mark-all', method: 'POST', path: '/api/trainings/{id}/attendance', permission: 'attendance.mark',
  summary: 'Отметить всех, затем исключения / Mark everybody, then the exceptions',
  input: z.strictObject({
    id: Id, all: Mark.optional(),
    /** Leaves alone whoever has a mark. */
    unmarkedOnly: z.boolean().default(false),
    marks: z.array(z.strictObject({ studentId: Id, status: Mark })).max(1000).default([]),
  }),
  result: z.object({
    attendance: z.array(Attendance), outcomes: z.array(Outcome), undone: z.array(Undone),
  }),
  refusals: ['NOT_FOUND', 'MARK_IN_FUTURE', 'TRAINING_CANCELLED', 'NOT_BOOKED'],
});

export const deleteMark = endpoint({
  name: 'attendance.delete', method: 'DELETE', path: '/api/trainings/{id}/attendance/{studentId}',
  permission: 'attendance.mark', summary: 'Убрать отметку / Take a mark away',
  input: z.strictObject({ id: Id, studentId: Id }),
  result: z.object({ deleted: z.literal(true), undone: Undone.nullable() }), refusals: ['NOT_FOUND', 'NOT_MARKED'],
});

export const listCharges = endpoint({
  name: 'charge.list', method: 'GET', path: '/api/charges', permission: 'schedule.read',
  summary: 'Списания за занятия, от новых к старым / Charges of trainings, newest first',
  input: z.strictObject({
    ...Page, trainingId: Id.optional(), studentId: Id.optional(), clientId: Id.optional(),
    subscriptionId: Id.optional(), state: z.enum(['ACTIVE', 'REVERSED']).optional(),
  }),
  result: z.object({ charges: z.array(Charge), pagination: Pagination }),
});
