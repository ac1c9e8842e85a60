import { Alert, Anchor, Button, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Answer, Input, Preview, Problem } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useKeys } from '../lib/keys.ts';
import { useAct, useAsk, usePreview } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { ClientSelect } from '../ui/client-select.tsx';
import { DayField } from '../ui/day-field.tsx';
import { Page } from '../ui/page.tsx';
import { Refused } from '../ui/refused.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { formWords } from './form-words.ts';
import { InvoiceResult } from './invoice-result.tsx';
import { type Fault, type LineDraft, emptyLine, faultsOf, itemsOf } from './lines.ts';
import { LinesEditor, useGoods } from './lines-editor.tsx';

/** Everything that the form holds, and the requests it makes of it. */
function useForm() {
  const t = useWords(formWords);
  const [{ client: clientId, student: studentId }] = useUrl();
  const goods = useGoods();
  const [lines, setLines] = useState<readonly LineDraft[]>([emptyLine(0)]);
  const [dueDate, setDueDate] = useState<string | undefined>(undefined);
  const [notes, setNotes] = useState('');
  const [tried, setTried] = useState(false);
  const faults: Fault[] = [...(clientId === undefined ? [{ field: 'client', message: t('needClient') }] : []), ...faultsOf(lines, t)];
  const input: Input<'invoice.create'> | undefined = faults.length > 0 || clientId === undefined ? undefined : {
    clientId, ...(studentId === undefined ? {} : { studentId }), items: itemsOf(lines, goods.types),
    ...(dueDate === undefined ? {} : { dueDate }), ...(notes.trim() === '' ? {} : { notes: notes.trim() }),
  };
  const [asked] = useDebouncedValue(JSON.stringify(input ?? null), 250);
  const preview = usePreview('invoice.create', JSON.parse(asked) as Input<'invoice.create'> ?? undefined);
  return {
    clientId, studentId, goods, lines, setLines, dueDate, setDueDate, notes, setNotes, tried, setTried, faults, input, preview,
  };
}

export default function NewInvoiceScreen(): ReactNode {
  const t = useWords(formWords);
  const c = useWords(common);
  const format = useFormat();
  const go = useGo();
  const form = useForm();
  const wrong = useRef<HTMLDivElement>(null);
  const done = (invoice: Answer<'invoice.create'>): void => {
    told(t(invoice.status === 'DRAFT' ? 'drafted' : 'created', { number: invoice.invoiceNumber }));
    go(`/invoices/${invoice.id}`, { replace: true });
  };
  const act = useAct('invoice.create', { onDone: done });
  const submit = (asDraft: boolean): void => {
    form.setTried(true);
    if (form.input !== undefined) void act.run({ ...form.input, asDraft });
    else focusOn(form.faults[0]);
  };
  useKeys({ 'Ctrl+Enter': { does: t('issueNo'), run: () => submit(false) } });
  useEffect(() => {
    if (form.tried && form.faults.length > 0) wrong.current?.scrollIntoView({ block: 'nearest' });
    // oxlint-disable-next-line react/exhaustive-deps
  }, [form.tried]);
  const shown = form.tried ? form.faults : [];
  return (
    <Page name="invoice-new" title={t('title')} ready={form.goods.ready}>
      <div className="detail">
        <Stack className="card" gap="md">
          {shown.length > 0 && <div ref={wrong}><Faults faults={shown} /></div>}
          <Whose form={form} faults={shown} />
          <Text component="h2" fw={600} size="lg">{t('lines')}</Text>
          <LinesEditor lines={form.lines} onLines={form.setLines} faults={shown} />
          <Group grow align="flex-start">
            <DayField label={t('dueDate')} description={t('dueHint')} value={form.dueDate} onDay={form.setDueDate}
              inputWrapperOrder={['label', 'input', 'description']} />
            <Textarea label={t('notes')} value={form.notes} maxLength={5000} autosize
              onChange={(event) => form.setNotes(event.currentTarget.value)} />
          </Group>
          <Refused problem={act.problem} />
          <Group gap="xs">
            <ActButton onClick={() => submit(false)} pending={act.pending} doing={c('doing')} keys="Control+Enter">
              {form.preview.data && form.input ? t('issue', { sum: format.money(form.preview.data.totalAmount) }) : t('issueNo')}
            </ActButton>
            <Button variant="default" onClick={() => submit(true)}>{t('draft')}</Button>
          </Group>
        </Stack>
        <LiveResult preview={form.input === undefined ? undefined : form.preview.data} problem={form.preview.error} />
      </div>
    </Page>
  );
}

function focusOn(fault: Fault | undefined): void {
  if (fault) document.getElementById(fault.field)?.focus();
}

/** What has to be corrected, in the words that stand at the fields; each leads to its field. */
function Faults({ faults }: { faults: readonly Fault[] }): ReactNode {
  const t = useWords(formWords);
  if (faults.length === 0) return null;
  return (
    <Alert color="red" variant="outline" role="alert" title={t('fix', { count: faults.length })}>
      {faults.map((fault) => (
        <div key={fault.field + fault.message}>
          <Anchor href={`#${fault.field}`} c="red" underline="always" onClick={(event) => {
            event.preventDefault();
            focusOn(fault);
          }}>{fault.message}</Anchor>
        </div>
      ))}
    </Alert>
  );
}

function Whose({ form, faults }: { form: ReturnType<typeof useForm>; faults: readonly Fault[] }): ReactNode {
  const t = useWords(formWords);
  const [, set] = useUrl();
  const { clientId, studentId } = form;
  const students = useAsk('student.list', clientId === undefined ? undefined : { clientId, limit: 50 } as never);
  const options = (students.data?.students ?? []).map((student) => ({
    value: student.id, label: [student.lastName, student.firstName].filter(Boolean).join(' '),
  }));
  return (
    <Group grow align="flex-start">
      <ClientSelect id="client" label={t('client')} required value={clientId} error={faults.find(({ field }) => field === 'client')?.message}
        onClient={(id) => set({ client: id, student: undefined }, { replace: true })} />
      <Select label={t('student')} data={[{ value: '', label: t('anyStudent') }, ...options]} value={studentId ?? ''} disabled={clientId === undefined}
        allowDeselect={false} onChange={(id) => set({ student: id ?? undefined }, { replace: true })} />
    </Group>
  );
}

function LiveResult({ preview, problem }: { preview: Preview<'invoice.create'> | undefined; problem: Problem | null }): ReactNode {
  const t = useWords(formWords);
  return (
    <section className="card" aria-labelledby="result" aria-live="polite" style={{ minHeight: 220 }}>
      <Text component="h2" id="result" fw={600} size="lg" mb="xs">{t('result')}</Text>
      {preview === undefined && !problem && <Text size="sm" c="dimmed">{t('noResult')}</Text>}
      <Refused problem={problem} />
      {preview && <InvoiceResult invoice={preview} />}
    </section>
  );
}
