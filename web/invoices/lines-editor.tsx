/** The lines of an invoice as fields: from the catalogue, a pass, or one's own words. */
import { ActionIcon, Button, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { MoneyField } from '../ui/money-field.tsx';
import { formWords } from './form-words.ts';
import { type Fault, type LineDraft, emptyLine } from './lines.ts';

type EditorProps = { lines: readonly LineDraft[]; onLines: (lines: readonly LineDraft[]) => void; faults: readonly Fault[] };

/** What may be sold: services with a price, and kinds of passes. */
export function useGoods() {
  const services = useAsk('service.list', { active: 'true', limit: 100 } as never);
  const types = useAsk('subscription-type.list', { active: 'true', limit: 100 } as never);
  return { services: services.data?.services ?? [], types: types.data?.subscriptionTypes ?? [], ready: services.data !== undefined && types.data !== undefined };
}

export function LinesEditor({ lines, onLines, faults }: EditorProps): ReactNode {
  const t = useWords(formWords);
  const goods = useGoods();
  const change = (key: number, next: Partial<LineDraft>): void =>
    onLines(lines.map((line) => (line.key === key ? { ...line, ...next } : line)));
  return (
    <>
      {lines.map((line, index) => (
        <LineFields key={line.key} line={line} number={index + 1} goods={goods} faults={faults} onChange={(next) => change(line.key, next)}
          onRemove={lines.length > 1 ? () => onLines(lines.filter(({ key }) => key !== line.key)) : undefined} />
      ))}
      <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />} style={{ alignSelf: 'flex-start' }}
        onClick={() => onLines([...lines, emptyLine(Math.max(0, ...lines.map(({ key }) => key)) + 1)])}>{t('addLine')}</Button>
    </>
  );
}

function LineFields({ line, number, goods, faults, onChange, onRemove }: {
  line: LineDraft; number: number; goods: ReturnType<typeof useGoods>; faults: readonly Fault[];
  onChange: (next: Partial<LineDraft>) => void; onRemove: (() => void) | undefined;
}): ReactNode {
  const t = useWords(formWords);
  const format = useFormat();
  const id = (field: string): string => `line-${String(line.key)}-${field}`;
  const error = (field: string): string | undefined => faults.find((fault) => fault.field === id(field))?.message;
  const priced = (name: string, price: number | null): string => (price === null ? name : `${name}, ${format.money(price)}`);
  const price = goods.services.find((service) => line.choice === `service:${service.id}`)?.priceWithVat ??
    goods.types.find((type) => line.choice === `pass:${type.id}`)?.price;
  return (
    <div className="line-fields" data-line={number}>
      <Select id={id('choice')} label={t('service')} searchable required value={line.choice ?? null} error={error('choice')}
        data={[
          { group: t('services'), items: [...goods.services.filter((service) => service.priceWithVat !== null)
            .map((service) => ({ value: `service:${service.id}`, label: priced(service.name, service.priceWithVat) })), { value: 'free', label: t('free') }] },
          { group: t('passes'), items: goods.types.map((type) => ({ value: `pass:${type.id}`, label: priced(type.name, type.price) })) },
        ]} onChange={(choice) => onChange({ choice: choice ?? undefined })} />
      {line.choice === 'free' && (
        <TextInput id={id('name')} label={t('name')} required value={line.name} error={error('name')} maxLength={200}
          onChange={(event) => onChange({ name: event.currentTarget.value })} />
      )}
      {line.choice === 'free' ? (
        <MoneyField id={id('price')} label={t('price')} required value={line.price} onValue={(sum) => onChange({ price: sum })} error={error('price')} />
      ) : <TextInput label={t('price')} value={price === undefined || price === null ? '—' : format.money(price)} readOnly className="num" variant="filled" />}
      <NumberInput id={id('quantity')} label={t('quantity')} required value={line.quantity ?? ''} min={0.01} max={100_000} decimalScale={2}
        decimalSeparator="," error={error('quantity')} onChange={(value) => onChange({ quantity: value === '' ? undefined : Number(value) })} />
      {onRemove && (
        <ActionIcon variant="subtle" color="red" size={36} mt={24} aria-label={t('removeLine', { number })} onClick={onRemove}><IconTrash size={18} aria-hidden /></ActionIcon>
      )}
    </div>
  );
}
