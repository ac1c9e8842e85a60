/** Client by client: their figure is written in its place, ours can be made theirs. */
import { Button, Group, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { phoneText } from '../clients/people.ts';
import { type Answer, type Input, call } from '../lib/api.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ExportButton } from '../ui/export.tsx';
import { Amount } from '../ui/figures.tsx';
import { SearchField, Views } from '../ui/filters.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { MoneyField } from '../ui/money-field.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { sheetWords } from './reconciliation-words.ts';
import type { Reconciliation } from './reconciliations-screen.tsx';

export type Line = Answer<'reconciliation.lines'>['lines'][number];

export function SheetLines({ sheet }: { sheet: Reconciliation }): ReactNode {
  const t = useWords(sheetWords);
  const [{ only, q, page }, set] = useUrl();
  const filter = { id: sheet.id, ...(only === undefined ? {} : { only }), ...(q === undefined ? {} : { q }) } as Input<'reconciliation.lines'>;
  const query = useAsk('reconciliation.lines', { ...filter, page: page ?? 1, limit: 50 });
  const columns = useColumns(sheet);
  const empty = q !== undefined ? (
    <Empty title={t('noFound', { q })}><Button variant="default" onClick={() => set({ q: undefined })}>{t('showAll')}</Button></Empty>
  ) : only !== undefined ? (
    <Empty title={t('noDifferent')} text={sheet.lines === 0 ? t('nothingSaidText') : t('noDifferentText')}><Button variant="default" onClick={() => set({ only: undefined })}>{t('showAll')}</Button></Empty>
  ) : <Empty title={t('nothingSaid')} text={t('nothingSaidText')} />;
  return (
    <section className="card sheet-lines">
      <Group justify="space-between" gap="xs" align="flex-start">
        <Views label={t('views')} to={`/reconciliations/${sheet.id}`} views={[
          { label: `${t('all')}`, search: {} }, { label: `${t('onlyDifferent')} ${String(sheet.different)}`, search: { only: 'different' } }]} />
        <Group gap="xs">
          <SearchField name="q" label={t('find')} />
          <ExportButton file={`${t('export')} ${sheet.asOf}`} columns={columns} fetchPage={async (at, limit) => {
            const answer = await call('reconciliation.lines', { ...filter, page: at, limit });
            return { rows: answer.lines, total: answer.pagination.total };
          }} />
        </Group>
      </Group>
      <Loaded query={query} lines={12} height={40}>{(data) => (
        <List label={t('table')} rows={data.lines} columns={columns} rowKey={({ clientId }) => clientId} pagination={data.pagination} busy={query.isPlaceholderData} empty={empty} />
      )}</Loaded>
    </section>
  );
}

function useColumns(sheet: Reconciliation): Column<Line>[] {
  const t = useWords(sheetWords);
  const { can } = useSession();
  const [, set] = useUrl();
  const mayWrite = can('reconciliation.manage') !== undefined && sheet.status === 'OPEN';
  return [
    { key: 'client', title: t('client'), value: ({ clientName }) => clientName, cell: ({ clientId, clientName, note }) => (
      <>
        <To to={`/clients/${clientId}`} fw={500}>{clientName}</To>
        {note !== null && <Text size="xs" c="dimmed">{note}</Text>}
      </>
    ) },
    { key: 'phone', title: t('phone'), second: true, value: ({ phone }) => phone, cell: ({ phone }) => <span className="num">{phone === null ? '—' : phoneText(phone)}</span> },
    { key: 'they', title: t('they'), align: 'right', value: ({ theySay }) => theySay, cell: (line) =>
      (mayWrite ? <Theirs key={String(line.theySay)} sheetId={sheet.id} line={line} /> : <Said value={line.theySay} />) },
    { key: 'we', title: t('we'), align: 'right', value: ({ weSay }) => weSay, cell: ({ weSay }) => <Amount value={weSay} /> },
    { key: 'difference', title: t('difference'), align: 'right', value: ({ difference }) => difference, cell: ({ difference }) =>
      <Amount value={difference} sign strong={difference !== 0} tone={difference === 0 ? 'dimmed' : 'bad'} /> },
    ...(mayWrite ? [{ key: 'take', title: t('take'), cell: ({ clientId, clientName, difference }) => (difference === 0 ? null : (
      <Button size="compact-sm" variant="default" aria-label={t('takeOf', { name: clientName })} onClick={() => set({ panel: `take:${clientId}` })}>{t('take')}</Button>
    )) } satisfies Column<Line>] : []),
  ];
}

function Said({ value }: { value: number | null }): ReactNode {
  const t = useWords(sheetWords);
  return value === null ? <Text span size="sm" c="dimmed">{t('notSaid')}</Text> : <Amount value={value} />;
}

/** Enter or leaving the field writes it; an emptied field says that they said nothing. */
function Theirs({ sheetId, line: { clientId, clientName, theySay, note } }: { sheetId: string; line: Line }): ReactNode {
  const t = useWords(sheetWords);
  const [value, setValue] = useState<number | undefined>(theySay ?? undefined);
  const [isBlank, setBlank] = useState(theySay === null);
  const act = useAct('reconciliation.set');
  const write = (): void => {
    const next = value ?? (isBlank ? null : undefined);
    if (next !== undefined && next !== theySay) void act.run({ id: sheetId, lines: [{ clientId, theySay: next, note }] });
  };
  return (
    <MoneyField className="they" size="xs" aria-label={t('theirsOf', { name: clientName })} value={value} placeholder={t('notSaid')} data-saving={act.pending || undefined}
      styles={{ input: { textAlign: 'right' } }} error={act.problem?.message}
      onValue={setValue} onInput={(event) => setBlank(event.currentTarget.value.trim() === '')} onBlur={write} onKeyDown={(event) => event.key === 'Enter' && write()} />
  );
}
