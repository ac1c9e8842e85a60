/** Figures as the house shows them: tabular, with a true minus, never broken over two lines. */
import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { common } from './words.ts';

type AmountProps = {
  /** Roubles, as on the wire; null is unknown. */
  value: number | null | undefined;
  sign?: boolean;
  strong?: boolean;
  size?: string;
  tone?: 'bad' | 'good' | 'dimmed' | undefined;
  /** Opens the explanation of the amount. */
  onWhy?: (() => void) | undefined;
};

const TONES = { bad: 'var(--saldo-bad)', good: 'var(--saldo-good)', dimmed: 'var(--mantine-color-dimmed)' };

/** A sum of money. With `onWhy` it is a button that explains itself. */
export function Amount({ value, sign = false, strong = false, size, tone, onWhy }: AmountProps): ReactNode {
  const format = useFormat();
  const t = useWords(common);
  const text = value === null || value === undefined ? '—' : format.money(value, sign);
  const style = {
    ...(strong ? { fontWeight: 600 } : {}), ...(size === undefined ? {} : { fontSize: size, lineHeight: 1.25 }),
    ...(tone === undefined ? {} : { color: TONES[tone] }),
  };
  if (!onWhy) return <span className="num" data-money style={style}>{text}</span>;
  return (
    <UnstyledButton className="num" data-money style={{ ...style, textDecoration: 'underline dotted', textUnderlineOffset: 3 }}
      onClick={onWhy} aria-label={`${text}. ${t('why')}`}>
      {text}
    </UnstyledButton>
  );
}

/** A day, or the local day of a moment: `05.03.2026`. */
export function DayText({ value }: { value: string | null | undefined }): ReactNode {
  const format = useFormat();
  return value ? <time className="num" dateTime={value}>{format.day(value)}</time> : '—';
}

/** `05.03.2026, 18:42`. */
export function MomentText({ value }: { value: string | null | undefined }): ReactNode {
  const format = useFormat();
  return value ? <time className="num" dateTime={value}>{format.moment(value)}</time> : '—';
}

/** `18:42`. */
export function TimeText({ value }: { value: string }): ReactNode {
  const format = useFormat();
  return <time className="num" dateTime={value}>{format.time(value)}</time>;
}
