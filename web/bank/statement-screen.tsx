/** One statement: doubtful lines are decided with J, K and Enter; what is ready is posted after a preview. */
import './bank.css';
import { Alert, Group, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { SearchField, Views } from '../ui/filters.tsx';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Refused } from '../ui/refused.tsx';
import { Loaded } from '../ui/states.tsx';
import { AccountSums } from './account-sums.tsx';
import { BankLines } from './lines.tsx';
import { PostStatement } from './post.tsx';
import { type State, type Statement, countOf } from './statement.ts';
import { bankWords } from './words.ts';

const STATES = ['DOUBTFUL', 'NEW', 'MATCHED', 'POSTED', 'EXCLUDED', 'IGNORED'] as const satisfies readonly State[];

export default function StatementScreen(): ReactNode {
  const t = useWords(bankWords);
  const format = useFormat();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const [{ state, q, page }] = useUrl();
  const statement = useAsk('bank.statement.get', { id });
  const lines = useAsk('bank.line.list', {
    statementId: id, page: page ?? 1, limit: 50, ...(state === undefined ? {} : { state }), ...(q === undefined ? {} : { q }),
  } as Input<'bank.line.list'>);
  const { data } = statement;
  const title = data === undefined ? t('title') : data.periodFrom === null || data.periodTo === null ? t('oneBare', { file: data.fileName })
    : data.periodFrom === data.periodTo ? t('oneDay', { day: format.day(data.periodFrom) })
      : t('one', { from: format.day(data.periodFrom), to: format.day(data.periodTo) });
  return (
    <Page name="bank-statement" title={title} ready={statement.isSuccess && lines.isSuccess} actions={<To to="/bank" mih={24}>{t('back')}</To>}>
      <Loaded query={statement} lines={14}>{(found) => (
        <Stack gap="sm">
          <Head statement={found} />
          <Group justify="space-between" gap="xs" align="flex-start">
            <Views label={t('states')} to={`/bank/${id}`} views={[
              { label: t('all'), search: {} },
              ...STATES.map((one) => ({ one, count: countOf(found, one) })).filter(({ count }) => count > 0)
                .map(({ one, count }) => ({ label: `${t(one)} ${String(count)}`, search: { state: one } })),
            ]} />
            <SearchField name="q" label={t('find')} width={300} />
          </Group>
          <Loaded query={lines} lines={12}>{(page_) => <BankLines lines={page_.lines} pagination={page_.pagination} busy={lines.isPlaceholderData} />}</Loaded>
          <PostStatement statement={found} />
        </Stack>
      )}</Loaded>
    </Page>
  );
}

function Head({ statement }: { statement: Statement }): ReactNode {
  const t = useWords(bankWords);
  const format = useFormat();
  const { can } = useSession();
  const [, set] = useUrl();
  const { id, fileName, createdAt, createdByName, knownCount, warnings, states } = statement;
  const match = useAct('bank.statement.match');
  const ready = states.find(({ state }) => state === 'MATCHED');
  const may = can('bank.manage') === undefined ? t('onlyWho') : undefined;
  return (
    <section className="card" data-statement={id}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>{fileName} <Text span c="dimmed" inherit>{t('uploaded', { at: format.moment(createdAt), who: createdByName })}</Text></Text>
          {knownCount > 0 && <Text size="sm" c="dimmed">{t('known', { count: knownCount })}</Text>}
        </div>
        <Group gap="xs" className="noprint">
          {countOf(statement, 'NEW', 'DOUBTFUL') > 0 && (
            <ActButton variant="default" why={may} pending={match.pending} doing={t('matching')} onClick={() => void match.run({ id })}>{t('match')}</ActButton>
          )}
          <ActButton why={may ?? (ready === undefined || ready.count === 0 ? t('postNothing') : undefined)} onClick={() => set({ panel: 'post' })}>
            {t('post', { count: ready?.count ?? 0, sum: format.money(ready?.amount ?? 0) })}
          </ActButton>
        </Group>
      </Group>
      <Refused problem={match.problem} />
      <AccountSums accounts={statement.accounts} />
      {warnings.length > 0 && (
        <Alert color="yellow" variant="outline" mt="xs" title={t('warnings')} styles={{ title: { color: 'var(--mantine-color-text)' } }}>
          {warnings.map(({ line, sentence }) => <Text key={`${String(line)} ${sentence}`} size="sm">{t('lineOf', { line, sentence })}</Text>)}
        </Alert>
      )}
    </section>
  );
}
