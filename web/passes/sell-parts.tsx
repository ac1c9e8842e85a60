/** What both sales share: for whom, the sums of an invoice that is not there yet, the two ways to end. */
import { Group, Radio, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer, Problem } from '../lib/api.ts';
import { type Format, sumOf, useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Amount } from '../ui/figures.tsx';
import { Refused } from '../ui/refused.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { sellWords } from './sell-words.ts';

export type Card = Answer<'client.card'>;
type Invoice = Answer<'invoice.create'>;

/** One child needs no choice; the choice is kept as the id of the student, empty for the client himself. */
type WhomProps = { card: Card; value: string; onValue: (id: string) => void; self?: boolean };
export function Whom({ card, value, onValue, self }: WhomProps): ReactNode {
  const t = useWords(sellWords);
  const students = card.students.filter(({ isActive }) => isActive);
  if (students.length === 0) return null;
  return (
    <Radio.Group label={t('whom')} value={value} onChange={onValue}>
      <Group gap="md" mt={4}>
        {students.map(({ id, name }) => <Radio key={id} value={id} label={name} />)}
        {self && <Radio value="" label={t('self')} />}
      </Group>
    </Radio.Group>
  );
}

export const firstStudent = (card: Card): string => card.students.find(({ isActive }) => isActive)?.id ?? '';

const benefitText = ({ client: { benefitCategory } }: Invoice, format: Format): string =>
  (benefitCategory === null ? '' : `${benefitCategory.name} ${format.percent(benefitCategory.discountPercent)}`);

type TotalsProps = { invoice: Invoice | undefined; busy: boolean; problem: Problem | null; ends?: string | undefined };
/** Price → benefit → total by the server's own dry run; the place is kept while it is counted. */
export function Totals({ invoice, busy, problem, ends }: TotalsProps): ReactNode {
  const t = useWords(sellWords);
  const format = useFormat();
  return (
    <div style={{ minHeight: 128 }} aria-live="polite" aria-busy={busy}
      data-totals-of-sale={invoice !== undefined && !busy ? 'ready' : 'counting'}>
      <Refused problem={problem} />
      {invoice !== undefined && !problem && (
        <ul className="lines">
          {invoice.items.map(({ id, serviceName, quantity, totalPrice, discountAmount }) => (
            <li key={id}><span>{serviceName}{quantity === 1 ? '' : ` × ${format.number(quantity)}`}</span><Amount
              value={sumOf([totalPrice, discountAmount])} /></li>
          ))}
          {invoice.discountAmount > 0 && (
            <li>
              <span>{[t('benefit'), benefitText(invoice, format)].filter((part) => part !== '').join(': ')}</span>
              <Amount value={-invoice.discountAmount} tone="good" />
            </li>
          )}
          <li><strong>{t('total')}</strong><span data-total><Amount value={invoice.totalAmount} strong size="1.25rem"
            /></span></li>
          {ends !== undefined && <li><Text size="sm" c="dimmed"
            className="num">{t('ends', { day: format.day(ends) })}</Text></li>}
          {invoice.dueAmount === 0 && invoice.totalAmount > 0 && <li><Text size="sm">{t('covered')}</Text></li>}
        </ul>
      )}
    </div>
  );
}

type EndsProps = { onLater: () => void; pending: boolean; why: string | undefined; problem: Problem | undefined };
/** Enter is the first button. */
export function Ends({ onLater, pending, why, problem }: EndsProps): ReactNode {
  const t = useWords(sellWords);
  const c = useWords(common);
  return (
    <>
      <Refused problem={problem} />
      <Group gap="xs">
        <ActButton type="submit" pending={pending} doing={c('doing')} why={why} keys="Enter">{t('sellAndPay')}</ActButton>
        <ActButton variant="default" pending={pending} why={why} onClick={onLater}>{t('sellOnly')}</ActButton>
      </Group>
    </>
  );
}

/** Where the sale leads: to the money for its invoice, or to the client. */
type AfterSale = (invoice: Pick<Invoice, 'id' | 'clientId' | 'dueAmount'>, name: string, pay: boolean) => void;
export function useAfterSale(): AfterSale {
  const t = useWords(sellWords);
  const go = useGo();
  return ({ id, clientId, dueAmount }, name, pay) => {
    told(t('sold', { name }));
    go(pay && dueAmount > 0 ? `/desk?client=${clientId}&pay=1&invoice=${id}` : `/clients/${clientId}`);
  };
}
