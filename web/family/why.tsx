/** «Почему столько»: the receipt behind a number, in the words of the office, and the check that it adds up. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useFormat, kopecksOf, sumOf } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Sheet } from '../ui/sheet.tsx';
import { Loaded } from '../ui/states.tsx';
import { copyText } from './copy.ts';
import { familyWords } from './words.ts';

const MONEY = { invoice: 'explain.invoice', balance: 'explain.balance', payment: 'explain.payment' } as const;
type MoneyKind = keyof typeof MONEY;

export default function WhySheet({ what }: { what: string }): ReactNode {
  const t = useWords(familyWords);
  const [, set] = useUrl();
  const [kind = '', id = ''] = what.split(':');
  return (
    <Sheet title={t('whyTitle')} opened onClose={() => set({ why: undefined })}>
      {kind === 'subscription' ? <Sessions id={id} /> : kind in MONEY ? <Money kind={kind as MoneyKind} id={id} /> : null}
    </Sheet>
  );
}

function Money({ kind, id }: { kind: MoneyKind; id: string }): ReactNode {
  const format = useFormat();
  const query = useAsk(MONEY[kind], { id });
  return (
    <Loaded query={query} lines={4}>{({ total, sentence, lines }) => (
      <Receipt sentence={sentence} total={format.money(total)} off={kopecksOf(total) - kopecksOf(sumOf(lines.map(({ amount }) => amount)))}
        lines={lines.map((line) => ({ ...line, shown: format.money(line.amount, true) }))} />
    )}</Loaded>
  );
}

function Sessions({ id }: { id: string }): ReactNode {
  const t = useWords(familyWords);
  const query = useAsk('explain.subscription', { id });
  return (
    <Loaded query={query} lines={4}>{({ total, sentence, lines }) => {
      const off = total === null ? 0 : (total - lines.reduce((all, { amount }) => all + amount, 0)) * 100;
      const shown = (count: number): string => (count > 0 ? `+${String(count)}` : String(count).replace('-', '−'));
      return (
        <Receipt sentence={sentence} total={total === null ? t('unlimited') : t('sessions', { count: total })} off={off}
          lines={lines.map((line) => ({ ...line, shown: shown(line.amount) }))} />
      );
    }}</Loaded>
  );
}

type Line = { sentence: string; at: string; shown: string };
type ReceiptProps = { sentence: string; total: string; off: number; lines: readonly Line[] };

function Receipt({ sentence, total, off, lines }: ReceiptProps): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const [copied, setCopied] = useState(false);
  const text = [sentence, ...lines.map((line) => `${line.sentence}, ${format.day(line.at)}: ${line.shown}`), `${t('totalLine')}: ${total}`].join('\n');
  return (
    <Stack gap="sm" pb="md" data-receipt>
      <Text fw={600}>{sentence}</Text>
      <ul className="phone-rows">
        {lines.map((line, index) => (
          <li key={index} style={{ display: 'flex', gap: 12, justifyContent: 'space-between', paddingBlock: 8 }}>
            <span style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
              <Text component="span" display="block">{line.sentence}</Text>
              <Text component="span" display="block" size="sm" c="dimmed" className="num">{format.day(line.at)}</Text>
            </span>
            <span className="num" data-line>{line.shown}</span>
          </li>
        ))}
      </ul>
      <Group justify="space-between"><Text fw={600}>{t('totalLine')}</Text><Text fw={600} className="num" data-total>{total}</Text></Group>
      {off === 0 ? <Text size="sm" c="dimmed">✓ {t('adds')}</Text>
        : <Alert color="red" variant="outline" role="alert">{t('notAdds', { sum: format.money(off / 100) })}</Alert>}
      <Button variant="default" size="md" mih={44} onClick={() => void copyText(text).then(setCopied)}>{t(copied ? 'copied' : 'copyText')}</Button>
    </Stack>
  );
}
