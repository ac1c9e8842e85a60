/** What the family has to pay: one sum, what it is of, why, and how to pay it. */
import { Button, Skeleton, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { Failed } from '../ui/states.tsx';
import { type Training, type useOpenInvoices, usePayer } from './family.ts';
import { DueText, type InvoiceRow, useInvoiceName } from './invoice-lines.tsx';
import { familyWords } from './words.ts';

const SHOWN = 3;

/** The payer's credit, and what is to be brought when it is taken off. */
export function useMoney() {
  const payer = usePayer();
  const id = payer === undefined ? undefined : { id: payer };
  return [useAsk('client.get', id), useAsk('client.transfer', id)] as const;
}

type Money = ReturnType<typeof useMoney>;
type CardProps = { query: ReturnType<typeof useOpenInvoices>; money: Money; next: Training | undefined };

export function MoneyCard({ query, money, next }: CardProps): ReactNode {
  if (query.error && !query.data) return <div className="phone-card"><Failed problem={query.error} retry={() => void query.refetch()} /></div>;
  if (!query.data) return <div className="phone-card"><Skeleton height={168} radius="sm" /></div>;
  const { invoices, totals } = query.data;
  return (
    <section className="phone-card" data-money-card>
      {invoices.length === 0 ? <PaidUp next={next} money={money} /> : <Due invoices={invoices} left={totals.left} money={money} />}
    </section>
  );
}

function PaidUp({ next, money: [client] }: { next: Training | undefined; money: Money }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  return (
    <>
      <Text fz={20} lh="28px" fw={600}>✓ {t('paidUp')}</Text>
      {client.data !== undefined && client.data.balance > 0 && <Text className="num">{t('creditOnly', { credit: format.money(client.data.balance) })}</Text>}
      <Text c="dimmed">{next ? t('nextIs', { day: format.weekday(next.date), time: format.time(next.startsAt), title: next.title }) : t('noNext')}</Text>
    </>
  );
}

type DueProps = { invoices: readonly InvoiceRow[]; left: number; money: Money };

function Due({ invoices, left, money: [client, transfer] }: DueProps): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const [, set] = useUrl();
  const payer = usePayer();
  const [one, ...more] = invoices;
  const bring = transfer.data?.amount ?? left;
  const credit = transfer.data?.credit ?? 0;
  return (
    <>
      <Text c="dimmed" fw={500}>{t('toPay')}</Text>
      <Text fz={32} lh="40px" fw={600} className="num" data-due>{format.money(left)}</Text>
      {credit > 0 && <Text className="num" style={{ whiteSpace: 'normal' }}>{t('credit', { credit: format.money(credit), sum: format.money(bring) })}</Text>}
      {client.data !== undefined && client.data.overdue > 0 && client.data.overdue < left && (
        <Text size="sm" c="var(--saldo-bad)" className="num">{t('debt', { sum: format.money(client.data.overdue) })}</Text>
      )}
      <ul className="phone-rows" style={{ marginBlock: 8 }}>
        {invoices.slice(0, SHOWN).map((row) => <li key={row.id}><OpenInvoice row={row} /></li>)}
      </ul>
      {invoices.length > SHOWN && <To to="/my/invoices" style={{ display: 'block', paddingBlock: 8 }}>{t('restOpen', { count: invoices.length - SHOWN })}</To>}
      {payer === undefined ? <Text size="sm" c="dimmed">{t('payerPays')}</Text> : transfer.error && !transfer.data ? (
        // Without the credit nobody can say how much is to be brought.
        <Failed problem={transfer.error} retry={() => void transfer.refetch()} />
      ) : (
        <Button fullWidth size="md" mih={48} onClick={() => set({ pay: more.length === 0 && one && credit === 0 ? one.id : 'all' })}>
          {t('pay', { sum: format.money(bring) })}
        </Button>
      )}
    </>
  );
}

/** What it is for, for whom, until when; its sum explains itself. */
export function OpenInvoice({ row }: { row: InvoiceRow }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const { can } = useSession();
  const why = useWhy();
  const nameOf = useInvoiceName();
  const sum = format.money(row.dueAmount);
  return (
    <div className="phone-row" data-invoice={row.id}>
      <span>
        <To to={`/my/invoices/${row.id}`} style={{ display: 'inline-block', minHeight: 24 }}>{nameOf(row)}</To>
        <span style={{ display: 'block' }}>
          {row.studentName !== null && <Text component="span" size="sm" c="dimmed">{row.studentName} · </Text>}<DueText row={row} />
        </span>
      </span>
      {can('explain.read') === undefined ? <span className="num">{sum}</span> : (
        <UnstyledButton style={{ textAlign: 'right', minHeight: 44 }} onClick={() => why('invoice', row.id)}>
          <span className="num" style={{ display: 'block', fontWeight: 500 }}>{sum}</span>
          <Text component="span" size="sm" c="var(--mantine-color-anchor)" td="underline">{t('why')}</Text>
        </UnstyledButton>
      )}
    </div>
  );
}
