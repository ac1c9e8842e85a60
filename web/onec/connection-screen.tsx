/** «Подключение 1С»: where the base is, whether it answers, and which of its fields mean what. */
import './onec.css';
import { Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { type Field, Form } from '../settings/form.tsx';
import { SettingsPage } from '../settings/frame.tsx';
import { To } from '../ui/link.tsx';
import { Loaded } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import { ConnectionCheck } from './connection-check.tsx';
import { connectionWords } from './connection-words.ts';
import { Counting } from './counting.tsx';
import { MappingForm } from './mapping-form.tsx';

export type ConnectionAnswer = Answer<'onec.connection.get'>;
export type Connection = NonNullable<ConnectionAnswer['connection']>;

export default function ConnectionScreen(): ReactNode {
  const t = useWords(connectionWords);
  const query = useAsk('onec.connection.get', {});
  return (
    <SettingsPage name="onec-settings" title={t('title')} ready={query.isSuccess} actions={<To to="/onec" mih={24}>{t('toSync')}</To>}>
      <Loaded query={query} lines={14}>{({ connection, defaults }) => (
        <div className="connection">
          <Access connection={connection} defaults={defaults} />
          <ConnectionCheck connection={connection} />
          {connection && (
            <Stack miw={0}>
              <Counting connection={connection} defaults={defaults} />
              <MappingForm connection={connection} defaults={defaults} />
            </Stack>
          )}
        </div>
      )}</Loaded>
    </SettingsPage>
  );
}

function Access({ connection, defaults }: ConnectionAnswer): ReactNode {
  const t = useWords(connectionWords);
  const [saved, setSaved] = useState(0);
  const act = useAct('onec.connection.set', { onDone: () => {
    // The form begins anew, and once more when the server tells what it has kept: a password that was sent is not in it.
    setSaved((count) => count + 1);
    told(t('saved'));
  } });
  const kept = connection?.hasPassword ?? false;
  const fields: Field[] = [
    { name: 'baseUrl', label: t('baseUrl'), description: t('baseUrlHint'), kind: 'text', required: true },
    { name: 'username', label: t('username'), kind: 'text', required: true },
    { name: 'password', label: t('password'), kind: 'password', required: !kept, autoComplete: 'off',
      ...(kept ? { description: t('passwordKept') } : {}) },
    { name: 'timeZone', label: t('timeZone'), description: t('timeZoneHint'), kind: 'choice', required: true,
      choices: Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value })) },
  ];
  return (
    <section className="card">
      <Title order={2} mb="xs">{t('access')}</Title>
      <Form key={[saved, connection?.baseUrl, connection?.username, connection?.timeZone].join(' ')} fields={fields} submit={t('save')} pending={act.pending} problem={act.problem}
        values={{ baseUrl: connection?.baseUrl, username: connection?.username, timeZone: connection?.timeZone ?? defaults.timeZone }}
        onSubmit={({ password, ...values }) => void act.run({ ...values, ...(password === '' ? {} : { password }) } as Input<'onec.connection.set'>)}>
        <Text size="sm" c="dimmed">{t('readOnly')}</Text>
      </Form>
    </section>
  );
}
