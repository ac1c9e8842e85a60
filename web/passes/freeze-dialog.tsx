/** Freezing and unfreezing: the days, what moves by them, and only then the act. */
import { Checkbox, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { DayField } from '../ui/day-field.tsx';
import { PreviewDialog } from '../ui/preview.tsx';
import { told } from '../ui/undo.tsx';
import { passWords } from './words.ts';

type DialogProps = { id: string; onClose: () => void };
const A_WEEK = 6;

/** Days are only counted here, never judged: that is the server's. */
const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export function FreezeDialog({ id, onClose }: DialogProps): ReactNode {
  const t = useWords(passWords);
  const format = useFormat();
  const { today } = useSession();
  const [from, setFrom] = useState<string | undefined>(today);
  const [until, setUntil] = useState<string | undefined>(plusDays(today, A_WEEK));
  const [release, setRelease] = useState(true);
  const input = from === undefined || until === undefined ? undefined
    : { id, freezeStart: from, freezeEnd: until, releaseBookings: release };
  return (
    <PreviewDialog name="subscription.freeze" opened title={t('freezeTitle')} input={input} missing={t('freezeOpen')}
      confirm={until === undefined ? t('freezeOpen')
        : t('freezeAct', { day: format.day(until) })} keep={t('keepIt')} onKeep={onClose}
      onDone={() => {
        told(t('frozenTold', { day: format.day(until ?? today) }));
        onClose();
      }}
      fields={(
        <Stack gap="sm">
          <Group grow align="flex-start" gap="sm">
            <DayField label={t('from')} value={from} onDay={setFrom} />
            <DayField label={t('until')} value={until} onDay={setUntil} />
          </Group>
          <Checkbox label={t('release')} checked={release} onChange={(event) => setRelease(event.currentTarget.checked)} />
        </Stack>
      )}>
      {(preview) => <FreezePreview preview={preview} />}
    </PreviewDialog>
  );
}

function FreezePreview({ preview }: { preview: Answer<'subscription.freeze'> }): ReactNode {
  const t = useWords(passWords);
  const format = useFormat();
  const { endDateBefore, endDateAfter, bookings } = preview;
  return (
    <div data-preview style={{ minHeight: 132 }}>
      <Text fw={600} className="num" data-end={endDateAfter} style={{ whiteSpace: 'normal' }}>
        {t('endMoves', { before: format.day(endDateBefore), after: format.day(endDateAfter) })}
      </Text>
      <Text size="sm" c="dimmed" mt={4}>{t(bookings.length === 0 ? 'noBookings' : 'bookingsTouched')}</Text>
      <ul className="lines">
        {bookings.map(({ trainingId, title, startsAt, isCharged, isReleased }) => (
          <li key={trainingId}>
            <span>{title}, <span className="num">{format.moment(startsAt)}</span></span>
            <span>{t(isReleased ? 'released' : isCharged ? 'charged' : 'keptPlace')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function UnfreezeDialog({ id, onClose }: DialogProps): ReactNode {
  const t = useWords(passWords);
  const format = useFormat();
  const { today } = useSession();
  const pass = useAsk('subscription.get', { id });
  const start = pass.data?.freezeStart ?? undefined;
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  // A freeze that lies ahead is taken back from its first day.
  const date = chosen ?? (start !== undefined && start > today ? start : today);
  return (
    <PreviewDialog name="subscription.unfreeze" opened title={t('unfreezeTitle')}
      input={pass.data === undefined ? undefined : { id, date }}
      confirm={t('unfreezeAct', { day: format.day(date) })} keep={t('keepFrozen')} onKeep={onClose}
      onDone={() => {
        told(t('unfrozenTold'));
        onClose();
      }}
      fields={<DayField label={t('since')} value={date} onDay={setChosen} />}>
      {(preview) => (
        <Text fw={600} className="num" data-end={preview.endDateAfter} style={{ whiteSpace: 'normal' }}>
          {t('endMoves', { before: format.day(preview.endDateBefore), after: format.day(preview.endDateAfter) })}
        </Text>
      )}
    </PreviewDialog>
  );
}
