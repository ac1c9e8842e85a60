/** Sheets over the page of a client, each with a place in the address: edit, benefit, child, link. */
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useAct } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { DayField } from '../ui/day-field.tsx';
import { Refused } from '../ui/refused.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { AccessLink } from './access-link.tsx';
import { BenefitFields, benefitInput } from './benefit-fields.tsx';
import { ClientFields, FurtherFields, TwinNotice, useTwin } from './client-fields.tsx';
import { benefitOf, changesOf, nameMissing, valuesOf } from './client-form.ts';
import { clientWords } from './client-words.ts';
import { PersonalData } from './personal-sheet.tsx';
import { personalWords } from './personal-words.ts';
import { formWords } from './words.ts';

type Client = Answer<'client.get'>;

export function ClientPanels({ client, mayAct }: { client: Client; mayAct: boolean }): ReactNode {
  const t = useWords(clientWords);
  const f = useWords(formWords);
  const p = useWords(personalWords);
  const { can } = useSession();
  const [{ panel }, set] = useUrl();
  const close = (): void => set({ panel: undefined }, { replace: true });
  const at = mayAct ? panel : undefined;
  return (
    <>
      <Sheet title={f('editTitle')} opened={at === 'edit'} onClose={close} size={560}><EditClient client={client}
        onDone={close} /></Sheet>
      <Sheet title={f('benefit')} opened={at === 'benefit'} onClose={close}><EditBenefit client={client} onDone={close}
        /></Sheet>
      <Sheet title={t('addChild')} opened={at === 'child'} onClose={close}><AddChild client={client} onDone={close}
        /></Sheet>
      <Sheet title={p('title')} opened={panel === 'personal' && can('person.manage') !== undefined} onClose={close} size={560}>
        <PersonalData clientId={client.id} name={client.name} onDone={close} />
      </Sheet>
      <Sheet title={t('linkTitle')} opened={at === 'link'} onClose={close}><AccessLink clientId={client.id} /></Sheet>
    </>
  );
}

type PanelProps = { client: Client; onDone: () => void };

function Buttons({ pending, onKeep }: { pending: boolean; onKeep: () => void }): ReactNode {
  const c = useWords(common);
  return (
    <Group gap="xs">
      <ActButton type="submit" pending={pending} doing={c('saving')}>{c('save')}</ActButton>
      <Button variant="default" onClick={onKeep}>{c('back')}</Button>
    </Group>
  );
}

function EditClient({ client, onDone }: PanelProps): ReactNode {
  const f = useWords(formWords);
  const [values, setValues] = useState(() => valuesOf(client));
  const act = useAct('client.update', { onDone: () => {
    told(f('saved'));
    onDone();
  } });
  const twin = useTwin(values.phone, client.id);
  const missing = nameMissing(values) && client.name === '' ? f('nameless') : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const changes = changesOf(client, values);
    if (Object.keys(changes).length === 1) onDone();
    else void act.run(changes);
  };
  return (
    <form onSubmit={submit} noValidate data-form="edit-client">
      <Stack gap="sm">
        <ClientFields values={values} onValues={setValues} problem={act.problem} missing={missing} />
        <TwinNotice twin={twin} />
        <FurtherFields values={values} onValues={setValues} problem={act.problem} />
        <Refused problem={act.problem} />
        <Buttons pending={act.pending} onKeep={onDone} />
      </Stack>
    </form>
  );
}

function EditBenefit({ client, onDone }: PanelProps): ReactNode {
  const t = useWords(clientWords);
  const [value, setValue] = useState(() => benefitOf(client));
  const act = useAct('client.update', { onDone: () => {
    told(t('benefitSaved'));
    onDone();
  } });
  return (
    <form noValidate data-form="benefit" onSubmit={(event) => {
      event.preventDefault();
      void act.run({ id: client.id, ...benefitInput(value) });
    }}>
      <Stack gap="sm">
        <BenefitFields value={value} onValue={setValue} problem={act.problem} />
        <Refused problem={act.problem} />
        <Buttons pending={act.pending} onKeep={onDone} />
      </Stack>
    </form>
  );
}

function AddChild({ client, onDone }: PanelProps): ReactNode {
  const t = useWords(clientWords);
  const f = useWords(formWords);
  const [child, setChild] = useState({ firstName: '', lastName: '', birthDate: '' });
  const act = useAct('student.create', { onDone: () => {
    told(t('addedChild'));
    onDone();
  } });
  return (
    <form noValidate data-form="child" onSubmit={(event) => {
      event.preventDefault();
      const lastName = (child.lastName || client.lastName || '').trim() || null;
      void act.run({ clientId: client.id, firstName: child.firstName.trim(), lastName, birthDate: child.birthDate || null });
    }}>
      <Stack gap="sm">
        <TextInput label={f('childName')} required data-autofocus value={child.firstName} autoComplete="off"
          error={act.problem?.of('firstName')}
          onChange={(event) => setChild({ ...child, firstName: event.currentTarget.value })} />
        <TextInput label={f('childLast')} value={child.lastName} placeholder={client.lastName ?? f('sameLast')}
          autoComplete="off"
          onChange={(event) => setChild({ ...child, lastName: event.currentTarget.value })} />
        <DayField label={f('birth')} value={child.birthDate || undefined}
          onDay={(day) => setChild({ ...child, birthDate: day ?? '' })} />
        <Refused problem={act.problem} />
        <Buttons pending={act.pending} onKeep={onDone} />
      </Stack>
    </form>
  );
}
