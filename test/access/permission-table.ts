/**
 * Who may do what: requirements 3.9 and the paragraph "Access" of issue 1, written down by hand and on purpose not
 * taken from the product. `own`: only what concerns the actor; `set`: if the setting accountant.reverse allows it.
 */
import type { Role } from '../../src/kernel/permissions.ts';

export const ROLES = ['ADMIN', 'MANAGER', 'ACCOUNTANT', 'TRAINER', 'CLIENT', 'STUDENT'] as const satisfies Role[];
export type Grant = 'yes' | 'own' | 'set' | '–';

//                          ADMIN MANAGER ACCOUNTANT TRAINER CLIENT STUDENT
const rows = {
  'anybody':              ' yes    yes      yes       yes     yes     yes',
  'people with passwords':' –      –        –         –       –       – ', // an API key has no password and no second factor
  'create an invoice':    ' yes    yes      –         own     –       – ',
  'read an invoice':      ' yes    yes      yes       own     own     own',
  'change an invoice':    ' yes    yes      –         own     –       – ', // update, send, cancel, delete a draft
  'mark viewed':          ' yes    –        –         –       own     – ',
  'remind of an invoice': ' yes    yes      yes       –       –       – ',
  'adjust a price':       ' yes    yes      –         –       –       – ',
  'log of an invoice':    ' yes    yes      yes       own     –       – ',
  'take a payment':       ' yes    yes      –         –       –       – ', // a family pays only through the provider
  'read payments':        ' yes    yes      yes       –       own     – ',
  'reverse, refund':      ' yes    –        set       –       –       – ',
  'correct a payment':    ' yes    –        –         –       –       – ', // who may take money and reverse it
  'work at the till':     ' yes    yes      –         –       –       – ',
  'read reports':         ' yes    yes      yes       –       –       – ',
  'read the till':        ' yes    yes      yes       –       –       – ',
  'close a period':       ' yes    –        yes       –       –       – ',
  'reopen a period':      ' yes    –        –         –       –       – ',
  'read the bank':        ' yes    yes      yes       –       –       – ',
  'work with the bank':   ' yes    yes      yes       –       –       – ',
  'stand at the desk':    ' yes    yes      yes       –       –       – ', // search, the desk: sums of everybody
  'read clients':         ' yes    yes      yes       –       own     – ',
  'change people':        ' yes    yes      –         –       –       – ',
  'delete a client':      ' yes    –        –         –       –       – ',
  'read students':        ' yes    yes      yes       own     own     own',
  'read the catalogue':   ' yes    yes      yes       yes     –       – ',
  'change the catalogue': ' yes    yes      –         –       –       – ',
  'read settings':        ' yes    yes      yes       –       –       – ',
  'change settings':      ' yes    –        –         –       –       – ', // benefit categories, settings, users, keys
  'read kinds of passes': ' yes    yes      yes       yes     yes     yes',
  'read passes':          ' yes    yes      yes       own     own     own',
  'sell a pass':          ' yes    yes      –         yes     –       – ',
  'manage passes':        ' yes    yes      –         –       –       – ', // and their kinds
  'migrate passes':       ' yes    –        –         –       –       – ',
  'read rooms':           ' yes    yes      yes       yes     yes     yes',
  'read the schedule':    ' yes    yes      yes       own     own     own',
  'plan the schedule':    ' yes    yes      –         –       –       – ', // rooms, groups, members, weekly lines
  'hold trainings':       ' yes    yes      –         own     –       – ',
  'charge by hand':       ' yes    –        –         –       –       – ', // one training that the night missed
  'mark, cancel trainings':' yes   yes      –         own     –       – ',
  'cancel a participation':' yes   yes      –         own     own     own',
  'read rentals':         ' yes    yes      yes       –       own     – ', // and visits of the coworking space
  'rent, write off':      ' yes    yes      –         –       –       – ',
  'read reservations':    ' yes    yes      yes       –       –       – ',
  'audit log, proof':     ' yes    yes      yes       –       –       – ',
  'send in files':        ' yes    yes      yes       –       –       – ',
  'import':               ' yes    –        –         –       –       – ',
  'read imports':         ' yes    yes      yes       –       –       – ',
  'reconcile':            ' yes    –        yes       –       –       – ',
  'synchronise with 1C':  ' yes    –        –         –       –       – ',
  'run jobs':             ' yes    –        –         –       –       – ',
  'read jobs':            ' yes    yes      yes       –       –       – ',
  'read notices':         ' yes    yes      yes       yes     own     yes', // nobody tells a trainer or a student anything yet
  'mark notices':         ' yes    yes      yes       –       own     – ',
  'mark an inbox':        ' yes    yes      yes       –       yes     – ',
  'word notices':         ' yes    –        –         –       –       – ',
  'personal data':        ' yes    –        –         –       –       – ',
  'wishes about notices': ' yes    yes      –         –       own     – ',
  'see 1C':               ' yes    yes      yes       –       –       – ',
  'connect 1C':           ' yes    –        –         –       –       – ',
} as const;
type Action = keyof typeof rows;

