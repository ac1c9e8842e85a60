/** What is ours and what is no payment of a client: for the statements that come from now on. */
import { Stack, TagsInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import { Loaded } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { bankWords } from './words.ts';

export function BankSettings({ onDone }: { onDone: () => void }): ReactNode {
  const query = useAsk('bank.settings.get', {});
  return <Loaded query={query} lines={6}>{(settings) => <Fields settings={settings} onDone={onDone} />}</Loaded>;
}

function Fields({ settings, onDone }: { settings: Answer<'bank.settings.get'>; onDone: () => void }): ReactNode {
  const t = useWords(bankWords);
  const c = useWords(common);
  const [accounts, setAccounts] = useState(settings.accounts);
  const [words, setWords] = useState(settings.words);
  const [inns, setInns] = useState(settings.inns);
  const act = useAct('bank.settings.change', { onDone: () => {
    told(t('saved'));
    onDone();
  } });
  // The server names the entry that it refuses; the words of it stand at its field.
  const errorOf = (name: string): string | undefined => act.problem?.errors.find(({ path }) => path.startsWith(name))?.message;
  return (
    <form noValidate onSubmit={(event) => {
      event.preventDefault();
      void act.run({ accounts, words, inns });
    }}>
      <Stack>
        <TagsInput label={t('ownAccounts')} description={t('ownAccountsHint')} value={accounts} onChange={setAccounts} splitChars={[',', ' ']} error={errorOf('accounts')} />
        <TagsInput label={t('words')} description={t('wordsHint')} value={words} onChange={setWords} splitChars={[',', ';']} error={errorOf('words')} />
        <TagsInput label={t('inns')} description={t('innsHint')} value={inns} onChange={setInns} splitChars={[',', ' ']} error={errorOf('inns')} />
        <Refused problem={act.problem} />
        <div><ActButton type="submit" pending={act.pending} doing={c('saving')}>{t('save')}</ActButton></div>
      </Stack>
    </form>
  );
}
