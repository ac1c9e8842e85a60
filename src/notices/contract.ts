import { z } from 'zod';
import { Id, IdOut, InstantShape, Page, Pagination, endpoint } from '../kernel/contract.ts';

export const NOTICE_AUDIENCES = ['CLIENT', 'ADMINS', 'OFFICE'] as const;
export type NoticeAudience = (typeof NOTICE_AUDIENCES)[number];
export const NOTICE_LEVELS = ['INFO', 'WARNING', 'ERROR'] as const;
export type NoticeLevel = (typeof NOTICE_LEVELS)[number];

type KindOfNotice = { audience: NoticeAudience; level: NoticeLevel; params: readonly string[] };

/**
 * Everything that anybody is ever told: who reads it, how serious it is and the facts its text may name. The end of a
 * name says how a fact is shown: …Amount and …Price are kopecks, …Date and …ShortDate (31.01) are ISO days, …At is an
 * instant; all other facts stand as they are. A missing fact shows as a dash.
 */
export const NOTICES = {
  'invoice-issued': { audience: 'CLIENT', level: 'INFO', params: ['invoiceNumber', 'totalAmount', 'dueDate'] },
  'renewal-issued': {
    audience: 'CLIENT', level: 'INFO',
    params: ['subscription', 'endShortDate', 'endDate', 'invoiceNumber', 'totalAmount', 'dueDate'],
  },
  'invoice-reminder': { audience: 'CLIENT', level: 'INFO', params: ['invoiceNumber', 'leftAmount', 'dueDate'] },
  'invoice-overdue': { audience: 'CLIENT', level: 'WARNING', params: ['invoiceNumber', 'leftAmount', 'dueDate'] },
  'invoice-overdue-office': {
    audience: 'OFFICE', level: 'WARNING', params: ['client', 'invoiceNumber', 'leftAmount', 'dueDate'],
  },
  'sessions-over': { audience: 'CLIENT', level: 'INFO', params: ['student', 'subscription', 'endDate'] },
  'subscription-expelled': {
    audience: 'CLIENT', level: 'WARNING', params: ['student', 'subscription', 'group', 'invoiceNumber', 'dueDate'],
  },
  'subscription-ended': {
    audience: 'CLIENT', level: 'INFO', params: ['student', 'subscription', 'endDate', 'sessionsLeft', 'leftAmount'],
  },
  'no-place-after-payment': {
    audience: 'OFFICE', level: 'WARNING', params: ['client', 'student', 'group', 'subscription', 'invoiceNumber'],
  },
  'waiting-list-place': { audience: 'CLIENT', level: 'INFO', params: ['student', 'title', 'startsAt'] },
  'training-cancelled': { audience: 'CLIENT', level: 'WARNING', params: ['student', 'title', 'startsAt', 'reason'] },
  'participation-fine': { audience: 'CLIENT', level: 'WARNING', params: ['student', 'title', 'startsAt'] },
  'participation-fine-office': {
    audience: 'OFFICE', level: 'INFO', params: ['client', 'student', 'title', 'startsAt', 'reason'],
  },
  'booking-released': { audience: 'CLIENT', level: 'INFO', params: ['student', 'title', 'startsAt'] },
  'night-report': {
    audience: 'ADMINS', level: 'INFO',
    params: ['forDate', 'trainings', 'sessions', 'invoices', 'cancelled', 'returned', 'errors', 'seconds'],
  },
  'night-errors': { audience: 'ADMINS', level: 'ERROR', params: ['forDate', 'errors', 'firstError'] },
  'night-missed': { audience: 'ADMINS', level: 'WARNING', params: ['forDate'] },
  'no-training-price': { audience: 'ADMINS', level: 'WARNING', params: ['student', 'title', 'startsAt'] },
  'no-billing-client': { audience: 'ADMINS', level: 'WARNING', params: ['student', 'title', 'startsAt'] },
  'pass-frozen': {
    audience: 'ADMINS', level: 'WARNING', params: ['student', 'subscription', 'sessionsLeft', 'title', 'startsAt'],
  },
  'payment-on-cancelled-invoice': {
    audience: 'ADMINS', level: 'WARNING', params: ['client', 'invoiceNumber', 'paymentNumber', 'paidAmount'],
  },
  'reversal-shortfall': {
    audience: 'ADMINS', level: 'WARNING', params: ['client', 'paymentNumber', 'paidAmount', 'shortfallAmount'],
  },
  // The word of the stage is one of INITIATED, BALANCE_REDUCED, BALANCE_ZEROED, UNSETTLED,
  // CREDITED, COMPLETED, REFUSED (C-72).
  'reversal-stage': {
    audience: 'ADMINS', level: 'INFO', params: ['stage', 'client', 'paymentNumber', 'stageAmount', 'invoiceNumber'],
  },
  'job-failed': { audience: 'ADMINS', level: 'ERROR', params: ['job', 'error'] },
  'room-conflict': { audience: 'OFFICE', level: 'WARNING', params: ['room', 'title', 'startsAt', 'busy'] },
  'proof-failed': { audience: 'ADMINS', level: 'ERROR', params: ['invariant', 'row'] },
  'backup-failed': { audience: 'ADMINS', level: 'ERROR', params: ['error'] },
} as const satisfies Record<string, KindOfNotice>;

