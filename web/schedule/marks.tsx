/** The mark of one visit: came, did not come, not marked. It is shown at once; the answer confirms it or takes it back. */
import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useAct } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { Refused } from '../ui/refused.tsx';
import { told } from '../ui/undo.tsx';
import type { Row } from './roster.tsx';
import type { Training } from './training-screen.tsx';
import { trainingWords } from './training-words.ts';

type Mark = NonNullable<Row['mark']> | null;
const CHOICES = [['PRESENT', IconCheck, 'setPresent'], ['ABSENT', IconX, 'setAbsent'], [null, IconMinus, 'setNone']] as const;

export function Marks({ training: { id, status, date }, row: { studentId, studentName, mark } }: { training: Training; row: Row }): ReactNode {
  const t = useWords(trainingWords);
  const { can, today } = useSession();
  const [wanted, setWanted] = useState<Mark>();
  const put = useAct('attendance.mark');
  const take = useAct('attendance.delete');
  useEffect(() => setWanted(undefined), [mark]);
  const why = can('attendance.mark') === undefined ? t('mayMark') : status === 'CANCELLED' ? t('isCancelled') : date > today ? t('notYet') : undefined;
  const problem = put.problem ?? take.problem;
  useEffect(() => {
    if (problem) setWanted(undefined);
  }, [problem]);
  const write = async (to: Mark, seen: Mark): Promise<boolean> => {
    setWanted(to);
    if (to === null) return (await take.run({ id, studentId })) !== undefined;
    return (await put.run({ trainingId: id, studentId, status: to, seen })) !== undefined;
  };
  const set = async (to: Mark): Promise<void> => {
    if (why !== undefined || to === mark) return;
    const done = await write(to, mark);
    if (done) told(to === null ? t('unmarked', { name: studentName }) : t('marked', { name: studentName, mark: t(to) }), () => void write(mark, to));
  };
  const shown = wanted === undefined ? mark : wanted;
  return (
    <>
      <Group gap={4} wrap="nowrap" role="group" aria-label={`${t('mark')}: ${studentName}`}>
        {CHOICES.map(([to, Icon, label]) => {
          const isOn = shown === to;
          const button = (
            <ActionIcon key={label} size={32} variant="default" className="mark" data-mark={to ?? 'NONE'} aria-pressed={isOn} aria-disabled={why !== undefined}
              aria-label={t(label, { name: studentName })} {...(why === undefined ? {} : { 'data-disabled': true })} onClick={() => void set(to)}><Icon size={18} aria-hidden /></ActionIcon>
          );
          return why === undefined ? button : <Tooltip key={label} label={why}>{button}</Tooltip>;
        })}
      </Group>
      <Refused problem={problem} />
    </>
  );
}
