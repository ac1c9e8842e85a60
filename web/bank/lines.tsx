/** The lines of a statement beside the one that is looked at: J and K go through them, Enter confirms whose it is. */
import { Button, Text, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef } from 'react';
import { useChoice } from '../lib/choices.ts';
import { useKeys } from '../lib/keys.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { Pages } from '../ui/list.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Empty } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { LinePanel } from './line-panel.tsx';
import { LINE_LOOKS, type Line } from './statement.ts';
import { bankWords } from './words.ts';

type LinesProps = { lines: readonly Line[]; pagination: { total: number; page: number; limit: number }; busy: boolean };

export function BankLines({ lines, pagination, busy }: LinesProps): ReactNode {
  const t = useWords(bankWords);
  const density = useChoice('density');
  const [{ line: wanted, state }, set] = useUrl();
  const body = useRef<HTMLTableSectionElement>(null);
  // Where both do not fit beside each other, the line lies over the list while it is looked at.
  const narrow = useMediaQuery('(max-width: 1023px)', false, { getInitialValueInEffect: false });
  const at = Math.max(0, lines.findIndex(({ id }) => id === wanted));
  const current = lines[at];
  const choose = (id: string | undefined): void => set({ line: id, page: String(pagination.page === 1 ? '' : pagination.page) }, { replace: true });
  const isMoved = useRef(false);
  const move = (step: number): void => {
    const next = lines[Math.max(0, Math.min(lines.length - 1, at + step))];
    isMoved.current = true;
    if (next) choose(next.id);
  };
  // Only whoever goes by keys is followed: a page that has just opened stands at its beginning.
  useEffect(() => {
    if (isMoved.current) body.current?.querySelector('tr[data-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current?.id]);
  useKeys(lines.length > 0 ? {
    KeyJ: { does: t('next'), run: () => move(1) }, KeyK: { does: t('previous'), run: () => move(-1) },
    ArrowDown: { does: t('next'), run: () => move(1) }, ArrowUp: { does: t('previous'), run: () => move(-1) },
  } : {});
  if (current === undefined) return busy ? null : <NoLines isFiltered={state !== undefined} />;
  // A line that is decided about may leave this selection: then the one behind it is looked at.
  const next = lines[at + 1] ?? lines[at - 1];
  const panel = (
    <LinePanel key={`${current.id} ${current.state} ${current.client?.id ?? ''}`} line={current} onNext={() => choose(next?.id)} />
  );
  return (
    <div className="two">
      <div className="card">
        <table className="list bank-lines" data-density={density} aria-busy={busy}>
          <caption className="skip">{t('lines')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('date')}</th><th scope="col">{t('payer')}</th><th scope="col" data-align="right">{t('amount')}</th>
              <th scope="col">{t('client')}</th><th scope="col">{t('state')}</th>
            </tr>
          </thead>
          <tbody ref={body}>
            {lines.map((line) => <Row key={line.id} line={line} isCurrent={line.id === current.id} onChoose={() => choose(line.id)} />)}
          </tbody>
        </table>
        <Pages {...pagination} />
      </div>
      {narrow ? (
        <Sheet title={t('chosen')} opened={wanted === current.id} onClose={() => choose(undefined)}>{panel}</Sheet>
      ) : panel}
    </div>
  );
}

function Row({ line, isCurrent, onChoose }: { line: Line; isCurrent: boolean; onChoose: () => void }): ReactNode {
  const t = useWords(bankWords);
  const { onDate, payerName, purpose, amount, direction, state, client, candidates } = line;
  const guess = client ?? candidates[0]?.client;
  return (
    <tr data-row={line.id} data-current={isCurrent || undefined} data-state={state} onClick={onChoose}>
      <td><DayText value={onDate} /></td>
      <td>
        <UnstyledButton mih={24} fz="sm" fw={500} aria-current={isCurrent || undefined} onClick={onChoose}><span className="one-line" title={payerName}>{payerName || purpose}</span></UnstyledButton>
        <Text size="xs" c="dimmed"><span className="one-line" title={purpose}>{purpose}</span></Text>
      </td>
      <td data-align="right">
        {direction === 'OUT' ? <><Amount value={-amount} tone="dimmed" /><Text size="xs" c="dimmed">{t('out')}</Text></> : <Amount value={amount} strong />}
      </td>
      <td>{guess === undefined ? (state === 'NEW' ? <Text span size="sm" c="dimmed">{t('nobody')}</Text> : '—')
        : client === null ? <Text span size="sm" c="dimmed">{guess.name}?</Text> : guess.name}</td>
      <td><Chip kind={LINE_LOOKS[state]}>{t(`one_${state}`)}</Chip></td>
    </tr>
  );
}

function NoLines({ isFiltered }: { isFiltered: boolean }): ReactNode {
  const t = useWords(bankWords);
  const [{ q, state }, set] = useUrl();
  const all = <Button variant="default" onClick={() => set({ q: undefined, state: undefined, line: undefined })}>{t('showAll')}</Button>;
  if (q !== undefined) return <Empty title={t('nothing', { q })}>{all}</Empty>;
  if (state === 'DOUBTFUL' || state === 'NEW') return <Empty title={t('allDone')} text={t('allDoneText')}>{all}</Empty>;
  return <Empty title={isFiltered ? t('none') : t('emptyStatement')}>{isFiltered && all}</Empty>;
}
