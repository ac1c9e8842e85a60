/** The organisation: its name, its time and what is printed on its papers. */
import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { Loaded } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import { type Field, Form } from './form.tsx';
import { SettingsPage } from './frame.tsx';
import { settingsWords } from './words.ts';

const REQUISITES = [
  'legalName', 'inn', 'kpp', 'ogrn', 'bankName', 'bik', 'bankAccount', 'correspondentAccount', 'address', 'phone',
] as const;

export default function OrganisationScreen(): ReactNode {
  const t = useWords(settingsWords);
  const format = useFormat();
  const { reload } = useSession();
  const organisation = useAsk('organisation.get', {});
  const update = useAct('organisation.update', { onDone: () => {
    told(t('saved'));
    void reload();
  } });
  const fields: Field[] = [
    { name: 'name', label: t('shortName'), kind: 'text', required: true },
    { name: 'timeZone', label: t('timeZone'), kind: 'choice', required: true,
      choices: Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value })) },
    ...REQUISITES.map((name) => ({ name, label: t(name), kind: 'text', half: !['legalName', 'bankName', 'address'].includes(name) }) as const),
  ];
  return (
    <SettingsPage name="organisation" title={t('organisation')} ready={organisation.isSuccess}>
      <Loaded query={organisation} lines={12} height={56}>{({ name, timeZone, requisites, closedThrough }) => (
        <Stack maw={640} className="card">
          {closedThrough !== null && <Text c="dimmed">{t('closedThrough', { day: format.day(closedThrough) })}</Text>}
          <Form fields={fields} values={{ name, timeZone, ...requisites }} submit={t('save')} pending={update.pending} problem={update.problem}
            onSubmit={(_values, changed) => void update.run(changed as Input<'organisation.update'>)}>
            <Text size="sm" c="dimmed">{t('requisitesWhy')}</Text>
          </Form>
        </Stack>
      )}</Loaded>
    </SettingsPage>
  );
}
