import { z } from 'zod';
import {
  DayShape, Id, IdOut, InstantShape, MoneyOut, Name, Page, Pagination, PositiveMoney, SignedMoney, Text, endpoint, internal,
} from '../kernel/contract.ts';

export const IMPORT_KINDS = ['CLIENTS', 'STUDENTS', 'PASSES', 'OPENING', 'POINTS', 'TURNOVER'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];
/**
 * CHECKING: rows are being read and checked. READY: looked through, nothing is done yet. APPLYING: it is being done.
 * FAILED: the file could not be read to its end, or reading was interrupted; nothing came in.
 */
export const IMPORT_STATUSES = ['CHECKING', 'READY', 'APPLYING', 'APPLIED', 'DISCARDED', 'FAILED'] as const;
export const VERDICTS = ['CREATE', 'MATCH', 'UPDATE', 'REFUSE'] as const;
export type Verdict = (typeof VERDICTS)[number];
/** What a column of a file may hold; which of them a kind takes is in `columns` of the answer. */
export const IMPORT_FIELDS = [
  'externalId', 'fullName', 'lastName', 'firstName', 'middleName', 'companyName', 'phone', 'email', 'city', 'card', 'inn',
  'notes', 'birthDate', 'balance', 'points', 'turnover', 'clientExternalId', 'clientName', 'clientPhone', 'clientEmail',
  'passKind', 'sessionsLeft', 'startDate', 'endDate', 'price', 'amount', 'comment',
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];
export const OPENING_KINDS = ['CREDIT', 'DEBT', 'POINTS', 'TURNOVER'] as const;
export type OpeningKind = (typeof OPENING_KINDS)[number];

const Kind = z.enum(IMPORT_KINDS);
const Field = z.enum(IMPORT_FIELDS);
const OpeningKindShape = z.enum(OPENING_KINDS);
/** Column of the file (its header, or "A", "B"… where there is none) → field. */
const Mapping = z.record(z.string().max(200), Field);

/** Why a row or a file is refused: a code for programs, a sentence in both languages for people. */
export const Reason = z.object({ code: z.string(), field: z.string().nullable(), ru: z.string(), en: z.string() });
export type Reason = z.output<typeof Reason>;

const Counts = z.object({ rows: z.int(), create: z.int(), match: z.int(), update: z.int(), refuse: z.int() });
/** What the rows that are not refused bring in: money, and loyalty in its own units. */
const Totals = z.object({ credit: MoneyOut, debt: MoneyOut, points: MoneyOut, turnover: MoneyOut });

export const ImportShape = z.object({
  id: IdOut, kind: Kind, status: z.enum(IMPORT_STATUSES), percent: z.int(), fileName: z.string(), sha256: z.string(),
  /** The file, from which another import is made with other columns; null once it is forgotten. */
  uploadId: IdOut.nullable(),
  asOf: DayShape,
  /** The columns of the file: what each was taken for (null: passed over) and a few of its values. */
  columns: z.array(z.object({ column: z.string(), field: Field.nullable(), sample: z.array(z.string()) })),
  /** What columns of this kind may be taken for. */
  fields: z.array(z.object({ field: Field, ru: z.string(), en: z.string(), required: z.boolean() })),
  counts: Counts, totals: Totals,
  /** Why the file was refused; the row where it stopped, if there is one. */
  problem: Reason.extend({ row: z.int().nullable() }).nullable(),
  /** How many rows were passed over because they are refused; null until applied. */
  skipped: z.int().nullable(),
  createdAt: InstantShape, createdBy: z.string(), appliedAt: InstantShape.nullable(), appliedBy: z.string().nullable(),
});
export type Import = z.output<typeof ImportShape>;

export const ImportRow = z.object({
  row: z.int(), verdict: z.enum(VERDICTS), reasons: z.array(Reason),
  /** The cells by the columns' names. */
  cells: z.record(z.string(), z.string()),
  /** What will be (was) made or matched, in a word: «Иванова Анна, +7 978…». */
  summary: z.string(),
  clientId: IdOut.nullable(), clientName: z.string().nullable(),
  /** Whom an ambiguous row may mean. */
  candidates: z.array(z.object({ id: IdOut, name: z.string(), phone: z.string().nullable() })),
});

