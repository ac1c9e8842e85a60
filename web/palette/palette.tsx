/** Ctrl+K: objects, commands and «why» in one field. */
import { Group, Kbd, Modal, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { Refused } from '../ui/refused.tsx';
import { common } from '../ui/words.ts';
import { Finder } from './finder.tsx';
import { useCommands } from './commands.tsx';
import { useNight } from './intents.tsx';
import { readIntent } from './read-intent.ts';
import { useObjects } from './objects.tsx';
import { paletteWords } from './words.ts';

type PaletteProps = { opened: boolean; onClose: () => void };

export default function Palette({ opened, onClose }: PaletteProps): ReactNode {
  const t = useWords(paletteWords);
  const c = useWords(common);
  return (
    <Modal opened={opened} onClose={onClose} size="lg" centered={false} yOffset="8vh" padding="sm"
      title={<Text component="span" fw={600} size="sm" c="dimmed">{t('title')}</Text>}
      closeButtonProps={{ 'aria-label': c('close') }}>
      <Inside onClose={onClose} />
    </Modal>
  );
}

function Inside({ onClose }: { onClose: () => void }): ReactNode {
  const t = useWords(paletteWords);
  const { can } = useSession();
  const [text, setText] = useState('');
  const intent = readIntent(text);
  const { query } = intent;
  const mayFind = can('desk.read') !== undefined;
  const search = useAsk('search.all', query === '' || !mayFind ? undefined : { q: query, limit: 6 });
  const found = query === '' ? undefined : search.data;
  const stale = query !== '' && mayFind && (search.isPlaceholderData || search.isPending) && search.error === null;
  const close = (run: () => void) => (): void => {
    onClose();
    run();
  };
  const objects = useObjects(found, intent.kind, close);
  const night = useNight(intent.kind === 'night' ? found?.clients ?? [] : [], close);
  const commands = useCommands(text, query, found, close);
  const groups = intent.kind === 'night' ? night.groups : [...objects, ...(intent.kind === 'why' ? [] : commands)];
  const isMiss = query !== '' && !stale && !night.isPending && groups.every(({ finds }) => finds.length === 0);
  return (
    <>
      <Finder label={t('field')} listLabel={t('found')} text={text} onText={setText} groups={groups}
        stale={stale || night.isPending}
        version={`${intent.kind} ${query} ${found === undefined ? '' : search.dataUpdatedAt} ${night.version}`}
          maxHeight="60vh" autoFocus>
        <div role="status">
          {found?.corrected != null && <Text size="xs" c="dimmed" mt={4}>{t('corrected', { query: found.corrected })}</Text>}
          {isMiss && <Text size="sm" py="md">{t('nothing', { query })}</Text>}
        </div>
        <Refused problem={query === '' ? undefined : search.error} />
      </Finder>
      <Hints />
    </>
  );
}

function Hints(): ReactNode {
  const t = useWords(paletteWords);
  return (
    <Group gap="md" mt="xs" visibleFrom="sm">
      <Text size="xs" c="dimmed"><Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> {t('move')}</Text>
      <Text size="xs" c="dimmed"><Kbd size="xs">⏎</Kbd> {t('enter')}</Text>
      <Text size="xs" c="dimmed"><Kbd size="xs">Esc</Kbd> {t('escape')}</Text>
    </Group>
  );
}
