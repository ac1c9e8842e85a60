/** Where an import stands, in one card: being read, ready to be brought in, brought in, or refused, and what to do next. */
import { Button, Group, Progress, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Refused } from '../ui/refused.tsx';
import { type Import, isMoving, useSentence } from './use-import.ts';
import { importWords, reportWords } from './words.ts';

type OutcomeProps = { import: Import; onApply: () => void };
export const takenOf = ({ counts: { rows, refuse } }: Import): number => rows - refuse;

export function ImportOutcome({ import: of, onApply }: OutcomeProps): ReactNode {
  return (
    <section className="card" aria-live="polite" style={{ minHeight: '11.5rem' }}>
      {isMoving(of) && <Moving of={of} />}
      {of.status === 'READY' && <Ready of={of} onApply={onApply} />}
      {of.status === 'APPLIED' && <Applied of={of} />}
      {of.status === 'DISCARDED' && <Discarded kind={of.kind} />}
      {of.status === 'FAILED' && <FailedFile of={of} />}
    </section>
  );
}

function Moving({ of: { status, percent } }: { of: Import }): ReactNode {
  const r = useWords(reportWords);
  const label = r(status === 'CHECKING' ? 'checking' : 'applying', { percent });
  return (
    <>
      <Title order={2} size="lg">{label}</Title>
      <Progress value={percent} animated size={10} aria-label={label} my="sm" />
      <Text size="sm" c="dimmed">{r(status === 'CHECKING' ? 'nothingYet' : 'applyingText')}</Text>
    </>
  );
}

function Ready({ of, onApply }: { of: Import; onApply: () => void }): ReactNode {
  const r = useWords(reportWords);
  const t = useWords(importWords);
  const go = useGo();
  const { can } = useSession();
  const { refuse, rows } = of.counts;
  const taken = takenOf(of);
  const discard = useAct('import.discard', { onDone: () => go('/imports') });
  const why = can('import.manage') === undefined ? t('onlyAdmin') : taken === 0 ? r('nothingToTake') : undefined;
  return (
    <>
      <Title order={2} size="lg">{refuse === 0 ? r('ready') : r('readyRefused', { count: refuse })}</Title>
      <Text size="sm" mb="sm">{taken === 0 && rows > 0 ? r('nothingToTake') : refuse === 0 ? r('allGood') : r('mend')}</Text>
      <Sums of={of} />
      <Group gap="xs" mt="sm" className="noprint">
        <ActButton why={why} onClick={onApply}>{r(refuse === 0 ? 'apply' : 'applyRest', { count: taken })}</ActButton>
        {can('import.manage') && refuse > 0 && (
          <Button variant="default" onClick={() => go(`/imports?panel=new&kind=${of.kind}`)}>{r('again')}</Button>
        )}
        {can('import.manage') && (
          <ActButton variant="subtle" pending={discard.pending} doing={r('discarding')} onClick={() => void discard.run({ id: of.id })}>{r('discard')}</ActButton>
        )}
      </Group>
      <Refused problem={discard.problem} />
    </>
  );
}

const MONEY = ['credit', 'debt', 'turnover'] as const;

/** What the rows that are taken bring in; what is none is not told. */
export function Sums({ of: { counts, totals, status } }: { of: Import }): ReactNode {
  const r = useWords(reportWords);
  const format = useFormat();
  const isDone = status === 'APPLIED';
  const numbers = [['CREATE', counts.create], ['UPDATE', counts.update], ['MATCH', counts.match], ['REFUSE', counts.refuse]] as const;
  return (
    <dl className="sums">
      {numbers.filter(([, count]) => count > 0).map(([verdict, count]) => (
        <div key={verdict}><dt>{r(isDone ? `done_${verdict}` : verdict)}</dt><dd className="num" data-count={verdict}>{format.number(count)}</dd></div>
      ))}
      {MONEY.filter((name) => totals[name] !== 0).map((name) => <div key={name}><dt>{r(name)}</dt><dd><Amount value={totals[name]} strong /></dd></div>)}
      {totals.points !== 0 && <div><dt>{r('points')}</dt><dd className="num">{format.number(totals.points)}</dd></div>}
    </dl>
  );
}

function Applied({ of }: { of: Import }): ReactNode {
  const r = useWords(reportWords);
  const t = useWords(importWords);
  const format = useFormat();
  const documents = useAsk('opening.list', { importId: of.id, limit: 1 });
  const made = documents.data?.pagination.total ?? 0;
  return (
    <>
      <Title order={2} size="lg">{r('applied', { at: of.appliedAt === null ? '' : format.moment(of.appliedAt), who: of.appliedBy ?? '' })}</Title>
      {(of.skipped ?? 0) > 0 && <Text size="sm">{r('appliedSkipped', { count: of.skipped ?? 0 })}</Text>}
      <div style={{ marginTop: 8 }}><Sums of={of} /></div>
      <Group gap="md" mt="sm" className="noprint">
        {of.kind === 'PASSES' ? <To to="/passes" mih={24}>{r('toPasses')}</To> : <To to="/clients" mih={24}>{r('toClients')}</To>}
        {made > 0 && <To to={`/imports/${of.id}?panel=documents`} stay mih={24}>{r('documents')}: {format.number(made)}</To>}
        <To to="/reconciliations" mih={24}>{t('toReconcile')}</To>
      </Group>
    </>
  );
}

function Discarded({ kind }: { kind: Import['kind'] }): ReactNode {
  const r = useWords(reportWords);
  return <><Text mb="sm">{r('discarded')}</Text><Again kind={kind} /></>;
}

function FailedFile({ of: { problem, kind } }: { of: Import }): ReactNode {
  const r = useWords(reportWords);
  const sentence = useSentence();
  return (
    <div role="alert" data-problem={problem?.code}>
      <Title order={2} size="lg" c="var(--saldo-bad)">{r('failed')}</Title>
      {problem && <Text fw={600}>{problem.row !== null && `${r('atRow', { row: problem.row })}. `}{sentence(problem)}</Text>}
      <Text size="sm" mb="sm">{r('failedText')}</Text>
      <Again kind={kind} />
    </div>
  );
}

function Again({ kind }: { kind: Import['kind'] }): ReactNode {
  const r = useWords(reportWords);
  const go = useGo();
  const { can } = useSession();
  return can('import.manage') ? <Button onClick={() => go(`/imports?panel=new&kind=${kind}`)}>{r('again')}</Button> : null;
}
