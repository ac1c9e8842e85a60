/** A draft changes as a whole; an issued invoice its due date and texts; a paid one only its notes. */
import { Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Input } from '../lib/api.ts';
import { useAct } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { DayField } from '../ui/day-field.tsx';
import { Refused } from '../ui/refused.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { formWords } from './form-words.ts';
import type { Invoice } from './invoice-items.tsx';
import { draftLines, faultsOf, itemsOf } from './lines.ts';
import { LinesEditor, useGoods } from './lines-editor.tsx';

export function EditSheet({ invoice, opened, onClose }: { invoice: Invoice; opened: boolean; onClose: () => void }): ReactNode {
  const t = useWords(formWords);
  const isDraft = invoice.status === 'DRAFT';
  return (
    <Sheet title={t('editTitle', { number: invoice.invoiceNumber })} opened={opened} onClose={onClose} size={isDraft ? 720 : 480}>
      <EditForm invoice={invoice} onClose={onClose} />
    </Sheet>
  );
}

function EditForm({ invoice, onClose }: { invoice: Invoice; onClose: () => void }): ReactNode {
  const t = useWords(formWords);
  const c = useWords(common);
  const isDraft = invoice.status === 'DRAFT';
  const goods = useGoods();
  const [lines, setLines] = useState(() => draftLines(invoice.items) as readonly ReturnType<typeof draftLines>[number][]);
  const [dueDate, setDueDate] = useState(invoice.dueDate ?? undefined);
  const [description, setDescription] = useState(invoice.description ?? '');
  const [notes, setNotes] = useState(invoice.notes ?? '');
  const [tried, setTried] = useState(false);
  const act = useAct('invoice.update', { onDone: () => {
    told(t('saved'));
    onClose();
  } });
  const faults = isDraft ? faultsOf(lines, t) : [];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    const [first] = faults;
    if (first) return document.getElementById(first.field)?.focus();
    const open: Partial<Input<'invoice.update'>> = invoice.blocked.edit === null
      ? { dueDate: dueDate ?? null, description: description.trim() || null } : {};
    void act.run({
      id: invoice.id, notes: notes.trim() || null, ...open, ...(isDraft ? { items: itemsOf(lines, goods.types) } : {}),
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {isDraft && <Text fw={600}>{t('editLines')}</Text>}
        {isDraft && <LinesEditor lines={lines} onLines={setLines} faults={tried ? faults : []} />}
        {invoice.blocked.edit === null ? (
          <>
            <DayField label={t('dueDate')} value={dueDate} onDay={setDueDate} />
            <Textarea label={t('description')} value={description} autosize maxLength={5000} onChange={(event) => setDescription(event.currentTarget.value)} />
          </>
        ) : <Text size="sm" c="dimmed">{invoice.blocked.edit}</Text>}
        <Textarea label={t('notes')} value={notes} autosize minRows={2} maxLength={5000} onChange={(event) => setNotes(event.currentTarget.value)} />
        <Refused problem={act.problem} />
        <ActButton type="submit" pending={act.pending} doing={c('saving')}>{t('save')}</ActButton>
      </Stack>
    </form>
  );
}
