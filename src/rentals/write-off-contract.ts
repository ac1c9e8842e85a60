import { z } from 'zod';
import {
  DayShape, Id, IdOut, InstantShape, Page, Pagination, PositiveQuantity, QuantityOut, Text, endpoint,
} from '../kernel/contract.ts';
import { Item, WriteOffStatus } from '../invoices/contract.ts';

export const Visit = z.object({
  id: IdOut, clientId: IdOut, clientName: z.string(), invoiceId: IdOut, invoiceNumber: z.string(), itemId: IdOut,
  date: DayShape, quantity: QuantityOut, notes: z.string().nullable(), createdBy: IdOut, createdAt: InstantShape,
});
export type Visit = z.output<typeof Visit>;

export const coworkingEndpoints = {
  checkIn: endpoint({
    name: 'coworking.check-in', method: 'POST', path: '/api/coworking/check-in', permission: 'write-off.manage',
    summary: 'Отметить посещение коворкинга: один день за дату / Check in: one coworking day for a date',
    input: z.strictObject({ clientId: Id, date: DayShape.optional() }),
    result: z.object({
      visit: Visit, remainingQuantity: QuantityOut, writeOffStatus: WriteOffStatus, repeated: z.boolean(),
    }),
    refusals: ['NOT_FOUND', 'CLIENT_INACTIVE', 'DATE_IN_FUTURE', 'QUANTITY_SHORT'],
  }),
  visits: endpoint({
    name: 'coworking.visits', method: 'GET', path: '/api/coworking/visits', permission: 'rental.read',
    summary: 'Посещения коворкинга, от новых к старым / Coworking visits, newest first',
    input: z.strictObject({ clientId: Id.optional(), from: DayShape.optional(), to: DayShape.optional(), ...Page }),
    result: z.object({ visits: z.array(Visit), pagination: Pagination }),
  }),
};

export const writeOffEndpoint = endpoint({
  name: 'invoice.write-off', method: 'POST', path: '/api/invoices/{id}/items/{itemId}/write-off',
  permission: 'write-off.manage',
  summary: 'Списать услугу, которая расходуется / Write off a part of a service that is used up',
  input: z.strictObject({
    id: Id, itemId: Id, quantity: PositiveQuantity, date: DayShape.optional(), notes: Text.nullish(),
  }),
  result: z.object({ item: Item, remainingQuantity: QuantityOut.nullable() }),
  refusals: ['INVOICE_NOT_FOUND', 'ITEM_NOT_FOUND', 'WRITE_OFF_UNPAID', 'WRITE_OFF_ON_SALE', 'SESSIONS_OVER',
    'SESSIONS_SHORT', 'QUANTITY_SHORT', 'SUBSCRIPTION_NOT_ACTIVE', 'DATE_IN_FUTURE'],
});
