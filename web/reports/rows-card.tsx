/** The rows behind the mark that was chosen: what they sum to, all their pages, and the way to a file. */
import { Group, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import type { EndpointName, Answer, Input } from '../lib/api.ts';
import { call } from '../lib/api.ts';
import { useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ExportButton } from '../ui/export.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { reportWords } from './words.ts';

export const ROWS = 50;
type Found<Row> = { rows: readonly Row[]; pagination: { total: number; page: number; limit: number } };

type RowsCardProps<N extends EndpointName, Row> = {
  name: N;
  /** The mark, without the page. */
  input: Input<N>;
  /** The mark as a text of its own: when it changes, the rows come into sight. */
  mark: string;
  titleOf: (answer: Answer<N>) => string;
  columns: (answer: Answer<N> | undefined) => readonly Column<Row>[];
  read: (answer: Answer<N>) => Found<Row>;
  rowKey: (row: Row) => string;
  href?: (row: Row) => string;
  file: string;
  none?: string;
};

export function RowsCard<N extends EndpointName, Row>(props: RowsCardProps<N, Row>): ReactNode {
  const { name, input, mark, titleOf, columns, read, rowKey, href, file, none } = props;
  const t = useWords(reportWords);
  const [{ page }] = useUrl();
  const at = (number: number, limit: number): Input<N> => ({ ...(input as object), page: number, limit }) as unknown as Input<N>;
  const query = useAsk(name, at(Number(page ?? 1), ROWS));
  const heading = useRef<HTMLHeadingElement>(null);
  const seen = useRef(mark);
  useEffect(() => {
    if (seen.current === mark) return;
    seen.current = mark;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, [mark]);
  return (
    <section className="card" aria-label={t('rows')} data-rows style={{ minHeight: 320 }}>
      <Group justify="space-between" gap="xs" mb="xs" mih={36}>
        <Title order={2} ref={heading} tabIndex={-1} style={{ outline: 'none', scrollMarginBottom: 160 }} data-rows-title>
          {query.data ? titleOf(query.data) : t('rows')}
        </Title>
        <ExportButton<Row> file={file} columns={columns(query.data)} fetchPage={async (number, limit) => {
          const found = read(await call(name, at(number, limit)));
          return { rows: found.rows, total: found.pagination.total };
        }} />
      </Group>
      <Loaded query={query} lines={8} height={32}>
        {(answer) => (
          <List label={titleOf(answer)} columns={columns(answer)} rowKey={rowKey} busy={query.isPlaceholderData}
            {...read(answer)} {...(href ? { href } : {})} empty={<Empty title={none ?? t('noRows')} />} />
        )}
      </Loaded>
    </section>
  );
}
