/** Quick views as links, a search field, further filters behind a button, and what is set as chips to be taken off. */
import { Button, CloseButton, Group, Popover, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { type UrlState, useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ClientSelect } from './client-select.tsx';
import { DayField } from './day-field.tsx';
import { MoneyField } from './money-field.tsx';
import { common } from './words.ts';

export type View = { label: string; search: Readonly<Record<string, string>> };

/** The ready questions to a list. The one whose answer is shown is marked. */
export function Views({ label, to, views }: { label: string; to: string; views: readonly View[] }): ReactNode {
  const [state] = useUrl();
  const names = new Set(views.flatMap(({ search }) => Object.keys(search)));
  const isShown = ({ search }: View): boolean => [...names].every((name) => (state[name] ?? '') === (search[name] ?? ''));
  return (
    <nav className="views noprint" aria-label={label}>
      {views.map((view) => (
        <Link key={view.label} to={to} search={view.search as never} aria-current={isShown(view) ? 'page' : undefined}
          activeOptions={{ exact: true }}>{view.label}</Link>
      ))}
    </nav>
  );
}

export type Field =
  | { kind: 'days' | 'sums'; label: string; from: string; to: string }
  | { kind: 'choice'; label: string; key: string; options: readonly { value: string; label: string }[] }
  | { kind: 'client'; label: string; key: string };

const keysOf = (field: Field): string[] => ('key' in field ? [field.key] : [field.from, field.to]);
const cleared = (fields: readonly Field[]): UrlState =>
  Object.fromEntries(fields.flatMap(keysOf).map((key) => [key, undefined]));

type FiltersProps = { fields: readonly Field[]; search?: { key: string; label: string; width?: number } | undefined; children?: ReactNode };

export function Filters({ fields, search, children }: FiltersProps): ReactNode {
  const t = useWords(common);
  const chips = useChips(fields);
  return (
    <Group gap="xs" className="noprint" align="center" style={{ flex: 1 }}>
      {search && <SearchField name={search.key} label={search.label} {...(search.width === undefined ? {} : { width: search.width })} />}
      <Popover width={340} position="bottom-start" trapFocus withinPortal shadow="md">
        <Popover.Target>
          <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />}>{t('filters')}</Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('filters')}>
          <Stack gap="sm">{fields.map((field) => <FieldInput key={field.label} field={field} />)}</Stack>
        </Popover.Dropdown>
      </Popover>
      {chips}
      <Group gap="xs" ml="auto">{children}</Group>
    </Group>
  );
}

type NothingFoundProps = { fields: readonly Field[]; search?: string | undefined; views?: readonly View[] };

/** Nothing matches: what was asked, each condition to be taken off, and all of them at once. */
export function NothingFound({ fields, search, views = [] }: NothingFoundProps): ReactNode {
  const t = useWords(common);
  const [state, set] = useUrl();
  const q = search === undefined ? undefined : state[search];
  const chips = useChips(fields);
  // A ready question is a condition, too, unless a field of its own says it.
  const named = new Set(fields.flatMap(keysOf));
  const view = views.map((one) => ({ ...one, asks: Object.entries(one.search) }))
    .find(({ asks }) => asks.length > 0 && asks.every(([key, value]) => state[key] === value && !named.has(key)));
  return (
    <Stack gap="xs" align="flex-start" py="lg" data-empty>
      <Text component="h2" fw={600} size="lg">{t('noResults')}</Text>
      <Group gap="xs">
        {q !== undefined && search !== undefined && <Taken text={`«${q}»`} onTake={() => set({ [search]: undefined })} />}
        {view && (
          <Taken text={view.label} onTake={() => set(Object.fromEntries(view.asks.map(([key]) => [key, undefined])))} />
        )}
        {chips}
      </Group>
      <Button variant="default" onClick={() => set(Object.fromEntries(Object.keys(state)
        .filter((key) => key !== 'sort').map((key) => [key, undefined])))}>{t('resetFilters')}</Button>
    </Stack>
  );
}

