import { ActionIcon, Alert, Menu, Stack, Text, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconDots } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { Allocations, Documents, PaymentFacts, PaymentTimeline } from './payment-parts.tsx';
import { RefundSheet } from './refund-sheet.tsx';
import { reverseWords } from './reverse-words.ts';
import { paymentWords } from './words.ts';

export type Found = Answer<'payment.get'>;

export default function PaymentScreen(): ReactNode {
  const t = useWords(paymentWords);
  const format = useFormat();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const payment = useAsk('payment.get', { id }, { keepPrevious: false });
  const { data } = payment;
  const [{ panel }, set] = useUrl();
  const title = t('payment', { sum: format.money(data?.payment.amount ?? 0), day: data ? format.day(data.payment.onDate) : '…' });
  return (
    <Page name="payment" title={title} ready={data !== undefined} actions={data && <Actions found={data} />}>
      <Loaded query={payment} lines={8} height={48}>
        {(found) => (
          <>
            <ReversedBanner found={found} />
            <div className="detail">
              <Stack gap="md"><Allocations found={found} /><PaymentTimeline found={found} /></Stack>
              <Stack gap="md"><PaymentFacts payment={found.payment} /><Documents found={found} /></Stack>
            </div>
            <RefundSheet opened={panel === 'refund'} onClose={() => set({ panel: undefined })} clientName={found.payment.clientName}
              clientId={found.payment.clientId} paymentId={found.payment.id} amount={found.payment.creditLeft} method={found.payment.method} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** A reversed payment says so first, with who, when and why, and the way to the other side. */
function ReversedBanner({ found: { payment, documents } }: { found: Found }): ReactNode {
  const t = useWords(paymentWords);
  const format = useFormat();
  if (payment.status !== 'REVERSED') return null;
  const document = documents.find(({ kind }) => kind === 'PAYMENT_REVERSAL');
  return (
    <Alert color="grape" variant="outline" icon={<IconArrowBackUp aria-hidden />} mb="md" data-reversed
      title={t('reversedBanner', { at: format.moment(payment.reversedAt ?? payment.createdAt) })}>
      {payment.reversedBy !== null && <Text size="sm">{t('reversedBy', { name: payment.reversedBy })}</Text>}
      <Text size="sm">{t('reason', { reason: payment.reversalReason ?? '—' })}</Text>
      {document && <Text size="sm">{t('document', { number: document.documentNumber })}</Text>}
      <To to={`/payments?clientId=${payment.clientId}`}>{t('replacedBy')}</To>
    </Alert>
  );
}

function Actions({ found: { payment } }: { found: Found }): ReactNode {
  const t = useWords(paymentWords);
  const { can } = useSession();
  const go = useGo();
  const [, set] = useUrl();
  const to = `/payments/${payment.id}/reverse`;
  const mayReverse = can('payment.reverse') !== undefined;
  const why = payment.status === 'REVERSED' ? t('cannot') : undefined;
  return (
    <>
      {mayReverse ? <ActButton variant="outline" color="red" onClick={() => go(to)} why={why}>{t('reverse')}</ActButton>
        : payment.status === 'COMPLETED' && <ReverseNotMine />}
      {mayReverse && can('payment.register') && (
        <ActButton variant="default" onClick={() => go(`${to}?fix=1`)} why={why}>{t('fix')}</ActButton>
      )}
      <ActButton variant="default" onClick={() => go(`/payments/${payment.id}/receipt`)}>{t('receipt')}</ActButton>
      {can('refund.create') && payment.creditLeft > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Tooltip label={t('more')}><ActionIcon variant="default" size={36} aria-label={t('more')}><IconDots size={18} aria-hidden /></ActionIcon></Tooltip>
          </Menu.Target>
          <Menu.Dropdown><Menu.Item onClick={() => set({ panel: 'refund' })}>{t('refund')}</Menu.Item></Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

/** The button is there for who may not, too: it names those who may. */
function ReverseNotMine(): ReactNode {
  const t = useWords(paymentWords);
  const r = useWords(reverseWords);
  const { language } = useFormat();
  const people = useAsk('access.who-can', { permission: 'payment.reverse' }).data?.people ?? [];
  const names = people.map(({ firstName, role }) => r(`ROLE_${role}` as 'ROLE_ADMIN', { name: firstName }));
  return (
    <ActButton variant="outline" color="red"
      why={t('whoCan', { count: people.length, names: new Intl.ListFormat(language, { type: 'disjunction' }).format(names) })}>{t('reverse')}</ActButton>
  );
}
