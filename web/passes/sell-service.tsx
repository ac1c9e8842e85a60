/** Selling a single class or a service: an invoice with one line. */
import { Button, Group, NumberInput, Select, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import type { Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useKeys } from '../lib/keys.ts';
import { useAct, useAsk, usePreview } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { Empty, Failed, Waiting } from '../ui/states.tsx';
import { type Card, Ends, Totals, Whom, firstStudent, useAfterSale } from './sell-parts.tsx';
import { sellWords } from './sell-words.ts';

export function SellService({ card }: { card: Card }): ReactNode {
  const t = useWords(sellWords);
  const format = useFormat();
  const go = useGo();
  const list = useAsk('service.list', { active: 'true', limit: 100 });
  const [serviceId, setService] = useState<string | null>(null);
  const [studentId, setStudent] = useState(firstStudent(card));
  const [quantity, setQuantity] = useState(1);
  const services = (list.data?.services ?? []).filter(({ serviceType }) => serviceType !== 'SUBSCRIPTION'
    && serviceType !== 'RENTAL');
  const input: Input<'invoice.create'> | undefined = serviceId === null ? undefined
    : { clientId: card.client.id, ...(studentId === '' ? {} : { studentId }), items: [{ serviceId, quantity }] };
  const preview = usePreview('invoice.create', input);
  const after = useAfterSale();
  const pays = useRef(true);
  const act = useAct('invoice.create',
    { onDone: (invoice) => after(invoice, invoice.items[0]?.serviceName ?? '', pays.current) });
  const sell = (pay: boolean): void => {
    if (input === undefined || preview.data === undefined) return;
    pays.current = pay;
    void act.run(input, { previewHash: preview.data.previewHash });
  };
  useKeys({ 'Ctrl+Enter': { does: t('sellAndPay'), run: () => sell(true) } });
  if (list.error) return <Failed problem={list.error} retry={() => void list.refetch()} />;
  if (list.data === undefined) return <Waiting lines={6} />;
  if (services.length === 0) return <Empty title={t('noServices')}><Button
    onClick={() => go('/settings/catalogue')}>{t('toCatalogue')}</Button></Empty>;
  return (
    <form noValidate onSubmit={(event: FormEvent) => {
      event.preventDefault();
      sell(true);
    }}>
      <Stack gap="md">
        <Group align="flex-end" gap="sm" wrap="nowrap">
          <Select label={t('chooseService')} style={{ flex: 1 }} searchable value={serviceId} onChange={setService}
            data={services.map(({ id, name, priceWithVat }) =>
              ({ value: id, label: `${name} · ${priceWithVat === null ? t('noPrice') : format.money(priceWithVat)}` }))} />
          <NumberInput label={t('quantity')} w={120} min={1} max={999} value={quantity} decimalScale={2}
            onChange={(value) => setQuantity(typeof value === 'number' && value > 0 ? value : 1)} />
        </Group>
        <Whom card={card} value={studentId} onValue={setStudent} self />
        <Totals invoice={preview.data?.invoiceNumber === undefined ? undefined : preview.data} busy={preview.isFetching}
          problem={preview.error} />
        {preview.error?.code === 'NO_PRICE' && <Button variant="default"
          onClick={() => go('/settings/catalogue')}>{t('toCatalogue')}</Button>}
        <Ends onLater={() => sell(false)} pending={act.pending}
          why={preview.error?.message ?? (preview.data === undefined ? t('choose') : undefined)} problem={act.problem} />
      </Stack>
    </form>
  );
}
