/** «Отменить участие?»: the consequence is computed by the server again, and the act is held to exactly what is shown. */
import { Alert, Button, Stack, Text } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAct, useAsk, usePreview } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { Refused } from '../ui/refused.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Loaded } from '../ui/states.tsx';
import { untilText } from './consequence.ts';
import { type Booking, usePasses } from './family.ts';
import { familyWords } from './words.ts';

type Result = Answer<'participation.cancel'>;

export default function CancelSheet({ booking }: { booking: string }): ReactNode {
  const t = useWords(familyWords);
  const [, set] = useUrl();
  const [id = '', studentId = ''] = booking.split('.');
  const training = useAsk('training.get', { id });
  const close = (): void => set({ cancel: undefined });
  return (
    <Sheet title={t('cancelAsk')} opened tall="27rem" onClose={close}>
      <Loaded query={training} lines={5} height={44}>{({ title, startsAt, participants }) => {
        const mine = participants.find((one) => one.studentId === studentId);
        return <Ask key={booking} id={id} studentId={studentId} title={title} startsAt={startsAt} mine={mine} onClose={close} />;
      }}</Loaded>
    </Sheet>
  );
}

type Mine = Pick<Booking, 'studentName' | 'cancelling' | 'cover'>;
type AskProps = { id: string; studentId: string; title: string; startsAt: string; mine: Mine | undefined; onClose: () => void };

function Ask({ id, studentId, title, startsAt, mine, onClose }: AskProps): ReactNode {
  const format = useFormat();
  const t = useWords(familyWords);
  // What the button said when the sheet was opened; what holds now is the preview's to say.
  const promised = useRef(mine?.cancelling?.zone);
  const cover = useRef(mine?.cover);
  const act = useAct('participation.cancel');
  const preview = usePreview('participation.cancel', { id, studentId }, { enabled: act.answer === undefined });
  const stale = act.problem?.code === 'PREVIEW_STALE';
  const run = async (): Promise<void> => {
    if (!preview.data) return;
    const done = await act.run({ id, studentId }, { previewHash: preview.data.previewHash });
    if (!done) await preview.refetch();
  };
  if (act.answer) return <Done result={act.answer} passId={cover.current?.subscriptionId ?? null} onClose={onClose} />;
  return (
    <Stack gap="md" pb="md">
      <div>
        <Text fw={600}>{title}{mine ? ` · ${mine.studentName}` : ''}</Text>
        <Text c="dimmed" className="num" style={{ whiteSpace: 'normal' }}>{format.weekday(format.dayOf(startsAt))}, {format.time(startsAt)}</Text>
      </div>
      <div style={{ minHeight: 124 }}>
        {preview.data && <Consequence result={preview.data} wasFree={promised.current === 'SAFE'} stale={stale} />}
      </div>
      <Refused problem={preview.error ?? (stale ? undefined : act.problem)} />
      <Stack gap="xs">
        <Button size="md" mih={48} h="auto" py={10} color="red" variant="filled" aria-disabled={!preview.data || act.pending}
          styles={{ label: { whiteSpace: 'normal', lineHeight: 1.3 } }} onClick={() => void run()}>{preview.data ? <YesText result={preview.data} /> : t('yes')}</Button>
        <Button size="md" mih={48} variant="default" onClick={onClose}>{t('keep')}</Button>
      </Stack>
    </Stack>
  );
}

/** Late, the button names what it takes. */
function YesText({ result }: { result: Result }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  if (result.label === 'SAFE') return t('yes');
  if (result.sessionsCharged > 0) return t('yesSession');
  if (result.fineAmount !== null) return t('yesSum', { sum: format.money(result.fineAmount) });
  return result.charge?.kind === 'SESSION' ? t('yesKept') : t('yes');
}

function Consequence({ result, wasFree, stale }: { result: Result; wasFree: boolean; stale: boolean }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const { now, today } = useSession();
  const until = untilText(result.safeUntil, { now: now(), today }, format, t);
  if (result.label === 'SAFE') return <Text>{stale ? `${t('changed')} ` : ''}{t('free', { until })}</Text>;
  const what = result.sessionsCharged > 0 ? t('nowSession') : result.fineAmount !== null
    ? t('nowSum', { sum: format.money(result.fineAmount) }) : result.charge === null ? t('nowNothing') : t('nowKept');
  if (wasFree) return <Alert color="yellow" variant="outline" role="alert" data-stale>{t('nowLate', { until, now: what })}</Alert>;
  return <div><Text fw={600}>{result.sentence}</Text><Text c="dimmed">{t('lateWhy', { until })}</Text></div>;
}

/** What happened, with the pass as it is now. */
function Done({ result, passId, onClose }: { result: Result; passId: string | null; onClose: () => void }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const passes = usePasses();
  const pass = passes.data?.subscriptions.find(({ id }) => id === passId);
  const counts = pass?.sessionsLeft == null || pass.sessionsTotal === null ? undefined : { left: pass.sessionsLeft, total: pass.sessionsTotal };
  const fresh = !passes.isFetching;
  const text = (): string => {
    if (result.sessionsReturned > 0) return counts && fresh ? t('doneReturned', counts) : t('doneReturnedPlain');
    if (result.sessionsCharged > 0) return counts && fresh ? t('doneCharged', counts) : t('doneChargedPlain');
    if (result.moneyReturned > 0) return t('doneMoney', { sum: format.money(result.moneyReturned) });
    if (result.fineAmount !== null) return t('doneInvoice', { sum: format.money(result.fineAmount) });
    return result.label === 'SAFE' ? t('doneFree') : result.charge === null ? t('doneFree') : t('doneKept');
  };
  return (
    <Stack gap="md" pb="md">
      <Text fw={600} size="lg" role="status" data-done>{text()}</Text>
      {result.fineInvoiceId !== null && <To to={`/my/invoices/${result.fineInvoiceId}`}>{t('toInvoice')}</To>}
      <Button size="md" mih={48} variant="default" onClick={onClose}>{t('closeSheet')}</Button>
    </Stack>
  );
}
