/** Writes a whole list, not only the page that is seen, as a spreadsheet. Cells are values, never formulas. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useWords } from '../lib/words.ts';
import type { Column } from './list.tsx';
import { common } from './words.ts';

const PAGE = 100;

type ExportProps<Row> = {
  /** The name of the file without its ending. */
  file: string;
  columns: readonly Column<Row>[];
  /** One page of the list with the filters of the screen. */
  fetchPage: (page: number, limit: number) => Promise<{ rows: readonly Row[]; total: number }>;
  label?: string;
  size?: string;
};

export function ExportButton<Row>({ file, columns, fetchPage, label, size = 'sm' }: ExportProps<Row>): ReactNode {
  const t = useWords(common);
  const [progress, setProgress] = useState<{ done: number; total: number } | undefined>(undefined);
  const run = async (): Promise<void> => {
    setProgress({ done: 0, total: 0 });
    try {
      const rows: Row[] = [];
      for (let page = 1, total = 1; rows.length < total; page += 1) {
        const answer = await fetchPage(page, PAGE);
        rows.push(...answer.rows);
        ({ total } = answer);
        setProgress({ done: rows.length, total });
        if (answer.rows.length === 0) break;
      }
      await writeSheet(file, columns, rows);
    } finally {
      setProgress(undefined);
    }
  };
  return (
    <Button variant="default" size={size} leftSection={<IconDownload size={16} aria-hidden />} aria-busy={progress !== undefined}
      onClick={() => {
        if (!progress) void run();
      }}>
      {progress && progress.total > PAGE ? t('exporting', progress) : label ?? t('export')}
    </Button>
  );
}

/** One sheet of one table, offered to be saved. */
export async function writeSheet<Row>(file: string, columns: readonly Column<Row>[], rows: readonly Row[]): Promise<void> {
  const { default: writeXlsxFile } = await import('write-excel-file/browser');
  const written = columns.filter(({ value }) => value !== undefined);
  const head = written.map(({ title }) => ({ value: title, fontWeight: 'bold' as const }));
  const cells = rows.map((row) => written.map(({ value, align }) => {
    const cell = value?.(row) ?? null;
    if (cell === null) return null;
    return typeof cell === 'number'
      ? { type: Number, value: cell, ...(align === 'right' ? { format: '#,##0.00' } : {}) }
      : { type: String, value: cell };
  }));
  await writeXlsxFile([head, ...cells] as never).toFile(`${file}.xlsx`);
}
