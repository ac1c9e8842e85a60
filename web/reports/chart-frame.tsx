/**
 * What is around a drawing: the names of its columns as links, and a line that reads the column looked at, by mouse,
 * keyboard or finger, with every part of it as a link to its rows. The line is the legend, too.
 */
import { Text, useComputedColorScheme } from '@mantine/core';
import { type ReactNode, Suspense, lazy, useLayoutEffect, useRef, useState } from 'react';
import { useGo } from '../lib/go.ts';
import { SERIES } from '../ui/chart.tsx';
import { To } from '../ui/link.tsx';
import { useStays } from './address.ts';
import './reports.css';

const Columns = lazy(() => import('./columns.tsx'));

export type Series = { name: string; colour: string; icon?: ReactNode };
export type Point = {
  key: string;
  /** Under the column. */
  short: string;
  /** In full, in the line that reads it. */
  name: string;
  /** Above the column, short; nothing above a column of nothing. */
  label: string;
  /** The same in full, in the line that reads it. */
  text: string;
  /** What is drawn: one for each of the series, from the bottom. */
  values: readonly number[];
  /** What is told of each of the series. */
  texts: readonly string[];
  /** Further words of the column: last year's sum. */
  notes?: readonly string[];
  outline?: number | undefined;
  span?: readonly [number, number];
  colour?: string;
};

export type FrameProps = {
  points: readonly Point[]; series: readonly Series[];
  /** The picture in one sentence, for those who do not see it. */
  takeaway: string;
  /** The rows of a column, or of one part of it. */
  hrefOf: (point: number, series?: number) => string;
  shape?: 'bars' | 'line' | 'spans';
  height?: number; chosen?: number; least?: number; top?: number | undefined;
  /** A small drawing has no line that reads it: the table beside it tells the same. */
  bare?: boolean;
};

export const useSeriesColours = (): (typeof SERIES)['light' | 'dark'] => SERIES[useComputedColorScheme('light')];

export function ChartFrame(props: FrameProps): ReactNode {
  const { points, series, takeaway, hrefOf, shape = 'bars', height = 240, chosen = -1, least = 80, top, bare = false } = props;
  const theme = useComputedColorScheme('light');
  const go = useGo();
  const stays = useStays();
  const [looked, setLooked] = useState<number | undefined>(undefined);
  const scroll = useRef<HTMLDivElement>(null);
  // The newest columns are at the right end, and they are what is looked for.
  useLayoutEffect(() => {
    if (scroll.current) scroll.current.scrollLeft = scroll.current.scrollWidth;
  }, [points.length]);
  const read = looked !== undefined && looked < points.length ? looked : chosen >= 0 ? chosen : points.length - 1;
  const point = points[read];
  const mark = (href: string): void => go(href, { stay: stays(href) });
  return (
    <>
      <div className="columns" ref={scroll}>
        <div style={{ minWidth: points.length * least }}>
          <div role="img" aria-label={takeaway} style={{ height }} data-picture>
            <div aria-hidden style={{ height }}>
              <Suspense fallback={null}>
                <Columns points={points} series={series} theme={theme} height={height} current={chosen} shape={shape} top={top}
                  onMark={(index, part) => mark(hrefOf(index, shape === 'bars' && series.length > 1 ? part : undefined))} onPoint={setLooked} />
              </Suspense>
            </div>
          </div>
          <ul className="columns-axis" onMouseLeave={() => setLooked(undefined)}>
            {points.map(({ key, short, name, text }, index) => (
              <li key={key} onMouseEnter={() => setLooked(index)} onFocus={({ currentTarget }) => {
                setLooked(index);
                currentTarget.scrollIntoView({ block: 'nearest', inline: 'nearest' }); // the browser is content with half of it
              }}>
                <To stay={stays(hrefOf(index))} to={hrefOf(index)} c="inherit" aria-label={spoken(short, `${name}: ${text}`)} aria-current={index === chosen ? 'true' : undefined}>{short}</To>
              </li>
            ))}
          </ul>
        </div>
      </div>
      {!bare && point && <Reading point={point} series={series} hrefOf={(part) => hrefOf(read, part)} />}
    </>
  );
}

/** What is heard holds what is seen, so that a column can be called by either. */
const spoken = (seen: string, full: string): string => (full.startsWith(`${seen}:`) ? full : `${seen}. ${full}`);

function Reading({ point, series, hrefOf }: { point: Point; series: readonly Series[]; hrefOf: (part?: number) => string }): ReactNode {
  const stays = useStays();
  return (
    <div className="reading" data-reading={point.key} data-single={series.length === 1 || undefined}>
      <div>
        <Text size="xs" c="dimmed" truncate>{point.name}</Text>
        <To stay={stays(hrefOf())} to={hrefOf()} className="num" fw={600} data-money data-mark={point.key}>{point.text}</To>
        {(point.notes ?? []).map((note) => <Text key={note} size="xs" c="dimmed" truncate>{note}</Text>)}
      </div>
      {series.length > 1 && series.map(({ name, colour, icon }, index) => (
        <div key={name}>
          <Text size="xs" c="dimmed" truncate title={name}><span className="swatch" style={{ background: colour }} aria-hidden />{icon}{name}</Text>
          <To stay={stays(hrefOf(index))} to={hrefOf(index)} className="num" data-money data-mark={`${point.key} ${name}`}>{point.texts[index]}</To>
        </div>
      ))}
    </div>
  );
}
