import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';

export default function AttendanceScreen(): ReactNode {
  return <Page name="attendance" title="attendance" ready={false}>.</Page>;
}
