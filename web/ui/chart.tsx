/** The frame of every picture: its title is the answer, it has a table twin, and a reader hears the takeaway. */
import { Group, SegmentedControl, Text, Title } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { useWords } from '../lib/words.ts';
import { common } from './words.ts';

/** Colours that keep 3:1 on white and on the dark ground; more series than these become «Прочее». */
export const SERIES = { light: ['#0072b2', '#d55e00', '#00805e', '#b3578f', '#64748b'], dark: ['#60a5fa', '#fb923c', '#34d399', '#f0a6cf', '#9ca3af'] } as const;

type ChartProps = {
  /** The answer in words: «Выручка января на 8 % ниже декабря». */
  title: string;
  /** What is shown, smaller, above or beside it. */
  question?: string;
  picture: ReactNode;
  table: ReactNode;
  actions?: ReactNode;
};

export function Chart({ title, question, picture, table, actions }: ChartProps): ReactNode {
  const t = useWords(common);
  const [shown, setShown] = useState('picture');
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <Group justify="space-between" align="flex-start" mb="xs">
        <div style={{ minWidth: 0 }}>
          {question !== undefined && <Text size="xs" c="dimmed">{question}</Text>}
          <Title order={2} id={id}>{title}</Title>
        </div>
        <Group gap="xs" className="noprint">
          <SegmentedControl size="xs" value={shown} onChange={setShown} aria-label={title}
            data={[{ value: 'picture', label: t('showChart') }, { value: 'table', label: t('showTable') }]} />
          {actions}
        </Group>
      </Group>
      {shown === 'picture' ? picture : table}
    </section>
  );
}
