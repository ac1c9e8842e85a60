/** The rail: what a role works with, in the order of how often. What it can never use is absent. */
import { NavLink, Stack, Text } from '@mantine/core';
import {
  IconAlarm, IconArrowsExchange, IconBuildingBank, IconBuildingStore, IconCalendar, IconCash, IconCashRegister, IconChartBar, IconChartHistogram, IconClock,
  IconDoor, IconFileImport, IconFileInvoice, IconGauge, IconHistory, IconHourglass, IconLock, IconMoon, IconPercentage, IconRefresh, IconReportMoney, IconScale, IconSettings,
  IconShieldCheck, IconShoppingBag, IconTicket, IconTrendingUp, IconUsers, IconUsersGroup, IconWallet,
} from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { officeScreens } from '../app/screens.ts';
import { type Role, useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { shellWords } from './words.ts';

type Key = keyof (typeof shellWords)['ru'];
type Item = { to: string; label: Key; icon: typeof IconCash };
type Part = { label: Key; items: readonly Item[] };

const work: readonly Item[] = [
  { to: '/desk', label: 'desk', icon: IconBuildingStore }, { to: '/schedule', label: 'schedule', icon: IconCalendar },
  { to: '/clients', label: 'clients', icon: IconUsers }, { to: '/passes', label: 'passes', icon: IconTicket },
  { to: '/invoices', label: 'invoices', icon: IconFileInvoice }, { to: '/payments', label: 'payments', icon: IconCash },
  { to: '/rentals', label: 'rentals', icon: IconDoor }, { to: '/groups', label: 'groups', icon: IconUsersGroup },
  { to: '/shift', label: 'shift', icon: IconCashRegister },
];
const books: readonly Item[] = [
  { to: '/overview', label: 'overview', icon: IconGauge }, { to: '/receivables', label: 'receivables', icon: IconAlarm },
  { to: '/nightly-runs', label: 'nights', icon: IconMoon }, { to: '/proof', label: 'proof', icon: IconShieldCheck },
  { to: '/periods', label: 'periods', icon: IconLock }, { to: '/audit', label: 'audit', icon: IconHistory },
];
const reports: readonly Item[] = [
  { to: '/reports/revenue', label: 'revenue', icon: IconChartBar }, { to: '/reports/money', label: 'moneyIn', icon: IconWallet },
  { to: '/reports/occupancy', label: 'occupancy', icon: IconChartHistogram },
  { to: '/reports/renewals', label: 'renewals', icon: IconTrendingUp }, { to: '/reports/attendance', label: 'attendance', icon: IconClock },
  { to: '/reports/unearned', label: 'unearned', icon: IconHourglass }, { to: '/reports/discounts', label: 'discounts', icon: IconPercentage },
];
const exchange: readonly Item[] = [
  { to: '/bank', label: 'statements', icon: IconBuildingBank }, { to: '/onec', label: 'onec', icon: IconRefresh },
  { to: '/onec/customers', label: 'onecCustomers', icon: IconShoppingBag }, { to: '/imports', label: 'imports', icon: IconFileImport },
  { to: '/reconciliations', label: 'reconciliations', icon: IconScale },
];
const centre: readonly Item[] = [{ to: '/settings', label: 'settings', icon: IconSettings }];

const ORDER: Readonly<Partial<Record<Role, readonly Part[]>>> = {
  ADMIN: [{ label: 'work', items: work }, { label: 'money', items: books }, { label: 'reports', items: reports }, { label: 'exchange', items: exchange }, { label: 'centre', items: centre }],
  MANAGER: [{ label: 'work', items: work }, { label: 'money', items: books }, { label: 'reports', items: reports }, { label: 'exchange', items: exchange }, { label: 'centre', items: [{ ...centre[0]!, to: '/settings/catalogue' }] }],
  ACCOUNTANT: [{ label: 'money', items: [work[5]!, work[4]!, ...books] }, { label: 'reports', items: reports }, { label: 'exchange', items: exchange }, { label: 'work', items: work.filter(({ to }) => !['/payments', '/invoices'].includes(to)) }],
};

/** Parts that are looked into less often stay folded until one of their screens is open. */
const FOLDED: Readonly<Partial<Record<Key, typeof IconCash>>> = { reports: IconReportMoney, exchange: IconArrowsExchange };
/** Screens beneath which another item of the rail lies. */
const EXACT: ReadonlySet<string> = new Set(['/settings', '/onec']);

export function Rail(): ReactNode {
  const t = useWords(shellWords);
  const { me } = useSession();
  const { pathname } = useLocation();
  const mayOpen = (to: string): boolean => officeScreens.some(({ path, roles }) => path === to && roles.includes(me.user.role));
  const isHere = (to: string): boolean => pathname === to || (!EXACT.has(to) && pathname.startsWith(`${to}/`)) ||
    (to.startsWith('/settings') && pathname.startsWith('/settings'));
  return (
    <Stack gap={2}>
      {(ORDER[me.user.role] ?? []).map(({ label, items }) => {
        const shown = items.filter(({ to }) => mayOpen(to));
        if (shown.length === 0) return null;
        const links = shown.map((item) => <RailLink key={item.to} item={item} here={isHere(item.to)} />);
        const Folded = FOLDED[label];
        if (Folded) {
          return (
            <NavLink key={label} component="button" type="button" label={t(label)} leftSection={<Folded size={18} aria-hidden />}
              defaultOpened={shown.some(({ to }) => isHere(to))} childrenOffset={6} py={5} styles={{ root: { borderRadius: 6 } }}>
              {links}
            </NavLink>
          );
        }
        return (
          <div key={label} role="group" aria-label={t(label)}>
            <Text size="xs" c="dimmed" px="xs" pt="xs" aria-hidden>{t(label)}</Text>
            {links}
          </div>
        );
      })}
    </Stack>
  );
}

function RailLink({ item: { to, label, icon: Icon }, here }: { item: Item; here: boolean }): ReactNode {
  const t = useWords(shellWords);
  return (
    <NavLink label={t(label)} leftSection={<Icon size={18} aria-hidden />} active={here} py={5}
      styles={{ root: { borderRadius: 6 }, body: { overflow: 'visible' }, label: { fontWeight: here ? 600 : 400 } }}
      aria-current={here ? 'page' : undefined} renderRoot={(props) => <Link {...props} to={to} search={{} as never} activeOptions={{ exact: EXACT.has(to), includeSearch: false }} />} />
  );
}
