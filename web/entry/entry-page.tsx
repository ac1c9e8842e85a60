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
/** Whom the year of life has, all with the password that was given; a reload forgets the password, but not the people. */
export type Told = { people: readonly Person[]; password: string };
const KEPT = 'saldo.people';
const keptPeople = (): readonly Person[] => JSON.parse(sessionStorage.getItem(KEPT) ?? '[]') as Person[];

export default function EntryPage(): ReactNode {
  const t = useWords(entryWords);
  const [toldOf, setTold] = useState<Told>(() => ({ people: keptPeople(), password: '' }));
  const setup = useQuery<Answer<'setup.get'>, Problem>({
    queryKey: ['setup.get'], queryFn: () => call('setup.get', {}),
    refetchInterval: ({ state }) => (state.data?.loading ? 700 : false),
  });
  if (setup.error && !setup.data) return <UnreachablePage />;
  if (!setup.data) return null;
  const { empty, loading, failure, codeNeeded, mail } = setup.data;
  const again = (): void => void setup.refetch();
  if (loading) {
    const { day, days } = loading;
    return (
      <Frame name="telling" title={t('tellingTitle')} text={t('tellingText')}>
        <Stack gap="xs">
          <Progress value={(100 * day) / Math.max(1, days)} size="lg" aria-label={t('telling', { day, days })} />
          <Text size="sm" c="dimmed" className="num">{t('telling', { day, days })}</Text>
          {toldOf.people.length > 0 && <Text size="sm" mt="sm">{t('later')}</Text>}
          {toldOf.people.map(({ email, role }) => <Text key={email} size="sm"><b>{email}</b> — {t(role)}</Text>)}
        </Stack>
      </Frame>
    );
  }
  if (empty) {
    return <SetupForm codeNeeded={codeNeeded} failure={failure} onEntered={again} onDemo={(people, password) => {
      sessionStorage.setItem(KEPT, JSON.stringify(people));
      setTold({ people, password });
      again();
    }} />;
  }
  return <SignIn mail={mail} told={toldOf} />;
}
