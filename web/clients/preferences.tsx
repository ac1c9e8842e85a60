/** How the family wants to be told: saved at once, each choice by itself. */
import { Checkbox, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { Refused } from '../ui/refused.tsx';
import { Loaded } from '../ui/states.tsx';
import { SideCard } from './client-side.tsx';
import { clientWords } from './client-words.ts';

type Chosen = Answer<'notice-preferences.get'>;

export function Preferences({ clientId }: { clientId: string }): ReactNode {
  const t = useWords(clientWords);
  const query = useAsk('notice-preferences.get', { id: clientId });
  return (
    <SideCard title={t('preferences')}>
      <Loaded query={query} lines={3} height={28}>{(chosen) => <Choices clientId={clientId} chosen={chosen} />}</Loaded>
    </SideCard>
  );
}

function Choices({ clientId, chosen }: { clientId: string; chosen: Chosen }): ReactNode {
  const t = useWords(clientWords);
  const act = useAct('notice-preferences.set');
  // What was just chosen is shown at once; a refusal brings back what stands.
  const shown = act.pending || act.problem === undefined ? { ...chosen, ...act.answer } : chosen;
  const change = (part: Partial<Chosen>): void => void act.run({ id: clientId, ...shown, ...part });
  return (
    <Stack gap="xs">
      <SegmentedControl size="xs" aria-label={t('language')} value={shown.language}
        onChange={(language) => change({ language: language as Chosen['language'] })}
        data={[{ value: 'ru', label: t('ru') }, { value: 'en', label: t('en') }]} />
      <Group gap="md">
        <Checkbox label={t('byEmail')} checked={shown.email}
          onChange={(event) => change({ email: event.currentTarget.checked })} />
        <Checkbox label={t('bySms')} checked={shown.sms} onChange={(event) => change({ sms: event.currentTarget.checked })}
          />
        <Checkbox label={t('byTelegram')} checked={shown.telegram}
          onChange={(event) => change({ telegram: event.currentTarget.checked })} />
      </Group>
      <Group gap="xs" align="flex-end">
        <Clock label={t('quiet')} value={shown.quietFrom} onValue={(quietFrom) => change({ quietFrom })} />
        <Clock label={t('quietUntil')} value={shown.quietUntil} onValue={(quietUntil) => change({ quietUntil })} />
        <Text size="xs" c="dimmed">{t('invalidTime')}</Text>
      </Group>
      <Refused problem={act.problem} />
    </Stack>
  );
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
function Clock({ label, value, onValue }: { label: string; value: string | null; onValue: (value: string | null) =>
  void }): ReactNode {
  const t = useWords(clientWords);
  const [text, setText] = useState<string | undefined>(undefined);
  const shown = text ?? value ?? '';
  const wrong = shown !== '' && !CLOCK.test(shown);
  return (
    <TextInput label={label} value={shown} w={130} maxLength={5}
      error={wrong && text !== undefined && text.length >= 5 ? t('invalidTime') : undefined}
      onChange={(event) => setText(event.currentTarget.value)} onBlur={() => {
        if (text !== undefined && !wrong && text !== (value ?? '')) onValue(text === '' ? null : text);
        if (!wrong) setText(undefined);
      }} />
  );
}
