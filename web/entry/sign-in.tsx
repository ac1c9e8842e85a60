/** Signing in: staff by password and second factor, families by a code from a letter. Pasting is allowed everywhere. */
import { Anchor, Radio, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type Answer, Problem, call } from '../lib/api.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { PasswordField } from '../ui/password.tsx';
import { Refused } from '../ui/refused.tsx';
import type { Told } from './entry-page.tsx';
import { Frame } from './frame.tsx';
import { entryWords } from './words.ts';

type Organisation = { id: string; name: string };
const organisationsOf = (problem: Problem): Organisation[] | undefined =>
  problem.code === 'CHOOSE_ORGANISATION' ? (problem.members['organisations'] as Organisation[]) : undefined;

/** Runs one step and keeps its refusal. */
function useStep(): { pending: boolean; problem: Problem | undefined; run: <T>(step: () => Promise<T>) => Promise<T | undefined> } {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = async <T,>(step: () => Promise<T>): Promise<T | undefined> => {
    setPending(true);
    setProblem(undefined);
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      return undefined;
    } finally {
      setPending(false);
    }
  };
  return { pending, problem, run };
}

/** Everything is asked anew by the person who has come in. */
const enter = (_answer: Answer<'session.start'>): void => window.location.reload();

export function SignIn({ mail, told }: { mail: boolean; told: Told }): ReactNode {
  const t = useWords(entryWords);
  const [who, setWho] = useState<'staff' | 'family'>('staff');
  const other = who === 'staff' ? 'family' : 'staff';
  return (
    <Frame name="sign-in" title={t('signIn')}>
      <Stack>
        {who === 'staff' ? <Staff told={told} /> : <Family mail={mail} />}
        <Anchor component="button" type="button" size="sm" ta="left" mih={24} onClick={() => setWho(other)}>{t(other)}</Anchor>
      </Stack>
    </Frame>
  );
}

function Staff({ told: { people, password: known } }: { told: Told }): ReactNode {
  const t = useWords(entryWords);
  const { pending, problem, run } = useStep();
  const [email, setEmail] = useState(people[0]?.email ?? '');
  const [password, setPassword] = useState(known);
  const [totp, setTotp] = useState('');
  const [asked, setAsked] = useState(false);
  const [organisations, setOrganisations] = useState<Organisation[]>([]);
  const [organisationId, setOrganisationId] = useState('');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const input = { email, password, ...(totp === '' ? {} : { totp }), ...(organisationId === '' ? {} : { organisationId }) };
    await run(async () => {
      try {
        enter(await call('session.start', input));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const choice = organisationsOf(error);
        if (choice) setOrganisations(choice);
        else if (error.code === 'TOTP_REQUIRED') setAsked(true);
        else throw error;
      }
    });
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        {people.length > 0 && (
          <Radio.Group label={t('ready')} value={email} onChange={setEmail}>
            <Stack gap={6} mt={4}>
              {people.map((person) => <Radio key={person.email} value={person.email} label={t('asRole', { role: t(person.role) })} />)}
            </Stack>
          </Radio.Group>
        )}
        <TextInput label={t('email')} type="email" name="email" autoComplete="username" required autoFocus value={email}
          onChange={(event) => setEmail(event.currentTarget.value)} />
        <PasswordField label={t('password')} name="password" autoComplete="current-password" required value={password}
          onChange={(event) => setPassword(event.currentTarget.value)} />
        {asked && (
          <TextInput label={t('code')} description={t('codeHint')} inputMode="numeric" autoComplete="one-time-code" autoFocus required
            value={totp} onChange={(event) => setTotp(event.currentTarget.value)} />
        )}
        {organisations.length > 0 && <Organisations all={organisations} value={organisationId} onValue={setOrganisationId} />}
        <Refused problem={problem} />
        <ActButton type="submit" pending={pending} doing={t('entering')} fullWidth>{t('enter')}</ActButton>
      </Stack>
    </form>
  );
}

function Organisations({ all, value, onValue }: { all: Organisation[]; value: string; onValue: (id: string) => void }): ReactNode {
  const t = useWords(entryWords);
  return (
    <Radio.Group label={t('organisation')} value={value} onChange={onValue} required>
      <Stack gap={6} mt={4}>{all.map(({ id, name }) => <Radio key={id} value={id} label={name} />)}</Stack>
    </Radio.Group>
  );
}

function Family({ mail }: { mail: boolean }): ReactNode {
  const t = useWords(entryWords);
  const { pending, problem, run } = useStep();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const [code, setCode] = useState('');
  const [organisations, setOrganisations] = useState<Organisation[]>([]);
  const [organisationId, setOrganisationId] = useState('');
  if (!mail) return <Text>{t('noMail')}</Text>;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await run(async () => {
      if (!sent) {
        await call('session.send-code', { email });
        setSent(true);
        return;
      }
      try {
        enter(await call('session.start-by-code', { email, code, ...(organisationId === '' ? {} : { organisationId }) }));
      } catch (error) {
        const choice = error instanceof Problem ? organisationsOf(error) : undefined;
        if (!choice) throw error;
        setOrganisations(choice);
      }
    });
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <Text c="dimmed">{sent ? t('codeSent') : t('familyText')}</Text>
        <TextInput label={t('email')} type="email" autoComplete="email" required value={email} autoFocus
          onChange={(event) => {
            setEmail(event.currentTarget.value);
            setSent(false);
          }} />
        {sent && (
          <TextInput label={t('codeFromLetter')} inputMode="numeric" autoComplete="one-time-code" required autoFocus value={code}
            onChange={(event) => setCode(event.currentTarget.value)} />
        )}
        {organisations.length > 0 && <Organisations all={organisations} value={organisationId} onValue={setOrganisationId} />}
        <Refused problem={problem} />
        <ActButton type="submit" pending={pending} doing={t('entering')} fullWidth>{sent ? t('enter') : t('sendCode')}</ActButton>
      </Stack>
    </form>
  );
}
