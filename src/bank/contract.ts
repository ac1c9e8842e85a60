import { z } from 'zod';
import { InvoiceStatus } from '../invoices/contract.ts';
import {
  DayShape, Id, IdOut, InstantShape, MoneyOut, Page, Pagination, endpoint, internal,
} from '../kernel/contract.ts';
import { PaymentStatus } from '../payments/contract.ts';

/** Statements of a bank: what came in, whose it is and why, and the payments made of it. */

/** NEW: nobody fits; DOUBTFUL: a person decides; EXCLUDED: no payment of a client, such as a payout of an acquirer. */
export const LINE_STATES = ['NEW', 'DOUBTFUL', 'MATCHED', 'POSTED', 'EXCLUDED', 'IGNORED'] as const;
export const LineState = z.enum(LINE_STATES);
export type LineState = z.output<typeof LineState>;
export const DIRECTIONS = ['IN', 'OUT'] as const;
/** Why something is so: a code for programs, a sentence for people. */
const Reason = z.object({ code: z.string(), sentence: z.string() });
const byId = z.strictObject({ id: Id });

/** One account of the file: what the bank says in its summary beside what the documents come to. */
const Account = z.object({
  account: z.string(), from: DayShape.nullable(), to: DayShape.nullable(),
  opening: MoneyOut.nullable(), closing: MoneyOut.nullable(),
  received: MoneyOut.nullable(), receivedByDocuments: MoneyOut, receivedDifference: MoneyOut.nullable(),
  spent: MoneyOut.nullable(), spentByDocuments: MoneyOut, spentDifference: MoneyOut.nullable(),
});
const StateSum = z.object({ state: LineState, count: z.int(), amount: MoneyOut });
export const Statement = z.object({
  id: IdOut, fileName: z.string(), encoding: z.enum(['utf-8', 'windows-1251', 'ibm866']), sender: z.string().nullable(),
  periodFrom: DayShape.nullable(), periodTo: DayShape.nullable(), accounts: z.array(Account),
  /** What is odd about the file and no reason to refuse it; the line of the file, from one. */
  warnings: z.array(z.object({ line: z.int(), ...Reason.shape })),
  /** Documents in the file, and how many of them an earlier statement had brought already. */
  documentCount: z.int(), knownCount: z.int(),
  /** The lines this statement brought, by state; outgoing documents are among the excluded. */
  states: z.array(StateSum), createdBy: IdOut, createdByName: z.string(), createdAt: InstantShape,
});

const Named = z.object({ id: IdOut, name: z.string() });
const LineInvoice = z.object({ id: IdOut, invoiceNumber: z.string(), status: InvoiceStatus, dueAmount: MoneyOut });
export const Line = z.object({
  id: IdOut, statementId: IdOut, account: z.string(), direction: z.enum(DIRECTIONS), onDate: DayShape,
  number: z.string(), documentDate: DayShape, kind: z.string(), amount: MoneyOut,
  payerName: z.string(), payerInn: z.string().nullable(), payerAccount: z.string().nullable(), purpose: z.string(),
  state: LineState, client: Named.nullable(), invoices: z.array(LineInvoice),
  /** Why it is in this state, and what else is to be known, such as a sum that differs from the invoice's. */
  reason: Reason, notes: z.array(Reason), score: z.int(),
  candidates: z.array(z.object({
    client: Named, score: z.int(), reasons: z.array(Reason), invoices: z.array(LineInvoice),
  })),
  /** The payment made of it; once that is reversed, the line may be matched again. */
  payment: z.object({ id: IdOut, status: PaymentStatus, reversedAt: InstantShape.nullable() }).nullable(),
  decidedBy: z.string().nullable(), decidedAt: InstantShape.nullable(),
});

export const uploadStatement = endpoint({
  name: 'bank.statement.upload', method: 'POST', path: '/api/bank/statements', permission: 'bank.manage', status: 201,
  summary: 'Принять выписку банка (1CClientBankExchange) / Take a bank statement',
  input: z.strictObject({
    uploadId: Id,
    /** Says that this account is the organisation's; needed once, while it has none. */
    account: z.string().regex(/^\d{20}$/).optional(),
  }),
  /** `isRepeated`: this very file was here before; the statement is the one that it made. */
  result: z.object({ statement: Statement, isRepeated: z.boolean(), createdCount: z.int() }),
  refusals: ['NOT_FOUND', 'BANK_FILE_INVALID', 'BANK_ACCOUNT_FOREIGN', 'BANK_ACCOUNT_ASK'],
});
export const listStatements = endpoint({
  name: 'bank.statement.list', method: 'GET', path: '/api/bank/statements', permission: 'bank.read',
  summary: 'Выписки банка, от новых к старым / Bank statements', input: z.strictObject({ ...Page }),
  result: z.object({ statements: z.array(Statement), pagination: Pagination }),
});
export const getStatement = endpoint({
  name: 'bank.statement.get', method: 'GET', path: '/api/bank/statements/{id}', permission: 'bank.read',
  summary: 'Выписка банка / A bank statement', input: byId, result: Statement, refusals: ['NOT_FOUND'],
});
export const matchStatement = endpoint({
  name: 'bank.statement.match', method: 'POST', path: '/api/bank/statements/{id}/match', permission: 'bank.manage',
  summary: 'Сопоставить заново строки, о которых ещё никто не решил / Match again the lines that nobody decided about',
  input: byId, result: Statement, refusals: ['NOT_FOUND'],
});
/** What became of each line that was to be posted. */
const Posted = z.object({
  lineId: IdOut, client: Named.nullable(), amount: MoneyOut, onDate: DayShape,
  outcome: z.enum(['POSTED', 'REFUSED']), paymentId: IdOut.nullable(),
  /** What of it paid invoices, and what stayed on the balance. */
  allocations: z.array(z.object({ invoiceId: IdOut, invoiceNumber: z.string(), amount: MoneyOut })),
  credited: MoneyOut, refusal: Reason.nullable(), notes: z.array(Reason),
});
export const postStatement = endpoint({
  name: 'bank.statement.post', method: 'POST', path: '/api/bank/statements/{id}/post', permission: 'bank.manage',
  summary: 'Провести сопоставленные строки платежами / Register the matched lines as payments',
  input: z.strictObject({ id: Id, lineIds: z.array(Id).max(1000).optional() }),
  result: z.object({
    postedCount: z.int(), postedAmount: MoneyOut, refusedCount: z.int(), lines: z.array(Posted), statement: Statement,
  }),
  refusals: ['NOT_FOUND'],
});

