/** The customers that 1C knows: with the city, what they bought for, and their points. */
import './onec.css';
import '../clients/clients.css';
import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Answer, type Input, call } from '../lib/api.ts';
import { phoneText } from '../clients/people.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ExportButton } from '../ui/export.tsx';
import { Amount, DayText } from '../ui/figures.tsx';
import { SearchField } from '../ui/filters.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { customerWords } from './words.ts';

type Customer = Answer<'onec.customer.list'>['customers'][number];
const LIMIT = 25;

export default function CustomersScreen(): ReactNode {
  const t = useWords(customerWords);
  const { can } = useSession();
  const [{ q, sort, page }, set] = useUrl();
  const filter = { ...(q === undefined ? {} : { q }), ...(sort === undefined ? {} : { sort }) } as Input<'onec.customer.list'>;
  const customers = useAsk('onec.customer.list', { ...filter, page: page ?? 1, limit: LIMIT });
  const columns = useColumns();
  const isAdmin = can('onec.manage') !== undefined;
  return (
    <Page name="onec-customers" title={t('title')} ready={customers.isSuccess} actions={(
      <>
        {isAdmin && <To to="/onec" mih={24}>{t('toSync')}</To>}
        <ExportButton file={t('file')} columns={columns} fetchPage={async (at, limit) => {
          const answer = await call('onec.customer.list', { ...filter, page: at, limit });
          return { rows: answer.customers, total: answer.pagination.total };
        }} />
      </>
    )}>
      <Group gap="sm" mb="sm">
        <SearchField name="q" label={t('find')} width={340} />
        <Text size="sm" c="dimmed">{t('noMoney')}</Text>
      </Group>
      <div className="card customers">
        <Loaded query={customers} lines={LIMIT} height={36}>{(data) => (
          <List label={t('title')} rows={data.customers} columns={columns} rowKey={({ id }) => id} href={({ id }) => `/clients/${id}?tab=loyalty`}
            pagination={data.pagination} busy={customers.isPlaceholderData} empty={q === undefined ? (
              <Empty title={t('noneYet')} text={t('noneYetText')}>{isAdmin && <To to="/onec" mih={24}>{t('toSync')}</To>}</Empty>
            ) : (
              <Empty title={t('nothing', { q })}><Button variant="default" onClick={() => set({ q: undefined })}>{t('dropSearch')}</Button></Empty>
            )} />
        )}</Loaded>
      </div>
    </Page>
  );
}

function useColumns(): Column<Customer>[] {
  const t = useWords(customerWords);
  const format = useFormat();
  return [
    { key: 'name', title: t('name'), sort: 'name', value: ({ name }) => name, cell: ({ id, name, isActive }) => (
      <>
        <To to={`/clients/${id}?tab=loyalty`} fw={500}>{name}</To>
        {!isActive && <Text span size="xs" c="dimmed"> · {t('inactive')}</Text>}
      </>
    ) },
    { key: 'phone', title: t('phone'), value: ({ phone }) => phone,
      cell: ({ phone }) => <span className="num">{phone === null ? t('noPhone') : phoneText(phone)}</span> },
    { key: 'city', title: t('city'), sort: 'city', value: ({ city }) => city, cell: ({ city }) => city ?? t('noPhone') },
    { key: 'cards', title: t('cards'), second: true, value: ({ cardNumbers }) => cardNumbers.join(', '),
      cell: ({ cardNumbers }) => <span className="one-line" title={cardNumbers.join(', ')}>{cardNumbers.join(', ')}</span> },
    { key: 'initial', title: t('initial'), align: 'right', second: true, value: ({ initial }) => initial,
      cell: ({ initial }) => <Amount value={initial} tone={initial === 0 ? 'dimmed' : undefined} /> },
    { key: 'purchases', title: t('purchases'), align: 'right', second: true, value: ({ purchases }) => purchases,
      cell: ({ purchases }) => <Amount value={purchases} tone={purchases === 0 ? 'dimmed' : undefined} /> },
    { key: 'total', title: t('total'), sort: 'total', align: 'right', value: ({ total }) => total, cell: ({ total }) => <Amount value={total} strong /> },
    { key: 'points', title: t('points'), sort: 'points', align: 'right', value: ({ points }) => points.balance, cell: ({ points }) => {
      const said = { last: format.number(points.last ?? 0), sum: format.number(points.sum ?? 0) };
      return (
        <span className="num" title={points.differ ? t('pointsDiffer', said) : undefined}>
          {points.differ && <span aria-label={t('pointsDiffer', said)} role="img">≠ </span>}{format.number(points.balance)}
        </span>
      );
    } },
    { key: 'syncedAt', title: t('syncedAt'), sort: 'syncedAt', second: true, value: ({ syncedAt }) => format.day(syncedAt), cell: ({ syncedAt }) => <DayText value={syncedAt} /> },
  ];
}
