import { z } from 'zod';
import { Organisation, Payer } from '../printing/contract.ts';
import { DayShape, Id, IdOut, InstantShape, MoneyOut, Page, Pagination, endpoint } from '../kernel/contract.ts';

const byId = z.strictObject({ id: Id });

export const Proof = z.object({
  ok: z.boolean(),
  checkedAt: InstantShape,
  chainHead: z.object({ sequence: z.int(), hash: z.string() }).nullable(),
  checks: z.array(z.object({
    id: z.string(), title: z.string(), ok: z.boolean(), rows: z.int(), sample: z.record(z.string(), z.unknown()).optional(),
  })),
});
export const getProof = endpoint({
  name: 'proof.get', method: 'GET', path: '/api/proof', permission: 'proof.read',
  summary: 'Доказательство книг / The proof of the books', input: z.strictObject({}), result: Proof,
});

/** A number and the lines that it is made of: they always sum to it. */
export const Explanation = z.object({
  total: MoneyOut,
  sentence: z.string(),
  lines: z.array(z.object({
    amount: MoneyOut, rule: z.string(), sentence: z.string(), at: InstantShape,
    source: z.object({
      type: z.enum(['opening', 'payment', 'refund', 'invoice', 'item']), id: IdOut, number: z.string().nullable() }),
  })),
});
const explain = (what: string, ru: string) => endpoint({
  name: `explain.${what}`, method: 'GET', path: `/api/explain/${what}/{id}`, permission: 'explain.read',
  summary: `${ru} / Why: ${what}`, input: byId, result: Explanation,
});
/** The credit with its lines; beside it what is unpaid, oldest first, and why the credit has not closed it. */
export const explainBalance = endpoint({
  ...explain('balance', 'Почему такой аванс и что к оплате (id клиента)'),
  result: Explanation.extend({
    at: InstantShape, due: MoneyOut, toPay: MoneyOut,
    unpaid: z.array(z.object({
      id: IdOut, number: z.string(), name: z.string().nullable(), amount: MoneyOut, issuedAt: InstantShape,
      dueDate: DayShape.nullable(), why: z.string(),
    })),
  }),
});
export const explainInvoice = explain('invoice', 'Почему столько к оплате');
export const explainPayment = explain('payment', 'Куда ушёл платёж');

/** Sessions and what they are made of; null for a pass without a limit. */
export const explainSubscription = endpoint({
  name: 'explain.subscription', method: 'GET', path: '/api/explain/subscription/{id}', permission: 'explain.read',
  summary: 'Почему на абонементе столько занятий / Why: the sessions of a pass', input: byId,
  result: z.object({
    total: z.int().nullable(), sentence: z.string(),
    lines: z.array(z.object({
      amount: z.int(), rule: z.string(), sentence: z.string(), at: InstantShape,
      source: z.object({ type: z.enum(['movement', 'training']), id: IdOut, number: z.string().nullable() }),
    })),
  }),
});
/** In sessions or in money, whichever the visit cost. */
export const explainCharge = endpoint({
  name: 'explain.charge', method: 'GET', path: '/api/explain/charge/{id}', permission: 'explain.read',
  summary: 'Почему посещение стоило столько / Why: the charge of a visit', input: byId,
  result: z.object({
    unit: z.enum(['SESSION', 'MONEY']), label: z.enum(['NORMAL', 'ABSENCE', 'FINE']), total: MoneyOut, sentence: z.string(),
    lines: z.array(z.object({
      amount: MoneyOut, rule: z.string(), sentence: z.string(), at: InstantShape,
      source: z.object({ type: z.literal('charge'), id: IdOut, number: z.string().nullable() }),
    })),
  }),
});

const Movement = z.object({
  at: InstantShape, onDate: DayShape,
  type: z.enum(['OPENING', 'OPENING_REVERSAL', 'PAYMENT', 'PAYMENT_REVERSAL', 'REFUND', 'SETTLEMENT', 'RELEASE']),
  amount: MoneyOut, balance: MoneyOut, sentence: z.string(), paymentId: IdOut.nullable(), invoiceId: IdOut.nullable(),
  refundId: IdOut.nullable(), number: z.string().nullable(),
});
export const clientTimeline = endpoint({
  name: 'client.timeline', method: 'GET', path: '/api/clients/{id}/timeline', permission: 'explain.read',
  summary: 'Лента аванса клиента с остатком / Timeline with the running balance', input: byId,
  result: z.object({ balance: MoneyOut, events: z.array(Movement) }),
});
const Statement = z.object({
  from: DayShape, to: DayShape, opening: MoneyOut, closing: MoneyOut,
  movements: z.array(z.object({
    at: InstantShape, onDate: DayShape,
    type: z.enum([
      'OPENING', 'OPENING_REVERSAL', 'INVOICE', 'INVOICE_CHANGE', 'PAYMENT', 'PAYMENT_REVERSAL', 'REFUND',
      'REFUNDED_SERVICE',
    ]),
    charged: MoneyOut, paid: MoneyOut, balance: MoneyOut, number: z.string().nullable(), sentence: z.string(),
    invoiceId: IdOut.nullable(), paymentId: IdOut.nullable(),
  })),
  charged: MoneyOut, paid: MoneyOut,
  /** What the paper needs besides: whose and with whom, and the closing sum in words. */
  organisation: Organisation, client: Payer, closingInWords: z.string(),
});
export const clientStatement = endpoint({
  name: 'client.statement', method: 'GET', path: '/api/clients/{id}/statement', permission: 'explain.read',
  summary: 'Акт сверки: остаток, движения, остаток (плюс — в пользу клиента) / Statement of account',
  input: z.strictObject({ id: Id, from: DayShape, to: DayShape }), result: Statement, refusals: ['DATES_REVERSED'],
});

export const AuditRecord = z.object({
  id: IdOut, operation: z.string(), entityType: z.string(), entityId: IdOut.nullable(), entityNumber: z.string().nullable(),
  clientId: IdOut.nullable(), clientName: z.string().nullable(),
  actor: z.object({ id: IdOut, firstName: z.string(), lastName: z.string() }),
  requestId: z.string(),
  reason: z.string().nullable(), input: z.unknown(), before: z.unknown(), after: z.unknown(), at: InstantShape,
  recordedAt: InstantShape, sequence: z.int().nullable(), hash: z.string().nullable(),
});
export const listAudit = endpoint({
  name: 'audit.list', method: 'GET', path: '/api/audit-log', permission: 'audit.read',
  summary: 'Журнал действий / The audit trail',
  input: z.strictObject({
    ...Page, id: Id.optional(), clientId: Id.optional(), entityId: Id.optional(), operation: z.string().max(100).optional(),
    from: DayShape.optional(), to: DayShape.optional(), actorId: Id.optional(), entityType: z.string().max(50).optional(),
    /** Found in the number of the object, the reason, the operation or the client's name. */
    q: z.string().max(200).optional(),
  }),
  result: z.object({ records: z.array(AuditRecord), pagination: Pagination }),
});
