/** Whose payment it is: a candidate with its reasons, somebody else, or nobody's. A digit chooses, Enter confirms. */
import { Checkbox, Group, Kbd, MultiSelect, Radio, Stack, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useFormat } from '../lib/format.ts';
import { useKeys } from '../lib/keys.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { ClientSelect } from '../ui/client-select.tsx';
import { Reason } from '../ui/reason.tsx';
import { Refused } from '../ui/refused.tsx';
import type { Line } from './statement.ts';
import { bankWords } from './words.ts';

const OTHER = 'other';
const MOST = 5;

export function Decide({ line, onNext }: { line: Line; onNext: () => void }): ReactNode {
  const t = useWords(bankWords);
  const candidates = candidatesOf(line);
  const [chosen, setChosen] = useState(candidates[0]?.client.id ?? OTHER);
  const [other, setOther] = useState<string>();
  const [invoices, setInvoices] = useState<readonly string[] | undefined>(undefined);
  const [remember, setRemember] = useState(true);
  const [ignoring, setIgnoring] = useState(false);
  const act = useAct('bank.line.change', { onDone: onNext });
  const candidate = candidates.find(({ client }) => client.id === chosen);
  const clientId = chosen === OTHER ? other : chosen;
  const name = useAsk('client.get', clientId === undefined ? undefined : { id: clientId }).data?.name ?? candidate?.client.name ?? '…';
  const invoiceIds = [...invoices ?? candidate?.invoices.map(({ id }) => id) ?? []];
  const confirm = (): void => {
    if (clientId !== undefined) void act.run({ id: line.id, action: 'MATCH', clientId, invoiceIds, remember });
  };
  const choose = (id: string): void => {
    setChosen(id);
    setInvoices(undefined);
  };
  useKeys(ignoring ? {} : {
    Enter: { does: t('confirmKey'), run: confirm }, KeyX: { does: t('ignoreKey'), run: () => setIgnoring(true) },
    ...Object.fromEntries(candidates.map(({ client }, index) => [`Digit${String(index + 1)}`, { does: t('digit', { number: index + 1 }), run: () => choose(client.id) }])),
  });
  if (ignoring) return <Ignore line={line} onKeep={() => setIgnoring(false)} onDone={onNext} />;
  return (
    <Stack gap="sm">
      <Radio.Group label={t('whose')} value={chosen} onChange={choose}>
        <div className="candidates">
          {candidates.map(({ client, reasons, invoices: theirs }, index) => (
            <div key={client.id} className="candidate" data-candidate={client.id}>
              <Radio value={client.id} label={<>{client.name} <Kbd size="xs" visibleFrom="sm" aria-hidden>{index + 1}</Kbd></>} />
              <Why reasons={reasons} invoices={theirs} />
            </div>
          ))}
          <div className="candidate">
            <Radio value={OTHER} label={t('other')} />
            {chosen === OTHER && <ClientSelect mt={6} aria-label={t('other')} value={other} onClient={(id) => {
              setOther(id);
              setInvoices(undefined);
            }} />}
          </div>
        </div>
      </Radio.Group>
      {clientId !== undefined && <Invoices clientId={clientId} value={invoiceIds} onValue={setInvoices} />}
      {line.payerAccount !== null && <Checkbox label={t('remember')} checked={remember} onChange={(event) => setRemember(event.currentTarget.checked)} />}
      <Refused problem={act.problem} />
      <Group gap="xs">
        <ActButton why={clientId === undefined ? t('chooseFirst') : undefined} pending={act.pending} doing={t('confirming')} keys="Enter" onClick={confirm}
          rightSection={<Kbd size="xs" visibleFrom="sm" aria-hidden>⏎</Kbd>}>{clientId === undefined ? t('chooseFirst') : t('confirm', { name })}</ActButton>
        <ActButton variant="default" keys="X" onClick={() => setIgnoring(true)} rightSection={<Kbd size="xs" visibleFrom="sm" aria-hidden>X</Kbd>}>{t('ignore')}</ActButton>
      </Group>
    </Stack>
  );
}

/** Whoever the line is matched to already comes first, then who may be meant. */
function candidatesOf({ client, invoices, reason, candidates }: Line): Line['candidates'] {
  const known = client === null || candidates.some((one) => one.client.id === client.id) ? [] : [{ client, score: 0, reasons: [reason], invoices }];
  return [...known, ...candidates].slice(0, MOST);
}

function Why({ reasons, invoices }: Pick<Line['candidates'][number], 'reasons' | 'invoices'>): ReactNode {
  const t = useWords(bankWords);
  const format = useFormat();
  if (reasons.length + invoices.length === 0) return null;
  return (
    <ul>
      {reasons.map(({ code, sentence }) => <li key={code} data-why={code}>{sentence}</li>)}
      {invoices.map(({ id, invoiceNumber, dueAmount }) => <li key={id} className="num">{t('invoiceOf', { number: invoiceNumber, sum: format.money(dueAmount) })}</li>)}
    </ul>
  );
}

type InvoicesProps = { clientId: string; value: readonly string[]; onValue: (ids: readonly string[]) => void };

function Invoices({ clientId, value, onValue }: InvoicesProps): ReactNode {
  const t = useWords(bankWords);
  const format = useFormat();
  const unpaid = useAsk('invoice.list', { clientId, unpaid: 'true', limit: 50, sort: 'date' } as never, { keepPrevious: false });
  const options = (unpaid.data?.invoices ?? []).map(({ id, invoiceNumber, dueAmount }) =>
    ({ value: id, label: t('invoiceOf', { number: invoiceNumber, sum: format.money(dueAmount) }) }));
  const known = new Set(options.map((option) => option.value));
  if (options.length === 0) return null;
  return (
    <MultiSelect label={t('toInvoices')} description={t('toInvoicesHint')} data={options} value={value.filter((id) => known.has(id))} onChange={onValue}
      searchable={options.length > 8} />
  );
}

function Ignore({ line: { id }, onKeep, onDone }: { line: Line; onKeep: () => void; onDone: () => void }): ReactNode {
  const t = useWords(bankWords);
  const [reason, setReason] = useState('');
  const act = useAct('bank.line.change', { onDone });
  return (
    <Stack gap="sm" data-ignoring>
      <Title order={3} size="sm">{t('ignoreTitle')}</Title>
      <Reason value={reason} onValue={setReason} ready={[t('reason1'), t('reason2'), t('reason3')]} otherLabel={t('reasonOther')} />
      <Refused problem={act.problem} />
      <Group gap="xs">
        <ActButton why={reason === '' ? t('ignoreTitle') : undefined} pending={act.pending} doing={t('ignoring')} onClick={() => void act.run({ id, action: 'IGNORE', reason })}>{t('ignoreDo')}</ActButton>
        <ActButton variant="default" onClick={onKeep}>{t('keepLine')}</ActButton>
      </Group>
    </Stack>
  );
}
