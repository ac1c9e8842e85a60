/** The desk: find, take money, sell, check in and explain without leaving the screen. */
import { Button, Text } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import { useKeys } from '../lib/keys.ts';
import { type Asked, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { shellWords } from '../office/words.ts';
import { ShiftBar } from '../shift/shift-bar.tsx';
import { Page } from '../ui/page.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Empty, Failed, Loaded, Waiting } from '../ui/states.tsx';
import { common } from '../ui/words.ts';
import { CheckIn } from './check-in.tsx';
import { type Card, ClientPanel } from './client-panel.tsx';
import './desk.css';
import { AMOUNT_ID, PANEL_ID, SEARCH_ID, focusOn, useDeskUrl, useNarrow } from './desk-url.ts';
import { IdlePanel } from './idle-panel.tsx';
import { Note } from './note.tsx';
import { PaidPanel } from './paid-panel.tsx';
import { PaymentPanel } from './payment-panel.tsx';
import { SearchBox } from './search-box.tsx';
import { type Desk, Today } from './today.tsx';
import { deskWords, payWords } from './words.ts';

export default function DeskScreen(): ReactNode {
  const t = useWords(deskWords);
  const { client, pay, paid, set } = useDeskUrl();
  const desk = useAsk('desk.get', {});
  // Another client's card must never stand in for this one's: money would go to the wrong person.
  const card = useAsk('client.card', client === undefined ? undefined : { id: client }, { keepPrevious: false });
  const found = useRef<readonly string[]>([]);
  const moves = useMoves(card.data, found);
  const onClient = (id: string, others: readonly string[], invoiceId?: string): void => {
    found.current = others;
    const takes = client === undefined && pay === '1';
    set({ client: id, q: undefined, paid: undefined, panel: undefined, invoice: invoiceId, pay: takes ? '1' : undefined });
    focusOn(PANEL_ID);
  };
  const ready = desk.data !== undefined && (client === undefined || !card.isPending);
  return (
    <Page name="desk" title={t('title')} quiet ready={ready}
      {...(card.data === undefined ? {} : { documentTitle: t('titleOf', { name: card.data.client.name }) })}>
      <div className="desk" data-chosen={client !== undefined}>
        <div>
          <SearchBox onClient={onClient} />
          <div className="scrolls">
            <Loaded query={desk} lines={12}>{(data) => <Today desk={data} />}</Loaded>
          </div>
        </div>
        <div id={PANEL_ID} tabIndex={-1} role="group" aria-label={card.data?.client.name ?? t('title')}>
          {client === undefined ? desk.data && <IdlePanel /> : <Chosen card={card} moves={moves} />}
        </div>
        <Paying card={client === undefined ? undefined : card.data} desk={desk.data} paid={paid} moves={moves} />
      </div>
      {card.data && desk.data && <Dialogs card={card.data} desk={desk.data} />}
    </Page>
  );
}

type Moves = ReturnType<typeof useMoves>;

/** Everything that can be done from anywhere on the desk, with its keys. */
function useMoves(card: Card | undefined, found: { current: readonly string[] }) {
  const t = useWords(deskWords);
  const p = useWords(payWords);
  const c = useWords(common);
  const s = useWords(shellWords);
  const why = useWhy();
  const { can } = useSession();
  const { client, set } = useDeskUrl();
  const toSearch = (): void => focusOn(SEARCH_ID);
  const next = (): void => {
    set({ client: undefined, pay: undefined, paid: undefined, invoice: undefined, panel: undefined });
    toSearch();
  };
  const pay = (): void => {
    set({ pay: '1', paid: undefined, panel: undefined }, { replace: true });
    focusOn(client === undefined ? SEARCH_ID : AMOUNT_ID);
  };
  const step = (by: number): void => {
    const id = found.current[found.current.indexOf(client ?? '') + by];
    if (id !== undefined) set({ client: id, pay: undefined, paid: undefined, invoice: undefined }, { replace: true });
  };
  const back = (): void => {
    if (document.querySelector('[role="dialog"]') !== null) return; // it closes the dialog
    if (document.activeElement?.id === SEARCH_ID) next();
    else toSearch();
  };
  const moves = {
    pay, next, again: pay,
    sell: () => set({ sell: client, panel: undefined }),
    checkIn: () => set({ panel: 'check-in' }),
    note: () => set({ panel: 'note' }),
    why: () => why('balance', client ?? ''),
  };
  const has = card !== undefined;
  useKeys({
    F4: { does: s('pay'), run: pay },
    Escape: { does: t('backToSearch'), run: back },
    ...(has && can('attendance.mark') ? { F8: { does: p('checkIn'), run: moves.checkIn } } : {}),
    ...(has ? { F9: { does: t('why'), run: moves.why } } : {}),
    ...(has && can('subscription.sell') ? { KeyS: { does: t('sell'), run: moves.sell } } : {}),
    ...(has && can('client.manage') ? { KeyN: { does: t('note'), run: moves.note } } : {}),
    ...(has ? { KeyJ: { does: c('next'), run: () => step(1) }, KeyK: { does: c('previous'), run: () => step(-1) } } : {}),
  });
  return moves;
}

function Chosen({ card, moves }: { card: Asked<'client.card'>; moves: Moves }): ReactNode {
  const t = useWords(deskWords);
  const narrow = useNarrow();
  const p = useWords(payWords);
  const { can } = useSession();
  if (card.error?.status === 404 && card.data === undefined) {
    return (
      <section className="card">
        <Empty title={t('clientGone')} text={t('clientGoneText')}>
          <Button onClick={moves.next}>{t('backToSearch')}</Button>
        </Empty>
      </section>
    );
  }
  if (card.data === undefined) {
    return <section className="card">{card.error ? <Failed problem={card.error} retry={() => void card.refetch()} />
      : <Waiting lines={12} />}</section>;
  }
  return (
    <>
      {narrow && can('payment.register') && <Button size="md" onClick={moves.pay}>{p('nobody')}</Button>}
      <ClientPanel card={card.data} acts={moves} />
    </>
  );
}

type PayingProps = { card: Card | undefined; desk: Desk | undefined; paid: string | undefined; moves: Moves };

/** The third column; on a narrow screen a sheet from below. */
function Paying({ card, desk, paid, moves }: PayingProps): ReactNode {
  const p = useWords(payWords);
  const narrow = useNarrow();
  const { can } = useSession();
  const { pay, set } = useDeskUrl();
  const settings = useAsk('settings.get', {});
  const [change, setChange] = useState<{ id: string; sum: number } | undefined>(undefined);
  // The sum depends on how money is settled: the form waits, so that what is typed is not typed into another sum.
  if (card === undefined || desk === undefined || settings.data === undefined) {
    return narrow ? null : <div>{card === undefined && desk !== undefined && <Idle desk={desk} />}</div>;
  }
  const canMark = desk.now.length > 0 && card.students.length > 0 && can('attendance.mark') !== undefined;
  const body = paid !== undefined ? (
    <PaidPanel id={paid} change={change?.id === paid ? change.sum : undefined} toPay={card.figures.toPay} onNext={moves.next}
      onAgain={moves.again} onCheckIn={canMark ? moves.checkIn : undefined} />
  ) : (
    <PaymentPanel key={card.client.id} card={card} shiftIsOpen={desk.shift !== null} onPaid={(id, sum) => {
      setChange({ id, sum });
      set({ pay: undefined, paid: id, invoice: undefined }, { replace: true });
    }} />
  );
  if (!narrow) return <div>{body}</div>;
  const close = (): void => set({ pay: undefined, paid: undefined }, { replace: true });
  return <Sheet title={p('nobody')} opened={pay === '1' || paid !== undefined} onClose={close}>{body}</Sheet>;
}

function Idle({ desk }: { desk: Desk }): ReactNode {
  const p = useWords(payWords);
  return (
    <section className="card" aria-label={p('title')}>
      <ShiftBar shift={desk.shift} />
      <Text size="sm" c="dimmed" mt="sm">{p('pickClient')}</Text>
    </section>
  );
}

function Dialogs({ card, desk }: { card: Card; desk: Desk }): ReactNode {
  const { panel, set } = useDeskUrl();
  const close = (): void => set({ panel: undefined }, { replace: true });
  return (
    <>
      <CheckIn card={card} now={desk.now} opened={panel === 'check-in'} onClose={close} />
      <Note client={card.client} opened={panel === 'note'} onClose={close} />
    </>
  );
}
