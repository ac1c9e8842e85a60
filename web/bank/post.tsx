/** What will become of each line that is ready, before it does: what it settles and what stays as credit. */
import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { usePreview } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { PreviewDialog } from '../ui/preview.tsx';
import { told } from '../ui/undo.tsx';
import { type Statement, countOf } from './statement.ts';
import { bankWords } from './words.ts';

type Posting = Answer<'bank.statement.post'>;

export function PostStatement({ statement }: { statement: Statement }): ReactNode {
  const t = useWords(bankWords);
  const format = useFormat();
  const [{ panel }, set] = useUrl();
  const ready = statement.states.find(({ state }) => state === 'MATCHED');
  const isOpen = panel === 'post' && countOf(statement, 'MATCHED') > 0;
  // The same question as the dialog's own: the button says what really will be posted.
  const { data } = usePreview('bank.statement.post', isOpen ? { id: statement.id } : undefined);
  const [count, amount] = [data?.postedCount ?? ready?.count ?? 0, data?.postedAmount ?? ready?.amount ?? 0];
  if (!isOpen) return null;
  return (
    <PreviewDialog name="bank.statement.post" title={t('postTitle')} opened input={{ id: statement.id }} lines={6} keep={t('keep')}
      confirm={t('post', { count, sum: format.money(amount) })} onKeep={() => set({ panel: undefined })}
      onDone={({ postedCount, postedAmount }) => {
        told(t('posted', { count: postedCount, sum: format.money(postedAmount) }));
        set({ panel: undefined, state: 'POSTED', line: undefined, q: undefined, page: undefined });
      }}>
      {(preview) => <Lines posting={preview} />}
    </PreviewDialog>
  );
}

function Lines({ posting: { lines, refusedCount } }: { posting: Posting }): ReactNode {
  const t = useWords(bankWords);
  const format = useFormat();
  return (
    <Stack gap="xs">
      {refusedCount > 0 && <Text size="sm" fw={600} c="var(--saldo-bad)">{t('refused', { count: refusedCount })}</Text>}
      <div className="post-lines" role="region" aria-label={t('lines')} tabIndex={0}>
        <table className="ledger">
          <caption className="skip">{t('lines')}</caption>
          <tbody>
            {lines.map(({ lineId, client, amount, onDate, outcome, allocations, credited, refusal, notes }) => (
              <tr key={lineId} data-outcome={outcome}>
                <td>
                  <Text size="sm" fw={500}>{client?.name ?? t('nobody')} <Text span size="xs" c="dimmed" inherit><DayText value={onDate} /></Text></Text>
                  {allocations.map(({ invoiceId, invoiceNumber, amount: sum }) => (
                    <Text key={invoiceId} size="sm" className="num" style={{ whiteSpace: 'normal' }}>{t('closes', { number: invoiceNumber, sum: format.money(sum) })}</Text>
                  ))}
                  {outcome === 'POSTED' && credited !== 0 && <Text size="sm" className="num" style={{ whiteSpace: 'normal' }}>{t('credits', { sum: format.money(credited) })}</Text>}
                  {refusal && <Text size="sm" c="var(--saldo-bad)">{t('willRefuse')}: {refusal.sentence}</Text>}
                  {notes.map(({ code, sentence }) => <Text key={code} size="xs" c="dimmed">{sentence}</Text>)}
                </td>
                <td data-align="right"><Amount value={amount} strong={outcome === 'POSTED'} tone={outcome === 'POSTED' ? undefined : 'dimmed'} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Stack>
  );
}
