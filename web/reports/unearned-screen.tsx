import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';

export default function UnearnedScreen(): ReactNode {
  return <Page name="unearned" title="unearned" ready={false}>.</Page>;
}
