/** The one form of the settings: fields by description, what is missing said at the field, refusals by the server. */
import { Alert, Button, Group, MultiSelect, NumberInput, Select, Stack, Switch, TextInput, Textarea } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import type { Problem } from '../lib/api.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { MoneyField } from '../ui/money-field.tsx';
import { PasswordField } from '../ui/password.tsx';
import { Refused } from '../ui/refused.tsx';
import { common } from '../ui/words.ts';

export type Choice = { value: string; label: string };
type Kind =
  | { kind: 'text' | 'long' | 'email' | 'password' | 'switch' | 'day' | 'time' }
  | { kind: 'money' }
  | { kind: 'whole' | 'percent'; min?: number; max?: number; suffix?: string }
  | { kind: 'choice' | 'choices'; choices: readonly Choice[]; clearable?: boolean };
export type Field = Kind & { name: string; label: string; description?: string; required?: boolean; placeholder?: string };
export type Value = string | number | boolean | readonly string[] | null | undefined;
export type Values = Readonly<Record<string, Value>>;

type FormProps = {
  fields: readonly Field[];
  values: Values;
  submit: string;
  pending: boolean;
  problem: Problem | undefined;
  onSubmit: (values: Values) => void;
  onClose?: () => void;
  children?: ReactNode;
};

const isEmpty = (value: Value): boolean => value === undefined || value === null || value === '';

export function Form({ fields, values: first, submit, pending, problem, onSubmit, onClose, children }: FormProps): ReactNode {
  const t = useWords(common);
  const [values, setValues] = useState<Values>(first);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const missing = fields.filter(({ name, required }) => required && isEmpty(values[name]));
  const known = new Set(fields.map(({ name }) => name));
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    const [bad] = missing;
    if (bad) form.current?.querySelector<HTMLElement>(`[name="${bad.name}"]`)?.focus();
    else onSubmit(values);
  };
  return (
    <form ref={form} onSubmit={send} noValidate>
      <Stack gap="sm">
        {tried && missing.length > 0 && (
          <Alert color="red" variant="outline" role="alert">{t('required')}: {missing.map(({ label }) => label).join(', ')}</Alert>
        )}
        {fields.map((field) => (
          <Control key={field.name} field={field} value={values[field.name]}
            error={problem?.of(field.name) ?? (tried && missing.includes(field) ? t('required') : undefined)}
            onValue={(value) => setValues((old) => ({ ...old, [field.name]: value }))} />
        ))}
        {children}
        {problem && !problem.errors.some(({ path }) => known.has(path)) && <Refused problem={problem} />}
        <Group gap="xs">
          <ActButton type="submit" pending={pending} doing={t('saving')}>{submit}</ActButton>
          {onClose && <Button variant="default" onClick={onClose}>{t('cancel')}</Button>}
        </Group>
      </Stack>
    </form>
  );
}

type ControlProps = { field: Field; value: Value; error: string | undefined; onValue: (value: Value) => void };

function Control({ field, value, error, onValue }: ControlProps): ReactNode {
  const { name, label, description, required = false, placeholder } = field;
  const shared = { name, label, description, required, error, placeholder };
  const text = typeof value === 'string' ? value : '';
  const typed = { ...shared, value: text, onChange: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value) };
  switch (field.kind) {
    case 'text': return <TextInput {...typed} />;
    case 'time': return <TextInput {...typed} type="time" />;
    case 'email': return <TextInput {...typed} type="email" autoComplete="off" />;
    case 'password': return <PasswordField {...typed} autoComplete="new-password" />;
    case 'long': return <Textarea {...typed} autosize minRows={3} />;
    case 'switch': return (
      <Switch name={name} label={label} description={description} checked={value === true} error={error}
        onChange={(event) => onValue(event.currentTarget.checked)} />
    );
    case 'money': return <MoneyField {...shared} value={typeof value === 'number' ? value : undefined} onValue={onValue} />;
    case 'day': return (
      <DateInput {...shared} value={text === '' ? null : text} valueFormat="DD.MM.YYYY" clearable={!required}
        onChange={(day) => onValue(day ?? undefined)} />
    );
    case 'whole': case 'percent': return (
      <NumberInput {...shared} value={typeof value === 'number' ? value : ''} min={field.min ?? 0} decimalScale={field.kind === 'percent' ? 2 : 0}
        decimalSeparator="," suffix={field.kind === 'percent' ? '\u00a0%' : field.suffix ?? ''} {...(field.max === undefined ? {} : { max: field.max })}
        onChange={(next) => onValue(typeof next === 'number' ? next : undefined)} hideControls />
    );
    case 'choice': return (
      <Select {...shared} data={[...field.choices]} value={text === '' ? null : text} clearable={field.clearable ?? false}
        allowDeselect={field.clearable ?? false} searchable={field.choices.length > 8} onChange={(next) => onValue(next ?? undefined)} />
    );
    case 'choices': return (
      <MultiSelect {...shared} data={[...field.choices]} value={Array.isArray(value) ? [...value] : []} onChange={(next) => onValue(next)}
        searchable={field.choices.length > 8} hidePickedOptions />
    );
    default: return null;
  }
}
