/** F8: the client's student has come to what goes on now. Who is booked is marked, who is not is booked and marked. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAct, useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { TimeText } from '../ui/figures.tsx';
import { Refused } from '../ui/refused.tsx';
import { Loaded } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import type { Card } from './client-panel.tsx';
import type { Desk, DeskTraining } from './today.tsx';
import { payWords } from './words.ts';

type CheckInProps = { card: Card; now: Desk['now']; opened: boolean; onClose: () => void };

export function CheckIn({ card, now, opened, onClose }: CheckInProps): ReactNode {
  const t = useWords(payWords);
  const c = useWords(common);
  const students = card.students.filter(({ isActive }) => isActive);
  return (
    <Modal opened={opened} onClose={onClose}
      title={<Text component="span" fw={600} size="lg">{t('checkInTitle')}</Text>} size="lg"
      closeButtonProps={{ 'aria-label': c('close') }}>
      <Stack gap="md">
        {now.length === 0 && <Text>{t('noRunning')}</Text>}
        {students.length === 0 && <Text>{t('nobodyHere')}</Text>}
        {students.length > 0 && now.map((training, index) => (
          <Choices key={training.id} training={training} students={students} first={index === 0} onDone={onClose} />
        ))}
      </Stack>
    </Modal>
  );
}

type ChoicesProps = { training: DeskTraining; students: Card['students']; first: boolean; onDone: () => void };

function Choices({ training, students, first, onDone }: ChoicesProps): ReactNode {
  const roster = useAsk('training.get', { id: training.id });
  return (
    <section aria-label={training.title}>
      <Text fw={600}><TimeText value={training.startsAt} />–<TimeText value={training.endsAt} /> {training.title}</Text>
      <Loaded query={roster} lines={students.length}>
        {({ participants }) => (
          <ul className="rows">
            {students.map((student, index) => (
              <Arrival key={student.id} trainingId={training.id} student={student} focus={first && index === 0}
                onDone={onDone}
                row={participants.find(({ studentId, status }) => studentId === student.id && status === 'BOOKED')} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

type Row = { mark: 'PRESENT' | 'ABSENT' | null; cover: { kind: string; name: string | null; sessionsLeft: number | null } };
type ArrivalProps = {
  trainingId: string; student: Card['students'][number]; row: Row | undefined; focus: boolean; onDone: () => void;
};

function Arrival({ trainingId, student, row, focus, onDone }: ArrivalProps): ReactNode {
  const t = useWords(payWords);
  const book = useAct('participant.add');
  const mark = useAct('attendance.mark');
  const undo = useAct('attendance.delete');
  const arrive = async (): Promise<void> => {
    if (row === undefined && await book.run({ id: trainingId, studentId: student.id }) === undefined) return;
    const marked = await mark.run({ trainingId, studentId: student.id, status: 'PRESENT' });
    if (marked === undefined) return;
    told(t('marked', { name: student.name }), () => void undo.run({ id: trainingId, studentId: student.id }));
    onDone();
  };
  const pending = book.pending || mark.pending;
  return (
    <li className="line" style={{ alignItems: 'center' }}>
      <span>{student.name} <Text span size="sm" c="dimmed">· {row === undefined ? t('notBooked') : coverText(t, row)}</Text>
        <Refused problem={book.problem ?? mark.problem} />
      </span>
      {row?.mark === 'PRESENT' ? <Text size="sm" c="dimmed">{t('markedAlready')}</Text> : (
        <Group gap={4}>
          <Button variant={row === undefined ? 'default' : 'filled'} data-autofocus={focus || undefined}
            aria-disabled={pending}
            onClick={() => {
              if (!pending) void arrive();
            }}>
            {pending ? t('checkInSaving') : t(row === undefined ? 'book' : 'arrived')}
          </Button>
        </Group>
      )}
    </li>
  );
}

function coverText(t: ReturnType<typeof useWords<keyof (typeof payWords)['ru']>>, { cover }: Row): string {
  if (cover.kind === 'PASS') return t('coverPass', { left: cover.sessionsLeft ?? '∞' });
  return t(({ SINGLE: 'coverSingle', TRIAL: 'coverTrial', FREE: 'coverFree' } as const)[cover.kind] ?? 'coverNone');
}