export const importEndpoints = {
  create: endpoint({
    name: 'import.create', method: 'POST', path: '/api/imports', permission: 'import.manage', status: 201,
    summary: 'Read and check a file: nothing is changed yet. A large one is checked in the background: ask for its percent',
    input: z.object({ uploadId: Id, kind: Kind, asOf: DayShape, mapping: Mapping.optional() }),
    result: ImportShape,
    refusals: ['NOT_FOUND', 'FILE_REFUSED', 'IMPORT_FUTURE', 'PERIOD_CLOSED', 'RECONCILIATION_LOCKED'],
  }),
  list: endpoint({
    name: 'import.list', method: 'GET', path: '/api/imports', permission: 'import.read', summary: 'Imports, newest first',
    input: z.object({ kind: Kind.optional(), ...Page }),
    result: z.object({ imports: z.array(ImportShape), pagination: Pagination }),
  }),
  get: endpoint({
    name: 'import.get', method: 'GET', path: '/api/imports/{id}', permission: 'import.read', summary: 'One import',
    input: z.object({ id: Id }), result: ImportShape, refusals: ['NOT_FOUND'],
  }),
  rows: endpoint({
    name: 'import.rows', method: 'GET', path: '/api/imports/{id}/rows', permission: 'import.read',
    summary: 'What is to become of each row, and why',
    input: z.object({ id: Id, verdict: z.enum(VERDICTS).optional(), ...Page }),
    result: z.object({ rows: z.array(ImportRow), pagination: Pagination }), refusals: ['NOT_FOUND'],
  }),
  apply: endpoint({
    name: 'import.apply', method: 'POST', path: '/api/imports/{id}/apply', permission: 'import.manage',
    summary: 'Do what the report says, all or nothing; meanwhile the import says how far it is',
    input: z.object({ id: Id, skipRefused: z.boolean().default(false) }), result: ImportShape,
    refusals: [
      'NOT_FOUND', 'IMPORT_NOT_READY', 'IMPORT_HAS_REFUSED', 'IMPORT_STALE', 'PERIOD_CLOSED', 'RECONCILIATION_LOCKED'],
  }),
  discard: endpoint({
    name: 'import.discard', method: 'POST', path: '/api/imports/{id}/discard', permission: 'import.manage',
    summary: 'Forget an import that was not applied', input: z.object({ id: Id }), result: ImportShape,
    refusals: ['NOT_FOUND', 'IMPORT_APPLIED'],
  }),
};

/** Looked up before a file is read: whether anything may be dated so. */
export const checkDate = internal({
  kind: 'reading', name: 'import.check-date', permission: 'import.manage', summary: 'Refuse a day that is closed to imports',
  input: z.object({ kind: Kind, asOf: DayShape }), result: z.object({}),
});

export const OpeningDocument = z.object({
  id: IdOut, number: z.string(), clientId: IdOut, clientName: z.string(), onDate: DayShape, kind: OpeningKindShape,
  /** Roubles for CREDIT and DEBT and TURNOVER, points for POINTS. */
  amount: MoneyOut,
  comment: z.string().nullable(), importId: IdOut.nullable(), reconciliationId: IdOut.nullable(),
  /** The invoice on which a DEBT is paid. */
  invoiceId: IdOut.nullable(),
  createdAt: InstantShape, createdBy: z.string(),
  reversedAt: InstantShape.nullable(), reversalReason: z.string().nullable(),
  /** The number of the counter document. */
  reversalNumber: z.string().nullable(),
});
export type OpeningDocument = z.output<typeof OpeningDocument>;

export const openingEndpoints = {
  list: endpoint({
    name: 'opening.list', method: 'GET', path: '/api/opening-documents', permission: 'import.read',
    summary: 'Opening documents, newest first',
    input: z.object({
      clientId: Id.optional(), importId: Id.optional(), kind: OpeningKindShape.optional(),
      reversed: z.stringbool().optional(),
      ...Page,
    }),
    result: z.object({ documents: z.array(OpeningDocument), pagination: Pagination }),
  }),
  get: endpoint({
    name: 'opening.get', method: 'GET', path: '/api/opening-documents/{id}', permission: 'import.read',
    summary: 'One opening document', input: z.object({ id: Id }), result: OpeningDocument, refusals: ['NOT_FOUND'],
  }),
  create: endpoint({
    name: 'opening.create', method: 'POST', path: '/api/opening-documents', permission: 'import.manage', status: 201,
    summary: 'Bring in what one client had or owed on a day',
    input: z.object({
      clientId: Id, onDate: DayShape, kind: OpeningKindShape, amount: PositiveMoney, comment: Text.nullish(),
    }),
    result: OpeningDocument,
    refusals: ['NOT_FOUND', 'CLIENT_INACTIVE', 'IMPORT_FUTURE', 'PERIOD_CLOSED', 'RECONCILIATION_LOCKED'],
  }),
  reverse: endpoint({
    name: 'opening.reverse', method: 'POST', path: '/api/opening-documents/{id}/reverse', permission: 'import.manage',
    summary: 'Take back a wrong opening document by a counter document',
    input: z.object({ id: Id, reason: Text.min(3) }), result: OpeningDocument,
    refusals: ['NOT_FOUND', 'OPENING_REVERSED', 'OPENING_SPENT', 'PERIOD_CLOSED', 'RECONCILIATION_LOCKED'],
  }),
};

