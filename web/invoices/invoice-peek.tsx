/** A look at an invoice without leaving the list. */
import { Group, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Loaded } from '../ui/states.tsx';
import { InvoiceStatus } from '../ui/status.tsx';
import { invoiceWords } from './words.ts';

export function InvoicePeek({ id, onClose }: { id: string | undefined; onClose: () => void }): ReactNode {
  const t = useWords(invoiceWords);
  const invoice = useAsk('invoice.get', id === undefined ? undefined : { id }, { keepPrevious: false });
  return (
    <Sheet title={t('peek', { number: invoice.data?.invoiceNumber ?? '' })} opened={id !== undefined} onClose={onClose}>
      <Loaded query={invoice}>
        {(data) => (
          <Stack>
            <Group justify="space-between">
              <To to={`/clients/${data.clientId}`}>{data.client.name}</To>
              <InvoiceStatus status={data.status} overdueDays={data.daysOverdue} />
            </Group>
            <Table>
              <Table.Tbody>
                {data.items.map((item) => (
                  <Table.Tr key={item.id}>
                    <Table.Td>{item.serviceName}</Table.Td><Table.Td ta="right"><Amount value={item.totalPrice} /></Table.Td>
                  </Table.Tr>
                ))}
                <Table.Tr>
                  <Table.Th scope="row">{t('left')}</Table.Th><Table.Td ta="right"><Amount value={data.dueAmount} strong /></Table.Td>
                </Table.Tr>
              </Table.Tbody>
            </Table>
            <Text size="sm" c="dimmed">{t('due')}: <DayText value={data.dueDate} /></Text>
            <To to={`/invoices/${data.id}`}>{t('openIt')}</To>
          </Stack>
        )}
      </Loaded>
    </Sheet>
  );
}
