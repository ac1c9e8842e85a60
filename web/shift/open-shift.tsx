/** Opens the shift where it is needed: one field, one Enter. */
import { Button, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useAct } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { MoneyField } from '../ui/money-field.tsx';
import { Refused } from '../ui/refused.tsx';
import { common } from '../ui/words.ts';
import { shiftWords } from './words.ts';

/** A button that asks for the opening cash in a dialog. */
export function OpenShift(): ReactNode {
  const t = useWords(shiftWords);
  const c = useWords(common);
  const { can } = useSession();
  const [opened, dialog] = useDisclosure(false);
  if (!can('shift.manage')) return <Text size="sm">{t('cannot')}</Text>;
  return (
    <>
      <Button variant="default" onClick={dialog.open}>{t('open')}</Button>
      <Modal opened={opened} onClose={dialog.close}
        title={<Text component="span" fw={600} size="lg">{t('openTitle')}</Text>}
        closeButtonProps={{ 'aria-label': c('close') }}>
        {opened && <OpenShiftForm onDone={dialog.close} />}
      </Modal>
    </>
  );
}

export function OpenShiftForm({ onDone, last }: { onDone?: () => void; last?: number | undefined }): ReactNode {
  const t = useWords(shiftWords);
  const [typed, setTyped] = useState<{ cash: number | undefined } | undefined>(undefined);
  const act = useAct('shift.open', { onDone: () => onDone?.() });
  const cash = typed ? typed.cash : last ?? 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    event.stopPropagation(); // a dialog over the payment form is not the payment form
    if (cash !== undefined && cash >= 0) void act.run({ openingCash: cash });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={360}>
        <MoneyField label={t('openingCash')} value={cash} onValue={(value) => setTyped({ cash: value })} data-autofocus
          size="md" />
        <Refused problem={act.problem} />
        <ActButton type="submit" pending={act.pending} doing={t('opening')} keys="Enter">{t('open')}</ActButton>
      </Stack>
    </form>
  );
}
