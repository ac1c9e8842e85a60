import { Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { DayField } from '../ui/day-field.tsx';
import { DayText, MomentText } from '../ui/figures.tsx';
import { Page } from '../ui/page.tsx';
import { PreviewAct, PreviewDialog } from '../ui/preview.tsx';
import { OWN_WORDS_LEAST, Reason } from '../ui/reason.tsx';
import { Loaded } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { Checklist } from './period-checklist.tsx';
import { periodWords } from './period-words.ts';
import { reverseWords } from './reverse-words.ts';

type Periods = Answer<'period.list'>;

export default function PeriodsScreen(): ReactNode {
  const t = useWords(periodWords);
  const { can } = useSession();
  const [, set] = useUrl();
  const periods = useAsk('period.list', {});
  const closed = periods.data?.closedThrough ?? null;
  return (
    <Page name="periods" title={t('title')} ready={periods.data !== undefined} actions={can('period.reopen') && closed !== null && (
      <ActButton variant="default" onClick={() => set({ panel: 'reopen' })}>{t('reopen')}</ActButton>
    )}>
      <Loaded query={periods}>
        {(data) => (
          <div className="detail">
            <Stack gap="md">
              <State closed={data.closedThrough} />
              {can('period.close') ? <Close closed={data.closedThrough} /> : <WhoCloses />}
            </Stack>
            <History periods={data} />
            {can('period.reopen') && data.closedThrough !== null && <Reopen closed={data.closedThrough} />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function State({ closed }: { closed: string | null }): ReactNode {
  const t = useWords(periodWords);
  const format = useFormat();
  return (
    <section className="card" aria-labelledby="period-state">
      <Title order={2} id="period-state">{closed === null ? t('open') : t('closed', { day: format.day(closed) })}</Title>
      <Text c="dimmed" maw="65ch">{t(closed === null ? 'openText' : 'closedText')}</Text>
    </section>
  );
}

/** The last day of the month before. */
function monthBefore(today: string): string {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, 0)).toISOString().slice(0, 10);
}

function Close({ closed }: { closed: string | null }): ReactNode {
  const t = useWords(periodWords);
  const format = useFormat();
  const { today } = useSession();
  const suggested = monthBefore(today);
  const [day, setDay] = useState<string | undefined>(closed !== null && closed >= suggested ? undefined : suggested);
  return (
    <section className="card" aria-labelledby="period-close">
      <Title order={2} id="period-close" mb="sm">{t('close')}</Title>
      <Stack gap="md">
        <DayField label={t('through')} value={day} onDay={setDay} maxDate={today} w={200} />
        <Checklist through={day} />
        <PreviewAct name="period.close" input={day === undefined ? undefined : { closedThrough: day }} missing={t('chooseDay')} onKeep={() => setDay(undefined)}
          keep={t('keep')} confirm={t('closeConfirm', { day: day === undefined ? '…' : format.day(day) })}
          onDone={({ closedThrough }) => {
            told(t('closedDone', { day: format.day(closedThrough ?? today) }));
            setDay(undefined);
          }}>
          {(preview) => (
            <Text>{t('becomes', { from: closed === null ? t('never') : format.day(closed), to: format.day(preview.closedThrough ?? today) })}</Text>
          )}
        </PreviewAct>
      </Stack>
    </section>
  );
}

function WhoCloses(): ReactNode {
  const t = useWords(periodWords);
  const r = useWords(reverseWords);
  const { language } = useFormat();
  const people = useAsk('access.who-can', { permission: 'period.close' }).data?.people ?? [];
  const names = people.map(({ firstName, role }) => r(`ROLE_${role}` as 'ROLE_ADMIN', { name: firstName }));
  return <Text c="dimmed">{t('whoClose', { count: people.length, names: new Intl.ListFormat(language, { type: 'disjunction' }).format(names) })}</Text>;
}

function Reopen({ closed }: { closed: string }): ReactNode {
  const t = useWords(periodWords);
  const c = useWords(common);
  const [{ panel }, set] = useUrl();
  const [day, setDay] = useState<string | undefined>(undefined);
  const [reason, setReason] = useState('');
  const close = (): void => set({ panel: undefined });
  const input = { closedThrough: day ?? null };
  return (
    <PreviewDialog name="period.reopen" title={t('reopenTitle')} opened={panel === 'reopen'} danger lines={0} confirm={t('reopenConfirm')} keep={t('reopenKeep')}
      previewInput={{ ...input, reason: c('preview') }} input={reason === '' ? undefined : { ...input, reason }}
      missing={c('reasonShort', { least: OWN_WORDS_LEAST, now: 0 })} onKeep={close} onDone={() => {
        told(t('reopened'));
        close();
      }}
      fields={(
        <>
          <DayField label={t('reopenThrough')} description={t('reopenHint')} value={day} onDay={setDay} maxDate={closed} />
          <Reason value={reason} onValue={setReason} />
        </>
      )}>
      {() => <Text size="sm">{t('reopenText')}</Text>}
    </PreviewDialog>
  );
}

function History({ periods }: { periods: Periods }): ReactNode {
  const t = useWords(periodWords);
  return (
    <section className="card" aria-labelledby="period-history">
      <Title order={2} id="period-history" mb="xs">{t('history')}</Title>
      {periods.decisions.length === 0 && <Text size="sm" c="dimmed">{t('noHistory')}</Text>}
      {periods.decisions.map((one) => (
        <div key={one.id} style={{ marginBottom: 12 }}>
          <Text size="sm" fw={600}>{t(one.action)} · {one.closedThrough === null ? t('whole') : <DayText value={one.closedThrough} />}</Text>
          <Text size="xs" c="dimmed"><MomentText value={one.createdAt} /></Text>
          {one.reason !== null && <Text size="sm">«{one.reason}»</Text>}
        </div>
      ))}
    </section>
  );
}
