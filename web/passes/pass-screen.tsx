/** One pass: tickets, where each session went, its invoices, and what can be done with it. */
import '../clients/clients.css';
import { Group, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SideCard } from '../clients/client-side.tsx';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useKeys } from '../lib/keys.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Failed, Loaded, Waiting } from '../ui/states.tsx';
import { InvoiceStatus, PassStatus } from '../ui/status.tsx';
import { CancelDialog, RenewDialog } from './act-dialogs.tsx';
import { FreezeDialog, UnfreezeDialog } from './freeze-dialog.tsx';
import { Ledger, usedTickets } from './ledger.tsx';
import { Tickets } from './tickets.tsx';
import { passWords } from './words.ts';

export type Pass = Answer<'subscription.get'>;

export default function PassScreen(): ReactNode {
  const t = useWords(passWords);
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useAsk('subscription.get', { id });
  const movements = useAsk('subscription.movements', { id });
  const charges = useAsk('charge.list', { subscriptionId: id, limit: 100 });
  const why = useWhy();
  useKeys({ F9: { does: t('why'), run: () => why('subscription', id) } });
  const pass = query.data?.id === id ? query.data : undefined;
  const title = pass === undefined ? t('one') : t('of', { name: pass.name, student: pass.studentName });
  return (
    <Page name="pass" title={title} ready={pass !== undefined ? !movements.isPending && !charges.isPending : query.isError}
      actions={pass && <Actions pass={pass} />}>
      {pass === undefined && (query.error ? <Failed problem={query.error} retry={() => void query.refetch()} />
        : <Waiting lines={12} />)}
      {pass !== undefined && (charges.isPending ? <Waiting lines={12} /> : (
        <div className="detail">
          <div className="side">
            <Head pass={pass} tickets={usedTickets(movements.data?.movements ?? [], charges.data?.charges ?? [])}
              granted={grantedOf(movements.data)} />
            <SideCard title={t('ledger')}>
              <div className="stacked">
                <Loaded query={movements} lines={6} height={32}>
                  {(answer) => <Ledger movements={answer.movements} charges={charges.data?.charges ?? []} />}
                </Loaded>
              </div>
            </SideCard>
          </div>
          <div className="side">
            <Invoices pass={pass} />
            <History pass={pass} />
          </div>
          <Dialogs pass={pass} />
        </div>
      ))}
    </Page>
  );
}

/** What the pass had for its present period: what is left and what was taken since the last grant. */
function grantedOf(answer: Answer<'subscription.movements'> | undefined): number | null {
  if (answer === undefined || answer.sessionsLeft === null) return null;
  const last = answer.movements.findLast(({ kind }) => kind === 'GRANT');
  return last === undefined ? answer.sessionsLeft : Math.max(last.left ?? 0, answer.sessionsLeft);
}

