/** What is done with a reconciliation, each with a place in the address: figures from a file, one client, taking over, lock. */
import { Button, Group, List as Lines, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { ClientSelect } from '../ui/client-select.tsx';
import { DropFile } from '../ui/drop-file.tsx';
import { MoneyField } from '../ui/money-field.tsx';
import { PreviewDialog } from '../ui/preview.tsx';
import { Reason } from '../ui/reason.tsx';
import { Refused } from '../ui/refused.tsx';
import { save } from '../ui/save.ts';
import { Sheet } from '../ui/sheet.tsx';
import { Waiting } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { sheetWords } from './reconciliation-words.ts';
import type { Reconciliation } from './reconciliations-screen.tsx';
import { useSentence } from './use-import.ts';

type PanelProps = { sheet: Reconciliation; onClose: () => void };

export function SheetPanels({ sheet }: { sheet: Reconciliation }): ReactNode {
  const t = useWords(sheetWords);
  const [{ panel }, set] = useUrl();
  const close = (): void => set({ panel: undefined }, { replace: true });
  const taken = panel?.startsWith('take:') ? panel.slice('take:'.length) : undefined;
  return (
    <>
      <Sheet title={t('fromFile')} opened={panel === 'file'} onClose={close} size={560}><FromFile sheet={sheet} onClose={close} /></Sheet>
      <Sheet title={t('addClient')} opened={panel === 'client'} onClose={close} tall="30rem"><OneClient sheet={sheet} onClose={close} /></Sheet>
      {taken !== undefined && sheet.status === 'OPEN' && <TakeOver sheet={sheet} clientId={taken} onClose={close} />}
      {panel === 'lock' && sheet.status === 'OPEN' && <Lock sheet={sheet} onClose={close} />}
      {panel === 'unlock' && sheet.status === 'LOCKED' && <Unlock sheet={sheet} onClose={close} />}
    </>
  );
}

function FromFile({ sheet: { id }, onClose }: PanelProps): ReactNode {
  const t = useWords(sheetWords);
  const sentence = useSentence();
  const act = useAct('reconciliation.file', { onDone: ({ taken, refused }) => {
    if (refused.length > 0) return;
    told(t('tookRows', { count: taken }));
    onClose();
  } });
  const refused = act.answer?.refused ?? [];
  return (
    <Stack>
      <DropFile label={t('drop')} hint={t('accept')} accept=".csv,.xlsx,.txt" pending={act.pending ? t('reading') : undefined}
        onFile={({ uploadId }) => void act.run({ id, uploadId })} />
      <Text size="sm" c="dimmed">{t('sign')}</Text>
      <div><Button size="xs" variant="default" onClick={() => save(`${t('templateFile')}.csv`, 'text/csv;charset=utf-8', `\uFEFF${t('templateHead')}\r\n`)}>{t('template')}</Button></div>
      <Refused problem={act.problem} />
      {refused.length > 0 && (
        <div role="alert">
          <Text fw={600} size="sm" c="var(--saldo-bad)">{t('refusedRows', { count: refused.length })}</Text>
          <Lines size="sm" mt={4}>
            {refused.slice(0, 20).map(({ row, reasons, cells }) => (
              <Lines.Item key={row}><strong>{t('row', { row })}</strong>: {reasons.map(sentence).join('; ')} <Text span size="xs" c="dimmed">{Object.values(cells).filter((cell) => cell !== '').join(' · ')}</Text></Lines.Item>
            ))}
          </Lines>
          <Text size="sm" mt={4}>{t('mendFile')}</Text>
        </div>
      )}
    </Stack>
  );
}

function OneClient({ sheet: { id }, onClose }: PanelProps): ReactNode {
  const t = useWords(sheetWords);
  const c = useWords(common);
  const [clientId, setClient] = useState<string>();
  const [sum, setSum] = useState<number>();
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct('reconciliation.set', { onDone: onClose });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (clientId !== undefined && sum !== undefined) void act.run({ id, lines: [{ clientId, theySay: sum, note: note.trim() === '' ? null : note.trim() }] });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <ClientSelect label={t('client')} value={clientId} onClient={setClient} required data-autofocus error={tried && clientId === undefined ? c('required') : undefined} />
        <MoneyField label={t('theirs')} description={t('sign')} value={sum} onValue={setSum} required error={tried && sum === undefined ? c('amountBad') : undefined} />
        <TextInput label={t('note')} description={t('noteHint')} value={note} maxLength={4000} onChange={(event) => setNote(event.currentTarget.value)} autoComplete="off" />
        <Refused problem={act.problem} />
        <div><ActButton type="submit" pending={act.pending} doing={t('writing')}>{t('write')}</ActButton></div>
      </Stack>
    </form>
  );
}

