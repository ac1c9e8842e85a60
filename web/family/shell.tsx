/** The family's frame: four sections, and the sheets whose being open is part of the address. */
import { IconCalendar, IconFileInvoice, IconHistory, IconHome } from '@tabler/icons-react';
import { type ReactNode, Suspense, lazy } from 'react';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { OfflineLine } from '../ui/offline-line.tsx';
import { PhoneShell } from '../ui/phone.tsx';
import { familyWords } from './words.ts';

const WhySheet = lazy(() => import('./why.tsx'));
const PaySheet = lazy(() => import('./pay-sheet.tsx'));
const CancelSheet = lazy(() => import('./cancel-sheet.tsx'));

export function Shell({ children }: { children: ReactNode }): ReactNode {
  const t = useWords(familyWords);
  const items = [
    { to: '/my', label: t('home'), icon: IconHome, exact: true }, { to: '/my/schedule', label: t('schedule'), icon: IconCalendar },
    { to: '/my/invoices', label: t('invoices'), icon: IconFileInvoice }, { to: '/my/history', label: t('history'), icon: IconHistory },
  ];
  return <PhoneShell items={items} line={<OfflineLine />}>{children}<Sheets /></PhoneShell>;
}

/** What is on demand is fetched on demand, so that the first screen stays light. */
function Sheets(): ReactNode {
  const [{ why, pay, cancel }] = useUrl();
  return (
    <Suspense fallback={null}>
      {cancel !== undefined && <CancelSheet booking={cancel} />}
      {pay !== undefined && <PaySheet what={pay} />}
      {why !== undefined && <WhySheet what={why} />}
    </Suspense>
  );
}
