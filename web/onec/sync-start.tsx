/** Begins a full synchronisation. A second one beside it is refused, and whose the first is stands here. */
import { NumberInput, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAct } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { To } from '../ui/link.tsx';
import { Refused } from '../ui/refused.tsx';
import { syncWords } from './words.ts';

type Sync = Answer<'onec.sync.list'>['syncs'][number];
const LIMIT = 1000;
const DAYS = 365;

export function StartSync({ running, connected }: { running: Sync | undefined; connected: boolean }): ReactNode {
  const t = useWords(syncWords);
  const format = useFormat();
  const [, set] = useUrl();
  const [limit, setLimit] = useState<number | string>(LIMIT);
  const [days, setDays] = useState<number | string>(DAYS);
  const act = useAct('onec.sync.start', { onDone: () => set({ run: undefined, page: undefined }) });
  const name = running && `${running.startedBy.firstName} ${running.startedBy.lastName}`.trim();
  const why = running ? t('running', { name: name ?? '', time: format.time(running.startedAt) }) : connected ? undefined : t('notYet');
  const field = { min: 1, hideControls: true, thousandSeparator: ' ', allowDecimal: false, allowNegative: false } as const;
  return (
    <form className="card" noValidate onSubmit={(event) => {
      event.preventDefault();
      if (why === undefined) void act.run({ limit: Number(limit) || LIMIT, days: Number(days) || DAYS });
    }}>
      <Stack gap="sm">
        <Title order={2}>{t('begin')}</Title>
        <NumberInput {...field} label={t('limit')} description={t('limitHint')} max={1_000_000} value={limit} onChange={setLimit} error={act.problem?.of('limit')} />
        <NumberInput {...field} label={t('days')} description={t('daysHint')} max={36_500} value={days} onChange={setDays} error={act.problem?.of('days')} />
        <Refused problem={act.problem}>
          {typeof act.problem?.members['syncId'] === 'string' && <To to={`/onec?run=${act.problem.members['syncId']}`} stay size="sm">{t('showRunning')}</To>}
        </Refused>
        <ActButton type="submit" why={why} pending={act.pending} doing={t('starting')}>{t('start')}</ActButton>
        <Text size="xs" c="dimmed" className="sync-why">{running && why}</Text>
      </Stack>
    </form>
  );
}
