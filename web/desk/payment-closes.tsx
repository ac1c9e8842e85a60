/** What the payment closes, told by the server before Enter. The place is kept, so that the button never moves. */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Preview, Problem } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { payWords } from './words.ts';

type ClosesProps = {
  preview: Preview<'payment.register'> | undefined; refusal: Problem | undefined; waits: boolean; toPay: number;
  /** What has come in today, before anything else. */
  children: ReactNode;
};
/** From this many times what has to be brought, an extra zero is likely. */
const FAR = 3;

export function Closes({ preview, refusal, waits, toPay, children }: ClosesProps): ReactNode {
  const t = useWords(payWords);
  const format = useFormat();
  return (
    <div role="status" data-closes style={{ height: '8rem', overflowY: 'auto', padding: '0.5rem 0' }} tabIndex={-1}>
      {children}
      {refusal !== undefined && <Text size="sm" c="var(--saldo-bad)">{refusal.message}</Text>}
      {preview === undefined && refusal === undefined && waits && <Text size="sm" c="dimmed">{t('counting')}</Text>}
      {preview !== undefined && (
        <>
          <Text size="sm" fw={500}>{t(preview.allocations.length === 0 ? 'closesNothing' : 'closes')}</Text>
          <Settled rows={preview.allocations} />
          <div className="line"><span>{t('stays')}</span><Amount value={preview.balance} /></div>
          {toPay > 0 && preview.payment.amount >= toPay * FAR && preview.balance > 0 && (
            <Text size="sm" fw={600} c="var(--saldo-bad)" role="alert">
              {t('far', { extra: format.money(preview.balance) })}
            </Text>
          )}
        </>
      )}
    </div>
  );
}

/** What a payment did close, in the receipt. */
type Part = { invoiceId: string; invoiceNumber: string; name?: string | null; amount: number };
export function Settled({ rows }: { rows: readonly Part[] }): ReactNode {
  return (
    <ul className="rows">
      {rows.map(({ invoiceId, invoiceNumber, name, amount }) => (
        <li key={invoiceId} className="line"><span>№ {invoiceNumber} {name}</span><Amount value={amount} /></li>
      ))}
    </ul>
  );
}
