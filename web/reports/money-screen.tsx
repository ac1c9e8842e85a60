import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';

export default function MoneyScreen(): ReactNode {
  return <Page name="money-in" title="money-in" ready={false}>.</Page>;
}
