/** Every key that works now, with both letters of it, and the switch of single letters (WCAG 2.1.4). */
import { Kbd, Modal, Switch, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { choose, useChoice } from '../lib/choices.ts';
import { chordText, keysNow } from '../lib/keys.ts';
import { useWords } from '../lib/words.ts';
import { common } from '../ui/words.ts';
import { paletteWords } from './words.ts';

const isLetter = (chord: string): boolean => !/^(F\d+|Ctrl\+|Alt\+|Escape)/.test(chord);

export default function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactNode {
  const t = useWords(paletteWords);
  const c = useWords(common);
  const letters = useChoice('letters');
  // What works on the screen below, taken once: the dialog itself adds nothing.
  const [keys] = useState(keysNow);
  return (
    <Modal opened={opened} onClose={onClose} size="lg"
      title={<Text component="span" fw={600} size="lg">{t('keysTitle')}</Text>}
      closeButtonProps={{ 'aria-label': c('close') }}>
      <Switch checked={letters === 'on'} label={t('lettersLabel')} description={t('lettersHelp')} mb="md"
        onChange={(event) => choose('letters', event.currentTarget.checked ? 'on' : 'off')} />
      <Keys title={t('group_f')} keys={keys.filter(({ chord }) => !isLetter(chord))} />
      <Keys title={t('group_letter')} keys={keys.filter(({ chord }) => isLetter(chord))} />
    </Modal>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly { chord: string; does: string }[] }): ReactNode {
  const t = useWords(paletteWords);
  return (
    <section style={{ marginBottom: '1rem' }}>
      <Title order={3} mb={4}>{title}</Title>
      <table className="list" aria-label={title}>
        <thead><tr><th scope="col">{t('key')}</th><th scope="col">{t('does')}</th></tr></thead>
        <tbody>
          {keys.map(({ chord, does }) => (
            <tr key={chord}><td style={{ width: '14rem' }}><Kbd>{chordText(chord)}</Kbd></td><td>{does}</td></tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
