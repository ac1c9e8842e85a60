/** What a reversal does, row by row (ux B6): shown before it is done and, the same, after. */
import { Alert, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { type Format, sumOf, useFormat } from '../lib/format.ts';
import type { Say } from '../lib/words.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { InvoiceStatus } from '../ui/status.tsx';
import { reverseWords } from './reverse-words.ts';

export type Reversal = Pick<Answer<'payment.reverse'>, 'effect' | 'credited' | 'payment'>;
type Effect = Reversal['effect'];
type Step = Effect['steps'][number];
type Words = Say<keyof (typeof reverseWords)['ru']>;

/** A row by its place, as text: what differs from the preview before is marked. */
export const rowsOf = ({ effect, credited }: Reversal): ReadonlyMap<string, string> => new Map([
  ...effect.steps.map((step): [string, string] => [step.invoice?.id ?? 'credit', JSON.stringify([step, effect.before.credit])]),
  ...effect.settled.map((one): [string, string] => [`settled ${one.invoiceId}`, JSON.stringify(one)]),
  ['credited', String(credited)], ['outcome', JSON.stringify([effect.before, effect.after])],
]);

export function ReversalPreview({ reversal, changed }: { reversal: Reversal; changed: ReadonlySet<string> }): ReactNode {
  const t = useWords(reverseWords);
  const format = useFormat();
  const { effect } = reversal;
  return (
    <>
      <Title order={2} mb="xs">{t('steps')}</Title>
      <div style={{ overflowX: 'auto' }} role="region" aria-label={t('steps')} tabIndex={0}>
        <table className="ledger reversal">
          <thead>
            <tr>
              <th scope="col">{t('step')}</th><th scope="col">{t('change')}</th>
              <th scope="col" data-align="right">{t('covered')}</th><th scope="col" data-align="right">{t('left')}</th>
            </tr>
          </thead>
          <tbody>
            {effect.steps.map((step, index) => (
              <StepRow key={`${step.invoice?.id ?? 'credit'}${String(index)}`} step={step} number={index + 1} credit={effect.before.credit}
                isChanged={changed.has(step.invoice?.id ?? 'credit')} />
            ))}
            {reversal.credited > 0 && (
              <tr data-changed={changed.has('credited') || undefined}><td /><td colSpan={3}>{t('difference', { sum: format.money(reversal.credited) })}</td></tr>
            )}
            {effect.settled.map((one, index) => (
              <tr key={one.invoiceId} data-changed={changed.has(`settled ${one.invoiceId}`) || undefined}>
                <td className="num">{effect.steps.length + index + 1}</td>
                <td colSpan={3}>{t('settled', { number: one.invoiceNumber, sum: format.money(one.amount) })}</td>
              </tr>
            ))}
            {effect.untouched.map((one) => (
              <tr key={one.id}><td /><td colSpan={3}><Text size="sm" c="dimmed">{t('untouched', { number: one.number, sum: format.money(one.amount) })}</Text></td></tr>
            ))}
          </tbody>
        </table>
      </div>
      <Outcome reversal={reversal} isChanged={changed.has('outcome')} t={t} format={format} />
    </>
  );
}

function StepRow({ step, number, credit, isChanged }: { step: Step; number: number; credit: number; isChanged: boolean }): ReactNode {
  const t = useWords(reverseWords);
  const format = useFormat();
  const { invoice } = step;
  return (
    <tr data-step={number} data-changed={isChanged || undefined}>
      <td className="num">{number}</td>
      <td>
        {invoice === null ? (
          <>{t('credit')}: <Amount value={credit} /> → <Amount value={sumOf([credit, -step.covered])} strong />{isChanged && <b> · {t('changedRow')}</b>}</>
        ) : (
          <>
            <To to={`/invoices/${invoice.id}`}>{t('invoice', { number: invoice.number, day: format.day(invoice.issuedAt) })}</To>{' '}
            <InvoiceStatus status={invoice.statusBefore} /> → <InvoiceStatus status={invoice.statusAfter} />
            <Text size="xs" c="dimmed">{whoPaid(invoice, t, format)}{isChanged && <b> · {t('changedRow')}</b>}</Text>
          </>
        )}
      </td>
      <td data-align="right"><Amount value={step.covered} /></td>
      <td data-align="right"><Amount value={step.left} /></td>
    </tr>
  );
}

/** An invoice may lose its mark though another payment had paid it: then the rule is named. */
function whoPaid({ paidBy }: NonNullable<Step['invoice']>, t: Words, format: Format): string {
  const [first, ...others] = paidBy;
  if (!first) return t('byCredit');
  if (others.length > 0) return t('bySeveral');
  return first.isThis ? t('byThis') : t('byRule', { day: format.day(first.onDate) });
}

function Outcome({ reversal, isChanged, t, format }: { reversal: Reversal; isChanged: boolean; t: Words; format: Format }): ReactNode {
  const { effect, payment } = reversal;
  const position = ({ credit, due }: Effect['before']): string => format.money(sumOf([credit, -due]), true);
  const sums = { before: position(effect.before), after: position(effect.after), change: format.money(effect.change, true) };
  const isRight = sumOf([effect.change, payment.amount]) === 0;
  return (
    <dl className="facts reversal-outcome" data-changed={isChanged || undefined}>
      <div><dt>{t('outcome')}</dt><dd><b className="num-list">{t('outcomeText', {
        credit: format.money(effect.after.credit), due: format.money(effect.after.due), toPay: format.money(effect.after.toPay),
      })}</b></dd></div>
      <div>
        <dt>{t('check')}</dt>
        <dd>{isRight ? <span data-check="ok">{t('checkText', sums)} ✓</span> : <Alert color="red" role="alert">{t('checkBad', sums)}</Alert>}</dd>
      </div>
      <div>
        <dt>{t('touches')}</dt>
        <dd>
          {effect.passes.map((pass) => (
            <div key={pass.invoiceId} data-pass>
              <To to={`/passes/${pass.subscriptionId}`}>{t('pass', { name: pass.name, student: pass.studentName, number: pass.invoiceNumber })}</To>
              {': '}{t('used', { count: pass.used })}, {t(pass.status === 'PENDING' ? 'waits' : 'stays')}
            </div>
          ))}
          {payment.method !== 'BANK_TRANSFER' && <div>{t('receipt')}</div>}
          <div>{t('notice')}</div>
        </dd>
      </div>
    </dl>
  );
}
