import { occupancy, occupancyTrainings } from './contract.ts';
import { absentStudents, attendance } from './passes-contract.ts';
import { checkDays, filled } from './rules.ts';
import { loadOccupancy, loadVisitDays, pageOfAbsent, pageOfHeld, pageOfVisits } from './visits-store.ts';
import { addDays } from '../kernel/day.ts';
import { reading, today } from '../kernel/operation.ts';

const total = <K extends string>(rows: readonly Readonly<Record<K, number>>[], key: K): number =>
  rows.reduce((all, row) => all + row[key], 0);

/** Where hours are empty and where they are crowded (REP-4). */
export const reportOccupancy = reading(occupancy, async (context, { from, to, ...where }) => {
  checkDays({ from, to });
  const cells = await loadOccupancy(context, { from, to }, where);
  const all = { places: total(cells, 'places'), occupied: total(cells, 'occupied') };
  return {
    cells: cells.map((cell) => ({ ...cell, ...filled(cell) })),
    totals: {
      trainings: total(cells, 'trainings'), booked: total(cells, 'booked'), came: total(cells, 'came'), ...filled(all),
    },
  };
});

export const listOccupancy = reading(occupancyTrainings, (context, { from, to, page, limit, ...where }) => {
  checkDays({ from, to });
  return pageOfHeld(context, { from, to }, where, { page, limit });
});

/** Who came, who did not, who cancelled in time and late, by day and by training. */
export const reportAttendance = reading(attendance, async (context, { from, to, page, limit, ...where }) => {
  checkDays({ from, to });
  const [days, trainings] = await Promise.all([
    loadVisitDays(context, { from, to }, where), pageOfVisits(context, { from, to }, where, { page, limit }),
  ]);
  const totals = {
    trainings: total(days, 'trainings'), came: total(days, 'came'), absent: total(days, 'absent'),
    cancelledInTime: total(days, 'cancelledInTime'), cancelledLate: total(days, 'cancelledLate'),
  };
  return { days, trainings, totals, pagination: { total: totals.trainings, page, limit } };
});

export const listAbsent = reading(absentStudents, (context, { days, ...page }) => {
  const on = today(context);
  return pageOfAbsent(context, on, addDays(on, -days), page);
});
