import { ActionIcon, Button, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconBuildingStore, IconCheck, IconCircle, IconDots, IconLock, IconX } from '@tabler/icons-react';
import { type ReactNode, memo } from 'react';
import { useFormat } from '../lib/format.ts';
import { type Say, useWords } from '../lib/words.ts';
import type { Mark, RosterLine } from './intents.ts';
import { markLines, tapped } from './mark.ts';
import { trainerWords } from './words.ts';

type T = Say<keyof typeof trainerWords.ru>;

type RowProps = { trainingId: string; line: RosterLine; onMore: (studentId: string) => void };

/** One child: the whole row is the button, and what is rarer is behind the dots. */
export const RosterRow = memo(({ trainingId, line, onMore }: RowProps): ReactNode => {
  const t = useWords(trainerWords);
  const { studentId, studentName, status, mark, isWaiting } = line;
  return (
    <li data-student={studentId} data-state={mark ?? status} style={{ display: 'flex', alignItems: 'center', gap: 4 }}>
      {status === 'BOOKED' ? (
        <UnstyledButton className="phone-row" onClick={() => markLines(trainingId, [line], tapped(mark))}>
          <Who line={line} t={t} />
          <MarkTag mark={mark} t={t} isWaiting={isWaiting} />
        </UnstyledButton>
      ) : <div className="phone-row"><Who line={line} t={t} /><Locked line={line} t={t} /></div>}
      <ActionIcon variant="subtle" color="gray" size={44} aria-label={t('more', { name: studentName })} aria-haspopup="dialog"
        onClick={() => onMore(studentId)}><IconDots size={20} aria-hidden /></ActionIcon>
    </li>
  );
}, sameRow);

/** A tap on one row draws that row only. */
function sameRow(a: RowProps, b: RowProps): boolean {
  const keys = Object.keys(a.line) as (keyof RosterLine)[];
  return a.trainingId === b.trainingId && a.onMore === b.onMore && keys.every((key) => a.line[key] === b.line[key]);
}

/** What a tap does not do: the marks by name, and taking one away. */
export function MoreMarks({ trainingId, line, onDone }: { trainingId: string; line: RosterLine; onDone: () => void }): ReactNode {
  const t = useWords(trainerWords);
  const set = (to: Mark | null) => (): void => {
    markLines(trainingId, [line], to);
    onDone();
  };
  const shared = { variant: 'default', size: 'md', mih: 48, justify: 'flex-start' } as const;
  return (
    <Stack gap="xs" pb="md">
      <Button {...shared} leftSection={<IconCheck size={18} aria-hidden />} onClick={set('PRESENT')}>{t('setPresent')}</Button>
      {line.status === 'BOOKED' && <Button {...shared} leftSection={<IconX size={18} aria-hidden />} onClick={set('ABSENT')}>{t('setAbsent')}</Button>}
      {line.mark !== null && <Button {...shared} leftSection={<IconCircle size={18} aria-hidden />} onClick={set(null)}>{t('takeMark')}</Button>}
    </Stack>
  );
}

function Who({ line, t }: { line: RosterLine; t: T }): ReactNode {
  const about = [line.age === null ? undefined : t('age', { age: line.age }), coverText(line, t)].filter((part) => part !== undefined);
  return (
    <span>
      <Text component="span" display="block" fw={500}>{line.studentName}</Text>
      <Text component="span" display="block" size="sm" c="dimmed">{about.join(' · ')}</Text>
      {line.attention && (
        <Text component="span" size="sm" c="var(--saldo-bad)" display="inline-flex" style={{ alignItems: 'center', gap: 4 }} data-attention>
          <IconBuildingStore size={16} aria-hidden />{t('toDesk')}
        </Text>
      )}
    </span>
  );
}

/** What pays for the visit, in words and without sums. Who cancelled is covered by nothing. */
function coverText({ status, cover, isWaiting, clientId }: RosterLine, t: T): string | undefined {
  if (status === 'CANCELLED' || (isWaiting && clientId === '')) return undefined;
  switch (cover.kind) {
    case 'PASS': return cover.sessionsLeft === null ? t('passUnlimited') : t('pass', { left: cover.sessionsLeft });
    case 'SINGLE': return t('single');
    case 'TRIAL': return t('trial');
    case 'FREE': return t('free');
    case 'NONE': return t('none');
  }
}

function MarkTag({ mark, t, isWaiting }: { mark: Mark | null; t: T; isWaiting: boolean }): ReactNode {
  const Icon = mark === 'PRESENT' ? IconCheck : IconX;
  return (
    <span className="phone-tag" data-mark={mark ?? 'NONE'} data-waiting={isWaiting || undefined}>
      {mark === null ? <><span aria-hidden>—</span><span className="skip">{t('NONE')}</span></> : <><Icon size={16} aria-hidden />{t(mark)}</>}
      {isWaiting && <span className="skip">, {t('saving')}</span>}
    </span>
  );
}

function Locked({ line, t }: { line: RosterLine; t: T }): ReactNode {
  const format = useFormat();
  const at = line.cancelledAt === null ? '' : format.time(line.cancelledAt);
  const text = line.status === 'WAITING' ? t('waits') : t(line.cancelLabel === 'FINE' ? 'lateCancel' : 'safeCancel', { at });
  return <Text component="span" size="sm" c="dimmed" ta="right" maw="45%"><IconLock size={14} aria-hidden /> {text}</Text>;
}
