/** Every decision of a night with its reason: the squares, and the same as a table with the errors first. */
import { Button, Group, SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { useWhy } from '../lib/why.ts';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Empty } from '../ui/states.tsx';
import { Chip, type ChipKind } from '../ui/status.tsx';
import { common } from '../ui/words.ts';
import { type Decision, KINDS, Squares, keyOf } from './squares.tsx';
import { nightWords } from './words.ts';

const CHIPS: Readonly<Record<Decision['decision'], ChipKind>> = { SESSION: 'paid', INVOICE: 'due', SKIPPED: 'draft', ERROR: 'overdue' };
const order = (decision: Decision): number => KINDS.indexOf(decision.decision);

export function Decisions({ decisions }: { decisions: readonly Decision[] }): ReactNode {
  const t = useWords(nightWords);
  const c = useWords(common);
  const why = useWhy();
  const format = useFormat();
  const [{ decision: kind, person }, set] = useUrl();
  const rows = decisions.filter((row) => (kind === undefined || row.decision === kind) && (person === undefined || keyOf(row) === person))
    .toSorted((a, b) => order(a) - order(b));
  const columns: Column<Decision>[] = [
    { key: 'training', title: t('training'), cell: ({ training: { id, title, startsAt } }) =>
      <To to={`/trainings/${id}`}>{startsAt === null ? '' : `${format.time(startsAt)} `}{title ?? '—'}</To> },
    { key: 'who', title: t('who'), cell: ({ student, clientId }) => (clientId === null ? student.name : <To to={`/clients/${clientId}`}>{student.name}</To>) },
    { key: 'decision', title: t('decision'), cell: ({ decision }) => <Chip kind={CHIPS[decision]}>{t(decision)}</Chip> },
    { key: 'why', title: t('why'), cell: ({ sentence, chargeId, student }) => (
      <Group gap="xs">
        <span data-reason>{sentence}</span>
        {chargeId !== null && <Button variant="subtle" size="compact-xs" aria-label={`${c('why')} ${student.name}`} onClick={() => why('charge', chargeId)}>{c('why')}</Button>}
      </Group>
    ) },
    { key: 'money', title: t('sum'), align: 'right', cell: ({ amount, invoiceId }) => (amount === null ? '' : invoiceId === null ? <Amount value={amount} />
      : <To to={`/invoices/${invoiceId}`}><Amount value={amount} /></To>) },
  ];
  return (
    <>
      <section className="card" aria-label={t('people')}>
        <Squares decisions={decisions} chosen={person} onChoose={(key) => set({ person: person === key ? undefined : key })} />
      </section>
      <SegmentedControl my="sm" value={kind ?? 'ALL'} aria-label={t('decision')} style={{ flexWrap: 'wrap' }}
        onChange={(value) => set({ decision: value === 'ALL' ? undefined : value, person: undefined })}
        data={[{ value: 'ALL', label: `${t('all')} ${decisions.length}` }, ...KINDS.map((value) =>
          ({ value, label: `${t(value)} ${decisions.filter((row) => row.decision === value).length}` }))]} />
      <List label={t('decision')} rows={rows} columns={columns} rowKey={keyOf} empty={<Empty title={t('nobodyFiltered')} />} />
    </>
  );
}
