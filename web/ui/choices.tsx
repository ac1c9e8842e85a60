/** Language and theme of this browser, as people choose them on a phone. */
import { SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { choose, useChoice } from '../lib/choices.ts';
import { dictionary, useWords } from '../lib/words.ts';

const words = dictionary({ language: 'Язык', theme: 'Тема', auto: 'Как в системе', light: 'Светлая', dark: 'Тёмная' },
  { language: 'Language', theme: 'Theme', auto: 'As the system', light: 'Light', dark: 'Dark' });

export function Choices(): ReactNode {
  const t = useWords(words);
  const language = useChoice('language');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const id = useId();
  return (
    <Stack gap="md">
      <div>
        <Text fw={500} mb={4} id={`${id}l`}>{t('language')}</Text>
        <SegmentedControl fullWidth size="md" value={language} onChange={(value) => choose('language', value as 'ru' | 'en')}
          aria-labelledby={`${id}l`} data={[{ value: 'ru', label: 'Русский' }, { value: 'en', label: 'English' }]} />
      </div>
      <div>
        <Text fw={500} mb={4} id={`${id}t`}>{t('theme')}</Text>
        <SegmentedControl fullWidth size="md" value={colorScheme} aria-labelledby={`${id}t`}
          onChange={(value) => setColorScheme(value as 'auto' | 'light' | 'dark')}
          data={[{ value: 'auto', label: t('auto') }, { value: 'light', label: t('light') }, { value: 'dark', label: t('dark') }]} />
      </div>
    </Stack>
  );
}
