/** How points are counted, and which goods are packaging and so no purchase. */
import { Button, Group, NumberInput, Radio, Stack, TagsInput, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useAct } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import type { Connection, ConnectionAnswer } from './connection-screen.tsx';
import { connectionWords } from './connection-words.ts';

type Changed = { strategy?: Connection['pointsStrategy']; words?: string[]; pageSize?: number | string };
type CountingProps = { connection: Connection; defaults: ConnectionAnswer['defaults'] };

export function Counting({ connection, defaults }: CountingProps): ReactNode {
  const t = useWords(connectionWords);
  const c = useWords(common);
  const { baseUrl, username } = connection;
  // Only what was changed here: the rest is what the server says.
  const [changed, setChanged] = useState<Changed>({});
  const { strategy, words, pageSize } = { strategy: connection.pointsStrategy, words: connection.packagingWords, pageSize: connection.pageSize, ...changed };
  const change = (what: Changed): void => setChanged((old) => ({ ...old, ...what }));
  const act = useAct('onec.connection.set', { onDone: () => {
    setChanged({});
    told(t('saved'));
  } });
  return (
    <form className="card" noValidate onSubmit={(event) => {
      event.preventDefault();
      void act.run({ baseUrl, username, pointsStrategy: strategy, packagingWords: words, pageSize: Number(pageSize) || defaults.pageSize });
    }}>
      <Stack gap="sm">
        <Title order={2}>{t('counting')}</Title>
        <Radio.Group label={t('strategy')} description={t('strategyHint')} value={strategy} onChange={(next) => change({ strategy: next as typeof strategy })}>
          <Stack gap={6} mt={6}>
            <Radio value="LAST" label={t('strategy_LAST')} />
            <Radio value="SUM" label={t('strategy_SUM')} />
          </Stack>
        </Radio.Group>
        <TagsInput label={t('packaging')} description={t('packagingHint')} value={words} onChange={(next) => change({ words: next })} error={act.problem?.of('packagingWords')}
          clearable={false} splitChars={[',', ';']} />
        <NumberInput label={t('pageSize')} description={t('pageSizeHint')} value={pageSize} onChange={(next) => change({ pageSize: next })} min={1} max={5000} hideControls
          allowDecimal={false} allowNegative={false} maw={260} error={act.problem?.of('pageSize')} />
        <Refused problem={act.problem} />
        <Group gap="xs">
          <ActButton type="submit" pending={act.pending} doing={c('saving')}>{t('save')}</ActButton>
          <Button variant="default" onClick={() =>
            change({ strategy: defaults.pointsStrategy, words: defaults.packagingWords, pageSize: defaults.pageSize })}>{t('defaults')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