export function SearchField({ name, label, width = 260 }: { name: string; label: string; width?: number }): ReactNode {
  const [state, set] = useUrl();
  const [text, setText] = useState(state[name] ?? '');
  const send = useDebouncedCallback((value: string) => set({ [name]: value.trim() }, { replace: true }), 200);
  useEffect(() => setText(state[name] ?? ''), [name, state[name]]);
  return (
    <TextInput type="search" w={width} maw="100%" placeholder={label} aria-label={label} value={text} maxLength={200}
      leftSection={<IconSearch size={16} aria-hidden />} onChange={(event) => {
        setText(event.currentTarget.value);
        send(event.currentTarget.value);
      }} />
  );
}

function FieldInput({ field }: { field: Field }): ReactNode {
  const t = useWords(common);
  const [state, set] = useUrl();
  const change = (key: string, value: string | undefined): void => set({ [key]: value }, { replace: true });
  if (field.kind === 'client') {
    return <ClientSelect label={field.label} value={state[field.key]} onClient={(id) => change(field.key, id)}
      openOnFocus={false} comboboxProps={{ withinPortal: false }} />;
  }
  if (field.kind === 'choice') {
    return <Select label={field.label} clearable data={[...field.options]} value={state[field.key] ?? null}
      comboboxProps={{ withinPortal: false }} clearButtonProps={{ 'aria-label': t('reset') }} onChange={(value) => change(field.key, value ?? undefined)} />;
  }
  const both = [[field.from, t('from')], [field.to, t('to')]] as const;
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <Text component="legend" size="sm" fw={500}>{field.label}</Text>
      <Group gap="xs" grow>
        {both.map(([key, label]) => (field.kind === 'days'
          ? <DayField key={key} aria-label={`${field.label}: ${label}`} value={state[key]} onDay={(day) => change(key, day)} />
          : <SumInput key={key} name={key} label={`${field.label}: ${label}`} />))}
      </Group>
    </fieldset>
  );
}

/** A sum goes into the address when the field is left, so that a half of it is not asked for. */
function SumInput({ name, label }: { name: string; label: string }): ReactNode {
  const [state, set] = useUrl();
  const [sum, setSum] = useState(state[name] === undefined ? undefined : Number(state[name]));
  const send = (): void => set({ [name]: sum === undefined ? undefined : String(sum) }, { replace: true });
  return <MoneyField aria-label={label} value={sum} onValue={setSum} onBlur={send}
    onKeyDown={(event) => event.key === 'Enter' && send()} />;
}

function Taken({ text, onTake }: { text: string; onTake: () => void }): ReactNode {
  const t = useWords(common);
  return (
    <span className="taken">
      <span className="num">{text}</span>
      <CloseButton size={24} iconSize={14} aria-label={`${t('remove')}: ${text}`} onClick={onTake} />
    </span>
  );
}

/** What is set now, in words. */
function useChips(fields: readonly Field[]): ReactNode {
  const t = useWords(common);
  const format = useFormat();
  const [state, set] = useUrl();
  const client = fields.find((field) => field.kind === 'client');
  const clientId = client && 'key' in client ? state[client.key] : undefined;
  const name = useAsk('client.get', clientId === undefined ? undefined : { id: clientId }).data?.name ?? '…';
  const textOf = (field: Field): string | undefined => {
    if (keysOf(field).every((key) => (state[key] ?? '') === '')) return undefined;
    if (field.kind === 'client') return name;
    if (field.kind === 'choice') return `${field.label}: ${field.options.find(({ value }) => value === state[field.key])?.label ?? ''}`;
    const show = (value: string): string => (field.kind === 'days' ? format.day(value) : format.money(Number(value)));
    const [from, to] = [state[field.from], state[field.to]];
    if (from !== undefined && to !== undefined) return t('chipBetween', { label: field.label, from: show(from), to: show(to) });
    return from === undefined ? t('chipTo', { label: field.label, to: show(to!) }) : t('chipFrom', { label: field.label, from: show(from) });
  };
  return fields.map((field) => {
    const text = textOf(field);
    return text === undefined ? null : <Taken key={field.label} text={text} onTake={() => set(cleared([field]))} />;
  });
}
