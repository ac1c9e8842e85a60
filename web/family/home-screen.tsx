/** «Главная»: what to pay and why, what is left, what comes next and how not to come. */
import { ActionIcon, Text, Title } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loaded, Waiting } from '../ui/states.tsx';
import { BookingRow } from './booking-row.tsx';
import { ChildChips, childrenShown } from './child-chips.tsx';
import { type Child, type Training, daysFrom, useChildren, useOpenInvoices, usePasses, useStill } from './family.ts';
import { MoneyCard, useMoney } from './money-card.tsx';
import { PassCard } from './pass-card.tsx';
import { familyWords } from './words.ts';

const AHEAD_DAYS = 14;
const SHOWN = 4;

export default function HomeScreen(): ReactNode {
  const t = useWords(familyWords);
  const { me, today, now } = useSession();
  const [{ child, cancel }] = useUrl();
  const children = useChildren();
  const asked = {
    invoices: useOpenInvoices(), passes: usePasses(), money: useMoney(),
    trainings: useAsk('training.list', { from: today, to: daysFrom(today, AHEAD_DAYS), limit: 100 }),
  };
  const came = ![asked.invoices, asked.passes, asked.trainings, ...asked.money].some(({ isLoading }) => isLoading);
  const { invoices, passes, trainings, money } = useStill(asked, came && cancel !== undefined);
  // Shown when all of it has come: parts of unknown height that come one by one would push each other about.
  const waits = [invoices, passes, trainings, ...money].some(({ isLoading }) => isLoading) || children === undefined;
  if (waits) return <Page name="my" title={t('home')} quiet ready={false}><Grey /></Page>;
  const coming = (trainings.data?.trainings ?? []).filter((row) => row.status === 'PLANNED' && Date.parse(row.endsAt) > Date.parse(now())
    && row.mine.some(({ status }) => status !== 'CANCELLED'));
  return (
    <Page name="my" title={t('home')} quiet>
      <div style={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 8, marginBottom: 8 }}>
        <Text fw={600} size="lg" style={{ minWidth: 0, overflowWrap: 'anywhere' }}>{me.organisation.name}</Text>
        <ActionIcon component={Link} {...{ to: '/my/settings' }} variant="subtle" color="gray" size={44} aria-label={t('settings')}>
          <IconSettings size={22} aria-hidden />
        </ActionIcon>
      </div>
      <MoneyCard query={invoices} money={money} next={coming[0]} />
      <ChildChips family={children} />
      <Title order={2} mt="md" mb={4}>{t('nearest')}</Title>
      {trainings.error && !trainings.data ? <Failed problem={trainings.error} retry={() => void trainings.refetch()} />
        : <Coming rows={coming} family={children} child={child} />}
      <Title order={2} mt="md" mb={4}>{t('passes')}</Title>
      <Loaded query={passes} lines={2} height={72}>{({ subscriptions }) => {
        const shown = subscriptions.filter((pass) => (pass.status === 'ACTIVE' || pass.status === 'PENDING') && pass.endDate >= today
          && (child === undefined || pass.studentId === child));
        if (shown.length === 0) return <Text c="dimmed">{t('noPasses')}</Text>;
        return (
          <ul className="phone-rows">
            {shown.map((pass) => (
              <PassCard key={pass.id} pass={pass} child={children.find(({ id }) => id === pass.studentId)} several={children.length > 1} />
            ))}
          </ul>
        );
      }}</Loaded>
    </Page>
  );
}

const Grey = (): ReactNode => (
  <>
    <div style={{ height: 52 }} />
    <Waiting lines={1} height={220} />
    <Waiting lines={4} height={110} />
  </>
);

function Coming({ rows, family, child }: { rows: readonly Training[]; family: readonly Child[]; child: string | undefined }): ReactNode {
  const t = useWords(familyWords);
  const shown = childrenShown(rows, child).filter(({ booking }) => booking.status !== 'CANCELLED').slice(0, SHOWN);
  if (shown.length === 0) return <Empty title={t('noNearest')} text={t('noNearestText')} />;
  return (
    <>
      <ul className="phone-rows">
        {shown.map(({ training, booking }) => (
          <BookingRow key={`${training.id}${booking.studentId}`} training={training} booking={booking} day several={family.length > 1}
            child={family.find(({ id }) => id === booking.studentId)} />
        ))}
      </ul>
      <To to="/my/schedule" style={{ display: 'inline-block', paddingBlock: 12 }}>{t('whole')}</To>
    </>
  );
}
