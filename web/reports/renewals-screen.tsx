import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';

export default function RenewalsScreen(): ReactNode {
  return <Page name="renewals" title="renewals" ready={false}>.</Page>;
}
