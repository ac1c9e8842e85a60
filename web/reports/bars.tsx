/** Ordered bars with their words and figures; each is a link to what it counts. A bar begins at nothing. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSeriesColours } from './chart-frame.tsx';
import { whereTo } from './address.ts';
import './reports.css';

export type Bar = { key: string; name: string; text: string; value: number; href: string; isChosen: boolean; colour?: string };

export function Bars({ label, bars }: { label: string; bars: readonly Bar[] }): ReactNode {
  const colours = useSeriesColours();
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <ul className="stay" aria-label={label}>
      {bars.map(({ key, name, text, value, href, isChosen, colour }) => (
          <li key={key}>
            <Link {...whereTo(href)} data-mark={key} resetScroll={false}
              aria-current={isChosen ? 'true' : undefined} activeProps={{ 'aria-current': isChosen ? 'true' : undefined }}>
              <span>{name}</span>
              <span className="stay-track">
                <span className="stay-bar" aria-hidden style={{ '--bar': colour ?? colours[0], width: `${(Math.max(0, value) / most) * 70}%`, minWidth: value === 0 ? 0 : 2 } as object} />
                <b className="num">{text}</b>
              </span>
            </Link>
          </li>
      ))}
    </ul>
  );
}
