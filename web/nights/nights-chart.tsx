/** The last thirty nights: columns of what was invoiced, dots of errors; the odd night stands out and leads to itself. */
import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { kopecksOf, useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { Chart } from '../ui/chart.tsx';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { nightWords } from './words.ts';
import './nights.css';

type Night = Answer<'report.nights'>['nights'][number];
const NIGHTS = 30;
const failuresOf = ({ status, errors, trainingsFailed }: Night): number => errors + trainingsFailed + (status === 'DONE' || status === 'RUNNING' ? 0 : 1);

export function NightsChart({ nights }: { nights: readonly Night[] }): ReactNode {
  const t = useWords(nightWords);
  const format = useFormat();
  const last = nights.slice(0, NIGHTS).toReversed();
  const most = Math.max(1, ...last.map(({ invoiceSum }) => kopecksOf(invoiceSum)));
  const count = (of: (night: Night) => number): number => last.reduce((total, night) => total + of(night), 0);
  const sum = last.reduce((total, { invoiceSum }) => total + kopecksOf(invoiceSum), 0) / 100;
  const say = (night: Night): string =>
    t('ofNight', { day: format.day(night.date), invoices: night.invoices, sum: format.money(night.invoiceSum), errors: failuresOf(night) });
  const title = t('takeaway', { nights: last.length, invoices: count(({ invoices }) => invoices), sum: format.money(sum), errors: count(failuresOf) });
  return (
    <Chart question={t('picture')} title={title}
      picture={(
        <ul className="nights-picture" aria-label={t('picture')}>
          {last.map((night) => (
            <li key={night.runId}>
              <Link to={`/nightly-runs/${night.runId}`} title={t('ofNight', { day: format.day(night.date), invoices: night.invoices, sum: format.money(night.invoiceSum), errors: failuresOf(night) })}
>
                <span className="nights-dot" data-failed={failuresOf(night) > 0 || undefined} />
                <span className="nights-column"><span style={{ blockSize: `${Math.round((kopecksOf(night.invoiceSum) / most) * 100)}%` }} /></span>
                <span className="nights-day num" aria-hidden>{Number(night.date.slice(8))}</span>
                <VisuallyHidden>{say(night)}</VisuallyHidden>
              </Link>
            </li>
          ))}
        </ul>
      )}
      table={(
        <table className="ledger">
          <thead>
            <tr><th scope="col">{t('date')}</th><th scope="col" data-align="right">{t('invoices')}</th><th scope="col" data-align="right">{t('sum')}</th><th scope="col" data-align="right">{t('errors')}</th></tr>
          </thead>
          <tbody>
            {last.toReversed().map((night) => (
              <tr key={night.runId}>
                <td><To to={`/nightly-runs/${night.runId}`}><DayText value={night.date} /></To></td><td data-align="right">{night.invoices}</td>
                <td data-align="right"><Amount value={night.invoiceSum} /></td><td data-align="right">{failuresOf(night)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )} />
  );
}
