/** The period of a report: ready answers first, any other by the calendar. It lives in the address. */
import '@mantine/dates/styles.css';
import { Group, SegmentedControl } from '@mantine/core';
import { DatePickerInput, MonthPickerInput } from '@mantine/dates';
import { IconCalendar } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useChoice } from '../lib/choices.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { common } from '../ui/words.ts';
import { type Span, firstDay, lastDay, monthOf, plusDays, plusMonths, thirteenMonths } from './months.ts';
import { reportWords } from './words.ts';

const MONTHS = ['year', 'half', 'calendarYear'] as const;
const DAYS = ['month', 'lastMonth', 'weeks', 'quarter', 'year'] as const;
type Preset = (typeof MONTHS)[number] | (typeof DAYS)[number];

export function monthsOfPreset(preset: Preset, today: string): Span {
  const month = monthOf(today);
  if (preset === 'half') return { from: plusMonths(month, -5), to: month };
  return preset === 'calendarYear' ? { from: `${today.slice(0, 4)}-01`, to: month } : thirteenMonths(today);
}

export function daysOfPreset(preset: Preset, today: string): Span {
  const month = monthOf(today);
  const last = plusMonths(month, -1);
  if (preset === 'lastMonth') return { from: firstDay(last), to: lastDay(last) };
  if (preset === 'weeks') return { from: plusDays(today, -27), to: today };
  const back = preset === 'month' ? 0 : preset === 'quarter' ? -2 : -12;
  return { from: firstDay(plusMonths(month, back)), to: today };
}

/** The period of the address, or the one a report begins with. */
export function useSpan(kind: 'months' | 'days', preset: Preset): Span {
  const [{ from, to }] = useUrl();
  const { today } = useSession();
  const own = kind === 'months' ? monthsOfPreset(preset, today) : daysOfPreset(preset, today);
  return from !== undefined && to !== undefined ? { from, to } : own;
}

/** `drops` are further members of the address that do not outlive the period: what was chosen in it. */
export function PeriodPicker({ kind, span, drops = [] }: { kind: 'months' | 'days'; span: Span; drops?: readonly string[] }): ReactNode {
  const t = useWords(reportWords);
  const { today } = useSession();
  const [, set] = useUrl();
  const presets: readonly Preset[] = kind === 'months' ? MONTHS : DAYS;
  const of = (preset: Preset): Span => (kind === 'months' ? monthsOfPreset : daysOfPreset)(preset, today);
  const chosen = presets.find((preset) => of(preset).from === span.from && of(preset).to === span.to);
  const choose = ({ from, to }: Span): void =>
    set({ ...Object.fromEntries(drops.map((name) => [name, undefined])), from, to }, { replace: true });
  return (
    <Group gap="xs" miw={0} role="group" aria-label={t('period')}>
      <div className="report-presets">
        <SegmentedControl size="xs" aria-label={t('period')} value={chosen ?? ''} onChange={(preset) => choose(of(preset as Preset))}
          data={presets.map((preset) => ({ value: preset, label: t(`preset_${kind}_${preset}` as 'preset_months_year') }))} />
      </div>
      <Calendar key={`${span.from} ${span.to}`} kind={kind} span={span} onSpan={choose} />
    </Group>
  );
}

/** Half of a period asks nothing yet, so it is kept here until its other end is chosen. */
function Calendar({ kind, span, onSpan }: { kind: 'months' | 'days'; span: Span; onSpan: (span: Span) => void }): ReactNode {
  const c = useWords(common);
  const language = useChoice('language');
  const { today } = useSession();
  const whole = (text: string): string => (text.length === 7 ? firstDay(text) : text);
  const [half, setHalf] = useState<[string | null, string | null]>([whole(span.from), whole(span.to)]);
  useEffect(() => setHalf([whole(span.from), whole(span.to)]), [span.from, span.to]);
  const shared = {
    type: 'range' as const, value: half, locale: language, maxDate: today, size: 'xs' as const, w: kind === 'months' ? 220 : 210,
    leftSection: <IconCalendar size={16} aria-hidden />, previousLabel: c('previous'), nextLabel: c('next'),
    onChange: (range: [string | null, string | null]) => {
      setHalf(range);
      const [from, to] = range;
      if (from && to) onSpan(kind === 'months' ? { from: monthOf(from), to: monthOf(to) } : { from, to });
    },
  };
  return kind === 'months' ? <MonthPickerInput {...shared} valueFormat="MMM YYYY" />
    : <DatePickerInput {...shared} valueFormat="DD.MM.YYYY" firstDayOfWeek={1} />;
}
