/** The week by the hour: how many of the places are booked. */
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import type { Asked } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { Chart } from '../ui/chart.tsx';
import { To } from '../ui/link.tsx';
import { Loaded } from '../ui/states.tsx';
import { Heat, HeatKey, stepOf } from './heat.tsx';
import { useShort } from './short.ts';
import { reportWords } from './words.ts';

type Occupancy = Answer<'report.occupancy'>;
type Cell = Occupancy['cells'][number];
/** Hours that are shown even when nothing is in them: empty ones are half of the answer. */
const [OPEN, CLOSE] = [9, 20];
const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;
type Props = { chosen?: string | undefined; hrefOf: (weekday: number, hour: number) => string; small?: boolean };

export function OccupancyChart({ query, small = false, ...rest }: Props & { query: Asked<'report.occupancy'> }): ReactNode {
  return (
    <div className="report-body" style={{ minHeight: small ? 430 : 590 }}>
      <Loaded query={query} lines={1} height={small ? 420 : 580}>{(data) => <Picture occupancy={data} small={small} {...rest} />}</Loaded>
    </div>
  );
}

function useTitle({ totals, cells }: Occupancy): string {
  const t = useWords(reportWords);
  const format = useFormat();
  const short = useShort();
  const known = cells.filter((cell): cell is Cell & { percent: number } => cell.percent !== null);
  if (totals.trainings === 0) return t('noOccupancy');
  if (totals.percent === null || known.length === 0) return t('occupancyNoPlaces', { count: totals.trainings });
  const ordered = known.toSorted((a, b) => b.percent - a.percent);
  const told = ({ weekday, hour }: Cell): string => `${short.weekday(weekday)} ${hour}:00`;
  return t('occupancyTitle', { percent: format.percent(totals.percent), most: told(ordered[0]!), least: told(ordered.at(-1)!) });
}

function Picture({ occupancy, chosen, hrefOf, small = false }: Props & { occupancy: Occupancy }): ReactNode {
  const t = useWords(reportWords);
  const format = useFormat();
  const short = useShort();
  const title = useTitle(occupancy);
  const nameOf = (cell: Cell): string => t('occupancyCell', {
    at: `${short.weekday(cell.weekday)} ${cell.hour}:00`, percent: cell.percent === null ? '—' : format.percent(Math.round(cell.percent)),
    booked: cell.booked, places: cell.places, count: cell.trainings,
  });
  const at = occupancy.cells.map(({ hour }) => hour);
  const [first, last] = [Math.min(OPEN, ...at), Math.max(CLOSE, ...at)];
  const hours = Array.from({ length: last - first + 1 }, (_none, index) => first + index);
  const columns = WEEK.map((weekday) => ({ key: String(weekday), label: short.weekday(weekday) }));
  return (
    <Chart question={t('occupancyQuestion')} title={title} picture={(
      <>
        <Heat label={title} small={small} columns={columns} rows={hours.map((hour) => ({ key: String(hour), label: `${hour}:00` }))}
          cellOf={(hour, weekday) => {
            const cell = occupancy.cells.find((one) => String(one.hour) === hour && String(one.weekday) === weekday);
            return cell && {
              text: cell.percent === null ? '—' : format.number(cell.percent, 0), step: cell.percent === null ? 0 : stepOf(cell.percent),
              name: nameOf(cell), href: hrefOf(cell.weekday, cell.hour), isChosen: chosen === `${weekday} ${hour}`,
            };
          }} />
        {!small && <HeatKey label={t('heatKey')} texts={[20, 40, 60, 80, 100].map((percent) => t('upTo', { percent }))} />}
      </>
    )} table={(
      <div className="twin" role="region" tabIndex={0} aria-label={t('occupancyQuestion')}>
        <table className="ledger">
          <thead>
            <tr>
              {(['when', 'trainings', 'places', 'booked', 'came', 'filled'] as const).map((key, index) => (
                <th key={key} scope="col" data-align={index === 0 ? undefined : 'right'}>{t(key)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {occupancy.cells.map((cell) => (
              <tr key={`${cell.weekday} ${cell.hour}`}>
                <td><To stay to={hrefOf(cell.weekday, cell.hour)}>{short.weekday(cell.weekday)} {cell.hour}:00</To></td>
                {[cell.trainings, cell.places, cell.booked, cell.came].map((count, index) => <td key={index} data-align="right">{count}</td>)}
                <td data-align="right">{cell.percent === null ? '—' : format.percent(cell.percent)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )} />
  );
}
