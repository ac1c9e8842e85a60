/** One line of a statement: what the bank wrote, why it is where it is, and what a person decides about it. */
import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAct } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Refused } from '../ui/refused.tsx';
import { Chip } from '../ui/status.tsx';
import { Decide } from './decide.tsx';
import { LINE_LOOKS, type Line } from './statement.ts';
import { bankWords } from './words.ts';

type PanelProps = { line: Line; onNext: () => void };

export function LinePanel({ line, onNext }: PanelProps): ReactNode {
  const t = useWords(bankWords);
  const format = useFormat();
  const { can } = useSession();
  const { amount, direction, state, reason, notes, decidedBy, decidedAt, payment } = line;
  const mayDecide = can('bank.manage') !== undefined && direction === 'IN';
  const isOpen = state === 'NEW' || state === 'DOUBTFUL' || state === 'MATCHED';
  return (
    <aside className="card" aria-label={t('chosen')} data-line={line.id}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs" wrap="nowrap">
          <Title order={2}><Amount value={direction === 'OUT' ? -amount : amount} /></Title>
          <Chip kind={LINE_LOOKS[state]}>{t(`one_${state}`)}</Chip>
        </Group>
        <Written line={line} />
        <div>
          <Text size="xs" c="dimmed">{t('whyHere')}</Text>
          <Text size="sm" fw={500} data-reason={reason.code}>{reason.sentence}</Text>
          {notes.map(({ code, sentence }) => <Text key={code} size="sm" c="var(--saldo-bad)" data-note={code}>{sentence}</Text>)}
          {decidedBy !== null && decidedAt !== null && <Text size="xs" c="dimmed">{t('decided', { at: format.moment(decidedAt), who: decidedBy })}</Text>}
        </div>
        {payment && <Payment payment={payment} mayReverse={can('payment.reverse') !== undefined} />}
        {isOpen && mayDecide && <Decide line={line} onNext={onNext} />}
        {(state === 'EXCLUDED' || state === 'IGNORED') && mayDecide && <Include line={line} />}
      </Stack>
    </aside>
  );
}

function Written({ line: { number, documentDate, payerName, payerInn, payerAccount, purpose } }: { line: Line }): ReactNode {
  const t = useWords(bankWords);
  const format = useFormat();
  const facts = [payerInn === null ? undefined : t('inn', { inn: payerInn }), payerAccount === null ? undefined : t('payerAccount', { account: payerAccount })];
  return (
    <div style={{ overflowWrap: 'anywhere' }}>
      <Text fw={600}>{payerName}</Text>
      <Text size="sm" c="dimmed" className="num" style={{ whiteSpace: 'normal' }}>{facts.filter((fact) => fact !== undefined).join(', ')}</Text>
      <Text size="sm" mt={4}>{purpose}</Text>
      <Text size="xs" c="dimmed" mt={4}>{t('number', { number, day: format.day(documentDate) })}</Text>
    </div>
  );
}

function Payment({ payment: { id, reversedAt }, mayReverse }: { payment: NonNullable<Line['payment']>; mayReverse: boolean }): ReactNode {
  const t = useWords(bankWords);
  const format = useFormat();
  return (
    <div>
      <Group gap="md">
        <To to={`/payments/${id}`} mih={24}>{t('toPayment')}</To>
        {reversedAt === null && mayReverse && <To to={`/payments/${id}/reverse`} mih={24}>{t('reverse')}</To>}
      </Group>
      <Text size="xs" c="dimmed">{reversedAt === null ? t('undoText') : t('reversed', { day: format.day(reversedAt) })}</Text>
    </div>
  );
}

function Include({ line: { id } }: { line: Line }): ReactNode {
  const t = useWords(bankWords);
  const act = useAct('bank.line.change');
  return (
    <div>
      <ActButton variant="default" pending={act.pending} doing={t('including')} onClick={() => void act.run({ id, action: 'INCLUDE' })}>{t('include')}</ActButton>
      <Refused problem={act.problem} />
    </div>
  );
}
