/** Which column was taken for what, with a few of its values; another choice has the same file checked anew. */
import { Select, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Input } from '../lib/api.ts';
import { useGo } from '../lib/go.ts';
import { useAct } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import { type Import, useSentence } from './use-import.ts';
import { reportWords } from './words.ts';

const NOT = '';

export function ImportColumns({ import: of }: { import: Import }): ReactNode {
  const r = useWords(reportWords);
  const sentence = useSentence();
  const { can } = useSession();
  const first = Object.fromEntries(of.columns.map(({ column, field }) => [column, field ?? NOT]));
  const [chosen, setChosen] = useState<Record<string, string>>(first);
  const taken = Object.values(chosen).filter((field) => field !== NOT);
  const lacking = of.fields.filter(({ field, required }) => required && !taken.includes(field));
  const twice = of.fields.find(({ field }) => taken.filter((one) => one === field).length > 1);
  const mayChange = can('import.manage') !== undefined && (of.status === 'READY' || of.status === 'FAILED') && of.uploadId !== null;
  const isChanged = JSON.stringify(chosen) !== JSON.stringify(first);
  return (
    <details className="card columns" open={lacking.length > 0 || of.problem?.code === 'IMPORT_COLUMNS' || undefined} data-columns>
      <summary>
        <Text span fw={600}>{r('columns')}</Text> <Text span size="sm" c="dimmed">{r('columnsTaken', { taken: taken.length, all: of.columns.length })}</Text>
      </summary>
      <table className="ledger">
        <thead><tr><th scope="col">{r('column')}</th><th scope="col">{r('meaning')}</th><th scope="col" data-second>{r('sample')}</th></tr></thead>
        <tbody>
          {of.columns.map(({ column, field, sample }) => {
            const found = of.fields.find((one) => one.field === field);
            return (
              <tr key={column}>
                <td style={{ overflowWrap: 'anywhere' }}>{column}</td>
                <td>{mayChange ? (
                  <Select aria-label={r('choose', { column })} value={chosen[column] ?? NOT} allowDeselect={false} searchable size="xs" w={220} maw="100%"
                    data={[{ value: NOT, label: r('passOver') }, ...of.fields.map((one) => ({ value: one.field, label: sentence(one) }))]}
                    onChange={(next) => setChosen({ ...chosen, [column]: next ?? NOT })} />
                ) : found ? sentence(found) : <Text span size="sm" c="dimmed">{r('passOver')}</Text>}</td>
                <td data-second><Text span size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{sample.join(' · ')}</Text></td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {lacking.length > 0 && <Text size="sm" c="var(--saldo-bad)" mt="xs">{r('missing', { fields: lacking.map(sentence).join(', ') })}</Text>}
      {mayChange && (isChanged || of.status === 'FAILED') && <Remap of={of} chosen={chosen} why={
        lacking.length > 0 ? r('missing', { fields: lacking.map(sentence).join(', ') }) : twice ? r('twice', { field: sentence(twice) }) : undefined} />}
    </details>
  );
}

function Remap({ of, chosen, why }: { of: Import; chosen: Readonly<Record<string, string>>; why: string | undefined }): ReactNode {
  const r = useWords(reportWords);
  const go = useGo();
  const discard = useAct('import.discard');
  const act = useAct('import.create', { onDone: ({ id }) => {
    // The report of the old columns would only be in the way.
    if (of.status === 'READY') void discard.run({ id: of.id });
    go(`/imports/${id}`);
  } });
  const mapping = Object.fromEntries(Object.entries(chosen).filter(([, field]) => field !== NOT));
  return (
    <div style={{ marginTop: 8 }}>
      <Refused problem={act.problem} />
      <ActButton size="sm" why={why} pending={act.pending} doing={r('remapping')}
        onClick={() => void act.run({ uploadId: of.uploadId!, kind: of.kind, asOf: of.asOf, mapping } as Input<'import.create'>)}>{r('remap')}</ActButton>
    </div>
  );
}
