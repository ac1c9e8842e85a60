/** One night: what it charged, whom, and why. Its address is the run's id or the day on which it ran. */
import { Button, Group, Text } from '@mantine/core';
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
import type { Decision } from './squares.tsx';
import { nightWords } from './words.ts';

type Run = Answer<'job-run.get'>;
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

async function findRun(id: string): Promise<Run | undefined> {
  if (!isDay(id)) return call('job-run.get', { id });
  return (await call('job-run.list', { job: 'nightly-charges', from: id, to: id, limit: 1 })).runs[0];
}

/** A night has as many decisions as people: all its pages are one picture. */
async function allDecisions(id: string): Promise<Decision[]> {
  const all: Decision[] = [];
  for (let page = 1, total = 1; all.length < total; page += 1) {
    const answer = await call('job-run.decisions', { id, page, limit: 100 });
    all.push(...answer.decisions);
    ({ total } = answer.pagination);
    if (answer.decisions.length === 0) break;
  }
  return all;
}

export default function NightScreen(): ReactNode {
  const t = useWords(nightWords);
  const format = useFormat();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const run = useQuery<Run | null, Problem>({ queryKey: ['job-run.get', id], queryFn: async () => (await findRun(id)) ?? null });
  const runId = run.data?.id;
  const decisions = useQuery<Decision[], Problem>({
    queryKey: ['job-run.decisions', runId], queryFn: () => allDecisions(runId!), enabled: runId !== undefined,
  });
  const nextDay = run.data ? format.day(dayAfter(run.data.date)) : '';
  return (
    <Page name="night" title={run.data ? t('night', { day: nextDay }) : t('nights')} ready={run.data === null || decisions.isSuccess}
      actions={<To to="/nightly-runs">{t('back')}</To>}>
      <Loaded query={run}>{(found) => (found === null ? <Empty title={t('noNight')} /> : (
        <>
          <Summary run={found} />
          {decisions.data === undefined ? (decisions.error ? <Refused problem={decisions.error} /> : <Waiting lines={10} />)
            : decisions.data.length === 0 ? <Empty title={t('nobody')} /> : <Decisions decisions={decisions.data} />}
        </>
      ))}</Loaded>
    </Page>
  );
}

const dayAfter = (day: string): string => new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** The night in one sentence, and trying again what went wrong. */
function Summary({ run: { date, metrics, status, durationMs, errors, cause } }: { run: Run }): ReactNode {
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
        invoices: metrics['invoicesCreated'] ?? 0, skipped, errors: failed, sum: '',
      })}</Text>
      <Text size="sm" c="dimmed">
        {t('cause')}: {t(cause)}. {durationMs === null ? '' : t('took', { seconds: format.number(durationMs / 1000, 1) })}
      </Text>
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

/** A preview of the next night: the same decisions, by a dry run of the night itself. */
export function NextNight({ onClose }: { onClose: () => void }): ReactNode {
  const t = useWords(nightWords);
  const preview = useQuery<Answer<'job.run'>, Problem>({
    queryKey: ['job.run', 'preview', 'nightly-charges'], queryFn: ({ signal }) => call('job.run', { name: 'nightly-charges' }, { dryRun: true, signal }),
    retry: false, staleTime: 0,
  });
  return (
    <section className="card" aria-label={t('previewTitle')} aria-busy={preview.isFetching}>
      <Group justify="space-between" mb="sm">
        <Text fw={600} component="h2">{t('previewTitle')}</Text>
        <Button variant="default" size="xs" onClick={onClose}>{t('close')}</Button>
      </Group>
      {preview.error && <Refused problem={preview.error} />}
      {preview.isPending && <Waiting lines={4} />}
      {preview.data && ((preview.data.decisions?.length ?? 0) === 0 ? <Text>{t('nobody')}</Text> : <Decisions decisions={preview.data.decisions ?? []} />)}
    </section>
  );
}
