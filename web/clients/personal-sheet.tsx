/** Personal data of a client: a copy to hand over, and erasing them, for good, after a preview and a typed phrase. */
import { Button, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type Answer, type Input, Problem, call } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { usePreview } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { PreviewAct } from '../ui/preview.tsx';
import { Refused } from '../ui/refused.tsx';
import { Waiting } from '../ui/states.tsx';
import { save } from '../ui/save.ts';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { personalWords } from './personal-words.ts';

type PersonalProps = { clientId: string; name: string; onDone: () => void };
const REASONS = ['REQUEST', 'CONSENT_WITHDRAWN', 'GOAL_REACHED', 'UNLAWFUL'] as const;
type Ground = Input<'person.erase'>['reason'];

export function PersonalData({ clientId, name, onDone }: PersonalProps): ReactNode {
  return (
    <Stack gap="lg">
      <Copy clientId={clientId} name={name} />
      <Erase clientId={clientId} name={name} onDone={onDone} />
    </Stack>
  );
}

function Copy({ clientId, name }: Omit<PersonalProps, 'onDone'>): ReactNode {
  const t = useWords(personalWords);
  const c = useWords(common);
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const download = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      save(`${t('file', { name })}.json`, 'application/json', `${JSON.stringify(await call('person.export', { id: clientId }), null, 2)}\n`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section>
      <Title order={3} size="md">{t('copy')}</Title>
      <Text size="sm" mb="xs">{t('copyText')}</Text>
      <Button variant="default" aria-busy={isBusy} onClick={() => !isBusy && void download()}>{isBusy ? c('doing') : t('download')}</Button>
      <Refused problem={problem} />
    </section>
  );
}

function Erase({ clientId, name, onDone }: PersonalProps): ReactNode {
  const t = useWords(personalWords);
  const [ground, setGround] = useState<Ground>();
  const [typed, setTyped] = useState('');
  const phrase = t('phrase', { name: name.toLocaleUpperCase() });
  const input = ground === undefined ? undefined : { id: clientId, reason: ground };
  const previewed = input ?? { id: clientId, reason: 'REQUEST' as const };
  const isTyped = typed.trim() === phrase;
  return (
    <section data-erase>
      <Title order={3} size="md">{t('erase')}</Title>
      <Text size="sm" mb="xs">{t('eraseText')}</Text>
      <PreviewAct name="person.erase" input={isTyped ? input : undefined} previewInput={previewed}
        missing={ground === undefined ? t('chooseWhy') : t('wrong')} confirm={t('confirm')} keep={t('keep')} danger lines={0} onKeep={onDone}
        onDone={() => {
          told(t('done'));
          onDone();
        }}
        fields={(
          <>
            <Radio.Group label={t('why')} value={ground ?? null} onChange={(next) => setGround(next as Ground)}>
              <Stack gap={6} mt={4}>{REASONS.map((one) => <Radio key={one} value={one} label={t(one)} />)}</Stack>
            </Radio.Group>
            <TextInput label={t('type', { phrase })} value={typed} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.currentTarget.value)} />
            <Fate input={previewed} />
          </>
        )}>
        {() => null}
      </PreviewAct>
    </section>
  );
}

/** The place of the table is kept while it comes, and where it does not: the fields above it never move. */
function Fate({ input }: { input: Input<'person.erase'> }): ReactNode {
  const { data, isLoading } = usePreview('person.erase', input);
  return <div style={{ minHeight: '17rem' }}>{data ? <Table of={data} /> : isLoading && <Waiting lines={8} height={30} />}</div>;
}

function Table({ of: { shownAs, categories, documentsKeptThrough } }: { of: Answer<'person.erase'> }): ReactNode {
  const t = useWords(personalWords);
  const format = useFormat();
  return (
    <>
      <table className="ledger">
        <caption className="skip">{t('fate')}</caption>
        <thead><tr><th scope="col">{t('what')}</th><th scope="col" data-align="right">{t('rows')}</th><th scope="col" data-align="right">{t('fate')}</th></tr></thead>
        <tbody>
          {categories.filter(({ rows }) => rows > 0).map(({ table, title, rows, fate }) => (
            <tr key={`${table} ${fate}`}><td>{title}</td><td data-align="right" className="num">{format.number(rows)}</td><td data-align="right">{t(fate)}</td></tr>
          ))}
        </tbody>
      </table>
      <Text size="sm" mt="xs">{t('shownAs', { name: shownAs })}</Text>
      {documentsKeptThrough !== null && <Text size="sm" c="dimmed">{t('until', { day: format.day(documentsKeptThrough) })}</Text>}
    </>
  );
}
