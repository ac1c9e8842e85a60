/** A side sheet: from the right at a desk, from below on a phone. Its being open is part of the address where given. */
import { Drawer, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useWords } from '../lib/words.ts';
import { common } from './words.ts';

type SheetProps = {
  title: string; opened: boolean; onClose: () => void; size?: number;
  /** Its height on a phone where it is known, so that its buttons are near the thumb and stay there: `26rem`. */
  tall?: string;
  children: ReactNode;
};

export function Sheet({ title, opened, onClose, size = 480, tall = '92%', children }: SheetProps): ReactNode {
  const t = useWords(common);
  const narrow = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  return (
    <Drawer opened={opened} onClose={onClose} position={narrow ? 'bottom' : 'right'} size={narrow ? tall : size}
      {...(narrow ? { styles: { content: { maxHeight: '92%' } } } : {})}
      title={<Text component="span" fw={600} size="lg">{title}</Text>} closeButtonProps={{ 'aria-label': t('close') }}>
      {opened && children}
    </Drawer>
  );
}
