/** A pass as tickets: small squares that read faster than «7 из 12». Letters and stripes beside the colour. */
import './tickets.css';
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { dictionary, useWords } from '../lib/words.ts';
import { common } from '../ui/words.ts';

const words = dictionary({
  left: 'Осталось {left} из {total, plural, one {# занятия} few {# занятий} many {# занятий} other {# занятий}}',
  only: 'Осталось занятий: {left}', unlimited: 'Занятия без ограничения', used: 'списано',
  penalty: 'штраф', free: 'осталось',
}, {
  left: '{left} of {total, plural, one {# session} other {# sessions}} left', only: 'Sessions left: {left}',
  unlimited: 'Sessions without a limit', used: 'used', penalty: 'penalty', free: 'left',
});

/** More squares than these are no picture any more. */
const MANY = 48;
export type Ticket = { kind: 'used' | 'penalty'; title?: string };

type TicketsProps = {
  left: number | null; total: number | null;
  /** What is known of those that were used, oldest first; without it they are only counted. */
  used?: readonly Ticket[];
  /** Opens the explanation of what is left. */
  onWhy?: () => void;
};

export function Tickets({ left, total, used, onWhy }: TicketsProps): ReactNode {
  const t = useWords(words);
  const c = useWords(common);
  const told = (text: string): ReactNode => (onWhy === undefined ? <Text size="sm" className="num">{text}</Text>
    : <button type="button" className="plain-why" onClick={onWhy} aria-label={`${text}. ${c('why')}`}
      aria-keyshortcuts="F9">{text}</button>);
  if (left === null) return told(t('unlimited'));
  const whole = Math.max(total ?? left, left);
  const sentence = total === null ? t('only', { left }) : t('left', { left, total: whole });
  const gone: readonly Ticket[] = used ?? Array.from({ length: whole - left }, () => ({ kind: 'used' as const }));
  const shown = gone.slice(-Math.max(0, whole - left));
  const rest = Array.from({ length: Math.max(0, whole - left - shown.length) }, () => ({ kind: 'used' as const }));
  return (
    <div>
      {told(sentence)}
      {whole <= MANY && (
        <div className="tickets" aria-hidden>
          {[...rest, ...shown].map((ticket, index) => (
            <span key={`used-${index}`} data-ticket={ticket.kind} title={'title' in ticket ? ticket.title : t(ticket.kind)}
              />
          ))}
          {Array.from({ length: left }, (_none, index) =>
            <span key={`left-${index}`} data-ticket="left" title={t('free')} />)}
        </div>
      )}
    </div>
  );
}
