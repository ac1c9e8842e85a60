/** Policies: each change is shown with what it does to what is there, before it is applied. */
import { MultiSelect, NumberInput, Select, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { PreviewAct } from '../ui/preview.tsx';
import { Loaded } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { SettingsPage } from './frame.tsx';
import { policyWords } from './policies-words.ts';
import './settings.css';
import { Unsaved } from './unsaved.tsx';

type Policy = Answer<'settings.get'>;
type Name = keyof Policy;
type Change = Partial<Policy>;
const NUMBER = 'number';
const SWITCH = 'switch';
type Control = typeof NUMBER | typeof SWITCH | 'time' | readonly string[];
type Part = { title: 'money' | 'passes' | 'trainings' | 'invoices' | 'rentals' | 'people'; policies: readonly (readonly [Name, Control])[] };

const PARTS: readonly Part[] = [
  { title: 'money', policies: [['settlement.mode', ['FIFO_BALANCE', 'DIRECTED']], ['settlement.allowPartial', SWITCH],
    ['benefit.onDeactivate', ['KEEP', 'CLEAR']]] },
  { title: 'passes', policies: [['subscription.activation', ['ON_FULL_PAYMENT', 'ON_CREATION']], ['subscription.carryOver', SWITCH],
    ['subscription.freezeExtendsEnd', SWITCH], ['renewal.auto', SWITCH], ['renewal.leadDays', NUMBER], ['expulsion.graceDays', NUMBER]] },
  { title: 'trainings', policies: [['training.chargeTiming', ['NIGHTLY', 'ON_ATTENDANCE', 'BOTH']], ['nightly.time', 'time'],
    ['cancellation.safeHours', NUMBER], ['training.chargeAbsent', SWITCH], ['training.uncovered', ['INVOICE', 'RECORD_ONLY']]] },
  { title: 'invoices', policies: [['invoice.dueDays.subscription', NUMBER], ['invoice.dueDays.training', NUMBER], ['invoice.manual', SWITCH],
    ['reminder.daysBeforeDue', NUMBER], ['notify.channels', ['EMAIL', 'SMS', 'TELEGRAM', 'IN_APP']]] },
  { title: 'rentals', policies: [['rental.autoInvoice', SWITCH], ['rental.stepMinutes', NUMBER]] },
  { title: 'people', policies: [['accountant.reverse', SWITCH]] },
];

export default function PoliciesScreen(): ReactNode {
  const t = useWords(policyWords);
  const settings = useAsk('settings.get', {});
  return (
    <SettingsPage name="policies" title={t('policies')} ready={settings.isSuccess}>
      <Loaded query={settings} lines={14}>{(policy) => <Policies policy={policy} />}</Loaded>
    </SettingsPage>
  );
}

function Policies({ policy }: { policy: Policy }): ReactNode {
  const t = useWords(policyWords);
  const [change, setChange] = useState<Change>({});
  const set = (name: Name, value: unknown): void => setChange(({ [name]: _old, ...rest }) =>
    (JSON.stringify(value) === JSON.stringify(policy[name]) ? rest : { ...rest, [name]: value }));
  return (
    <div className="detail">
      <Stack>
        <Text c="dimmed">{t('intro')}</Text>
        {PARTS.map(({ title, policies }) => (
          <section key={title} className="card" aria-label={t(title)}>
            <Title order={2} mb="xs">{t(title)}</Title>
            <Stack gap="sm" maw={520}>
              {policies.map(([name, control]) => (
                <PolicyField key={name} name={name} control={control} value={name in change ? change[name] : policy[name]} onValue={(value) => set(name, value)} />
              ))}
            </Stack>
          </section>
        ))}
      </Stack>
      <Consequences change={change} onDone={() => setChange({})} />
    </div>
  );
}

type FieldProps = { name: Name; control: Control; value: unknown; onValue: (value: unknown) => void };

function PolicyField({ name, control, value, onValue }: FieldProps): ReactNode {
  const t = useWords(policyWords);
  const label = t(name);
  if (control === SWITCH) return <Switch label={label} checked={value === true} onChange={(event) => onValue(event.currentTarget.checked)} />;
  if (control === 'time') return <TextInput type="time" label={label} maw={200} value={String(value)} required
    onChange={(event) => onValue(event.currentTarget.value)} />;
  if (control === NUMBER) {
    const mayBeEmpty = name === 'expulsion.graceDays';
    return (
      <NumberInput label={label} maw={320} value={typeof value === 'number' ? value : ''} min={0} hideControls decimalSeparator=","
        {...(mayBeEmpty ? { description: t('graceHint') } : {})} allowDecimal={name === 'cancellation.safeHours'}
        onChange={(next) => {
          if (typeof next === 'number') onValue(next);
          else if (mayBeEmpty) onValue(null);
        }} />
    );
  }
  const data = control.map((word) => ({ value: word, label: t(word as 'KEEP') }));
  if (Array.isArray(value)) return <MultiSelect label={label} data={data} value={value as string[]} onChange={onValue} />;
  return <Select label={label} data={data} value={String(value)} allowDeselect={false} onChange={onValue} />;
}

/** What the change does, by a dry run of the change itself; on a phone it lies over the end of the screen. */
function Consequences({ change, onDone }: { change: Change; onDone: () => void }): ReactNode {
  const t = useWords(policyWords);
  const c = useWords(common);
  const names = Object.keys(change);
  const applied = (): void => {
    told(t('applied'));
    onDone();
  };
  return (
    <section className="card policy-consequences" aria-label={c('preview')} data-changed={names.length > 0 || undefined}>
      <Title order={2} mb="xs">{c('preview')}</Title>
      {names.length === 0 ? <Text c="dimmed">{t('nothing')}</Text> : (
        <PreviewAct name="settings.update" input={change as Input<'settings.update'>} confirm={t('apply')} keep={t('keep')}
          onDone={applied} onKeep={onDone}>
          {({ consequences }) => (
            <Stack gap="sm">
              <Text>{t('change', { count: names.length })}</Text>
              {consequences.map(({ setting, sentence }) => (
                <div key={setting} data-consequence={setting}>
                  <Text fw={600} size="sm">{setting in policyWords.ru ? t(setting as Name) : setting}</Text>
                  <Text size="sm">{sentence}</Text>
                </div>
              ))}
            </Stack>
          )}
        </PreviewAct>
      )}
      <Unsaved when={names.length > 0} />
    </section>
  );
}
