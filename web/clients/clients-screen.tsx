/** Everybody who pays: found, sorted, filtered; a new one is made here with C. */
import { Button, Kbd, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { type Input, call } from '../lib/api.ts';
import { useKeys } from '../lib/keys.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { type UrlState, useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ExportButton } from '../ui/export.tsx';
import { Filters, Views } from '../ui/filters.tsx';
import { List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Waiting } from '../ui/states.tsx';
import { common } from '../ui/words.ts';
import { useClientColumns } from './client-columns.tsx';
import './clients.css';
import { NewClientSheet } from './new-client-sheet.tsx';
import { listWords } from './words.ts';

const LIMIT = 25;
const AWAY_DAYS = ['14', '30', '60', '90'];

/** The filter of the address in the server's words; who is switched off is left out unless asked for. */
export function filterOf(url: UrlState): Input<'client.list'> {
  const { q, debt, credit, benefit, city, away, active = 'true', sort, benefitCategoryId } = url;
  const given =
    Object.entries({ q, debt, credit, benefit, benefitCategoryId, city, active, sort, withoutVisitDays: away === undefined ? undefined
    : Number(away) });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Input<'client.list'>;
}

export default function ClientsScreen(): ReactNode {
  const t = useWords(listWords);
  const [url, set] = useUrl();
  const { can } = useSession();
  const columns = useClientColumns();
  const filter = filterOf(url);
  const list = useAsk('client.list', { ...filter, page: Number(url['page'] ?? 1), limit: LIMIT });
  const mayCreate = can('client.manage') !== undefined;
  const create = (): void => set({ panel: 'new' });
  useKeys(mayCreate && url['panel'] === undefined ? { KeyC: { does: t('create'), run: create } } : {});
  const { data } = list;
  return (
    <Page name="clients" title={t('title')} ready={data !== undefined || list.isError} actions={(
      <>
        <ExportButton file={t('file')} columns={columns} fetchPage={async (page, limit) => {
          const answer = await call('client.list', { ...filter, page, limit });
          return { rows: answer.clients, total: answer.pagination.total };
        }} />
        {mayCreate && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} rightSection={<Kbd size="xs" visibleFrom="sm">C</Kbd>}
            onClick={create}
            aria-keyshortcuts="C">{t('create')}</Button>
        )}
      </>
    )}>
      <Views label={t('views')} to="/clients" views={[
        { label: t('viewAll'), search: {} }, { label: t('viewDebt'), search: { debt: 'true' } },
        { label: t('viewCredit'), search: { credit: 'true' } }, { label: t('viewBenefit'), search: { benefit: 'true' } },
        { label: t('viewAway'), search: { away: '30' } }, { label: t('viewOff'), search: { active: 'false' } },
      ]} />
      <Conditions />
      <div className="card clients">
        {data === undefined && (list.error ? <Failed problem={list.error} retry={() => void list.refetch()} />
          : <Waiting lines={LIMIT} height={36} />)}
        {data !== undefined && (
          <List label={t('title')} rows={data.clients} columns={columns.filter(({ key }) => key !== 'benefit')} rowKey={({ id }) => id}
            href={({ id }) => `/clients/${id}`}
            pagination={data.pagination} busy={list.isPlaceholderData} empty={<NoClients mayCreate={mayCreate}
              onCreate={create} />} />
        )}
      </div>
      <NewClientSheet opened={url['panel'] === 'new' && mayCreate} onClose={() => set({ panel: undefined })} />
    </Page>
  );
}

function Conditions(): ReactNode {
  const t = useWords(listWords);
  const [{ city = '' }, set] = useUrl();
  const options = AWAY_DAYS.map((days) => ({ value: days, label: t('awayDays', { days: Number(days) }) }));
  return (
    <div style={{ marginBottom: '0.75rem' }}>
      <Filters search={{ key: 'q', label: t('find'), width: 360 }} fields={[{ kind: 'choice', label: t('away'), key: 'away', options }]}>
        <LateText label={t('city')} value={city} onValue={(text) => set({ city: text }, { replace: true })} />
      </Filters>
    </div>
  );
}

type LateTextProps = { label: string; value: string; onValue: (text: string) => void };
/** A text that reaches the address when the typing rests. */
function LateText({ label, value, onValue }: LateTextProps): ReactNode {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const tell = useDebouncedCallback((text: string) => {
    onValue(text);
    setTyped(undefined);
  }, 200);
  return (
    <TextInput aria-label={label} placeholder={label} value={typed ?? value} type="search" autoComplete="off" w={150}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value.trim());
      }} />
  );
}

/** First use, or nothing found: what was asked, and one button for each part of it that can be let go. */
function NoClients({ mayCreate, onCreate }: { mayCreate: boolean; onCreate: () => void }): ReactNode {
  const t = useWords(listWords);
  const c = useWords(common);
  const [{ q, city, away, debt, credit, benefit, active }, set] = useUrl();
  const asked = [
    debt && t('viewDebt'), credit && t('viewCredit'), benefit && t('viewBenefit'), active === 'false' && t('viewOff'),
    away && `${t('away')}: ${t('awayDays', { days: Number(away) })}`, city && `${t('city')}: ${city}`, q && `«${q}»`,
  ].filter((part): part is string => Boolean(part));
  if (asked.length === 0) {
    return <Empty title={t('firstUse')} text={t('firstUseText')}>{mayCreate
      && <Button onClick={onCreate}>{t('create')}</Button>}</Empty>;
  }
  const none = { debt: '', credit: '', benefit: '', active: '', away: '' };
  return (
    <Empty title={t('none', { what: asked.join(', ') })}>
      {q && <Button variant="default" onClick={() => set({ q: '' })}>{t('dropSearch', { q })}</Button>}
      {city && <Button variant="default" onClick={() => set({ city: '' })}>{t('dropCity')}</Button>}
      <Button variant="default" onClick={() => set({ ...none, q: '', city: '' })}>{c('resetFilters')}</Button>
      {mayCreate && <Button onClick={onCreate}>{t('create')}</Button>}
    </Empty>
  );
}
