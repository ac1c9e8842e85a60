/** Nobody is chosen: the day itself, so that the desk is never blank. */
import { Button, Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { type Asked, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { Amount, TimeText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { methodWords } from '../ui/words.ts';
import { deskWords } from './words.ts';

export function IdlePanel(): ReactNode {
  const t = useWords(deskWords);
  const format = useFormat();
  const go = useGo();
  const { today } = useSession();
  const payments = useAsk('payment.list', { fromDate: today, toDate: today, limit: 5 });
  const trainings = useAsk('training.list', { from: today, to: today, limit: 50 });
  // The lists come together, so that the second is not pushed down by the first.
  const isHere = trainings.data !== undefined && !payments.isPending;
  return (
    <section className="card scrolls" aria-labelledby="desk-today">
      <Title order={2} id="desk-today">{t('today', { day: format.weekday(today) })}</Title>
      <Text size="sm" c="dimmed" mb="xs">{t('choose')}</Text>
      <Loaded query={isHere ? trainings : { ...trainings, data: undefined } as typeof trainings} lines={14} height={28}>
        {({ trainings: rows }) => rows.length === 0 ? (
          <Empty title={t('noTrainings')} text={t('noTrainingsText')}>
            <Button variant="default" onClick={() => go('/schedule')}>{t('openSchedule')}</Button>
          </Empty>
        ) : (
          <ul className="rows">
            {rows.filter(({ status }) => status === 'PLANNED').map(({ id, title, startsAt, endsAt, ...row }) => (
              <li key={id} className="line">
                <span>
                  <TimeText value={startsAt} />–<TimeText value={endsAt} /> <To to={`/trainings/${id}`}>{title}</To>
                  <small>{[row.roomName, row.trainerName].filter(Boolean).join(' · ')}</small>
                </span>
                {row.places !== null && row.places <= 20 ? <Dots places={row.places} booked={row.booked} came={row.came} />
                  : <span className="num">{t('booked', { count: row.booked })}</span>}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {isHere && <TodayPayments today={today} payments={payments} />}
    </section>
  );
}

/** A place each: filled has come, ring is booked, pale is free. */
function Dots({ places, booked, came }: { places: number; booked: number; came: number }): ReactNode {
  const t = useWords(deskWords);
  const kind = (index: number): string => (index < came ? 'came' : index < booked ? 'booked' : 'free');
  return (
    <Group gap={6} wrap="nowrap">
      <span className="dots" aria-hidden>
        {Array.from({ length: Math.max(places, booked) }, (_none, index) => (
          <span key={index} className="dot" data-kind={kind(index)} />
        ))}
      </span>
      <span className="num" style={{ minWidth: '3.5rem', textAlign: 'right' }}>
        {t('places', { booked, capacity: places })}
      </span>
    </Group>
  );
}

function TodayPayments({ today, payments }: { today: string; payments: Asked<'payment.list'> }): ReactNode {
  const t = useWords(deskWords);
  const m = useWords(methodWords);
  return (
    <>
      <Group justify="space-between" mt="md" align="baseline">
        <Title order={2}>
          <To to={`/payments?fromDate=${today}&toDate=${today}`} c="inherit" inherit underline="hover">
            {t('todayPayments')}
          </To>
        </Title>
        {payments.data && <Amount value={payments.data.totals.received} strong />}
      </Group>
      <Loaded query={payments} lines={3} height={28}>
        {({ payments: rows }) => rows.length === 0 ? <Text size="sm" c="dimmed">{t('noPayments')}</Text> : (
          <ul className="rows">
            {rows.map((payment) => (
              <li key={payment.id} className="line">
                <span>
                  <TimeText value={payment.createdAt} />
                  <To to={`/payments/${payment.id}`}>{payment.clientName}</To>{' '}
                  <Text span size="xs" c="dimmed">· {m(payment.method)}</Text>
                </span>
                <Amount value={payment.amount} tone={payment.status === 'COMPLETED' ? undefined : 'dimmed'} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </>
  );
}
