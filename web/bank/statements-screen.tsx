/** «Выписки банка»: a file is dropped, and what earlier ones still wait for. */
import './bank.css';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Problem } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { DropFile } from '../ui/drop-file.tsx';
import { Amount, MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Refused } from '../ui/refused.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { BankSettings } from './settings.tsx';
import { type Statement, countOf } from './statement.ts';
import { bankWords } from './words.ts';

export default function StatementsScreen(): ReactNode {
  const t = useWords(bankWords);
  const { can } = useSession();
  const [{ page, panel }, set] = useUrl();
  const statements = useAsk('bank.statement.list', { page: page ?? 1, limit: 25 });
  const mayManage = can('bank.manage') !== undefined;
  return (
    <Page name="statements" title={t('title')} ready={statements.isSuccess}
      actions={mayManage && <Button variant="default" onClick={() => set({ panel: 'settings' })}>{t('settings')}</Button>}>
      <Stack>
        {mayManage && <NewStatement />}
        <div className="card">
          <Loaded query={statements} lines={8}>{(data) => (
            <List label={t('list')} rows={data.statements} columns={columnsOf(t)} rowKey={({ id }) => id} href={({ id }) => `/bank/${id}`}
              pagination={data.pagination} empty={<Empty title={t('noneYet')} text={t('noneYetText')} />} />
          )}</Loaded>
        </div>
      </Stack>
      <Sheet title={t('settings')} opened={mayManage && panel === 'settings'} onClose={() => set({ panel: undefined })} size={560}>
        <BankSettings onDone={() => set({ panel: undefined })} />
      </Sheet>
    </Page>
  );
}

function NewStatement(): ReactNode {
  const t = useWords(bankWords);
  const c = useWords(common);
  const go = useGo();
  const [uploadId, setUpload] = useState<string>();
  const act = useAct('bank.statement.upload', { onDone: ({ statement, isRepeated }) => {
    if (isRepeated) told(t('repeated'));
    // What a person has to decide about comes first.
    const first = (['DOUBTFUL', 'NEW', 'MATCHED'] as const).find((state) => countOf(statement, state) > 0);
    go(`/bank/${statement.id}${first === undefined ? '' : `?state=${first}`}`);
  } });
  return (
    <>
      <DropFile label={t('drop')} hint={t('accept')} accept=".txt" pending={act.pending ? t('reading') : undefined} onFile={(file) => {
        setUpload(file.uploadId);
        void act.run({ uploadId: file.uploadId });
      }} />
      <Modal opened={act.problem !== undefined && !act.pending} onClose={act.reset} title={<Text fw={600} size="lg">{t('answer')}</Text>} yOffset="10vh"
        closeButtonProps={{ 'aria-label': c('close') }}>
        <Refused problem={act.problem}>
          {uploadId !== undefined && <Ours problem={act.problem} onYes={(account) => void act.run({ uploadId, account })} onNo={act.reset} />}
        </Refused>
      </Modal>
    </>
  );
}

/** The first statement of all says which account is the organisation's; a person confirms it. */
function Ours({ problem, onYes, onNo }: { problem: Problem | undefined; onYes: (account: string) => void; onNo: () => void }): ReactNode {
  const t = useWords(bankWords);
  const account = problem?.members['account'];
  if (problem?.code !== 'BANK_ACCOUNT_ASK' || typeof account !== 'string') return null;
  return (
    <Group gap="xs">
      <Button size="xs" onClick={() => onYes(account)}>{t('isOurs', { account })}</Button>
      <Button size="xs" variant="default" onClick={onNo}>{t('notOurs')}</Button>
    </Group>
  );
}

export function PeriodText({ of: { periodFrom, periodTo, fileName } }: { of: Statement }): ReactNode {
  const format = useFormat();
  if (periodFrom === null || periodTo === null) return fileName;
  return <span className="num">{periodFrom === periodTo ? format.day(periodFrom) : `${format.day(periodFrom)}–${format.day(periodTo)}`}</span>;
}

const columnsOf = (t: (key: keyof (typeof bankWords)['ru']) => string): Column<Statement>[] => [
  { key: 'period', title: t('period'), cell: (row) => <To to={`/bank/${row.id}`} fw={500}><PeriodText of={row} /></To> },
  { key: 'account', title: t('account'), second: true, cell: ({ accounts }) => <span className="num">{accounts.map(({ account }) => `…${account.slice(-4)}`).join(', ')}</span> },
  { key: 'documents', title: t('documents'), align: 'right', second: true, cell: ({ documentCount }) => <span className="num">{documentCount}</span> },
  { key: 'todo', title: t('todo'), cell: (row) => {
    const todo = countOf(row, 'NEW', 'DOUBTFUL');
    return todo === 0 ? <Text span size="sm" c="dimmed">{t('notToDo')}</Text> : <Chip kind="partial">{todo}</Chip>;
  } },
  { key: 'ready', title: t('ready'), align: 'right', second: true, cell: (row) => <span className="num">{countOf(row, 'MATCHED')}</span> },
  { key: 'done', title: t('done'), align: 'right', cell: ({ states }) => <Amount value={states.find(({ state }) => state === 'POSTED')?.amount ?? 0} /> },
  { key: 'when', title: t('when'), second: true, cell: ({ createdAt }) => <MomentText value={createdAt} /> },
  { key: 'who', title: t('who'), second: true, cell: ({ createdByName }) => createdByName },
];
