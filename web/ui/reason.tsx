/** A reason that will stand in the journal: ready answers first, words of one's own when none fits. */
import { Radio, Stack, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useWords } from '../lib/words.ts';
import { common } from './words.ts';

export const OWN_WORDS_LEAST = 10;

type ReasonProps = {
  value: string;
  onValue: (reason: string) => void;
  /** Ready reasons; the last radio is always for own words. */
  ready?: readonly string[];
  otherLabel?: string;
};

/** Gives an empty text while the reason is not complete. */
export function Reason({ onValue, ready = [], otherLabel }: ReasonProps): ReactNode {
  const t = useWords(common);
  const [chosen, setChosen] = useState<string | undefined>(ready.length === 0 ? 'other' : undefined);
  const [own, setOwn] = useState('');
  const short = own.trim().length < OWN_WORDS_LEAST;
  const tell = (text: string): void => onValue(text.trim().length < OWN_WORDS_LEAST ? '' : text.trim());
  return (
    <Stack gap="xs">
      {ready.length > 0 && (
        <Radio.Group label={t('reason')} value={chosen ?? null} onChange={(next) => {
          setChosen(next);
          if (next === 'other') tell(own);
          else onValue(next);
        }}>
          <Stack gap={6} mt={4}>
            {ready.map((text) => <Radio key={text} value={text} label={text} />)}
            <Radio value="other" label={otherLabel ?? t('more')} />
          </Stack>
        </Radio.Group>
      )}
      {chosen === 'other' && (
        <Textarea {...(ready.length > 0 ? { 'aria-label': t('reason') } : { label: t('reason') })} value={own} autosize minRows={2} data-autofocus
          description={short ? t('reasonShort', { least: OWN_WORDS_LEAST, now: own.trim().length }) : undefined}
          onChange={(event) => {
            setOwn(event.currentTarget.value);
            tell(event.currentTarget.value);
          }} />
      )}
    </Stack>
  );
}
