/** Services and their prices: each price from a day on, so that an old invoice can always say where its sum came from. */
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { EntitySheet, OpenName, useEntity } from './entity.tsx';
import { SettingsPage } from './frame.tsx';
import { ServiceForm, ServicePrices } from './service-form.tsx';
import { settingsWords } from './words.ts';

export type Service = Answer<'service.list'>['services'][number];

export default function CatalogueScreen(): ReactNode {
  const t = useWords(settingsWords);
  const { can } = useSession();
  const [{ page }] = useUrl();
  const services = useAsk('service.list', { page: page ?? 1, limit: 50 });
  const mayChange = can('catalogue.manage') !== undefined;
  const { panel, open, close, addButton } = useEntity(mayChange);
  const chosen = services.data?.services.find(({ id }) => id === panel);
  const columns: Column<Service>[] = [
    { key: 'name', title: t('name'), cell: ({ id, name }) => <OpenName name={name} onOpen={() => open(id)} disabled={!mayChange} /> },
    { key: 'type', title: t('serviceType'), cell: ({ serviceType }) => t(serviceType) },
    { key: 'writeOff', title: t('writeOff'), second: true, cell: ({ writeOffTiming }) => t(writeOffTiming) },
    { key: 'price', title: t('price'), align: 'right', cell: ({ basePrice }) => (basePrice === null ? t('noPrice') : <Amount value={basePrice} />) },
    { key: 'vat', title: t('vat'), second: true, cell: ({ vat }) => t(vat) },
    { key: 'withVat', title: t('withVat'), align: 'right', second: true, cell: ({ priceWithVat }) => <Amount value={priceWithVat} /> },
    { key: 'state', title: t('state'), cell: ({ isActive }) =>
      <Chip kind={isActive ? 'paid' : 'voided'}>{isActive ? t('active') : t('inactive')}</Chip> },
  ];
  return (
    <SettingsPage name="catalogue" title={t('catalogue')} ready={services.isSuccess} actions={addButton}>
      <Loaded query={services}>{(data) => (
        <List label={t('catalogue')} rows={data.services} columns={columns} rowKey={({ id }) => id} pagination={data.pagination}
          empty={<Empty title={t('catalogue')} text={t('noServices')}>{addButton}</Empty>} />
      )}</Loaded>
      <EntitySheet title={chosen ? t('edit', { name: chosen.name }) : t('newService')} panel={mayChange ? panel : undefined} onClose={close}
        loaded={services.isSuccess} found={chosen !== undefined}>
        <ServiceForm key={panel} service={chosen} onDone={close} />
        {chosen && <ServicePrices service={chosen} />}
      </EntitySheet>
    </SettingsPage>
  );
}
