/** A field with a list of finds under it: the desk's search and the palette. Arrows and Enter choose. */
import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import './finder.css';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

export type Find = { key: string; content: ReactNode; run: () => void };
export type FindGroup = { label: string; finds: readonly Find[] };

type FinderProps = {
  id?: string;
  label: string;
  /** What fits into the field, where the label does not. */
  placeholder?: string;
  listLabel: string;
  text: string;
  onText: (text: string) => void;
  groups: readonly FindGroup[];
  /** The finds belong to an earlier text: Enter waits for those of this one. */
  stale: boolean;
  /** Changes with what was found, so that the first find is marked anew. */
  version: string;
  maxHeight?: string;
  autoFocus?: boolean;
  /** Between the field and the finds: what was corrected, what was missed. */
  children?: ReactNode;
  onKeyDown?: (event: KeyboardEvent) => void;
};

export function Finder(props: FinderProps): ReactNode {
  const { id, label, placeholder = label, listLabel, text, onText, groups, stale, version, maxHeight = 'none',
    autoFocus = false, children, onKeyDown } = props;
  const finds = groups.flatMap((group) => group.finds);
  const combobox = useCombobox({ opened: finds.length > 0 });
  const listId = useId();
  const wanted = useRef(false);
  // The field names its list once both are there.
  const [, setThere] = useState(false);
  useEffect(() => setThere(true), []);
  useEffect(() => {
    if (finds.length > 0) combobox.selectFirstOption();
    else combobox.resetSelectedOption();
    if (stale || !wanted.current) return;
    wanted.current = false;
    finds[0]?.run();
    // oxlint-disable-next-line react/exhaustive-deps
  }, [version, stale]);
  return (
    <Combobox store={combobox} readOnly={stale} onOptionSubmit={(key) => finds.find((find) => find.key === key)?.run()}>
      <Combobox.EventsTarget withExpandedAttribute>
        <TextInput {...(id === undefined ? {} : { id })} aria-label={label} placeholder={placeholder} value={text}
          type="search"
          leftSection={<IconSearch size={18} aria-hidden />} rightSection={stale ? <Loader size={16} aria-hidden /> : null}
          autoFocus={autoFocus} data-autofocus={autoFocus || undefined} spellCheck={false} maxLength={200}
          onKeyDown={(event) => {
            if (event.nativeEvent.code === 'Enter' && stale) wanted.current = true;
            onKeyDown?.(event);
          }}
          onChange={(event) => {
            wanted.current = false;
            onText(event.currentTarget.value);
          }} />
      </Combobox.EventsTarget>
      {children}
      {finds.length > 0 && (
        <Combobox.Options id={listId} aria-label={listLabel} aria-busy={stale} mt={4} mah={maxHeight}
          style={{ overflowY: 'auto' }}>
          {groups.filter((group) => group.finds.length > 0).map((group) => (
              <Combobox.Group key={group.label} label={group.label}>
                {group.finds.map((find) => (
                  <Combobox.Option key={find.key} value={find.key} className="find">{find.content}</Combobox.Option>
                ))}
              </Combobox.Group>
            ))}
        </Combobox.Options>
      )}
    </Combobox>
  );
}
