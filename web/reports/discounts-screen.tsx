import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';

export default function DiscountsScreen(): ReactNode {
  return <Page name="discounts" title="discounts" ready={false}>.</Page>;
}
