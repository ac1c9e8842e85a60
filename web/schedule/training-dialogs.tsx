/** The acts that ask first: each shows by a dry run exactly what it would do. */
import { Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { PreviewDialog } from '../ui/preview.tsx';
import { Reason } from '../ui/reason.tsx';
import { told } from '../ui/undo.tsx';
import { zoneText } from './roster.tsx';
import type { Training } from './training-screen.tsx';
import { trainingWords } from './training-words.ts';

type DialogProps = { training: Training; onClose: () => void };

export function TrainingDialogs({ training }: { training: Training }): ReactNode {
  const { can } = useSession();
  const [{ panel }, set] = useUrl();
  const onClose = (): void => set({ panel: undefined });
  if (panel === 'cancel' && can('training.cancel') !== undefined) return <Cancel training={training} onClose={onClose} />;
  if (panel === 'charge' && can('training.charge') !== undefined) return <Charge training={training} onClose={onClose} />;
  if (panel === 'remove' && can('training.manage') !== undefined) return <Remove training={training} onClose={onClose} />;
  if (panel?.startsWith('leave:') && can('participation.cancel') !== undefined) {
    return <Leave training={training} studentId={panel.slice('leave:'.length)} onClose={onClose} />;
  }
  return null;
}

function Cancel({ training: { id, title, participants }, onClose }: DialogProps): ReactNode {
  const t = useWords(trainingWords);
  const [reason, setReason] = useState('');
  const ready = [t('reasonSick'), t('reasonFew'), t('reasonRoom')];
  return (
    <PreviewDialog name="training.cancel" opened danger title={t('cancelTitle', { title })} confirm={t('cancelAct')} keep={t('keep')} onKeep={onClose}
      input={reason === '' ? undefined : { id, reason }} previewInput={{ id, reason: reason || ready[0]! }}
      onDone={() => {
        told(t('cancelDone'));
        onClose();
      }}
      fields={<Reason value={reason} onValue={setReason} ready={ready} otherLabel={t('other')} />}>
      {(preview) => <CancelWill preview={preview} participants={participants} />}
    </PreviewDialog>
  );
}

/** What comes back in one sentence, and to whom. */
function CancelWill({ preview, participants }: { preview: Answer<'training.cancel'>; participants: Training['participants'] }): ReactNode {
  const t = useWords(trainingWords);
  const format = useFormat();
  const { sessionsReturned, invoicesCancelled, moneyReturned, participants: undone } = preview;
  if (undone.length === 0) return <Text data-preview style={{ minHeight: 132 }}>{t('cancelNothing')}</Text>;
  const names = new Map(participants.map(({ studentId, studentName }) => [studentId, studentName]));
  return (
    <div data-preview style={{ minHeight: 132 }}>
      <Text fw={600}>{t('cancelWill', { sessions: sessionsReturned, invoices: invoicesCancelled, money: format.money(moneyReturned) })}</Text>
      <ul className="charges" aria-label={t('whoGets')} style={{ maxHeight: 240, overflowY: 'auto' }} tabIndex={0}>
        {undone.map(({ chargeId, studentId, sessionsReturned: sessions, invoiceCancelled, invoiceNumber, returned }) => (
          <li key={chargeId}>
            <span>{names.get(studentId)}</span>
            <span className="num">{[
              sessions > 0 ? t('sessionBack') : '', invoiceCancelled ? t('invoiceBack', { number: invoiceNumber ?? '' }) : '',
              returned > 0 ? t('moneyBack', { sum: format.money(returned) }) : '',
            ].filter((part) => part !== '').join(', ')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Charge({ training: { id }, onClose }: DialogProps): ReactNode {
  const t = useWords(trainingWords);
  return (
    <PreviewDialog name="training.charge" opened title={t('chargeTitle')} confirm={t('chargeAct')} keep={t('keepCharge')} onKeep={onClose} input={{ id }}
      onDone={() => {
        told(t('chargeDone'));
        onClose();
      }}>
      {({ outcomes }) => (
        <div data-preview style={{ minHeight: 132 }}>
          <Text mb="xs">{t('chargeText')}</Text>
          <ul className="charges" style={{ maxHeight: 320, overflowY: 'auto' }} tabIndex={0} aria-label={t('charges')}>
            {outcomes.map(({ studentId, studentName, sentence }) => <li key={studentId}><span>{studentName}</span><span>{sentence}</span></li>)}
          </ul>
        </div>
      )}
    </PreviewDialog>
  );
}

function Remove({ training: { id, date }, onClose }: DialogProps): ReactNode {
  const t = useWords(trainingWords);
  const go = useGo();
  return (
    <PreviewDialog name="training.delete" opened danger title={t('removeTitle')} confirm={t('removeAct')} keep={t('keepTraining')} onKeep={onClose} input={{ id }}
      onDone={() => {
        told(t('removed'));
        go(`/schedule?date=${date}`, { replace: true });
      }}>
      {() => <Text data-preview>{t('removeText')}</Text>}
    </PreviewDialog>
  );
}

function Leave({ training: { id, participants }, studentId, onClose }: DialogProps & { studentId: string }): ReactNode {
  const t = useWords(trainingWords);
  const format = useFormat();
  const row = participants.find((one) => one.studentId === studentId);
  if (row?.cancelling == null) return null;
  const { cancelling, studentName } = row;
  return (
    <PreviewDialog name="participation.cancel" opened danger title={t('cancelOneTitle', { name: studentName })} keep={t('keep')} onKeep={onClose}
      confirm={t('cancelOne')} input={{ id, studentId }}
      onDone={({ sentence }) => {
        told(sentence);
        onClose();
      }}>
      {({ sentence, label }) => (
        <div data-preview data-zone={label}>
          <Text c="dimmed">{zoneText(cancelling, t, format)}</Text>
          <Text fw={600}>{sentence}</Text>
        </div>
      )}
    </PreviewDialog>
  );
}
