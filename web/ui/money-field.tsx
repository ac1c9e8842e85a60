/** A field for a sum: takes `3500`, `3 500,50`, `3,5к` and `2000+1500`, and shows the result on leaving. */
import { TextInput, type TextInputProps } from '@mantine/core';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { parseSum } from './sums.ts';
import { common } from './words.ts';

type MoneyFieldProps = Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue'> & {
  /** Roubles; undefined while the text is no sum. */
  value: number | undefined;
  onValue: (roubles: number | undefined) => void;
};

export function MoneyField({ value, onValue, error, onBlur, ...rest }: MoneyFieldProps): ReactNode {
  const format = useFormat();
  const t = useWords(common);
  const shown = (roubles: number | undefined): string =>
    roubles === undefined ? '' : format.money(roubles).replace(/[₽\s\u00a0]+$/, '').replace(/^₽/, '');
  const [text, setText] = useState(shown(value));
  const input = useRef<HTMLInputElement>(null);
  const [touched, setTouched] = useState(false);
  const fromOutside = useRef(false);
  useLayoutEffect(() => {
    // A value that came from outside; what is being typed stays as it is.
    if (parseSum(text) === value) return;
    fromOutside.current = true;
    setText(shown(value));
    // oxlint-disable-next-line react/exhaustive-deps
  }, [value]);
  useLayoutEffect(() => {
    // Still marked as a whole, so that the next digit replaces the sum rather than lengthens it. It is marked in the
    // same breath as it is shown: a mark that came a frame later would swallow the digit typed meanwhile.
    if (!fromOutside.current) return;
    fromOutside.current = false;
    if (document.activeElement === input.current) input.current?.select();
  }, [text]);
  const wrong = touched && text.trim() !== '' && parseSum(text) === undefined;
  return (
    <TextInput {...rest} ref={input} inputMode="decimal" autoComplete="off" value={text} className="num" rightSection="₽"
      error={error ?? (wrong ? t('amountBad') : undefined)}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        setText(event.currentTarget.value);
        setTouched(false);
        onValue(parseSum(event.currentTarget.value));
      }}
      onBlur={(event) => {
        setTouched(true);
        const sum = parseSum(text);
        if (sum !== undefined) setText(shown(sum));
        onBlur?.(event);
      }} />
  );
}
