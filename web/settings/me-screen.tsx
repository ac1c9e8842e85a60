/** One's own profile: the second factor, the password, and how this browser shows things. */
import { Button, Group, Select, SimpleGrid, Stack, Switch, Text, TextInput, Title, useMantineColorScheme } from '@mantine/core';
import { QRCodeSVG } from 'qrcode.react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type Language, choose, useChoice } from '../lib/choices.ts';
import { useAct } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Page } from '../ui/page.tsx';
import { PasswordField } from '../ui/password.tsx';
import { Refused } from '../ui/refused.tsx';
import { Form } from './form.tsx';
import { settingsWords } from './words.ts';

export default function MeScreen(): ReactNode {
  const t = useWords(settingsWords);
  const { me } = useSession();
  return (
    <Page name="me" title={t('me')}>
      <SimpleGrid cols={{ base: 1, md: 2 }} maw={1000} style={{ alignItems: 'start' }}>
        {me.user.kind === 'LOGIN' && (
          <Stack>
            <section className="card" aria-label={t('second')}><SecondFactor /></section>
            <section className="card" aria-label={t('changePassword')}><Password /></section>
          </Stack>
        )}
        <section className="card" aria-label={t('choices')}><ThisBrowser /></section>
      </SimpleGrid>
    </Page>
  );
}

function SecondFactor(): ReactNode {
  const t = useWords(settingsWords);
  const { me, reload } = useSession();
  const start = useAct('me.totp.start');
  const confirm = useAct('me.totp.confirm', { onDone: () => {
    start.reset(); // a key is scanned once; switching on again asks for a new one
    void reload();
  } });
  const remove = useAct('me.totp.remove', { onDone: () => void reload() });
  const [text, setText] = useState('');
  const { uri, secret } = start.answer ?? {};
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void (me.user.totp ? remove.run({ password: text }) : confirm.run({ code: text })).then(() => setText(''));
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2}>{t('second')}</Title>
        <Text c="dimmed">{me.user.totp ? t('secondOn') : t('secondOff')}</Text>
        {me.user.totp && <PasswordField label={t('oldPassword')} autoComplete="current-password" required value={text} onChange={(event) => setText(event.currentTarget.value)} />}
        {!me.user.totp && uri !== undefined && (
          <>
            <Text>{t('scan')}</Text>
            <div style={{ background: '#fff', padding: 12, width: 'fit-content' }}><QRCodeSVG value={uri} size={168} role="img" aria-label={t('second')} /></div>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>{t('orType', { secret: secret ?? '' })}</Text>
            <TextInput label={t('code')} inputMode="numeric" autoComplete="one-time-code" required value={text} onChange={(event) => setText(event.currentTarget.value)} />
          </>
        )}
        <Refused problem={start.problem ?? confirm.problem ?? remove.problem} />
        <Group>
          {me.user.totp && <ActButton type="submit" color="red" pending={remove.pending}>{t('turnOff')}</ActButton>}
          {!me.user.totp && uri === undefined && <ActButton onClick={() => void start.run({})} pending={start.pending}>{t('turnOn')}</ActButton>}
          {!me.user.totp && uri !== undefined && <ActButton type="submit" pending={confirm.pending}>{t('confirm')}</ActButton>}
        </Group>
      </Stack>
    </form>
  );
}

function Password(): ReactNode {
  const t = useWords(settingsWords);
  const act = useAct('me.password', { onDone: () => window.location.assign('/') });
  return (
    <Stack gap="sm">
      <Title order={2}>{t('changePassword')}</Title>
      <Text c="dimmed">{t('sessionsEnd')}</Text>
      <Form values={{}} submit={t('changePassword')} pending={act.pending} problem={act.problem}
        onSubmit={({ password, newPassword }) => void act.run({ password: String(password), newPassword: String(newPassword) })}
        fields={[
          { name: 'password', label: t('oldPassword'), kind: 'password', required: true, autoComplete: 'current-password' },
          { name: 'newPassword', label: t('newPassword'), description: t('ownPasswordHint'), kind: 'password', required: true },
        ]} />
    </Stack>
  );
}

function ThisBrowser(): ReactNode {
  const t = useWords(settingsWords);
  const language = useChoice('language');
  const letters = useChoice('letters');
  const privacy = useChoice('privacy');
  const density = useChoice('density');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Stack gap="sm">
      <Title order={2}>{t('choices')}</Title>
      <Select label={t('language')} allowDeselect={false} value={language} data={[{ value: 'ru', label: t('ru') }, { value: 'en', label: t('en') }]}
        onChange={(value) => choose('language', (value ?? 'ru') as Language)} />
      <Select label={t('theme')} allowDeselect={false} value={colorScheme}
        data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(value) }))}
        onChange={(value) => setColorScheme((value ?? 'auto') as 'auto')} />
      <Switch label={t('letters')} checked={letters === 'on'} onChange={(event) => choose('letters', event.currentTarget.checked ? 'on' : 'off')} />
      <Switch label={t('privacy')} checked={privacy === 'on'} onChange={(event) => choose('privacy', event.currentTarget.checked ? 'on' : 'off')} />
      <Switch label={t('dense')} checked={density === 'compact'} onChange={(event) => choose('density', event.currentTarget.checked ? 'compact' : 'normal')} />
      <Button variant="subtle" component="a" href="/api/docs" w="fit-content" px={0}>{t('apiDocs')}</Button>
    </Stack>
  );
}