function TakeOver({ sheet: { id, asOf }, clientId, onClose }: PanelProps & { clientId: string }): ReactNode {
  const t = useWords(sheetWords);
  const format = useFormat();
  const client = useAsk('client.get', { id: clientId });
  const line = useAsk('reconciliation.lines', client.data ? { id, q: client.data.name, limit: 100 } : undefined)
    .data?.lines.find((one) => one.clientId === clientId);
  const amount = line === undefined ? '' : format.money(line.difference, true);
  const meaning = line === undefined ? undefined : line.difference > 0 ? 'takeCredit' : 'takeDebt';
  return (
    <PreviewDialog name="reconciliation.take-over" title={t('takeTitle', { name: client.data?.name ?? '…' })} opened input={{ id, clientId }}
      confirm={t('takeDo', { amount })} keep={t('keep')} onKeep={onClose} lines={3}
      onDone={({ document }) => {
        told(t('taken', { number: document.number }));
        onClose();
      }}>
      {({ line: after }) => (line === undefined ? <Waiting lines={3} height={24} /> : (
        <Stack gap="xs">
          <Text>{t('takeText', { amount, day: format.day(asOf), they: format.money(line.theySay ?? 0) })}</Text>
          {meaning && <Text size="sm">{t(meaning)}</Text>}
          <table className="ledger">
            <tbody>
              <tr><td>{t('they')}</td><td data-align="right" className="num">{format.money(line.theySay ?? 0)}</td></tr>
              <tr><td>{t('we')}</td><td data-align="right" className="num">{format.money(line.weSay)} → {format.money(after.weSay)}</td></tr>
              <tr data-totals><td>{t('difference')}</td><td data-align="right" className="num">{format.money(line.difference, true)} → {format.money(after.difference)}</td></tr>
            </tbody>
          </table>
        </Stack>
      ))}
    </PreviewDialog>
  );
}

function Lock({ sheet: { id, name, asOf }, onClose }: PanelProps): ReactNode {
  const t = useWords(sheetWords);
  const c = useWords(common);
  const format = useFormat();
  const act = useAct('reconciliation.lock', { onDone: onClose });
  return (
    <Modal opened onClose={onClose} title={<Text fw={600} size="lg">{t('lockTitle', { name })}</Text>} closeButtonProps={{ 'aria-label': c('close') }}>
      <Stack>
        <Text>{t('lockText', { day: format.day(asOf) })}</Text>
        <Refused problem={act.problem} />
        <Group gap="xs">
          <ActButton pending={act.pending} doing={t('locking')} onClick={() => void act.run({ id })}>{t('lock')}</ActButton>
          <Button variant="default" onClick={onClose}>{t('keepOpen')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Unlock({ sheet: { id, asOf }, onClose }: PanelProps): ReactNode {
  const t = useWords(sheetWords);
  const c = useWords(common);
  const format = useFormat();
  const [reason, setReason] = useState('');
  const act = useAct('reconciliation.unlock', { onDone: onClose });
  return (
    <Modal opened onClose={onClose} title={<Text fw={600} size="lg">{t('unlockTitle')}</Text>} closeButtonProps={{ 'aria-label': c('close') }}>
      <Stack>
        <Text>{t('unlockText', { day: format.day(asOf) })}</Text>
        <Reason value={reason} onValue={setReason} />
        <Refused problem={act.problem} />
        <Group gap="xs">
          <ActButton color="red" why={reason === '' ? c('reason') : undefined} pending={act.pending} doing={t('unlocking')} onClick={() => void act.run({ id, reason })}>{t('unlock')}</ActButton>
          <Button variant="default" onClick={onClose}>{t('keepLocked')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
