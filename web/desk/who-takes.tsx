/** For whoever may look at the desk but not take money: who can. */
import type { ReactNode } from 'react';
import { useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { Empty } from '../ui/states.tsx';
import { payWords } from './words.ts';

export function WhoTakes(): ReactNode {
  const t = useWords(payWords);
  const people = useAsk('access.who-can', { permission: 'payment.register' });
  const names = people.data?.people.map(({ firstName }) => firstName).join(', ') ?? '';
  return <section className="card" style={{ minHeight: '9rem' }}><Empty title={t('cannotTake')} text={names === '' ? ''
    : t('canTake', { names })} /></section>;
}
