/** A time of day, 24 hours whatever the browser's own language is: `18:30`, `1830`, `18.30` and `9` are understood. */
import { TextInput, type TextInputProps } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';

type TimeFieldProps = Omit<TextInputProps, 'value' | 'onChange' | 'type'> & {
  /** `18:30`; empty while the text is no time. */
  value: string;
  onTime: (time: string) => void;
};

/** `HH:MM`, or nothing. */
export function parseTime(text: string): string {
  const found = /^(\d{1,2})(?:[:.\s]?(\d{2}))?$/.exec(text.trim());
  const [hours, minutes] = [Number(found?.[1] ?? 99), Number(found?.[2] ?? 0)];
  return hours > 23 || minutes > 59 ? '' : `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

export function TimeField({ value, onTime, onBlur, ...rest }: TimeFieldProps): ReactNode {
  const [text, setText] = useState(value);
  useEffect(() => {
    // A value that came from outside; what is being typed stays as it is.
    setText((old) => (parseTime(old) === value ? old : value));
  }, [value]);
  return (
    <TextInput {...rest} inputMode="numeric" autoComplete="off" placeholder="18:00" maxLength={5} value={text} className="num"
      onChange={(event) => {
        setText(event.currentTarget.value);
        onTime(parseTime(event.currentTarget.value));
      }}
      onBlur={(event) => {
        setText(parseTime(text));
        onBlur?.(event);
      }} />
  );
}
