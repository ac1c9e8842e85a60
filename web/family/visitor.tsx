/** The frame of the pages that need no session: one column, nothing to leave for. */
import '../ui/phone.css';
import { type ReactNode, useLayoutEffect } from 'react';
import { Page } from '../ui/page.tsx';

export function Visitor({ name, title, ready = true, children }: { name: string; title: string; ready?: boolean; children: ReactNode }): ReactNode {
  useLayoutEffect(() => document.documentElement.classList.add('phone'), []);
  return <div className="phone-page"><Page name={name} title={title} ready={ready}>{children}</Page></div>;
}
