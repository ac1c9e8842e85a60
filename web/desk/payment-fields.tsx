/** How the money comes, and for cash how much was handed over and what goes back. */
import { Button, Group, Radio, SimpleGrid, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { kopecksOf, useFormat } from '../lib/format.ts';
import { chordText } from '../lib/keys.ts';
import { useWords } from '../lib/words.ts';
import { MoneyField } from '../ui/money-field.tsx';
import { methodWords } from '../ui/words.ts';
import { METHODS, type Method } from './use-paying.ts';
import { payWords } from './words.ts';

/** By place: «C / С» is the card, «Y / Н» is «наличные». None of them is in a sum. */
export const KEYS: Readonly<Record<string, Method>> = { KeyY: 'CASH', KeyC: 'CARD', KeyO: 'ONLINE', KeyB: 'BANK_TRANSFER' };
const keyOf = (method: Method): string => Object.keys(KEYS).find((code) => KEYS[code] === method) ?? '';

export function Methods({ value, onValue }: { value: Method; onValue: (method: Method) => void }): ReactNode {
  const t = useWords(payWords);
  const m = useWords(methodWords);
  return (
    <Radio.Group label={t('method')} value={value}
      onChange={(next) => onValue(METHODS.find((method) => method === next) ?? 'CASH')}>
      <SimpleGrid cols={2} spacing={4} verticalSpacing={4} mt={4}>
        {METHODS.map((method) => (
          <Radio key={method} value={method} size="sm"
            styles={{ body: { alignItems: 'center' }, label: { paddingBlock: 4 } }}
            label={<>{m(method)} <span className="method-key" aria-hidden>{chordText(keyOf(method))}</span></>} />
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}

const NOTES = [500, 1000, 5000];

/** The sums that people hand over: up to the next note of each size. */
export function roundUps(amount: number): number[] {
  const kopecks = kopecksOf(amount);
  const sums = NOTES.map((note) => Math.ceil(kopecks / (note * 100)) * note);
  return [...new Set(sums)].filter((sum) => kopecksOf(sum) > kopecks);
}

type CashProps = {
  amount: number | undefined; given: number | undefined; onGiven: (roubles: number | undefined) => void; change: number;
};

export function Cash({ amount, given, onGiven, change }: CashProps): ReactNode {
  const t = useWords(payWords);
  const format = useFormat();
  const isShort = change < 0;
  return (
    <div>
      <MoneyField label={t('given')} value={given ?? amount} onValue={onGiven}
        error={isShort ? t('short', { sum: format.money(-change) }) : undefined} />
      <Group gap={4} mt={6} className="tendered" role="group" aria-label={t('fastCash')}>
        <Button size="compact-sm" h={32} variant={given === undefined || given === amount ? 'light' : 'default'}
          onClick={() => onGiven(undefined)}>
          {t('exact')}
        </Button>
        {amount !== undefined && amount > 0 && roundUps(amount).map((sum) => (
          <Button key={sum} size="compact-sm" h={32} variant={given === sum ? 'light' : 'default'}
            onClick={() => onGiven(sum)}>
            <span className="num">{format.number(sum)}</span>
          </Button>
        ))}
      </Group>
      <div className="change">
        <Text size="sm">{t('change')}</Text>
        <Text fw={600} size="xl" className="num" data-change data-money>{format.money(isShort ? 0 : change)}</Text>
      </div>
    </div>
  );
}
