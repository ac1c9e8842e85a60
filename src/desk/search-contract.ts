import { z } from 'zod';
import { InvoiceStatus } from '../invoices/contract.ts';
import { DayShape, IdOut, InstantShape, Method, MoneyOut, endpoint } from '../kernel/contract.ts';
import { PaymentStatus } from '../payments/contract.ts';

/** One box that finds everything: the palette's and the desk's. */

const Person = z.object({ id: IdOut, name: z.string() });
export const FoundClient = z.object({
  id: IdOut, name: z.string(), phone: z.string().nullable(), cardNumber: z.string().nullable(), isActive: z.boolean(),
  /** «Аванс», «К оплате», «Долг», «Нужно доплатить»; `balance` is the credit under its older name. */
  balance: MoneyOut, credit: MoneyOut, due: MoneyOut, overdue: MoneyOut, toPay: MoneyOut, students: z.array(Person),
});
export type FoundClient = z.output<typeof FoundClient>;

export const searchAll = endpoint({
  name: 'search.all', method: 'GET', path: '/api/search', permission: 'desk.read',
  summary: 'Поиск по имени, телефону, номеру счёта, сумме, дате, названию / Find clients, invoices, payments, trainings',
  input: z.strictObject({ q: z.string().max(200), limit: z.coerce.number().int().min(1).max(20).default(8) }),
  result: z.object({
    clients: z.array(FoundClient),
    invoices: z.array(z.object({
      id: IdOut, invoiceNumber: z.string(), clientId: IdOut, clientName: z.string(), status: InvoiceStatus,
      totalAmount: MoneyOut, dueAmount: MoneyOut, dueDate: DayShape.nullable(), issuedAt: InstantShape,
    })),
    payments: z.array(z.object({
      id: IdOut, clientId: IdOut, clientName: z.string(), amount: MoneyOut, method: Method, status: PaymentStatus,
      onDate: DayShape, createdAt: InstantShape,
    })),
    trainings: z.array(z.object({
      id: IdOut, title: z.string(), startsAt: InstantShape, endsAt: InstantShape, roomName: z.string().nullable(),
      trainerName: z.string().nullable(),
    })),
    groups: z.array(Person),
    /** What was meant, when the query was typed in the other keyboard layout. */
    corrected: z.string().nullable(),
    /** Clients and students with names like the one that nobody has. */
    similar: z.array(z.object({ id: IdOut, name: z.string(), student: z.string().nullable() })),
  }),
});
