/** The journal: every act of everybody, never changed, sealed in a chain. */
import { Code, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useDebouncedCallback } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { type Answer, call } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ExportButton } from '../ui/export.tsx';
import { MomentText } from '../ui/figures.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { common } from '../ui/words.ts';
import { OpenName } from '../settings/entity.tsx';
import { Changes, changesOf } from './changes.tsx';
import { isKnown, operations } from './operations.ts';
import { auditWords } from './words.ts';

type Entry = Answer<'audit.list'>['records'][number];

export default function AuditScreen(): ReactNode {
  const t = useWords(auditWords);
  const c = useWords(common);
  const inWords = useWords(operations);
  const format = useFormat();
  const [{ page, operation, from, to, q, clientId, entityId, actorId, panel }, set] = useUrl();
  const filter = { operation, from, to, q, clientId, entityId, actorId };
  const records = useAsk('audit.list', { ...filter, page: page ?? 1, limit: 50 } as never);
  const search = useDebouncedCallback((text: string) => set({ q: text }, { replace: true }), 250);
  const nameOf = (name: string): string => (isKnown(name) ? inWords(name) : name);
  const filtered = Object.values(filter).some((value) => value !== undefined);
  const columns: Column<Entry>[] = [
    { key: 'at', title: t('when'), cell: ({ at }) => <MomentText value={at} />, value: ({ at }) => format.moment(at) },
    { key: 'who', title: t('who'), cell: ({ actor }) => `${actor.lastName} ${actor.firstName}`.trim(), value: ({ actor }) => `${actor.lastName} ${actor.firstName}`.trim() },
    { key: 'what', title: t('what'), cell: ({ id, operation: name }) => <OpenName name={nameOf(name)} onOpen={() => set({ panel: id })} />,
      value: ({ operation: name }) => nameOf(name) },
    { key: 'object', title: t('object'), cell: ({ entityNumber, entityType }) => entityNumber ?? entityType, value: ({ entityNumber, entityType }) => entityNumber ?? entityType },
    { key: 'reason', title: t('reason'), second: true, cell: ({ reason }) => reason ?? '', value: ({ reason }) => reason },
    { key: 'change', title: t('change'), second: true, cell: (record) => <Text size="xs" lineClamp={2} maw="40ch">{changesOf(record).map(({ field, after }) => `${field}: ${after}`).join(', ')}</Text>,
      value: (record) => changesOf(record).map(({ field, before, after }) => `${field}: ${before} → ${after}`).join('; ') },
  ];
  const chosen = records.data?.records.find(({ id }) => id === panel);
  return (
    <Page name="audit" title={t('audit')} ready={records.isSuccess} actions={
      <ExportButton file="journal" columns={columns} fetchPage={async (number, limit) => {
        const answer = await call('audit.list', { ...filter, page: number, limit } as never);
        return { rows: answer.records, total: answer.pagination.total };
      }} />}>
      <Group gap="xs" mb="sm" align="flex-end" role="search">
        <TextInput label={c('search')} placeholder={t('search')} defaultValue={q} onChange={(event) => search(event.currentTarget.value)} />
        <Select label={t('what')} placeholder={t('allOperations')} clearable searchable value={operation ?? null} w={240}
          data={Object.keys(operations.ru).map((name) => ({ value: name, label: nameOf(name) }))} onChange={(value) => set({ operation: value ?? undefined })} />
        <DateInput label={t('from')} valueFormat="DD.MM.YYYY" clearable value={from ?? null} onChange={(value) => set({ from: value ?? undefined })} w={150} />
        <DateInput label={t('to')} valueFormat="DD.MM.YYYY" clearable value={to ?? null} onChange={(value) => set({ to: value ?? undefined })} w={150} />
      </Group>
      <Loaded query={records} lines={14} height={32}>{(data) => (
        <List label={t('audit')} rows={data.records} columns={columns} rowKey={({ id }) => id} pagination={data.pagination} busy={records.isPlaceholderData}
          empty={filtered ? <Empty title={c('noResults')} /> : <Empty title={t('audit')} text={t('first')} />} />
      )}</Loaded>
      <Sheet title={chosen ? nameOf(chosen.operation) : t('details')} opened={chosen !== undefined} onClose={() => set({ panel: undefined })} size={560}>
        {chosen && <Details record={chosen} />}
      </Sheet>
    </Page>
  );
}

function Details({ record }: { record: Entry }): ReactNode {
  const t = useWords(auditWords);
  const format = useFormat();
  const { actor, at, reason, sequence, hash, requestId } = record;
  return (
    <Stack gap="sm">
      <Text>{format.moment(at)} · {`${actor.firstName} ${actor.lastName}`.trim()}</Text>
      {reason !== null && <Text>{t('reason')}: {reason}</Text>}
      <Changes record={record} />
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{sequence === null ? t('unsealed') : t('seal', { sequence })}<br />{t('request')} {requestId}</Text>
      {hash !== null && <Code style={{ overflowWrap: 'anywhere' }} aria-label={t('hash')}>{hash}</Code>}
    </Stack>
  );
}
