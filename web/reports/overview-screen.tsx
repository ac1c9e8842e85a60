import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';

export default function OverviewScreen(): ReactNode {
  return <Page name="overview" title="overview" ready={false}>.</Page>;
}
