import { Button, NativeSelect, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type Answer, Problem, call } from '../lib/api.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { Choices } from '../ui/choices.tsx';
import { Page } from '../ui/page.tsx';
import { Refused } from '../ui/refused.tsx';
import { Loaded } from '../ui/states.tsx';
import { usePayer } from './family.ts';
import { familyWords } from './words.ts';

type Preferences = Answer<'notice-preferences.get'>;

export default function SettingsScreen(): ReactNode {
  const t = useWords(familyWords);
  const { me: { user } } = useSession();
  const payer = usePayer();
  const query = useAsk('notice-preferences.get', payer === undefined ? undefined : { id: payer });
  return (
    <Page name="my-settings" title={t('settings')} ready={payer === undefined || !query.isPending}>
      <Stack gap="lg">
        <Text c="dimmed">{t('signedAs', { name: `${user.firstName} ${user.lastName}`.trim() })}</Text>
        {payer !== undefined && (
          // As high as the choices are, so that what is below stays while they come, or do not.
          <section style={{ minHeight: 370 }}>
            <Title order={2} mb="xs">{t('notices')}</Title>
            <Loaded query={query} lines={6} height={44}>{(given) => <Notices id={payer} given={given} />}</Loaded>
          </section>
        )}
        <section><Title order={2} mb="xs">{t('look')}</Title><Choices /></section>
        <SignOut />
      </Stack>
    </Page>
  );
}

/** Each choice is kept at once; a refusal leaves it as it was. */
function Notices({ id, given }: { id: string; given: Preferences }): ReactNode {
  const t = useWords(familyWords);
  const act = useAct('notice-preferences.set');
  const set = (change: Partial<Preferences>): void => void act.run({ id, ...given, ...change });
  return (
    <Stack gap="sm">
      {(['email', 'sms', 'telegram'] as const).map((channel) => (
        <Switch key={channel} size="md" label={t(({ email: 'byEmail', sms: 'bySms', telegram: 'byTelegram' } as const)[channel])}
          checked={given[channel]} onChange={(event) => set({ [channel]: event.currentTarget.checked })} styles={{ body: { minHeight: 32, alignItems: 'center' } }} />
      ))}
      <NativeSelect size="md" label={t('noticeLanguage')} value={given.language} onChange={(event) => set({ language: event.currentTarget.value as 'ru' | 'en' })}
        data={[{ value: 'ru', label: 'Русский' }, { value: 'en', label: 'English' }]} />
      <Quiet key={`${given.quietFrom ?? ''}${given.quietUntil ?? ''}`} given={given} onSet={set} />
      <Refused problem={act.problem} />
      <Text size="sm" c="dimmed" role="status" mih={24}>{act.answer && !act.pending ? t('savedPrefs') : ''}</Text>
    </Stack>
  );
}

/** Both ends or neither. */
function Quiet({ given, onSet }: { given: Preferences; onSet: (change: Partial<Preferences>) => void }): ReactNode {
  const t = useWords(familyWords);
  const [from, setFrom] = useState(given.quietFrom ?? '');
  const [until, setUntil] = useState(given.quietUntil ?? '');
  const isChanged = from !== (given.quietFrom ?? '') || until !== (given.quietUntil ?? '');
  const isWhole = (from === '') === (until === '');
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <legend style={{ fontWeight: 500, padding: 0 }}>{t('quiet')}</legend>
      <div style={{ display: 'flex', gap: 12, alignItems: 'flex-end', flexWrap: 'wrap' }}>
        <TextInput type="time" size="md" label={t('quietFrom')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="time" size="md" label={t('quietUntil')} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
        {isChanged && isWhole && (
          <Button size="md" onClick={() => onSet({ quietFrom: from === '' ? null : from, quietUntil: until === '' ? null : until })}>{t('save')}</Button>
        )}
      </div>
    </fieldset>
  );
}

function SignOut(): ReactNode {
  const t = useWords(familyWords);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  return (
    <>
      <Refused problem={problem} />
      <Button variant="default" size="md" mih={48} style={{ alignSelf: 'flex-start' }} onClick={() => {
        call('session.end', {}).then(() => window.location.assign('/'), (error: unknown) => {
          if (error instanceof Problem) setProblem(error);
        });
      }}>{t('signOut')}</Button>
    </>
  );
}
