/** The sale: opened by S, one recommended choice, the total before anything is done, Enter accepts. */
import { SegmentedControl, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { Sheet } from '../ui/sheet.tsx';
import { Failed, Waiting } from '../ui/states.tsx';
import { SellPass } from './sell-pass.tsx';
import { SellService } from './sell-service.tsx';
import { sellWords } from './sell-words.ts';

export default function SellSheet({ clientId, onClose }: { clientId: string; onClose: () => void }): ReactNode {
  const t = useWords(sellWords);
  const [mode, setMode] = useState<'pass' | 'service'>('pass');
  const card = useAsk('client.card', { id: clientId }, { keepPrevious: false });
  const last = useAsk('subscription.list', { clientId, sort: '-end', limit: 1 }, { keepPrevious: false });
  const title = card.data === undefined ? t('title') : t('titleTo', { name: card.data.client.name });
  return (
    <Sheet title={title} opened onClose={onClose} size={520}>
      <Stack gap="sm" data-sale>
        <SegmentedControl aria-label={t('mode')} value={mode} onChange={(next) => setMode(next as 'pass' | 'service')}
          data={[{ value: 'pass', label: t('pass') }, { value: 'service', label: t('service') }]} />
        {card.error && <Failed problem={card.error} retry={() => void card.refetch()} />}
        {!card.error && (card.data === undefined || last.isPending) && <Waiting lines={8} />}
        {card.data !== undefined && !last.isPending && (mode === 'pass'
          ? <SellPass card={card.data} last={last.data?.subscriptions[0]} />
          : <SellService card={card.data} />)}
      </Stack>
    </Sheet>
  );
}
