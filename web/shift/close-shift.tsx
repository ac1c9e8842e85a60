/** Closing: the counted cash against what the books expect, the difference in the middle, its goal is zero. */
import { Button, Group, Progress, SimpleGrid, Stack, Text, TextInput, Title, useComputedColorScheme } from '@mantine/core';
import { type ReactNode, useId, useRef, useState } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { kopecksOf, sumOf, useFormat } from '../lib/format.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { SERIES } from '../ui/chart.tsx';
import { Amount, MomentText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { MoneyField } from '../ui/money-field.tsx';
import { Refused } from '../ui/refused.tsx';
import { Loaded } from '../ui/states.tsx';
import { methodWords } from '../ui/words.ts';
import type { ShiftNow } from './shift-bar.tsx';
import { shiftWords } from './words.ts';

type Counted = Partial<Record<ShiftNow['methods'][number]['method'], number | undefined>>;
const OTHERS = ['CARD', 'ONLINE', 'BANK_TRANSFER'] as const;

export function CloseShift({ shift,
  onClosed }: { shift: ShiftNow; onClosed: (closed: Answer<'shift.close'>) => void }): ReactNode {
  const t = useWords(shiftWords);
  const m = useWords(methodWords);
  const [counted, setCounted] = useState<Counted>({});
  const [others, setOthers] = useState(false);
  const [note, setNote] = useState('');
  const noteField = useRef<HTMLInputElement>(null);
  const act = useAct('shift.close', { onDone: onClosed });
  const differences = shift.methods.map(({ method, expected }) => sumOf([counted[method] ?? expected, -expected]));
  const differs = counted.CASH !== undefined && differences.some((difference) => difference !== 0);
  const why = counted.CASH === undefined ? t('needCount') : undefined;
  const close = (): void => {
    if (counted.CASH === undefined) return;
    if (differs && note.trim() === '') {
      noteField.current?.focus();
      return;
    }
    const given = OTHERS.flatMap((method) => (counted[method] === undefined ? [] : [[method, counted[method]]]));
    const input: Input<'shift.close'> = {
      id: shift.id, counted: { CASH: counted.CASH, ...Object.fromEntries(given) as object }, ...(note.trim() === '' ? {}
        : { note: note.trim() }),
    };
    void act.run(input);
  };
  return (
    <section className="card" aria-label={t('closeTitle')}>
      <Title order={2} mb="xs">{t('closeTitle')}</Title>
      <form onSubmit={(event) => {
        event.preventDefault();
        close();
      }}>
        <Stack gap="sm">
          <MoneyField label={t('countCash')} value={counted.CASH}
            onValue={(cash) => setCounted({ ...counted, CASH: cash })} size="lg" autoFocus maw={320} />
          <TwoBars expected={shift.expectedCash} counted={counted.CASH} />
          {others ? (
            <SimpleGrid cols={{ base: 1, sm: 3 }}>
              {OTHERS.map((method) => (
                <MoneyField key={method} label={m(method)}
                  value={counted[method] ?? shift.methods.find((row) => row.method === method)?.expected}
                  onValue={(sum) => setCounted({ ...counted, [method]: sum })} />
              ))}
            </SimpleGrid>
          ) : (
            <Button variant="subtle" size="compact-sm" h={28} style={{ alignSelf: 'flex-start' }}
              onClick={() => setOthers(true)}>
              {t('countOthers')}
            </Button>
          )}
          {differs && <Suspects shiftId={shift.id} differences={differences} />}
          <TextInput ref={noteField} label={t(differs ? 'note' : 'noteOptional')} value={note} maxLength={2000}
            required={differs} withAsterisk={differs}
            {...(differs && note.trim() === '' ? { description: t('noteNeeded') } : {})}
            onChange={(event) => setNote(event.currentTarget.value)} />
          <Refused problem={act.problem} />
          <Group>
            <ActButton type="submit" why={why} pending={act.pending} doing={t('closing')} keys="Enter">
              {t('close')} ⏎
            </ActButton>
          </Group>
        </Stack>
      </form>
    </section>
  );
}

/** «Ожидается» and «Пересчитано» one under the other, to one scale. */
function TwoBars({ expected, counted }: { expected: number; counted: number | undefined }): ReactNode {
  const t = useWords(shiftWords);
  const format = useFormat();
  const scheme = useComputedColorScheme('light');
  const most = Math.max(1, kopecksOf(expected), kopecksOf(counted ?? 0));
  const difference = counted === undefined ? undefined : sumOf([counted, -expected]);
  const result = difference === undefined ? '—' : difference === 0 ? t('agrees')
    : difference < 0 ? t('short', { sum: format.money(-difference) }) : t('extra', { sum: format.money(difference) });
  const bar = (label: string, sum: number | undefined, colour: string): ReactNode => (
    <div>
      <Group justify="space-between"><Text size="sm">{label}</Text><Amount value={sum} strong /></Group>
      <Progress.Root size={16} radius="sm" aria-hidden>
        <Progress.Section value={(Math.max(0, kopecksOf(sum ?? 0)) * 100) / most} color={colour} withAria={false} />
      </Progress.Root>
    </div>
  );
  return (
    <Stack gap={6} maw={480} data-difference={difference}>
      {bar(t('expected'), expected, SERIES[scheme][0])}
      <Text ta="center" fw={600} role="status"
        c={difference === undefined ? 'dimmed' : difference === 0 ? 'var(--saldo-good)' : 'var(--saldo-bad)'}>
        {result}
      </Text>
      {bar(t('counted'), counted, SERIES[scheme][2])}
    </Stack>
  );
}

/** A payment of exactly the missing sum is probably one with a wrong method. */
function Suspects({ shiftId, differences }: { shiftId: string; differences: readonly number[] }): ReactNode {
  const t = useWords(shiftWords);
  const id = useId();
  const sum = Math.abs(differences.find((difference) => difference !== 0) ?? 0);
  const payments = useAsk('payment.list', { shiftId, amountFrom: sum, amountTo: sum, status: 'COMPLETED', limit: 5 });
  return (
    <section aria-labelledby={id} style={{ minHeight: '5rem' }} data-suspects>
      <Title order={3} id={id}>{t('suspects')}</Title>
      <Loaded query={payments} lines={2} height={28}>
        {({ payments: rows }) => (
          <>
            <Text size="sm" c="dimmed">{rows.length === 0 ? t('noSuspects') : t('suspectsText')}</Text>
            <ul className="rows">{rows.map((payment) => <Suspect key={payment.id} payment={payment} />)}</ul>
          </>
        )}
      </Loaded>
      <To to={`/payments?shiftId=${shiftId}`} size="sm">{t('allPayments')}</To>
    </section>
  );
}

function Suspect({ payment }: { payment: Answer<'payment.list'>['payments'][number] }): ReactNode {
  const m = useWords(methodWords);
  return (
    <li className="line">
      <span>
        <To to={`/payments/${payment.id}`}>{payment.clientName}</To>
        <small>{m(payment.method)} · <MomentText value={payment.createdAt} /></small>
      </span>
      <Amount value={payment.amount} />
    </li>
  );
}
