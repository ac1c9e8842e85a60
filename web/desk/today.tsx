/** The left of the desk: what goes on now and next, what waits for somebody, and whether the machine did its work. */
import { Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconMoon, IconShieldCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { TimeText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { deskWords } from './words.ts';

export type Desk = Answer<'desk.get'>;
export type DeskTraining = Desk['now'][number];
const SHOWN = 5;

export function Today({ desk }: { desk: Desk }): ReactNode {
  const t = useWords(deskWords);
  return (
    <div className="stack">
      <section className="card" aria-labelledby="desk-now">
        <Title order={2} size="h3" id="desk-now">{t('now')}</Title>
        <Trainings rows={desk.now} none={t('nothingNow')} />
        <Title order={2} size="h3" mt="xs">{t('next')}</Title>
        <Trainings rows={desk.next.slice(0, SHOWN)} none={t('nothingNext')} />
      </section>
      <Waiting waiting={desk.waiting} />
      <Machine desk={desk} />
    </div>
  );
}

function Trainings({ rows, none }: { rows: readonly DeskTraining[]; none: string }): ReactNode {
  if (rows.length === 0) return <Text size="sm" c="dimmed" py={4}>{none}</Text>;
  return <ul className="rows">{rows.map((row) => <li key={row.id}><TrainingLine training={row} /></li>)}</ul>;
}

/** A training as a link to its roster; a debt among those booked is said in words. */
export function TrainingLine({ training }: { training: DeskTraining }): ReactNode {
  const t = useWords(deskWords);
  const { id, title, startsAt, roomName, capacity, booked, unpaid } = training;
  return (
    <div className="line">
      <span>
        <TimeText value={startsAt} />{' '}
        <To to={`/trainings/${id}`}>{title}</To>
        <small>
          {roomName}{' '}
          {unpaid > 0 && (
            <Text span size="xs" c="var(--saldo-bad)">
              <IconAlertTriangle size={12} aria-hidden /> {t('debts', { count: unpaid })}
            </Text>
          )}
        </small>
      </span>
      <span className="num">{capacity === null ? t('booked', { count: booked }) : `${booked}/${capacity}`}</span>
    </div>
  );
}

const SCREENS = { invoices: '/invoices', subscriptions: '/passes', trainings: '/schedule', groups: '/groups' } as const;
const WAITING = ['payToday', 'endingPasses', 'renewals', 'unmarked', 'freePlaces'] as const;

function Waiting({ waiting }: { waiting: Desk['waiting'] }): ReactNode {
  const t = useWords(deskWords);
  const format = useFormat();
  const rows = WAITING.map((name) => ({ name, ...waiting[name] })).filter(({ count }) => count > 0);
  return (
    <section className="card" aria-labelledby="desk-waiting">
      <Title order={2} size="h3" id="desk-waiting">{t('waiting')}</Title>
      {rows.length === 0 && <Text size="sm" c="dimmed" py={4}>{t('nothingWaits')}</Text>}
      <ul className="rows">
        {rows.map(({ name, count, amount, list, query }) => (
          <li key={name} className="line" data-waiting={name}>
            <To to={`${SCREENS[list]}?${new URLSearchParams(query).toString()}`}>{t(name)}</To>
            <span className="num">
              {amount !== null && amount > 0 && (
                <Text span size="xs" c="dimmed" mr={8} data-money className="num">{format.money(amount)}</Text>
              )}
              <Text span fw={600}>{format.number(count)}</Text>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Machine({ desk }: { desk: Desk }): ReactNode {
  const t = useWords(deskWords);
  const format = useFormat();
  const { proof, night } = desk;
  const books = { OK: t('booksOk'), NEVER: t('booksNever'), RUNNING: t('booksRunning'),
    BROKEN: t('booksBroken', { count: proof.broken }), FAILED: t('booksNever') }[proof.state];
  const at = night.expectedAt === null ? '' : format.time(night.expectedAt);
  const nights: Partial<Record<typeof night.state, string>> = {
    WAITING: at === '' ? t('nightNever') : t('nightWaiting', { time: at }), RUNNING: t('nightRunning'),
    DONE: t('nightDone'), PARTIAL: t('nightBad'),
    FAILED: t('nightMissed'), MISSED: t('nightMissed'),
  };
  const nightText = nights[night.state];
  const bad = (is: boolean): { c: string } => ({ c: is ? 'var(--saldo-bad)' : 'dimmed' });
  return (
    <section className="card" aria-label={t('books')} style={{ paddingBlock: '0.5rem' }}>
      <Text size="xs" {...bad(proof.state === 'BROKEN')}>
        <IconShieldCheck size={14} aria-hidden style={{ verticalAlign: -2 }} />{' '}
        <To to="/proof" size="xs" c="inherit" underline="always" className="tall">{books}</To>
      </Text>
      {nightText !== undefined && (
        <Text size="xs" {...bad(['PARTIAL', 'FAILED', 'MISSED'].includes(night.state))}>
          <IconMoon size={14} aria-hidden style={{ verticalAlign: -2 }} />{' '}
          <To to={night.runId === null ? '/nightly-runs' : `/nightly-runs/${night.runId}`} size="xs" c="inherit"
            underline="always" className="tall">
            {nightText}
          </To>
        </Text>
      )}
    </section>
  );
}
