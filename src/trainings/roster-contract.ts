import { z } from 'zod';
import { Id, IdOut, InstantShape, MoneyOut, Page, Pagination, endpoint } from '../kernel/contract.ts';
import { DayShape } from '../kernel/contract.ts';
import { InvoiceStatus } from '../invoices/contract.ts';
import { PARTICIPANT_STATUSES, Participant, Training } from '../schedule/training-contract.ts';

/** What a cancellation of the booking would be now: free, charged, or no longer possible. */
export const CANCEL_ZONES = ['SAFE', 'FINE', 'CLOSED'] as const;
export const COVERS = ['PASS', 'SINGLE', 'TRIAL', 'FREE', 'NONE'] as const;

/**
 * What pays for the visit: what was charged for it, else what would be. A pass with the sessions it has left now, an
 * invoice with its number; NONE: nothing yet.
 */
const Cover = z.object({
  kind: z.enum(COVERS), isCharged: z.boolean(), subscriptionId: IdOut.nullable(), name: z.string().nullable(),
  sessionsLeft: z.int().nullable(), invoiceId: IdOut.nullable(), invoiceNumber: z.string().nullable(),
  invoiceStatus: InvoiceStatus.nullable(),
});
/** What a late cancellation takes: a session, an invoice of the amount, or what is charged already stays (KEPT). */
const LateCancel = z.object({ kind: z.enum(['SESSION', 'INVOICE', 'KEPT', 'NOTHING']), amount: MoneyOut.nullable() });
/** Whether and how the booking can be cancelled now; null when there is none to cancel. */
const Cancelling = z.object({ zone: z.enum(CANCEL_ZONES), safeUntil: InstantShape, late: LateCancel });

export const RosterRow = Participant.extend({
  age: z.int().nullable(), cover: Cover, cancelledAt: InstantShape.nullable(), cancelling: Cancelling.nullable(),
  /** Ask to come to the desk: an overdue debt of the payer, or a visit that nothing covers. */
  attention: z.boolean(),
  /** What the payer owes past its due date; null for those who see no sums. */
  overdue: MoneyOut.nullable(),
});
export type RosterRow = z.output<typeof RosterRow>;

const Mine = z.object({
  studentId: IdOut, studentName: z.string(), status: z.enum(PARTICIPANT_STATUSES),
  mark: Participant.shape.mark, cover: Cover, cancelling: Cancelling.nullable(),
});
const Row = Training.extend({
  came: z.int(), unmarked: z.int(),
  /** Booked students whose payer has an overdue debt; a family is told nothing of others. */
  unpaid: z.int(), mine: z.array(Mine),
});

export const rosterEndpoints = {
  list: endpoint({
    name: 'training.list', method: 'GET', path: '/api/trainings', permission: 'schedule.read',
    summary: 'Trainings in the order of their start; `from` and `to` are local dates; a family sees its own bookings',
    input: z.object({
      from: DayShape.optional(), to: DayShape.optional(), groupId: Id.optional(), trainerId: Id.optional(),
      roomId: Id.optional(), studentId: Id.optional(),
      /** Begun, and somebody booked has no mark. */
      unmarked: z.stringbool().optional(),
      /** Not begun, somebody waits and there is a place. */
      freePlace: z.stringbool().optional(), ...Page,
    }),
    result: z.object({ trainings: z.array(Row), pagination: Pagination }),
  }),
  get: endpoint({
    name: 'training.get', method: 'GET', path: '/api/trainings/{id}', permission: 'schedule.read',
    summary: 'One training with its roster: cover, marks, charges and how each booking can be cancelled',
    input: z.object({ id: Id }),
    result: Training.extend({
      came: z.int(), unmarked: z.int(), safeUntil: InstantShape, participants: z.array(RosterRow),
    }),
    refusals: ['NOT_FOUND', 'TRAINING_OF_ANOTHER'],
  }),
};
