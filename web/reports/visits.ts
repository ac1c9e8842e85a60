/** What becomes of a booked visit, in the order in which it is told. */
import type { Answer } from '../lib/api.ts';

export type Attendance = Answer<'report.attendance'>;
export const VISITS = ['came', 'absent', 'cancelledLate', 'cancelledInTime'] as const;
