/** What the bank says of an account beside what its documents come to. */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import type { Statement } from './statement.ts';
import { bankWords } from './words.ts';

export function AccountSums({ accounts }: { accounts: Statement['accounts'] }): ReactNode {
  const t = useWords(bankWords);
  return (
    <div style={{ overflowX: 'auto' }} role="region" aria-label={t('sums')} tabIndex={0}>
      <table className="list" style={{ maxWidth: 760 }}>
        <caption className="skip">{t('sums')}</caption>
        <thead>
          <tr>
            <th scope="col"><Text span size="xs" c="dimmed">{t('account')}</Text></th>
            {(['opening', 'received', 'spent', 'closing'] as const).map((name) => (
              <th key={name} scope="col" data-align="right"><Text span size="xs" c="dimmed">{t(name)}</Text></th>
            ))}
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <tr key={account.account}>
              <td className="num">{account.account}</td>
              <td data-align="right" data-label={t('opening')}><Amount value={account.opening} /></td>
              <td data-align="right" data-label={t('received')}><Turnover stated={account.received} found={account.receivedByDocuments} difference={account.receivedDifference} /></td>
              <td data-align="right" data-label={t('spent')}><Turnover stated={account.spent} found={account.spentByDocuments} difference={account.spentDifference} /></td>
              <td data-align="right" data-label={t('closing')}><Amount value={account.closing} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Turnover({ stated, found, difference }: { stated: number | null; found: number; difference: number | null }): ReactNode {
  const t = useWords(bankWords);
  const format = useFormat();
  return (
    <>
      <Amount value={stated ?? found} />
      {difference !== null && difference !== 0 && <Text size="xs" c="var(--saldo-bad)" className="num">{t('differs', { sum: format.money(difference, true) })}</Text>}
      {stated === null && <Text size="xs" c="dimmed">{t('notStated')}</Text>}
    </>
  );
}
