/** The month of the children: where they were, where they were not, and where they are booked. */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { childrenShown } from './child-chips.tsx';
import { type Booking, type Child, type Training, daysFrom, mondayOf, monthFrom } from './family.ts';
import { type FamilyWord, familyWords } from './words.ts';

const SIGNS: Readonly<Record<string, { sign: string; word: FamilyWord }>> = {
  PRESENT: { sign: '✓', word: 'legendCame' }, ABSENT: { sign: '✕', word: 'legendAbsent' },
  CANCELLED: { sign: '◷', word: 'legendCancelled' }, PLANNED: { sign: '○', word: 'legendPlanned' },
};
const stateOf = (training: Training, booking: Booking): string =>
  (training.status === 'CANCELLED' || booking.status === 'CANCELLED' ? 'CANCELLED' : booking.mark ?? 'PLANNED');

type Props = { month: string; rows: readonly Training[]; child: string | undefined; family: readonly Child[] };

export function MonthCalendar({ month, rows, child, family }: Props): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const first = mondayOf(month);
  const last = daysFrom(monthFrom(month, 1), -1);
  const weeks: string[][] = [];
  for (let monday = first; monday <= last; monday = daysFrom(monday, 7)) weeks.push(Array.from({ length: 7 }, (_none, index) => daysFrom(monday, index)));
  const shown = childrenShown(rows, child);
  const weekday = new Intl.DateTimeFormat(format.language === 'ru' ? 'ru-RU' : 'en-GB', { weekday: 'short', timeZone: 'UTC' });
  return (
    <>
      <table style={{ width: '100%', borderCollapse: 'collapse', tableLayout: 'fixed', marginTop: 12 }}>
        <caption className="skip">{format.month(month)}</caption>
        <thead><tr>{weeks[0]?.map((day) => <th key={day} scope="col" style={{ fontWeight: 500, fontSize: 14 }}>{weekday.format(new Date(`${day}T12:00:00Z`))}</th>)}</tr></thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => <Day key={day} day={day} isIn={day.slice(0, 7) === month.slice(0, 7)} family={family} shown={shown.filter(({ training }) => training.date === day)} />)}
            </tr>
          ))}
        </tbody>
      </table>
      <Text size="sm" c="dimmed" mt="sm" aria-label={t('legend')} role="note">
        {Object.values(SIGNS).map(({ sign, word }) => `${sign} ${t(word)}`).join(' · ')}
      </Text>
    </>
  );
}

type DayProps = { day: string; isIn: boolean; family: readonly Child[]; shown: readonly { training: Training; booking: Booking }[] };
/** A day with something in it opens its week. */
function Day({ day, isIn, family, shown }: DayProps): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const { today } = useSession();
  const [, set] = useUrl();
  const number = String(Number(day.slice(8)));
  const style = { height: 56, verticalAlign: 'top', border: '1px solid var(--saldo-line)', padding: 0, textAlign: 'center' as const };
  if (!isIn) return <td style={style} />;
  const head = <span style={{ fontSize: 14, fontWeight: day === today ? 700 : 400, textDecoration: day === today ? 'underline' : 'none' }} className="num">{number}</span>;
  if (shown.length === 0) return <td style={{ ...style, color: 'var(--mantine-color-dimmed)' }}>{head}</td>;
  const what = shown.map(({ training, booking }) => `${booking.studentName}, ${training.title}, ${t(SIGNS[stateOf(training, booking)]!.word)}`).join('; ');
  return (
    <td style={style}>
      <button type="button" onClick={() => set({ view: undefined, day })} aria-label={`${format.weekday(day)}: ${what}`}
        style={{ all: 'unset', display: 'block', width: '100%', minHeight: 54, cursor: 'pointer', boxSizing: 'border-box' }} className="month-day">
        {head}
        <span aria-hidden style={{ display: 'flex', justifyContent: 'center', flexWrap: 'wrap', gap: 2 }}>
          {shown.map(({ training, booking }) => {
            const child = family.find(({ id }) => id === booking.studentId);
            return (
              <span key={`${training.id}${booking.studentId}`} style={{
                width: 20, height: 20, borderRadius: '50%', fontSize: 12, lineHeight: '20px', color: '#fff', background: child?.colour ?? '#334155',
              }}>{SIGNS[stateOf(training, booking)]!.sign}</span>
            );
          })}
        </span>
      </button>
    </td>
  );
}
