/** «Покупки и баллы» of a client: what 1C knows. None of it is money of the centre, and it says so. */
import './onec.css';
import { Group, SegmentedControl, Switch, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { type Asked, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { customerWords } from './words.ts';

export type Loyalty = Answer<'client.loyalty'>;
type Purchase = Answer<'client.purchases'>['purchases'][number];

/** Whether 1C has anything to say of the client at all: only then the card has a tab for it. */
export const isKnown = ({ cards, total, points, syncedAt }: Loyalty): boolean =>
  syncedAt !== null || cards.length > 0 || total !== 0 || points.balance !== 0;

export function LoyaltyTab({ query, clientId }: { query: Asked<'client.loyalty'>; clientId: string }): ReactNode {
  const t = useWords(customerWords);
  const { can } = useSession();
  return (
    <Loaded query={query} lines={8}>{(loyalty) => (!isKnown(loyalty) ? (
      <Empty title={t('nothingKnown')} text={t('nothingKnownText')}>{can('onec.manage') && <To to="/onec" mih={24}>{t('toSync')}</To>}</Empty>
    ) : (
      <div style={{ display: 'grid', gap: '1rem' }}>
        <Sums loyalty={loyalty} />
        <Purchases clientId={clientId} cards={loyalty.cards} />
      </div>
    ))}</Loaded>
  );
}

function Sums({ loyalty: { initial, purchases, total, points, cards, syncedAt } }: { loyalty: Loyalty }): ReactNode {
  const t = useWords(customerWords);
  const format = useFormat();
  return (
    <section className="card">
      <div className="loyalty-sums">
        <div data-loyalty="total">
          <Title order={2} size="sm">{t('totalIs')}</Title>
          <Amount value={total} strong size="1.5rem" />
          <Text size="sm" className="num" style={{ whiteSpace: 'normal' }}>{t('equation', { initial: format.money(initial), purchases: format.money(purchases) })}</Text>
          <div className="loyalty-cards">
            {cards.map(({ id, number, barcode, isActive }) => (
              <Text key={id} size="sm">{t('card')} <span className="num">{number ?? barcode ?? ''}</span>{!isActive && <Text span size="xs" c="dimmed"> · {t('cardOff')}</Text>}</Text>
            ))}
          </div>
        </div>
        <Points points={points} />
      </div>
      <Text size="xs" c="dimmed" mt="xs">{syncedAt === null ? t('neverSynced') : t('updated', { at: format.moment(syncedAt) })}. {t('noMoney')}</Text>
    </section>
  );
}

function Points({ points: { balance, strategy, last, sum, differ } }: { points: Loyalty['points'] }): ReactNode {
  const t = useWords(customerWords);
  const format = useFormat();
  const isLast = strategy === 'LAST';
  return (
    <div data-loyalty="points">
      <Title order={2} size="sm">{t('points')}</Title>
      <Text fw={600} className="num" style={{ fontSize: '1.5rem', lineHeight: 1.25 }}>{t('pointsIs', { points: balance })}</Text>
      <Text size="sm" c="dimmed">{last === null && sum === null ? t('noPoints') : t(isLast ? 'pointsLast' : 'pointsSum')}</Text>
      {differ && (
        <Text size="sm" mt={4} role="note">
          <strong>{t('differ')}. </strong>
          {t(isLast ? 'differText' : 'differTextSum', { last: format.number(last ?? 0), sum: format.number(sum ?? 0) })}
        </Text>
      )}
    </div>
  );
}

const KINDS = ['all', 'INITIAL', 'SALE'] as const;

function Purchases({ clientId, cards }: { clientId: string; cards: Loyalty['cards'] }): ReactNode {
  const t = useWords(customerWords);
  const [{ bought = 'all', packaging, page }, set] = useUrl();
  const columns = useColumns(new Set(cards.filter(({ isActive }) => !isActive).map(({ number }) => number)));
  const query = useAsk('client.purchases', {
    id: clientId, page: page ?? 1, limit: 25, ...(bought === 'all' ? {} : { kind: bought as 'SALE' }), ...(packaging === undefined ? {} : { packaging: 'true' }),
  } as Input<'client.purchases'>);
  return (
    <section className="card purchases">
      <Title order={2} mb="xs">{t('listTitle')}</Title>
      <Group justify="space-between" gap="xs" mb="xs" className="noprint">
        <SegmentedControl size="xs" aria-label={t('kind')} value={bought} onChange={(next) => set({ bought: next === 'all' ? undefined : next })}
          data={KINDS.map((kind) => ({ value: kind, label: t(kind) }))} />
        <Switch label={t('packaging')} checked={packaging !== undefined} onChange={(event) => set({ packaging: event.currentTarget.checked ? '1' : undefined })} />
      </Group>
      <Loaded query={query} lines={8} height={34}>{(data) => (
        <List label={t('listTitle')} rows={data.purchases} columns={columns} rowKey={({ id }) => id} pagination={data.pagination}
          busy={query.isPlaceholderData} empty={<Text size="sm" c="dimmed" py="sm">{t('noPurchases')}</Text>} />
      )}</Loaded>
    </section>
  );
}

function useColumns(cardsOff: ReadonlySet<string | null>): Column<Purchase>[] {
  const t = useWords(customerWords);
  const format = useFormat();
  return [
    { key: 'when', title: t('when'), cell: ({ at }) => <DayText value={at} /> },
    { key: 'what', title: t('what'), cell: ({ kind, product, packaging, inTotal, cardNumber }) => (
      <span data-kind-cell={kind}>
        {kind === 'INITIAL' ? <Chip kind="draft">{t('carryOver')}</Chip> : product ?? t('sold')}
        {kind === 'INITIAL' && <Text span size="xs" c="dimmed" className="carry-note"> {t('carryOverText')}</Text>}
        {!inTotal && <Text span size="xs" c="dimmed"> · {t(packaging ? 'packagingIs' : cardsOff.has(cardNumber) ? 'ofCardOff' : 'outOfPeriod')}</Text>}
      </span>
    ) },
    { key: 'quantity', title: t('quantity'), align: 'right', second: true, cell: ({ kind, quantity }) =>
      (kind === 'INITIAL' || quantity === null ? '—' : <span className="num">{format.number(quantity)}</span>) },
    { key: 'amount', title: t('amount'), align: 'right', cell: ({ amount, inTotal }) => <Amount value={amount} strong={inTotal} tone={inTotal ? undefined : 'dimmed'} /> },
  ];
}
