/** Debts by age as one bar: words and sums on the segments, each a link to its rows. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { kopecksOf, useFormat } from '../lib/format.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import './ageing.css';
import { debtWords } from './words.ts';

export const BUCKETS = ['NOT_DUE', 'DAYS_1_30', 'DAYS_31_60', 'DAYS_61_90', 'OVER_90'] as const;
export type Bucket = (typeof BUCKETS)[number];
type Ageing = Answer<'report.receivables'>['all'];

export const sumIn = (ageing: Ageing, bucket: Bucket): number => ageing[
  ({ NOT_DUE: 'notDue', DAYS_1_30: 'days1to30', DAYS_31_60: 'days31to60', DAYS_61_90: 'days61to90', OVER_90: 'over90' } as const)[bucket]];

/** A debt of nothing has no segment, but keeps its place in the words. */
export function AgeingBar({ ageing }: { ageing: Ageing }): ReactNode {
  const t = useWords(debtWords);
  const format = useFormat();
  const [{ bucket, asOf }] = useUrl();
  return (
    <nav className="ageing" aria-label={t('bar')}>
      {BUCKETS.map((each) => {
        const sum = sumIn(ageing, each);
        const isShown = bucket === each;
        const search = { ...(asOf === undefined ? {} : { asOf }), ...(isShown ? {} : { bucket: each }) };
        return (
          <Link key={each} to="/receivables" search={search as never} data-bucket={each} data-empty={sum === 0 || undefined}
            aria-current={isShown ? 'page' : undefined} activeOptions={{ exact: true }}
            style={{ flexGrow: Math.max(0, kopecksOf(sum)) }}>
            <span>{t(each)}</span><b className="num" data-money>{format.money(sum)}</b>
          </Link>
        );
      })}
    </nav>
  );
}
