/** One night: what it charged, whom, and why. Its address is the run's id or the day on which it ran. */
import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Answer, type Problem, call } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAct } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Refused } from '../ui/refused.tsx';
import { Empty, Loaded, Waiting } from '../ui/states.tsx';
import { Decisions } from './decisions.tsx';
import { Flow } from './flow.tsx';
import type { Decision } from './squares.tsx';
import { nightWords } from './words.ts';

type Run = Answer<'job-run.get'>;
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

async function findRun(id: string): Promise<Run | undefined> {
  if (!isDay(id)) return call('job-run.get', { id });
  return (await call('job-run.list', { job: 'nightly-charges', from: id, to: id, limit: 1 })).runs[0];
}

/** A night has as many decisions as people: all its pages are one picture. */
type Night = { decisions: Decision[]; sums: Answer<'job-run.decisions'>['sums'] };
async function allDecisions(id: string): Promise<Night> {
  const all: Decision[] = [];
  let sums: Night['sums'] = { invoiced: 0, paid: 0, waiting: 0 };
  for (let page = 1, total = 1; all.length < total; page += 1) {
    const answer = await call('job-run.decisions', { id, page, limit: 100 });
    all.push(...answer.decisions);
    ({ total } = answer.pagination);
    ({ sums } = answer);
    if (answer.decisions.length === 0) break;
  }
  return { decisions: all, sums };
}

export default function NightScreen(): ReactNode {
  const t = useWords(nightWords);
  const format = useFormat();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const run = useQuery<Run | null, Problem>({ queryKey: ['job-run.get', id], queryFn: async () => (await findRun(id)) ?? null });
  const runId = run.data?.id;
  const decisions = useQuery<Night, Problem>({
    queryKey: ['job-run.decisions', runId], queryFn: () => allDecisions(runId!), enabled: runId !== undefined,
  });
  const nextDay = run.data ? format.day(dayAfter(run.data.date)) : '';
  return (
    <Page name="night" title={run.data ? t('night', { day: nextDay }) : t('nights')} ready={run.data === null || decisions.isSuccess}
      actions={<To to="/nightly-runs">{t('back')}</To>}>
      <Loaded query={run}>{(found) => (found === null ? <Empty title={t('noNight')} /> : (
        <>
          {decisions.data === undefined ? (decisions.error ? <Refused problem={decisions.error} /> : <Waiting lines={14} />) : (
            <>
              <Summary run={found} night={decisions.data} />
              {decisions.data.decisions.length === 0 ? <Empty title={t('nobody')} /> : <Decisions decisions={decisions.data.decisions} />}
            </>
          )}
        </>
      ))}</Loaded>
    </Page>
  );
}

const dayAfter = (day: string): string => new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** The night in one sentence, and trying again what went wrong. */
function Summary({ run: { date, metrics, status, durationMs, errors, cause }, night }: { run: Run; night: Night }): ReactNode {
  const t = useWords(nightWords);
  const format = useFormat();
  const { can } = useSession();
  const again = useAct('job.run');
  const skipped = Object.entries(metrics).reduce((total, [name, count]) => total + (name.startsWith('skipped.') ? count : 0), 0);
  const failed = (metrics['errors'] ?? 0) + (metrics['trainingsFailed'] ?? 0);
  return (
    <div className="card" style={{ marginBottom: 12 }} role={status === 'DONE' ? undefined : 'alert'}>
      {status !== 'DONE' && <Text fw={600} c="var(--saldo-bad)">{t(status)}</Text>}
      <Text size="lg">{t('header', {
        trainings: metrics['trainings'] ?? 0, people: metrics['participants'] ?? 0, sessions: metrics['sessionsDeducted'] ?? 0,
        invoices: metrics['invoicesCreated'] ?? 0, skipped, errors: failed,
      })}</Text>
      <Text size="sm" c="dimmed">
        {t('cause')}: {t(cause)}. {durationMs === null ? '' : t('tookLong', { seconds: format.number(durationMs / 1000, 2) })}
      </Text>
      {night.sums.invoiced > 0 && (
        <Text className="num" style={{ whiteSpace: 'normal' }}>{t('money', {
          invoiced: format.money(night.sums.invoiced), paid: format.money(night.sums.paid), waiting: format.money(night.sums.waiting),
        })}</Text>
      )}
      {night.decisions.length > 0 && <Flow decisions={night.decisions} />}
      {errors.length > 0 && errors.slice(0, 5).map(({ message }, index) => <Text key={index} size="sm" c="var(--saldo-bad)">{message}</Text>)}
      <Refused problem={again.problem} />
      {(failed > 0 || status !== 'DONE') && (
        <Group mt="xs">
          <ActButton pending={again.pending} doing={t('runNow')} why={can('job.run') ? undefined : t('mayRun')}
            onClick={() => void again.run({ name: 'nightly-charges', date })}>{failed > 0 ? t('again', { count: failed }) : t('run')}</ActButton>
        </Group>
      )}
    </div>
  );
}
