/** The roster: one tap marks one child, one button marks them all, then come the exceptions. */
import { Button, Group, Text } from '@mantine/core';
import { IconChecks, IconUserPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useFormat } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { Empty } from '../ui/states.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { AddStudent } from './add-student.tsx';
import { type Roster as RosterAnswer, overlay } from './intents.ts';
import { markLines } from './mark.ts';
import { MoreMarks, RosterRow } from './roster-row.tsx';
import { useQueue } from './shell.tsx';
import { trainerWords } from './words.ts';

export type Moment = 'now' | 'ended' | 'cancelled' | 'willBe';
/** Where the training stands in time, for the eye only. */
export function momentOf({ status, startsAt, endsAt }: Pick<RosterAnswer, 'status' | 'startsAt' | 'endsAt'>, now: string): Moment {
  if (status === 'CANCELLED') return 'cancelled';
  if (Date.parse(now) < Date.parse(startsAt)) return 'willBe';
  return Date.parse(now) < Date.parse(endsAt) ? 'now' : 'ended';
}

export function Roster({ roster }: { roster: RosterAnswer }): ReactNode {
  const t = useWords(trainerWords);
  const { intents } = useQueue();
  const [adds, setAdds] = useState(false);
  const [chosen, choose] = useState<string | undefined>(undefined);
  const lines = overlay(roster, intents);
  if (roster.status === 'CANCELLED') {
    return (
      <><Head roster={roster} />
        <Empty title={t('trainingCancelled')}
          text={roster.cancelReason ? t('trainingCancelledWhy', { reason: roster.cancelReason }) : t('trainingCancelledText')} /></>
    );
  }
  const booked = lines.filter(({ status }) => status === 'BOOKED');
  const more = lines.find(({ studentId }) => studentId === chosen);
  const unmarked = booked.filter(({ mark }) => mark === null);
  return (
    <>
      <Head roster={roster} />
      <Group justify="space-between" mih={36} mb="xs">
        <Text fw={600} className="num" data-came>
          {t('cameOf', { came: booked.filter(({ mark }) => mark === 'PRESENT').length, booked: booked.length })}
        </Text>
        <Text size="sm" c="dimmed">{unmarked.length === 0 ? t('allMarked') : t('someUnmarked', { count: unmarked.length })}</Text>
      </Group>
      <Button fullWidth size="md" mih={48} mb="xs" leftSection={<IconChecks size={20} aria-hidden />}
        disabled={unmarked.length === 0} onClick={() => markLines(roster.id, unmarked, 'PRESENT')}>{t('markAll')}</Button>
      {lines.length === 0 ? <Empty title={t('nobody')} text={t('nobodyText')} /> : (
        <ul className="phone-rows" aria-label={roster.title}>
          {lines.map((line) => <RosterRow key={line.studentId} trainingId={roster.id} line={line} onMore={choose} />)}
        </ul>
      )}
      <Button fullWidth variant="default" size="md" mih={48} mt="sm" leftSection={<IconUserPlus size={20} aria-hidden />}
        onClick={() => setAdds(true)}>{t('notListed')}</Button>
      <Sheet title={more?.studentName ?? ''} opened={more !== undefined} tall="16rem" onClose={() => choose(undefined)}>
        {more && <MoreMarks trainingId={roster.id} line={more} onDone={() => choose(undefined)} />}
      </Sheet>
      <Sheet title={t('notListed')} opened={adds} onClose={() => setAdds(false)}>
        <AddStudent trainingId={roster.id} lines={lines} onDone={() => setAdds(false)} />
      </Sheet>
    </>
  );
}

/** When and where; the name of the training is the heading of the page. */
function Head({ roster }: { roster: RosterAnswer }): ReactNode {
  const t = useWords(trainerWords);
  const format = useFormat();
  const { now, today } = useSession();
  const { date, startsAt, endsAt, roomName } = roster;
  const parts = [
    date === today ? t(momentOf(roster, now())) : format.weekday(date), `${format.time(startsAt)}–${format.time(endsAt)}`, roomName,
  ];
  return <Text c="dimmed" mb="xs" className="num" style={{ whiteSpace: 'normal' }}>{parts.filter(Boolean).join(' · ')}</Text>;
}
