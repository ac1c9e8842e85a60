/** Whose trainings and passes are shown; the money is the family's and stays. */
import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Initial } from './booking-row.tsx';
import type { Booking, Child, Training } from './family.ts';
import { familyWords } from './words.ts';

export function ChildChips({ family }: { family: readonly Child[] }): ReactNode {
  const t = useWords(familyWords);
  const [{ child }, set] = useUrl();
  if (family.length < 2) return null;
  const chip = (id: string | undefined, label: string, icon?: ReactNode): ReactNode => (
    <UnstyledButton key={id ?? 'all'} aria-pressed={child === id} px="sm" mih={44} style={{
      display: 'inline-flex', alignItems: 'center', gap: 8, borderRadius: 999, border: '1px solid var(--mantine-color-default-border)',
      background: child === id ? 'var(--saldo-selected)' : 'transparent', fontWeight: child === id ? 600 : 400,
    }} onClick={() => set({ child: id }, { replace: true })}>{icon}{label}</UnstyledButton>
  );
  return (
    <div role="group" aria-label={t('children')} style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginTop: 16 }}>
      {chip(undefined, t('everybody'))}
      {family.map((one) => chip(one.id, one.name, <Initial child={one} size={24} />))}
    </div>
  );
}

/** One line for each child of the family on each training. */
export const childrenShown = (rows: readonly Training[], child: string | undefined): { training: Training; booking: Booking }[] =>
  rows.flatMap((training) => training.mine.filter(({ studentId }) => child === undefined || studentId === child)
    .map((booking) => ({ training, booking })));
