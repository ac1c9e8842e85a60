/** «Почему?» beside whatever is open: the subject is `kind:id` and part of the address. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useGo } from '../lib/go.ts';
import { useWords } from '../lib/words.ts';
import { Sheet } from '../ui/sheet.tsx';
import { Empty, Failed, Waiting } from '../ui/states.tsx';
import { isWhyKind, useReceipt } from './explanation.ts';
import { ReceiptView } from './receipt.tsx';
import { whyWords } from './words.ts';

export default function WhySheet({ subject, onClose }: { subject: string; onClose: () => void }): ReactNode {
  const t = useWords(whyWords);
  const go = useGo();
  const [kind = '', id = ''] = subject.split(':');
  const known = isWhyKind(kind) ? kind : undefined;
  const { receipt, problem, retry } = useReceipt(known, id);
  return (
    <Sheet title={t('title')} opened onClose={onClose} size={520}>
      {known === undefined && <Empty title={t('unknown')} text={t('unknownText')} />}
      {receipt === undefined && problem && <Failed problem={problem} retry={retry} />}
      {receipt === undefined && !problem && known !== undefined && <Waiting lines={5} />}
      {receipt !== undefined && (
        <ReceiptView receipt={receipt} actions={(
          <Button variant="subtle" onClick={() => go(`/why/${kind}/${id}`)}>{t('open')}</Button>
        )} />
      )}
    </Sheet>
  );
}
