import { z } from 'zod';
import { DayShape, Id, IdOut, InstantShape, Method, MoneyOut, endpoint } from '../kernel/contract.ts';

/** The desk: what goes on now, what waits for somebody, and whether the machine did its work. */

const DeskTraining = z.object({
  id: IdOut, title: z.string(), groupId: IdOut.nullable(), startsAt: InstantShape, endsAt: InstantShape,
  roomName: z.string().nullable(), trainerName: z.string().nullable(), capacity: z.int().nullable(), booked: z.int(),
  came: z.int(), unmarked: z.int(),
  /** Booked students whose payer has an overdue debt. */
  unpaid: z.int(),
});

/** A number and the list behind it: `list` is the screen, `query` the filter that gives exactly these rows. */
const Waiting = z.object({
  count: z.int(), amount: MoneyOut.nullable(),
  list: z.enum(['invoices', 'subscriptions', 'trainings']), query: z.record(z.string(), z.string()),
});

export const NIGHT_STATES = ['OFF', 'WAITING', 'RUNNING', 'DONE', 'PARTIAL', 'FAILED', 'MISSED', 'NOT_STARTED'] as const;
export const PROOF_STATES = ['NEVER', 'RUNNING', 'OK', 'BROKEN', 'FAILED'] as const;

export const getDesk = endpoint({
  name: 'desk.get', method: 'GET', path: '/api/desk', permission: 'desk.read',
  summary: 'Стойка: что идёт, что ждёт действия, смена, ночь и проверка книг / The desk at a glance',
  input: z.strictObject({ at: InstantShape.optional(), branchId: Id.optional() }),
  result: z.object({
    at: InstantShape, now: z.array(DeskTraining), next: z.array(DeskTraining),
    waiting: z.object({
      payToday: Waiting, endingPasses: Waiting, renewals: Waiting, unmarked: Waiting, freePlaces: Waiting,
    }),
    shift: z.object({
      id: IdOut, branchId: IdOut, openedAt: InstantShape, openedBy: z.string(), openingCash: MoneyOut,
      expectedCash: MoneyOut, methods: z.array(z.object({ method: Method, expected: MoneyOut })),
    }).nullable(),
    proof: z.object({ state: z.enum(PROOF_STATES), at: InstantShape.nullable(), broken: z.int() }),
    night: z.object({
      state: z.enum(NIGHT_STATES), date: DayShape.nullable(), expectedAt: InstantShape.nullable(), runId: IdOut.nullable(),
      errors: z.int(),
    }),
  }),
  refusals: ['NOT_FOUND'],
});
