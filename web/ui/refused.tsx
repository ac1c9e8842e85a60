/** What the server refused, in its own sentence, with what to do next. */
import { Alert, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Problem } from '../lib/api.ts';
import { useWords } from '../lib/words.ts';
import { common } from './words.ts';

type RefusedProps = { problem: Problem | undefined | null; note?: string | undefined; children?: ReactNode };

/** Nothing when there is no problem; focus stays where it is, a screen reader is told. */
export function Refused({ problem, note, children }: RefusedProps): ReactNode {
  const t = useWords(common);
  if (!problem) return null;
  return (
    <Alert color="red" variant="outline" icon={<IconAlertTriangle aria-hidden />} role="alert" data-problem={problem.code}>
      <Text fw={600} size="sm">{problem.message || t('notOpened')}</Text>
      {problem.errors.map(({ path, message }) => <Text key={path} size="sm">{path === '' ? '' : `${path}: `}{message}</Text>)}
      {note !== undefined && <Text size="sm">{note}</Text>}
      {problem.hint !== undefined && <Text size="sm">{problem.hint}</Text>}
      <Group gap="xs" mt={children === undefined ? 0 : 'xs'}>{children}</Group>
      <Text size="xs" c="dimmed" mt={4}>{t('code', { code: problem.code })}</Text>
    </Alert>
  );
}
