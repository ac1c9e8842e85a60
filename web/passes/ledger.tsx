/** Sessions granted, used and returned, with the reason of each. */
import { Button, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { type Format, useFormat } from '../lib/format.ts';
import { useUrl } from '../lib/url.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { List } from '../ui/list.tsx';
import type { Ticket } from './tickets.tsx';
import { passWords } from './words.ts';

type Movement = Answer<'subscription.movements'>['movements'][number];
type Charge = Answer<'charge.list'>['charges'][number];

const chargeOf = (charges: readonly Charge[], { trainingId, kind }: Movement): Charge | undefined =>
  (trainingId === null ? undefined : charges.find((charge) => charge.trainingId === trainingId
    && (kind !== 'CHARGE' || charge.state === 'ACTIVE')));

/** The sessions in use since the last grant: a returned one is a free ticket again. */
export function usedTickets(movements: readonly Movement[], charges: readonly Charge[]): Ticket[] {
  const since = movements.findLastIndex(({ kind }) => kind === 'GRANT');
  return movements.slice(since + 1).filter(({ kind }) => kind === 'CHARGE').flatMap((move): Ticket[] => {
    const charge = chargeOf(charges, move);
    if (move.trainingId !== null && charge === undefined && charges.length > 0) return [];
    return [{ kind: charge !== undefined && charge.label !== 'NORMAL' ? 'penalty' : 'used',
      ...(charge ? { title: charge.trainingTitle } : {}) }];
  });
}

const STEP = 25;
const signed = (value: number, format: Format): string => (value > 0 ? `+${format.number(value)}` : format.number(value));

export function Ledger({ movements, charges }: { movements: readonly Movement[]; charges: readonly Charge[] }): ReactNode {
  const t = useWords(passWords);
  const format = useFormat();
  const why = useWhy();
  const [{ rows }, set] = useUrl();
  const count = Number(rows ?? STEP);
  const nameOf = (move: Movement): ReactNode => {
    const charge = chargeOf(charges, move);
    const label = charge?.label === 'FINE' ? t('fine') : charge?.label === 'ABSENCE' ? t('absence') : undefined;
    return (
      <>
        {move.trainingId === null ? <span>{t(move.kind)}</span>
          : <To to={`/trainings/${move.trainingId}`} size="sm">{charge === undefined ? t(move.kind)
          : charge.trainingTitle}</To>}
        <Text size="xs" c="dimmed">{[label, charge !== undefined && move.kind === 'CHARGE' ? format.moment(charge.startsAt)
          : move.reason].filter((part) => part).join(' · ')}</Text>
      </>
    );
  };
  return (
    <>
      <List label={t('ledger')} rows={movements.toReversed().slice(0, count)} rowKey={({ id }) => id}
        empty={<Text size="sm" c="dimmed">{t('noMoves')}</Text>} columns={[
      { key: 'at', title: t('when'), cell: ({ createdAt }) => <MomentText value={createdAt} /> },
      { key: 'what', title: t('what'), cell: nameOf },
      { key: 'delta', title: t('delta'), align: 'right', cell: (move) => {
        const charge = chargeOf(charges, move);
        const text = signed(move.delta, format);
        return charge === undefined ? <span className="num">{text}</span> : (
          <UnstyledButton className="num"
            style={{ textDecoration: 'underline dotted', textUnderlineOffset: 3, minWidth: 24, minHeight: 24 }}
            onClick={() => why('charge', charge.id)} aria-label={`${text}. ${t('why')}`}>{text}</UnstyledButton>
        );
      } },
      { key: 'left', title: t('after'), align: 'right', cell: ({ left }) =>
        <span className="num">{left === null ? t('noWay') : left}</span> },
    ]} />
      {movements.length > count && (
        <Button variant="default" size="xs" mt="xs"
          onClick={() => set({ rows: String(count + STEP) }, { replace: true })}>{t('showMore')}</Button>
      )}
    </>
  );
}
