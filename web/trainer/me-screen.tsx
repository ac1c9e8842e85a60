import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Problem, call } from '../lib/api.ts';
import { useOffline } from '../lib/offline.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Choices } from '../ui/choices.tsx';
import { Page } from '../ui/page.tsx';
import { Refused } from '../ui/refused.tsx';
import { forgetEverything } from './offline-me.ts';
import { childrenIn, useQueue } from './shell.tsx';
import { trainerWords } from './words.ts';

/** Who I am, how the program looks, and the way out, which warns of marks that would be lost. */
export default function MeScreen(): ReactNode {
  const t = useWords(trainerWords);
  const { me: { user, organisation } } = useSession();
  return (
    <Page name="trainer-me" title={t('me')}>
      <Stack gap="lg">
        <div>
          <Text fw={600} size="lg">{user.firstName} {user.lastName}</Text>
          <Text c="dimmed">{t('trainer')} · {organisation.name}</Text>
          {user.email !== null && <Text c="dimmed">{user.email}</Text>}
        </div>
        <Choices />
        <div>
          <Title order={2} mb={4}>{t('offlineReady')}</Title>
          <Text c="dimmed">{t('offlineText')}</Text>
        </div>
        <SignOut />
      </Stack>
    </Page>
  );
}

function SignOut(): ReactNode {
  const t = useWords(trainerWords);
  const { intents } = useQueue();
  const isOffline = useOffline();
  const [asks, setAsks] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const leave = async (): Promise<void> => {
    try {
      await call('session.end', {});
      await forgetEverything().catch(() => undefined);
      window.location.assign('/');
    } catch (error) {
      if (error instanceof Problem) setProblem(error);
      else throw error;
    }
  };
  if (asks && intents.length > 0) {
    return (
      <Alert color="red" variant="outline" role="alert">
        <Text fw={600} mb="xs">{t('signOutUnsent', { count: childrenIn(intents) })}</Text>
        <Group gap="xs">
          <Button color="red" mih={44} onClick={() => void leave()}>{t('signOutAnyway')}</Button>
          <Button variant="default" mih={44} onClick={() => setAsks(false)}>{t('stay')}</Button>
        </Group>
      </Alert>
    );
  }
  return (
    <>
      <Refused problem={problem} />
      <ActButton variant="default" size="md" mih={48} why={isOffline && intents.length === 0 ? t('signOutOffline') : undefined}
        onClick={() => (intents.length > 0 ? setAsks(true) : void leave())}>{t('signOut')}</ActButton>
    </>
  );
}
