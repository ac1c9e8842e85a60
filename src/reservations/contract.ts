import { z } from 'zod';
import {
  DayShape, Id, IdOut, InstantShape, Page, Pagination, PositiveQuantity, QuantityOut, Text, endpoint,
} from '../kernel/contract.ts';

export const RESERVATION_STATUSES = ['ACTIVE', 'RELEASED', 'EXPIRED'] as const;
const Status = z.enum(RESERVATION_STATUSES);

/** Services held for a student in a school period before they are paid (C-10). */
export const Reservation = z.object({
  id: IdOut, studentId: IdOut, studentName: z.string(), clientId: IdOut, termId: IdOut, termName: z.string(),
  termEndDate: DayShape, status: Status, invoiceId: IdOut.nullable(), notes: z.string().nullable(),
  items: z.array(z.object({ id: IdOut, serviceId: IdOut, serviceName: z.string(), quantity: QuantityOut })),
  createdBy: IdOut, createdAt: InstantShape,
});
export type Reservation = z.output<typeof Reservation>;

const Items = z.array(z.strictObject({ serviceId: Id, quantity: PositiveQuantity })).max(200);
const byId = z.strictObject({ id: Id });

export const reservationEndpoints = {
  create: endpoint({
    name: 'reservation.create', method: 'POST', path: '/api/reservations', permission: 'reservation.manage', status: 201,
    summary: 'Зарезервировать услуги за учеником в учебном периоде / Hold services for a student in a term',
    input: z.strictObject({
      studentId: Id, termId: Id, items: Items, invoiceId: Id.nullish(), notes: Text.nullish(),
    }),
    result: Reservation, refusals: ['NOT_FOUND', 'ITEMS_EMPTY', 'SERVICE_INACTIVE', 'STUDENT_INACTIVE'],
  }),
  list: endpoint({
    name: 'reservation.list', method: 'GET', path: '/api/reservations', permission: 'reservation.read',
    summary: 'Резервы, от новых к старым / Reservations, newest first',
    input: z.strictObject({ studentId: Id.optional(), termId: Id.optional(), status: Status.optional(), ...Page }),
    result: z.object({ reservations: z.array(Reservation), pagination: Pagination }),
  }),
  get: endpoint({
    name: 'reservation.get', method: 'GET', path: '/api/reservations/{id}', permission: 'reservation.read',
    summary: 'Резерв / A reservation', input: byId, result: Reservation, refusals: ['NOT_FOUND'],
  }),
  update: endpoint({
    name: 'reservation.update', method: 'PATCH', path: '/api/reservations/{id}', permission: 'reservation.manage',
    summary: 'Изменить действующий резерв / Change an active reservation',
    input: z.strictObject({ id: Id, items: Items.optional(), invoiceId: Id.nullish(), notes: Text.nullish() }),
    result: Reservation, refusals: ['NOT_FOUND', 'RESERVATION_CLOSED', 'ITEMS_EMPTY', 'SERVICE_INACTIVE'],
  }),
  release: endpoint({
    name: 'reservation.release', method: 'POST', path: '/api/reservations/{id}/release', permission: 'reservation.manage',
    summary: 'Снять резерв / Release a reservation', input: byId, result: Reservation,
    refusals: ['NOT_FOUND', 'RESERVATION_CLOSED'],
  }),
};
