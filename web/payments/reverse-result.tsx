/** What was done, with its number, to be printed; and the way to the right payment. */
import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useGo } from '../lib/go.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { NewPayment } from './fix-form.tsx';
import { ReversalPreview } from './reversal-preview.tsx';
import type { Done } from './reverse-screen.tsx';
import { reverseWords } from './reverse-words.ts';

const NONE: ReadonlySet<string> = new Set();

export function ReverseResult({ done }: { done: Done }): ReactNode {
  const t = useWords(reverseWords);
  const { can } = useSession();
  const go = useGo();
  const { reversal, taken } = done;
  const { payment, document } = reversal;
  const right = `/desk?client=${payment.clientId}&pay=1&sum=${String(payment.amount)}&method=${payment.method}`;
  return (
    <Stack className="card" gap="md" maw={900} data-result>
      <dl className="facts">
        <div><dt>{t('number')}</dt><dd><b className="num" data-document>{document.documentNumber}</b></dd></div>
        <div><dt>{t('doneAt')}</dt><dd><MomentText value={document.createdAt} /></dd></div>
        <div><dt>{t('reason')}</dt><dd>{document.reason}</dd></div>
      </dl>
      <Group gap="xs" className="noprint">
        {taken === undefined
          ? can('payment.register') && <Button autoFocus onClick={() => go(right)}>{t('right')}</Button>
          : <Button autoFocus onClick={() => go(`/payments/${taken.payment.id}`)}>{t('toNew')}</Button>}
        <Button variant="default" onClick={() => window.print()}>{t('print')}</Button>
        <To to={`/payments/${payment.id}`}>{t('toPayment')}</To>
        <To to={`/clients/${payment.clientId}`}>{t('toClient')}</To>
      </Group>
      {taken && <NewPayment taken={taken} />}
      <div><ReversalPreview reversal={reversal} changed={NONE} /></div>
    </Stack>
  );
}
