/** One synchronisation: how far it is, which stage, what came in, what it says of itself; stopped or gone on with. */
import { Group, Progress, ScrollArea, Text, Title } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconCheck, IconCircleDashed, IconInfoCircle, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAct } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { TimeText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Refused } from '../ui/refused.tsx';
import type { Sync } from './use-sync.ts';
import { syncWords } from './words.ts';

const STAGES = ['CARDS', 'INITIAL', 'PURCHASES', 'POINTS'] as const;
/** All of them always, were it none: so no line moves because another one has come. */
const COUNTS = ['cards', 'customers', 'created', 'changed', 'initial', 'purchases', 'packaging', 'points', 'unknownCards', 'removed', 'failed'] as const;
const PARTS: ReadonlySet<string> = new Set(['created', 'changed']);
const COLOURS: Readonly<Record<Sync['status'], string>> = { RUNNING: 'blue', DONE: 'green', CANCELLED: 'gray', FAILED: 'red' };

export function SyncRun({ sync, isTold, isNewest }: { sync: Sync; isTold: boolean; isNewest: boolean }): ReactNode {
  const t = useWords(syncWords);
  const format = useFormat();
  const { status, percent } = sync;
  const state = status === 'RUNNING' ? t(isTold ? 'live' : 'polled') : t(`status_${status}`);
  return (
    <section className="card" data-sync={status}>
      <Title order={2} mb="xs">{isNewest && status === 'RUNNING' ? t('now') : t('run', { at: format.moment(sync.startedAt) })}</Title>
      <Progress.Root size={10} aria-label={t('progress', { percent })}>
        <Progress.Section value={percent} color={COLOURS[status]} animated={status === 'RUNNING'} aria-label={t('progress', { percent })} />
      </Progress.Root>
      <Group justify="space-between" gap="xs" mt={4}>
        <Text fw={600} className="num" role="status" data-percent={percent}>{t('progress', { percent })}</Text>
        <Text key={state} size="sm" c="dimmed">{state}</Text>
      </Group>
      <div className="sync-state">
        <Stages sync={sync} />
        <div>
          <Acts sync={sync} isNewest={isNewest} />
          <Outcome sync={sync} />
        </div>
      </div>
      <div className="sync-parts">
        <Counts counts={sync.counts} />
        <Log lines={sync.log} />
      </div>
    </section>
  );
}

/** How it stands in words: why it failed, what to do about it, and that nothing of what came in is lost. */
function Outcome({ sync: { status, startedAt, finishedAt, error } }: { sync: Sync }): ReactNode {
  const t = useWords(syncWords);
  const minutes = finishedAt === null ? 0 : Math.floor((Date.parse(finishedAt) - Date.parse(startedAt)) / 60_000);
  const said = { RUNNING: t('runningText'), DONE: t('doneText', { minutes }), CANCELLED: t('cancelledText'), FAILED: t('failedText') };
  return (
    <>
      {error && (
        <div role="alert">
          <Text size="sm" fw={600} c="var(--saldo-bad)" style={{ overflowWrap: 'anywhere' }}>{error.message}</Text>
          {error.advice !== null && <Text size="sm">{error.advice}</Text>}
        </div>
      )}
      <Text key={status} size="sm">{said[status]}</Text>
    </>
  );
}

/** In the order in which they are gone through; where each stands is an icon and a word. */
export function Stages({ sync }: { sync?: Sync }): ReactNode {
  const t = useWords(syncWords);
  const { stage, status } = sync ?? {};
  const at = stage === undefined ? -1 : stage === 'DONE' ? STAGES.length : STAGES.indexOf(stage);
  return (
    <ol className="stages" aria-label={t('stages')}>
      {STAGES.map((name, index) => {
        const state = index < at ? 'stageDone' : index > at ? 'stageNext' : status === 'RUNNING' ? 'stageNow' : 'stageStopped';
        const Icon = { stageDone: IconCheck, stageNext: IconCircleDashed, stageNow: IconPlayerPlay, stageStopped: IconPlayerPause }[state];
        return (
          <li key={name} data-state={state} aria-current={state === 'stageNow' ? 'step' : undefined}>
            <Icon size={16} aria-hidden />
            <span>{t(name)}</span>
            {sync && <Text key={state} span size="xs" c="dimmed">{t(state)}</Text>}
          </li>
        );
      })}
    </ol>
  );
}

function Acts({ sync: { id, status }, isNewest }: { sync: Sync; isNewest: boolean }): ReactNode {
  const t = useWords(syncWords);
  const [, set] = useUrl();
  const cancel = useAct('onec.sync.cancel');
  const resume = useAct('onec.sync.resume', { onDone: (answer) => set({ run: isNewest ? undefined : answer.id }) });
  return (
    <>
      <Group gap="sm" mt={4} mb="sm" mih={36} className="noprint">
        {status === 'RUNNING' && (
          <ActButton variant="default" pending={cancel.pending} doing={t('cancelling')} onClick={() => void cancel.run({ id })}>{t('cancel')}</ActButton>
        )}
        {(status === 'FAILED' || status === 'CANCELLED') && (
          <ActButton variant={status === 'FAILED' ? 'filled' : 'default'} pending={resume.pending} doing={t('resuming')}
            onClick={() => void resume.run({ id })}>{t('resume')}</ActButton>
        )}
        {status === 'FAILED' && <To to="/settings/onec" size="sm" mih={24}>{t('toCheck')}</To>}
        {status === 'DONE' && <To to="/onec/customers" size="sm" mih={24}>{t('showCustomers')}</To>}
      </Group>
      <Refused problem={cancel.problem ?? resume.problem} />
    </>
  );
}

function Counts({ counts }: { counts: Sync['counts'] }): ReactNode {
  const t = useWords(syncWords);
  const format = useFormat();
  return (
    <div>
      <Title order={3} size="sm" mb={6}>{t('counts')}</Title>
      <dl className="facts figures">
        {COUNTS.map((name) => (
          <div key={name} data-part={PARTS.has(name) || undefined}><dt>{t(`count_${name}`)}</dt><dd className="num" data-count={name}>{format.number(counts[name])}</dd></div>
        ))}
      </dl>
    </div>
  );
}

const SIGNS = { INFO: IconInfoCircle, WARNING: IconAlertTriangle, ERROR: IconAlertCircle } as const;

/** As it was written, scrolled to its end: what happens now is seen, and no line moves because of another one. */
function Log({ lines }: { lines: Sync['log'] }): ReactNode {
  const t = useWords(syncWords);
  const viewport = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    viewport.current?.scrollTo({ top: viewport.current.scrollHeight });
  }, [lines.length]);
  return (
    <div>
      <Title order={3} size="sm" mb={6}>{t('log')}</Title>
      <ScrollArea h={286} viewportRef={viewport} type="auto" viewportProps={{ tabIndex: 0, role: 'log', 'aria-label': t('log') }}>
        {lines.length === 0 && <Text size="sm" c="dimmed">{t('logEmpty')}</Text>}
        <ul className="sync-log">
          {lines.map(({ at, level, message }, index) => {
            const Icon = SIGNS[level];
            return (
              <li key={index} data-level={level}>
                <Icon size={14} role="img" aria-label={t(level)} />
                <TimeText value={at} />
                <span>{message}</span>
              </li>
            );
          })}
        </ul>
      </ScrollArea>
    </div>
  );
}
