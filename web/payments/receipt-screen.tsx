/** A receipt to print: on a tape of 80 mm or on half a page. */
import { Button, SegmentedControl } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { common } from '../ui/words.ts';
import { ReceiptPaper } from './receipt-paper.tsx';
import { receiptWords } from './receipt-words.ts';

const TAPE = '@page { size: 80mm auto; margin: 4mm; @bottom-right { content: none; } }';
const HALF_PAGE = '@page { size: A5; margin: 12mm; }';

export default function ReceiptScreen(): ReactNode {
  const t = useWords(receiptWords);
  const c = useWords(common);
  const { id } = useParams({ strict: false }) as { id: string };
  const [{ paper = '80', print }, set] = useUrl();
  const receipt = useAsk('payment.receipt', { id }, { keepPrevious: false });
  const isTape = paper !== 'a5';
  const isReady = receipt.data !== undefined;
  useEffect(() => {
    if (isReady && print === '1') window.print();
  }, [isReady, print]);
  return (
    <Page name="receipt" title={t('title')} ready={isReady || receipt.error !== null} actions={(
      <>
        <SegmentedControl value={isTape ? '80' : 'a5'} aria-label={t('paper')}
          onChange={(next) => set({ paper: next }, { replace: true })}
          data={[{ value: '80', label: t('tape') }, { value: 'a5', label: 'A5' }]} />
        <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>{c('print')}</Button>
      </>
    )}>
      <style>
        {isTape ? TAPE : HALF_PAGE}
      </style>
      <Loaded query={receipt} lines={12}>{(data) => <ReceiptPaper receipt={data} isTape={isTape} />}</Loaded>
    </Page>
  );
}
