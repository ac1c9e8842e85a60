/** A benefit does not change what was issued before it: which unpaid invoices stand without it, and what to do. */
import { Alert, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { clientWords } from './client-words.ts';

type UnbenefitedProps = { clientId: string; benefit: Answer<'client.card'>['benefit'] };

export function Unbenefited({ clientId, benefit }: UnbenefitedProps): ReactNode {
  const t = useWords(clientWords);
  const works = benefit !== null && benefit.inForce && benefit.discountPercent > 0;
  const unpaid = useAsk('client.unpaid-invoices', works ? { id: clientId } : undefined);
  const without = (unpaid.data?.invoices ?? []).filter(({ clientId: owner, discountAmount, subtotal, status }) =>
    owner === clientId && discountAmount === 0 && subtotal > 0 && status !== 'DRAFT');
  if (!works || without.length === 0) return null;
  return (
    <Alert color="yellow" variant="outline" mb="md" maw={1200} data-unbenefited={without.length} title={t('unbenefited', { count: without.length })}>
      <Text size="sm">{t('unbenefitedText')}</Text>
      <Group gap="sm" mt={4}>
        {without.map(({ id, invoiceNumber }) => <To key={id} to={`/invoices/${id}`} size="sm">{t('openInvoice', { number: invoiceNumber })}</To>)}
      </Group>
    </Alert>
  );
}
