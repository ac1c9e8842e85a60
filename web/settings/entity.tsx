/** A list whose entries are added and changed in a sheet; which one is open is part of the address. */
import { Anchor, Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useKeys } from '../lib/keys.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Sheet } from '../ui/sheet.tsx';
import { Empty, Waiting } from '../ui/states.tsx';
import { settingsWords } from './words.ts';

type Entity = { panel: string | undefined; open: (id: string) => void; close: () => void; addButton: ReactNode };

/** The sheet of `?panel=new` or `?panel=<id>`; `C` opens a new one. */
export function useEntity(mayAdd: boolean): Entity {
  const t = useWords(settingsWords);
  const [{ panel }, set] = useUrl();
  const open = (id: string): void => set({ panel: id });
  useKeys(mayAdd ? { KeyC: { does: t('add'), run: () => open('new') } } : {});
  return {
    panel, open, close: () => set({ panel: undefined }),
    addButton: mayAdd ? (
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => open('new')} aria-keyshortcuts="C">{t('add')}</Button>
    ) : undefined,
  };
}

type SheetProps = {
  title: string; panel: string | undefined; onClose: () => void;
  /** The list has come; until then nobody knows whether the entry is in it. */
  loaded: boolean;
  /** The entry of the address is in the list. */
  found: boolean;
  children: ReactNode;
};

/** An address that names an entry never opens as a form for a new one. */
export function EntitySheet({ title, panel, onClose, loaded, found, children }: SheetProps): ReactNode {
  const t = useWords(settingsWords);
  const there = panel === 'new' || found;
  return (
    <Sheet title={there ? title : ''} opened={panel !== undefined} onClose={onClose}>
      {there ? children : loaded ? <Empty title={t('gone')} text={t('goneText')} /> : <Waiting />}
    </Sheet>
  );
}

/** The name of an entry as the button that opens it. */
export function OpenName({ name, onOpen, disabled = false }: { name: string; onOpen: () => void; disabled?: boolean }): ReactNode {
  return disabled ? name : (
    <Anchor component="button" type="button" inherit fw={600} ta="left" mih={24} onClick={onOpen}>{name}</Anchor>
  );
}
