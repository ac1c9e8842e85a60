/** A side sheet: from the right at a desk, from below on a phone. Its being open is part of the address where given. */
import { Drawer, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useWords } from '../lib/words.ts';
import { common } from './words.ts';

type SheetProps = {
  title: string; opened: boolean; onClose: () => void; size?: number;
  /** On a phone only as high as its content, so that its buttons are where the thumb is. */
  fit?: boolean;
  children: ReactNode;
};

export function Sheet({ title, opened, onClose, size = 480, fit = false, children }: SheetProps): ReactNode {
  const t = useWords(common);
  const narrow = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  return (
    <Drawer opened={opened} onClose={onClose} position={narrow ? 'bottom' : 'right'} size={narrow ? (fit ? 'auto' : '92%') : size}
      title={<Text component="span" fw={600} size="lg">{title}</Text>} closeButtonProps={{ 'aria-label': t('close') }}>
      {opened && children}
    </Drawer>
  );
}
