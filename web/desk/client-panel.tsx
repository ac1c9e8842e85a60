/** All that the desk needs of one client: what has to be brought and why, passes, invoices, trainings, events. */
import { Badge, Button, Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { ClientParts } from './client-parts.tsx';
import { deskWords } from './words.ts';

export type Card = Answer<'client.card'>;
export type ClientActs = { sell: () => void; checkIn: () => void; why: () => void; note: () => void };

export function ClientPanel({ card, acts }: { card: Card; acts: ClientActs }): ReactNode {
  return (
    <section className="card scrolls" aria-label={card.client.name} data-client={card.client.id}>
      <Head card={card} />
      <Money card={card} />
      <Acts acts={acts} />
      {card.client.notes !== null && card.client.notes !== '' && (
        <Text size="sm" mt="xs"
          style={{ whiteSpace: 'pre-line', borderLeft: '3px solid var(--saldo-line)', paddingLeft: 8 }}>
          {card.client.notes}
        </Text>
      )}
      <ClientParts card={card} />
    </section>
  );
}

function Head({ card }: { card: Card }): ReactNode {
  const t = useWords(deskWords);
  const format = useFormat();
  const { client, students, benefit } = card;
  return (
    <>
      <Group justify="space-between" align="baseline" gap="xs">
        <Title order={2} size="h1">
          <To to={`/clients/${client.id}`} c="inherit" inherit underline="hover">{client.name}</To>
        </Title>
        {client.phone !== null && (
          <a href={`tel:${client.phone}`} className="num" style={{ color: 'var(--mantine-color-anchor)' }}
            aria-label={t('callPhone', { phone: client.phone })}>
            {client.phone}
          </a>
        )}
      </Group>
      <Group gap={6} mt={4}>
        {students.map(({ id, name, age }) => (
          <Badge key={id} variant="default" radius="sm" fw={400} tt="none" size="md">
            {name}{age === null ? '' : `, ${t('age', { age })}`}
          </Badge>
        ))}
        {!client.isActive && <Badge variant="default" radius="sm" tt="none">{t('inactive')}</Badge>}
        {benefit !== null && (
          <Text size="xs" c="dimmed">
            {benefit.validUntil === null
              ? t('benefit', { name: benefit.name, percent: format.percent(benefit.discountPercent) })
              : t('benefitUntil', { name: benefit.name, percent: format.percent(benefit.discountPercent),
                day: format.day(benefit.validUntil) })}
            {' · '}{benefit.inForce ? t(benefit.hasDocument ? 'document' : 'noDocument') : t('notInForce')}
          </Text>
        )}
      </Group>
    </>
  );
}

/** One sentence and one equation; each sum opens where it comes from. */
function Money({ card }: { card: Card }): ReactNode {
  const t = useWords(deskWords);
  const why = useWhy();
  const { client, figures: { toPay, due, credit, overdue } } = card;
  const open = (): void => why('balance', client.id);
  return (
    <div style={{ padding: '0.5rem 0' }} data-money-head>
      <Group gap="xs" align="baseline" mih={32}>
        <Text fw={600} size="lg">{toPay > 0 ? t('toPay') : t('noNeed')}</Text>
        {toPay > 0 && <Amount value={toPay} strong size="1.5rem" onWhy={open} />}
      </Group>
      <Text size="sm" c="dimmed" component="div">
        {t('due')} <Amount value={due} onWhy={open} /> − {t('credit')} <Amount value={credit} onWhy={open} />
        {overdue > 0 && (
          <> · <Text span c="var(--saldo-bad)">{t('overdue')} <Amount value={overdue} onWhy={open} /></Text></>
        )}
      </Text>
    </div>
  );
}

function Acts({ acts }: { acts: ClientActs }): ReactNode {
  const t = useWords(deskWords);
  const { can } = useSession();
  const button = (label: string, key: string, chord: string, run: () => void): ReactNode => (
    <Button size="compact-sm" variant="default" rightSection={<span className="method-key">{key}</span>} h={32} px={6}
      onClick={run} aria-keyshortcuts={chord}>{label}</Button>
  );
  return (
    <Group gap={4}>
      {can('subscription.sell') && button(t('sell'), 'S / Ы', 'S', acts.sell)}
      {can('attendance.mark') && button(t('checkIn'), 'F8', 'F8', acts.checkIn)}
      {can('explain.read') && button(t('why'), 'F9', 'F9', acts.why)}
      {can('client.manage') && button(t('note'), 'N / Т', 'N', acts.note)}
    </Group>
  );
}