/** Every endpoint under its action. An endpoint that is not here fails the test. */
const endpoints: Record<Action, string[]> = {
  'anybody': ['GET /api/me', 'GET /api/people-who-can'],
  'people with passwords': [
    'POST /api/me/totp', 'POST /api/me/totp/confirm', 'DELETE /api/me/totp', 'POST /api/me/password',
  ],
  'create an invoice': ['POST /api/invoices'],
  'read an invoice': [
    'GET /api/invoices', 'GET /api/invoices/{id}', 'GET /api/invoices/{id}/print', 'GET /api/invoices/{id}/history', 'GET /api/clients/{id}/invoices',
    'GET /api/clients/{id}/invoices/unpaid',
  ],
  'change an invoice': [
    'PATCH /api/invoices/{id}', 'DELETE /api/invoices/{id}', 'POST /api/invoices/{id}/send',
    'POST /api/invoices/{id}/cancel', 'POST /api/invoices/{id}/items', 'DELETE /api/invoices/{id}/items/{itemId}',
  ],
  'remind of an invoice': ['POST /api/invoices/remind'],
  'mark viewed': ['POST /api/invoices/{id}/mark-viewed'],
  'adjust a price': ['PATCH /api/invoices/{id}/items/{itemId}/adjust-price'],
  'log of an invoice': ['GET /api/invoices/{id}/audit-log'],
  'correct a payment': ['POST /api/payments/{id}/correct'],
  'take a payment': [
    'POST /api/payments', 'POST /api/invoices/{id}/settle-from-balance', 'GET /api/invoices/{id}/pay-link',
  ],
  'read payments': [
    'GET /api/payments', 'GET /api/payments/{id}', 'GET /api/payments/{id}/receipt', 'GET /api/clients/{id}/payments', 'GET /api/refunds',
    'GET /api/correction-documents', 'GET /api/explain/balance/{id}', 'GET /api/explain/invoice/{id}',
    'GET /api/explain/payment/{id}', 'GET /api/explain/subscription/{id}', 'GET /api/explain/charge/{id}',
    'GET /api/clients/{id}/timeline', 'GET /api/clients/{id}/statement', 'GET /api/clients/{id}/balance-history',
  ],
  'reverse, refund': ['POST /api/payments/{id}/reverse', 'POST /api/refunds'],
  'work at the till': ['POST /api/shifts', 'POST /api/shifts/{id}/close'],
  'read the till': ['GET /api/shifts', 'GET /api/shifts/{id}', 'GET /api/periods'],
  'read reports': [
    'GET /api/reports/overview', 'GET /api/reports/revenue', 'GET /api/reports/revenue/rows', 'GET /api/reports/money-in',
    'GET /api/reports/money-in/rows', 'GET /api/reports/receivables', 'GET /api/reports/receivables/invoices',
    'GET /api/reports/occupancy', 'GET /api/reports/occupancy/trainings', 'GET /api/reports/renewals',
    'GET /api/reports/renewals/rows', 'GET /api/reports/expiring', 'GET /api/reports/unearned',
    'GET /api/reports/unearned/rows', 'GET /api/reports/attendance', 'GET /api/reports/absent', 'GET /api/reports/discounts',
    'GET /api/reports/discounts/rows', 'GET /api/reports/nights',
  ],
  'close a period': ['POST /api/periods/close'],
  'reopen a period': ['POST /api/periods/reopen'],
  'read the bank': [
    'GET /api/bank/statements', 'GET /api/bank/statements/{id}', 'GET /api/bank/lines', 'GET /api/bank/settings',
  ],
  'work with the bank': [
    'POST /api/bank/statements', 'POST /api/bank/statements/{id}/match', 'POST /api/bank/statements/{id}/post',
    'PATCH /api/bank/lines/{id}', 'PUT /api/bank/settings',
  ],
  'stand at the desk': ['GET /api/search', 'GET /api/desk'],
  'read clients': ['GET /api/clients', 'GET /api/clients/{id}', 'GET /api/clients/{id}/contacts', 'GET /api/clients/{id}/card', 'GET /api/clients/{id}/transfer',
    'GET /api/clients/{id}/loyalty', 'GET /api/clients/{id}/purchases',
  ],
  'change people': [
    'POST /api/clients', 'PATCH /api/clients/{id}', 'POST /api/clients/{id}/contacts',
    'DELETE /api/clients/{id}/contacts/{contactId}', 'POST /api/students', 'PATCH /api/students/{id}',
    'GET /api/clients/{id}/access', 'POST /api/clients/{id}/access-link', 'DELETE /api/clients/{id}/access',
  ],
  'delete a client': ['DELETE /api/clients/{id}'],
  'read students': ['GET /api/students', 'GET /api/students/{id}'],
  'read the catalogue': [
    'GET /api/services', 'GET /api/services/{id}', 'GET /api/services/{id}/prices', 'GET /api/terms',
    'GET /api/trainers',
  ],
  'change the catalogue': [
    'POST /api/services', 'PATCH /api/services/{id}', 'POST /api/services/{id}/prices',
    'DELETE /api/services/{id}/prices/{validFrom}', 'POST /api/terms', 'PATCH /api/terms/{id}', 'DELETE /api/terms/{id}',
  ],
  'read settings': ['GET /api/organisation', 'GET /api/settings', 'GET /api/branches', 'GET /api/benefit-categories'],
  'change settings': [
    'PATCH /api/organisation', 'PATCH /api/settings', 'POST /api/branches', 'PATCH /api/branches/{id}',
    'POST /api/benefit-categories', 'PATCH /api/benefit-categories/{id}', 'DELETE /api/benefit-categories/{id}',
    'GET /api/users', 'POST /api/users', 'PATCH /api/users/{id}', 'GET /api/api-keys', 'POST /api/api-keys',
    'DELETE /api/api-keys/{id}', 'POST /api/sandbox/clock',
  ],
  'read kinds of passes': ['GET /api/subscription-types', 'GET /api/subscription-types/{id}'],
  'read passes': [
    'GET /api/subscriptions', 'GET /api/subscriptions/{id}', 'GET /api/subscriptions/{id}/movements',
    'GET /api/subscriptions/{id}/unpaid-invoices',
  ],
  'sell a pass': ['POST /api/subscriptions'],
  'manage passes': [
    'POST /api/subscription-types', 'PATCH /api/subscription-types/{id}', 'POST /api/subscriptions/{id}/freeze',
    'POST /api/subscriptions/{id}/unfreeze', 'POST /api/subscriptions/{id}/renew', 'POST /api/subscriptions/{id}/cancel',
    'POST /api/invoices/from-subscription',
  ],
  'migrate passes': ['POST /api/subscriptions/import', 'POST /api/subscriptions/migrate'],
  'read rooms': ['GET /api/rooms'],
  'read the schedule': [
    'GET /api/groups', 'GET /api/groups/{id}', 'GET /api/groups/{id}/members', 'GET /api/groups/{id}/slots',
    'GET /api/trainings', 'GET /api/trainings/{id}', 'GET /api/charges',
  ],
  'plan the schedule': [
    'POST /api/rooms', 'PATCH /api/rooms/{id}', 'POST /api/groups', 'PATCH /api/groups/{id}',
    'POST /api/groups/{id}/members', 'POST /api/groups/{id}/members/{studentId}/leave', 'POST /api/groups/{id}/slots',
    'DELETE /api/groups/{id}/slots/{slotId}', 'POST /api/schedule/generate',
  ],
  'hold trainings': [
    'POST /api/trainings', 'PATCH /api/trainings/{id}', 'DELETE /api/trainings/{id}',
    'POST /api/trainings/{id}/participants',
  ],
  'charge by hand': ['POST /api/trainings/{id}/charge'],
  'mark, cancel trainings': [
    'POST /api/trainings/{id}/cancel', 'POST /api/attendance', 'POST /api/trainings/{id}/attendance',
    'DELETE /api/trainings/{id}/attendance/{studentId}',
  ],
  'cancel a participation': ['POST /api/trainings/{id}/participants/{studentId}/cancel'],
  'read rentals': ['GET /api/rentals', 'GET /api/rentals/{id}', 'GET /api/coworking/visits'],
  'rent, write off': [
    'POST /api/rentals', 'PATCH /api/rentals/{id}', 'POST /api/rentals/{id}/cancel', 'POST /api/invoices/from-rental',
    'POST /api/coworking/check-in', 'POST /api/invoices/{id}/items/{itemId}/write-off', 'POST /api/reservations',
    'PATCH /api/reservations/{id}', 'POST /api/reservations/{id}/release',
  ],
  'read reservations': ['GET /api/reservations', 'GET /api/reservations/{id}'],
  'audit log, proof': ['GET /api/audit-log', 'GET /api/proof'],
  'send in files': ['POST /api/uploads'],
  'import': [
    'POST /api/imports', 'POST /api/imports/{id}/apply', 'POST /api/imports/{id}/discard', 'POST /api/opening-documents',
    'POST /api/opening-documents/{id}/reverse', 'POST /api/reconciliations/{id}/unlock',
  ],
  'read imports': [
    'GET /api/imports', 'GET /api/imports/{id}', 'GET /api/imports/{id}/rows', 'GET /api/opening-documents',
    'GET /api/opening-documents/{id}', 'GET /api/reconciliations', 'GET /api/reconciliations/{id}',
    'GET /api/reconciliations/{id}/lines',
  ],
  'reconcile': [
    'POST /api/reconciliations', 'POST /api/reconciliations/{id}/lines', 'POST /api/reconciliations/{id}/file',
    'POST /api/reconciliations/{id}/lines/{clientId}/take-over', 'POST /api/reconciliations/{id}/lock',
  ],
  'synchronise with 1C': [
    'POST /api/admin/onec/customers/sync/full', 'GET /api/admin/onec/customers/sync',
    'GET /api/admin/onec/customers/sync/{id}', 'POST /api/admin/onec/customers/sync/{id}/cancel',
    'POST /api/admin/onec/customers/sync/{id}/resume',
  ],
  'run jobs': ['POST /api/jobs/{name}/run'],
  'read jobs': ['GET /api/jobs', 'GET /api/job-runs', 'GET /api/job-runs/{id}', 'GET /api/job-runs/{id}/decisions'],
  'read notices': ['GET /api/notices'],
  'mark notices': ['POST /api/notices/{id}/read'],
  'mark an inbox': ['POST /api/notices/read-all'],
  'word notices': [
    'GET /api/notice-templates', 'PUT /api/notice-templates/{kind}/{language}',
    'DELETE /api/notice-templates/{kind}/{language}', 'POST /api/notice-templates/preview',
  ],
  'personal data': ['GET /api/clients/{id}/personal-data', 'POST /api/clients/{id}/erase'],
  'wishes about notices': ['GET /api/clients/{id}/notice-preferences', 'PUT /api/clients/{id}/notice-preferences'],
  'see 1C': ['GET /api/onec/connection', 'GET /api/onec/customers'],
  'connect 1C': ['PUT /api/onec/connection', 'POST /api/onec/connection/check'],
};

/** Open to everybody, with a key or without. */
export const PUBLIC: readonly string[] = [
  'GET /api/health', 'GET /api/ready', 'GET /metrics', 'POST /api/sign-in', 'POST /api/sign-out', 'POST /api/sign-in/link', 'POST /api/sign-in/code',
  'POST /api/sign-in/code/confirm', 'GET /api/setup', 'POST /api/setup', 'POST /api/setup/demo', 'GET /api/pay/{token}',
];

export type Grants = Readonly<Record<Role, Grant>>;
const grantsOf = (action: Action): Grants => {
  const words = rows[action].trim().split(/\s+/) as Grant[];
  return Object.fromEntries(ROLES.map((role, index) => [role, words[index]])) as Grants;
};

/** "GET /api/clients" → who may. */
export const table: ReadonlyMap<string, Grants> = new Map(Object.entries(endpoints).flatMap(([action, names]) =>
  names.map((name) => [name, grantsOf(action as Action)] as const)));
