/** A brand-new client in two fields: what was searched for is the name or the phone already. */
import { Group, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useAct } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import { common } from '../ui/words.ts';
import { deskWords } from './words.ts';

type NewClientProps = { query: string; onDone: (id: string) => void; onCancel: () => void };

/** «Иванова Анна»: the surname first, as people are searched for; digits are a phone. */
function readName(query: string): { lastName: string; firstName: string; phone: string } {
  if (/^[\d\s()+-]{4,}$/.test(query)) return { lastName: '', firstName: '', phone: query };
  const [lastName = '', ...rest] = query.split(/\s+/).map((word) => word.charAt(0).toLocaleUpperCase('ru') + word.slice(1));
  return { lastName, firstName: rest.join(' '), phone: '' };
}

export function NewClient({ query, onDone, onCancel }: NewClientProps): ReactNode {
  const t = useWords(deskWords);
  const c = useWords(common);
  const [person, setPerson] = useState(() => readName(query));
  const act = useAct('client.create', { onDone: ({ id }) => onDone(id) });
  const field = (name: keyof typeof person) => ({
    value: person[name], error: act.problem?.of(name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setPerson((old) => ({ ...old, [name]: value }));
    },
  });
  const startsAt = person.lastName === '' ? 'lastName' : person.firstName === '' ? 'firstName' : 'phone';
  return (
    <form aria-label={t('createTitle')} style={{ display: 'grid', gap: '0.5rem', marginTop: '0.5rem' }}
      onSubmit={(event) => {
      event.preventDefault();
      const { firstName, lastName, phone } = person;
      void act.run({ firstName: firstName || null, lastName: lastName || null, phone: phone || null });
    }}>
      <TextInput label={t('lastName')} autoComplete="off" autoFocus={startsAt === 'lastName'} {...field('lastName')} />
      <TextInput label={t('firstName')} autoComplete="off" autoFocus={startsAt === 'firstName'} {...field('firstName')} />
      <TextInput label={t('phone')} type="tel" autoComplete="off" autoFocus={startsAt === 'phone'} {...field('phone')} />
      <Refused problem={act.problem} />
      <Group gap="xs">
        <ActButton type="submit" pending={act.pending} doing={t('creating')}>{t('createAct')} ⏎</ActButton>
        <ActButton variant="default" onClick={onCancel}>{c('dontDo')}</ActButton>
      </Group>
    </form>
  );
}
