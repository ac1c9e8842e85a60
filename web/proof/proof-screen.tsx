/** The proof of the books: every check, in words, over everything there is. */
import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { auditWords } from '../audit/words.ts';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';

type Proof = Answer<'proof.get'>;

export default function ProofScreen(): ReactNode {
  const t = useWords(auditWords);
  const proof = useAsk('proof.get', {});
  return (
    <Page name="proof" title={t('proof')} ready={proof.isSuccess} actions={
      <Button variant="default" onClick={() => void proof.refetch()} aria-busy={proof.isFetching}>{proof.isFetching ? t('checking') : t('again')}</Button>}>
      <Loaded query={proof} lines={14}>{(data) => (
        <Stack maw={900}>
          <Verdict proof={data} />
          <div className="card" style={{ overflowX: 'auto' }}>
            <table className="list">
              <thead><tr><th scope="col">{t('check')}</th><th scope="col">{t('result')}</th></tr></thead>
              <tbody>
                {data.checks.toSorted((a, b) => Number(a.ok) - Number(b.ok)).map(({ id, title, ok, rows, sample }) => (
                  <tr key={id}>
                    <td>{title} <Text span size="xs" c="dimmed">{id}</Text>
                      {sample && <Sample of={sample} />}</td>
                    <td>{ok ? <Chip kind="paid">{t('ok')}</Chip> : <Chip kind="overdue">{t('rows', { count: rows })}</Chip>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {data.chainHead && <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{t('chain', data.chainHead)}</Text>}
        </Stack>
      )}</Loaded>
    </Page>
  );
}

/** The first row that disagrees, as whoever looks after the installation needs it. */
function Sample({ of }: { of: object }): ReactNode {
  const t = useWords(auditWords);
  return (
    <div>
      <Text size="xs" c="dimmed" mt={4}>{t('sample')}</Text>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{JSON.stringify(of, null, 1)}</Code>
    </div>
  );
}

/** The verdict in one line, also for home pages. */
export function Verdict({ proof }: { proof: Pick<Proof, 'ok' | 'checks' | 'checkedAt'> }): ReactNode {
  const t = useWords(auditWords);
  const format = useFormat();
  const failed = proof.checks.filter(({ ok }) => !ok).length;
  const Icon = proof.ok ? IconShieldCheck : IconAlertTriangle;
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start" className="card" role="status">
      <Icon size={28} aria-hidden color={proof.ok ? 'var(--saldo-good)' : 'var(--saldo-bad)'} style={{ flex: 'none' }} />
      <div>
        <Text fw={600} size="lg">{proof.ok ? t('proven') : t('broken', { count: failed })}</Text>
        <Text size="sm" c="dimmed">{proof.ok ? t('provenText', { count: proof.checks.length, at: format.moment(proof.checkedAt) }) : t('brokenText')}</Text>
      </div>
    </Group>
  );
}
