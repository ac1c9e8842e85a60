/** Books a student who is known already: as usual, for a trial, free of charge, or onto the waiting list when it is full. */
import { Button, Group, SegmentedControl, Select, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useKeys } from '../lib/keys.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { told } from '../ui/undo.tsx';
import type { Training } from './training-screen.tsx';
import { trainingWords } from './training-words.ts';

const KINDS = ['REGULAR', 'TRIAL', 'FREE'] as const;

export function AddParticipant({ training }: { training: Training }): ReactNode {
  const t = useWords(trainingWords);
  const [{ panel }, set] = useUrl();
  const close = (): void => set({ panel: undefined });
  useKeys({ KeyC: { does: t('add'), run: () => set({ panel: 'add' }) } });
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} aria-keyshortcuts="C" onClick={() => set({ panel: 'add' })}>{t('add')}</Button>
      <Sheet title={t('add')} opened={panel === 'add'} onClose={close}><Add training={training} onClose={close} /></Sheet>
    </>
  );
}

function Add({ training: { id, participants }, onClose }: { training: Training; onClose: () => void }): ReactNode {
  const t = useWords(trainingWords);
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text, 150);
  const [studentId, setStudentId] = useState<string | null>(null);
  const [kind, setKind] = useState<(typeof KINDS)[number]>('REGULAR');
  const students = useAsk('student.list', { ...(q === '' ? {} : { q }), active: 'true', limit: 20 });
  const add = useAct('participant.add', { onDone: ({ status }) => {
    told(t(status === 'WAITING' ? 'waitsNow' : 'added'));
    onClose();
  } });
  const here = new Set(participants.filter(({ status }) => status !== 'CANCELLED').map((row) => row.studentId));
  const found = (students.data?.students ?? []).filter((student) => !here.has(student.id));
  const isFull = add.problem?.code === 'TRAINING_FULL';
  const book = (waitingList: boolean): void => {
    if (studentId !== null) void add.run({ id, studentId, kind, ...(waitingList ? { waitingList } : {}) });
  };
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      book(isFull);
    }}>
      <Stack gap="sm">
        <Select label={t('student')} placeholder={t('find')} searchable value={studentId} onChange={setStudentId} searchValue={text} onSearchChange={setText}
          filter={({ options }) => options} nothingFoundMessage={t('nobody')} data-autofocus
          data={found.map((student) => ({ value: student.id, label: `${student.lastName} ${student.firstName}` }))} />
        <SegmentedControl aria-label={t('kind')} value={kind} onChange={(value) => setKind(value as typeof kind)}
          data={KINDS.map((value) => ({ value, label: t(value) }))} />
        <Refused problem={add.problem} />
        <Group gap="xs">
          <ActButton type="submit" pending={add.pending} why={studentId === null ? t('find') : undefined}>{t(isFull ? 'toList' : 'addAct')}</ActButton>
        </Group>
      </Stack>
    </form>
  );
}
