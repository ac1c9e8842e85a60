/** N: what the staff should know about the client. */
import { Group, Modal, Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useAct } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import type { Card } from './client-panel.tsx';
import { deskWords } from './words.ts';

type NoteProps = { client: Card['client']; opened: boolean; onClose: () => void };

export function Note({ client, opened, onClose }: NoteProps): ReactNode {
  const t = useWords(deskWords);
  const c = useWords(common);
  return (
    <Modal opened={opened} onClose={onClose} title={<Text component="span" fw={600} size="lg">{t('noteTitle')}</Text>}
      closeButtonProps={{ 'aria-label': c('close') }}>
      {opened && <NoteForm client={client} onClose={onClose} />}
    </Modal>
  );
}

function NoteForm({ client, onClose }: Omit<NoteProps, 'opened'>): ReactNode {
  const t = useWords(deskWords);
  const c = useWords(common);
  const [notes, setNotes] = useState(client.notes ?? '');
  const act = useAct('client.update', {
    onDone: () => {
      told(t('noteSaved'));
      onClose();
    },
  });
  const save = (): void => void act.run({ id: client.id, notes: notes.trim() === '' ? null : notes.trim() });
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      save();
    }}>
      <Textarea label={client.name} description={t('noteLabel')} value={notes} autosize minRows={3} maxRows={10}
        maxLength={2000} data-autofocus
        onChange={(event) => setNotes(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) save();
        }} />
      <Refused problem={act.problem} />
      <Group gap="xs" mt="sm">
        <ActButton type="submit" pending={act.pending} doing={c('saving')} keys="Control+Enter">{t('saveNote')}</ActButton>
        <ActButton variant="default" onClick={onClose}>{c('dontDo')}</ActButton>
      </Group>
    </form>
  );
}
