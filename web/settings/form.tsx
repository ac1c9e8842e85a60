/** The one form of the settings: fields by description, what is missing said at the field, refusals by the server. */
import { Alert, Button, Group, MultiSelect, NumberInput, Select, Switch, TextInput, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Problem } from '../lib/api.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { DayField } from '../ui/day-field.tsx';
import { MoneyField } from '../ui/money-field.tsx';
import { PasswordField } from '../ui/password.tsx';
import { TimeField } from '../ui/time-field.tsx';
import { Refused } from '../ui/refused.tsx';
import { common } from '../ui/words.ts';

export type Choice = { value: string; label: string };
type Kind =
  | { kind: 'text' | 'long' | 'email' | 'password' | 'switch' | 'day' | 'time' }
  | { kind: 'money' }
  | { kind: 'whole' | 'percent'; min?: number; max?: number; suffix?: string }
  | { kind: 'choice' | 'choices'; choices: readonly Choice[]; clearable?: boolean };
export type Field = Kind & {
  name: string; label: string; description?: string; required?: boolean; placeholder?: string; autoComplete?: string;
  /** Two such fields share a line where there is room. */
  half?: boolean;
};
export type Value = string | number | boolean | readonly string[] | null | undefined;
export type Values = Readonly<Record<string, Value>>;

type FormProps = {
  fields: readonly Field[];
  values: Values;
  submit: string;
  pending: boolean;
  problem: Problem | undefined;
  /** All values, and those that were changed here: what others changed meanwhile is not overwritten. */
  onSubmit: (values: Values, changed: Values) => void;
  onClose?: () => void;
  /** What the button says that leaves everything as it is. */
  leave?: string;
  children?: ReactNode;
};

const isEmpty = (value: Value): boolean => value === undefined || value === null || value === '';
const changedOf = (values: Values, first: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) =>
    (isEmpty(value) ? !isEmpty(first[name]) : JSON.stringify(value) !== JSON.stringify(first[name]))));

export function Form({ fields, values: given, submit, pending, problem, onSubmit, onClose, leave, children }: FormProps): ReactNode {
  const t = useWords(common);
  const [first] = useState<Values>(given);
  const [values, setValues] = useState<Values>(given);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const missing = fields.filter(({ name, required }) => required && isEmpty(values[name]));
  const refused = problem?.errors.find(({ path }) => fields.some(({ name }) => name === path))?.path;
  const focusOn = (name: string): void => form.current?.querySelector<HTMLElement>(`[data-field="${name}"]`)?.focus();
  useEffect(() => {
    if (refused !== undefined) focusOn(refused);
  }, [problem, refused]);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    const [bad] = missing;
    if (bad) focusOn(bad.name);
    else onSubmit(values, changedOf(values, first));
  };
  const errorOf = (field: Field): string | undefined => {
    const said = problem?.of(field.name);
    return said === '' ? problem?.message : said ?? (tried && missing.includes(field) ? t('required') : undefined);
  };
  return (
    <form ref={form} onSubmit={send} noValidate>
      <div style={{ display: 'grid', gap: '0.75rem', alignItems: 'start', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 13rem), 1fr))' }}>
        {tried && missing.length > 0 && (
          <Alert color="red" variant="outline" role="alert" style={{ gridColumn: '1 / -1' }}>{t('required')}: {missing.map(({ label }) => label).join(', ')}</Alert>
        )}
        {fields.map((field, index) => (
          <div key={field.name} style={{ gridColumn: field.half ? 'auto' : '1 / -1', minWidth: 0 }}>
            <Control field={field} first={index === 0} value={values[field.name]} error={errorOf(field)}
              onValue={(value) => setValues((old) => ({ ...old, [field.name]: value }))} />
          </div>
        ))}
        <div style={{ gridColumn: '1 / -1', display: 'grid', gap: '0.75rem' }}>
          {children}
          {refused === undefined && <Refused problem={problem} />}
          <Group gap="xs">
            <ActButton type="submit" pending={pending} doing={t('saving')}>{submit}</ActButton>
            {onClose && <Button variant="default" onClick={onClose}>{leave ?? t('cancel')}</Button>}
          </Group>
        </div>
      </div>
    </form>
  );
}

type ControlProps = { field: Field; first: boolean; value: Value; error: string | undefined; onValue: (value: Value) => void };

function Control({ field, first, value, error, onValue }: ControlProps): ReactNode {
  const { name, label, description, required = false, placeholder, autoComplete } = field;
  const shared = {
    name, label, description, required, error, placeholder, 'data-field': name, ...(first ? { 'data-autofocus': true } : {}),
  };
  const text = typeof value === 'string' ? value : '';
  const typed = { ...shared, value: text, onChange: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value) };
  switch (field.kind) {
    case 'text': return <TextInput {...typed} autoComplete="off" />;
    case 'time': return <TimeField {...shared} value={text} onTime={onValue} />;
    case 'email': return <TextInput {...typed} type="email" autoComplete="off" />;
    case 'password': return <PasswordField {...typed} autoComplete={autoComplete ?? 'new-password'} />;
    case 'long': return <Textarea {...typed} autosize minRows={3} />;
    case 'switch': return (
      <Switch name={name} data-field={name} label={label} description={description} checked={value === true} error={error}
        onChange={(event) => onValue(event.currentTarget.checked)} />
    );
    case 'money': return <MoneyField {...shared} value={typeof value === 'number' ? value : undefined} onValue={onValue} />;
    case 'day': return <DayField {...shared} value={text === '' ? undefined : text} onDay={onValue} />;
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
