/** What happened to an invoice, oldest first: created, sent, viewed, reminded of, paid. */
import { Text, Timeline, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { MomentText } from '../ui/figures.tsx';
import { detailWords } from './detail-words.ts';
import type { Invoice } from './invoice-items.tsx';

type Say = ReturnType<typeof useWords<keyof (typeof detailWords)['ru']>>;
type Event = { at: string; title: string; who?: string | undefined; reason?: string | null | undefined };
type Log = Invoice['auditLogs'][number];

export function InvoiceTimeline({ invoice }: { invoice: Invoice }): ReactNode {
  const t = useWords(detailWords);
  const format = useFormat();
  const events = eventsOf(invoice, t, (text) => format.money(Number(text ?? 0)));
  return (
    <section className="card" aria-labelledby="invoice-timeline">
      <Title order={2} id="invoice-timeline" mb="sm">{t('timeline')}</Title>
      <Timeline bulletSize={14} lineWidth={2} active={events.length}>
        {events.map((event, index) => (
          <Timeline.Item key={`${event.at}${event.title}${String(index)}`} title={event.title}>
            <Text size="xs" c="dimmed"><MomentText value={event.at} />{event.who === undefined ? '' : ` · ${event.who}`}</Text>
            {event.reason && <Text size="sm">«{event.reason}»</Text>}
          </Timeline.Item>
        ))}
      </Timeline>
    </section>
  );
}

function eventsOf(invoice: Invoice, t: Say, money: (text: string | null) => string): Event[] {
  const own: Event[] = [
    ...(invoice.auditLogs.some(({ action }) => action === 'CREATED') ? [] : [{ at: invoice.createdAt, title: t('created') }]),
    ...(invoice.sentAt === null ? [] : [{ at: invoice.sentAt, title: t('sent') }]),
    ...(invoice.viewedAt === null ? [] : [{ at: invoice.viewedAt, title: t('viewed') }]),
    ...invoice.reminders.map(({ at, kind }) => ({ at, title: t(kind === 'invoice-reminder' ? 'reminder' : 'overdueNotice') })),
  ];
  const logged = invoice.auditLogs.flatMap((entry): Event[] => {
    const title = titleOf(entry, t, money);
    const who = `${entry.user.firstName} ${entry.user.lastName}`.trim();
    return title === undefined ? [] : [{ at: entry.createdAt, title, who, reason: entry.reason }];
  });
  // What happened at the same moment stays in the order in which it is told.
  return [...logged.slice(0, 1), ...own, ...logged.slice(1)].toSorted((a, b) => a.at.localeCompare(b.at));
}

const FIELDS = ['dueDate', 'description', 'notes', 'items'] as const;
function titleOf(entry: Log, t: Say, money: (text: string | null) => string): string | undefined {
  switch (entry.action) {
    case 'CREATED': return t('created');
    case 'PRICE_ADJUSTED': return t('priceAdjusted', { from: money(entry.oldValue), to: money(entry.newValue) });
    case 'ITEM_ADDED': return t('itemAdded');
    case 'ITEM_REMOVED': return t('itemRemoved');
    case 'CANCELLED': return t('voided');
    case 'UPDATED': {
      const field = FIELDS.find((name) => name === entry.fieldName);
      return t('updated', { field: t(field === undefined ? 'f_other' : `f_${field}`) });
    }
    case 'STATUS_CHANGED':
      if (entry.newValue === 'PAID') return t('paidEvent');
      if (entry.newValue === 'PARTIALLY_PAID' && entry.oldValue !== 'PAID') return t('partlyPaid');
      if (entry.newValue === 'OVERDUE') return t('overdue');
      return entry.oldValue === 'PAID' || entry.oldValue === 'PARTIALLY_PAID' ? t('unpaidAgain') : undefined;
    default: return undefined;
  }
}
