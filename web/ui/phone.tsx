/** The frame of the products that live on a phone: one column, and a menu at the bottom where the thumb is. */
import './phone.css';
import { Link } from '@tanstack/react-router';
import { type ComponentType, type ReactNode, useLayoutEffect } from 'react';
import { dictionary, useWords } from '../lib/words.ts';

const words = dictionary({ menu: 'Разделы', skip: 'К содержанию' }, { menu: 'Sections', skip: 'To the content' });

export type PhoneItem = { to: string; label: string; icon: ComponentType<{ size?: number; 'aria-hidden'?: boolean }>; exact?: boolean };

type PhoneShellProps = {
  items: readonly PhoneItem[];
  /** A line above the menu: what is saved and what waits. */
  line?: ReactNode;
  children: ReactNode;
};

export function PhoneShell({ items, line, children }: PhoneShellProps): ReactNode {
  const t = useWords(words);
  useLayoutEffect(() => {
    document.documentElement.classList.add('phone');
    return () => document.documentElement.classList.remove('phone');
  }, []);
  return (
    <>
      <a className="skip" href="#main">{t('skip')}</a>
      <div className="phone-page">{children}</div>
      <footer className="phone-foot noprint">
        {line !== undefined && <div className="phone-line">{line}</div>}
        <nav aria-label={t('menu')}>
          <ul className="phone-menu">
            {items.map(({ to, label, icon: Icon, exact = false }) => (
              <li key={to}><Link to={to} activeOptions={{ exact, includeSearch: false }}><Icon size={22} aria-hidden />{label}</Link></li>
            ))}
          </ul>
        </nav>
      </footer>
    </>
  );
}
