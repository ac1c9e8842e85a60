/** A new client with children and a benefit at once. */
import { ActionIcon, Alert, Button, Group, Stack, TextInput, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { type Problem } from '../lib/api.ts';
import { useGo } from '../lib/go.ts';
import { newKey } from '../lib/keys-of-intent.ts';
import { useAct } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { DayField } from '../ui/day-field.tsx';
import { Refused } from '../ui/refused.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { BenefitFields } from './benefit-fields.tsx';
import { ClientFields, FurtherFields, TwinNotice, useTwin } from './client-fields.tsx';
import { type Child, type ClientValues, EMPTY_CLIENT, clientInput, nameMissing } from './client-form.ts';
import { formWords } from './words.ts';

const newChild = (): Child => ({ key: newKey(), firstName: '', lastName: '', birthDate: '' });

export function NewClientSheet({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactNode {
  const t = useWords(formWords);
  return <Sheet title={t('newTitle')} opened={opened} onClose={onClose} size={560}><NewClient /></Sheet>;
}

/** Makes the client and then each child; what is done is not done again when a later step was refused. */
function useMaking(): { make: (values: ClientValues) =>
  Promise<string | undefined>; pending: boolean; problem: Problem | undefined; childProblem: Problem | undefined } {
  const client = useAct('client.create');
  const student = useAct('student.create');
  const done = useRef<{ clientId: string | undefined; children: Set<string> }>({ clientId: undefined, children: new Set() });
  const make = async (values: ClientValues): Promise<string | undefined> => {
    done.current.clientId ??= (await client.run(clientInput(values)))?.id;
    const { clientId, children } = done.current;
    if (clientId === undefined) return undefined;
    for (const { key, firstName, lastName, birthDate } of values.children) {
      if (children.has(key)) continue;
      const made = await student.run({
        clientId, firstName: firstName.trim(), lastName: (lastName || values.lastName).trim() || null, birthDate: birthDate
          || null,
      });
      if (made === undefined) return undefined;
      children.add(key);
    }
    return clientId;
  };
  return { make, pending: client.pending || student.pending, problem: client.problem, childProblem: student.problem };
}

function NewClient(): ReactNode {
  const t = useWords(formWords);
  const c = useWords(common);
  const go = useGo();
  const [values, setValues] = useState<ClientValues>(EMPTY_CLIENT);
  const [tried, setTried] = useState(false);
  const twin = useTwin(values.phone);
  const { make, pending, problem, childProblem } = useMaking();
  const summary = useRef<HTMLDivElement>(null);
  const missing = nameMissing(values) ? t(values.kind === 'PERSON' ? 'nameless' : 'namelessFirm') : undefined;
  const childless = values.children.some(({ firstName }) => firstName.trim() === '') ? t('childless') : undefined;
  const wrong = [missing, childless].filter((text) => text !== undefined);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (wrong.length > 0) {
      requestAnimationFrame(() => summary.current?.focus());
      return;
    }
    const id = await make(values);
    if (id === undefined) return;
    told(t('added'));
    go(`/clients/${id}`);
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate data-form="new-client">
      <Stack gap="sm">
        <div ref={summary} tabIndex={-1}>
          {tried && wrong.length > 0 && <Alert color="red" variant="outline" role="alert"
            title={t('fixThese')}>{wrong.join('. ')}</Alert>}
        </div>
        <ClientFields values={values} onValues={setValues} problem={problem} missing={tried ? missing : undefined} />
        <TwinNotice twin={twin} />
        {values.kind === 'PERSON' && <Children values={values} onValues={setValues} wrong={tried ? childless : undefined} />}
        <BenefitFields value={values.benefit} onValue={(benefit) => setValues({ ...values, benefit })} problem={problem} />
        <FurtherFields values={values} onValues={setValues} problem={problem} />
        {childProblem && <Alert color="yellow" variant="outline">{t('childFailed')}</Alert>}
        <Refused problem={problem ?? childProblem} />
        <ActButton type="submit" pending={pending} doing={c('saving')} color={twin ? 'orange' : 'blue'}>
          {t(twin ? 'createAnyway' : 'create')}
        </ActButton>
      </Stack>
    </form>
  );
}

type ChildrenProps = { values: ClientValues; onValues: (values: ClientValues) => void; wrong?: string | undefined };
function Children({ values, onValues, wrong }: ChildrenProps): ReactNode {
  const t = useWords(formWords);
  const setChild = (key: string, change: Partial<Child>): void =>
    onValues({ ...values, children: values.children.map((child) => (child.key === key ? { ...child, ...change } : child)) });
  return (
    <Stack gap="xs">
      {values.children.length > 0 && <Title order={3}>{t('children')}</Title>}
      {values.children.map((child, index) => (
        <Group key={child.key} align="flex-end" gap="xs" wrap="nowrap" role="group"
          aria-label={t('child', { number: index + 1 })}>
          <TextInput label={t('childName')} value={child.firstName} autoComplete="off" style={{ flex: 1 }}
            error={child.firstName.trim() === '' ? wrong : undefined} onChange={(event) =>
              setChild(child.key, { firstName: event.currentTarget.value })} />
          <TextInput label={t('childLast')} placeholder={values.lastName || t('sameLast')} value={child.lastName}
            autoComplete="off" style={{ flex: 1 }}
            onChange={(event) => setChild(child.key, { lastName: event.currentTarget.value })} />
          <DayField label={t('birth')} value={child.birthDate || undefined}
            onDay={(day) => setChild(child.key, { birthDate: day ?? '' })} style={{ flex: 1 }} />
          <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('removeChild', { number: index + 1 })}
            onClick={() => onValues({ ...values, children: values.children.filter(({ key }) => key !== child.key) })}>
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <div>
        <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onValues({ ...values, children: [...values.children, newChild()] })}>{t('addChild')}</Button>
      </div>
    </Stack>
  );
}
