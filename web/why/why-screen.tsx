/** The explanation as a page of its own: an address to be sent, and a sheet to be printed. */
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWords } from '../lib/words.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Waiting } from '../ui/states.tsx';
import { isWhyKind, useReceipt } from './explanation.ts';
import { ReceiptView } from './receipt.tsx';
import { whyWords } from './words.ts';

export default function WhyScreen(): ReactNode {
  const t = useWords(whyWords);
  const { kind = '', id = '' } = useParams({ strict: false }) as { kind?: string; id?: string };
  const known = isWhyKind(kind) ? kind : undefined;
  const { receipt, problem, retry } = useReceipt(known, id);
  return (
    <Page name="why" title={t('pageTitle')} documentTitle={receipt?.title ?? t('pageTitle')}
      ready={receipt !== undefined || problem !== undefined || !known}>
      <div className="card" style={{ maxWidth: 640 }}>
        {known === undefined && <Empty title={t('unknown')} text={t('unknownText')} />}
        {receipt === undefined && problem && <Failed problem={problem} retry={retry} />}
        {receipt === undefined && !problem && known !== undefined && <Waiting lines={5} />}
        {receipt !== undefined && <ReceiptView receipt={receipt} />}
      </div>
    </Page>
  );
}
