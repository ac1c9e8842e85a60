/** What can be done with an invoice, by its state and by who looks; what cannot says why in the server's words. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { call } from '../lib/api.ts';
import { useGo } from '../lib/go.ts';
import { useKeys } from '../lib/keys.ts';
import { useAct } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { detailWords } from './detail-words.ts';
import type { Invoice } from './invoice-items.tsx';

type Acts = ReturnType<typeof useActs>;

/** The acts that need no preview; their refusals are shown under the heading. */
export function useActs(invoice: Invoice | undefined) {
  const t = useWords(detailWords);
  const id = invoice?.id ?? '';
  const send = useAct('invoice.send', { onDone: () => told(t('sentDone')) });
  const settle = useAct('invoice.settle-from-balance', { onDone: () => told(t('settled')) });
  const remind = useAct('invoice.remind-by-hand', {
    onDone: ({ reminded }) => told(t(reminded.length > 0 ? 'reminded' : 'notReminded')),
  });
  const share = async (): Promise<void> => {
    const { token } = await call('invoice.pay-link', { id });
    const url = `${window.location.origin}/pay/${token}`;
    await navigator.clipboard.writeText(url).then(() => told(t('linkCopied')), () => told(`${t('linkIs')}: ${url}`));
  };
  return { send, settle, remind, share };
}

export function ActProblems({ acts }: { acts: Acts }): ReactNode {
  return <Refused problem={acts.send.problem ?? acts.settle.problem ?? acts.remind.problem} />;
}

export function InvoiceActions({ invoice, acts }: { invoice: Invoice; acts: Acts }): ReactNode {
  const t = useWords(detailWords);
  const c = useWords(common);
  const { can } = useSession();
  const go = useGo();
  const [, set] = useUrl();
  const { blocked, id } = invoice;
  const isDraft = invoice.status === 'DRAFT';
  const pay = (): void => go(`/desk?client=${invoice.clientId}&pay=1&invoice=${id}`);
  const first = invoice.items[0];
  useKeys({ KeyE: { does: t('edit'), run: () => set({ panel: 'edit' }) } });
  return (
    <>
      {isDraft && can('invoice.update') && (
        <ActButton onClick={() => void acts.send.run({ id })} pending={acts.send.pending} doing={c('doing')}
          why={blocked.send ?? undefined}>{t('send')}</ActButton>
      )}
      {!isDraft && can('payment.register') && invoice.status !== 'CANCELLED' && (
        <ActButton onClick={pay} why={blocked.pay ?? undefined}>{t('take')}</ActButton>
      )}
      {can('invoice.adjust') && first && invoice.status !== 'CANCELLED' && (
        <ActButton variant="default" onClick={() => set({ panel: `item:${first.id}` })} why={blocked.adjust ?? undefined}>{t('adjust')}</ActButton>
      )}
      <ActButton variant="default" onClick={() => window.print()}>{t('print')}</ActButton>
      {can('invoice.cancel') && invoice.status !== 'CANCELLED' && (
        <ActButton variant="default" onClick={() => set({ panel: 'void' })} why={blocked.cancel ?? undefined}>{t('voidIt')}</ActButton>
      )}
      <More invoice={invoice} acts={acts} />
    </>
  );
}

function More({ invoice, acts }: { invoice: Invoice; acts: Acts }): ReactNode {
  const t = useWords(detailWords);
  const { can } = useSession();
  const [, set] = useUrl();
  const { blocked, id } = invoice;
  const isIssued = invoice.status !== 'DRAFT' && invoice.status !== 'CANCELLED';
  const rows = [
    can('invoice.remind') && isIssued && { label: t('remind'), why: blocked.pay, run: () => void acts.remind.run({ invoiceIds: [id] }) },
    can('invoice.settle') && isIssued && { label: t('settle'), why: blocked.settle, run: () => void acts.settle.run({ id }) },
    can('invoice.share') && isIssued && { label: t('link'), why: null, run: () => void acts.share() },
    can('refund.create') && isIssued && { label: t('refund'), why: blocked.refund, run: () => set({ panel: 'refund' }) },
    can('invoice.update') && { label: t('edit'), why: invoice.status === 'CANCELLED' ? blocked.edit : null, run: () => set({ panel: 'edit' }) },
    can('invoice.delete') && invoice.status === 'DRAFT' && { label: t('remove'), why: blocked.delete, run: () => set({ panel: 'delete' }) },
  ].filter((row) => row !== false && row !== undefined);
  if (rows.length === 0) return null;
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Tooltip label={t('more')}><ActionIcon variant="default" size={36} aria-label={t('more')}><IconDots size={18} aria-hidden /></ActionIcon></Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {rows.map(({ label, why, run }) => (
          <Menu.Item key={label} aria-disabled={why !== null} onClick={why === null ? run : undefined} closeMenuOnClick={why === null}>
            {label}{why !== null && <div style={{ fontSize: '0.75rem', color: 'var(--mantine-color-dimmed)' }}>{why}</div>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
