/** Every screen of the product: its name, where it is, and who sees it. Menus, routes and tests come from here. */
import type { ComponentType } from 'react';
import type { Role } from '../lib/session.ts';

export type App = 'office' | 'trainer' | 'family';
export type Screen = {
  name: string;
  path: string;
  app: App;
  /** Roles for which it is made; others are told whom to ask. */
  roles: readonly Role[];
  load: () => Promise<{ default: ComponentType }>;
};

const desk = ['ADMIN', 'MANAGER'] as const;
const money = ['ADMIN', 'MANAGER', 'ACCOUNTANT'] as const;
const owner = ['ADMIN'] as const;

const office = (name: string, path: string, roles: readonly Role[], load: Screen['load']): Screen =>
  ({ name, path, app: 'office', roles, load });

export const officeScreens: readonly Screen[] = [
  office('overview', '/overview', money, () => import('../reports/overview-screen.tsx')),
  office('desk', '/desk', desk, () => import('../desk/desk-screen.tsx')),
  office('schedule', '/schedule', money, () => import('../schedule/schedule-screen.tsx')),
  office('training', '/trainings/$id', money, () => import('../schedule/training-screen.tsx')),
  office('groups', '/groups', money, () => import('../schedule/groups-screen.tsx')),
  office('group', '/groups/$id', money, () => import('../schedule/group-screen.tsx')),
  office('clients', '/clients', money, () => import('../clients/clients-screen.tsx')),
  office('client', '/clients/$id', money, () => import('../clients/client-screen.tsx')),
  office('statement', '/clients/$id/statement', money, () => import('../clients/statement-screen.tsx')),
  office('passes', '/passes', money, () => import('../passes/passes-screen.tsx')),
  office('pass', '/passes/$id', money, () => import('../passes/pass-screen.tsx')),
  office('invoices', '/invoices', money, () => import('../invoices/invoices-screen.tsx')),
  office('invoice', '/invoices/$id', money, () => import('../invoices/invoice-screen.tsx')),
  office('invoice-new', '/invoices/new', desk, () => import('../invoices/new-invoice-screen.tsx')),
  office('payments', '/payments', money, () => import('../payments/payments-screen.tsx')),
  office('payment', '/payments/$id', money, () => import('../payments/payment-screen.tsx')),
  office('reverse', '/payments/$id/reverse', money, () => import('../payments/reverse-screen.tsx')),
  office('receipt', '/payments/$id/receipt', money, () => import('../payments/receipt-screen.tsx')),
  office('receivables', '/receivables', money, () => import('../debts/receivables-screen.tsx')),
  office('periods', '/periods', money, () => import('../payments/periods-screen.tsx')),
  office('nights', '/nightly-runs', money, () => import('../nights/nights-screen.tsx')),
  office('night', '/nightly-runs/$id', money, () => import('../nights/night-screen.tsx')),
  office('rentals', '/rentals', money, () => import('../rentals/rentals-screen.tsx')),
  office('shift', '/shift', money, () => import('../shift/shift-screen.tsx')),
  office('revenue', '/reports/revenue', money, () => import('../reports/revenue-screen.tsx')),
  office('money-in', '/reports/money', money, () => import('../reports/money-screen.tsx')),
  office('occupancy', '/reports/occupancy', money, () => import('../reports/occupancy-screen.tsx')),
  office('renewals', '/reports/renewals', money, () => import('../reports/renewals-screen.tsx')),
  office('attendance', '/reports/attendance', money, () => import('../reports/attendance-screen.tsx')),
  office('unearned', '/reports/unearned', money, () => import('../reports/unearned-screen.tsx')),
  office('discounts', '/reports/discounts', money, () => import('../reports/discounts-screen.tsx')),
  office('proof', '/proof', money, () => import('../proof/proof-screen.tsx')),
  office('audit', '/audit', money, () => import('../audit/audit-screen.tsx')),
  office('notices', '/notices', money, () => import('../audit/notices-screen.tsx')),
  office('policies', '/settings', owner, () => import('../settings/policies-screen.tsx')),
  office('organisation', '/settings/organisation', owner, () => import('../settings/organisation-screen.tsx')),
  office('catalogue', '/settings/catalogue', money, () => import('../settings/catalogue-screen.tsx')),
  office('pass-kinds', '/settings/passes', money, () => import('../settings/pass-kinds-screen.tsx')),
  office('rooms', '/settings/rooms', money, () => import('../settings/rooms-screen.tsx')),
  office('benefits', '/settings/benefits', money, () => import('../settings/benefits-screen.tsx')),
  office('templates', '/settings/templates', owner, () => import('../settings/templates-screen.tsx')),
  office('users', '/settings/users', owner, () => import('../settings/users-screen.tsx')),
  office('api-keys', '/settings/api-keys', owner, () => import('../settings/api-keys-screen.tsx')),
  office('onec', '/onec', owner, () => import('../onec/sync-screen.tsx')),
  office('onec-customers', '/onec/customers', money, () => import('../onec/customers-screen.tsx')),
  office('onec-settings', '/settings/onec', owner, () => import('../onec/connection-screen.tsx')),
  office('imports', '/imports', money, () => import('../opening/imports-screen.tsx')),
  office('import', '/imports/$id', money, () => import('../opening/import-screen.tsx')),
  office('reconciliations', '/reconciliations', money, () => import('../opening/reconciliations-screen.tsx')),
  office('reconciliation', '/reconciliations/$id', money, () => import('../opening/reconciliation-screen.tsx')),
  office('statements', '/bank', money, () => import('../bank/statements-screen.tsx')),
  office('bank-statement', '/bank/$id', money, () => import('../bank/statement-screen.tsx')),
  office('me', '/me', money, () => import('../settings/me-screen.tsx')),
  office('why', '/why/$kind/$id', money, () => import('../why/why-screen.tsx')),
];

