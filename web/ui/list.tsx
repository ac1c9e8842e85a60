/**
 * The one list of the house: server-sorted and server-paged, its state in the address, walked with J and K, opened
 * with Enter or a click, two-line cards on a phone, totals first.
 */
import { Checkbox, Group, Pagination, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useGo } from '../lib/go.ts';
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useChoice } from '../lib/choices.ts';
import { useKeys } from '../lib/keys.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { common } from './words.ts';

export type Column<Row> = {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  align?: 'right';
  /** The server's word for sorting by this column; `-word` is the other way round. */
  sort?: string;
  /** The figure of the totals row. */
  total?: ReactNode;
  /** In rem: where every column but one says it, the columns stand still whatever the rows are. */
  width?: number;
  /** Left out on a phone. */
  second?: boolean;
  /** What an export writes: a number stays a number. Without it the column is not exported. */
  value?: (row: Row) => string | number | null;
};

type ListProps<Row> = {
  /** What the list is of, for screen readers. */
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** Where a row leads; a click with Ctrl opens a new tab, as with any link. */
  href?: (row: Row) => string;
  pagination?: { total: number; page: number; limit: number } | undefined;
  busy?: boolean;
  /** Shown instead of the rows when there are none. */
  empty: ReactNode;
  selected?: ReadonlySet<string>;
  onSelect?: (keys: ReadonlySet<string>) => void;
  /** What a row is called, for the label of its tick; its key unless given. */
  nameOf?: (row: Row) => string;
  /** Peeks at the row without leaving the list (Space). */
  onPeek?: (row: Row) => void;
  /** Switches J, K and Enter off where another list on the screen has them. */
  keys?: boolean;
};

export function List<Row>(props: ListProps<Row>): ReactNode {
  const { label, rows, columns, rowKey, href, pagination, busy = false, empty, selected, onSelect, onPeek, nameOf = rowKey, keys = true } = props;
  const t = useWords(common);
  const density = useChoice('density');
  const go = useGo();
  const [current, setCurrent] = useState(-1);
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => setCurrent((index) => Math.min(index, rows.length - 1)), [rows.length]);

  const move = (step: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, current + step));
    setCurrent(next);
    body.current?.querySelectorAll('tr[data-row]')[next]?.scrollIntoView({ block: 'nearest' });
  };
  const generation = useGeneration(busy);
  const row = rows[current];
  const open = (): void => {
    if (row && href) go(href(row));
  };
  const toggle = (key: string): void => {
    if (!onSelect || !selected) return;
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    onSelect(next);
  };
  useKeys(keys && rows.length > 0 ? {
    KeyJ: { does: t('next'), run: () => move(1) },
    KeyK: { does: t('previous'), run: () => move(-1) },
    ...(row && href ? { Enter: { does: t('open'), run: open } } : {}),
    ...(row && onSelect ? { KeyX: { does: t('select'), run: () => toggle(rowKey(row)) } } : {}),
    ...(row && onPeek ? { Space: { does: t('preview'), run: () => onPeek(row) } } : {}),
  } : {});

  if (rows.length === 0 && !busy) return empty;
  const isFixed = columns.some(({ width }) => width !== undefined);
  const totals = columns.some(({ total }) => total !== undefined);
  return (
    <>
      <div style={{ overflowX: 'auto' }} role="region" aria-label={label} tabIndex={0}>
        <table className="list" data-density={density} data-fixed={isFixed || undefined} aria-busy={busy}>
          <caption className="skip">{label}</caption>
          {isFixed && <Widths columns={columns} hasTicks={selected !== undefined} />}
          <thead>
            <tr>
              {selected && <th scope="col"><span className="skip">{t('select')}</span></th>}
              {columns.map((column) => <Head key={column.key} column={column} />)}
            </tr>
          </thead>
          <tbody ref={body} key={generation}>
            {totals && (
              <tr data-totals>
                {selected && <td data-second />}
                {columns.map(({ key, title, total, align, second }, index) => (
                  <td key={key} data-align={align} data-second={second || undefined} data-label={total === undefined ? undefined : title}>{total ?? (index === 0 ? t('total') : null)}</td>
                ))}
              </tr>
            )}
            {rows.map((item, index) => (
              <Line key={rowKey(item)} item={item} columns={columns} name={rowKey(item)} label={nameOf(item)} to={href?.(item)} isCurrent={index === current}
                selected={selected?.has(rowKey(item))} onToggle={toggle} />
            ))}
          </tbody>
        </table>
      </div>
      {pagination && <Pages key={`pages ${generation}`} {...pagination} />}
    </>
  );
}

