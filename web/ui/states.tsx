/** The states of anything that loads: first time, refreshing, failed, forbidden, empty. */
import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { Problem } from '../lib/api.ts';
import { useWords } from '../lib/words.ts';
import { Refused } from './refused.tsx';
import { common } from './words.ts';

/** True once the component has been there for 150 ms: what is quick shows no skeleton. */
export function useLate(waiting: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setTimeout(() => setLate(true), 150);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [waiting]);
  return waiting && late;
}

/** Grey lines of the height of what comes; the place is kept from the beginning, so nothing jumps. */
export function Waiting({ lines = 6, height = 40 }: { lines?: number; height?: number }): ReactNode {
  const late = useLate(true);
  const t = useWords(common);
  return (
    <Stack gap={4} aria-busy role="status" aria-label={t('loading')} style={{ minHeight: lines * (height + 4) }}>
      {late && Array.from({ length: lines }, (_none, index) => <Skeleton key={index} height={height} radius="sm" />)}
    </Stack>
  );
}

/** First use, nothing left to do, or nothing found: one sentence and what to do next. */
export function Empty({ title, text, children }: { title: string; text?: string; children?: ReactNode }): ReactNode {
  return (
    <Stack gap="xs" align="flex-start" py="lg" data-empty>
      <Title order={2}>{title}</Title>
      {text !== undefined && <Text c="dimmed" maw="65ch">{text}</Text>}
      {children !== undefined && <Group gap="xs">{children}</Group>}
    </Stack>
  );
}

/** A part that could not be loaded, with the way to try again. */
export function Failed({ problem, retry }: { problem: Problem; retry?: (() => void) | undefined }): ReactNode {
  const t = useWords(common);
  if (problem.code === 'FORBIDDEN') return <Empty title={t('noPermission')} text={t('askWhom')} />;
  return (
    <Refused problem={problem} note={problem.status === 0 || problem.status >= 500 ? t('notMoved') : undefined}>
      {retry && <Button size="xs" variant="default" onClick={retry}>{t('retry')}</Button>}
    </Refused>
  );
}

type LoadedProps<T> = {
  query: UseQueryResult<T, Problem>;
  lines?: number;
  height?: number;
  children: (data: T) => ReactNode;
};

/** Shows what was asked for, and until then that it comes; old data stays while new data is fetched. */
export function Loaded<T>({ query, lines = 6, height = 40, children }: LoadedProps<T>): ReactNode {
  if (query.data !== undefined) return <div aria-busy={query.isPlaceholderData}>{children(query.data)}</div>;
  if (query.error) return <Failed problem={query.error} retry={() => void query.refetch()} />;
  return <Waiting lines={lines} height={height} />;
}
