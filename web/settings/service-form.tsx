/** A service, and the history of its price. */
import { Button, Group, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { Refused } from '../ui/refused.tsx';
import { Loaded } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import type { Service } from './catalogue-screen.tsx';
import { type Field, Form, type Values } from './form.tsx';
import { VAT } from './pass-kinds-screen.tsx';
import { settingsWords } from './words.ts';

const TYPES = ['SINGLE_SESSION', 'INDIVIDUAL_LESSON', 'COWORKING', 'RENTAL', 'OTHER'] as const;

export function ServiceForm({ service, onDone }: { service: Service | undefined; onDone: () => void }): ReactNode {
  const t = useWords(settingsWords);
  const create = useAct('service.create', { onDone });
  const update = useAct('service.update', { onDone });
  const act = service ? update : create;
  const fields: Field[] = [
    { name: 'name', label: t('name'), kind: 'text', required: true },
    ...(service ? [] : [
      { name: 'serviceType', label: t('serviceType'), kind: 'choice', required: true, choices: TYPES.map((value) => ({ value, label: t(value) })) } as const,
      { name: 'basePrice', label: t('price'), kind: 'money', required: true } as const,
    ]),
    { name: 'vat', label: t('vat'), kind: 'choice', choices: VAT.map((value) => ({ value, label: t(value) })) },
    { name: 'writeOffTiming', label: t('writeOff'), kind: 'choice', choices: (['ON_USE', 'ON_SALE'] as const).map((value) => ({ value, label: t(value) })) },
    { name: 'description', label: t('description'), kind: 'long' },
    ...(service ? [{ name: 'isActive', label: t('active'), kind: 'switch' } as const] : []),
  ];
  const values: Values = {
    name: service?.name, serviceType: 'SINGLE_SESSION', vat: service?.vat ?? 'NONE', writeOffTiming: service?.writeOffTiming ?? 'ON_USE',
    description: service?.description, isActive: service?.isActive ?? true,
  };
  const send = ({ isActive: _active, ...all }: Values, changed: Values): void => {
    if (!service) void create.run(all as Input<'service.create'>);
    else if (Object.keys(changed).length === 0) onDone();
    else void update.run({ ...changed, id: service.id } as Input<'service.update'>);
  };
  return <Form fields={fields} values={values} submit={t('save')} pending={act.pending} problem={act.problem} onSubmit={send} onClose={onDone}
    {...(service ? {} : { leave: t('notAdd') })} />;
}

export function ServicePrices({ service: { id } }: { service: Service }): ReactNode {
  const t = useWords(settingsWords);
  const c = useWords(common);
  const format = useFormat();
  const { today } = useSession();
  const prices = useAsk('service.prices', { id });
  const set = useAct('service.price.set');
  const remove = useAct('service.price.delete', { onDone: (_answer, { validFrom }) => {
    const gone = prices.data?.prices.find((price) => price.validFrom === validFrom);
    if (gone) told(t('priceRemoved', { day: format.day(validFrom) }), () => void set.run({ id, validFrom, basePrice: gone.basePrice }));
  } });
  return (
    <Stack mt="lg" gap="sm">
      <Title order={3}>{t('prices')}</Title>
      <Loaded query={prices} lines={2}>{({ prices: all }) => (
        <table className="ledger">
          <thead><tr><th scope="col">{t('since')}</th><th scope="col" data-align="right">{t('price')}</th><th scope="col" data-align="right">{t('withVat')}</th><td /></tr></thead>
          <tbody>
            {all.map(({ validFrom, basePrice, priceWithVat }) => (
              <tr key={validFrom}>
                <td><DayText value={validFrom} /></td>
                <td data-align="right"><Amount value={basePrice} /></td>
                <td data-align="right"><Amount value={priceWithVat} /></td>
                <td data-align="right"><Button size="compact-xs" variant="default" aria-label={t('removePrice', { day: format.day(validFrom) })}
                  onClick={() => void remove.run({ id, validFrom })}>{c('remove')}</Button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}</Loaded>
      <Refused problem={remove.problem} />
      <Group gap="xs"><Title order={3}>{t('newPrice')}</Title></Group>
      <Form key={prices.data?.prices.length} values={{ validFrom: today }} submit={t('add')} pending={set.pending} problem={set.problem}
        onSubmit={(values) => void set.run({ ...values, id } as Input<'service.price.set'>)}
        fields={[
          { name: 'basePrice', label: t('price'), kind: 'money', required: true, half: true },
          { name: 'validFrom', label: t('from'), kind: 'day', required: true, half: true },
        ]} />
    </Stack>
  );
}
