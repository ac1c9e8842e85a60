/** The receipt of a number: groups that fold, lines that lead to their sources, and the check that it adds up. */
import './why.css';
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconPrinter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type Format, useFormat } from '../lib/format.ts';
import { type Say, useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import type { Receipt, ReceiptGroup, ReceiptLine } from './explanation.ts';
import { whyWords } from './words.ts';

type Words = Say<keyof (typeof whyWords)['ru']>;
/** Money with its sign, or sessions with their word. */
const figure = (unit: Receipt['unit'], value: number, format: Format, t: Words): string => {
  if (unit === 'MONEY') return format.money(value);
  const text = t('sessions', { count: Math.abs(value) });
  return value < 0 ? `−${text}` : text;
};

export function ReceiptView({ receipt, actions }: { receipt: Receipt; actions?: ReactNode }): ReactNode {
  const t = useWords(whyWords);
  const c = useWords(common);
  const format = useFormat();
  const { title, subtitle, at, unit, total, groups, off } = receipt;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(textOf(receipt, format, t));
    told(t('copied'));
  };
  return (
    <div className="why-lines" data-receipt>
      <Text fw={600} size="lg" className="num" style={{ whiteSpace: 'normal' }}>{title}</Text>
      {subtitle !== undefined && <Text className="num" style={{ whiteSpace: 'normal' }}>{subtitle}</Text>}
      {at !== undefined && <Text size="xs" c="dimmed" className="num">{t('asOf', { at: format.moment(at) })}</Text>}
      <div style={{ marginTop: 12 }}>
        {groups.map((group) => <Part key={group.title} group={group} unit={unit} />)}
      </div>
      <div className="why-total">
        <span>{t('total')}</span>
        <span className="num" data-money data-receipt-total>{total === null ? t('unlimited')
          : figure(unit, total, format, t)}</span>
      </div>
      {off === 0 ? (
        <Group gap={6} c="var(--saldo-good)" data-adds-up="true" wrap="nowrap">
          <IconCheck size={16} aria-hidden /><Text size="sm">{t('adds')}</Text>
        </Group>
      ) : (
        <Alert color="red" variant="outline" role="alert"
          data-adds-up="false">{t('addsNot', { sum: figure(unit, off, format, t) })}</Alert>
      )}
      <Group gap="xs" mt="md" className="noprint">
        <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />}
          onClick={() => void copy()}>{t('copy')}</Button>
        <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />}
          onClick={() => window.print()}>{c('print')}</Button>
        {actions}
      </Group>
    </div>
  );
}

function Part({ group, unit }: { group: ReceiptGroup; unit: Receipt['unit'] }): ReactNode {
  const t = useWords(whyWords);
  const format = useFormat();
  const { title, lines, stated, open, empty } = group;
  return (
    <details open={open}>
      <summary><span>{title}</span><span className="num" data-money>{figure(unit, stated, format, t)}</span></summary>
      <ul>
        {lines.length === 0 && <li><Text c="dimmed" size="sm">{empty}</Text></li>}
        {lines.map((line) => <Line key={line.key} line={line} unit={unit} />)}
      </ul>
    </details>
  );
}

function Line({ line, unit }: { line: ReceiptLine; unit: Receipt['unit'] }): ReactNode {
  const t = useWords(whyWords);
  const format = useFormat();
  const { text, amount, at, rule, to, note, detail } = line;
  const about = [at === undefined ? undefined : format.moment(at), detail, rule === undefined ? undefined
    : t('rule', { code: rule })];
  return (
    <li>
      <div>
        {to === undefined ? <Text size="sm">{text}</Text> : <To to={to} size="sm">{text}</To>}
        <Text size="xs" c="dimmed" className="num"
          style={{ whiteSpace: 'normal' }}>{about.filter((part) => part !== undefined).join(' · ')}</Text>
        {note !== undefined && <Text size="xs" className="num" style={{ whiteSpace: 'normal' }}>{note}</Text>}
      </div>
      <span className="num" data-money>{figure(unit, amount, format, t)}</span>
    </li>
  );
}

/** The same as plain text, to be sent in a message. */
export function textOf(receipt: Receipt, format: Format, t: Words): string {
  const { title, subtitle, at, unit, total, groups } = receipt;
  const lines = groups.flatMap((group) => [
    `${group.title}: ${figure(unit, group.stated, format, t)}`,
    ...group.lines.flatMap(({ text, amount, note }) =>
      [`  ${text}: ${figure(unit, amount, format, t)}`, ...(note === undefined ? [] : [`    ${note}`])]),
  ]);
  const sum = `${t('total')}: ${total === null ? t('unlimited') : figure(unit, total, format, t)}`;
  return [title, subtitle, at === undefined ? undefined : t('asOf', { at: format.moment(at) }), ...lines, sum]
    .filter((line) => line !== undefined).join('\n');
}
