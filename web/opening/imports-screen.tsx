/** «Перенос данных»: what was brought in from files, and the way to bring in the next one. */
import { Button, Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import './opening.css';
import type { Answer } from '../lib/api.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { DayText, MomentText } from '../ui/figures.tsx';
import { ActButton } from '../ui/act-button.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Chip, type ChipKind } from '../ui/status.tsx';
import { NewImport } from './new-import.tsx';
import type { Import } from './use-import.ts';
import { importWords } from './words.ts';

export const IMPORT_LOOKS: Readonly<Record<Import['status'], ChipKind>> = {
  CHECKING: 'due', READY: 'partial', APPLYING: 'due', APPLIED: 'paid', DISCARDED: 'voided', FAILED: 'overdue',
};

export default function ImportsScreen(): ReactNode {
  const t = useWords(importWords);
  const { can } = useSession();
  const [{ page, panel }, set] = useUrl();
  const imports = useAsk('import.list', { page: page ?? 1, limit: 25 });
  const mayImport = can('import.manage') !== undefined;
  const open = (): void => set({ panel: 'new' });
  const button = (
    <ActButton leftSection={<IconFileUpload size={16} aria-hidden />} why={mayImport ? undefined : t('onlyAdmin')} onClick={open}>{t('add')}</ActButton>
  );
  return (
    <Page name="imports" title={t('title')} ready={imports.isSuccess} actions={button}>
      <Text size="sm" c="dimmed" mb="sm">{t('order')} <To to="/reconciliations" inherit underline="always">{t('toReconcile')}</To></Text>
      <div className="card">
        <Loaded query={imports} lines={10}>{(data) => (
          <List label={t('list')} rows={data.imports} columns={columnsOf(t)} rowKey={({ id }) => id} href={({ id }) => `/imports/${id}`}
            pagination={data.pagination} empty={(
              <Empty title={t('noneYet')} text={t('noneYetText')}>{mayImport && <Button onClick={open}>{t('add')}</Button>}</Empty>
            )} />
        )}</Loaded>
      </div>
      <Sheet title={t('newTitle')} opened={mayImport && panel === 'new'} onClose={() => set({ panel: undefined, kind: undefined })} size={620}>
        <NewImport />
      </Sheet>
    </Page>
  );
}

type Row = Answer<'import.list'>['imports'][number];
const columnsOf = (t: (key: keyof (typeof importWords)['ru']) => string): Column<Row>[] => [
  { key: 'kind', title: t('kind'), cell: ({ id, kind }) => <To to={`/imports/${id}`} fw={500}>{t(kind)}</To> },
  { key: 'state', title: t('state'), cell: ({ status }) => <Chip kind={IMPORT_LOOKS[status]}>{t(status)}</Chip> },
  { key: 'file', title: t('file'), second: true, cell: ({ fileName }) => <span className="one-line" title={fileName}>{fileName}</span> },
  { key: 'asOf', title: t('asOf'), second: true, cell: ({ asOf }) => <DayText value={asOf} /> },
  { key: 'rows', title: t('rows'), align: 'right', cell: ({ counts }) => <span className="num">{counts.rows}</span> },
  { key: 'refused', title: t('refusedShort'), align: 'right', cell: ({ counts }) => <span className="num">{counts.refuse}</span> },
  { key: 'when', title: t('when'), second: true, cell: ({ createdAt }) => <MomentText value={createdAt} /> },
  { key: 'who', title: t('who'), second: true, cell: ({ createdBy }) => createdBy },
];
