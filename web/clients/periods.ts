/** The periods that a statement is asked for: this month and the last, the four quarters behind us, years, everything. */

export type Period = { from: string; to: string };
export const EVER = '2000-01-01';
const two = (value: number): string => String(value).padStart(2, '0');
/** The last day of a month, counted from 1; a calendar fact, not a rule of the business. */
const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

export function monthOf(today: string, back: number): Period {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const index = year * 12 + month - 1 - back;
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1];
  return { from: `${y}-${two(m)}-01`, to: `${y}-${two(m)}-${two(lastDay(y, m))}` };
}

export type Quarter = Period & { number: number; year: number };
/** The running quarter and the three before it, oldest first. */
export function quartersOf(today: string): Quarter[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const index = year * 4 + Math.floor((month - 1) / 3);
  return [3, 2, 1, 0].map((back) => {
    const [y, q] = [Math.floor((index - back) / 4), ((index - back) % 4) + 1];
    return { number: q, year: y, from: `${y}-${two(q * 3 - 2)}-01`, to: `${y}-${two(q * 3)}-${two(lastDay(y, q * 3))}` };
  });
}

export const yearOf = (today: string, back: number): Period & { year: number } => {
  const year = Number(today.slice(0, 4)) - back;
  return { year, from: `${year}-01-01`, to: `${year}-12-31` };
};
