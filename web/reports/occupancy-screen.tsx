import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';

export default function OccupancyScreen(): ReactNode {
  return <Page name="occupancy" title="occupancy" ready={false}>.</Page>;
}
