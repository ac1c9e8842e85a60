/** Everything that was charged and paid, the newest first, with the balance after each: the statement of account. */
import { Button, SegmentedControl, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { daysFrom, usePayer } from './family.ts';
import { type FamilyWord, familyWords } from './words.ts';

const PERIODS = { p1: 31, p3: 92, p12: 366, pAll: 36_500 } as const;
type Statement = Answer<'client.statement'>;

export default function HistoryScreen(): ReactNode {
  const t = useWords(familyWords);
  const { today, can } = useSession();
  const [{ period = 'p3' }, set] = useUrl();
  const payer = usePayer();
  const days = PERIODS[period as keyof typeof PERIODS] ?? PERIODS.p3;
  const id = can('explain.read') === undefined ? undefined : payer;
  const query = useAsk('client.statement', id === undefined ? undefined : { id, from: days > 3660 ? '2000-01-01' : daysFrom(today, -days), to: today });
  if (id === undefined) {
    return <Page name="my-history" title={t('history')}><Empty title={t('noMoney')} text={t('noMoneyText')} /></Page>;
  }
  return (
    <Page name="my-history" title={t('history')} ready={!query.isPending} actions={(
      <Button variant="default" mih={44} onClick={() => window.print()}>{t('print')}</Button>
    )}>
      <SegmentedControl className="noprint" fullWidth size="md" mb="sm" value={period} aria-label={t('period')}
        onChange={(value) => set({ period: value === 'p3' ? undefined : value })}
        data={(Object.keys(PERIODS) as (keyof typeof PERIODS)[]).map((value) => ({ value, label: t(value) }))} />
      <Loaded query={query} lines={8} height={64}>{(statement) => <Body statement={statement} onAll={() => set({ period: 'pAll' })} />}</Loaded>
    </Page>
  );
}

function Body({ statement, onAll }: { statement: Statement; onAll: () => void }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const { movements, opening, closing, charged, paid, from, to } = statement;
  const sum = (name: FamilyWord, value: number, mark: string): ReactNode => (
    <div style={{ display: 'flex', justifyContent: 'space-between', gap: 12 }}>
      <dt>{t(name)}</dt><dd className="num" style={{ margin: 0 }} data-sum={mark}>{format.money(value, mark === 'closing' || mark === 'opening')}</dd>
    </div>
  );
  return (
    <>
      <dl className="phone-card" style={{ margin: 0 }}>
        {sum('closing', closing, 'closing')}{sum('charged', charged, 'charged')}{sum('paidIn', paid, 'paid')}{sum('opening', opening, 'opening')}
        <div><dt className="skip">{t('period')}</dt><dd style={{ margin: 0 }}><Text component="span" size="sm" c="dimmed">{t('inFavour')}</Text></dd></div>
      </dl>
      <Text className="paper" display="none">{format.day(from)}–{format.day(to)}</Text>
      {movements.length === 0 ? <Empty title={t('noHistory')}><Button variant="default" mih={44} onClick={onAll}>{t('longer')}</Button></Empty> : (
        <ol className="phone-rows" style={{ marginTop: 8 }}>
          {movements.toReversed().map((row, index) => <li key={`${row.at}${String(movements.length - index)}`}><Movement row={row} /></li>)}
        </ol>
      )}
    </>
  );
}

function Movement({ row }: { row: Statement['movements'][number] }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const why = useWhy();
  const { onDate, sentence, charged, paid, balance, invoiceId, paymentId } = row;
  const change = charged === 0 ? format.money(paid, true) : format.money(-charged, true);
  const open = paymentId !== null && charged === 0 ? () => why('payment', paymentId) : invoiceId === null ? undefined : () => why('invoice', invoiceId);
  return (
    <div className="phone-row" data-movement>
      <span>
        <Text component="span" display="block">{sentence}</Text>
        <Text component="span" display="block" size="sm" c="dimmed" className="num">
          {format.day(onDate)}
          {open && <> · <UnstyledButton className="noprint" fz="inherit" c="var(--mantine-color-anchor)" td="underline" mih={24} onClick={open}>{t('why')}</UnstyledButton></>}
        </Text>
      </span>
      <span style={{ textAlign: 'right' }}>
        <span className="num" style={{ display: 'block', fontWeight: 500, color: paid > 0 ? 'var(--saldo-good)' : 'inherit' }} data-change>{change}</span>
        <Text component="span" size="sm" c="dimmed" className="num" data-after>{t('after', { sum: format.money(balance, true) })}</Text>
      </span>
    </div>
  );
}
