import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Sheet } from '../ui/sheet.tsx';
import { Loaded } from '../ui/states.tsx';
import { usePayer } from './family.ts';
import { PayBody } from './pay-body.tsx';
import { familyWords } from './words.ts';

/** `all`, or the invoice that is paid. */
export default function PaySheet({ what }: { what: string }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const [, set] = useUrl();
  const payer = usePayer();
  const query = useAsk('client.transfer', payer === undefined ? undefined : { id: payer, ...(what === 'all' ? {} : { invoiceId: what }) });
  return (
    <Sheet title={t('howToPay')} opened onClose={() => set({ pay: undefined })}>
      {payer === undefined ? <Text pb="md">{t('payerPays')}</Text> : (
        <Loaded query={query} lines={8}>{({ amount, invoices, organisation, transfer }) => (
          <div style={{ paddingBottom: 16 }}>
            <Text fz={32} lh="40px" fw={600} className="num" data-pay-sum>{format.money(amount)}</Text>
            {invoices.length > 0 && <Text c="dimmed" mb="sm">{t('closes', { numbers: invoices.map(({ invoiceNumber }) => invoiceNumber).join(', ') })}</Text>}
            <PayBody amount={amount} organisation={organisation} transfer={transfer} />
          </div>
        )}</Loaded>
      )}
    </Sheet>
  );
}
