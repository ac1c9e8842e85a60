/** Beside the timeline: passes, what is unpaid, what comes next, whom to reach. */
import { ActionIcon, Menu, Text, Title } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import type { Asked } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Tickets } from '../passes/tickets.tsx';
import { passWords } from '../passes/words.ts';
import { To } from '../ui/link.tsx';
import { Loaded } from '../ui/states.tsx';
import { PassStatus } from '../ui/status.tsx';
import { WhyAmount } from './client-header.tsx';
import { clientWords } from './client-words.ts';

type Card = Answer<'client.card'>;
type SideProps = { query: Asked<'client.card'>; clientId: string; notes: string | null; mayAct: boolean };

export function ClientSide({ query, clientId, notes, mayAct }: SideProps): ReactNode {
  const t = useWords(clientWords);
  return (
    <div className="side">
      <Loaded query={query} lines={10}>
        {(card) => (
          <div className="side">
            <Unpaid invoices={card.invoices} clientId={clientId} />
            <Passes passes={card.passes} clientId={clientId} mayAct={mayAct} />
            <Next trainings={card.trainings} />
          </div>
        )}
      </Loaded>
      <SideCard title={t('notes')}>
        <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}
          {...(notes === null ? { c: 'dimmed' } : {})}>{notes ?? t('noNotes')}</Text>
      </SideCard>
    </div>
  );
}

export function SideCard({ title, children, foot }: { title: string; children: ReactNode; foot?: ReactNode }): ReactNode {
  return (
    <section className="card">
      <Title order={2}>{title}</Title>
      {children}
      {foot !== undefined && <Text size="sm" mt="xs" component="div">{foot}</Text>}
    </section>
  );
}

function Unpaid({ invoices, clientId }: { invoices: Card['invoices']; clientId: string }): ReactNode {
  const t = useWords(clientWords);
  const format = useFormat();
  return (
    <SideCard title={t('unpaidTitle')} foot={<To to={`/invoices?clientId=${clientId}`}>{t('allInvoices')}</To>}>
      {invoices.length === 0 && <Text size="sm" c="dimmed">{t('noUnpaid')}</Text>}
      <ul className="lines">
        {invoices.map(({ id, invoiceNumber, firstItemName, itemCount, dueDate, daysOverdue, dueAmount }) => (
          <li key={id}>
            <div>
              <To to={`/invoices/${id}`} size="sm">{invoiceNumber}</To>
              <Text size="sm">{itemCount > 1 ? t('moreItems', { name: firstItemName ?? '', count: itemCount - 1 })
                : firstItemName}</Text>
              <Text size="xs" {...(daysOverdue > 0 ? { c: 'var(--saldo-bad)' } : { c: 'dimmed' })}>
                {daysOverdue > 0 ? t('late', { days: daysOverdue }) : dueDate === null ? ''
                  : t('dueBy', { day: format.day(dueDate) })}
              </Text>
            </div>
            <WhyAmount id={id} value={dueAmount} />
          </li>
        ))}
      </ul>
    </SideCard>
  );
}

function Passes({ passes, clientId, mayAct }: { passes: Card['passes']; clientId: string; mayAct: boolean }): ReactNode {
  const t = useWords(clientWords);
  const format = useFormat();
  return (
    <SideCard title={t('passesTitle')} foot={<To to={`/passes?client=${clientId}&status=all`}>{t('allPasses')}</To>}>
      {passes.length === 0 && <Text size="sm" c="dimmed">{t('noPasses')}</Text>}
      <ul className="lines">
        {passes.map((pass) => (
          <li key={pass.id}>
            <div>
              <To to={`/passes/${pass.id}`} size="sm" fw={500}>{pass.name}</To>
              <Text size="xs" c="dimmed" className="num" style={{ whiteSpace: 'normal' }}>
                {pass.studentName} · {format.day(pass.startDate)}–{format.day(pass.endDate)}
              </Text>
              <Tickets left={pass.sessionsLeft} total={pass.sessionsTotal} />
              <PassStatus status={pass.isFrozen ? 'FROZEN' : pass.status}
                until={pass.freezeEnd === null ? undefined : format.day(pass.freezeEnd)} />
            </div>
            {mayAct && <PassMenu pass={pass} />}
          </li>
        ))}
      </ul>
    </SideCard>
  );
}

function PassMenu({ pass }: { pass: Card['passes'][number] }): ReactNode {
  const t = useWords(passWords);
  const go = useGo();
  const [, set] = useUrl();
  const frozen = pass.freezeEnd !== null;
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('actions', { name: pass.name })}><IconDots
          size={18} aria-hidden /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => go(`/passes/${pass.id}`)}>{t('open')}</Menu.Item>
        {frozen ? <Menu.Item onClick={() => go(`/passes/${pass.id}?panel=unfreeze`)}>{t('unfreeze')}</Menu.Item>
          : <Menu.Item onClick={() => set({ freeze: pass.id })}>{t('freeze')}</Menu.Item>}
        <Menu.Item onClick={() => go(`/passes/${pass.id}?panel=renew`)}>{t('renew')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Next({ trainings }: { trainings: Card['trainings'] }): ReactNode {
  const t = useWords(clientWords);
  const format = useFormat();
  return (
    <SideCard title={t('next')}>
      {trainings.length === 0 && <Text size="sm" c="dimmed">{t('noNext')}</Text>}
      <ul className="lines">
        {trainings.map((training) => (
          <li key={`${training.id}:${training.studentId}`}>
            <div>
              <To to={`/trainings/${training.id}`} size="sm">{training.title}</To>
              <Text size="xs" c="dimmed">{[training.studentName, training.roomName, training.trainerName].filter((part) =>
                part).join(' · ')}</Text>
              {training.zone === 'SAFE' && <Text size="xs" c="dimmed" className="num"
                style={{ whiteSpace: 'normal' }}>{t('freeUntil', { at: format.moment(training.safeUntil) })}</Text>}
            </div>
            <div style={{ textAlign: 'right' }}>
              <Text size="sm" className="num">{format.weekday(training.startsAt)}</Text>
              <Text size="sm" className="num">{format.time(training.startsAt)}</Text>
              {training.status === 'WAITING' && <Text size="xs">{t('waiting')}</Text>}
            </div>
          </li>
        ))}
      </ul>
    </SideCard>
  );
}
