/** One import: looked through row by row, then brought in as a whole, or mended and uploaded again. */
import './opening.css';
import { Group, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAct } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Refused } from '../ui/refused.tsx';
import { Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { ApplyImport } from './apply-import.tsx';
import { ImportDocuments } from './documents.tsx';
import { ImportColumns } from './import-columns.tsx';
import { ImportOutcome } from './import-outcome.tsx';
import { ImportRows } from './import-rows.tsx';
import { IMPORT_LOOKS } from './imports-screen.tsx';
import { type Import, useImport } from './use-import.ts';
import { importWords, reportWords } from './words.ts';

export default function ImportScreen(): ReactNode {
  const t = useWords(importWords);
  const r = useWords(reportWords);
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const [asking, setAsking] = useState(false);
  const apply = useAct('import.apply', { onDone: () => setAsking(false) });
  const query = useImport(id, apply.pending);
  const data = query.data;
  return (
    <Page name="import" title={data ? r('one', { kind: t(data.kind) }) : t('title')} documentTitle={data ? `${t(data.kind)}: ${data.fileName}` : t('title')} ready={query.isSuccess}
      actions={<To to="/imports" mih={24}>{r('back')}</To>}>
      <Loaded query={query} lines={14}>{(found) => {
        const shown = apply.pending ? { ...found, status: 'APPLYING' as const } : found;
        return (
          <Stack maw={1200}>
            <Facts import={shown} />
            <ImportOutcome import={shown} onApply={() => setAsking(true)} />
            <Refused problem={asking ? undefined : apply.problem} />
            {shown.status !== 'CHECKING' && shown.columns.length > 0 && <ImportColumns key={shown.id} import={shown} />}
            {shown.status !== 'CHECKING' && shown.counts.rows > 0 && <ImportRows import={shown} />}
            {shown.status === 'APPLIED' && <ImportDocuments importId={shown.id} />}
            <ApplyImport import={shown} opened={asking && shown.status === 'READY'} problem={apply.problem} onKeep={() => setAsking(false)}
              onApply={() => void apply.run({ id, skipRefused: shown.counts.refuse > 0 })} />
          </Stack>
        );
      }}</Loaded>
    </Page>
  );
}

function Facts({ import: { fileName, status, asOf, createdAt, createdBy } }: { import: Import }): ReactNode {
  const t = useWords(importWords);
  const r = useWords(reportWords);
  const format = useFormat();
  const { can } = useSession();
  return (
    <Group gap="xs" data-import={status}>
      <Chip kind={IMPORT_LOOKS[status]}>{t(status)}</Chip>
      <Text fw={600} style={{ overflowWrap: 'anywhere' }}>{fileName}</Text>
      <Text c="dimmed" size="sm" className="num">{r('asOf', { day: format.day(asOf) })}</Text>
      <Text c="dimmed" size="sm">{r('uploaded', { at: format.moment(createdAt), who: createdBy })}</Text>
      {!can('import.manage') && <Text c="dimmed" size="sm">{t('onlyAdmin')}</Text>}
    </Group>
  );
}
