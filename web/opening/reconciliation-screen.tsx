/** One reconciliation: they say, we say, the difference; brought to zero, then locked. */
import './opening.css';
import { Button, Group, Text } from '@mantine/core';
import { IconCircleCheck, IconFileUpload, IconLock } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { SheetPanels } from './reconciliation-panels.tsx';
import { SheetLines } from './reconciliation-lines.tsx';
import { sheetWords } from './reconciliation-words.ts';
import { type Reconciliation, SheetState } from './reconciliations-screen.tsx';

export default function ReconciliationScreen(): ReactNode {
  const t = useWords(sheetWords);
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useAsk('reconciliation.get', { id });
  return (
    <Page name="reconciliation" title={query.data ? t('one', { name: query.data.name }) : t('title')} ready={query.isSuccess}
      actions={<To to="/reconciliations" mih={24}>{t('back')}</To>}>
      <Loaded query={query} lines={14}>{(sheet) => (
        <div style={{ display: 'grid', gap: '1rem', gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <Verdict sheet={sheet} />
          <SheetLines sheet={sheet} />
          <SheetPanels sheet={sheet} />
        </div>
      )}</Loaded>
    </Page>
  );
}

/** The equation that has to come to zero, and what is done with it. */
function Verdict({ sheet }: { sheet: Reconciliation }): ReactNode {
  const t = useWords(sheetWords);
  const format = useFormat();
  const { lines, different, differenceAmount, theySay, weSay, asOf, status, lockedAt, lockedBy } = sheet;
  const isEven = lines > 0 && different === 0;
  const text = status === 'LOCKED' ? t('locked', { at: lockedAt === null ? '' : format.moment(lockedAt), who: lockedBy ?? '', day: format.day(asOf) })
    : isEven ? t('evenText', { count: lines }) : lines === 0 ? t('nothingSaidText') : t('differText', { different, count: lines, amount: format.money(differenceAmount) });
  return (
    <section className="card" data-sheet={status} data-even={isEven}>
      <div style={{ float: 'right' }}><SheetState of={sheet} /></div>
      <dl className="difference">
        <div><dt>{t('they')}</dt><dd><Amount value={theySay} /></dd></div>
        <div><dt>{t('we')}</dt><dd><Amount value={weSay} /></dd></div>
        <div data-difference><dt>{t('difference')}</dt><dd><Amount value={differenceAmount} tone={differenceAmount === 0 ? 'good' : 'bad'} /></dd></div>
      </dl>
      <Group gap="xs" mt="xs" wrap="nowrap" align="flex-start" role="status">
        {status === 'LOCKED' ? <IconLock size={20} aria-hidden style={{ flex: 'none' }} /> : isEven && <IconCircleCheck size={20} aria-hidden color="var(--saldo-good)" style={{ flex: 'none' }} />}
        <Text size="sm">{isEven && status === 'OPEN' && <strong>{t('even')}. </strong>}{lines === 0 && <strong>{t('nothingSaid')}. </strong>}{text}</Text>
      </Group>
      <Acts sheet={sheet} />
    </section>
  );
}

function Acts({ sheet: { status, lines, different } }: { sheet: Reconciliation }): ReactNode {
  const t = useWords(sheetWords);
  const { can } = useSession();
  const [, set] = useUrl();
  const may = can('reconciliation.manage') ? undefined : t('onlyWho');
  if (status === 'LOCKED') {
    return (
      <Group mt="sm" className="noprint">
        <ActButton variant="default" why={can('import.manage') ? undefined : t('unlockAdmin')} onClick={() => set({ panel: 'unlock' })}>{t('unlock')}</ActButton>
      </Group>
    );
  }
  const why = may ?? (lines === 0 ? t('lockEmpty') : different > 0 ? t('lockWhy', { count: different }) : undefined);
  return (
    <Group gap="xs" mt="sm" className="noprint">
      {may === undefined && (
        <>
          <Button variant={lines === 0 ? 'filled' : 'default'} leftSection={<IconFileUpload size={16} aria-hidden />} onClick={() => set({ panel: 'file' })}>{t('fromFile')}</Button>
          <Button variant="default" onClick={() => set({ panel: 'client' })}>{t('addClient')}</Button>
        </>
      )}
      <ActButton variant={why === undefined ? 'filled' : 'default'} leftSection={<IconLock size={16} aria-hidden />} why={why} onClick={() => set({ panel: 'lock' })}>{t('lock')}</ActButton>
    </Group>
  );
}
