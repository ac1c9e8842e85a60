/** A list whose entries are added and changed in a sheet; which one is open is part of the address. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useKeys } from '../lib/keys.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Sheet } from '../ui/sheet.tsx';
import { settingsWords } from './words.ts';

/** The sheet of `?panel=new` or `?panel=<id>`; `C` opens a new one. */
export function useEntity(mayAdd: boolean): { panel: string | undefined; open: (id: string) => void; close: () => void; addButton: ReactNode } {
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

export function EntitySheet({ title, panel, onClose, children }: { title: string; panel: string | undefined; onClose: () => void; children: ReactNode }): ReactNode {
  return <Sheet title={title} opened={panel !== undefined} onClose={onClose}>{children}</Sheet>;
}

/** The name of an entry as the button that opens it. */
export function OpenName({ name, onOpen, disabled = false }: { name: string; onOpen: () => void; disabled?: boolean }): ReactNode {
  return disabled ? name : (
    <Button variant="transparent" size="compact-sm" px={0} onClick={onOpen} styles={{ label: { whiteSpace: 'normal', textAlign: 'left' } }} h="auto">{name}</Button>
  );
}
