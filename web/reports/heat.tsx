/** A heat map as the table that it is: a number in every cell, five steps of colour, arrows move from cell to cell. */
import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import { useStays, whereTo } from './address.ts';
import './reports.css';

export type HeatCell = { text: string; step: number; name: string; href: string; isChosen?: boolean };
type Edge = { key: string; label: string };
type HeatProps = {
  label: string; columns: readonly Edge[]; rows: readonly Edge[]; cellOf: (row: string, column: string) => HeatCell | undefined;
  small?: boolean; least?: number;
};

export const STEPS = [1, 2, 3, 4, 5] as const;
/** The step of a share of the whole, in percent: up to 20, 40, 60, 80 and above. */
export const stepOf = (percent: number): number => Math.max(1, Math.min(5, Math.ceil(percent / 20)));

export function Heat({ label, columns, rows, cellOf, small = false, least = 32 }: HeatProps): ReactNode {
  const stays = useStays();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (box.current) box.current.scrollLeft = box.current.scrollWidth;
  }, [columns.length]);
  const cells = rows.map((row) => columns.map((column) => cellOf(row.key, column.key)));
  const flat = cells.flat();
  const entry = Math.max(flat.findIndex((cell) => cell?.isChosen), flat.findIndex((cell) => cell !== undefined));
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns.length, ArrowDown: columns.length };
    const step = steps[event.code];
    const link = (event.target as HTMLElement).closest<HTMLElement>('[data-at]');
    if (step === undefined || !link) return;
    event.preventDefault();
    let at = Number(link.dataset['at']) + step;
    while (at >= 0 && at < flat.length && flat[at] === undefined) at += step;
    box.current?.querySelector<HTMLElement>(`[data-at="${at}"]`)?.focus();
  };
  return (
    <div ref={box} style={{ overflowX: 'auto' }} onKeyDown={onKeyDown} role="group" aria-label={label} tabIndex={entry === -1 ? 0 : undefined}>
      <table className="heat" aria-label={label} data-small={small || undefined} style={{ minWidth: columns.length * least + 52 }}>
        <thead>
          <tr><td style={{ width: '3rem' }} />{columns.map((column) => <th key={column.key} scope="col">{column.label}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            <tr key={row.key}>
              <th scope="row">{row.label}</th>
              {columns.map((column, place) => {
                const cell = cells[line]![place];
                const at = line * columns.length + place;
                return cell === undefined ? <td key={column.key} data-none /> : (
                  <td key={column.key}>
                    <Link {...whereTo(cell.href)} resetScroll={!stays(cell.href)} data-step={cell.step} data-at={at} tabIndex={at === entry ? 0 : -1}
                      title={cell.name} aria-label={cell.name} aria-current={cell.isChosen ? 'true' : undefined}
                      activeProps={{ 'aria-current': cell.isChosen ? 'true' : undefined }}>{cell.text}</Link>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the steps of colour mean. */
export function HeatKey({ label, texts }: { label: string; texts: readonly string[] }): ReactNode {
  return (
    <ul className="heat-key" aria-label={label}>
      {texts.map((text, index) => <li key={text} data-step={index + 1}>{text}</li>)}
    </ul>
  );
}
