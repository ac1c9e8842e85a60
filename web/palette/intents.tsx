/** «ночь иванов» and «почему иванов»: what the night charged a client for, and where his sum comes from. */
import type { ReactNode } from 'react';
import { useQueries } from '@tanstack/react-query';
import { Text } from '@mantine/core';
import { type Answer, call } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import type { Find, FindGroup } from './finder.tsx';
import { paletteWords } from './words.ts';

type Close = (run: () => void) => () => void;

type Clients = Answer<'search.all'>['clients'];
const ASKED = 3;

/** The last charges that the night made for the clients found; each opens its explanation. */
export function useNight(clients: Clients, close: Close): { groups: FindGroup[]; isPending: boolean; version: string } {
  const t = useWords(paletteWords);
  const format = useFormat();
  const why = useWhy();
  const asked = clients.slice(0, ASKED);
  const answers = useQueries({ queries: asked.map(({ id }) => {
    const input = { clientId: id, limit: 20 };
    return { queryKey: ['charge.list', input],
      queryFn: ({ signal }: { signal: AbortSignal }) => call('charge.list', input, { signal }) };
  }) });
  const groups = asked.map((client, index): FindGroup => {
    const charges = answers[index]?.data?.charges.filter(({ cause }) => cause === 'NIGHT') ?? [];
    return {
      label: charges.length === 0 ? t('noNight', { name: client.name }) : t('nightLook', { name: client.name }),
      finds: charges.length === 0 ? [balance(client)] : charges.slice(0, 5).map((charge): Find => ({
        key: charge.id, run: close(() => why('charge', charge.id)),
        content: twoLines(
          t('nightOf', { name: charge.studentName, training: charge.trainingTitle, at: format.moment(charge.startsAt) }),
          charge.kind === 'SESSION' ? t('nightSession') : t('nightInvoice', { number: charge.invoiceNumber ?? '' })),
      })),
    };
  });
  function balance(client: Clients[number]): Find {
    return { key: `why-${client.id}`, run: close(() => why('balance', client.id)),
      content: twoLines(t('whyPays', { name: client.name }), '') };
  }
  return { groups, isPending: answers.some(({ isPending }) => isPending),
    version: answers.map(({ dataUpdatedAt }) => dataUpdatedAt).join() };
}

export const twoLines = (first: ReactNode, second: ReactNode): ReactNode => (
  <>
    <Text size="sm" truncate>{first}</Text>
    {second !== '' && second !== null && <Text size="xs" c="dimmed" truncate>{second}</Text>}
  </>
);
