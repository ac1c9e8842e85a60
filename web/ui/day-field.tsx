/** A day, typed as 05.03.2026 or picked from a calendar that begins on Monday. On the wire it is `2026-03-05`. */
import '@mantine/dates/styles.css';
import 'dayjs/locale/ru.js';
import { DateInput, type DateInputProps } from '@mantine/dates';
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat.js';
import type { ReactNode } from 'react';
import { useChoice } from '../lib/choices.ts';
import { useWords } from '../lib/words.ts';
import { common } from './words.ts';

dayjs.extend(customParseFormat);

type DayFieldProps = Omit<DateInputProps, 'value' | 'onChange' | 'valueFormat' | 'locale'> & {
  value: string | undefined;
  onDay: (day: string | undefined) => void;
};

export function DayField({ value, onDay, clearable = true, ...rest }: DayFieldProps): ReactNode {
  const language = useChoice('language');
  const t = useWords(common);
  return (
    <DateInput {...rest} value={value ?? null} onChange={(day) => onDay(day ?? undefined)} valueFormat="DD.MM.YYYY"
      locale={language} firstDayOfWeek={1} clearable={clearable} clearButtonProps={{ 'aria-label': t('reset') }}
      previousLabel={t('previous')} nextLabel={t('next')} dateParser={parseDay} placeholder={rest.placeholder ?? t('dayHint')}
      popoverProps={{ transitionProps: { duration: 0 } }} />
  );
}

/** `05.03.2026`, `5.3.26` and `05032026` are the same day. */
function parseDay(text: string): string | null {
  const read = dayjs(text.trim(), ['DD.MM.YYYY', 'D.M.YYYY', 'D.M.YY', 'DDMMYYYY', 'YYYY-MM-DD'], true);
  return read.isValid() ? read.format('YYYY-MM-DD') : null;
}
