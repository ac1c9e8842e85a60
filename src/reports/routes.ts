import { reportBalance } from './account.ts';
import { listDiscounts, listMoney, listRevenue, reportDiscounts, reportMoney, reportRevenue } from './money.ts';
import { reportNights } from './nights.ts';
import { overview } from './overview.ts';
import { listRenewals, listUnearned, reportExpiring, reportRenewals, reportUnearned } from './passes.ts';
import { listReceivables, reportReceivables } from './receivables.ts';
import { listAbsent, listOccupancy, reportAttendance, reportOccupancy } from './visits.ts';

export const reportRoutes = [
  overview, reportRevenue, listRevenue, reportMoney, listMoney, reportReceivables, listReceivables, reportOccupancy,
  listOccupancy, reportRenewals, listRenewals, reportExpiring, reportUnearned, listUnearned, reportAttendance, listAbsent,
  reportDiscounts, listDiscounts, reportNights, reportBalance,
];