type HeadProps = { pass: Pass; tickets: ReturnType<typeof usedTickets>; granted: number | null };
function Head({ pass, tickets, granted }: HeadProps): ReactNode {
  const t = useWords(passWords);
  const format = useFormat();
  const why = useWhy();
  const { startDate, endDate, isFrozen, status, freezeEnd, shiftedDays, sessionsLeft } = pass;
  const facts: [string, ReactNode][] = [
    [t('period'), <span key="period" className="num">{format.day(startDate)}–{format.day(endDate)}</span>],
    [t('bought'), <DayText key="bought" value={pass.purchaseDate} />],
    [t('price'), <Amount key="price" value={pass.originalPrice} />],
    [t('paid'), <Amount key="paid" value={pass.paidPrice} />],
    [t('perSession'), <Amount key="each" value={pass.pricePerSession} />],
    [t('worth'), <Amount key="worth" value={pass.valueLeft} strong
      {...(pass.valueLeft === null ? {} : { onWhy: () => why('subscription', pass.id) })} />],
  ];
  return (
    <section className="card">
      <Group justify="space-between" align="flex-start" mb="sm">
        <To to={`/clients/${pass.clientId}`}>{pass.clientName}</To>
        <PassStatus status={isFrozen ? 'FROZEN' : status} until={freezeEnd === null ? undefined : format.day(freezeEnd)} />
      </Group>
      <Tickets left={sessionsLeft} total={granted} used={tickets} onWhy={() => why('subscription', pass.id)} />
      <dl className="facts" style={{ marginTop: '1rem' }}>
        {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      {shiftedDays > 0 && <Text size="sm" c="dimmed" mt="xs">{t('shifted', { days: shiftedDays })}</Text>}
      {pass.cancelReason !== null && <Text size="sm" mt="xs">{pass.cancelReason}</Text>}
    </section>
  );
}

function Invoices({ pass }: { pass: Pass }): ReactNode {
  const t = useWords(passWords);
  const format = useFormat();
  const { invoices, nextPeriod } = pass;
  return (
    <SideCard title={t('invoices')}
      foot={<>{t('next')}: {t('nextText', { from: format.day(nextPeriod.startDate),
      to: format.day(nextPeriod.endDate) })}</>}>
      {invoices.length === 0 && <Text size="sm" c="dimmed">{t('noInvoices')}</Text>}
      <ul className="lines">
        {invoices.map(({ id, invoiceNumber, purpose, status, totalAmount }) => (
          <li key={id}>
            <div>
              <To to={`/invoices/${id}`} size="sm">{invoiceNumber}</To>
              <Text size="xs" c="dimmed">{purpose === 'RENEWAL' ? t('RENEWAL') : t('INITIAL')}</Text>
              <InvoiceStatus status={status} />
            </div>
            <WhyInvoice id={id} value={totalAmount} />
          </li>
        ))}
      </ul>
    </SideCard>
  );
}

function WhyInvoice({ id, value }: { id: string; value: number }): ReactNode {
  const why = useWhy();
  return <Amount value={value} onWhy={() => why('invoice', id)} />;
}

function History({ pass }: { pass: Pass }): ReactNode {
  const t = useWords(passWords);
  return (
    <SideCard title={t('history')}>
      <ul className="lines">
        {pass.events.toReversed().map(({ kind, onDate, createdAt, invoiceId }) => (
          <li key={`${kind}:${createdAt}:${invoiceId ?? ''}`}>
            <Text size="sm">{t(kind)}{kind === 'EXPIRED' && <Text span size="xs" c="dimmed"> · {t('expelled')}</Text>}</Text>
            <DayText value={onDate} />
          </li>
        ))}
      </ul>
    </SideCard>
  );
}

function Actions({ pass }: { pass: Pass }): ReactNode {
  const t = useWords(passWords);
  const { can } = useSession();
  const [, set] = useUrl();
  if (can('subscription.manage') === undefined) return null;
  const over = pass.status === 'CANCELLED';
  return (
    <>
      {pass.freezeStart === null ? <ActButton variant="default"
        onClick={() => set({ panel: 'freeze' })}>{t('freeze')}</ActButton>
        : <ActButton variant="default" onClick={() => set({ panel: 'unfreeze' })}>{t('unfreeze')}</ActButton>}
      {!over && <ActButton onClick={() => set({ panel: 'renew' })}>{t('renew')}</ActButton>}
      {!over && <ActButton variant="outline" color="red" onClick={() => set({ panel: 'cancel' })}>{t('cancel')}</ActButton>}
    </>
  );
}

function Dialogs({ pass }: { pass: Pass }): ReactNode {
  const { can } = useSession();
  const [{ panel }, set] = useUrl();
  const close = (): void => set({ panel: undefined }, { replace: true });
  if (can('subscription.manage') === undefined) return null;
  if (panel === 'freeze') return <FreezeDialog id={pass.id} onClose={close} />;
  if (panel === 'unfreeze') return <UnfreezeDialog id={pass.id} onClose={close} />;
  if (panel === 'renew') return <RenewDialog pass={pass} onClose={close} />;
  return panel === 'cancel' ? <CancelDialog pass={pass} onClose={close} /> : null;
}
