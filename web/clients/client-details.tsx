/** What is known of a client besides money: children, contacts, how to tell, requisites. */
import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Refused } from '../ui/refused.tsx';
import { Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { common } from '../ui/words.ts';
import { SideCard } from './client-side.tsx';
import { clientWords } from './client-words.ts';
import { phoneText } from './people.ts';
import { Preferences } from './preferences.tsx';
import { formWords } from './words.ts';

type DetailsProps = { client: Answer<'client.get'>; mayAct: boolean };

export function ClientDetails({ client, mayAct }: DetailsProps): ReactNode {
  return (
    <div className="side">
      <Facts client={client} mayAct={mayAct} />
      <Children clientId={client.id} mayAct={mayAct} />
      <Contacts clientId={client.id} mayAct={mayAct} />
      {mayAct && <Preferences clientId={client.id} />}
    </div>
  );
}

function Facts({ client, mayAct }: DetailsProps): ReactNode {
  const t = useWords(clientWords);
  const f = useWords(formWords);
  const c = useWords(common);
  const format = useFormat();
  const [, set] = useUrl();
  const { requisites, phone, benefitDocumentNumber: number, benefitDocumentDate: date } = client;
  const document = number === null ? null : date === null ? number : `${number}, ${format.day(date)}`;
  const rows = [
    [f('phone'), phone === null ? null : phoneText(phone)], [f('email'), client.email], [f('city'), client.city],
    [f('address'), client.address],
    [f('cardNumber'), client.cardNumber], [f('document'), document], [f('inn'), requisites.inn], [f('kpp'), requisites.kpp],
    [f('ogrn'), requisites.ogrn], [f('bankName'), requisites.bankName], [f('bik'), requisites.bik],
    [f('bankAccount'), requisites.bankAccount],
    [f('correspondentAccount'), requisites.correspondentAccount],
  ] as const;
  return (
    <SideCard title={t('details')} foot={mayAct
      && <Button size="xs" variant="default" onClick={() => set({ panel: 'edit' })}>{c('edit')}</Button>}>
      <dl className="client-facts">
        {rows.filter(([, value]) => value !== null).map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}><dt>{name}</dt><dd className="num"
            style={{ whiteSpace: 'normal' }}>{value}</dd></div>
        ))}
      </dl>
      <Text size="xs" c="dimmed" mt="xs">{t(`kind_${client.kind}`)},
        {t('created', { day: format.day(client.createdAt) })}</Text>
    </SideCard>
  );
}

function Children({ clientId, mayAct }: { clientId: string; mayAct: boolean }): ReactNode {
  const t = useWords(clientWords);
  const format = useFormat();
  const [, set] = useUrl();
  const list = useAsk('student.list', { clientId, limit: 100 });
  return (
    <SideCard title={t('children')} foot={mayAct
      && <Button size="xs" variant="default" onClick={() => set({ panel: 'child' })}>{t('addChild')}</Button>}>
      <Loaded query={list} lines={2} height={24}>
        {({ students }) => (students.length === 0 ? <Text size="sm" c="dimmed">{t('noChildren')}</Text> : (
          <ul className="lines">
            {students.map(({ id, firstName, lastName, birthDate, isActive }) => (
              <li key={id}>
                <span>{firstName} {lastName} {!isActive && <Chip kind="voided">{t('inactive')}</Chip>}</span>
                <Text size="sm" c="dimmed">{birthDate === null ? '' : t('born', { day: format.day(birthDate) })}</Text>
              </li>
            ))}
          </ul>
        ))}
      </Loaded>
    </SideCard>
  );
}

const NOBODY = { name: '', relation: '', phone: '', email: '' };
function Contacts({ clientId, mayAct }: { clientId: string; mayAct: boolean }): ReactNode {
  const t = useWords(clientWords);
  const list = useAsk('contact.list', { id: clientId });
  const [added, setAdded] = useState<typeof NOBODY | undefined>(undefined);
  const add = useAct('contact.create', { onDone: () => setAdded(undefined) });
  const remove = useAct('contact.delete');
  const field = (name: keyof typeof NOBODY, label: string): ReactNode => (
    <TextInput label={label} value={added?.[name] ?? ''} autoComplete="off" error={add.problem?.of(name)}
      onChange={(event) => setAdded({ ...NOBODY, ...added, [name]: event.currentTarget.value })} />
  );
  return (
    <SideCard title={t('contacts')} foot={mayAct && added === undefined
      && <Button size="xs" variant="default" onClick={() => setAdded(NOBODY)}>{t('addContact')}</Button>}>
      <Loaded query={list} lines={1} height={24}>
        {({ contacts }) => (contacts.length === 0 ? <Text size="sm" c="dimmed">{t('noContacts')}</Text> : (
          <ul className="lines">
            {contacts.map(({ id, name, relation, phone, email }) => (
              <li key={id}>
                <span>{[name, relation, phone === null ? null : phoneText(phone), email].filter((part) =>
                  part).join(' · ')}</span>
                {mayAct && (
                  <ActionIcon variant="subtle" color="gray" size={28} aria-label={t('removeContact', { name })}
                    onClick={() => void remove.run({ id: clientId, contactId: id })}><IconTrash size={16} aria-hidden
                      /></ActionIcon>
                )}
              </li>
            ))}
          </ul>
        ))}
      </Loaded>
      {added !== undefined && (
        <form noValidate onSubmit={(event) => {
          event.preventDefault();
          const { name, relation, phone, email } = added;
          void add.run({ id: clientId, name, relation: relation || null, phone: phone || null, email: email || null });
        }}>
          <Stack gap="xs" mt="xs">
            <Group grow gap="sm">{field('name', t('contactName'))}{field('relation', t('relation'))}</Group>
            <Group grow gap="sm">{field('phone', t('contactPhone'))}{field('email', t('contactEmail'))}</Group>
            <Refused problem={add.problem} />
            <div><Button type="submit" size="xs" loading={add.pending}>{t('save')}</Button></div>
          </Stack>
        </form>
      )}
      <Refused problem={remove.problem} />
    </SideCard>
  );
}
