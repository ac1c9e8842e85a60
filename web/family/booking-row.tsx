/** One training of one child: when, what, where, and the way not to come with its consequence on the button. */
import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { buttonText, untilText } from './consequence.ts';
import { type Booking, type Child, type Training, bookingKey } from './family.ts';
import { familyWords } from './words.ts';

type Props = { training: Training; booking: Booking; child: Child | undefined; several: boolean; day?: boolean; note?: string | undefined };

export function BookingRow({ training, booking, child, several, day = false, note }: Props): ReactNode {
  const format = useFormat();
  const { title, date, startsAt, endsAt, roomName, trainerName } = training;
  const when = [day ? format.weekday(date) : undefined, `${format.time(startsAt)}–${format.time(endsAt)}`].filter(Boolean).join(', ');
  const off = training.status === 'CANCELLED' || booking.status === 'CANCELLED';
  return (
    <li data-booking={bookingKey(training.id, booking.studentId)} style={{ paddingBlock: 10 }}>
      <div style={{ display: 'flex', gap: 12 }}>
        {several && child && <Initial child={child} />}
        <div style={{ flex: 1, minWidth: 0 }}>
          <Text fw={600} className="num" style={{ whiteSpace: 'normal' }} td={off ? 'line-through' : 'none'}>{when}</Text>
          <Text>{title}{several && child ? ` · ${child.name}` : ''}</Text>
          <Text size="sm" c="dimmed">{[roomName, trainerName].filter(Boolean).join(' · ')}</Text>
          <State training={training} booking={booking} />
          {note !== undefined && <Text size="sm">{note}</Text>}
        </div>
      </div>
    </li>
  );
}

/** The colour and the first letter of a child; the name stands beside it. */
export function Initial({ child, size = 32 }: { child: Child; size?: number }): ReactNode {
  return (
    <span aria-hidden style={{
      flex: 'none', width: size, height: size, borderRadius: '50%', background: child.colour, color: '#fff', fontWeight: 600,
      fontSize: size * 0.45, display: 'inline-flex', alignItems: 'center', justifyContent: 'center',
    }}>{child.name.charAt(0)}</span>
  );
}

function State({ training, booking }: { training: Training; booking: Booking }): ReactNode {
  const t = useWords(familyWords);
  const { status, mark, cancelling } = booking;
  if (training.status === 'CANCELLED') {
    const { cancelReason: reason } = training;
    return <Text size="sm">{reason ? t('centreCancelledWhy', { reason }) : t('centreCancelled')}</Text>;
  }
  if (status === 'CANCELLED') return <Text size="sm">◷ {t('legendCancelled')}</Text>;
  if (mark !== null) return <Text size="sm">{mark === 'PRESENT' ? `✓ ${t('came')}` : `✕ ${t('absent')}`}</Text>;
  return cancelling === null ? null : <CancelButton training={training} booking={booking} cancelling={cancelling} />;
}

type CancelProps = { training: Training; booking: Booking; cancelling: NonNullable<Booking['cancelling']> };
function CancelButton({ training, booking, cancelling }: CancelProps): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const { now, today } = useSession();
  const [, set] = useUrl();
  const clock = { now: now(), today };
  if (cancelling.zone === 'CLOSED') {
    return Date.parse(clock.now) < Date.parse(training.endsAt) ? <Text size="sm" c="dimmed">{t('started')}</Text> : null;
  }
  const ahead = booking.cover.isCharged && cancelling.zone === 'SAFE';
  return (
    <>
      {booking.status === 'WAITING' && <Text size="sm" c="dimmed">{t('waits')}</Text>}
      {ahead && <Text size="sm" c="dimmed">{t('chargedAhead', { until: untilText(cancelling.safeUntil, clock, format, t) })}</Text>}
      <Button variant="default" mt={6} mih={44} h="auto" py={8} styles={{ label: { whiteSpace: 'normal', lineHeight: 1.3 } }}
        onClick={() => set({ cancel: bookingKey(training.id, booking.studentId) })}>
        {buttonText(booking, cancelling, clock, format, t)}
      </Button>
    </>
  );
}
