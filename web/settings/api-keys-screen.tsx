/** Keys by which other programs come in. A key is shown once, and revoking it is for good. */
import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { DayText } from '../ui/figures.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Refused } from '../ui/refused.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { common } from '../ui/words.ts';
import { EntitySheet, useEntity } from './entity.tsx';
import { Form, type Values } from './form.tsx';
import { SettingsPage } from './frame.tsx';
import { STAFF } from './users-screen.tsx';
import { settingsWords } from './words.ts';

type Key = Answer<'api-key.list'>['apiKeys'][number];

export default function ApiKeysScreen(): ReactNode {
  const t = useWords(settingsWords);
  const format = useFormat();
  const [{ page }] = useUrl();
  const keys = useAsk('api-key.list', { page: page ?? 1, limit: 50 });
  const { panel, close, addButton } = useEntity(true);
  const [leaving, setLeaving] = useState<Key>();
  const columns: Column<Key>[] = [
    { key: 'name', title: t('name'), cell: ({ name }) => name },
    { key: 'role', title: t('role'), cell: ({ role }) => t(role) },
    { key: 'created', title: t('created'), cell: ({ createdAt }) => <DayText value={createdAt} /> },
    { key: 'state', title: t('state'), cell: ({ revokedAt }) => (revokedAt === null
      ? <Chip kind="paid">{t('works')}</Chip> : <Chip kind="voided">{t('revoked', { day: format.day(revokedAt) })}</Chip>) },
    { key: 'revoke', title: t('revoke'), cell: (key) => (key.revokedAt === null
      ? <Button size="compact-sm" variant="default" aria-label={`${t('revoke')}: ${key.name}`} onClick={() => setLeaving(key)}>{t('revoke')}</Button> : '—') },
  ];
  return (
    <SettingsPage name="api-keys" title={t('apiKeys')} ready={keys.isSuccess} actions={addButton}>
      <Loaded query={keys}>{(data) => (
        <List label={t('apiKeys')} rows={data.apiKeys} columns={columns} rowKey={({ id }) => id} pagination={data.pagination}
          empty={<Empty title={t('apiKeys')} text={t('noKeys')}>{addButton}</Empty>} />
      )}</Loaded>
      <EntitySheet title={t('newKey')} panel={panel} onClose={close} loaded={keys.isSuccess} found={false}><NewKey onClose={close} /></EntitySheet>
      {leaving && <Revoke apiKey={leaving} onClose={() => setLeaving(undefined)} />}
    </SettingsPage>
  );
}

function NewKey({ onClose }: { onClose: () => void }): ReactNode {
  const t = useWords(settingsWords);
  const c = useWords(common);
  const act = useAct('api-key.create');
  const key = act.answer?.key;
  if (key !== undefined) {
    return (
      <Stack>
        <Alert color="green" variant="outline" role="status" title={t('keyMade')} styles={{ title: { color: 'var(--saldo-good)' } }}><Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{key}</Code><Text size="sm" mt="xs">{t('keyUse')}</Text></Alert>
        <Group>
          <CopyButton value={key}>{({ copied, copy }) => <Button onClick={copy}>{copied ? c('copied') : t('copy')}</Button>}</CopyButton>
          <Button variant="default" onClick={onClose}>{c('close')}</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Form values={{ role: 'MANAGER' }} submit={t('makeKey')} leave={t('notAdd')} pending={act.pending} problem={act.problem} onClose={onClose}
      onSubmit={(values: Values) => void act.run(values as Input<'api-key.create'>)}
      fields={[
        { name: 'name', label: t('name'), kind: 'text', required: true },
        { name: 'role', label: t('role'), description: t('roleHint'), kind: 'choice', required: true,
          choices: STAFF.map((value) => ({ value, label: t(value) })) },
      ]} />
  );
}

function Revoke({ apiKey, onClose }: { apiKey: Key; onClose: () => void }): ReactNode {
  const t = useWords(settingsWords);
  const c = useWords(common);
  const act = useAct('api-key.revoke', { onDone: onClose });
  return (
    <Modal opened onClose={onClose} title={t('revoke')} closeButtonProps={{ 'aria-label': c('close') }}>
      <Stack>
        <Text>{t('revokeAsk', { name: apiKey.name })}</Text>
        <Refused problem={act.problem} />
        <Group>
          <ActButton color="red" pending={act.pending} doing={c('doing')} onClick={() => void act.run({ id: apiKey.id })}>{t('revoke')}</ActButton>
          <Button variant="default" onClick={onClose}>{t('keep')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
