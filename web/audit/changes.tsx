/** Before and after of a record, field by field, as people read them. */
import { Text } from '@mantine/core';
import { type ReactNode, useCallback } from 'react';
import { type Format, useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { settingsWords } from '../settings/words.ts';
import { To } from '../ui/link.tsx';
import { methodWords } from '../ui/words.ts';
import { fieldName, fields, isMoney } from './fields.ts';
import { auditWords } from './words.ts';

type Sides = { before: unknown; after: unknown };
export type Change = { name: string; field: string; before: string; after: string; isSame: boolean };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const facts = (side: unknown): Record<string, unknown> =>
  typeof side === 'object' && side !== null && !Array.isArray(side) ? (side as Record<string, unknown>) : {};

type Say = { format: Format; yes: string; no: string; nameOf: (field: string) => string; methodOf: (method: string) => string; roleOf: (role: string) => string };

/** Whole numbers of money are kopecks; a text with two digits after the point is roubles. */
function shown(name: string, value: unknown, say: Say): string {
  const { format } = say;
  if (value === undefined || value === null || value === '') return '—';
  if (typeof value === 'boolean') return value ? say.yes : say.no;
  if (typeof value === 'number') return isMoney(name) && Number.isSafeInteger(value) ? format.money(value / 100) : format.number(value);
  if (typeof value === 'string') {
    if (isMoney(name) && /^-?\d+\.\d\d$/.test(value)) return format.money(Number(value));
    if (DAY.test(value)) return format.day(value);
    if (MOMENT.test(value)) return format.moment(value);
    if (ID.test(value)) return `…${value.slice(-6)}`;
    return name === 'method' ? say.methodOf(value) : name === 'role' ? say.roleOf(value) : value;
  }
  if (Array.isArray(value)) return value.length === 0 ? '—' : value.map((one) => shown(name, one, say)).join('; ');
  return Object.entries(facts(value)).map(([key, one]) => {
    const isMethod = /^[A-Z_]+$/.test(key);
    return `${isMethod ? say.methodOf(key) : say.nameOf(key)} ${shown(isMethod ? name : key, one, say)}`;
  }).join(', ');
}

/** Fields that are named on either side. */
export function useChanges(): (record: Sides) => Change[] {
  const format = useFormat();
  const t = useWords(auditWords);
  const word = useWords(fields);
  const method = useWords(methodWords);
  const role = useWords(settingsWords);
  return useCallback(({ before, after }) => {
    const [was, is] = [facts(before), facts(after)];
    const say: Say = {
      format, yes: t('yes'), no: t('no'), nameOf: (name) => fieldName(word, name),
      roleOf: (name) => (Object.hasOwn(settingsWords.ru, name) ? role(name as 'ADMIN') : name),
      methodOf: (name) => (Object.hasOwn(methodWords.ru, name) ? method(name as 'CASH') : name),
    };
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].map((name) => ({
      name, field: say.nameOf(name), before: shown(name, was[name], say), after: shown(name, is[name], say),
      isSame: JSON.stringify(was[name] ?? null) === JSON.stringify(is[name] ?? null),
    }));
  }, [format, t, word, method, role]);
}

const LINKS: Readonly<Record<string, string>> = { clientId: '/clients/', invoiceId: '/invoices/', groupId: '/groups/' };

/** What changed first; what stayed is there, too, but dimmed. */
export function Changes({ record }: { record: Sides }): ReactNode {
  const t = useWords(auditWords);
  const changes = useChanges()(record).toSorted((a, b) => Number(a.isSame) - Number(b.isSame));
  const isNew = Object.keys(facts(record.before)).length === 0;
  const linkOf = (name: string, side: unknown): string | undefined => {
    const id = facts(side)[name];
    return typeof id === 'string' && LINKS[name] !== undefined ? `${LINKS[name]}${id}` : undefined;
  };
  const cell = (name: string, text: string, side: unknown): ReactNode => {
    const to = linkOf(name, side);
    return to === undefined ? text : <To to={to} mih={24}>{text}</To>;
  };
  if (changes.length === 0) return <Text c="dimmed">{t('none')}</Text>;
  return (
    <table className="ledger" aria-label={t('change')}>
      <thead>
        <tr>
          <th scope="col"><Text size="xs" fw={600}>{t('field')}</Text></th>
          {!isNew && <th scope="col"><Text size="xs" fw={600}>{t('before')}</Text></th>}
          <th scope="col"><Text size="xs" fw={600}>{t('after')}</Text></th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ name, field, before, after, isSame }) => (
          <tr key={name} data-same={isSame || undefined} style={isSame ? { color: 'var(--mantine-color-dimmed)' } : undefined}>
            <td>{field}</td>
            {!isNew && <td className="num" style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>{cell(name, before, record.before)}</td>}
            <td className="num" style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>{cell(name, after, record.after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
