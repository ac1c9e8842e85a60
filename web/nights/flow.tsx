/** The way of a night's participants: who had a pass, whose credit was enough, and where they came out. */
import type { ReactNode } from 'react';
import { useWords } from '../lib/words.ts';
import type { Decision } from './squares.tsx';
import { nightWords } from './words.ts';
import './nights.css';

type Part = { kind: string; label: string; count: number };

export function Flow({ decisions }: { decisions: readonly Decision[] }): ReactNode {
  const t = useWords(nightWords);
  const of = (kind: Decision['decision']): readonly Decision[] => decisions.filter(({ decision }) => decision === kind);
  const [sessions, invoices, skipped, errors] = [of('SESSION').length, of('INVOICE'), of('SKIPPED').length, of('ERROR').length];
  const paid = invoices.filter(({ isPaid }) => isPaid === true).length;
  const steps: [string, Part[]][] = [
    [t('flowPass'), [
      { kind: 'SESSION', label: t('flowYes'), count: sessions }, { kind: 'INVOICE', label: t('flowNo'), count: invoices.length },
      { kind: 'SKIPPED', label: t('SKIPPED'), count: skipped }, { kind: 'ERROR', label: t('ERROR'), count: errors },
    ]],
    [t('flowCredit'), [{ kind: 'PAID', label: t('flowPaid'), count: paid }, { kind: 'INVOICE', label: t('flowWaits'), count: invoices.length - paid }]],
    [t('flowEnd'), [
      { kind: 'SESSION', label: t('flowCovered'), count: sessions + paid }, { kind: 'INVOICE', label: t('flowOwed'), count: invoices.length - paid },
      { kind: 'SKIPPED', label: t('flowNothing'), count: skipped + errors },
    ]],
  ];
  return (
    <div className="flow">
      {steps.map(([title, parts]) => {
        const all = Math.max(1, parts.reduce((total, { count }) => total + count, 0));
        return (
          <div key={title}>
            <h2>{title}</h2>
            <ul>
              {parts.map(({ kind, label, count }) => (
                <li key={kind} data-kind={kind} style={{ '--part': `${(count / all) * 100}%` } as never}><span>{label}</span><span className="num">{count}</span></li>
              ))}
            </ul>
          </div>
        );
      })}
    </div>
  );
}