export const Reconciliation = z.object({
  id: IdOut, name: z.string(), asOf: DayShape, status: z.enum(['OPEN', 'LOCKED']),
  /** Clients with a figure of theirs; how many of those differ from ours, and by how much in all (without signs). */
  lines: z.int(), different: z.int(), differenceAmount: MoneyOut,
  theySay: MoneyOut, weSay: MoneyOut,
  createdAt: InstantShape, createdBy: z.string(), lockedAt: InstantShape.nullable(), lockedBy: z.string().nullable(),
});
export type Reconciliation = z.output<typeof Reconciliation>;

/** Credit is positive, debt negative. `theySay` is null where nobody said anything: then it is taken for zero. */
export const ReconciliationLine = z.object({
  clientId: IdOut, clientName: z.string(), phone: z.string().nullable(), theySay: MoneyOut.nullable(), weSay: MoneyOut,
  difference: MoneyOut, note: z.string().nullable(),
});
export type ReconciliationLine = z.output<typeof ReconciliationLine>;

const RowProblem = z.object({ row: z.int(), cells: z.record(z.string(), z.string()), reasons: z.array(Reason) });

export const reconciliationEndpoints = {
  create: endpoint({
    name: 'reconciliation.create', method: 'POST', path: '/api/reconciliations', permission: 'reconciliation.manage',
    status: 201, summary: 'Begin to compare what they say with what we say',
    input: z.object({ asOf: DayShape, name: Name }), result: Reconciliation, refusals: ['IMPORT_FUTURE'],
  }),
  list: endpoint({
    name: 'reconciliation.list', method: 'GET', path: '/api/reconciliations', permission: 'import.read',
    summary: 'Reconciliations, newest first', input: z.object(Page),
    result: z.object({ reconciliations: z.array(Reconciliation), pagination: Pagination }),
  }),
  get: endpoint({
    name: 'reconciliation.get', method: 'GET', path: '/api/reconciliations/{id}', permission: 'import.read',
    summary: 'One reconciliation', input: z.object({ id: Id }), result: Reconciliation, refusals: ['NOT_FOUND'],
  }),
  lines: endpoint({
    name: 'reconciliation.lines', method: 'GET', path: '/api/reconciliations/{id}/lines', permission: 'import.read',
    summary: 'They say, we say, difference: clients with a figure on either side',
    input: z.object({ id: Id, only: z.enum(['different']).optional(), q: z.string().max(200).optional(), ...Page }),
    result: z.object({ lines: z.array(ReconciliationLine), pagination: Pagination }), refusals: ['NOT_FOUND'],
  }),
  setLines: endpoint({
    name: 'reconciliation.set', method: 'POST', path: '/api/reconciliations/{id}/lines', permission: 'reconciliation.manage',
    summary: 'Write down what they say of clients; null takes a figure away',
    input: z.object({
      id: Id,
      lines: z.array(z.object({ clientId: Id, theySay: SignedMoney.nullable(), note: Text.nullish() })).min(1).max(1000),
    }),
    result: Reconciliation, refusals: ['NOT_FOUND', 'RECONCILIATION_LOCKED'],
  }),
  file: endpoint({
    name: 'reconciliation.file', method: 'POST', path: '/api/reconciliations/{id}/file', permission: 'reconciliation.manage',
    summary: 'Take what they say from a file: all its rows, or none when one is refused',
    input: z.object({ id: Id, uploadId: Id, mapping: Mapping.optional() }),
    result: z.object({ reconciliation: Reconciliation, taken: z.int(), refused: z.array(RowProblem) }),
    refusals: ['NOT_FOUND', 'FILE_REFUSED', 'IMPORT_COLUMNS', 'RECONCILIATION_LOCKED'],
  }),
  takeOver: endpoint({
    name: 'reconciliation.take-over', method: 'POST', path: '/api/reconciliations/{id}/lines/{clientId}/take-over',
    permission: 'reconciliation.manage', summary: 'Make the opening document of the difference',
    input: z.object({ id: Id, clientId: Id }),
    result: z.object({ line: ReconciliationLine, document: OpeningDocument }),
    refusals: ['NOT_FOUND', 'RECONCILIATION_LOCKED', 'RECONCILIATION_EQUAL', 'PERIOD_CLOSED'],
  }),
  lock: endpoint({
    name: 'reconciliation.lock', method: 'POST', path: '/api/reconciliations/{id}/lock', permission: 'reconciliation.manage',
    summary: 'Agree: from now on no opening document is dated so early', input: z.object({ id: Id }), result: Reconciliation,
    refusals: ['NOT_FOUND', 'RECONCILIATION_LOCKED', 'RECONCILIATION_DIFFERS', 'RECONCILIATION_EMPTY'],
  }),
  unlock: endpoint({
    name: 'reconciliation.unlock', method: 'POST', path: '/api/reconciliations/{id}/unlock', permission: 'import.manage',
    summary: 'Open a locked reconciliation again, with a reason', input: z.object({ id: Id, reason: Text.min(3) }),
    result: Reconciliation, refusals: ['NOT_FOUND', 'RECONCILIATION_NOT_LOCKED'],
  }),
};
