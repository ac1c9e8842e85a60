/** A lens on the sum of a line: price, benefit, adjustments with their reasons, result; and a new price beneath. */
import { Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type Format, sumOf, useFormat } from '../lib/format.ts';
import { useAct, usePreview } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Amount } from '../ui/figures.tsx';
import { MoneyField } from '../ui/money-field.tsx';
import { OWN_WORDS_LEAST } from '../ui/reason.tsx';
import { Refused } from '../ui/refused.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { detailWords } from './detail-words.ts';
import type { Invoice, Item } from './invoice-items.tsx';

export function Lens({ invoice }: { invoice: Invoice }): ReactNode {
  const t = useWords(detailWords);
  const [{ panel = '' }, set] = useUrl();
  const { can } = useSession();
  const item = invoice.items.find(({ id }) => panel === `item:${id}`);
  return (
    <Sheet title={t('lensTitle')} opened={item !== undefined} onClose={() => set({ panel: undefined })}>
      {item && (
        <Stack>
          <Text fw={600}>{item.serviceName}</Text>
          <Steps invoice={invoice} item={item} />
          {can('invoice.adjust') && (invoice.blocked.adjust === null
            ? <Adjust key={item.totalPrice} invoice={invoice} item={item} onDone={() => set({ panel: undefined })} />
            : <Text size="sm" c="dimmed">{invoice.blocked.adjust}</Text>)}
        </Stack>
      )}
    </Sheet>
  );
}

function Steps({ invoice, item }: { invoice: Invoice; item: Item }): ReactNode {
  const t = useWords(detailWords);
  const format = useFormat();
  const gross = sumOf([item.totalPrice, -item.adjustmentAmount, item.discountAmount]);
  const log = invoice.auditLogs.filter((entry) => entry.itemId === item.id && entry.action === 'PRICE_ADJUSTED');
  const last = log.at(-1);
  const steps = [
    { text: t('fromPrice', { price: format.money(item.unitPrice), quantity: format.number(item.quantity) }), sum: gross, sign: false },
    ...(item.discountAmount === 0 ? [] : [{
      text: t('benefitLine', { percent: format.percent(item.discountPercent) }), sum: -item.discountAmount, sign: true }]),
    ...(item.adjustmentAmount === 0 ? [] : [{
      text: t('adjusted', { reason: last?.reason ?? item.adjustmentReason ?? '' }), sum: item.adjustmentAmount, sign: true,
      by: last && t('by', { name: `${last.user.firstName} ${last.user.lastName}`.trim(), at: format.moment(last.createdAt) }) }]),
  ];
  return (
    <table className="ledger">
      <tbody>
        {steps.map(({ text, sum, sign, ...rest }) => (
          <tr key={text}>
            <td>{text}{'by' in rest && rest.by && <Text size="xs" c="dimmed">{rest.by}</Text>}</td>
            <td data-align="right"><Amount value={sum} sign={sign} /></td>
          </tr>
        ))}
        <tr data-totals>
          <td>{t('result')}</td>
          <td data-align="right"><Amount value={item.totalPrice} strong /></td>
        </tr>
      </tbody>
    </table>
  );
}

/** The new price with its difference before anything is done; Enter in the reason does it. */
function Adjust({ invoice, item, onDone }: { invoice: Invoice; item: Item; onDone: () => void }): ReactNode {
  const t = useWords(detailWords);
  const c = useWords(common);
  const format = useFormat();
  const [price, setPrice] = useState<number | undefined>(item.totalPrice);
  const [reason, setReason] = useState('');
  const [asked] = useDebouncedValue(price, 200);
  const isNew = asked !== undefined && asked !== item.totalPrice;
  const about = { id: invoice.id, itemId: item.id };
  const preview = usePreview('invoice.adjust-price', isNew ? { ...about, newPrice: asked, reason: c('preview') } : undefined);
  const act = useAct('invoice.adjust-price', { onDone: () => {
    told(t('adjustDone'));
    onDone();
  } });
  const short = reason.trim().length < OWN_WORDS_LEAST;
  const why = price === undefined || price === item.totalPrice ? t('typePrice')
    : short ? c('reasonShort', { least: OWN_WORDS_LEAST, now: reason.trim().length }) : preview.error?.message;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (why !== undefined || price === undefined) return;
    const hash = price === asked ? preview.data?.previewHash : undefined;
    void act.run({ ...about, newPrice: price, reason: reason.trim() }, hash === undefined ? {} : { previewHash: hash });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <MoneyField label={t('newPrice')} description={c('amountHint')} value={price} onValue={setPrice} data-autofocus />
        <TextInput label={t('reason')} description={t('reasonHint')} value={reason} maxLength={2000}
          onChange={(event) => setReason(event.currentTarget.value)} />
        <div aria-live="polite" style={{ minHeight: 72 }}>
          {preview.data && isNew && <Difference invoice={invoice} item={item} next={preview.data} format={format} />}
        </div>
        <Refused problem={preview.error ?? act.problem} />
        <ActButton type="submit" why={why} pending={act.pending} doing={c('doing')}>
          {price === undefined || price === item.totalPrice ? t('adjust') : t('adjustTo', { sum: format.money(price) })}
        </ActButton>
      </Stack>
    </form>
  );
}

type Next = { item: { totalPrice: number }; invoice: { totalAmount: number; status: string } };
function Difference({ invoice, item, next, format }: { invoice: Invoice; item: Item; next: Next; format: Format }): ReactNode {
  const t = useWords(detailWords);
  const row = (label: string, from: number, to: number): ReactNode => (
    <Group justify="space-between" gap="xs" key={label}>
      <Text size="sm">{label}</Text>
      <Text size="sm" className="num" data-diff>{format.money(from)} → <b>{format.money(to)}</b> ({format.money(sumOf([to, -from]), true)})</Text>
    </Group>
  );
  return (
    <>
      {row(t('itemBecomes'), item.totalPrice, next.item.totalPrice)}
      {row(t('invoiceBecomes'), invoice.totalAmount, next.invoice.totalAmount)}
      {next.invoice.status === 'PAID' && invoice.status !== 'PAID' && <Text size="sm">{t('becomesPaid')}</Text>}
    </>
  );
}
