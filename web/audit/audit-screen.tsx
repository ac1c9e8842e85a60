/** The journal: every act of everybody, never changed, sealed in a chain. */
import { Alert, Button, Group, Select, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { call } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ExportButton } from '../ui/export.tsx';
import { MomentText } from '../ui/figures.tsx';
import { Filters, NothingFound, type Field } from '../ui/filters.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Empty, Loaded, Waiting } from '../ui/states.tsx';
import { common } from '../ui/words.ts';
import { OpenName } from '../settings/entity.tsx';
import { useChanges } from './changes.tsx';
import { Details } from './details.tsx';
import { type Entry, entities, isEntity, personOf, placeOf } from './entities.ts';
import { isKnown, operations } from './operations.ts';
import { auditWords } from './words.ts';

/** What is shown of the many: at most this many changed facts stand in the list, all of them in the record. */
const IN_LIST = 3;

function useColumns(onOpen: (id: string) => void): { columns: Column<Entry>[]; nameOf: (operation: string) => string; kindOf: (type: string) => string } {
  const t = useWords(auditWords);
  const inWords = useWords(operations);
  const entity = useWords(entities);
  const format = useFormat();
  const changesOf = useChanges();
  const nameOf = (name: string): string => (isKnown(name) ? inWords(name) : name);
  const kindOf = (type: string): string => (isEntity(type) ? entity(type) : type);
  const objectOf = ({ entityNumber, entityType }: Entry): string => (entityNumber === null ? kindOf(entityType) : `${kindOf(entityType)} ${entityNumber}`);
  const changed = (record: Entry) => changesOf(record).filter(({ isSame }) => !isSame);
  const columns: Column<Entry>[] = [
    { key: 'at', title: t('when'), cell: ({ at }) => <MomentText value={at} />, value: ({ at }) => format.moment(at) },
    { key: 'who', title: t('who'), cell: personOf, value: personOf },
    { key: 'what', title: t('what'), cell: ({ id, operation }) => <OpenName name={nameOf(operation)} onOpen={() => onOpen(id)} />,
      value: ({ operation }) => nameOf(operation) },
    { key: 'object', title: t('object'), value: objectOf, cell: (record) => {
      const place = placeOf(record.entityType, record.entityId);
      return place === undefined ? objectOf(record) : <To to={place} mih={24}>{objectOf(record)}</To>;
    } },
    { key: 'client', title: t('client'), second: true, value: ({ clientName }) => clientName, cell: ({ clientId, clientName }) =>
      (clientId === null || clientName === null ? '' : <To to={`/clients/${clientId}`} mih={24}>{clientName}</To>) },
    { key: 'change', title: t('change'), second: true, cell: (record) => (
      <Text size="xs" lineClamp={2} maw="36ch">{record.reason === null ? '' : `«${record.reason}» `}
        {changed(record).slice(0, IN_LIST).map(({ field, after }) => `${field}: ${after}`).join(', ')}</Text>
    ), value: (record) => changed(record).map(({ field, before, after }) => `${field}: ${before} → ${after}`).join('; ') },
  ];
  const reason: Column<Entry> = { key: 'reason', title: t('reason'), cell: ({ reason: said }) => said, value: ({ reason: said }) => said };
  return { columns: [...columns, reason], nameOf, kindOf };
}

export default function AuditScreen(): ReactNode {
  const t = useWords(auditWords);
  const [{ page, operation, entityType, from, to, q, clientId, entityId, actorId, panel }, set] = useUrl();
  const filter = { operation, entityType, from, to, q, clientId, entityId, actorId };
  const records = useAsk('audit.list', { ...filter, page: page ?? 1, limit: 50 } as never);
  const { columns, nameOf, kindOf } = useColumns((id) => set({ panel: id }));
  const sorted = (names: readonly string[], wordOf: (name: string) => string) => [...new Map(names.map((value) => [wordOf(value), value]))]
    .map(([label, value]) => ({ value, label })).toSorted((a, b) => a.label.localeCompare(b.label, 'ru'));
  const fields: readonly Field[] = [
    { kind: 'days', label: t('period'), from: 'from', to: 'to' }, { kind: 'client', label: t('client'), key: 'clientId' },
    { kind: 'choice', label: t('kind'), key: 'entityType', options: sorted(Object.keys(entities.ru), kindOf) },
  ];
  const filtered = Object.values(filter).some((value) => value !== undefined);
  return (
    <Page name="audit" title={t('audit')} ready={records.isSuccess} actions={
      <ExportButton file="journal" columns={columns} fetchPage={async (number, limit) => {
        const answer = await call('audit.list', { ...filter, page: number, limit } as never);
        return { rows: answer.records, total: answer.pagination.total };
      }} />}>
      <Group gap="xs" mb="sm" role="search">
        <Select aria-label={t('what')} placeholder={t('allOperations')} clearable searchable value={operation ?? null} w={240}
          clearButtonProps={{ 'aria-label': t('showAll') }}
          data={sorted(Object.keys(operations.ru), nameOf)} onChange={(value) => set({ operation: value ?? undefined })} />
        <Filters fields={fields} search={{ key: 'q', label: t('search') }} />
      </Group>
      {(entityId ?? actorId) !== undefined && (
        <Alert variant="outline" mb="sm" p="xs">
          <Group gap="sm">{entityId === undefined ? t('onlyPerson') : t('only')}
            <Button size="compact-sm" variant="default" onClick={() => set({ entityId: undefined, actorId: undefined })}>{t('showAll')}</Button></Group>
        </Alert>
      )}
      <Loaded query={records} lines={14} height={32}>{(data) => (
        <List label={t('audit')} rows={data.records} columns={columns.filter(({ key }) => key !== 'reason')} rowKey={({ id }) => id}
          pagination={data.pagination} busy={records.isPlaceholderData}
          empty={filtered ? <NothingFound fields={fields} search="q" /> : <Empty title={t('audit')} text={t('first')} />} />
      )}</Loaded>
      <Record id={panel} known={records.data?.records ?? []} nameOf={nameOf} onClose={() => set({ panel: undefined })} />
    </Page>
  );
}

type RecordProps = { id: string | undefined; known: readonly Entry[]; nameOf: (operation: string) => string; onClose: () => void };

/** The record of the address, whether it stands on this page of the list or not. */
function Record({ id, known, nameOf, onClose }: RecordProps): ReactNode {
  const t = useWords(auditWords);
  const c = useWords(common);
  const there = known.find((record) => record.id === id);
  const asked = useAsk('audit.list', id === undefined || there ? undefined : { id }, { keepPrevious: false });
  const record = there ?? asked.data?.records[0];
  const missing = asked.data ? <Empty title={t('notFound')} /> : <Waiting lines={6} />;
  return (
    <Sheet title={record ? nameOf(record.operation) : t('details')} opened={id !== undefined} onClose={onClose} size={560}>
      {record ? <Details record={record} /> : asked.error ? <Empty title={t('notFound')} text={c('resetFilters')} /> : missing}
    </Sheet>
  );
}
