/** What was charged for the training, by what, and why. */
import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { common } from '../ui/words.ts';
import type { Charge } from './roster.tsx';
import type { Training } from './training-screen.tsx';
import { trainingWords } from './training-words.ts';

export function Charges({ charges, training }: { charges: readonly Charge[]; training: Training }): ReactNode {
  const t = useWords(trainingWords);
  const c = useWords(common);
  const why = useWhy();
  if (charges.length === 0) {
    return <Text c="dimmed">{t('noCharges')}{training.status === 'PLANNED' && training.booked > 0 ? `. ${t('chargeNight')}` : ''}</Text>;
  }
  return (
    <ul className="charges">
      {charges.map(({ id, studentName, kind, cause, label, state, invoiceId, invoiceNumber, amount }) => (
        <li key={id} data-charge={id} data-state={state}>
          <span>
            <Text span fw={500} {...(state === 'REVERSED' ? { td: 'line-through' } : {})}>{studentName}</Text>
            <Text size="xs" c="dimmed">
              {kind === 'SESSION' ? t('session') : <To to={`/invoices/${invoiceId ?? ''}`}>{t('invoice', { number: invoiceNumber ?? '' })}</To>}
              {', '}{t(cause)}{label === 'NORMAL' ? '' : `, ${t(label)}`}{state === 'REVERSED' ? `, ${t('reversed')}` : ''}
            </Text>
          </span>
          {amount !== null && <Amount value={amount} />}
          <Button variant="subtle" size="compact-xs" aria-label={`${c('why')} ${studentName}`} onClick={() => why('charge', id)}>{c('why')}</Button>
        </li>
      ))}
    </ul>
  );
}
