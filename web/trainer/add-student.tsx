/** «Пришёл не из списка»: a child of this trainer who was not booked is marked, and by that is on the list. */
import { Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useOffline } from '../lib/offline.ts';
import { useWords } from '../lib/words.ts';
import { Loaded } from '../ui/states.tsx';
import type { RosterLine } from './intents.ts';
import { useKept } from './kept.ts';
import { markLines } from './mark.ts';
import { trainerWords } from './words.ts';

/** What the phone keeps to choose from. */
export const ALL_STUDENTS = { active: 'true', limit: 100 } as const;
const fold = (text: string): string => text.toLocaleLowerCase('ru').replaceAll('ё', 'е');

type Props = { trainingId: string; lines: readonly RosterLine[]; onDone: () => void };

export function AddStudent({ trainingId, lines, onDone }: Props): ReactNode {
  const t = useWords(trainerWords);
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 150);
  const isOffline = useOffline();
  const students = useKept('student.list', q === '' || isOffline ? ALL_STUDENTS : { ...ALL_STUDENTS, q });
  const listed = new Set(lines.filter(({ status }) => status === 'BOOKED').map(({ studentId }) => studentId));
  return (
    <>
      <TextInput label={t('findStudent')} size="md" value={text} autoComplete="off" data-autofocus mb="xs"
        onChange={(event) => setText(event.currentTarget.value)} />
      {isOffline && <Text size="sm" c="dimmed" mb="xs">{t('studentsCut')}</Text>}
      <Loaded query={students} height={56}>{({ students: found }) => {
        const words = fold(text.trim()).split(/\s+/);
        const free = found.map(({ id, firstName, lastName }) => ({ studentId: id, studentName: `${firstName} ${lastName}`.trim(), mark: null }))
          .filter(({ studentId, studentName }) => !listed.has(studentId) && words.every((word) => fold(studentName).includes(word)));
        if (free.length === 0) return <Text py="md">{t('noStudent')}</Text>;
        return (
          <ul className="phone-rows">
            {free.map((one) => (
              <li key={one.studentId}>
                <UnstyledButton className="phone-row" onClick={() => {
                  markLines(trainingId, [one], 'PRESENT');
                  onDone();
                }}><span>{one.studentName}</span></UnstyledButton>
              </li>
            ))}
          </ul>
        );
      }}</Loaded>
    </>
  );
}
