import { ActionIcon, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconBuildingStore, IconCheck, IconCircle, IconDots, IconLock, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { type Say, useWords } from '../lib/words.ts';
import type { Mark, RosterLine } from './intents.ts';
import { markLines, tapped } from './mark.ts';
import { trainerWords } from './words.ts';

type T = Say<keyof typeof trainerWords.ru>;

/** One child: the whole row is the button, and what is rarer is behind the dots. */
export function RosterRow({ trainingId, line }: { trainingId: string; line: RosterLine }): ReactNode {
  const t = useWords(trainerWords);
  const { studentName, status, mark, isWaiting } = line;
  const set = (to: Mark | null): void => markLines(trainingId, [line], to);
  return (
    <li data-student={line.studentId} data-state={mark ?? status}
      style={{ display: 'flex', alignItems: 'center', gap: 4 }}>
      {status === 'BOOKED' ? (
        <UnstyledButton className="phone-row" onClick={() => set(tapped(mark))}>
          <Who line={line} t={t} />
          <MarkTag mark={mark} t={t} isWaiting={isWaiting} />
        </UnstyledButton>
      ) : <div className="phone-row"><Who line={line} t={t} /><Locked line={line} t={t} /></div>}
      <Menu position="bottom-end" shadow="md" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={44} aria-label={t('more', { name: studentName })}><IconDots size={20} aria-hidden /></ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item py="sm" fz="md" leftSection={<IconCheck size={18} aria-hidden />} onClick={() => set('PRESENT')}>{t('setPresent')}</Menu.Item>
          {status === 'BOOKED' && (
            <Menu.Item py="sm" fz="md" leftSection={<IconX size={18} aria-hidden />} onClick={() => set('ABSENT')}>{t('setAbsent')}</Menu.Item>
          )}
          {mark !== null && (
            <Menu.Item py="sm" fz="md" leftSection={<IconCircle size={18} aria-hidden />} onClick={() => set(null)}>{t('takeMark')}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </li>
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
