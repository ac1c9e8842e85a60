/** What is in the file, as of which day, and the file itself; it is read and checked at once, and nothing is written. */
import { Radio, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useGo } from '../lib/go.ts';
import { useAct } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { DayField } from '../ui/day-field.tsx';
import { DropFile } from '../ui/drop-file.tsx';
import { Refused } from '../ui/refused.tsx';
import { Templates } from './templates.tsx';
import type { Import } from './use-import.ts';
import { importWords } from './words.ts';

export const KINDS = ['CLIENTS', 'STUDENTS', 'PASSES', 'OPENING', 'POINTS', 'TURNOVER'] as const satisfies readonly Import['kind'][];
type Kind = (typeof KINDS)[number];

export function NewImport(): ReactNode {
  const t = useWords(importWords);
  const go = useGo();
  const { today } = useSession();
  const [{ kind: asked }, set] = useUrl();
  const kind: Kind = KINDS.find((one) => one === asked) ?? 'CLIENTS';
  const [asOf, setAsOf] = useState<string | undefined>(today);
  const act = useAct('import.create', { onDone: ({ id }) => go(`/imports/${id}`) });
  return (
    <Stack gap="md">
      <Radio.Group label={t('kind')} value={kind} onChange={(next) => set({ kind: next, panel: 'new' }, { replace: true })}>
        <div className="kinds" style={{ marginTop: 6 }}>
          {KINDS.map((value) => <Radio key={value} value={value} label={t(value)} description={t(`hint_${value}`)} />)}
        </div>
      </Radio.Group>
      <DayField label={t('asOfLabel')} description={t('asOfHint')} value={asOf} onDay={setAsOf} clearable={false} maxDate={today} w={260}
        error={act.problem?.of('asOf')} />
      <DropFile label={t('drop')} hint={t('accept')} accept=".csv,.xlsx,.txt" pending={act.pending ? t('reading') : undefined}
        onFile={({ uploadId }) => void act.run({ uploadId, kind, asOf: asOf ?? today })} />
      <Refused problem={act.problem} />
      <div>
        <Text fw={600} size="sm">{t('templates')}</Text>
        <Text size="sm" c="dimmed">{t('templatesHint')}</Text>
        <Templates kinds={[kind]} />
      </div>
    </Stack>
  );
}
