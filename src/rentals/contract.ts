import { z } from 'zod';
import {
  DayShape, Id, IdOut, InstantShape, MoneyOut, Name, Page, Pagination, QuantityOut, Text, endpoint,
} from '../kernel/contract.ts';
import { Invoice } from '../invoices/contract.ts';
import { LocalTime } from '../schedule/contract.ts';

export const RENTAL_STATUSES = ['PLANNED', 'CONFIRMED', 'CANCELLED'] as const;
const Status = z.enum(RENTAL_STATUSES);

/** `minutes` are those paid for; `durationHours` shows them. Times are local, `nextDay` says where the end lies. */
export const Rental = z.object({
  id: IdOut, roomId: IdOut, roomName: z.string(), clientId: IdOut, clientName: z.string(),
  clientPhone: z.string().nullable(), status: Status, eventType: z.string().nullable(),
  date: DayShape, startTime: z.string(), endTime: z.string(), nextDay: z.boolean(),
  startsAt: InstantShape, endsAt: InstantShape, minutes: z.int(), durationHours: QuantityOut,
  hourlyRate: MoneyOut, price: MoneyOut, discountAmount: MoneyOut, totalPrice: MoneyOut,
  autoCreateInvoice: z.boolean(), notes: z.string().nullable(),
  cancelledAt: InstantShape.nullable(), cancelReason: z.string().nullable(), createdBy: IdOut, createdAt: InstantShape,
});
export type Rental = z.output<typeof Rental>;

const WithInvoice = z.object({ rental: Rental, invoice: Invoice.nullable() });
const EventType = z.string().trim().max(200);

export const rentalEndpoints = {
  create: endpoint({
    name: 'rental.create', method: 'POST', path: '/api/rentals', permission: 'rental.manage', status: 201,
    summary: 'Оформить аренду: клиенту из базы или арендатору по имени и телефону / Rent out a room',
    input: z.strictObject({
      roomId: Id, clientId: Id.optional(), clientName: Name.optional(), clientPhone: z.string().trim().max(200).optional(),
      date: DayShape, startTime: LocalTime, endTime: LocalTime, nextDay: z.boolean().default(false),
      eventType: EventType.nullish(), notes: Text.nullish(), autoCreateInvoice: z.boolean().optional(),
    }),
    result: WithInvoice,
    refusals: ['NOT_FOUND', 'TIME_REVERSED', 'ROOM_INACTIVE', 'ROOM_BUSY', 'RENTER_REQUIRED', 'PHONE_INVALID',
      'CLIENT_INACTIVE', 'AMOUNT_TOO_LARGE'],
  }),
  list: endpoint({
    name: 'rental.list', method: 'GET', path: '/api/rentals', permission: 'rental.read',
    summary: 'Аренды, от поздних к ранним / Rentals, latest first',
    input: z.strictObject({
      roomId: Id.optional(), clientId: Id.optional(), from: DayShape.optional(), to: DayShape.optional(),
      status: Status.optional(), ...Page,
    }),
    result: z.object({ rentals: z.array(Rental), pagination: Pagination }),
  }),
  get: endpoint({
    name: 'rental.get', method: 'GET', path: '/api/rentals/{id}', permission: 'rental.read',
    summary: 'Аренда и её счета / A rental with its invoices', input: z.strictObject({ id: Id }),
    result: z.object({ ...Rental.shape, invoices: z.array(Invoice) }), refusals: ['NOT_FOUND'],
  }),
  update: endpoint({
    name: 'rental.update', method: 'PATCH', path: '/api/rentals/{id}', permission: 'rental.manage',
    summary: 'Изменить аренду; время — пока нет счёта / Change a rental; its time only while it has no invoice',
    input: z.strictObject({
      id: Id, eventType: EventType.nullish(), notes: Text.nullish(), date: DayShape.optional(),
      startTime: LocalTime.optional(), endTime: LocalTime.optional(), nextDay: z.boolean().optional(),
    }),
    result: Rental,
    refusals: ['NOT_FOUND', 'RENTAL_CANCELLED', 'RENTAL_INVOICE_EXISTS', 'TIME_REVERSED', 'ROOM_BUSY'],
  }),
  cancel: endpoint({
    name: 'rental.cancel', method: 'POST', path: '/api/rentals/{id}/cancel', permission: 'rental.manage',
    summary: 'Отменить аренду: помещение свободно, деньги — на аванс / Cancel a rental; its money returns to the credit',
    input: z.strictObject({ id: Id, reason: z.string().max(2000) }),
    result: z.object({
      rental: Rental,
      voided: z.array(z.object({ id: IdOut, invoiceNumber: z.string(), returned: MoneyOut })),
      returned: MoneyOut, balance: MoneyOut,
    }),
    refusals: ['NOT_FOUND', 'REASON_REQUIRED', 'RENTAL_CANCELLED', 'RENTAL_STARTED'],
  }),
  invoice: endpoint({
    name: 'rental.invoice', method: 'POST', path: '/api/invoices/from-rental', permission: 'rental.manage', status: 201,
    summary: 'Выставить счёт по аренде / Invoice a rental', input: z.strictObject({ rentalId: Id }), result: Invoice,
    refusals: ['NOT_FOUND', 'RENTAL_CANCELLED', 'RENTAL_INVOICE_EXISTS', 'NOTHING_TO_INVOICE'],
  }),
};
