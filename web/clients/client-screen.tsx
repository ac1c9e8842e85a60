/** All truth about one payer: what to bring and why, what happened, what comes next. */
import './clients.css';
import { Tabs } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useGo } from '../lib/go.ts';
import { useKeys } from '../lib/keys.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { LoyaltyTab, isKnown } from '../onec/loyalty-tab.tsx';
import { customerWords } from '../onec/words.ts';
import { FreezeDialog } from '../passes/freeze-dialog.tsx';
import { Page } from '../ui/page.tsx';
import { Failed, Waiting } from '../ui/states.tsx';
import { BalanceChart } from './balance-chart.tsx';
import { ClientDetails } from './client-details.tsx';
import { ClientHeader } from './client-header.tsx';
import { ClientPanels } from './client-panels.tsx';
import { ClientSide } from './client-side.tsx';
import { clientWords } from './client-words.ts';
import { Timeline } from './timeline.tsx';
import { Unbenefited, useUnbenefited } from './unbenefited.tsx';

export default function ClientScreen(): ReactNode {
  const t = useWords(clientWords);
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const client = useAsk('client.get', { id });
  const card = useAsk('client.card', { id });
  const loyalty = useAsk('client.loyalty', { id });
  const o = useWords(customerWords);
  const [{ tab = 'timeline', freeze }, set] = useUrl();
  const why = useWhy();
  const go = useGo();
  const { can } = useSession();
  const mayAct = can('client.manage') !== undefined;
  useKeys({
    F9: { does: t('why'), run: () => why('balance', id) },
    ...(mayAct ? {
      F4: { does: t('pay'), run: () => go(`/desk?client=${id}&pay=1`) },
      KeyS: { does: t('sell'), run: () => set({ sell: id }) },
      KeyE: { does: t('edit'), run: () => set({ panel: 'edit' }) },
    } : {}),
  });
  const shown = card.data?.client.id === id ? card.data : undefined;
  const without = useUnbenefited(id, shown?.benefit ?? null);
  // All that stands above the fold comes at once; a card that failed is told in its own place.
  const whole = (shown !== undefined && without !== undefined) || card.isError;
  const data = client.data?.id === id && whole ? client.data : undefined;
  return (
    <Page name="client" title={data?.name ?? t('title')} ready={data !== undefined || client.isError}>
      {data === undefined && (client.error ? <Failed problem={client.error} retry={() => void client.refetch()} />
        : <Waiting lines={12} />)}
      {data !== undefined && (
        <>
          <ClientHeader client={data} card={shown} mayAct={mayAct} />
          <Unbenefited without={without ?? []} />
          <div className="detail">
            <div style={{ display: 'grid', gap: '1rem', minWidth: 0 }}>
              <Tabs value={tab} onChange={(next) => set({ tab: next === 'timeline' ? undefined : next ?? undefined })}
                keepMounted={false}>
                <Tabs.List aria-label={t('tabs')} mb="sm">
                  <Tabs.Tab value="timeline">{t('timeline')}</Tabs.Tab>
                  <Tabs.Tab value="details">{t('details')}</Tabs.Tab>
                  {(tab === 'loyalty' || (loyalty.data?.clientId === id && isKnown(loyalty.data))) && <Tabs.Tab value="loyalty">{o('tab')}</Tabs.Tab>}
                </Tabs.List>
                <Tabs.Panel value="timeline">
                  <div style={{ display: 'grid', gap: '1rem' }}>
                    <BalanceChart clientId={id} />
                    <Timeline clientId={id} mayAct={mayAct} />
                  </div>
                </Tabs.Panel>
                <Tabs.Panel value="details"><ClientDetails client={data} mayAct={mayAct} /></Tabs.Panel>
                <Tabs.Panel value="loyalty"><LoyaltyTab query={loyalty} clientId={id} /></Tabs.Panel>
              </Tabs>
            </div>
            <ClientSide query={card} clientId={id} notes={data.notes} mayAct={mayAct} />
          </div>
          <ClientPanels client={data} mayAct={mayAct} />
          {freeze !== undefined && <FreezeDialog id={freeze} onClose={() => set({ freeze: undefined }, { replace: true })}
            />}
        </>
      )}
    </Page>
  );
}
