/** The schedule: a week, a day by rooms or trainers, and on a phone the day as a list. All of it is in the address. */
import { Button, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, Suspense, lazy } from 'react';
import { useFormat } from '../lib/format.ts';
import { useKeys } from '../lib/keys.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Empty, Failed, Waiting } from '../ui/states.tsx';
import { Agenda } from './agenda.tsx';
import { MoveTraining } from './move.tsx';
import { NewTraining } from './new-training.tsx';
import { Peek } from './peek.tsx';
import { Toolbar } from './toolbar.tsx';
import { useEvents, useScheduleUrl } from './use-schedule.ts';
import { scheduleWords } from './words.ts';
import './schedule.css';

const Calendar = lazy(() => import('./calendar.tsx'));

export default function ScheduleScreen(): ReactNode {
  const t = useWords(scheduleWords);
  const format = useFormat();
  const { can } = useSession();
  const narrow = useMediaQuery('(max-width: 899px)', false, { getInitialValueInEffect: false });
  const shown = useScheduleUrl(narrow);
  const [{ panel, move, look }, set] = useUrl();
  const { events, error, refetch, isPlaceholderData } = useEvents(shown);
  const rooms = useAsk('room.list', { active: 'true', limit: 100 });
  const trainers = useAsk('trainer.list', {});
  const mayChange = can('training.manage') !== undefined;
  const close = (): void => set({ panel: undefined, start: undefined, roomId: undefined, trainerId: undefined, on: undefined });
  useKeys(mayChange ? { KeyC: { does: t('add'), run: () => set({ panel: 'new', on: shown.date }) } } : {});
  const asList = narrow || look === 'list';
  const all = events && rooms.data && trainers.data ? { events, rooms: rooms.data.rooms, trainers: trainers.data.trainers } : undefined;
  const title = shown.view === 'week' ? `${format.shortDay(shown.from)} – ${format.shortDay(shown.to)}` : format.weekday(shown.date);
  return (
    <Page name="schedule" title={t('titleOf', { period: title })} ready={all !== undefined}
      actions={mayChange && <Button leftSection={<IconPlus size={16} aria-hidden />} aria-keyshortcuts="C"
        onClick={() => set({ panel: 'new', on: shown.date })}>{t('add')}</Button>}>
      <Toolbar shown={shown} narrow={narrow} rooms={rooms.data?.rooms ?? []} trainers={trainers.data?.trainers ?? []} />
      {error && !events && <Failed problem={error} retry={() => void refetch()} />}
      {!all && !error && <Waiting lines={14} />}
      {all && (
        <div aria-busy={isPlaceholderData} className="schedule-body">
          {asList ? <Agenda shown={shown} events={all.events} />
            : <Suspense fallback={<Waiting lines={14} />}><Calendar shown={shown} {...all} /></Suspense>}
          {all.events.trainings.length + all.events.rentals.length === 0 && !isPlaceholderData && <Nothing week={shown.view === 'week'} />}
        </div>
      )}
      <Sheet title={t('newTraining')} opened={panel === 'new' && mayChange} onClose={close}><NewTraining onClose={close} /></Sheet>
      <Peek panel={panel} onClose={close} />
      {move !== undefined && mayChange && <MoveTraining id={move} />}
    </Page>
  );
}

/** An empty week says so; an organisation without groups is told what comes first. */
function Nothing({ week }: { week: boolean }): ReactNode {
  const t = useWords(scheduleWords);
  const groups = useAsk('group.list', { limit: 1 });
  const isNew = groups.data?.pagination.total === 0;
  return (
    <Empty title={t(week ? 'emptyWeek' : 'emptyDay')} {...(isNew ? { text: t('firstText') } : {})}>
      {isNew && <Text><To to="/groups">{t('toGroups')}</To></Text>}
    </Empty>
  );
}
