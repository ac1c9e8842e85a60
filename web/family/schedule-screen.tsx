/** The week from Monday, day by day, and the month as a calendar of who was where. */
import { ActionIcon, Button, Group, SegmentedControl, Text, Title } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { BookingRow } from './booking-row.tsx';
import { ChildChips, childrenShown } from './child-chips.tsx';
import { type Child, type Training, daysFrom, mondayOf, monthFrom, useChildren, useStill } from './family.ts';
import { MonthCalendar } from './month.tsx';
import { familyWords } from './words.ts';

export default function ScheduleScreen(): ReactNode {
  const t = useWords(familyWords);
  const { today } = useSession();
  const [{ view, day = today, child, cancel }, set] = useUrl();
  const children = useChildren();
  const isMonth = view === 'month';
  const from = isMonth ? monthFrom(day, 0) : mondayOf(day);
  const to = isMonth ? daysFrom(monthFrom(day, 1), -1) : daysFrom(from, 6);
  const asked = useAsk('training.list', { from, to, limit: 100 });
  const query = useStill(asked, !asked.isPending && cancel !== undefined);
  const several = (children?.length ?? 0) > 1;
  return (
    <Page name="my-schedule" title={t('schedule')} ready={!query.isPending && children !== undefined}>
      <SegmentedControl fullWidth size="md" aria-label={t('schedule')} value={isMonth ? 'month' : 'week'}
        onChange={(value) => set({ view: value === 'month' ? 'month' : undefined })}
        data={[{ value: 'week', label: t('week') }, { value: 'month', label: t('month') }]} />
      <Turning from={from} to={to} isMonth={isMonth} />
      <ChildChips family={children ?? []} />
      <Loaded query={query} lines={6} height={72}>{({ trainings }) => (isMonth
        ? <MonthCalendar month={from} rows={trainings} child={child} family={children ?? []} />
        : <Week from={from} rows={trainings} child={child} family={children ?? []} several={several} />)}
      </Loaded>
    </Page>
  );
}

function Turning({ from, to, isMonth }: { from: string; to: string; isMonth: boolean }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const { today } = useSession();
  const [, set] = useUrl();
  const step = (by: number): void => set({ day: isMonth ? monthFrom(from, by) : daysFrom(from, by * 7) });
  const isNow = from <= today && today <= to;
  return (
      <Group justify="space-between" wrap="nowrap" mt="sm" mb={4}>
        <ActionIcon variant="default" size={44} aria-label={t(isMonth ? 'prevMonth' : 'prevWeek')} onClick={() => step(-1)}><IconChevronLeft size={20} aria-hidden /></ActionIcon>
        <div style={{ textAlign: 'center', minHeight: 52 }}>
          <Text fw={600} className="num">{isMonth ? format.month(from) : `${format.shortDay(from)} – ${format.shortDay(to)}`}</Text>
          {!isNow && <Button variant="subtle" size="compact-sm" mih={28} onClick={() => set({ day: undefined })}>{t(isMonth ? 'thisMonth' : 'thisWeek')}</Button>}
        </div>
        <ActionIcon variant="default" size={44} aria-label={t(isMonth ? 'nextMonth' : 'nextWeek')} onClick={() => step(1)}><IconChevronRight size={20} aria-hidden /></ActionIcon>
      </Group>
  );
}

type WeekProps = { from: string; rows: readonly Training[]; child: string | undefined; family: readonly Child[]; several: boolean };
function Week({ from, rows, child, family, several }: WeekProps): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const shown = childrenShown(rows, child);
  const notes = useReturned(shown.some(({ training }) => training.status === 'CANCELLED'));
  if (shown.length === 0) return <Empty title={t('noWeek')} />;
  const days = Array.from({ length: 7 }, (_none, index) => daysFrom(from, index)).filter((day) => shown.some(({ training }) => training.date === day));
  return days.map((day) => (
    <section key={day} aria-label={format.weekday(day)}>
      <Title order={2} mt="md" mb={4}>{format.weekday(day)}</Title>
      <ul className="phone-rows">
        {shown.filter(({ training }) => training.date === day).map(({ training, booking }) => (
          <BookingRow key={`${training.id}${booking.studentId}`} training={training} booking={booking} several={several}
            child={family.find(({ id }) => id === booking.studentId)} note={notes(training.id, booking.studentId)} />
        ))}
      </ul>
    </section>
  ));
}

/** What came back for a training that the centre cancelled. */
function useReturned(isNeeded: boolean): (trainingId: string, studentId: string) => string | undefined {
  const t = useWords(familyWords);
  const format = useFormat();
  const { data } = useAsk('charge.list', isNeeded ? { state: 'REVERSED', limit: 100 } : undefined);
  return (trainingId, studentId) => {
    const found = data?.charges.find((one) => one.trainingId === trainingId && one.studentId === studentId);
    if (!found || found.reversedAt === null) return undefined;
    const day = format.shortDay(found.reversedAt);
    if (found.kind === 'SESSION') return t('returnedSession', { day });
    return found.amount === null ? undefined : t('returnedMoney', { sum: format.money(found.amount), day });
  };
}
