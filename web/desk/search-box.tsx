/** The search of the desk: every key asks the server, the finds of the last text stay until those of this one come. */
import { Group, Text } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { type Answer, call } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { type Find, type FindGroup, Finder } from '../palette/finder.tsx';
import { Refused } from '../ui/refused.tsx';
import { SEARCH_ID, useDeskUrl } from './desk-url.ts';
import { NewClient } from './new-client.tsx';
import { deskWords } from './words.ts';

export type Found = Answer<'search.all'>;
type SearchBoxProps = { onClient: (id: string, found: readonly string[], invoiceId?: string) => void };

/** What the address should say of the search is written a little later than it is typed. */
const WRITE_MS = 400;

export function SearchBox({ onClient }: SearchBoxProps): ReactNode {
  const t = useWords(deskWords);
  const { q = '', panel, set } = useDeskUrl();
  const [text, setText] = useState(q);
  const [creating, setCreating] = useState(panel === 'new');
  const query = text.trim();
  const search = useAsk('search.all', query === '' ? undefined : { q: query });
  const write = useDebouncedCallback((value: string) => set({ q: value }, { replace: true }), WRITE_MS);
  useWarmCard(search.isPlaceholderData ? undefined : search.data?.clients[0]?.id);
  const clear = (): void => {
    write.cancel();
    setText('');
    setCreating(false);
  };
  const onText = (value: string): void => {
    setText(value);
    setCreating(false);
    write(value);
  };
  const choose = (id: string, invoiceId?: string): void => {
    const found = search.data?.clients.map((client) => client.id) ?? [];
    clear();
    onClient(id, found, invoiceId);
  };
  const stale = query !== '' && (search.isPlaceholderData || search.isPending);
  const found = query === '' ? undefined : search.data;
  const { can } = useSession();
  const missed = found !== undefined && !stale && isNothing(found);
  const mayCreate = can('client.manage') !== undefined;
  const groups = useFinds(found, choose, missed && mayCreate ? { name: query, run: () => setCreating(true) } : undefined);
  return (
    <search className="card desk-find" data-open={query !== ''}>
      <Finder id={SEARCH_ID} label={t('search')} placeholder={t('searchShort')} listLabel={t('found')} text={text}
        onText={onText} groups={creating ? [] : groups}
        stale={stale} version={`${found === undefined ? '' : query}${search.dataUpdatedAt}`} autoFocus>
        <div role="status">
          {found?.corrected != null && <Text size="xs" c="dimmed" mt={4}>{t('corrected', { query: found.corrected })}</Text>}
          {missed && <Text size="sm" mt="xs" data-missed>{t('missed', { query })}</Text>}
        </div>
        <Refused problem={query === '' ? undefined : search.error} />
      </Finder>
      {creating && <NewClient query={query} onDone={(id) => choose(id)} onCancel={() => setCreating(false)} />}
    </search>
  );
}

const isNothing = (found: Found): boolean =>
  [found.clients, found.invoices, found.payments, found.trainings, found.groups].every((rows) => rows.length === 0);

/** The first find is probably the one: its card is fetched before Enter. */
function useWarmCard(id: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (id === undefined) return;
    const input = { id };
    void client.prefetchQuery({ queryKey: ['client.card', input],
      queryFn: ({ signal }) => call('client.card', input, { signal }) });
  }, [client, id]);
}

type Creating = { name: string; run: () => void };

function useFinds(
  found: Found | undefined, choose: (id: string, invoiceId?: string) => void, create: Creating | undefined,
): FindGroup[] {
  const t = useWords(deskWords);
  const format = useFormat();
  const go = useGo();
  if (!found) return [];
  const line = (left: ReactNode, right: ReactNode, below?: ReactNode): ReactNode => (
    <>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" truncate>{left}</Text><Text size="xs" className="num" c="dimmed">{right}</Text>
      </Group>
      {below !== undefined && below !== '' && <Text size="xs" c="dimmed" truncate>{below}</Text>}
    </>
  );
  const clients = found.clients.map((client): Find => ({
    key: client.id, run: () => choose(client.id),
    content: <FoundClientLine client={client} />,
  }));
  const similar = found.similar.map(({ id, name, student }): Find => ({
    key: `similar-${id}-${student ?? ''}`, run: () => choose(id), content: line(name, '', student ?? undefined),
  }));
  return [
    { label: t('clients'), finds: clients },
    { label: t('invoices'), finds: found.invoices.map((invoice): Find => ({
      key: invoice.id, run: () => choose(invoice.clientId, invoice.id),
      content: line(`№ ${invoice.invoiceNumber}`, format.money(invoice.totalAmount), invoice.clientName),
    })) },
    { label: t('payments'), finds: found.payments.map((payment): Find => ({
      key: payment.id, run: () => go(`/payments/${payment.id}`),
      content: line(payment.clientName, format.money(payment.amount), format.moment(payment.createdAt)),
    })) },
    { label: t('trainings'), finds: found.trainings.map((training): Find => ({
      key: training.id, run: () => go(`/trainings/${training.id}`),
      content: line(training.title, format.moment(training.startsAt), training.roomName ?? undefined),
    })) },
    { label: t('groups'), finds: found.groups.map((group): Find => ({
      key: group.id, run: () => go(`/groups/${group.id}`), content: line(group.name, ''),
    })) },
    { label: t('similar'), finds: similar },
    ...(create === undefined ? [] : [{ label: t('createTitle'), finds: [{
      key: 'create', run: create.run, content: <Text size="sm" fw={600}>{t('create', { name: create.name })} ⏎</Text>,
    }] }]),
  ];
}

export function FoundClientLine({ client }: { client: Found['clients'][number] }): ReactNode {
  const t = useWords(deskWords);
  const format = useFormat();
  const below = [...client.students.map(({ name }) => name), client.phone, client.isActive ? null : t('inactive')];
  return (
    <>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={500} truncate>{client.name}</Text>
        {client.toPay > 0 && (
          <span className="num" data-money
            style={{ fontWeight: 500, ...(client.overdue > 0 ? { color: 'var(--saldo-bad)' } : {}) }}>
            {format.money(client.toPay)}
          </span>
        )}
      </Group>
      <Text size="xs" c="dimmed" truncate>{below.filter(Boolean).join(' · ')}</Text>
    </>
  );
}