export type NoticeKind = keyof typeof NOTICES;
export const NOTICE_KINDS = Object.keys(NOTICES) as readonly NoticeKind[];
export const LANGUAGES = ['ru', 'en'] as const;

/** The facts of a notice as they are stored. */
export type NoticeParams = Readonly<Record<string, string | number | null>>;
type Facts<K extends NoticeKind> = { readonly [P in (typeof NOTICES)[K]['params'][number]]?: string | number | null };
type About<K extends NoticeKind> = {
  kind: K;
  /** The audience of the kind when left out. */
  audience?: NoticeAudience;
  /** Given exactly when the audience is CLIENT. */
  clientId?: string;
  params: Facts<K>;
  /** The level of the kind when left out. */
  level?: NoticeLevel;
  entityType?: string;
  entityId?: string;
  /** A notice with this key is written once, however often its cause is seen. */
  onceKey?: string;
};
/** What somebody is to be told: raw facts, of which the table of notices says how each is shown. */
export type NewNotice = { [K in NoticeKind]: About<K> }[NoticeKind];

const nullable = z.string().nullable();
/** One attempt after another to reach one address; an office asks what a client was told, and whether it arrived. */
export const Delivery = z.object({
  channel: z.string(), address: z.string(), status: z.enum(['PENDING', 'SENT', 'FAILED']), attempts: z.int(),
  nextAttemptAt: InstantShape, sentAt: InstantShape.nullable(), error: nullable,
});
export const Notice = z.object({
  id: IdOut, kind: z.string(), level: z.enum(NOTICE_LEVELS), audience: z.enum(NOTICE_AUDIENCES), clientId: IdOut.nullable(),
  subject: z.string(), body: z.string(), entityType: nullable, entityId: IdOut.nullable(), createdAt: InstantShape,
  readAt: InstantShape.nullable(), deliveries: z.array(Delivery).optional(),
});

export const noticeEndpoints = {
  list: endpoint({
    name: 'notice.list', method: 'GET', path: '/api/notices', permission: 'notice.read',
    summary: 'What the reader was told, newest first; with clientId, what that client was told and whether it arrived',
    input: z.object({ unread: z.stringbool().optional(), clientId: Id.optional(), ...Page }),
    result: z.object({ notices: z.array(Notice), pagination: Pagination }),
  }),
  markRead: endpoint({
    name: 'notice.mark-read', method: 'POST', path: '/api/notices/{id}/read', permission: 'notice.mark',
    summary: 'Mark a notice as read by the reader',
    input: z.object({ id: Id }),
    result: z.object({ id: IdOut, readAt: InstantShape }),
    refusals: ['NOT_FOUND'],
  }),
  markAllRead: endpoint({
    name: 'notice.mark-all-read', method: 'POST', path: '/api/notices/read-all', permission: 'notice.mark',
    summary: 'Mark everything the reader was told as read',
    input: z.strictObject({}),
    result: z.object({ read: z.int() }),
  }),
};

