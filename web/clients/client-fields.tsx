/** The fields of a client: names, ways to reach him, requisites. Whose phone it already is, is told while typing. */
import { Alert, Group, SegmentedControl, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { Problem } from '../lib/api.ts';
import { useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import type { ClientValues, TextField } from './client-form.ts';
import { formWords } from './words.ts';

type FieldsProps = {
  values: ClientValues; onValues: (values: ClientValues) =>
    void; problem?: Problem | undefined; missing?: string | undefined;
};
const AUTOCOMPLETE: Partial<Record<TextField, string>> = {
  lastName: 'off', firstName: 'off', phone: 'off', email: 'off', name: 'off',
};

export function ClientFields({ values, onValues, problem, missing }: FieldsProps): ReactNode {
  const t = useWords(formWords);
  const field = (name: TextField, extra: object = {}): ReactNode => (
    <TextInput label={t(name)} value={values[name]} autoComplete={AUTOCOMPLETE[name] ?? 'off'} error={problem?.of(name)}
      onChange={(event) => onValues({ ...values, [name]: event.currentTarget.value })} {...extra} />
  );
  return (
    <Stack gap="sm">
      <SegmentedControl aria-label={t('kind')} value={values.kind}
        onChange={(kind) => onValues({ ...values, kind: kind as ClientValues['kind'] })}
        data={[{ value: 'PERSON', label: t('PERSON') }, { value: 'LEGAL', label: t('LEGAL') }]} />
      {values.kind === 'PERSON' ? (
        <>
          <Group grow align="flex-start" gap="sm">
            {field('lastName', { 'data-autofocus': true, error: missing })}
            {field('firstName')}
          </Group>
          {field('middleName')}
        </>
      ) : field('name', { 'data-autofocus': true, error: missing, required: true })}
      <Group grow align="flex-start" gap="sm">
        {field('phone', { inputMode: 'tel', type: 'tel', error: problem?.code === 'PHONE_INVALID' ? problem.message
          : problem?.of('phone') })}
        {field('email', { type: 'email' })}
      </Group>
    </Stack>
  );
}

/** What is asked less often. */
export function FurtherFields({ values, onValues, problem }: FieldsProps): ReactNode {
  const t = useWords(formWords);
  const field = (name: TextField): ReactNode => (
    <TextInput key={name} label={t(name)} value={values[name]} autoComplete="off" error={problem?.of(name)}
      onChange={(event) => onValues({ ...values, [name]: event.currentTarget.value })} />
  );
  const pair = (...names: TextField[]): ReactNode => <Group grow align="flex-start" gap="sm">{names.map(field)}</Group>;
  return (
    <Stack gap="sm">
      {pair('city', 'cardNumber')}
      {field('address')}
      {values.kind === 'LEGAL' && (
        <>
          {pair('inn', 'kpp')}
          {pair('ogrn', 'bik')}
          {field('bankName')}
          {pair('bankAccount', 'correspondentAccount')}
        </>
      )}
      <Textarea label={t('notes')} value={values.notes} autosize minRows={2}
        onChange={(event) => onValues({ ...values, notes: event.currentTarget.value })} />
    </Stack>
  );
}

const ENOUGH_DIGITS = 10;
/** The client who has this phone already. */
export function useTwin(phone: string, ownId?: string): { id: string; name: string } | undefined {
  const [digits] = useDebouncedValue(phone.replace(/\D/g, ''), 200);
  // Without the country's first figure: people write +7 and 8 for the same number.
  const found = useAsk('client.list', digits.length >= ENOUGH_DIGITS ? { q: digits.slice(-ENOUGH_DIGITS), limit: 1 }
    : undefined,
    { keepPrevious: false });
  const twin = found.data?.clients[0];
  return twin === undefined || twin.id === ownId ? undefined : { id: twin.id, name: twin.name };
}

export function TwinNotice({ twin }: { twin: { id: string; name: string } | undefined }): ReactNode {
  const t = useWords(formWords);
  return (
    <div aria-live="polite">
      {twin !== undefined && (
        <Alert color="yellow" variant="outline" data-twin={twin.id}>
          <Text size="sm" fw={600}>{t('like', { name: twin.name })}</Text>
          <Text size="sm">{t('likeText')}</Text>
          <To to={`/clients/${twin.id}`} size="sm" fw={600}>{t('openIt')}</To>
        </Alert>
      )}
    </div>
  );
}
