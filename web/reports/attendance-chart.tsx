/** A calendar of visits: weeks from left to right, Monday on top, how many came in every cell. */
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import type { Asked } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Chart } from '../ui/chart.tsx';
import { To } from '../ui/link.tsx';
import { Loaded } from '../ui/states.tsx';
import { useHref } from './address.ts';
import { Heat, HeatKey, STEPS, stepOf } from './heat.tsx';
import { type Span, plusDays, weekdayOf } from './months.ts';
import { useShort } from './short.ts';
import { type Attendance, VISITS } from './visits.ts';
import { reportWords } from './words.ts';

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

export function AttendanceChart({ query, span }: { query: Asked<'report.attendance'>; span: Span }): ReactNode {
  return (
    <div className="report-body" style={{ minHeight: 400 }}>
      <Loaded query={query} lines={1} height={390}>{(attendance) => <Picture attendance={attendance} span={span} />}</Loaded>
    </div>
  );
}

function weeksOf({ from, to }: Span): string[] {
  const weeks: string[] = [];
  for (let monday = plusDays(from, 1 - weekdayOf(from)); monday <= to; monday = plusDays(monday, 7)) weeks.push(monday);
  return weeks;
}

function Picture({ attendance, span }: { attendance: Attendance; span: Span }): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const short = useShort();
  const href = useHref('/reports/attendance');
  const [{ day: chosen }] = useUrl();
  const { days, totals } = attendance;
  const most = Math.max(1, ...days.map(({ came }) => came));
  const all = totals.came + totals.absent + totals.cancelledInTime + totals.cancelledLate;
  const title = all === 0 ? t('noVisits') : t('attendanceTitle', {
    percent: Math.round((totals.came / all) * 100), came: format.number(totals.came), all: format.number(all),
    late: totals.cancelledLate, absent: totals.absent,
  });
  const byDay = new Map(days.map((one) => [one.day, one]));
  return (
    <Chart question={t('attendanceQuestion')} title={title} picture={(
      <>
        <Heat label={title} least={36} columns={weeksOf(span).map((monday) => ({ key: monday, label: format.day(monday).slice(0, 5) }))}
          rows={WEEK.map((weekday) => ({ key: String(weekday), label: short.weekday(weekday) }))}
          cellOf={(weekday, monday) => {
            const day = plusDays(monday, Number(weekday) - 1);
            const one = byDay.get(day);
            return one && {
              text: String(one.came), step: one.came === 0 ? 0 : stepOf((one.came / most) * 100), href: href({ day }), isChosen: day === chosen,
              name: t('visitsDay', { day: format.weekday(day), came: one.came, absent: one.absent, late: one.cancelledLate, early: one.cancelledInTime }),
            };
          }} />
        {/* Few steps have few colours; where nobody came there is nothing to explain. */}
        {days.length > 0 && <HeatKey label={t('heatKey')} texts={STEPS.map((step) => t('upToCame', { count: Math.floor((most * step) / 5) }))} />}
      </>
    )} table={(
      <div className="twin" role="region" tabIndex={0} aria-label={t('attendanceQuestion')} style={{ maxHeight: 340, overflowY: 'auto' }}>
        <table className="ledger">
          <thead>
            <tr>
              <th scope="col">{t('when')}</th><th scope="col" data-align="right">{t('trainings')}</th>
              {VISITS.map((key) => <th key={key} scope="col" data-align="right">{t(key)}</th>)}
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((one) => (
              <tr key={one.day}>
                <td><To stay to={href({ day: one.day })} data-cell={one.day}>{format.weekday(one.day)}</To></td><td data-align="right">{one.trainings}</td>
                {VISITS.map((key) => <td key={key} data-align="right" data-visits={key}>{one[key]}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )} />
  );
}