/** The lines that are ready to be posted, and one of them posted: what the posting of a statement is made of. */
export const findReady = internal({
  kind: 'reading', name: 'bank.line.ready', permission: 'bank.manage', summary: 'Lines that are ready to be posted',
  input: postStatement.input, result: z.object({ lineIds: z.array(IdOut) }), refusals: ['NOT_FOUND'],
});
export const postLine = internal({
  kind: 'operation', name: 'bank.line.post', permission: 'bank.manage', summary: 'Make a payment of a matched line',
  input: byId, result: Posted,
  refusals: ['NOT_FOUND', 'BANK_LINE_POSTED', 'BANK_LINE_NOT_MATCHED', 'PERIOD_CLOSED', 'DATE_IN_FUTURE', 'CLIENT_INACTIVE',
    'AMOUNT_TOO_LARGE'],
});
export const lookAtLine = internal({
  kind: 'reading', name: 'bank.line.look', permission: 'bank.manage', summary: 'A line that was not posted',
  input: byId, result: Posted, refusals: ['NOT_FOUND'],
});
export const tryLines = internal({
  kind: 'operation', name: 'bank.line.try', permission: 'bank.manage', summary: 'Post lines one after another, to look only',
  input: z.strictObject({ lineIds: z.array(Id) }), result: z.object({ lines: z.array(Posted) }),
});

export const listLines = endpoint({
  name: 'bank.line.list', method: 'GET', path: '/api/bank/lines', permission: 'bank.read',
  summary: 'Строки выписок с кандидатами и причинами / Lines of statements with candidates and reasons',
  input: z.strictObject({
    ...Page, state: LineState.optional(), direction: z.enum(DIRECTIONS).optional(), statementId: Id.optional(),
    clientId: Id.optional(), q: z.string().max(200).optional(),
  }),
  /** `states`: of everything that the rest of the filter finds. */
  result: z.object({ lines: z.array(Line), states: z.array(StateSum), pagination: Pagination }),
});
export const changeLine = endpoint({
  name: 'bank.line.change', method: 'PATCH', path: '/api/bank/lines/{id}', permission: 'bank.manage',
  summary: 'Решить о строке: чья она, не платёж или вернуть в работу / Decide about a line',
  input: z.strictObject({
    id: Id,
    /** MATCH needs clientId, IGNORE a reason; INCLUDE takes an excluded or ignored line back. */
    action: z.enum(['MATCH', 'IGNORE', 'INCLUDE']).default('MATCH'),
    clientId: Id.optional(), invoiceIds: z.array(Id).max(50).optional(),
    /** The payer's account will be known as this client's from now on. */
    remember: z.boolean().default(true),
    reason: z.string().max(2000).optional(),
  }),
  result: Line,
  refusals: ['NOT_FOUND', 'INVOICE_NOT_FOUND', 'REASON_REQUIRED', 'BANK_LINE_POSTED', 'BANK_LINE_OUTGOING',
    'BANK_LINE_NOT_EXCLUDED', 'BANK_PAYMENT_CORRECTED', 'CLIENT_INACTIVE'],
});

const Words = z.array(z.string().trim().min(3).max(200)).max(100);
export const BankSettings = z.object({
  /** Accounts of the organisation beside the one among its requisites. */
  accounts: z.array(z.string().regex(/^\d{20}$/)).max(50),
  /** What makes a line no payment of a client: words of the payer's name or the purpose, and payers by INN. */
  words: Words, inns: z.array(z.string().regex(/^(\d{10}|\d{12})$/)).max(100),
});
export type BankSettings = z.output<typeof BankSettings>;
export const getBankSettings = endpoint({
  name: 'bank.settings.get', method: 'GET', path: '/api/bank/settings', permission: 'bank.read',
  summary: 'Свои счета и исключаемые поступления / Own accounts and what is excluded', input: z.strictObject({}),
  result: BankSettings,
});
export const changeBankSettings = endpoint({
  name: 'bank.settings.change', method: 'PUT', path: '/api/bank/settings', permission: 'bank.manage',
  summary: 'Изменить свои счета и исключения; действует на следующие выписки / Change them for the next statements',
  input: z.strictObject(BankSettings.shape), result: BankSettings,
});
