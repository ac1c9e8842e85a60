import { z } from 'zod';
import { Client, Contact } from '../clients/contract.ts';
import { InvoiceStatus, Purpose } from '../invoices/contract.ts';
import { DayShape, Id, IdOut, InstantShape, Method, MoneyOut, PercentShape, endpoint } from '../kernel/contract.ts';
import { PaymentStatus } from '../payments/contract.ts';
import { CANCEL_ZONES } from '../trainings/roster-contract.ts';

/** Everything the desk shows about one payer, in one request. */

const word = z.string().nullable();
export const getCard = endpoint({
  name: 'client.card', method: 'GET', path: '/api/clients/{id}/card', permission: 'client.read',
  summary: 'Карточка клиента: суммы, абонементы, счета, занятия, события / One client at a glance',
  input: z.strictObject({ id: Id }),
  result: z.object({
    client: Client,
    students: z.array(z.object({
      id: IdOut, name: z.string(), birthDate: DayShape.nullable(), age: z.int().nullable(), isActive: z.boolean(),
    })),
    /** The benefit that new lines take today, and until when. */
    benefit: z.object({
      name: z.string(), discountPercent: PercentShape, validUntil: DayShape.nullable(), hasDocument: z.boolean(),
      inForce: z.boolean(),
    }).nullable(),
    figures: z.object({ credit: MoneyOut, due: MoneyOut, overdue: MoneyOut, toPay: MoneyOut }),
    passes: z.array(z.object({
      id: IdOut, name: z.string(), studentId: IdOut, studentName: z.string(), status: z.enum(['PENDING', 'ACTIVE']),
      isFrozen: z.boolean(), freezeEnd: DayShape.nullable(), startDate: DayShape, endDate: DayShape,
      sessionsLeft: z.int().nullable(), sessionsTotal: z.int().nullable(),
    })),
    invoices: z.array(z.object({
      id: IdOut, invoiceNumber: z.string(), purpose: Purpose, status: InvoiceStatus, studentName: word,
      firstItemName: word, itemCount: z.int(), issuedAt: InstantShape, dueDate: DayShape.nullable(),
      daysOverdue: z.int(), totalAmount: MoneyOut, dueAmount: MoneyOut,
    })),
    trainings: z.array(z.object({
      id: IdOut, title: z.string(), startsAt: InstantShape, endsAt: InstantShape, roomName: word, trainerName: word,
      studentId: IdOut, studentName: z.string(), status: z.enum(['BOOKED', 'WAITING']), safeUntil: InstantShape,
      zone: z.enum(CANCEL_ZONES),
    })),
    events: z.array(z.object({
      at: InstantShape, onDate: DayShape,
      type: z.enum(['OPENING', 'OPENING_REVERSAL', 'PAYMENT', 'PAYMENT_REVERSAL', 'REFUND', 'SETTLEMENT', 'RELEASE']),
      amount: MoneyOut, balance: MoneyOut,
      sentence: z.string(), paymentId: IdOut.nullable(), invoiceId: IdOut.nullable(), refundId: IdOut.nullable(),
      number: word,
    })),
    todayPayments: z.array(z.object({
      id: IdOut, amount: MoneyOut, method: Method, status: PaymentStatus, paidAt: InstantShape.nullable(),
      receivedBy: z.string(),
    })),
    contacts: z.array(Contact),
  }),
  refusals: ['NOT_FOUND'],
});
