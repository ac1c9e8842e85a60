/** The rows of the file: what is to become of each and why; those refused can be taken away and mended. */
import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Answer, type Input, call } from '../lib/api.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ExportButton } from '../ui/export.tsx';
import { Views } from '../ui/filters.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Loaded } from '../ui/states.tsx';
import { Chip, type ChipKind } from '../ui/status.tsx';
import { type Import, useSentence } from './use-import.ts';
import { reportWords } from './words.ts';

type Row = Answer<'import.rows'>['rows'][number];
const LOOKS: Readonly<Record<Row['verdict'], ChipKind>> = { CREATE: 'paid', MATCH: 'draft', UPDATE: 'partial', REFUSE: 'overdue' };
const VERDICTS = ['CREATE', 'UPDATE', 'MATCH', 'REFUSE'] as const;

export function ImportRows({ import: of }: { import: Import }): ReactNode {
  const r = useWords(reportWords);
  const [{ verdict, page: asked, panel }] = useUrl();
  // While the documents lie over the rows, the page of the address is theirs.
  const page = panel === 'documents' ? undefined : asked;
  const { id, counts, columns: taken, fileName, status } = of;
  const filter = { id, ...(verdict === undefined ? {} : { verdict }) } as Input<'import.rows'>;
  const query = useAsk('import.rows', { ...filter, page: page ?? 1, limit: 50 });
  const columns = useColumns(status === 'APPLIED');
  const counted = { CREATE: counts.create, UPDATE: counts.update, MATCH: counts.match, REFUSE: counts.refuse };
  const sheet: Column<Row>[] = [
    ...taken.map(({ column }): Column<Row> => ({ key: column, title: column, cell: () => null, value: ({ cells }) => cells[column] ?? null })),
    ...columns.filter(({ key }) => key === 'why'),
  ];
  return (
    <section className="card report">
      <Group justify="space-between" mb="xs">
        <Title order={2}>{r('report')}</Title>
        {counts.refuse > 0 && (
          <ExportButton file={r('refusedFile', { file: fileName.replace(/\.\w+$/, '') })} size="xs" label={r('refusedExport')} columns={sheet} fetchPage={async (at, limit) => {
            const answer = await call('import.rows', { id, verdict: 'REFUSE', page: at, limit });
            return { rows: answer.rows, total: answer.pagination.total };
          }} />
        )}
      </Group>
      <Views label={r('verdicts')} to={`/imports/${id}`} views={[
        { label: `${r('all')} ${String(counts.rows)}`, search: {} },
        ...VERDICTS.filter((one) => counted[one] > 0).map((one) => ({ label: `${r(status === 'APPLIED' ? `done_${one}` : one)} ${String(counted[one])}`, search: { verdict: one } })),
      ]} />
      <Loaded query={query} lines={12} height={36}>{(data) => (
        <List label={r('report')} rows={data.rows} columns={columns} rowKey={({ row }) => String(row)} pagination={data.pagination}
          busy={query.isPlaceholderData} empty={<Text c="dimmed" size="sm" py="sm">{r('none')} <To to={`/imports/${id}`} stay underline="always">{r('showAll')}</To></Text>} />
      )}</Loaded>
    </section>
  );
}

function useColumns(isApplied: boolean): Column<Row>[] {
  const r = useWords(reportWords);
  const sentence = useSentence();
  const cellsOf = ({ cells }: Row): string => Object.entries(cells).filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}`).join(' · ');
  return [
    { key: 'row', title: r('row'), cell: ({ row }) => <span className="num">{row}</span> },
    { key: 'verdict', title: r('verdict'), cell: ({ verdict }) => <Chip kind={LOOKS[verdict]}>{r(isApplied ? `was_${verdict}` : `one_${verdict}`)}</Chip> },
    { key: 'what', title: r('what'), cell: ({ summary, clientId, clientName }) => (
      <>
        {summary !== '' && <span>{summary}</span>}
        {clientId !== null && clientName !== null && !summary.includes(clientName) && <> · </>}
        {clientId !== null && <To to={`/clients/${clientId}`} size="sm" aria-label={clientName ?? r('client')}>{summary.includes(clientName ?? '—') ? ' →' : clientName}</To>}
      </>
    ) },
    { key: 'why', title: r('why'), value: ({ reasons }) => reasons.map(sentence).join('; '), cell: ({ reasons, candidates }) => (
      <div style={{ minWidth: '14rem' }}>
        {reasons.map((reason, index) => <Text key={index} size="sm" data-reason={reason.code}>{sentence(reason)}</Text>)}
        {candidates.length > 0 && (
          <Text size="sm" c="dimmed">{r('candidates')}{candidates.map(({ id, name }, index) => (
            <span key={id}>{index > 0 && ', '}<To to={`/clients/${id}`} inherit underline="always">{name}</To></span>
          ))}</Text>
        )}
      </div>
    ) },
    { key: 'cells', title: r('cells'), second: true, cell: (row) => <span className="in-file" title={cellsOf(row)}>{Object.values(row.cells).filter((value) => value !== '').join(' · ')}</span> },
  ];
}