/** Other conditions are other rows: none of the old ones moves to its new place. */
function useGeneration(busy: boolean): string {
  const [{ panel: _panel, why: _why, sell: _sell, ...asked }] = useUrl();
  const generation = useRef('');
  if (!busy) generation.current = JSON.stringify(asked);
  return generation.current;
}

function Widths<Row>({ columns, hasTicks }: { columns: readonly Column<Row>[]; hasTicks: boolean }): ReactNode {
  return (
    <colgroup>
      {hasTicks && <col style={{ width: '2.25rem' }} />}
      {columns.map(({ key, width }) => <col key={key} style={width === undefined ? {} : { width: `${String(width)}rem` }} />)}
    </colgroup>
  );
}

type LineProps<Row> = {
  item: Row; columns: readonly Column<Row>[]; name: string; label: string; to: string | undefined; isCurrent: boolean; selected: boolean | undefined;
  onToggle: (key: string) => void;
};

/** One row; what is inside it (links, buttons) keeps its own click. */
function Line<Row>({ item, columns, name, label, to, isCurrent, selected, onToggle }: LineProps<Row>): ReactNode {
  const t = useWords(common);
  const go = useGo();
  const open = (event: MouseEvent): void => {
    if (to === undefined || (event.target as HTMLElement).closest('a, button, input, label')) return;
    if (window.getSelection()?.toString()) return;
    if (event.ctrlKey || event.metaKey) window.open(to, '_blank');
    else go(to);
  };
  return (
    <tr data-row={name} data-link={to === undefined ? undefined : true} data-current={isCurrent || undefined} onClick={open}>
      {selected !== undefined && (
        <td data-second><Checkbox size="xs" checked={selected} aria-label={`${t('select')}: ${label}`} onChange={() => onToggle(name)} /></td>
      )}
      {columns.map(({ key, title, cell, align, second }) => (
        <td key={key} data-align={align} data-second={second || undefined} data-label={align === undefined ? undefined : title}>{cell(item)}</td>
      ))}
    </tr>
  );
}

/** A heading that sorts when the server can. */
function Head<Row>({ column }: { column: Column<Row> }): ReactNode {
  const t = useWords(common);
  const [{ sort }, set] = useUrl();
  const { title, align, sort: word, second } = column;
  if (word === undefined) return <th scope="col" data-align={align} data-second={second || undefined}>{title}</th>;
  const direction = sort === word ? 'ascending' : sort === `-${word}` ? 'descending' : 'none';
  return (
    <th scope="col" data-align={align} data-second={second || undefined} aria-sort={direction}>
      <UnstyledButton fz="xs" fw={600} mih={24} aria-label={t('sortBy', { column: title })}
        onClick={() => set({ sort: direction === 'descending' ? word : `-${word}` })}>
        {title}{' '}
        {direction === 'ascending' && <IconArrowUp size={12} aria-hidden />}
        {direction === 'descending' && <IconArrowDown size={12} aria-hidden />}
      </UnstyledButton>
    </th>
  );
}

/** The pages of anything that comes page by page. */
export function Pages({ total, page, limit }: { total: number; page: number; limit: number }): ReactNode {
  const t = useWords(common);
  const [, set] = useUrl();
  const pages = Math.max(1, Math.ceil(total / limit));
  return (
    <Group justify="space-between" mt="xs" className="noprint">
      <Text size="xs" c="dimmed">{t('rows', { count: total })}</Text>
      {pages > 1 && (
        <Pagination size="sm" total={pages} value={page} onChange={(next) => set({ page: next === 1 ? undefined : String(next) })}
          getItemProps={(item) => ({ 'aria-label': t('pageOf', { page: item, pages }) })}
          getControlProps={(control) => ({ 'aria-label': control === 'next' ? t('next') : t('previous') })} />
      )}
    </Group>
  );
}
