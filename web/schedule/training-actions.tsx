/** The acts on a whole training. What the role or the hour does not allow stays to be seen, with the reason. */
import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAct } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useKeys } from '../lib/keys.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import { told } from '../ui/undo.tsx';
import { hasBegun } from './local.ts';
import type { Training } from './training-screen.tsx';
import { trainingWords } from './training-words.ts';

export function TrainingActions({ training }: { training: Training }): ReactNode {
  const t = useWords(trainingWords);
  const { can, now, today } = useSession();
  const [, set] = useUrl();
  const { id, status, startsAt, date, participants } = training;
  const booked = participants.filter((row) => row.status === 'BOOKED');
  const isCancelled = status === 'CANCELLED' ? t('isCancelled') : undefined;
  const all = useAct('attendance.mark-all', { onDone: ({ attendance }) => told(t('markedAll', { count: attendance.length })) });
  const unmarked = booked.filter(({ mark }) => mark === null).length;
  const markWhy = can('attendance.mark') === undefined ? t('mayMark') : isCancelled ?? (date > today ? t('notYet') : booked.length === 0 ? t('nobodyToMark')
    : unmarked === 0 ? t('allMarked') : undefined);
  const moveWhy = can('training.manage') === undefined ? t('mayChange') : isCancelled ?? (hasBegun(startsAt, now()) ? t('moveNot') : undefined);
  const cancelWhy = can('training.cancel') === undefined ? t('mayCancel') : isCancelled;
  const chargeWhy = can('training.charge') === undefined ? t('mayCharge') : isCancelled ?? (booked.length === 0 ? t('nobodyBooked') : undefined);
  const markAll = (): void => void all.run({ id, all: 'PRESENT', unmarkedOnly: true });
  useKeys({
    ...(markWhy === undefined ? { KeyA: { does: t('markAll'), run: markAll } } : {}),
    ...(moveWhy === undefined ? { KeyE: { does: t('move'), run: () => set({ move: id }) } } : {}),
  });
  return (
    <>
      <Group gap="xs" mb="sm" className="noprint">
        <ActButton why={markWhy} pending={all.pending} keys="A" onClick={markAll}>{t('markAll')}</ActButton>
        <ActButton variant="default" why={moveWhy} keys="E" onClick={() => set({ move: id })}>{t('move')}</ActButton>
        <ActButton variant="default" why={chargeWhy} onClick={() => set({ panel: 'charge' })}>{t('chargeNow')}</ActButton>
        <ActButton variant="outline" color="red" why={cancelWhy} onClick={() => set({ panel: 'cancel' })}>{t('cancelTraining')}</ActButton>
        {participants.length === 0 && (
          <ActButton variant="outline" color="red" why={can('training.manage') === undefined ? t('mayChange') : undefined}
            onClick={() => set({ panel: 'remove' })}>{t('remove')}</ActButton>
        )}
      </Group>
      <Refused problem={all.problem} />
    </>
  );
}
