/** Before and after of a record, field by field. */
import type { ReactNode } from 'react';
import { useWords } from '../lib/words.ts';
import { Text } from '@mantine/core';
import { auditWords } from './words.ts';

type Sides = { before: unknown; after: unknown };
export type Change = { field: string; before: string; after: string };

const facts = (side: unknown): Record<string, unknown> =>
  typeof side === 'object' && side !== null && !Array.isArray(side) ? (side as Record<string, unknown>) : {};
const shown = (value: unknown): string =>
  value === undefined || value === null ? '—' : typeof value === 'object' ? JSON.stringify(value) : String(value as string);

/** Fields that are named on either side. */
export function changesOf({ before, after }: Sides): Change[] {
  const [was, is] = [facts(before), facts(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((field) => ({ field, before: shown(was[field]), after: shown(is[field]) }));
}

export function Changes({ record }: { record: Sides }): ReactNode {
  const t = useWords(auditWords);
  const changes = changesOf(record);
  if (changes.length === 0) return <Text c="dimmed">{t('none')}</Text>;
  return (
    <div style={{ overflowX: 'auto' }} role="region" tabIndex={0} aria-label={t('change')}>
      <table className="list">
        <thead><tr><th scope="col">{t('field')}</th><th scope="col">{t('before')}</th><th scope="col">{t('after')}</th></tr></thead>
        <tbody>
          {changes.map(({ field, before, after }) => (
            <tr key={field}><td>{field}</td><td style={{ overflowWrap: 'anywhere' }}>{before}</td><td style={{ overflowWrap: 'anywhere' }}>{after}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
