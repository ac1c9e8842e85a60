/** How the debts of 31–60 days went, month by month: columns, each a link to its day, with a table twin. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { kopecksOf, useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { Chart } from '../ui/chart.tsx';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import './history.css';
import { debtWords } from './words.ts';

type History = Answer<'report.receivables'>['history'];

export function HistoryChart({ history }: { history: History }): ReactNode {
  const t = useWords(debtWords);
  const format = useFormat();
  const last = history.at(-1);
  const most = Math.max(1, ...history.map((point) => kopecksOf(point.days31to60)));
  const linkOf = (day: string): string => `/receivables?asOf=${day}&bucket=DAYS_31_60`;
  return (
    <Chart question={t('history')}
      title={t('historyAnswer', { sum: format.money(last?.days31to60 ?? 0), day: format.day(last?.day ?? '') })}
      picture={(
        <ul className="history">
          {history.map((point) => (
            <li key={point.day}>
              <Link to="/receivables" search={{ asOf: point.day, bucket: 'DAYS_31_60' } as never}>
                <span className="num" data-money>{format.shortMoney(point.days31to60)}</span>
                <span className="history-bar" style={{ blockSize: `${String(Math.round((kopecksOf(point.days31to60) / most) * 100))}%` }} />
                <span>{format.shortDay(point.day)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      table={(
        <table className="ledger">
          <thead><tr><th scope="col">{t('historyDay')}</th><th scope="col" data-align="right">{t('DAYS_31_60')}</th><th scope="col" data-align="right">{t('total')}</th></tr></thead>
          <tbody>
            {history.map((point) => (
              <tr key={point.day}>
                <td><To to={linkOf(point.day)}><DayText value={point.day} /></To></td>
                <td data-align="right"><Amount value={point.days31to60} /></td><td data-align="right"><Amount value={point.total} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )} />
  );
}
