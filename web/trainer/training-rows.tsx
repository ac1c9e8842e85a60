import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { momentOf } from './roster.tsx';
import { trainerWords } from './words.ts';

export type TrainingRow = Answer<'training.list'>['trainings'][number];

/** Trainings as doors to their rosters. `day` names the day of each. */
export function TrainingRows({ rows, label, day = false }: { rows: readonly TrainingRow[]; label: string; day?: boolean }): ReactNode {
  return (
    <ul className="phone-rows" aria-label={label}>
      {rows.map((row) => <li key={row.id}><Row row={row} day={day} /></li>)}
    </ul>
  );
}

function Row({ row, day }: { row: TrainingRow; day: boolean }): ReactNode {
  const t = useWords(trainerWords);
  const format = useFormat();
  const { now } = useSession();
  const { id, title, date, startsAt, endsAt, roomName, booked, places, unmarked } = row;
  const moment = momentOf(row, now());
  const when = [day ? format.weekday(date) : undefined, `${format.time(startsAt)}–${format.time(endsAt)}`, roomName];
  const many = places === null ? t('booked', { booked }) : t('ofPlaces', { booked, places });
  const state = moment === 'cancelled' ? t('cancelled') : unmarked > 0 ? t('someUnmarked', { count: unmarked })
    : moment === 'willBe' ? many : moment === 'now' ? t('now') : t('allMarked');
  return (
    <Link className="phone-row" to="/roster/$id" params={{ id } as never}>
      <span>
        <Text component="span" display="block" fw={500} td={moment === 'cancelled' ? 'line-through' : undefined}>{title}</Text>
        <Text component="span" display="block" size="sm" c="dimmed" className="num" style={{ whiteSpace: 'normal' }}>{when.filter(Boolean).join(' · ')}</Text>
      </span>
      <Text component="span" size="sm" c={unmarked > 0 ? 'var(--mantine-color-text)' : 'dimmed'} fw={unmarked > 0 ? 600 : 400} ta="right"
        className="num" style={{ whiteSpace: 'normal' }}>{state}</Text>
    </Link>
  );
}