const Language = z.enum(LANGUAGES);
const Kind = z.string().max(100);
/** A wording as it is typed; whether it can be filled in is a rule. */
const Subject = z.string().trim().min(1).max(300);
const Body = z.string().trim().min(1).max(4000);
const Wording = z.object({ subject: z.string(), body: z.string() });
export const NoticeTemplate = z.object({
  kind: z.string(), language: Language, audience: z.enum(NOTICE_AUDIENCES), level: z.enum(NOTICE_LEVELS),
  default: Wording, own: Wording.nullable(),
  params: z.array(z.object({ name: z.string(), example: z.union([z.string(), z.number()]) })),
});

export const templateEndpoints = {
  list: endpoint({
    name: 'notice-template.list', method: 'GET', path: '/api/notice-templates', permission: 'notice.templates',
    summary: 'The wording of every notice in every language: the default, the own one, and the facts it may name',
    input: z.strictObject({}),
    result: z.object({ templates: z.array(NoticeTemplate) }),
  }),
  set: endpoint({
    name: 'notice-template.set', method: 'PUT', path: '/api/notice-templates/{kind}/{language}',
    permission: 'notice.templates', summary: 'Give a notice a wording of one’s own (an ICU message)',
    input: z.object({ kind: Kind, language: Language, subject: Subject, body: Body }),
    result: NoticeTemplate,
    refusals: ['NOTICE_KIND_UNKNOWN', 'TEMPLATE_INVALID'],
  }),
  reset: endpoint({
    name: 'notice-template.reset', method: 'DELETE', path: '/api/notice-templates/{kind}/{language}',
    permission: 'notice.templates', summary: 'Go back to the default wording',
    input: z.object({ kind: Kind, language: Language }),
    result: NoticeTemplate,
    refusals: ['NOTICE_KIND_UNKNOWN'],
  }),
  preview: endpoint({
    name: 'notice-template.preview', method: 'POST', path: '/api/notice-templates/preview',
    permission: 'notice.templates',
    summary: 'How a wording reads, filled with example facts or with those given; writes nothing',
    input: z.object({
      kind: Kind, language: Language, subject: Subject.optional(), body: Body.optional(),
      params: z.record(z.string().max(50), z.union([z.string().max(500), z.number()])).optional(),
    }),
    result: Wording,
    refusals: ['NOTICE_KIND_UNKNOWN', 'TEMPLATE_INVALID'],
  }),
};

const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/).nullable();
export const Preferences = z.object({
  language: Language, email: z.boolean(), sms: z.boolean(), telegram: z.boolean(),
  quietFrom: LocalTime, quietUntil: LocalTime,
});
export type Preferences = z.output<typeof Preferences>;

export const preferenceEndpoints = {
  get: endpoint({
    name: 'notice-preferences.get', method: 'GET', path: '/api/clients/{id}/notice-preferences',
    permission: 'notice.preferences', summary: 'How the client wants to be told',
    input: z.object({ id: Id }),
    result: Preferences,
    refusals: ['NOT_FOUND'],
  }),
  set: endpoint({
    name: 'notice-preferences.set', method: 'PUT', path: '/api/clients/{id}/notice-preferences',
    permission: 'notice.preferences', summary: 'Set language, channels and quiet hours of the client',
    input: z.object({ id: Id, ...Preferences.shape }),
    result: Preferences,
    refusals: ['NOT_FOUND'],
  }),
};
