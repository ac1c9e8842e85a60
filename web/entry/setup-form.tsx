/** The first visit: one's own organisation, or a year of life to look at. */
import { Alert, Button, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useMemo, useState } from 'react';
import { useAct } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { PasswordField } from '../ui/password.tsx';
import { Refused } from '../ui/refused.tsx';
import type { Person } from './entry-page.tsx';
import { Frame } from './frame.tsx';
import { entryWords } from './words.ts';

const TEMPLATES = ['STUDIO', 'SPORT', 'TUTOR', 'SCHOOL'] as const;
type Template = (typeof TEMPLATES)[number];
type SetupProps = {
  codeNeeded: boolean; failure: string | null; onDemo: (people: readonly Person[], password: string) => void;
  /** Somebody else was quicker: there is a door to come in by now. */
  onEntered: () => void;
};

export function SetupForm({ codeNeeded, failure, onDemo, onEntered }: SetupProps): ReactNode {
  const t = useWords(entryWords);
  const [kind, setKind] = useState<'own' | 'demo'>('own');
  const [fields, setFields] = useState({ name: '', firstName: '', lastName: '', email: '', password: '', code: '' });
  const [template, setTemplate] = useState<Template>('STUDIO');
  const [timeZone, setTimeZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const create = useAct('setup.create', { onDone: () => window.location.assign('/') });
  const tell = useAct('setup.demo', { onDone: ({ people }, { password }) => onDemo(people, password) });
  const act = kind === 'own' ? create : tell;
  const field = (name: keyof typeof fields) => ({
    value: fields[name], error: act.problem?.of(name),
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => setFields((old) => ({ ...old, [name]: value })),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { name, firstName, lastName, email, password, code } = fields;
    const entry = { email, password, ...(codeNeeded ? { code } : {}) };
    void (kind === 'own' ? create.run({ ...entry, name, firstName, lastName, template, timeZone }) : tell.run(entry));
  };
  return (
    <Frame name="setup" title={t('setup')} text={t('setupText')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <SegmentedControl fullWidth value={kind} onChange={(value) => setKind(value as 'own' | 'demo')} aria-label={t('setup')}
            styles={{ label: { whiteSpace: 'normal', height: 'auto' } }}
            data={[{ value: 'own', label: t('own') }, { value: 'demo', label: t('demo') }]} />
          {failure !== null && <Alert color="red" variant="outline" role="alert" title={t('failed')}>{failure}</Alert>}
          {kind === 'own' ? (
            <>
              <TextInput label={t('name')} placeholder={t('namePlaceholder')} required autoComplete="organization" {...field('name')} />
              <Select label={t('template')} description={t(`${template}_TEXT`)} inputWrapperOrder={['label', 'input', 'description', 'error']}
                value={template} allowDeselect={false} data={TEMPLATES.map((value) => ({ value, label: t(value) }))} onChange={(value) => setTemplate((value ?? 'STUDIO') as Template)} />
              <Zone value={timeZone} onValue={setTimeZone} error={create.problem?.of('timeZone')} />
              <SimpleGrid cols={2}>
                <TextInput label={t('firstName')} required autoComplete="given-name" {...field('firstName')} />
                <TextInput label={t('lastName')} autoComplete="family-name" {...field('lastName')} />
              </SimpleGrid>
            </>
          ) : <Text size="sm">{t('demoText')}</Text>}
          <TextInput label={t('email')} type="email" required autoComplete="username" {...field('email')} />
          <PasswordField label={t('password')} description={t('passwordHint')} required autoComplete="new-password" {...field('password')} />
          {codeNeeded && <TextInput label={t('setupCode')} description={t('setupCodeHint')} required autoComplete="off" {...field('code')} />}
          <Refused problem={act.problem}>
            {act.problem?.code === 'SETUP_DONE' && <Button size="xs" variant="default" onClick={onEntered}>{t('toSignIn')}</Button>}
          </Refused>
          <ActButton type="submit" pending={act.pending} doing={t('creating')} fullWidth>{kind === 'own' ? t('create') : t('demoStart')}</ActButton>
        </Stack>
      </form>
    </Frame>
  );
}

/** Time zones by the names of the standard, those of Russia first. */
function Zone({ value, onValue, error }: { value: string; onValue: (zone: string) => void; error: string | undefined }): ReactNode {
  const t = useWords(entryWords);
  const zones = useMemo(() => {
    const all = Intl.supportedValuesOf('timeZone');
    const russian = all.filter((zone) => /Moscow|Kaliningrad|Samara|Yekaterinburg|Omsk|Novosibirsk|Krasnoyarsk|Irkutsk|Yakutsk|Vladivostok|Magadan|Kamchatka/.test(zone));
    return [...new Set([value, ...russian, ...all])];
  }, [value]);
  return (
    <Select label={t('timeZone')} searchable allowDeselect={false} data={zones} value={value} error={error} limit={40}
      onChange={(zone) => onValue(zone ?? 'Europe/Moscow')} />
  );
}
