/** /in/TOKEN: the link from the office lets the family in once, and home it goes. */
import { Button, Group, Text } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { Problem, call } from '../lib/api.ts';
import { useWords } from '../lib/words.ts';
import { Visitor } from '../family/visitor.tsx';
import { familyWords } from '../family/words.ts';
import { Waiting } from '../ui/states.tsx';

export default function LinkPage(): ReactNode {
  const t = useWords(familyWords);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const tried = useRef(false);
  const enter = useCallback(() => {
    setProblem(undefined);
    const token = window.location.pathname.split('/')[2] ?? '';
    // The link is used up by its first use, so the address does not stay in the history.
    call('session.start-by-link', { token }).then(() => window.location.replace('/'), (error: unknown) => {
      if (error instanceof Problem) setProblem(error);
      else throw error;
    });
  }, []);
  useEffect(() => {
    if (tried.current) return;
    tried.current = true;
    enter();
  }, [enter]);
  if (!problem) return <Visitor name="link" title={t('linkTitle')} ready={false}><Waiting lines={2} /></Visitor>;
  return (
    <Visitor name="link" title={t('linkFailed')}>
      <Text fw={600} mb="xs" role="alert">{problem.message}</Text>
      <Text c="dimmed" mb="md">{t('linkText')}</Text>
      <Group gap="xs">
        {problem.code === 'LINK_INVALID' || problem.code === 'VALIDATION'
          ? <Button component="a" href="/" mih={44}>{t('toSignIn')}</Button> : <Button mih={44} onClick={enter}>{t('again')}</Button>}
      </Group>
    </Visitor>
  );
}
