/** Money by month and method as a table, with what went back; every figure is a link to its rows. */
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { methodWords } from '../ui/words.ts';
import { type Change, useHref } from './address.ts';
import { METHODS, type MoneyIn, sumIn } from './money-data.ts';
import { reportWords } from './words.ts';

const BACK = ['REVERSED', 'REFUNDED'] as const;
const KEY = { REVERSED: 'reversed', REFUNDED: 'refunded' } as const;

export function MoneyTwin({ money, months }: { money: MoneyIn; months: readonly string[] }): ReactNode {
  const t = useWords(reportWords);
  const m = useWords(methodWords);
  const format = useFormat();
  const href = useHref('/reports/money');
  const linked = (sum: number, change: Change): ReactNode => (
    <To stay to={href({ month: undefined, method: undefined, kind: undefined, ...change })} c="inherit" className="num" data-money
      data-cell={`${change['month'] ?? ''} ${change['method'] ?? ''} ${change['kind'] ?? ''}`}>{format.money(sum)}</To>
  );
  const line = (month: string | undefined): ReactNode => (
    <>
      {METHODS.map((method) => <td key={method} data-align="right">{linked(sumIn(money, 'received', month, method), { month, method, kind: 'RECEIVED' })}</td>)}
      {BACK.map((kind) => <td key={kind} data-align="right">{linked(sumIn(money, KEY[kind], month), { month, kind })}</td>)}
      <td data-align="right">{linked(sumIn(money, 'net', month), { month })}</td>
    </>
  );
  return (
    <div className="twin" role="region" tabIndex={0} aria-label={t('moneyQuestion')}>
      <table className="ledger">
        <thead>
          <tr>
            <th scope="col">{t('month')}</th>
            {METHODS.map((method) => <th key={method} scope="col" data-align="right">{m(method)}</th>)}
            {BACK.map((kind) => <th key={kind} scope="col" data-align="right">{t(`kind_${kind}`)}</th>)}
            <th scope="col" data-align="right">{t('net')}</th>
          </tr>
        </thead>
        <tbody>
          {months.toReversed().map((month) => <tr key={month}><th scope="row">{format.month(month)}</th>{line(month)}</tr>)}
          <tr data-totals><th scope="row">{t('total')}</th>{line(undefined)}</tr>
        </tbody>
      </table>
    </div>
  );
}
