/** The last nights: what each invoiced; one that went wrong is of another colour and says so. */
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { Chart } from '../ui/chart.tsx';
import { To } from '../ui/link.tsx';
import { ChartFrame, useSeriesColours } from './chart-frame.tsx';
import { overviewWords } from './overview-words.ts';

type Night = Answer<'report.nights'>['nights'][number];
export const isOdd = ({ status, errors, trainingsFailed }: Night): boolean =>
  status === 'FAILED' || status === 'MISSED' || errors + trainingsFailed > 0;

export function NightsStrip({ nights: newest }: { nights: readonly Night[] }): ReactNode {
  const t = useWords(overviewWords);
  const format = useFormat();
  const colours = useSeriesColours();
  const nights = newest.toReversed();
  const odd = nights.filter(isOdd).length;
  const title = nights.length === 0 ? t('noNights') : odd === 0 ? t('nightsGood', { count: nights.length }) : t('nightsOdd', { count: nights.length, odd });
  const href = (index: number): string => `/nightly-runs/${nights[index]!.runId}`;
  const word = (night: Night): string => (isOdd(night) ? t('odd', { count: night.errors + night.trainingsFailed }) : t('fine'));
  return (
    <Chart question={t('nightsQuestion')} title={title} picture={(
      <ChartFrame height={150} least={26} takeaway={title} series={[{ name: t('invoices'), colour: colours[0] }]} hrefOf={href}
        points={nights.map((night) => ({
          key: night.runId, short: night.date.slice(8), name: t('night', { day: format.weekday(night.date) }), values: [night.invoices], texts: [],
          text: t('nightSum', { invoices: night.invoices, sessions: night.sessions, sum: format.money(night.invoiceSum) }),
          label: isOdd(night) ? '!' : '', notes: [word(night)], ...(isOdd(night) ? { colour: colours[1] } : {}),
        }))} />
    )} table={(
      <div className="twin" role="region" tabIndex={0} aria-label={t('nightsQuestion')} style={{ maxHeight: 260, overflowY: 'auto' }}>
        <table className="ledger">
          <thead>
            <tr>
              <th scope="col">{t('nightWord')}</th><th scope="col" data-align="right">{t('sessions')}</th><th scope="col" data-align="right">{t('invoices')}</th>
              <th scope="col" data-align="right">{t('sum')}</th><th scope="col">{t('result')}</th>
            </tr>
          </thead>
          <tbody>
            {newest.map((night) => (
              <tr key={night.runId}>
                <td><To to={`/nightly-runs/${night.runId}`}>{format.weekday(night.date)}</To></td><td data-align="right">{night.sessions}</td>
                <td data-align="right">{night.invoices}</td><td data-align="right" className="num">{format.money(night.invoiceSum)}</td><td>{word(night)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )} />
  );
}
