/** Requests for the reports: all of them readings of a period. */
import type { Make, Request } from './requests.ts';

const days = (): Request => ({ query: { from: '2025-01-01', to: '2025-12-31' } });
const months = (): Request => ({ query: { from: '2025-01', to: '2025-12' } });
const nothing = (): Request => ({});

export const reportRequests: Record<string, Make> = {
  'GET /api/reports/overview': nothing,
  'GET /api/reports/revenue': months,
  'GET /api/reports/revenue/rows': () => ({ query: { month: '2025-02', basis: 'RECEIVED' } }),
  'GET /api/reports/money-in': days,
  'GET /api/reports/money-in/rows': days,
  'GET /api/reports/receivables': nothing,
  'GET /api/reports/receivables/invoices': nothing,
  'GET /api/reports/occupancy': days,
  'GET /api/reports/occupancy/trainings': days,
  'GET /api/reports/renewals': days,
  'GET /api/reports/renewals/rows': days,
  'GET /api/reports/expiring': nothing,
  'GET /api/reports/unearned': months,
  'GET /api/reports/unearned/rows': nothing,
  'GET /api/reports/attendance': days,
  'GET /api/reports/absent': nothing,
  'GET /api/reports/discounts': days,
  'GET /api/reports/discounts/rows': () => ({ query: { from: '2025-01-01', to: '2025-12-31', kind: 'LIST' } }),
  'GET /api/reports/nights': nothing,
  'GET /api/clients/{id}/balance-history': ({ clientId }) =>
    ({ at: { id: clientId }, query: { from: '2025-01-01', to: '2025-12-31' } }),
};
