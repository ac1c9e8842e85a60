/** Nobody is signed in: the first visit, a year of life on its way, or the door for those who are known. */
import { Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Answer, type Problem, call } from '../lib/api.ts';
import { useWords } from '../lib/words.ts';
import { Frame } from './frame.tsx';
import { SetupForm } from './setup-form.tsx';
import { SignIn } from './sign-in.tsx';
import { UnreachablePage } from './unreachable-page.tsx';
import { entryWords } from './words.ts';

export type Person = Answer<'setup.demo'>['people'][number];

export default function EntryPage(): ReactNode {
  const t = useWords(entryWords);
  const [people, setPeople] = useState<readonly Person[]>([]);
  const setup = useQuery<Answer<'setup.get'>, Problem>({
    queryKey: ['setup.get'], queryFn: () => call('setup.get', {}),
    refetchInterval: ({ state }) => (state.data?.loading ? 700 : false),
  });
  if (setup.error) return <UnreachablePage />;
  if (!setup.data) return null;
  const { empty, loading, failure, codeNeeded, mail } = setup.data;
  if (loading) {
    const { day, days } = loading;
    return (
      <Frame name="telling" title={t('telling', { day, days })} text={t('tellingText')}>
        <Stack aria-live="polite">
          <Progress value={(100 * day) / Math.max(1, days)} size="lg" aria-label={t('telling', { day, days })} />
          <Text size="sm" c="dimmed">{t('ready')}</Text>
          <People people={people} />
        </Stack>
      </Frame>
    );
  }
  if (empty) {
    return <SetupForm codeNeeded={codeNeeded} failure={failure} onDemo={(started) => {
      setPeople(started);
      void setup.refetch();
    }} />;
  }
  return <SignIn mail={mail} note={people.length > 0 ? <People people={people} /> : undefined} />;
}

/** Everybody whose desk, phone or family page may be looked at. */
function People({ people }: { people: readonly Person[] }): ReactNode {
  const t = useWords(entryWords);
  return (
    <Stack gap={2}>
      {people.map(({ email, role }) => <Text key={email} size="sm"><b>{email}</b> — {t(role)}</Text>)}
    </Stack>
  );
}