const trainer = (name: string, path: string, load: Screen['load']): Screen =>
  ({ name, path, app: 'trainer', roles: ['TRAINER'], load });
export const trainerScreens: readonly Screen[] = [
  trainer('today', '/today', () => import('../trainer/today-screen.tsx')),
  trainer('roster', '/roster/$id', () => import('../trainer/roster-screen.tsx')),
  trainer('my-groups', '/my-groups', () => import('../trainer/groups-screen.tsx')),
  trainer('unmarked', '/unmarked', () => import('../trainer/unmarked-screen.tsx')),
  trainer('trainer-me', '/me', () => import('../trainer/me-screen.tsx')),
];

const family = (name: string, path: string, load: Screen['load']): Screen =>
  ({ name, path, app: 'family', roles: ['CLIENT', 'STUDENT'], load });
export const familyScreens: readonly Screen[] = [
  family('my', '/my', () => import('../family/home-screen.tsx')),
  family('my-schedule', '/my/schedule', () => import('../family/schedule-screen.tsx')),
  family('my-invoices', '/my/invoices', () => import('../family/invoices-screen.tsx')),
  family('my-invoice', '/my/invoices/$id', () => import('../family/invoice-screen.tsx')),
  family('my-history', '/my/history', () => import('../family/history-screen.tsx')),
  family('my-settings', '/my/settings', () => import('../family/settings-screen.tsx')),
];

/** Where a role begins its day. */
export const homeOf: Readonly<Record<Role, string>> = {
  ADMIN: '/overview', MANAGER: '/desk', ACCOUNTANT: '/payments', TRAINER: '/today', CLIENT: '/my', STUDENT: '/my',
};
export const appOf: Readonly<Record<Role, App>> = {
  ADMIN: 'office', MANAGER: 'office', ACCOUNTANT: 'office', TRAINER: 'trainer', CLIENT: 'family', STUDENT: 'family',
};
