/** Where a training is in its life, as a word with an icon. */
import type { ReactNode } from 'react';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { Chip } from '../ui/status.tsx';
import { hasBegun } from './local.ts';
import { trainingWords } from './training-words.ts';

type StateProps = { training: { status: string; startsAt: string; endsAt: string; booked: number; places: number | null } };

export function TrainingState({ training: { status, startsAt, endsAt, booked, places } }: StateProps): ReactNode {
  const t = useWords(trainingWords);
  const { now } = useSession();
  const at = now();
  if (status === 'CANCELLED') return <Chip kind="voided">{t('cancelled')}</Chip>;
  if (hasBegun(endsAt, at)) return <Chip kind="draft">{t('over')}</Chip>;
  if (hasBegun(startsAt, at)) return <Chip kind="paid">{t('running')}</Chip>;
  return places !== null && booked >= places ? <Chip kind="partial">{t('full')}</Chip> : <Chip kind="due">{t('planned')}</Chip>;
}
