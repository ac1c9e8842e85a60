/** A benefit does not change what was issued before it: which unpaid invoices stand without it, and what to do. */
import { Alert, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { clientWords } from './client-words.ts';

type Unpaid = Answer<'client.unpaid-invoices'>['invoices'];

/** The invoices; undefined while it is not known yet, so that the page can wait and does not jump. */
export function useUnbenefited(clientId: string, benefit: Answer<'client.card'>['benefit']): Unpaid | undefined {
  const works = benefit !== null && benefit.inForce && benefit.discountPercent > 0;
  const unpaid = useAsk('client.unpaid-invoices', works ? { id: clientId } : undefined, { keepPrevious: false });
  if (!works || unpaid.isError) return [];
  return unpaid.data?.invoices.filter(({ discountAmount, subtotal, status }) => discountAmount === 0 && subtotal > 0
    && status !== 'DRAFT');
}

export function Unbenefited({ without }: { without: Unpaid }): ReactNode {
  const t = useWords(clientWords);
  if (without.length === 0) return null;
  return (
    <Alert color="yellow" variant="outline" mb="md" maw={1200} data-unbenefited={without.length}>
      <Text size="sm" fw={600}>{t('unbenefited', { count: without.length })}</Text>
      <Text size="sm">{t('unbenefitedText')}</Text>
      <Group gap="sm" mt={4}>
        {without.map(({ id, invoiceNumber }) =>
          <To key={id} to={`/invoices/${id}`} size="sm">{t('openInvoice', { number: invoiceNumber })}</To>)}
      </Group>
    </Alert>
  );
}
