/** The shift: what is in the till, counting it, and the shifts before. */
import { Button, Group, Text, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import '../desk/desk.css';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Chart } from '../ui/chart.tsx';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Empty, Failed, Loaded, Waiting } from '../ui/states.tsx';
import { common, methodWords } from '../ui/words.ts';
import { CloseShift } from './close-shift.tsx';
import { OpenShiftForm } from './open-shift.tsx';
import { PastShifts, type Shift, cashOf } from './past-shifts.tsx';
import { MethodBar, MethodSums, type ShiftNow, takingsOf, totalOf } from './shift-bar.tsx';
import { shiftWords } from './words.ts';

const PAGE = 20;

export default function ShiftScreen(): ReactNode {
  const t = useWords(shiftWords);
  const [{ page = '1', panel }, set] = useUrl();
  const desk = useAsk('desk.get', {});
  const past = useAsk('shift.list', { open: 'false', page: Number(page), limit: PAGE } as never);
  const { can } = useSession();
  const [closed, setClosed] = useState<Answer<'shift.close'> | undefined>(undefined);
  const shift = desk.data?.shift;
  const last = past.data?.shifts[0];
  const lastCash = last === undefined ? undefined : cashOf(last).counted;
  // Both parts come together, so that neither moves the other; past shifts that failed keep nobody from the present one.
  const isHere = desk.data !== undefined && past.isFetched;
  return (
    <Page name="shift" title={t('title')} ready={isHere}>
      <div style={{ display: 'grid', gap: '1rem', maxWidth: 1200 }}>
        {desk.error && desk.data === undefined && <Failed problem={desk.error} retry={() => void desk.refetch()} />}
        {!isHere && !desk.error && <Waiting lines={16} />}
        {shift === null && isHere && (
          <div className="detail shift-top">
            <section className="card" aria-label={t('openTitle')}>
              <Title order={2}>{t('closedNow')}</Title>
              <Text mb="sm" maw="65ch">{t('closedText')}</Text>
              {can('shift.manage') ? <OpenShiftForm key={last?.id ?? 'first'} last={lastCash} /> : <WhoOpens />}
            </section>
            {last && <Closed shift={closed?.id === last.id ? closed : last} isNow={closed?.id === last.id} />}
          </div>
        )}
        {shift && isHere && (
          <div className="detail shift-top">
            {can('shift.manage')
              ? <CloseShift key={shift.id} shift={shift} onClosed={setClosed} />
              : <section className="card" aria-label={t('openTitle')}><WhoOpens /></section>}
            <Running shift={shift} />
          </div>
        )}
        {isHere && (
          <Loaded query={past}>{({ shifts, pagination }) => <PastShifts shifts={shifts} pagination={pagination} />}</Loaded>
        )}
      </div>
      <Detail id={panel} shifts={past.data?.shifts ?? []} onClose={() => set({ panel: undefined }, { replace: true })} />
    </Page>
  );
}

function WhoOpens(): ReactNode {
  const t = useWords(shiftWords);
  const people = useAsk('access.who-can', { permission: 'shift.manage' });
  const names = people.data?.people.map(({ firstName }) => firstName).join(', ') ?? '';
  return <Text style={{ minHeight: '3rem' }}>{t('cannot')}. {names !== '' && t('canDo', { names })}</Text>;
}

function Running({ shift }: { shift: ShiftNow }): ReactNode {
  const t = useWords(shiftWords);
  const m = useWords(methodWords);
  const format = useFormat();
  const sums = takingsOf(shift);
  return (
    <Chart title={t('answer', { cash: format.money(shift.expectedCash), sum: format.money(totalOf(sums)) })}
      question={t('byMethod')}
      picture={(
        <>
          <MethodBar sums={sums} />
          <MethodSums sums={sums} />
          <Text size="sm" c="dimmed" mt="xs">
            {t('openedAt', { at: format.moment(shift.openedAt), who: shift.openedBy })}
          </Text>
          <To to={`/payments?shiftId=${shift.id}`} size="sm">{t('allPayments')}</To>
        </>
      )}
      table={(
        <table className="list">
          <caption className="skip">{t('byMethod')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('method')}</th>
              <th scope="col" data-align="right">{t('took')}</th>
              <th scope="col" data-align="right">{t('expected')}</th>
            </tr>
          </thead>
          <tbody>
            {sums.map(({ method, sum }) => (
              <tr key={method}>
                <td>{m(method)}</td>
                <td data-align="right"><Amount value={sum} /></td>
                <td data-align="right">
                  <Amount value={shift.methods.find((row) => row.method === method)?.expected} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )} />
  );
}

/** The shift closed last, printed as its summary. */
function Closed({ shift, isNow }: { shift: Shift; isNow: boolean }): ReactNode {
  const t = useWords(shiftWords);
  const c = useWords(common);
  const format = useFormat();
  const { difference = 0 } = cashOf(shift);
  const result = difference === 0 ? t('agrees') : difference < 0 ? t('short', { sum: format.money(-difference) })
    : t('extra', { sum: format.money(difference) });
  return (
    <section className="card" aria-label={t('lastShift')} data-closed={shift.id}>
      <div {...(isNow ? { role: 'status' } : {})}>
        <Title order={2}>{isNow ? t('closedDone', { result }) : t('lastShift')}</Title>
      </div>
      <Text size="sm" c="dimmed">
        {t('detail', { from: format.moment(shift.openedAt), to: format.moment(shift.closedAt ?? shift.openedAt) })}
      </Text>
      <Counts shift={shift} />
      {shift.note !== null && <Text mt="sm">{shift.note}</Text>}
      <Group mt="sm" className="noprint">
        <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
          {c('print')}
        </Button>
      </Group>
    </section>
  );
}

function Counts({ shift }: { shift: Shift }): ReactNode {
  const t = useWords(shiftWords);
  const m = useWords(methodWords);
  return (
    <table className="list">
      <caption className="skip">{t('printed')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('method')}</th>
          <th scope="col" data-align="right">{t('expected')}</th>
          <th scope="col" data-align="right">{t('counted')}</th>
          <th scope="col" data-align="right">{t('difference')}</th>
        </tr>
      </thead>
      <tbody>
        {shift.methods.map(({ method, expected, counted, difference }) => (
          <tr key={method}>
            <td>{m(method)}</td>
            <td data-align="right"><Amount value={expected} /></td>
            <td data-align="right"><Amount value={counted} /></td>
            <td data-align="right"><Amount value={difference} sign tone={difference === 0 ? undefined : 'bad'} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Detail({ id, shifts,
  onClose }: { id: string | undefined; shifts: readonly Shift[]; onClose: () => void }): ReactNode {
  const t = useWords(shiftWords);
  const format = useFormat();
  const known = shifts.find((shift) => shift.id === id);
  const asked = useAsk('shift.get', id === undefined || known !== undefined ? undefined : { id }, { keepPrevious: false });
  const shift = known ?? asked.data;
  const title = shift === undefined ? t('title')
    : t('detail', { from: format.moment(shift.openedAt), to: shift.closedAt === null ? '…'
      : format.moment(shift.closedAt) });
  return (
    <Sheet title={title} opened={id !== undefined} onClose={onClose} size={560}>
      {shift === undefined ? (asked.error ? <Empty title={asked.error.message} /> : <Waiting lines={5} />) : (
        <>
          <Counts shift={shift} />
          {shift.note !== null && <Text mt="sm">{shift.note}</Text>}
          <To to={`/payments?shiftId=${shift.id}`} size="sm">{t('allPayments')}</To>
        </>
      )}
    </Sheet>
  );
}
