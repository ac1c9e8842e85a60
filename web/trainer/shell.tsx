/** The trainer's frame: four sections, what is saved and what waits, and what the server did not take. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconCalendarTime, IconCloudOff, IconListCheck, IconUser, IconUsersGroup } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useFormat } from '../lib/format.ts';
import { useOffline } from '../lib/offline.ts';
import { useWords } from '../lib/words.ts';
import { PhoneShell } from '../ui/phone.tsx';
import { type Intent } from './intents.ts';
import { type QueueState, dismiss, enqueue, forgetUndo, onQueue, queueNow } from './queue.ts';
import { trainerWords } from './words.ts';

const UNDO_MS = 10_000;

export const useQueue = (): QueueState => useSyncExternalStore(onQueue, queueNow);

export function Shell({ children }: { children: ReactNode }): ReactNode {
  const t = useWords(trainerWords);
  const items = [
    { to: '/today', label: t('today'), icon: IconCalendarTime }, { to: '/my-groups', label: t('groups'), icon: IconUsersGroup },
    { to: '/unmarked', label: t('unmarked'), icon: IconListCheck }, { to: '/me', label: t('me'), icon: IconUser },
  ];
  return <PhoneShell items={items} line={<><Refusals /><SavedLine /></>}>{children}</PhoneShell>;
}

/** Marks that were put back, each with the server's sentence; they stay until they are read. */
function Refusals(): ReactNode {
  const t = useWords(trainerWords);
  const { told } = useQueue();
  return (
    <div role="alert">
      {told.map((one) => (
        <Alert key={`${one.trainingId} ${one.studentId}`} color="red" variant="outline" m="xs" p="xs" data-told>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <div>
              <Text fw={600}>{t('refusedFor', { name: one.studentName, message: one.message })}</Text>
              <Text size="sm">{one.hint ?? t('putBack')}</Text>
            </div>
            <Button variant="default" style={{ flex: 'none' }} onClick={() => dismiss(one)}>{t('dismiss')}</Button>
          </Group>
        </Alert>
      ))}
    </div>
  );
}

/** Several intents about one child are one mark that waits. */
export const childrenIn = (intents: readonly Intent[]): number =>
  new Set(intents.map(({ trainingId, studentId }) => `${trainingId} ${studentId}`)).size;

/** «Сохранено 18:04 · 2 отметки ждут сети», and for ten seconds the way back. */
function SavedLine(): ReactNode {
  const t = useWords(trainerWords);
  const format = useFormat();
  const { intents, savedAt, isCut, undo } = useQueue();
  const isOffline = useOffline();
  const waits = intents.length > 0 && (isCut || isOffline) ? t('willSend', { count: childrenIn(intents) }) : undefined;
  const state = intents.length > 0 && waits === undefined ? t('sending')
    : savedAt === undefined ? undefined : t('saved', { at: format.time(savedAt) });
  const parts = [state, waits].filter((part) => part !== undefined);
  if (parts.length === 0 && undo === undefined && !isOffline) return null;
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs" px="md" mih={44} data-saved>
      <Group gap={6} wrap="nowrap" role="status">
        {isOffline && <IconCloudOff size={18} aria-hidden />}
        <Text size="sm" c="dimmed">{parts.length === 0 && isOffline ? t('offlineReady') : parts.join(' · ')}</Text>
      </Group>
      {undo && <Undo key={undo.map(({ studentId, to }) => `${studentId}${to}`).join()} />}
    </Group>
  );
}

/** Stands for ten seconds; the time does not run while it is pointed at. */
function Undo(): ReactNode {
  const t = useWords(trainerWords);
  const [held, setHeld] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(forgetUndo, UNDO_MS);
    return () => clearTimeout(timer);
  }, [held]);
  return (
    <Button ref={button} variant="subtle" px="xs" mih={44} style={{ flex: 'none' }} onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}
      onClick={() => {
        const { undo } = queueNow();
        if (undo) enqueue(undo);
      }}>{t('undo')}</Button>
  );
}
