/** Chooses a client by any part of a name, a phone or a child's name; the server searches. */
import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { common } from './words.ts';

type ClientSelectProps = Omit<SelectProps, 'value' | 'onChange' | 'data' | 'searchable'> & {
  value: string | undefined;
  onClient: (id: string | undefined) => void;
};

export function ClientSelect({ value, onClient, ...rest }: ClientSelectProps): ReactNode {
  const t = useWords(common);
  const [text, setText] = useState('');
  const [sought] = useDebouncedValue(text, 150);
  const chosen = useAsk('client.get', value === undefined ? undefined : { id: value });
  const name = value === undefined ? undefined : chosen.data?.name;
  const found = useAsk('client.list', { q: sought === name ? '' : sought, limit: 20 } as never);
  const options = (found.data?.clients ?? []).map((client) => ({ value: client.id, label: client.name }));
  const known = value === undefined || name === undefined || options.some((option) => option.value === value);
  return (
    <Select comboboxProps={{ withinPortal: true }} {...rest} searchable clearable value={value ?? null} onChange={(id) => onClient(id ?? undefined)}
      data={known ? options : [{ value, label: name }, ...options]} searchValue={text} onSearchChange={setText}
      filter={({ options: all }) => all} nothingFoundMessage={t('noResults')}
      clearButtonProps={{ 'aria-label': t('reset'), tabIndex: 0 }} />
  );
}
