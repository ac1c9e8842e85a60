/** How to pay: the bank's QR code, the requisites to copy, and the desk. There is no paying right here, and it says so. */
import { Alert, Button, Stack, Text, Title } from '@mantine/core';
import { QRCodeSVG } from 'qrcode.react';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { copyText } from './copy.ts';
import { familyWords } from './words.ts';

type Bill = Pick<Answer<'client.transfer'>, 'transfer' | 'organisation'>;

export function PayBody({ amount, transfer, organisation }: Bill & { amount: number }): ReactNode {
  const t = useWords(familyWords);
  return (
    <Stack gap="md">
      <Text c="dimmed">{t('noOnline')}</Text>
      {transfer === null ? <Alert color="blue" variant="outline">{t('noTransfer')}</Alert> : <Transfer transfer={transfer} amount={amount} />}
      <section>
        <Title order={2} mb={4}>{t('atDesk')}</Title>
        <Text>{t('atDeskText')}</Text>
        {organisation.address !== null && <Text c="dimmed">{organisation.address}</Text>}
        {organisation.phone !== null && <Text c="dimmed">{t('askCentre', { phone: organisation.phone })}</Text>}
      </section>
    </Stack>
  );
}

function Transfer({ transfer, amount }: { transfer: NonNullable<Bill['transfer']>; amount: number }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const { recipient, inn, kpp, bankName, bik, bankAccount, correspondentAccount, purpose, qr } = transfer;
  const rows: [string, string | null][] = [
    [t('recipient'), recipient], [t('inn'), inn], [t('kpp'), kpp], [t('bank'), bankName], [t('bik'), bik], [t('account'), bankAccount],
    [t('corr'), correspondentAccount], [t('purpose'), purpose], [t('sum'), String(amount.toFixed(2)).replace('.', ',')],
  ];
  return (
    <section>
      <Title order={2} mb={4}>{t('byBank')}</Title>
      {qr !== null && (
        <>
          <Text mb="xs">{t('scan')}</Text>
          <div style={{ background: '#fff', padding: 16, borderRadius: 12, width: 'fit-content', marginInline: 'auto' }} data-qr={qr}>
            <QRCodeSVG value={qr} size={216} level="M" role="img" title={t('qrLabel', { sum: format.money(amount) })} />
          </div>
          <Text size="sm" c="dimmed" my="xs">{t('saveNote')}</Text>
        </>
      )}
      <dl style={{ margin: 0 }}>
        {rows.flatMap(([name, value]) => (value === null || value === '' ? [] : [<Requisite key={name} name={name} value={value} />]))}
      </dl>
      <Text size="sm" c="dimmed" mt="xs">{t('afterTransfer')}</Text>
    </section>
  );
}

function Requisite({ name, value }: { name: string; value: string }): ReactNode {
  const t = useWords(familyWords);
  const [copied, setCopied] = useState(false);
  return (
    <div style={{ borderBottom: '1px solid var(--saldo-line)', paddingBlock: 4 }}>
      <dt style={{ fontSize: '0.875rem', color: 'var(--mantine-color-dimmed)' }}>{name}</dt>
      <dd style={{ margin: 0, display: 'flex', gap: 8, alignItems: 'center', justifyContent: 'space-between' }}>
        <span className="num" style={{ whiteSpace: 'normal', minWidth: 0, overflowWrap: 'anywhere' }}>{value}</span>
        <Button variant="subtle" px="xs" mih={44} style={{ flex: 'none' }} aria-label={t('copyOf', { what: name })}
          onClick={() => void copyText(value).then(setCopied)}>{copied ? '✓' : <CopyIcon />}</Button>
      </dd>
    </div>
  );
}

const CopyIcon = (): ReactNode => (
  <svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden><rect x="8" y="8" width="12" height="12" rx="2" /><path d="M16 8V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h2" /></svg>
);
