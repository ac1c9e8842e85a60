/** Preview, then act: the same computation as the execution. When the facts changed meanwhile, the new one is shown. */
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import type { Answer, EndpointName, Input, Preview } from '../lib/api.ts';
import { useAct, usePreview } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { useKeys } from '../lib/keys.ts';
import { ActButton } from './act-button.tsx';
import { Refused } from './refused.tsx';
import { Waiting } from './states.tsx';
import { common } from './words.ts';

type PreviewActProps<N extends EndpointName> = {
  name: N;
  /** What to do; undefined while it is not complete, then `missing` says what is. */
  input: Input<N> | undefined;
  /** What to preview while `input` is not complete: a preview is the same whatever reason is given in the end. */
  previewInput?: Input<N> | undefined;
  missing?: string | undefined;
  children: (preview: Preview<N>) => ReactNode;
  /** Verb, object and sum: «Отменить платёж 5 000,00 ₽». */
  confirm: string;
  /** «Не отменять»; «Вернуться» unless given. */
  keep?: string;
  danger?: boolean;
  /** How many lines the preview has, so that nothing moves when it comes. */
  lines?: number;
  onDone: (answer: Answer<N>) => void;
  onKeep: () => void;
  /** Fields between the preview and the buttons: the reason. */
  fields?: ReactNode;
};

/** The body of a preview: on a page of its own or in a dialog. Ctrl+Enter confirms. */
export function PreviewAct<N extends EndpointName>(props: PreviewActProps<N>): ReactNode {
  const { name, input, previewInput, missing, children, confirm, keep, danger = false, lines = 3, onDone, onKeep, fields } = props;
  const t = useWords(common);
  const preview = usePreview(name, previewInput ?? input);
  const act = useAct(name, { onDone });
  const [stale, setStale] = useState(false);
  const seen = preview.data?.previewHash;
  useEffect(() => {
    if (act.problem?.code !== 'PREVIEW_STALE') return;
    setStale(true);
    void preview.refetch();
    // oxlint-disable-next-line react/exhaustive-deps
  }, [act.problem]);
  const run = (): void => {
    if (input === undefined || seen === undefined) return;
    setStale(false);
    void act.run(input, { previewHash: seen });
  };
  useKeys({ 'Ctrl+Enter': { does: confirm, run } });
  const refused = preview.error ?? (act.problem?.code === 'PREVIEW_STALE' ? undefined : act.problem);
  const blocked = input === undefined ? missing ?? t('required') : preview.error ? preview.error.message : undefined;
  return (
    <Stack gap="sm">
      {stale && <Alert color="yellow" variant="outline" role="alert" data-stale>{t('staleBy')}</Alert>}
      {preview.data === undefined ? (preview.isLoading && <Waiting lines={lines} height={30} />) : (
        <div aria-busy={preview.isFetching} aria-live="polite">{children(preview.data)}</div>
      )}
      {fields}
      <Refused problem={refused} />
      <Group gap="xs">
        <ActButton color={danger ? 'red' : 'blue'} onClick={run} why={blocked} pending={act.pending} doing={t('doing')}
          keys="Control+Enter">{confirm}</ActButton>
        <Button variant="default" onClick={onKeep}>{keep ?? t('dontDo')}</Button>
      </Group>
    </Stack>
  );
}

/** The same in a dialog. */
export function PreviewDialog<N extends EndpointName>(
  { title, opened, ...props }: PreviewActProps<N> & { title: string; opened: boolean },
): ReactNode {
  const t = useWords(common);
  return (
    <Modal opened={opened} onClose={props.onKeep} title={<Text fw={600} size="lg">{title}</Text>} size="lg" centered={false} yOffset="10vh"
      closeButtonProps={{ 'aria-label': t('close') }}>
      {opened && <PreviewAct {...props} />}
    </Modal>
  );
}
