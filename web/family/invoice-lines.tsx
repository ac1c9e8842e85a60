import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { familyWords } from './words.ts';

export type InvoiceRow = Answer<'invoice.list'>['invoices'][number];

/** «Абонемент «Танцы» и ещё 2». */
export function useInvoiceName(): (row: Pick<InvoiceRow, 'firstItemName' | 'itemCount' | 'description' | 'invoiceNumber'>) => string {
  const t = useWords(familyWords);
  return ({ firstItemName, itemCount, description, invoiceNumber }) => {
    const name = firstItemName ?? description ?? t('invoiceNo', { number: invoiceNumber });
    return itemCount > 1 ? t('andMore', { name, count: itemCount - 1 }) : name;
  };
}

/** When it is due; late only once its day is past. */
export function DueText({ row }: { row: Pick<InvoiceRow, 'dueDate' | 'isOverdue'> }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const { dueDate, isOverdue } = row;
  if (dueDate === null) return <Text component="span" size="sm" c="dimmed">{t('noDue')}</Text>;
  return (
    <Text component="span" size="sm" c={isOverdue ? 'var(--saldo-bad)' : 'dimmed'} className="num">
      {t(isOverdue ? 'wasUntil' : 'until', { day: format.day(dueDate) })}
    </Text>
  );
}
